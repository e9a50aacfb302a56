"""Each kind of need is there from the moment its facts are, and goes with them; nothing else makes one."""

from datetime import timedelta

import pytest

from clinic.answers.due import press_asking
from clinic.caseload.choices import NOTHING, RANKS, Kind
from clinic.definitions.library import library
from clinic.therapy.actions.after import finish_follow_up, plan_follow_up
from clinic.therapy.actions.attendance import record_contact
from clinic.therapy.actions.comments import comment, see_comment
from clinic.therapy.actions.courses import change_plan, end_course, mark_break, open_ending, start_course
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.formulation import share_formulation
from clinic.therapy.models import Course
from clinic.therapy.queries.standing import standing_of
from ipt.standing import why_late
from tests.clinic.caseload.needing import DAY, WEEK, absent, attended, facts, kinds, row
from tests.clinic.therapy.beginnings import focused, said, started, written
from tests.clinic.therapy.sessions import ELEVEN, booked, held, signed, told_of, whole
from tests.world import MONDAY_TEN, World, actor, answered, holder, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]

HOUR = timedelta(hours=1)


def ended(course: Course, now: object, kind: str = "completed") -> Course:
    """The course, ended now."""
    end = {"kind": kind, "on": now.date(), "why": "Agreed.", "result": "not_known"}  # type: ignore[attr-defined]
    return end_course(course=course, end=end, by=actor(course.client.therapist), now=now)  # type: ignore[arg-type]


def test_every_kind_has_a_rank_of_its_own_below_nothing() -> None:
    assert len(set(RANKS.values())) == len(Kind)
    assert max(RANKS.values()) < NOTHING


def test_a_client_without_a_course_needs_nobody(world: World) -> None:
    assert kinds(world.ines, MONDAY_TEN) == []
    assert (row(world.ines).state, row(world.ines).is_on_list) == ("waiting", True)


def test_a_course_without_an_appointment_to_come_says_so_until_one_is_booked(world: World) -> None:
    course = started(world)
    before = kinds(world.ines, MONDAY_TEN)

    booked(course, ELEVEN + DAY)

    assert (before, kinds(world.ines, MONDAY_TEN)) == (["no_appointment"], [])
    assert row(world.ines).next_at == ELEVEN + DAY


def test_a_session_that_is_over_asks_what_became_of_it_from_its_end_on(world: World) -> None:
    session = booked(started(world), ELEVEN)
    end = ELEVEN + timedelta(minutes=session.minutes)

    assert "attendance" not in kinds(world.ines, end - timedelta(seconds=1))
    assert "attendance" in kinds(world.ines, end)
    told_of(session, "client_cancelled", was_in_time=True)
    assert "attendance" not in kinds(world.ines, end)


def test_the_session_that_goes_on_is_still_the_next_one(world: World) -> None:
    session = booked(started(world), ELEVEN)

    kinds(world.ines, ELEVEN + timedelta(minutes=20))

    assert row(world.ines).next_session_id == session.pk


def test_a_note_is_to_be_signed_at_once_and_late_when_two_working_days_have_closed(world: World) -> None:
    session = held(started(world), ELEVEN)  # Monday: late from Wednesday, 17:00

    assert "note_open" in kinds(world.ines, ELEVEN + 2 * HOUR)
    assert "note_open" in kinds(world.ines, MONDAY_TEN + 2 * DAY + 6 * HOUR)
    late = kinds(world.ines, MONDAY_TEN + 2 * DAY + 7 * HOUR)
    assert "note_late" in late
    assert "note_open" not in late
    signed(whole(session, now=ELEVEN + HOUR), now=ELEVEN + HOUR)
    assert not {"note_late", "note_open"} & set(kinds(world.ines, MONDAY_TEN + 9 * DAY))


