"""The caseload page: what needs a person first, true right after every POST, as quick for 500 clients as for five."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.asking import invite
from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck, recheck_everybody
from clinic.caseload.models import CaseloadRow
from clinic.pages import fresh
from clinic.people.actions import staff
from clinic.people.actions.clients import break_glass, new_reference
from clinic.people.actions.links import open_link
from clinic.people.choices import Role
from clinic.people.models import Client
from clinic.therapy.actions.appointments import book
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.courses import start_course
from clinic.therapy.models import Course, TherapySession
from tests.web.counting import counted
from tests.web.stage import secret_of
from tests.world import World, actor, answered, give_factor, hold_link, holder, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY, WEEK = timedelta(days=1), timedelta(days=7)
PAGE = "caseload"


@pytest.fixture
def now() -> datetime:
    """The moment of the test; appointments are an hour apart from it, whatever the hour is."""
    return timezone.now()


@pytest.fixture
def ada(world: World, as_user: Any) -> Browser:
    """Ada, signed in."""
    browser: Browser = as_user(world.ada)
    return browser


def running(client: Client, now: datetime, *, weeks: int = 0) -> Course:
    """A course that began so many weeks ago."""
    return start_course(
        client=client, protocol="ipt", length="sixteen", by=actor(client.therapist), now=now - weeks * WEEK
    )


def booked(course: Course, at: datetime) -> TherapySession:
    """An appointment."""
    return book(course=course, starts_at=at, by=actor(course.client.therapist), now=at - DAY)


def missed(course: Course, at: datetime) -> None:
    """An appointment to which nobody came."""
    what: Any = {"attendance": "did_not_come", "had_word": False}
    record_attendance(session=booked(course, at), what=what, by=actor(course.client.therapist), now=at + DAY / 24)


def seen(browser: Browser, **asked: str) -> str:
    """The page as it is now."""
    response = browser.get(reverse(PAGE), asked)
    assert response.status_code == 200
    return response.content.decode()


def line(page: str, client: Client) -> str:
    """What stands about one client."""
    assert client.name in page, f"{client.name} is not on the page"
    return page[page.index(client.name) :].partition("</tr>")[0]


def many(world: World, n: int, now: datetime) -> None:
    """So many more clients of Ada's with a course, a session to come and somebody needed for every third."""
    clients = Client.objects.bulk_create(
        Client(
            reference=new_reference(),
            team=world.team,
            therapist=world.ada,
            name=f"Person {place:04}",
            born_on=date(1980, 1, 1),
            email="person@post.example",
            country="GB",
            time_zone="Europe/London",
            registered_at=now,
        )
        for place in range(n)
    )
    known = {"protocol": "ipt", "version": 1, "digest": "x", "length": "sixteen", "n_sessions": 16, "begun_at": now}
    days = {"started_on": now.date(), "ends_on": now.date() + 16 * WEEK}
    courses = Course.objects.bulk_create(Course(client=client, **known, **days) for client in clients)
    TherapySession.objects.bulk_create(
        TherapySession(course=course, starts_at=now + DAY, minutes=50, medium="phone", booked_at=now)
        for place, course in enumerate(courses)
        if place % 3
    )


def test_five_clients_and_five_hundred_take_the_same_statements_and_at_most_ten(
    world: World, ada: Browser, now: datetime
) -> None:
    answered(world.ines, "000000003", now.date(), now=now, by=world.ada)
    many(world, 3, now)
    recheck_everybody(by=SYSTEM, now=now)
    seen(ada)
    with counted() as few:
        seen(ada)
    many(world, 495, now)
    recheck_everybody(by=SYSTEM, now=now)
    with counted() as more:
        page = seen(ada)

    assert len(few) == len(more) <= 10
    assert page.count("<tr") == 26
    assert "Page 1 of 20" in page


def test_what_needs_a_person_most_stands_first(world: World, ada: Browser, now: datetime) -> None:
    pia, rob = (register(world.team, world.ada, name, now) for name in ("Pia Stone", "Rob Quay"))
    for weeks in (3, 2):
        missed(Course.objects.filter(client=pia).first() or running(pia, now, weeks=4), now - weeks * WEEK)
    running(world.ines, now)
    answered(world.jo, "000000001", now.date(), now=now, by=world.ada)
    recheck_everybody(by=SYSTEM, now=now)

    page = seen(ada)

    names = [world.jo.name, pia.name, world.ines.name, rob.name]  # an alert, absences, no appointment, nothing
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
    assert "3 clients need a person." in page


