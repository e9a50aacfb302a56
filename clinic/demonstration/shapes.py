"""Courses of weekly totals, shaped like real ones. Our own small generator; no row of any data set is in it.

What the shapes lean on, worked out from the published data (names as in the developers' data folder):

- ENRICHD, cognitive therapy arm, 381 patients: BDI from 18.2 (SD 7.6) to 6.7 (SD 6.8) in up to 26 weeks, half of all
  visits a week apart, 12 visits in the middle of the range; from visit to visit -0.9 with SD 4.8; 5 in 100 end higher.
- Antidepressant trial, 172 patients: HAMD-17 from 17.9 to 11.2 in six weeks, most of it early; 25 in 100 drop out.
- suddengains example, 43 patients: BDI from 34.9 to 13.4 in twelve weeks, -2.1 a week with SD 4.0; 11 in 100 weekly
  changes fall by 7 points or more.

A PHQ-9 has 27 points where a BDI has 63, so the SD of weekly changes is about 2: noise of 1.4 at each visit.
"""

from collections.abc import Callable
from math import pi, sin
from random import Random

from attrs import frozen

from clinic.demonstration.cast import Scores

NOISE = 1.4
SHAPES: dict[str, Callable[[float], float]] = {
    # share of the course that has passed -> share of the change from first to last that has been made
    "steady": lambda passed: float(passed**0.6),  # much of it early
    "level": lambda passed: passed,
    "late-rise": lambda passed: float(passed**4),
    "sudden-gain": lambda passed: 0.15 * passed if passed < 0.4 else 0.75 + 0.25 * passed,
    "wave": lambda passed: passed + sin(6 * pi * passed),
    "slow-wave": lambda passed: passed + 0.5 * sin(8 * pi * passed),
    "kept": lambda passed: min(1.0, 5 * passed) + 0.15 * sin(8 * pi * passed),  # falls within a course and stays
    "dip": lambda passed: passed - 3 * sin(pi * passed),
}


@frozen
class Line:
    """From which total to which, of how many points at most."""

    first: int
    last: int
    high: int


def totals(scores: Scores, *, line: Line, random: Random) -> list[int]:
    """One total a week, from exactly `first` to exactly `last`, each within 0 and `high`."""
    end = max(scores.weeks - 1, 1)
    made = [SHAPES[scores.shape](week / end) for week in range(scores.weeks)]
    noise = [0.0 if week in (0, end) else random.gauss(0, NOISE) for week in range(scores.weeks)]
    return [
        min(line.high, max(0, round(line.first + share * (line.last - line.first) + by_chance)))
        for share, by_chance in zip(made, noise, strict=True)
    ]
