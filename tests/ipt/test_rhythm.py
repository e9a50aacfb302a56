"""The Social Rhythm Metric: the worked weeks of the clinical notes (3.12), and what cannot be counted."""

from datetime import time

import pytest

from ipt.rhythm import NOON, Activity, habit, rhythm

pytestmark = pytest.mark.quick

OUT_OF_BED = "07:00 07:05 06:55 07:10 07:00 09:30 07:05"
FIRST_CONTACT = "07:20 07:25 07:10 07:30 07:15 10:00 07:20"
START = "09:00 09:00 09:05 09:00 08:55"
DINNER = "18:30 19:40 18:15 20:15 18:45 18:00 19:00"
TO_BED = "23:00 23:30 00:15 22:45 23:15 01:30 23:00"


def activity(times: str, *, anchor: time = time(0)) -> Activity:
    return Activity("one", tuple(time.fromisoformat(clock) for clock in times.split()), anchor)


def minutes(clock: str) -> float:
    hour, minute = clock.split(":")
    return 60 * int(hour) + float(minute)


@pytest.mark.parametrize(
    ("times", "anchor", "mean", "sd", "habitual", "n_hits"),
    [
        ("06:00 05:50 08:01 07:55 05:45 05:50 05:50", time(0), "06:27.3", 62.15, "06:11.67", 5),
        (OUT_OF_BED, time(0), "07:23.6", 55.95, "07:02.5", 6),
        (DINNER, time(0), "18:55.0", 47.96, "18:41.7", 5),
        (TO_BED, NOON, "23:36.4", 58.00, "23:17.5", 5),
        (START, time(0), "09:00.0", 3.54, "09:00.0", 5),
        (FIRST_CONTACT, time(0), "07:42.9", 60.82, "07:20.0", 6),
        ("06:15 07:00 07:45", time(0), "07:00", 45.00, "07:00", 3),
        ("07:00 " * 6 + "07:10", time(0), "07:01.4", 3.78, "07:00", 7),
        ("07:00 " * 7, time(0), "07:00", 0, "07:00", 7),
    ],
)
def test_a_week_of_one_activity_counts_as_worked_out(
    times: str, anchor: time, mean: str, sd: float, habitual: str, n_hits: int
) -> None:
    found = habit(activity(times, anchor=anchor))

    assert found.mean == pytest.approx(minutes(mean), abs=0.06)
    assert found.sd == pytest.approx(sd, abs=0.006)
    assert found.habitual == pytest.approx(minutes(habitual), abs=0.06)
    assert found.n_hits == n_hits


def test_five_activities_make_the_score_of_a_week() -> None:
    week = [activity(times) for times in (OUT_OF_BED, FIRST_CONTACT, START, DINNER)]

    assert rhythm([*week, activity(TO_BED, anchor=NOON)]).score == 5.4


def test_only_the_times_that_survive_are_counted_when_that_is_asked_for() -> None:
    assert habit(activity("07:00 " * 6 + "07:10"), counting="kept").n_hits == 6


def test_an_activity_of_fewer_than_three_times_is_left_out_and_a_week_of_them_has_no_score() -> None:
    seldom = activity("18:00 18:00")

    assert rhythm([activity("07:00 " * 7), seldom]).score == 7.0
    assert rhythm([seldom]).score is None
    assert habit(seldom).is_counted is False


def test_more_times_than_a_week_has_days_are_refused() -> None:
    with pytest.raises(ValueError, match="a week has 7 days"):
        activity("07:00 " * 8)