def test_an_alert_that_a_client_raises_is_there_before_anything_was_computed(
    world: World, ada: Browser, now: datetime
) -> None:
    recheck_everybody(by=SYSTEM, now=now)
    made = invite(client=world.jo, measure="phq-9", by=actor(world.ada), now=now)
    open_link(secret=secret_of(made.url), by=holder(world.jo), now=now)
    phone, pk = hold_link(world.jo), made.link.about_id
    phone.post(reverse("questionnaire", args=[pk]))
    before = CaseloadRow.objects.get(client=world.jo).as_of

    answer = phone.post(reverse("question", args=[pk, 9]), {"answer": "2", "go": "on"})
    page = seen(ada)

    assert answer.status_code == 303
    assert "Urgent alert" in line(page, world.jo)
    assert page.index(world.jo.name) < page.index(world.ines.name)
    assert CaseloadRow.objects.get(client=world.jo).as_of == before


def test_attendance_that_was_recorded_is_seen_at_once(world: World, ada: Browser, now: datetime) -> None:
    session = booked(running(world.ines, now, weeks=1), now - DAY)
    recheck_everybody(by=SYSTEM, now=now)
    before = line(seen(ada), world.ines)

    ada.post(reverse("attendance", args=[session.pk]), {"attendance": "came"})
    after = line(seen(ada), world.ines)

    assert "Attendance not recorded" in before
    assert "Attendance not recorded" not in after
    assert "Note to sign" in after
    assert "1 of 16 sessions held" in after


def test_a_score_that_was_entered_is_seen_at_once(world: World, ada: Browser, now: datetime) -> None:
    running(world.ines, now)
    recheck_everybody(by=SYSTEM, now=now)

    body = {"digits": "222222220", "answered_on": now.date().isoformat(), "entered_as": "from_paper"}
    assert ada.post(reverse("enter", args=[world.ines.pk, "phq-9"]), body).status_code == 303

    assert "<b>16</b>" in line(seen(ada), world.ines)


def test_an_alert_that_was_closed_is_gone_at_once(world: World, ada: Browser, now: datetime) -> None:
    recorded = answered(world.ines, "000000002", now.date(), now=now, by=world.ada)
    recheck_everybody(by=SYSTEM, now=now)
    before = line(seen(ada), world.ines)
    look = {"was_asked": "yes", "finding": "none", "done": "talked", "said": "No.", "plan": "Ask again on Friday."}
    look["closes"] = f"{recorded.alerts[0].pk}.urgent.2"

    assert ada.post(reverse("risk", args=[world.ines.pk]), look).status_code == 303

    assert "Urgent alert" in before
    assert "lert" not in line(seen(ada), world.ines)


def test_a_contact_that_was_recorded_is_seen_at_once(world: World, ada: Browser, now: datetime) -> None:
    course = running(world.ines, now, weeks=2)
    missed(course, now - WEEK)
    recheck_everybody(by=SYSTEM, now=now)
    before = line(seen(ada), world.ines)

    ada.post(reverse("contact", args=[course.pk]), {"was_reached": "yes", "note": "Will come."})

    assert "Did not come" in before
    assert "Did not come" not in line(seen(ada), world.ines)


def test_a_client_who_was_registered_is_on_the_list_at_once(ada: Browser) -> None:
    body = {
        "name": "Nell Frost",
        "born_on": "1990-01-01",
        "email": "nell@post.example",
        "safe_channel": "email",
        "country": "GB",
        "language": "en",
        "time_zone": "Europe/London",
    }
    assert ada.post(reverse("register"), body).status_code == 303

    assert "Nell Frost" in seen(ada)