def test_a_weekend_does_not_make_a_note_late(world: World) -> None:
    held(started(world), ELEVEN + 4 * DAY)  # Friday: late from Tuesday, 17:00

    assert "note_open" in kinds(world.ines, MONDAY_TEN + 8 * DAY)
    assert "note_late" in kinds(world.ines, MONDAY_TEN + 8 * DAY + 8 * HOUR)


def test_one_absence_asks_for_a_word_until_somebody_has_tried(world: World) -> None:
    course = started(world)
    absent(course, ELEVEN)
    before = kinds(world.ines, ELEVEN + 2 * HOUR)

    record_contact(
        client=world.ines, course=course, was_reached=False, note="", by=actor(world.ada), now=ELEVEN + 3 * HOUR
    )

    assert "missed" in before
    assert "missed" not in kinds(world.ines, ELEVEN + 4 * HOUR)


def test_two_absences_in_a_row_stand_until_the_client_was_reached(world: World) -> None:
    course = started(world)
    absent(course, ELEVEN)
    absent(course, ELEVEN + WEEK)
    later = ELEVEN + WEEK + 2 * HOUR
    record_contact(client=world.ines, course=course, was_reached=False, note="", by=actor(world.ada), now=later)

    assert kinds(world.ines, later)[0] == "missed_twice"
    assert facts(world.ines, "missed_twice")["tried_on"] == later.date().isoformat()
    record_contact(client=world.ines, course=course, was_reached=True, note="", by=actor(world.ada), now=later + HOUR)
    assert "missed_twice" not in kinds(world.ines, later + 2 * HOUR)


@pytest.mark.parametrize(("between", "is_twice"), [("therapist_cancelled", True), ("client_cancelled", False)])
def test_a_cancellation_of_ours_does_not_break_a_row_of_absences_and_one_of_theirs_does(
    world: World, between: str, is_twice: bool
) -> None:
    course = started(world)
    absent(course, ELEVEN)
    told_of(booked(course, ELEVEN + WEEK), between, was_in_time=True)
    absent(course, ELEVEN + 2 * WEEK)

    assert ("missed_twice" in kinds(world.ines, ELEVEN + 2 * WEEK + 2 * HOUR)) == is_twice


def test_an_absence_with_a_word_is_none(world: World) -> None:
    absent(started(world), ELEVEN, had_word=True)

    assert "missed" not in kinds(world.ines, ELEVEN + 2 * HOUR)


