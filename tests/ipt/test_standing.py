"""Where a course stands: phases, sessions, time and tasks, each rule at its edge."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from ipt.happened import Break, Happened, Plan
from ipt.library import shipped
from ipt.standing import Standing, phase_at, standing, why_late

pytestmark = pytest.mark.quick

IPT = shipped().protocol("ipt")
WORDS = shipped().words(IPT, "en")
START = date(2026, 1, 5)  # a Monday
SESSIONS = {"sixteen": 16, "twelve": 12, "eight": 8}


def week(n: int) -> date:
    """The day of session n of a weekly course."""
    return START + timedelta(weeks=n - 1)


def course(
    n_held: int,
    *,
    length: str = "sixteen",
    facts: Mapping[str, date] | None = None,
    plans: tuple[Plan, ...] = (),
    **more: object,
) -> Happened:
    """A weekly course that ends on the day of its last session."""
    n = SESSIONS[length]
    return Happened(
        started_on=START,
        plans=plans or (Plan(on=START, n_sessions=n, ends_on=week(n)),),
        held=tuple(week(session) for session in range(1, n_held + 1)),
        facts=facts or {},
        **more,  # type: ignore[arg-type]
    )


def stands(happened: Happened, *, length: str = "sixteen", on: date | None = None) -> Standing:
    """The standing the day after the last session, or on the day of the start."""
    last = max(happened.held, default=START - timedelta(days=1))
    return standing(IPT, length=length, happened=happened, on=on or last + timedelta(days=1))


def focus_at(n: int) -> dict[str, date]:
    return {"focus_agreed": week(n)}


def ranges(found: Standing) -> list[tuple[str, int, int, str]]:
    return [(one.phase, one.first, one.last, one.state) for one in found.phases]


def test_a_course_begins_in_the_initial_phase_with_everything_to_come() -> None:
    found = stands(course(0))

    assert (found.phase, found.n_held, found.n_planned, found.n_left, found.n_next) == ("initial", 0, 16, 16, 1)
    assert ranges(found) == [("initial", 1, 4, "now"), ("middle", 5, 12, "to_come"), ("ending", 13, 16, "to_come")]
    assert [one.began_on for one in found.phases] == [START, None, None]


@pytest.mark.parametrize("agreed_in", [2, 3, 4])
def test_the_middle_begins_when_a_focus_is_agreed(agreed_in: int) -> None:
    before = stands(course(agreed_in))
    after = stands(course(agreed_in, facts=focus_at(agreed_in)))

    assert (before.phase, after.phase) == ("initial", "middle")
    assert after.phases[0].last == agreed_in
    assert (after.phases[1].first, after.phases[1].began_on) == (agreed_in + 1, week(agreed_in))


def test_a_focus_agreed_between_two_sessions_begins_the_middle_with_the_coming_one() -> None:
    found = stands(course(3, facts={"focus_agreed": week(3) + timedelta(days=3)}), on=week(3) + timedelta(days=4))

    assert ranges(found)[:2] == [("initial", 1, 3, "done"), ("middle", 4, 12, "now")]


def test_the_middle_never_begins_by_the_count_alone() -> None:
    found = stands(course(7))

    assert ranges(found) == [("initial", 1, 8, "now"), ("middle", 9, 12, "to_come"), ("ending", 13, 16, "to_come")]


@pytest.mark.parametrize(("length", "first"), [("sixteen", 13), ("twelve", 10), ("eight", 7)])
def test_the_ending_begins_when_its_first_session_is_coming(length: str, first: int) -> None:
    agreed = focus_at(2)

    before = stands(course(first - 2, length=length, facts=agreed), length=length)
    at = stands(course(first - 1, length=length, facts=agreed), length=length)
    after = stands(course(first, length=length, facts=agreed), length=length)

    assert [before.phase, at.phase, after.phase] == ["middle", "ending", "ending"]
    assert at.phases[2].first == after.phases[2].first == first
    assert at.phases[2].began_on == week(first - 1)


def test_the_ending_may_be_opened_early() -> None:
    opened = {**focus_at(3), "ending_opened": week(9)}

    found = stands(course(9, facts=opened))

    assert ranges(found) == [("initial", 1, 3, "done"), ("middle", 4, 9, "done"), ("ending", 10, 16, "now")]
    assert found.task("open_ending").state == "done"


def test_a_middle_that_never_began_is_passed_over_by_the_ending() -> None:
    found = stands(course(12))

    assert ranges(found) == [("initial", 1, 12, "done"), ("middle", 13, 12, "done"), ("ending", 13, 16, "now")]
    assert [one.began_on for one in found.phases] == [START, None, week(12)]


def test_a_focus_that_comes_after_the_ending_began_takes_nobody_back() -> None:
    found = stands(course(13, facts=focus_at(13)))

    assert (found.phase, found.task("focus").state) == ("ending", "done")


@pytest.mark.parametrize(
    ("length", "by_session", "sentence"),
    [
        ("sixteen", 4, "session 5, no focus agreed"),
        ("twelve", 3, "session 4, no focus agreed"),
        ("eight", 2, "session 3, no focus agreed"),
    ],
)
def test_the_focus_is_due_in_the_last_session_of_the_initial_phase_and_late_after_it(
    length: str, by_session: int, sentence: str
) -> None:
    before, at, after = (stands(course(n, length=length), length=length) for n in range(by_session - 2, by_session + 1))

    assert [one.task("focus").state for one in (before, at, after)] == ["open", "due", "late"]
    assert why_late(after, after.task("focus"), WORDS) == sentence
    assert after.task("focus") in after.late


def test_an_agreed_focus_is_done_on_its_day() -> None:
    found = stands(course(5, facts=focus_at(4))).task("focus")

    assert (found.state, found.done_on, found.by_session) == ("done", week(4), 4)


@pytest.mark.parametrize(("length", "midpoint"), [("sixteen", 8), ("twelve", 6), ("eight", 4)])
def test_the_review_is_due_at_half_of_the_sessions(length: str, midpoint: int) -> None:
    found = [stands(course(n, length=length), length=length) for n in range(midpoint - 2, midpoint + 1)]

    assert [one.task("review").state for one in found] == ["open", "due", "late"]
    assert {one.midpoint for one in found} == {midpoint}


@pytest.mark.parametrize(("length", "first"), [("sixteen", 13), ("twelve", 10), ("eight", 7)])
def test_the_ending_is_to_be_opened_in_its_first_session(length: str, first: int) -> None:
    found = [stands(course(n, length=length, facts=focus_at(2)), length=length) for n in range(first - 2, first + 1)]

    assert [one.task("open_ending").state for one in found] == ["open", "due", "late"]


def test_the_task_of_the_first_session_is_due_at_once_and_late_after_it() -> None:
    assert stands(course(0)).task("illness").state == "due"
    assert stands(course(1)).task("illness").state == "late"
    assert stands(course(1, facts={"entry.illness": week(1)})).task("illness").state == "done"


@pytest.mark.parametrize(("n_held", "state"), [(14, "open"), (15, "due"), (16, "late")])
def test_the_tasks_of_the_last_session_are_due_in_it(n_held: int, state: str) -> None:
    found = stands(course(n_held, facts=focus_at(4)))

    assert found.task("plan_for_end").state == state
    assert found.task("end").by_session == 16


def test_after_the_last_session_a_reason_says_so() -> None:
    found = stands(course(16, facts=focus_at(4)))

    assert why_late(found, found.task("end"), WORDS).startswith("after session 16, ")


@pytest.mark.parametrize(("n_people", "state"), [(2, "late"), (3, "done"), (4, "done")])
def test_a_count_makes_a_task_done_from_its_number_on(n_people: int, state: str) -> None:
    found = stands(course(4, counts={"n_people": n_people}))

    assert found.task("people").state == state


def test_an_optional_task_is_never_due_or_late() -> None:
    found = stands(course(6))

    assert found.task("across").state == "open"
    assert stands(course(6, facts={"entry.across": week(3)})).task("across").state == "done"


def test_a_task_of_another_length_is_no_task_of_this_course() -> None:
    with pytest.raises(LookupError, match="No task maintenance_agreement in this length; it has illness, risk, "):
        stands(course(1)).task("maintenance_agreement")


def test_due_and_late_tasks_come_in_the_order_of_the_protocol() -> None:
    found = stands(course(3, facts={"entry.illness": week(1), "risk_asked": week(1)}))

    assert found.late == ()
    assert [one.task.id for one in found.due][:3] == ["explained", "sick_role", "timeline"]


def test_what_happened_later_is_not_known_yet() -> None:
    happened = course(12, facts={**focus_at(4), "review_held": week(8)}, ended_on=week(12))

    found = stands(happened, on=week(3))

    assert (found.phase, found.n_held, found.ended_on, found.task("review").state) == ("initial", 3, None, "open")


@pytest.mark.parametrize(
    ("on", "weeks_left", "is_over"),
    [
        (week(16) - timedelta(days=8), 2, False),
        (week(16) - timedelta(days=7), 1, False),
        (week(16) - timedelta(days=1), 1, False),
        (week(16), 0, False),
        (week(16) + timedelta(days=1), 0, True),
    ],
)
def test_weeks_left_are_counted_up_to_the_end_date(on: date, weeks_left: int, is_over: bool) -> None:
    found = stands(course(14), on=on)

    assert (found.weeks_left, found.is_over_end_date) == (weeks_left, is_over)


def test_sixteen_weekly_sessions_just_fit_into_fifteen_weeks() -> None:
    found = stands(course(0), on=START)

    assert (found.n_fit, found.fits) == (16, True)


def test_one_missed_week_too_many_and_the_sessions_no_longer_fit() -> None:
    in_time = stands(course(3), on=week(4))
    missed = stands(course(3), on=week(4) + timedelta(days=1))

    assert (in_time.n_left, in_time.n_fit, in_time.fits) == (13, 13, True)
    assert (missed.n_left, missed.n_fit, missed.fits) == (13, 12, False)


def test_a_later_end_date_or_fewer_sessions_make_them_fit_again() -> None:
    on = week(5)
    first = Plan(on=START, n_sessions=16, ends_on=week(16))
    longer = Plan(on=on, n_sessions=16, ends_on=week(17))
    fewer = Plan(on=on, n_sessions=15, ends_on=week(16))

    assert stands(course(3), on=on).fits is False
    assert stands(course(3, plans=(first, longer)), on=on).fits is True
    assert stands(course(3, plans=(first, fewer)), on=on).fits is True


def test_appointments_that_are_booked_count_and_the_rest_follows_the_last_of_them() -> None:
    happened = course(13, ahead=(week(14) + timedelta(days=4), week(16)))

    found = stands(happened, on=week(14))

    assert (found.next_on, found.n_left, found.n_fit, found.fits) == (week(14) + timedelta(days=4), 3, 2, False)


def test_two_appointments_in_one_week_make_up_for_a_missed_one() -> None:
    happened = course(13, ahead=(week(15), week(15) + timedelta(days=3), week(16)))

    found = stands(happened, on=week(14) + timedelta(days=1))

    assert (found.n_left, found.n_fit, found.fits) == (3, 3, True)


def test_an_appointment_after_the_end_date_does_not_fit() -> None:
    happened = course(15, ahead=(week(16) + timedelta(days=1),))

    found = stands(happened, on=week(16))

    assert (found.next_on, found.n_fit, found.fits) == (week(16) + timedelta(days=1), 0, False)


def test_a_planned_break_takes_its_weeks() -> None:
    two_weeks = (Break(first=week(6), last=week(7)),)

    without = stands(course(5))
    with_break = stands(course(5, breaks=two_weeks))

    assert (without.n_fit, with_break.n_fit, with_break.n_left, with_break.fits) == (11, 9, 11, False)


def test_a_break_ends_on_its_last_day() -> None:
    at = stands(course(5, breaks=(Break(first=week(5) + timedelta(days=1), last=week(6) - timedelta(days=1)),)))
    over = stands(course(5, breaks=(Break(first=week(5) + timedelta(days=1), last=week(6)),)))

    assert (at.n_fit, over.n_fit) == (11, 10)


def test_an_appointment_in_a_break_does_not_take_place() -> None:
    found = stands(course(14, ahead=(week(15), week(16)), breaks=(Break(first=week(15), last=week(15)),)))

    assert (found.next_on, found.n_fit, found.fits) == (week(16), 1, False)


def test_an_extension_stretches_the_last_phase_and_moves_nothing_else() -> None:
    plans = (Plan(on=START, n_sessions=16, ends_on=week(16)), Plan(on=week(10), n_sessions=20, ends_on=week(20)))

    found = stands(course(12, facts=focus_at(4), plans=plans))

    assert ranges(found) == [("initial", 1, 4, "done"), ("middle", 5, 12, "done"), ("ending", 13, 20, "now")]
    assert (found.n_planned, found.n_left, found.ends_on, found.midpoint) == (20, 8, week(20), 8)
    assert found.task("end").by_session == 20


def test_a_shorter_plan_brings_the_ending_forward() -> None:
    plans = (Plan(on=START, n_sessions=16, ends_on=week(16)), Plan(on=week(5), n_sessions=12, ends_on=week(12)))

    before = stands(course(7, facts=focus_at(4), plans=plans))
    at = stands(course(8, facts=focus_at(4), plans=plans))

    assert ranges(before)[1:] == [("middle", 5, 8, "now"), ("ending", 9, 12, "to_come")]
    assert ranges(at)[1:] == [("middle", 5, 8, "done"), ("ending", 9, 12, "now")]
    assert (before.midpoint, before.task("review").state) == (6, "late")


def test_a_plan_cut_short_late_makes_due_what_is_now_to_do_and_not_late() -> None:
    plans = (Plan(on=START, n_sessions=16, ends_on=week(16)), Plan(on=week(9), n_sessions=10, ends_on=week(10)))

    found = stands(course(9, facts=focus_at(4), plans=plans))

    assert ranges(found)[1:] == [("middle", 5, 9, "done"), ("ending", 10, 10, "now")]
    assert found.task("open_ending").state == "due"


def test_an_ending_that_began_by_a_shorter_plan_goes_on_when_the_plan_is_long_again() -> None:
    first = Plan(on=START, n_sessions=16, ends_on=week(16))
    short = Plan(on=week(6), n_sessions=10, ends_on=week(10))
    long = Plan(on=week(8), n_sessions=16, ends_on=week(16))

    found = stands(course(9, facts=focus_at(4), plans=(first, short, long)))

    assert ranges(found)[1:] == [("middle", 5, 6, "done"), ("ending", 7, 16, "now")]


def test_more_sessions_than_planned_are_counted_and_belong_to_the_ending() -> None:
    found = stands(course(17, facts=focus_at(4)))

    assert (found.n_held, found.n_left, found.n_next, found.phases[-1].last) == (17, 0, 18, 17)


def test_when_a_course_has_ended_nothing_is_left() -> None:
    happened = course(9, facts={**focus_at(4), "course_ended": week(10)}, ended_on=week(10), ahead=(week(11),))

    found = stands(happened, on=week(20))

    assert (found.n_left, found.n_fit, found.fits, found.next_on, found.weeks_left) == (0, 0, True, None, 0)
    assert (found.is_over_end_date, found.ended_on, found.phase) == (False, week(10), "middle")


def test_a_session_keeps_the_phase_it_was_held_in() -> None:
    happened = course(14, facts=focus_at(6))

    found = [phase_at(IPT, length="sixteen", happened=happened, n=n) for n in range(1, 18)]

    assert found == ["initial"] * 6 + ["middle"] * 6 + ["ending"] * 5


def test_a_session_to_come_has_the_phase_it_is_expected_in() -> None:
    happened = course(2)

    assert [phase_at(IPT, length="sixteen", happened=happened, n=n) for n in (3, 5, 13)] == [
        "initial",
        "middle",
        "ending",
    ]


def test_maintenance_is_one_phase_with_a_rhythm_of_its_own() -> None:
    months = tuple(START + timedelta(days=28 * n) for n in range(12))
    happened = Happened(started_on=START, plans=(Plan(on=START, n_sessions=12, ends_on=months[-1]),), held=months[:4])

    found = standing(IPT, length="monthly", happened=happened, on=months[3] + timedelta(days=1))

    assert (found.phase, found.n_next, found.n_fit, found.fits) == ("maintenance", 5, 8, True)
    assert [(one.task.id, one.state) for one in found.tasks] == [
        ("maintenance_agreement", "late"),
        ("maintenance_review", "open"),
        ("maintenance_end", "open"),
    ]


def test_a_course_needs_a_plan_and_plans_come_oldest_first() -> None:
    old, new = Plan(on=START, n_sessions=16, ends_on=week(16)), Plan(on=week(2), n_sessions=12, ends_on=week(12))

    with pytest.raises(ValueError, match="at least one plan"):
        Happened(started_on=START, plans=())
    with pytest.raises(ValueError, match="oldest first"):
        Happened(started_on=START, plans=(new, old))
