"""The caseload in a browser: what needs somebody first, one click to the session in hand, by keyboard, on a phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck_everybody
from clinic.therapy.actions.appointments import book
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.courses import start_course
from clinic.therapy.models import TherapySession
from tests.browser.look import look
from tests.browser.site import Site
from tests.world import World, actor, answered, register

pytestmark = pytest.mark.browser

WEEK = timedelta(weeks=1)


def furnish(world: World) -> TherapySession:
    """Ines with weekly sessions that do not help and one that is going on, Jo with an alert, Pia without a course."""
    now, by = timezone.now(), actor(world.ada)
    course = start_course(client=world.ines, protocol="ipt", length="sixteen", by=by, now=now - 5 * WEEK)
    for week in (4, 3, 2, 1):
        at = now - week * WEEK
        session = book(course=course, starts_at=at, by=by, now=at - WEEK)
        came: Any = {"attendance": "came"}
        record_attendance(session=session, what=came, by=by, now=at + timedelta(hours=1))
        answered(world.ines, "222222220", at.date(), now=at, by=world.ada)
    answered(world.jo, "000000003", now.date(), now=now, by=world.ada)
    register(world.team, world.ada, "Pia Stone", now)
    going_on = book(course=course, starts_at=now - timedelta(minutes=5), by=by, now=now - WEEK)
    recheck_everybody(by=SYSTEM, now=now)
    return going_on


def open_by_keyboard(page: Page, name: str) -> None:
    """Reach a link of the list without a pointer."""
    link = page.get_by_role("table").get_by_role("link", name=name).last
    link.focus()
    page.keyboard.press("Enter")


def test_from_the_caseload_one_key_opens_the_session_that_is_going_on(site: Site) -> None:
    with site.facts() as world:
        session = furnish(world)
    ada = site.signed_in("ada", site.desk())
    ada.goto("/")

    look(ada, "Caseload")
    rows = ada.get_by_role("table").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Jo Marlow")
    expect(rows.nth(1)).to_contain_text("Urgent alert")
    expect(rows.nth(2)).to_contain_text("at the start, 16 now")
    expect(rows.last).to_contain_text("no course yet")
    open_by_keyboard(ada, "Ines Vale")

    expect(ada).to_have_url(f"{site.url}/sessions/{session.pk}/")


def test_it_is_asked_by_reason_on_a_phone_and_says_kindly_that_nobody_is_like_that(site: Site) -> None:
    with site.facts() as world:
        furnish(world)
    ada = site.signed_in("ada", site.phone())
    ada.goto("/caseload/")
    look(ada, "Caseload")

    ada.get_by_label("Why").select_option("Not improving")
    ada.get_by_role("button", name="Show").click()
    expect(ada.get_by_role("row")).to_have_count(2)
    ada.get_by_label("Why").select_option("Follow-up due")
    ada.get_by_role("button", name="Show").click()

    look(ada, "Caseload")
    expect(ada.get_by_text("None of your clients is like this now.")).to_be_visible()


def test_a_supervisor_sees_why(site: Site) -> None:
    with site.facts() as world:
        furnish(world)
    cleo = site.signed_in("cleo", site.desk())
    cleo.goto("/supervision/")
    cleo.get_by_role("link", name="Clients by signal").click()

    look(cleo, "Clients by signal")
    expect(cleo.get_by_role("row").nth(2)).to_contain_text("Not improving")
    expect(cleo.get_by_role("row").nth(2)).to_contain_text("with Ada")