def test_a_late_task_says_what_ipt_says(world: World) -> None:
    course = started(world)
    answered(world.ines, "111111110", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    sessions = attended(course, n=4)
    now = sessions[-1].starts_at + 2 * HOUR
    where = standing_of(course, on=now.date())
    words = library().words(library().protocol("ipt"), "en")

    assert "task_late" in kinds(world.ines, now)
    assert facts(world.ines, "task_late")["tasks"][:2] == ["risk", "focus"]
    assert why_late(where, where.task("focus"), words) == "session 5, no focus agreed"
    focused(course, now=now)
    assert "focus" not in [*facts_after(world, now)]


def facts_after(world: World, now: object) -> list[str]:
    """The tasks that are late now."""
    kinds(world.ines, now)  # type: ignore[arg-type]
    tasks: list[str] = facts(world.ines, "task_late")["tasks"]
    return tasks


def test_the_review_is_due_before_its_session_and_done_with_its_sheet(world: World) -> None:
    course = started(world)
    sessions = attended(course, n=7)
    now = sessions[-1].starts_at + 2 * HOUR

    assert "review_due" in kinds(world.ines, now)
    assert facts(world.ines, "review_due")["is_late"] is False
    write_entry(
        course=course, sheet="review", values={"focus": "kept", "outcome": "continue"}, by=actor(world.ada), now=now
    )
    assert "review_due" not in kinds(world.ines, now)


def test_the_ending_is_to_be_opened_when_its_first_session_is_coming(world: World) -> None:
    course = started(world)
    sessions = attended(course, n=12)
    now = sessions[-1].starts_at + 2 * HOUR

    assert "ending_due" in kinds(world.ines, now)
    open_ending(course=course, by=actor(world.ada), now=now)
    assert "ending_due" not in kinds(world.ines, now)


def test_sessions_that_no_longer_fit_are_told_until_the_plan_is_changed(world: World) -> None:
    course = started(world)
    mark_break(
        course=course,
        first_on=(MONDAY_TEN + 2 * WEEK).date(),
        last_on=(MONDAY_TEN + 8 * WEEK).date(),
        why="",
        by=actor(world.ada),
        now=MONDAY_TEN,
    )
    before = kinds(world.ines, MONDAY_TEN)

    change_plan(
        course=course,
        n_sessions=16,
        ends_on=course.ends_on + 8 * WEEK,
        why="A break.",
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    assert "does_not_fit" in before
    assert "does_not_fit" not in kinds(world.ines, MONDAY_TEN)


def test_an_end_date_that_has_passed_is_told_from_the_next_day_on(world: World) -> None:
    course = started(world)
    last_day = MONDAY_TEN + timedelta(days=(course.ends_on - MONDAY_TEN.date()).days)

    assert "end_passed" not in kinds(world.ines, last_day)
    assert "end_passed" in kinds(world.ines, last_day + DAY)


def test_when_all_sessions_are_held_the_course_is_to_be_ended(world: World) -> None:
    course = started(world)
    sessions = attended(course, n=16)
    now = sessions[-1].starts_at + 2 * HOUR

    found = kinds(world.ines, now)
    assert "sessions_used" in found
    assert "no_appointment" not in found
    ended(course, now)
    assert kinds(world.ines, now) == []


def test_no_improvement_shows_from_the_fourth_session_and_goes_with_a_better_score(world: World) -> None:
    course = started(world)
    sessions = attended(course, n=4)
    for session in sessions:
        answered(world.ines, "222222220", session.starts_at.date(), now=session.starts_at, by=world.ada)
    now = sessions[-1].starts_at + 2 * HOUR

    assert "not_improving" in kinds(world.ines, now)
    assert facts(world.ines, "not_improving") == {
        "rules": ["early_no_change"],
        "measure": "phq-9",
        "first": 16,
        "last": 16,
    }
    answered(world.ines, "111110000", now.date(), now=now, by=world.ada)
    assert "not_improving" not in kinds(world.ines, now)


def test_who_only_keeps_well_is_never_told_as_not_improving(world: World) -> None:
    sessions = attended(started(world), n=16)
    at = sessions[-1].starts_at + 2 * HOUR
    before = ended(Course.objects.get(), at)
    by = actor(world.ada)
    keeps = start_course(client=world.ines, protocol="ipt", length="monthly", settings={"after": before}, by=by, now=at)
    met = [held(keeps, at + (4 * n + 1) * WEEK) for n in range(6)]
    for session in met:
        answered(world.ines, "111110000", session.starts_at.date(), now=session.starts_at, by=world.ada)

    assert "not_improving" not in kinds(world.ines, met[-1].starts_at + 2 * HOUR)


def test_symptoms_that_return_after_the_end_are_told(world: World) -> None:
    course = started(world)
    sessions = attended(course, n=3)
    for session, digits in zip(sessions, ("222222220", "111111110", "111000000"), strict=True):
        answered(world.ines, digits, session.starts_at.date(), now=session.starts_at, by=world.ada)
    now = sessions[-1].starts_at + 2 * HOUR
    ended(course, now)
    later = now + 6 * WEEK
    before = kinds(world.ines, later)

    answered(world.ines, "111111120", later.date(), now=later, by=world.ada)

    assert (before, kinds(world.ines, later)) == ([], ["returned"])
    assert row(world.ines).is_on_list


def test_a_questionnaire_is_overdue_the_day_after_its_session_and_not_when_the_therapist_asked(world: World) -> None:
    course = started(world)
    press_asking(now=MONDAY_TEN)
    session = held(course, ELEVEN + DAY)

    assert "measure_overdue" not in kinds(world.ines, session.starts_at + HOUR)
    assert "measure_overdue" in kinds(world.ines, session.starts_at + DAY)
    assert facts(world.ines, "measure_overdue")["measures"] == ["gad-7", "phq-9"]
    answered(world.ines, "111111110", MONDAY_TEN.date(), now=session.starts_at + DAY, by=world.ada)
    kinds(world.ines, session.starts_at + DAY)
    assert facts(world.ines, "measure_overdue")["measures"] == ["gad-7"]


def test_who_gets_no_letter_is_asked_in_the_session(world: World) -> None:
    client = register(world.team, world.ada, "Pia Stone", MONDAY_TEN, safe_channel="phone", phone="020 7946 0123")
    booked(started(world, client=client), ELEVEN + DAY)
    press_asking(now=MONDAY_TEN)

    assert kinds(client, MONDAY_TEN) == ["ask_in_session"]


def test_a_no_stands_until_a_new_version_is_written(world: World) -> None:
    course = started(world)
    first = written(course)
    said(first, False, words="That is not it.")

    assert "disagreed" in kinds(world.ines, MONDAY_TEN)
    assert facts(world.ines, "disagreed") == {"about": ["formulation"]}
    written(course, "Another way to see it", based_on=1)
    assert "disagreed" not in kinds(world.ines, MONDAY_TEN)


def test_a_comment_stands_until_it_was_read(world: World) -> None:
    course = started(world)
    shown = share_formulation(formulation=written(course), by=actor(world.ada), now=MONDAY_TEN)
    wrote = comment(
        client=world.ines,
        about="formulation",
        about_id=shown.pk,
        text="Yes, and my sister.",
        by=holder(world.ines),
        now=MONDAY_TEN,
    )

    assert "commented" in kinds(world.ines, MONDAY_TEN)
    see_comment(comment=wrote, by=actor(world.ada), now=MONDAY_TEN)
    assert "commented" not in kinds(world.ines, MONDAY_TEN)


def test_the_sick_role_is_to_be_handed_back_once_the_ending_has_begun(world: World) -> None:
    course = started(world)
    focused(course)
    laid_down = {"laid_down": "The night shifts", "by_whom": "Her husband"}
    entry = write_entry(course=course, sheet="sick-role", values=laid_down, by=actor(world.ada), now=MONDAY_TEN)
    sessions = attended(course, n=5)
    now = sessions[-1].starts_at + 2 * HOUR

    assert "sick_role" not in kinds(world.ines, now)
    open_ending(course=course, by=actor(world.ada), now=now)
    assert "sick_role" in kinds(world.ines, now)
    back = {**laid_down, "handed_back_on": now.date().isoformat()}
    write_entry(course=course, sheet="sick-role", values=back, based_on=entry, by=actor(world.ada), now=now)
    assert "sick_role" not in kinds(world.ines, now)


@pytest.mark.parametrize(("kind", "is_asked"), [("completed", True), ("died", False)])
def test_a_follow_up_is_due_on_its_day_until_it_was_done(world: World, kind: str, is_asked: bool) -> None:
    course, day = started(world), MONDAY_TEN + 20 * WEEK
    planned = plan_follow_up(course=course, due_on=day.date(), by=actor(world.ada), now=MONDAY_TEN)
    ended(course, MONDAY_TEN, kind)

    assert kinds(world.ines, day - DAY) == []
    assert kinds(world.ines, day) == (["follow_up"] if is_asked else [])
    finish_follow_up(follow_up=planned, done_on=day.date(), outcome="Well.", by=actor(world.ada), now=day)
    assert kinds(world.ines, day) == []


def test_an_ended_course_stays_in_sight_for_a_month(world: World) -> None:
    ended(started(world), MONDAY_TEN)
    seen = []
    for days in (0, 30, 31):
        kinds(world.ines, MONDAY_TEN + days * DAY)
        seen.append(row(world.ines).is_on_list)

    assert seen == [True, True, False]
