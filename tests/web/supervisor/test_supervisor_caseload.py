"""A supervisor's list: clients of the therapists they supervise, by signal and not by alphabet, each with why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck_everybody
from clinic.people.actions import staff
from clinic.people.models import Client
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import booked, told_of
from tests.web.counting import counted
from tests.world import World, actor, answered, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]

WEEK = timedelta(days=7)


@pytest.fixture
def cleo(world: World, as_user: Any) -> Browser:
    """Cleo, signed in."""
    browser: Browser = as_user(world.cleo)
    return browser


def seen(browser: Browser, **asked: str) -> str:
    """The page as it is now."""
    response = browser.get(reverse("supervision_caseload"), asked)
    assert response.status_code == 200
    return response.content.decode()


def without_improvement(world: World, client: Client) -> None:
    """Four sessions and the same score each time; the last note is still to be signed."""
    now = timezone.now()
    course = started(world, client=client, now=now - 5 * WEEK)
    for week in range(4):
        at = now - (4 - week) * WEEK + timedelta(days=6)
        told_of(booked(course, at, now=at - WEEK), "came")
        answered(client, "222222220", at.date(), now=at, by=client.therapist)


def test_clients_stand_by_signal_with_why_and_whose_they_are(world: World, cleo: Browser) -> None:
    now = timezone.now()
    abel = register(world.team, world.ada, "Abel Young", now)
    without_improvement(world, abel)
    answered(world.jo, "000000003", now.date(), now=now, by=world.ada)
    recheck_everybody(by=SYSTEM, now=now)

    page = seen(cleo)

    assert page.index("Jo Marlow") < page.index("Abel Young")
    assert "PHQ-9 16 at the start, 16 now" in page
    assert "with Ada" in page
    assert "2 clients of the therapists you supervise show a signal." in page


def test_who_shows_no_signal_and_whose_therapist_one_does_not_supervise_is_not_there(
    world: World, cleo: Browser
) -> None:
    now = timezone.now()
    started(world, client=world.ines, now=now)  # no next appointment: the therapist's own matter
    answered(world.kit, "000000003", now.date(), now=now, by=world.bo)
    recheck_everybody(by=SYSTEM, now=now)

    page = seen(cleo)

    assert "No signals now" in page
    assert "Ines Vale" not in page
    assert "Kit Osei" not in page
    assert "Nobody Known" not in page


def test_a_therapists_own_housekeeping_is_left_out(world: World, cleo: Browser) -> None:
    now = timezone.now()
    without_improvement(world, world.ines)
    recheck_everybody(by=SYSTEM, now=now)

    page = seen(cleo)

    assert "Not improving" in page
    assert "No next appointment" not in page[page.index("<tbody>") :]


def test_it_can_be_asked_of_one_therapist_only(world: World, cleo: Browser) -> None:
    now = timezone.now()
    staff.supervise(supervisor=world.cleo, therapist=world.bo, since=now, until=None, by=SYSTEM, now=now)
    for client, by in ((world.ines, world.ada), (world.kit, world.bo)):
        answered(client, "000000003", now.date(), now=now, by=by)
    recheck_everybody(by=SYSTEM, now=now)

    both, one = seen(cleo), seen(cleo, therapist=str(world.bo.pk))

    assert "Ines Vale" in both
    assert "Ines Vale" not in one
    assert "Kit Osei" in one


def test_it_takes_at_most_ten_statements(world: World, cleo: Browser) -> None:
    now = timezone.now()
    answered(world.ines, "000000003", now.date(), now=now, by=world.ada)
    without_improvement(world, world.jo)
    recheck_everybody(by=SYSTEM, now=now)
    seen(cleo)

    with counted() as statements:
        seen(cleo)

    assert len(statements) <= 10


def test_somebody_who_supervises_nobody_is_told_who_arranges_it(world: World, as_user: Any) -> None:
    for row in world.cleo.supervises.all():
        staff.end_arrangement(row=row, by=actor(world.gwen), now=timezone.now())

    assert "You supervise nobody now" in seen(as_user(world.cleo))
