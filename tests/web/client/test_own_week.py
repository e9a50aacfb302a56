"""A client's first page, what stands there after the end, who opened the record, and taking the data."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.asking import invite
from clinic.audit.models import Event
from clinic.people.actions.clients import break_glass
from clinic.people.models import Client
from clinic.people.queries import who
from clinic.therapy.actions.agreement import share_agreement
from clinic.therapy.models import (
    TherapySession,
)
from clinic.therapy.queries.formulation import own_formulation
from tests.clinic.therapy.beginnings import known
from tests.web.client.steps import came_by_link, course_of, ended_now, read, shown, text_of
from tests.web.counting import counted
from tests.web.crawl import Crawl, post
from tests.web.stage import Stage
from tests.world import actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def test_questions_come_first_and_other_things_wait_below(stage: Stage, ines: Browser) -> None:
    shown(stage)
    invite(client=stage.ines.client, measure="gad-7", by=actor(stage.world.ada), now=timezone.now())

    page = read(ines, "my")

    first, later = page.split("After that, when you like")
    assert "questions about how you have been" in first
    assert "Does this fit?" in later and "What you agree on" in later


def test_without_questions_the_next_thing_is_on_top(stage: Stage, ines: Browser) -> None:
    shown(stage)

    assert "Does this fit?" in read(ines, "my").split("After that, when you like")[0]


@pytest.mark.parametrize(("zone", "clock"), [("Europe/London", "14:30"), ("Asia/Kolkata", "20:00")])
def test_the_next_appointment_is_told_by_the_clients_clock(zone: str, clock: str, stage: Stage, ines: Browser) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(time_zone=zone)
    at = datetime(2099, 1, 15, 14, 30, tzinfo=UTC)
    TherapySession.objects.filter(pk=stage.ines.in_course.session).update(starts_at=at)
    others = TherapySession.objects.filter(course=stage.ines.in_course.course, attendance="").exclude(starts_at=at)
    others.update(removed_at=timezone.now())

    for name in ("my", "my_appointments"):
        assert f"15 January, {clock}" in read(ines, name)


def test_an_appointment_taken_out_or_over_is_not_told(stage: Stage, ines: Browser) -> None:
    rows = TherapySession.objects.filter(course=stage.ines.in_course.course, attendance="")
    rows.update(removed_at=timezone.now())

    assert "Nothing is booked." in read(ines, "my_appointments")


def test_a_client_without_a_course_has_calm_empty_pages(stage: Stage) -> None:
    from tests.world import register

    mo = register(stage.world.team, stage.world.ada, "Mo Tarn", timezone.now())
    browser = came_by_link(mo)
    names = (
        "my my_agreement my_appointments my_chart my_ending my_goals my_letters my_lines my_opened my_people my_story"
    )

    pages = {name: browser.get(reverse(name)) for name in names.split()}

    assert {page.status_code for page in pages.values()} == {200}
    assert "Nothing waits for you right now." in text_of(pages["my"])
    assert "Nobody is here yet." in text_of(pages["my_people"])


def test_the_first_page_is_light(stage: Stage, ines: Browser) -> None:
    page = ines.get(reverse("my")).content
    files = ("openipt/tokens.css", "openipt/openipt.css", "openipt/openipt.js", "openipt/mark.svg")

    sent = len(page) + sum(len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in files)

    assert sent <= 60_000


def test_the_first_page_costs_the_same_however_much_there_is(stage: Stage, ines: Browser) -> None:
    ines.get(reverse("my"))
    with counted() as few:
        ines.get(reverse("my"))
    for n in range(5):
        known(stage.ines.client, f"Friend {n}", "friend", now=timezone.now(), ring=3)
        shown(stage, f"Version {n}")
    with counted() as many:
        ines.get(reverse("my"))

    assert len(many) == len(few) <= 30


def test_after_the_end_their_pages_are_to_read(stage: Stage, ines: Browser) -> None:
    row = shown(stage)
    share_agreement(agreement=course_of(stage).agreements.get(), by=actor(stage.world.ada), now=timezone.now())
    ended_now(stage)
    folder = stage.ines.in_course
    urls = [reverse(name) for name in ("my_people", "my_story", "my_lines", "my_agreement", "my_goals")]
    urls += [reverse("my_person", args=[folder.person]), reverse("my_goal", args=[folder.goal])]

    pages = [ines.get(url) for url in urls]
    refused = [
        post(ines, reverse("my_person_new"), name="Olive", kind="sibling", ring="1", status="living"),
        post(ines, reverse("my_event_new"), what="We moved", kind="move", year="2019"),
        post(ines, reverse("my_goal", args=[folder.goal]), do="rate", value="5"),
        post(ines, reverse("my_lines"), version=str(row.version), agrees="yes"),
    ]

    assert {page.status_code for page in pages} == {200}
    assert not any("<form" in re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0] for page in pages)  # type: ignore[index]
    assert {page.status_code for page in refused} == {422}
    assert all("There is a problem" in text_of(page) for page in refused)


def test_letters_stay_readable_after_the_end(stage: Stage, ines: Browser) -> None:
    ended_now(stage)

    assert "to you, from Ada" in read(ines, "my_letters")
    assert "It was good to work with you." in read(ines, "my_letter", stage.ines.in_course.letter)


def test_openings_are_told_once_a_day_and_person_with_what_they_are(stage: Stage, ines: Browser) -> None:
    for user in (stage.world.ada, stage.world.ada, stage.world.cleo, stage.world.bo):
        if user == stage.world.bo:
            break_glass(client=stage.ines.client, reason="He rang", by=actor(user), now=timezone.now())
        who.client(actor(user), stage.ines.client.pk)

    page = read(ines, "my_opened")

    assert page.count("Ada , your therapist") == 1
    assert page.count("Cleo , supervisor") == 1
    assert "Bo , therapist" in page
    assert not any(word in page for word in ("risk", "glass", "client opened", "alert"))


def test_nobody_of_another_team_stands_in_it(stage: Stage, ines: Browser) -> None:
    assert "Eve" not in read(ines, "my_opened")


def test_taking_the_data_stands_on_the_trail_each_time(stage: Stage, ines: Browser) -> None:
    for _ in range(2):
        answer = ines.get(reverse("my_record_file"))
    ines.get(reverse("my_record_print"))

    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    events = Event.objects.filter(happened="own data taken", client_id=stage.ines.client.pk)
    assert events.filter(by_kind="link").count() == 3


def test_what_a_client_does_stands_on_the_trail_as_theirs(stage: Stage, ines: Browser) -> None:
    row = shown(stage)

    post(ines, reverse("my_lines"), version=str(row.version), agrees="yes", said="")

    event = Event.objects.order_by("-seq").first()
    assert event is not None
    assert (event.by_kind, event.by_id) == ("link", stage.ines.client.pk)
    assert own_formulation(holder(stage.ines.client)) == row


def test_a_day_later_the_link_still_works_and_the_page_is_the_same(stage: Stage, ines: Browser) -> None:
    from clinic.people.models import Link

    Link.objects.filter(purpose="portal").update(last_used_at=timezone.now() - timedelta(days=1))

    assert "Hello Ines" in read(ines, "my")
