"""The two tables that outcomes are counted from say what happened, and nothing about who."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.answers.actions.mending import withdraw
from clinic.reports.rows import Rows, gather
from clinic.safety.actions.risk import record_risk
from clinic.therapy.actions.courses import CourseError
from tests.clinic.therapy.beginnings import focused
from tests.clinic.therapy.endings import HIGH, LOW, MODERATE, WEEK, answered_at, came, ended, week
from tests.clinic.therapy.plans import begun, refused
from tests.clinic.therapy.sessions import booked, told_of
from tests.world import MONDAY_TEN, World, actor, answered, register

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LATER = date(2026, 12, 31)


def only(rows: Rows) -> dict[str, Any]:
    """The one course."""
    (row,) = rows.courses
    return row


def test_a_course_says_what_was_attended_missed_and_cancelled_and_when(world: World) -> None:
    course = begun(world, referred_on=date(2026, 1, 19), tags=["study-a"], condition="depression")
    came(course, 3)
    told_of(booked(course, MONDAY_TEN + 5 * WEEK), "did_not_come", had_word=True)
    told_of(booked(course, MONDAY_TEN + 6 * WEEK), "client_cancelled", was_in_time=True)
    row = only(gather(as_of=LATER))
    assert (row["n_attended"], row["n_missed"], row["n_cancelled"], row["n_planned"]) == (3, 1, 1, 16)
    assert (row["referred_on"], row["first_contact_on"]) == (date(2026, 1, 19), date(2026, 3, 2))
    assert row["second_contact_on"] == date(2026, 3, 9)
    assert (row["end_reason"], row["ended_on"], row["problem"], row["tag_study-a"]) == (None, None, "depression", "yes")


def test_a_course_that_ended_says_how_and_whose_it_was(world: World) -> None:
    course = begun(world)
    came(course, 2)
    focused(course, "grief", how="by_word", on=MONDAY_TEN.date(), now=week(2))
    ended(course, now=week(3), kind="lost_contact", why="no answer to three calls")
    row = only(gather(as_of=LATER))
    assert (row["end_reason"], row["ended_on"], row["focus"]) == ("lost_contact", week(3).date(), "grief")
    assert (row["therapist"], row["team"]) == (str(world.ada.pk), str(world.team.pk))
    assert not any(name in str(row) for name in (world.ines.name, world.ines.reference, world.ada.name))


def test_what_comes_after_the_day_is_not_counted(world: World) -> None:
    course = begun(world)
    came(course, 4)
    answered_at(world.ines, 1, HIGH)
    answered_at(world.ines, 4, LOW)
    ended(course, now=week(5))
    rows = gather(as_of=week(2).date())
    assert (only(rows)["n_attended"], only(rows)["ended_on"], len(rows.scores)) == (2, None, 1)


def test_scores_belong_to_a_course_from_a_week_before_its_start_to_its_end(world: World) -> None:
    course = begun(world)
    came(course, 2)
    start = MONDAY_TEN.date()
    for on in (start - timedelta(days=8), start - timedelta(days=7), week(2).date()):
        answered(world.ines, MODERATE, on, now=week(3), by=world.ada)
    ended(course, now=week(4))
    answered(world.ines, LOW, week(5).date(), now=week(5), by=world.ada)
    found = sorted((on, total) for _, _, _, on, total in gather(as_of=LATER).scores)
    assert found == [(start - timedelta(days=7), 14.0), (week(2).date(), 14.0)]


def test_what_was_withdrawn_does_not_count(world: World) -> None:
    begun(world)
    sheet = answered(world.ines, HIGH, MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada).sheet
    withdraw(sheet=sheet, why="the paper was of another client", to=None, by=actor(world.ada), now=MONDAY_TEN)
    rows = gather(as_of=LATER)
    assert rows.scores == [] and only(rows)["baseline"] is None


def test_how_severe_it_was_at_the_start_is_the_band_of_the_first_score(world: World) -> None:
    course = begun(world)
    came(course, 3)
    answered_at(world.ines, 1, HIGH)
    answered_at(world.ines, 3, LOW)
    assert only(gather(as_of=LATER))["baseline"] == "moderately-severe"


def test_a_suicide_attempt_is_counted_with_the_course_it_fell_into(world: World) -> None:
    begun(world)
    look = {"was_asked": True, "finding": "attempt", "done": ["talked"], "said": "Took tablets on Sunday."}
    record_risk(client=world.ines, look=look, by=actor(world.ada), now=week(2))  # type: ignore[arg-type]
    assert only(gather(as_of=LATER))["n_attempts"] == 1


def test_a_referral_after_the_start_is_refused(world: World) -> None:
    with refused("referred_on", match="on or before"):
        begun(world, referred_on=MONDAY_TEN.date() + timedelta(days=1))


def test_a_condition_outside_the_list_is_refused(world: World) -> None:
    with pytest.raises(CourseError, match="in the list"):
        begun(world, condition="sadness")


def test_reading_costs_the_same_however_many_courses_there_are(world: World) -> None:
    def n_statements() -> int:
        with CaptureQueriesContext(connection) as context:
            gather(as_of=LATER)
        return len(context)

    came(begun(world), 2)
    one = n_statements()
    for n in range(4):
        client = register(world.team, world.bo, f"Client {n}", MONDAY_TEN)
        course = begun(world, client=client)
        told_of(booked(course, MONDAY_TEN + (5 + n) * timedelta(hours=1)), "came")
        answered_at(client, 1, HIGH)
    assert n_statements() == one == 10