def test_a_caseload_that_cannot_be_computed_does_not_undo_what_was_done(
    world: World, ada: Browser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise DatabaseError("busy")

    session = booked(running(world.ines, now, weeks=1), now - DAY)
    monkeypatch.setattr(fresh, "recheck", fails)

    response = ada.post(reverse("attendance", args=[session.pk]), {"attendance": "came"})

    assert response.status_code == 303
    assert TherapySession.objects.get(pk=session.pk).attendance == "came"


def test_many_clients_at_once_are_left_to_the_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(fresh, "recheck", lambda **given: asked.append(given))
    request: Any = type("Request", (), {"actor": actor(world.gwen), "headers": {}})()

    fresh.see_to(request, {world.ines.pk, world.jo.pk})
    fresh.see_to(request, {register(world.team, world.ada, f"C {n}", timezone.now()).pk for n in range(26)})

    assert len(asked) == 1


def test_the_list_holds_own_clients_only(world: World, as_user: Any, now: datetime) -> None:
    answered(world.kit, "000000003", now.date(), now=now, by=world.bo)
    recheck_everybody(by=SYSTEM, now=now)

    pages = {name: seen(as_user(getattr(world, name))) for name in ("ada", "bo", "eve")}

    assert not any(client.name in pages["ada"] for client in (world.kit, world.strange))
    assert world.ines.name not in pages["bo"]
    assert all(client.name not in pages["eve"] for client in (world.ines, world.jo, world.kit))
    assert world.strange.name in pages["eve"]


def test_covered_clients_are_there_while_the_cover_runs_and_can_be_left_out(
    world: World, as_user: Any, now: datetime
) -> None:
    recheck_everybody(by=SYSTEM, now=now)
    before = seen(as_user(world.bo))
    staff.cover(therapist=world.ada, covering=world.bo, since=now - DAY, until=now + DAY, by=SYSTEM, now=now)
    bo = as_user(world.bo)

    assert world.ines.name not in before
    assert "with Ada" in line(seen(bo), world.ines)
    assert world.ines.name not in seen(bo, whose="mine")
    assert world.kit.name not in seen(bo, whose="covered")


def test_an_emergency_opening_puts_nobody_on_the_list(world: World, as_user: Any, now: datetime) -> None:
    break_glass(client=world.ines, reason="She called.", by=actor(world.bo), now=now)
    recheck_everybody(by=SYSTEM, now=now)

    assert world.ines.name not in seen(as_user(world.bo))


def test_a_row_that_still_names_the_therapist_before_shows_nothing(world: World, as_user: Any, now: datetime) -> None:
    recheck_everybody(by=SYSTEM, now=now)
    Client.objects.filter(pk=world.ines.pk).update(therapist=world.bo)  # as if the worker had not come to it yet

    assert world.ines.name not in seen(as_user(world.ada))


def test_it_can_be_asked_by_reason_and_by_phase(world: World, ada: Browser, now: datetime) -> None:
    running(world.ines, now)
    recheck_everybody(by=SYSTEM, now=now)

    assert world.jo.name not in seen(ada, kind="no_appointment")
    assert world.ines.name in seen(ada, kind="no_appointment")
    assert world.ines.name not in seen(ada, phase="waiting")
    assert world.ines.name in seen(ada, phase="initial")
    assert "Nobody here" in seen(ada, kind="returned")
    assert world.jo.name in seen(ada, kind="nonsense", phase="'", page="x", sort="", whose="\0")


@pytest.mark.parametrize(("sort", "first"), [("name", "ines"), ("next", "jo"), ("change", "jo")])
def test_it_can_be_put_in_another_order(world: World, ada: Browser, now: datetime, sort: str, first: str) -> None:
    for client, better in ((world.ines, True), (world.jo, False)):
        course = running(client, now, weeks=2)
        booked(course, now + (DAY if client == world.jo else 2 * DAY))
        for place, digits in enumerate(("111111110", "000000000" if better else "222222220")):
            answered(client, digits, (now - (2 - place) * DAY).date(), now=now, by=world.ada)
    recheck_everybody(by=SYSTEM, now=now)

    page = seen(ada, sort=sort)

    other = world.jo if first == "ines" else world.ines
    assert page.index(getattr(world, first).name) < page.index(other.name)


def test_the_change_is_told_in_words_beside_the_line(world: World, ada: Browser, now: datetime) -> None:
    running(world.ines, now, weeks=2)
    for days, digits in ((9, "222222220"), (2, "111000000")):
        answered(world.ines, digits, (now - days * DAY).date(), now=now, by=world.ada)
    recheck_everybody(by=SYSTEM, now=now)

    shown = line(seen(ada), world.ines)

    assert "−13" in shown
    assert "PHQ-9, minimal · reliably better" in shown
    assert 'aria-label="PHQ-9: 16, 3"' in shown


def test_a_therapist_without_clients_is_told_how_to_begin(world: World, as_user: Any, now: datetime) -> None:
    rae = staff.join(
        email="rae@harbour.example", name="Rae", team=world.team, roles=[Role.THERAPIST], by=SYSTEM, now=now
    )
    give_factor(rae)

    assert "No clients yet" in seen(as_user(rae))


def test_when_nobody_needs_anybody_it_says_so_kindly(ada: Browser, now: datetime) -> None:
    recheck_everybody(by=SYSTEM, now=now)

    assert "Nobody needs you now." in seen(ada)


def test_an_ended_course_can_be_looked_up_when_it_is_out_of_sight(world: World, ada: Browser, now: datetime) -> None:
    course = running(world.ines, now, weeks=20)
    Course.objects.filter(pk=course.pk).update(
        ended_on=now.date() - timedelta(days=90),
        ended_at=now,
        ended_by=world.ada,
        end_kind="completed",
        result="not_known",
    )
    recheck(clients=[world.ines.pk], by=SYSTEM, now=now)

    assert world.ines.name not in seen(ada)
    assert world.ines.name in seen(ada, phase="ended")
