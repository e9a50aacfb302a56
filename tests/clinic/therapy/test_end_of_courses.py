"""A person ends a course, whole and over an open alert only with a reason; what was to come is taken out."""

from datetime import date, timedelta
from typing import Any

import pytest

from clinic.safety.actions.risk import record_risk
from clinic.therapy.actions.courses import (
    CourseHasEnded,
    mark_break,
    open_ending,
    remove_break,
    take_back_end,
)
from clinic.therapy.models import Course, TherapySession
from clinic.therapy.queries import courses
from tests.clinic.steps import looked, raised
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.plans import WEEK, ended, planned, refused
from tests.clinic.therapy.sessions import booked, held, told_of
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = MONDAY_TEN.date()  # 2 March 2026
USUAL_END = date(2026, 6, 22)  # sixteen weeks on
LATEST_END = date(2026, 8, 31)  # twenty-six weeks on


# ---- The end ----


@pytest.mark.parametrize(
    ("end", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "cured"}, "kind"),
        ({"kind": "never_started"}, "kind"),  # a session was held
        ({"result": ""}, "result"),
        ({"why": " "}, "why"),
        ({"on": TODAY - timedelta(days=1)}, "on"),
        ({"on": TODAY + 8 * WEEK + timedelta(days=1)}, "on"),
        ({"on": TODAY + 2 * WEEK}, "on"),  # a session was held a week later
        ({"on": None}, "on"),
    ],
)
def test_an_end_that_is_not_whole_is_refused(world: World, end: dict[str, Any], field: str) -> None:
    course = started(world)
    held(course, MONDAY_TEN + 3 * WEEK)

    with refused(field):
        ended(course, **end)

    course.refresh_from_db()
    assert not course.has_ended
    assert ended(course, on=TODAY + 3 * WEEK).ended_on == TODAY + 3 * WEEK


def test_a_completed_course_needs_no_reason_and_one_without_a_session_may_never_have_started(world: World) -> None:
    completed = ended(started(world), kind="completed", why="", result="improved")
    never = ended(started(world, client=world.jo), kind="never_started", result="not_known")

    assert (completed.end_kind, completed.result, completed.end_why) == ("completed", "improved", "")
    assert never.end_kind == "never_started"


def test_a_course_ends_over_an_open_alert_only_with_a_reason_that_is_kept(world: World) -> None:
    course, now = started(world), MONDAY_TEN + WEEK
    alert = raised(world.ines, 2, now=now)

    with refused("open_alert_why"):
        ended(course, now=now, open_alert_why=" ")
    ended(course, now=now, open_alert_why="crisis team has taken over")

    course.refresh_from_db()
    assert course.end_why == "moved away\n\nEnded while an alert was open: crisis team has taken over"
    alert.refresh_from_db()
    assert alert.is_open


def test_an_alert_that_is_closed_is_no_hindrance(world: World) -> None:
    course, now = started(world), MONDAY_TEN + WEEK
    alert = raised(world.ines, 2, now=now)
    looked(world.ines, world.ada, alert, now=now)

    assert ended(course, now=now).end_why == "moved away"


def test_appointments_to_come_are_taken_out_and_named_and_others_stay(world: World) -> None:
    course, now = started(world), MONDAY_TEN + 2 * WEEK
    was = held(course)
    over = booked(course, MONDAY_TEN + WEEK)
    ahead = [booked(course, MONDAY_TEN + week * WEEK) for week in (3, 4)]
    told_of(ahead[1], "therapist_cancelled", now=now, was_in_time=True)

    ended(course, now=now)

    assert courses.sessions(course) == [was, over, ahead[1]]
    assert TherapySession.objects.get(pk=ahead[0].pk).removed_at == now
    assert verbs(world.ines)[-2:] == ["course ended", "appointment taken out"]


def test_what_has_ended_is_planned_and_booked_no_more(world: World) -> None:
    course, ada, now = started(world), actor(world.ada), MONDAY_TEN + 9 * WEEK
    row = mark_break(course=course, first_on=TODAY, last_on=TODAY, why="", by=ada, now=MONDAY_TEN)
    over = booked(course)
    stale = Course.objects.select_related("client__team", "client__therapist").get(pk=course.pk)
    ended(course)

    for step in (
        lambda: planned(stale, 18, LATEST_END),
        lambda: mark_break(course=stale, first_on=TODAY, last_on=TODAY, why="", by=ada, now=now),
        lambda: remove_break(course=stale, row=row, by=ada, now=now),
        lambda: open_ending(course=stale, by=ada, now=now),
        lambda: booked(stale, now + WEEK, now=now),
        lambda: ended(stale, now=now),
    ):
        with pytest.raises(CourseHasEnded):
            step()

    assert told_of(over, "came", now=now).was_held  # what became of it is still said afterwards


def test_an_end_is_taken_back_with_a_reason_and_every_reason_is_kept(world: World) -> None:
    course, ada, now = started(world), actor(world.ada), MONDAY_TEN + 9 * WEEK
    ended(course)

    with refused("why"):
        take_back_end(course=course, why="", by=ada, now=now)
    back = take_back_end(course=course, why="they came back", by=ada, now=now)
    assert (back.has_ended, back.end_kind, back.result, back.ended_by) == (False, "", "", None)
    assert planned(course, 18, LATEST_END).n_sessions == 18

    again = ended(course, now=now, why="moved after all")
    assert again.end_why == "moved away\n\nTaken back: they came back\n\nmoved after all"


def test_an_end_is_not_taken_back_beside_another_running_course(world: World) -> None:
    course, ada, now = started(world), actor(world.ada), MONDAY_TEN + 9 * WEEK
    ended(course)
    other = started(world, now=now)

    with refused("course"):
        take_back_end(course=course, why="they came back", by=ada, now=now)
    ended(other, now=now + WEEK)

    assert not take_back_end(course=course, why="they came back", by=ada, now=now + WEEK).has_ended


def test_a_finding_on_the_day_of_the_end_hinders_nothing(world: World) -> None:
    """A risk record without an open alert is a fact of the record, not a thing to do."""
    course = started(world)
    look: Any = {"was_asked": True, "finding": "thoughts"}
    record_risk(client=world.ines, look=look, by=actor(world.ada), now=MONDAY_TEN)

    assert ended(course, now=MONDAY_TEN).has_ended
