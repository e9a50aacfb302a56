"""What has happened in a course as standing reads it: each fact and count at its edge."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clinic.safety.actions.risk import record_risk, withdraw_risk_record
from clinic.safety.models import RiskRecord
from clinic.therapy.actions.after import cancel_follow_up
from clinic.therapy.actions.agreement import answer_agreement
from clinic.therapy.actions.appointments import remove
from clinic.therapy.actions.circle import place
from clinic.therapy.actions.courses import mark_break, open_ending, remove_break
from clinic.therapy.actions.entries import share_entry, withdraw_entry, write_entry
from clinic.therapy.actions.focus import change_focus
from clinic.therapy.actions.goals import drop_goal, rate_goal
from clinic.therapy.actions.inventory import remove_relationship
from clinic.therapy.actions.issues import remove_issue, weigh_area
from clinic.therapy.actions.story import remove_event
from clinic.therapy.models import Course, Entry, Goal
from clinic.therapy.queries.standing import happened_of
from clinic.therapy.queries.workspace import ground_of
from ipt.standing import Break, Happened, Plan
from tests.clinic.therapy.beginnings import aimed, contracted, focused, found, happening, known, said, started, written
from tests.clinic.therapy.endings import follow_up_on
from tests.clinic.therapy.plans import begun, ended, planned
from tests.clinic.therapy.sessions import booked, held, told_of
from tests.world import LONDON, MONDAY_TEN, World, actor, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

N_STATEMENTS = 15
TODAY = MONDAY_TEN.date()
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LATE = datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)  # still the thirtieth of June in UTC


def happened(course: Course) -> Happened:
    """What has happened in one course."""
    return happened_of([Course.objects.select_related("client").get(pk=course.pk)])[course.pk]


def entry(course: Course, sheet: str, *, on: date = TODAY, now: datetime = MONDAY_TEN, **values: Any) -> Entry:
    """What was written on a sheet."""
    by = actor(course.client.therapist)
    return write_entry(course=course, sheet=sheet, values=values, on=on, by=by, now=now)


def asked(course: Course, at: datetime, **look: Any) -> RiskRecord:
    """A look at risk."""
    known: Any = {"was_asked": True, "finding": "none", **look}
    return record_risk(client=course.client, look=known, by=actor(course.client.therapist), now=at)


# ---- Plans, sessions, breaks ----


def test_a_new_course_has_its_plan_and_nothing_else(world: World) -> None:
    assert happened(started(world)) == Happened(
        started_on=TODAY, plans=(Plan(on=TODAY, n_sessions=16, ends_on=date(2026, 6, 22)),)
    )


def test_every_plan_counts_from_its_day_on(world: World) -> None:
    course = started(world)
    planned(course, 12, date(2026, 6, 1))

    assert [(plan.on, plan.n_sessions) for plan in happened(course).plans] == [(TODAY, 16), (date(2026, 4, 6), 12)]


def test_a_plan_made_before_the_start_counts_from_the_start(world: World) -> None:
    course = begun(world, started_on=TODAY + 6 * WEEK)
    planned(course, 12, TODAY + 20 * WEEK)

    assert [plan.on for plan in happened(course).plans] == [TODAY + 6 * WEEK, TODAY + 6 * WEEK]


def test_held_are_those_to_which_the_client_came_and_ahead_those_of_which_nobody_has_spoken(world: World) -> None:
    course = started(world)
    held(course)
    told_of(booked(course, MONDAY_TEN + WEEK), "late")
    for week, kind in enumerate(("client_cancelled", "therapist_cancelled", "did_not_come"), start=2):
        told_of(booked(course, MONDAY_TEN + week * WEEK), kind, was_in_time=True, had_word=True)
    booked(course, MONDAY_TEN + 5 * WEEK)
    remove(session=booked(course, MONDAY_TEN + 6 * WEEK), by=actor(world.ada), now=MONDAY_TEN)

    assert (happened(course).held, happened(course).ahead) == ((TODAY, TODAY + WEEK), (TODAY + 5 * WEEK,))


def test_the_day_of_a_session_is_the_clients(world: World) -> None:
    there = register(world.team, world.ada, "Nia Tokyo", MONDAY_TEN, time_zone="Asia/Tokyo")
    course = started(world, client=there)
    booked(course, MONDAY_TEN.replace(hour=16))  # one in the morning of Tuesday in Tokyo

    assert happened(course).ahead == (TODAY + DAY,)


def test_a_break_counts_until_it_is_taken_off(world: World) -> None:
    course, ada = started(world), actor(world.ada)
    row = mark_break(course=course, first_on=TODAY, last_on=TODAY + WEEK, why="sea", by=ada, now=MONDAY_TEN)
    assert happened(course).breaks == (Break(first=TODAY, last=TODAY + WEEK),)

    remove_break(course=course, row=row, by=ada, now=MONDAY_TEN)

    assert happened(course).breaks == ()


# ---- Sheets ----


def test_a_sheet_counts_from_its_first_day_and_its_prompts_as_the_newest_says(world: World) -> None:
    course = started(world)
    entry(course, "sick-role", laid_down="late shifts", until="2026-04-06")
    second = entry(
        course, "sick-role", on=TODAY + DAY, now=MONDAY_TEN + DAY, laid_down="late shifts", handed_back_on="2026-03-03"
    )

    assert happened(course).facts == {
        "entry.sick-role": TODAY,
        "filled.sick-role.laid_down": TODAY + DAY,
        "filled.sick-role.handed_back_on": TODAY + DAY,
    }
    withdraw_entry(entry=second, why="another client's", by=actor(world.ada), now=MONDAY_TEN + DAY)

    assert happened(course).facts == {
        "entry.sick-role": TODAY,
        "filled.sick-role.laid_down": TODAY,
        "filled.sick-role.until": TODAY,
    }


def test_a_sheet_that_was_withdrawn_alone_is_no_fact(world: World) -> None:
    course = started(world)
    row = entry(course, "review", focus="kept", outcome="continue")
    assert happened(course).facts["review_held"] == TODAY

    withdraw_entry(entry=row, why="another client's", by=actor(world.ada), now=MONDAY_TEN)

    assert happened(course).facts == {}


def test_the_plan_for_the_end_is_shared_on_the_clients_day_and_not_when_it_is_written(world: World) -> None:
    course = begun(world, ends_on=date(2026, 8, 31))
    row = entry(course, "ending", gains="I ring my sister", on=LATE.date(), now=LATE)
    assert "plan_for_end_shared" not in happened(course).facts

    share_entry(entry=row, by=actor(world.ada), now=LATE)

    assert happened(course).facts["plan_for_end_shared"] == date(2026, 7, 1)


# ---- Agreed ----


def test_a_no_to_the_formulation_takes_the_yes_back_until_the_next_yes(world: World) -> None:
    course = started(world)
    said(written(course), True)
    second = written(course, "Since you moved …", based_on=1, now=MONDAY_TEN + DAY)
    assert happened(course).facts["formulation_agreed"] == TODAY  # not answered yet: the first one stands
    assert ground_of(course).formulation is not None

    said(second, False, now=MONDAY_TEN + DAY)
    assert "formulation_agreed" not in happened(course).facts
    assert ground_of(course).formulation is None

    third = written(course, "Since you both moved …", based_on=2, now=MONDAY_TEN + 2 * DAY)
    said(third, True, now=MONDAY_TEN + 2 * DAY)
    assert happened(course).facts["formulation_agreed"] == TODAY + 2 * DAY
    assert ground_of(course).formulation == third


def test_what_was_said_twice_was_agreed_the_first_time(world: World) -> None:
    course = started(world)
    said(written(course), True)
    said(written(course, "In other words …", based_on=1, now=MONDAY_TEN + DAY), True, now=MONDAY_TEN + DAY)

    assert happened(course).facts["formulation_agreed"] == TODAY


def test_the_agreement_is_given_by_a_yes_and_taken_back_by_a_no(world: World) -> None:
    course, ada = started(world), actor(world.ada)
    points: Any = {"confidentiality": "as told", "crisis": "as told"}
    first = contracted(course, **points)
    assert happened(course).facts == {}

    answer_agreement(agreement=first, agrees=True, by=ada, now=MONDAY_TEN)
    assert happened(course).facts == {"agreement_given": TODAY}

    second = contracted(course, based_on=1, now=MONDAY_TEN + DAY, expects_of_client="come", **points)
    answer_agreement(agreement=second, agrees=False, by=ada, now=MONDAY_TEN + DAY)
    assert happened(course).facts == {}


def test_a_focus_is_agreed_from_the_first_one_on_and_stays_so_when_it_changes(world: World) -> None:
    course = started(world)
    first = focused(course)
    change_focus(
        focus=first,
        chosen={"area": "dispute", "title": "The row with Tom", "how": "by_word"},
        why="it is about Tom",
        by=actor(world.ada),
        now=MONDAY_TEN + WEEK,
    )

    assert happened(course).facts["focus_agreed"] == TODAY


# ---- Goals ----


def test_goals_count_while_they_are_worked_on(world: World) -> None:
    course = started(world)
    focus = focused(course)
    goals: list[Goal] = [aimed(focus, f"goal {n}") for n in range(3)]
    assert happened(course).counts["n_goals"] == 3

    drop_goal(goal=goals[0], by=actor(world.ada), now=MONDAY_TEN)
    assert happened(course).counts["n_goals"] == 2
    change_focus(
        focus=focus,
        chosen={"area": "dispute", "title": "The row with Tom"},
        why="it is about Tom",
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    assert happened(course).counts.get("n_goals", 0) == 0


def test_a_goal_is_rated_at_the_end_from_the_day_the_ending_is_opened(world: World) -> None:
    course, ada, later = started(world), actor(world.ada), MONDAY_TEN + 12 * WEEK
    focus = focused(course)
    first, second = aimed(focus, "one"), aimed(focus, "two")

    def rated(goal: Goal, on: date) -> None:
        rate_goal(goal=goal, value=6, on=on, by=ada, now=later + WEEK)

    rated(first, later.date())
    assert happened(course).counts["n_goals_rated_at_end"] == 0  # the ending is not opened
    open_ending(course=course, on=later.date() + DAY, by=ada, now=later + WEEK)
    assert happened(course).counts["n_goals_rated_at_end"] == 0  # rated the day before
    rated(first, later.date() + DAY)
    assert happened(course).counts["n_goals_rated_at_end"] == 1
    rated(second, later.date() + DAY)

    assert happened(course).counts == {"n_goals": 2, "n_goals_rated_at_end": 2}
    assert happened(course).facts["ending_opened"] == later.date() + DAY


# ---- Counted ----


def test_issues_and_areas_count_while_they_stand(world: World) -> None:
    course, ada = started(world), actor(world.ada)
    issue = found(course, "rows about money")
    found(course, "nobody to talk to")
    weigh_area(course=course, area="grief", weight={"by_client": 0}, revision=0, by=ada, now=MONDAY_TEN)
    assert happened(course).counts == {"n_issues": 2, "n_areas_weighed": 1}

    remove_issue(issue=issue, by=ada, now=MONDAY_TEN)

    assert happened(course).counts == {"n_issues": 1, "n_areas_weighed": 1}


def test_people_events_and_circles_are_the_clients_and_each_day_is_one_circle(world: World) -> None:
    course, ada = started(world), actor(world.ada)
    tom, ann = known(world.ines), known(world.ines, "Ann", "sibling")
    known(world.jo, "Lou")
    for person, on in ((tom, TODAY), (ann, TODAY), (tom, TODAY + WEEK)):
        place(relationship=person, ring=1, on=on, by=ada, now=MONDAY_TEN + WEEK)
    event = happening(world.ines)

    assert happened(course).counts == {"n_people": 2, "n_events": 1, "n_circles": 2}
    remove_relationship(relationship=ann, by=ada, now=MONDAY_TEN + WEEK)
    remove_event(event=event, by=ada, now=MONDAY_TEN)

    assert happened(course).counts == {"n_people": 1, "n_circles": 2}


@pytest.mark.parametrize(("days", "n"), [(-8, 0), (-7, 1), (0, 1)])
def test_a_circle_of_the_week_before_the_start_belongs_to_the_course(world: World, days: int, n: int) -> None:
    place(
        relationship=known(world.ines, now=MONDAY_TEN - 4 * WEEK),
        ring=1,
        on=TODAY + days * DAY,
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    assert happened(started(world)).counts.get("n_circles", 0) == n


@pytest.mark.parametrize(("days", "is_asked"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)])
def test_risk_was_asked_from_the_week_before_the_start_to_the_day_of_the_end(
    world: World, days: int, is_asked: bool
) -> None:
    course = started(world)
    ended(course, now=MONDAY_TEN + WEEK)
    asked(course, MONDAY_TEN + days * DAY)

    facts = happened(course).facts
    assert facts.get("risk_asked") == (TODAY + days * DAY if is_asked else None)
    assert facts["course_ended"] == TODAY + WEEK


def test_risk_that_nobody_could_ask_or_that_was_withdrawn_was_not_asked(world: World) -> None:
    course = started(world)
    asked(course, MONDAY_TEN, was_asked=False, finding="not_known")
    by_mistake = asked(course, MONDAY_TEN)
    withdraw_risk_record(record=by_mistake, why="another client's", by=actor(world.ada), now=MONDAY_TEN)
    assert happened(course).facts == {}

    asked(course, MONDAY_TEN + DAY)
    asked(course, MONDAY_TEN + 2 * DAY)

    assert happened(course).facts == {"risk_asked": TODAY + DAY}


def test_a_follow_up_is_set_on_the_clients_day_until_it_is_cancelled(world: World) -> None:
    course = begun(world, ends_on=date(2026, 8, 31))
    row = follow_up_on(course, date(2026, 12, 1), now=LATE)
    assert happened(course).facts == {"follow_up_set": date(2026, 7, 1)}

    cancel_follow_up(follow_up=row, by=actor(world.ada), now=LATE)

    assert happened(course).facts == {}


def test_what_belongs_to_one_course_is_not_in_another(world: World) -> None:
    first = started(world)
    held(first)
    said(written(first), True)
    focused(first)
    found(first, "rows")
    entry(first, "review", focus="kept", outcome="continue")
    ended(first, now=MONDAY_TEN + WEEK)
    second = started(world, now=MONDAY_TEN + 20 * WEEK)
    jos = started(world, client=world.jo)

    both = happened_of([*Course.objects.select_related("client")])

    assert both[first.pk].facts.keys() >= {"formulation_agreed", "focus_agreed", "review_held", "course_ended"}
    for other in (second, jos):
        assert (both[other.pk].facts, both[other.pk].counts, both[other.pk].held) == ({}, {}, ())
