"""The Social Rhythm Metric: how regular the clock times of a week's activities are, from 0 to 7 hits an activity.

Sources: Monk TH et al., the Social Rhythm Metric, J Nerv Ment Dis 1990;178:120-126, and the five-item form, J Nerv Ment
Dis 2002;190:183-187, as written out in the project's clinical notes. Where these leave open whether hits are counted
over all times or over those that survive the trimming, all are counted, for the trimming only estimates the habitual
time; the other reading can be asked for, and a result says which it is.
"""

from collections.abc import Iterable
from datetime import time
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

DAY = 24 * 60
FEWEST = 3  # times of an activity in a week, below which it is not counted
NEAR = 45  # minutes before or after the habitual time that still are a hit
TRIM = Fraction(3, 2)  # standard deviations from the mean beyond which a time does not shape the habit
NOON = time(12)
Counting = Literal["all", "kept"]


@frozen
class Activity:
    """One activity of a week: the clock times at which it happened, at most one a day, to the minute.

    `anchor` is where its day begins, so that times on both sides of midnight lie next to each other: noon for going to
    bed, midnight for most others, and an hour of their own for somebody who works at night.
    """

    id: str
    times: tuple[time, ...] = field()
    anchor: time = time(0)

    @times.validator
    def _at_most_a_week(self, _: object, times: tuple[time, ...]) -> None:
        if len(times) > 7:
            raise ValueError(f"{self.id} has {len(times)} times; a week has 7 days.")


@frozen
class Habit:
    """What a week says of one activity: minutes are counted from midnight, `sd` in minutes.

    `mean`, `sd`, `habitual` and `n_hits` are None where it happened fewer than three times and is not counted.
    """

    id: str
    n_times: int
    mean: float | None = None
    sd: float | None = None
    habitual: float | None = None
    n_hits: int | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it happened often enough."""
        return self.n_hits is not None


@frozen
class Rhythm:
    """The score of a week, from 0 to 7 and higher for more regular; None where no activity can be counted."""

    score: float | None
    habits: tuple[Habit, ...]
    counting: Counting


def rhythm(activities: Iterable[Activity], *, counting: Counting = "all") -> Rhythm:
    """All hits of the counted activities, divided by their number.

    >>> rhythm([Activity("out-of-bed", (time(7),) * 7), Activity("dinner", (time(18),))]).score
    7.0
    """
    habits = tuple(habit(activity, counting=counting) for activity in activities)
    hits = [one.n_hits for one in habits if one.n_hits is not None]
    return Rhythm(score=sum(hits) / len(hits) if hits else None, habits=habits, counting=counting)


def habit(activity: Activity, *, counting: Counting = "all") -> Habit:
    """The habitual time of one activity and its hits: times within 45 minutes of it, both ends included."""
    n_times = len(activity.times)
    if n_times < FEWEST:
        return Habit(id=activity.id, n_times=n_times)
    begins = _minutes(activity.anchor)
    minutes = [(_minutes(clock) - begins) % DAY for clock in activity.times]
    mean = Fraction(sum(minutes), n_times)
    variance = sum((minute - mean) ** 2 for minute in minutes) / (n_times - 1)
    kept = [minute for minute in minutes if not variance or (minute - mean) ** 2 <= TRIM**2 * variance]
    habitual = Fraction(sum(kept), len(kept))
    hits = [minute for minute in (minutes if counting == "all" else kept) if abs(minute - habitual) <= NEAR]
    return Habit(
        id=activity.id,
        n_times=n_times,
        mean=float((mean + begins) % DAY),
        sd=float(variance) ** 0.5,
        habitual=float((habitual + begins) % DAY),
        n_hits=len(hits),
    )


def _minutes(clock: time) -> int:
    return 60 * clock.hour + clock.minute
