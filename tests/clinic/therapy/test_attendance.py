"""What became of an appointment; an absence without a word after any risk raises an alert the same day, and once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.audit.actor import SYSTEM
from clinic.audit.models import Event
from clinic.caseload.actions import recheck
from clinic.caseload.choices import Kind
from clinic.caseload.queries import attention_of
from clinic.people.models import Client
from clinic.safety.actions.risk import record_risk, withdraw_risk_record
from clinic.safety.models import Alert
from clinic.therapy.actions.attendance import record_attendance, record_contact
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import withdraw_note
from clinic.therapy.models import Contact, Course, TherapySession
from clinic.therapy.queries import courses
from tests.clinic.steps import looked, raised, told
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.sessions import booked, held, signed, told_of, whole
from tests.world import LONDON, MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WEEK = timedelta(weeks=1)
ELEVEN = MONDAY_TEN + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def found(client: Client, finding: str, *, now: datetime = MONDAY_TEN - WEEK, **look: Any) -> Any:
    """A look at risk and what was found."""
    known: Any = {"was_asked": True, "finding": finding, **look}
    return record_risk(client=client, look=known, by=actor(client.therapist), now=now)


def missed(session: TherapySession, *, had_word: bool | None = False, **given: Any) -> TherapySession:
    """They did not come."""
    return told_of(session, "did_not_come", had_word=had_word, **given)


def absences(client: Client) -> list[Alert]:
    """Alerts about absences, the open and the closed."""
    return list(Alert.objects.filter(client=client, kind="did-not-come").order_by("raised_at"))


# ---- What belongs to each kind ----


@pytest.mark.parametrize(
    ("attendance", "kept"),
    [
        ("came", (None, None, True)),
        ("late", (None, None, True)),
        ("client_cancelled", (False, None, False)),
        ("therapist_cancelled", (False, None, False)),
        ("did_not_come", (None, True, False)),
    ],
)
def test_each_kind_keeps_what_belongs_to_it_and_nothing_else(world: World, attendance: str, kept: Any) -> None:
    row = told_of(booked(started(world)), attendance, was_in_time=False, had_word=True, reason="  bus  ")

    row.refresh_from_db()
    assert (row.was_in_time, row.had_word, row.held_by == world.ada) == kept
    assert (row.attendance, row.reason, row.attendance_by, row.attendance_at) == (attendance, "bus", world.ada, ELEVEN)
    assert row.was_held == (attendance in ("came", "late"))
    assert verbs(world.ines)[-1] == "attendance recorded"


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({}, "attendance"),
        ({"attendance": ""}, "attendance"),
        ({"attendance": "slept"}, "attendance"),
        ({"attendance": "client_cancelled"}, "was_in_time"),
        ({"attendance": "therapist_cancelled", "was_in_time": None}, "was_in_time"),
    ],
)
def test_what_is_not_whole_is_refused_and_names_its_field(world: World, what: Any, field: str) -> None:
    row = booked(started(world))

    with pytest.raises(CourseError) as told:
        record_attendance(session=row, what=what, by=actor(world.ada), now=ELEVEN)
    assert told.value.field == field

    assert record_attendance(session=row, what={"attendance": "came"}, by=actor(world.ada), now=ELEVEN).was_held


@pytest.mark.parametrize("attendance", ["came", "late", "did_not_come"])
def test_of_what_is_to_come_only_a_cancellation_is_recorded(world: World, attendance: str) -> None:
    row = booked(started(world), ELEVEN)
    early = ELEVEN - timedelta(minutes=16)

    with pytest.raises(CourseError, match="still to come"):
        told_of(row, attendance, now=early, had_word=True)
    told_of(row, "client_cancelled", now=early, was_in_time=True)

    assert told_of(row, attendance, now=early + MINUTE, had_word=True).attendance == attendance


def test_a_correction_takes_away_what_no_longer_belongs(world: World) -> None:
    row = booked(started(world))

    told_of(row, "client_cancelled", was_in_time=False, reason="ill")
    row = told_of(row, "came", now=ELEVEN + MINUTE)
    row.refresh_from_db()
    assert (row.was_in_time, row.reason, row.held_by, row.attendance_at) == (None, "", world.ada, ELEVEN + MINUTE)
    row = missed(row, had_word=True)

    row.refresh_from_db()
    assert (row.had_word, row.held_by) == (True, None)


def test_a_correction_by_somebody_else_does_not_change_who_held_it(world: World) -> None:
    row = held(started(world))

    record_attendance(session=row, what={"attendance": "late"}, by=actor(world.cleo), now=ELEVEN + MINUTE)

    row.refresh_from_db()
    assert (row.attendance, row.held_by, row.attendance_by) == ("late", world.ada, world.cleo)


def test_a_session_with_a_signed_note_was_held_until_the_note_is_withdrawn(world: World) -> None:
    row = held(started(world))
    note = signed(whole(row))

    with pytest.raises(CourseError, match="Withdraw the note first"):
        missed(row)
    assert told_of(row, "late").attendance == "late"
    withdraw_note(note=note, why="another client's", by=actor(world.ada), now=ELEVEN)

    assert missed(row).attendance == "did_not_come"


# ---- The alert of the same day ----


@pytest.mark.parametrize("finding", ["passive", "thoughts", "plan", "self_harm", "attempt", "to_others", "from_others"])
def test_no_word_after_any_finding_raises_an_urgent_alert_the_same_day(world: World, finding: str) -> None:
    found(world.ines, finding)
    row = missed(booked(started(world)))

    [alert] = absences(world.ines)
    assert (alert.level, alert.holder, alert.about_id, alert.is_open) == ("urgent", world.ada, row.pk, True)
    assert alert.raised_at == ELEVEN
    assert alert.due_at.astimezone(LONDON).date() == MONDAY_TEN.date()
    assert told() == ["ada"]
    world.ines.refresh_from_db()
    assert world.ines.open_to_duty_since == ELEVEN


def test_no_word_after_an_answer_that_raised_an_alert_raises_one_too(world: World) -> None:
    alert = raised(world.ines, 1, now=MONDAY_TEN - WEEK)
    looked(world.ines, world.ada, alert, now=MONDAY_TEN - WEEK)

    missed(booked(started(world)))

    assert len(absences(world.ines)) == 1


def test_a_word_or_no_risk_on_record_raises_none(world: World) -> None:
    found(world.ines, "none")
    record: Any = {"was_asked": False, "finding": "not_known"}
    record_risk(client=world.ines, look=record, by=actor(world.ada), now=MONDAY_TEN - WEEK)
    by_mistake = found(world.ines, "plan")
    withdraw_risk_record(record=by_mistake, why="another client", by=actor(world.ada), now=MONDAY_TEN - WEEK)
    course = started(world)

    missed(booked(course))
    assert absences(world.ines) == []
    found(world.ines, "passive", now=MONDAY_TEN)
    missed(booked(course, MONDAY_TEN + WEEK), had_word=True)
    assert absences(world.ines) == []
    for week, kind in enumerate(("came", "late", "client_cancelled", "therapist_cancelled"), start=2):
        told_of(booked(course, MONDAY_TEN + week * WEEK), kind, was_in_time=False)
    assert absences(world.ines) == []

    missed(booked(course, MONDAY_TEN + 6 * WEEK))
    assert len(absences(world.ines)) == 1


def test_another_clients_risk_is_not_this_ones(world: World) -> None:
    found(world.jo, "plan")

    missed(booked(started(world)))

    assert Alert.objects.count() == 0


def test_nobody_saying_whether_word_came_counts_as_no_word(world: World) -> None:
    found(world.ines, "thoughts")

    row = missed(booked(started(world)), had_word=None)

    assert row.had_word is False
    assert len(absences(world.ines)) == 1


def test_the_alert_stands_in_the_same_transaction_as_the_absence(world: World) -> None:
    """One chain of events from one action, and one commit: attendance first, alert and letter with it."""
    found(world.ines, "thoughts")
    row = booked(started(world))
    before = Event.objects.count()

    with CaptureQueriesContext(connection) as statements:
        missed(row)

    events = Event.objects.order_by("seq").values_list("happened", flat=True)[before:]
    assert list(events) == ["attendance recorded", "alert raised", "opened to duty", "letter written"]
    assert sum('INSERT INTO "audit_event"' in one["sql"] for one in statements) == 1


def test_an_absence_recorded_twice_raises_one_alert_before_it_is_closed_and_after(world: World) -> None:
    found(world.ines, "thoughts")
    row = missed(booked(started(world)))
    missed(row, reason="no answer by phone", now=ELEVEN + MINUTE)
    [alert] = absences(world.ines)
    looked(world.ines, world.ada, alert, now=ELEVEN + 2 * MINUTE)

    for n in (3, 4):
        missed(row, reason=f"reached at last, try {n}", now=ELEVEN + n * MINUTE)

    assert [one.is_open for one in absences(world.ines)] == [False]


def test_another_absence_after_the_first_was_looked_at_raises_another_alert(world: World) -> None:
    found(world.ines, "thoughts")
    course = started(world)
    missed(booked(course))
    [alert] = absences(world.ines)
    looked(world.ines, world.ada, alert, now=ELEVEN)

    missed(booked(course, MONDAY_TEN + WEEK))

    assert [one.is_open for one in absences(world.ines)] == [False, True]


def test_word_that_turns_out_not_to_have_come_raises_the_alert_then(world: World) -> None:
    found(world.ines, "thoughts")
    row = missed(booked(started(world)), had_word=True)
    assert absences(world.ines) == []

    missed(row, had_word=False, now=ELEVEN + MINUTE)

    assert [alert.raised_at for alert in absences(world.ines)] == [ELEVEN + MINUTE]


def test_a_correction_does_not_close_an_alert(world: World) -> None:
    found(world.ines, "thoughts")
    row = missed(booked(started(world)))

    told_of(row, "late", now=ELEVEN + MINUTE)

    assert [alert.is_open for alert in absences(world.ines)] == [True]


def test_no_word_of_a_record_stands_in_the_letter_or_the_trail(world: World) -> None:
    found(world.ines, "plan", said="with my father's gun")
    missed(booked(started(world)), reason="phone off since Friday")

    rows = list(Event.objects.filter(client_id=world.ines.pk).values())
    assert "Friday" not in str(rows)
    assert "gun" not in str(rows)


# ---- Two in a row ----


def asked_for(course: Course, *, now: datetime) -> list[str]:
    """What the caseload says somebody must do about appointments that were missed."""
    recheck(clients=[course.client_id], by=SYSTEM, now=now)
    return [one.kind for one in attention_of(course) if one.kind in (Kind.MISSED, Kind.MISSED_TWICE)]


def reached(course: Course, was_reached: bool, *, now: datetime) -> Contact:
    """Somebody rang."""
    by = actor(course.client.therapist)
    return record_contact(client=course.client, course=course, was_reached=was_reached, note=" rang ", by=by, now=now)


def test_one_absence_asks_for_a_try_and_two_in_a_row_until_somebody_is_reached(world: World) -> None:
    course = started(world)

    missed(booked(course))
    assert asked_for(course, now=ELEVEN) == [Kind.MISSED]
    reached(course, False, now=ELEVEN)
    assert asked_for(course, now=ELEVEN) == []
    missed(booked(course, MONDAY_TEN + WEEK))
    assert asked_for(course, now=ELEVEN + WEEK) == [Kind.MISSED_TWICE]
    reached(course, False, now=ELEVEN + WEEK)
    assert asked_for(course, now=ELEVEN + WEEK) == [Kind.MISSED_TWICE]
    reached(course, True, now=ELEVEN + WEEK + MINUTE)

    assert asked_for(course, now=ELEVEN + WEEK + MINUTE) == []


def test_a_session_between_two_absences_breaks_the_row(world: World) -> None:
    course = started(world)
    missed(booked(course))
    held(course, MONDAY_TEN + WEEK)
    missed(booked(course, MONDAY_TEN + 2 * WEEK))

    assert asked_for(course, now=ELEVEN + 2 * WEEK) == [Kind.MISSED]


def test_what_we_cancelled_ourselves_does_not_break_the_row(world: World) -> None:
    course = started(world)
    missed(booked(course))
    told_of(booked(course, MONDAY_TEN + WEEK), "therapist_cancelled", was_in_time=True)
    missed(booked(course, MONDAY_TEN + 2 * WEEK))

    assert asked_for(course, now=ELEVEN + 2 * WEEK) == [Kind.MISSED_TWICE]


def test_a_try_to_reach_somebody_is_kept_with_its_writer(world: World) -> None:
    course = started(world)

    row = reached(course, False, now=ELEVEN)

    row.refresh_from_db()
    assert (row.note, row.by, row.was_reached, row.at) == ("rang", world.ada, False, ELEVEN)
    assert courses.contacts(course) == [row]
    assert verbs(world.ines)[-1] == "contact recorded"
