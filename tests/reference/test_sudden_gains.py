"""Sudden gains in the example data of the R package suddengains: illustrative scores whose origin is not stated.

What must come out is what the package's own tutorial tells of person 5: the first gain from session 3 to 4, the largest
from session 8 to 9 (Wiedemann et al., PLOS ONE 2020;15:e0230276; a cut-off of 7 points, sessions 1 to 12).
"""

import csv
from datetime import date, timedelta

from ipt.milestones import SuddenGain, sudden_gains
from ipt.series import Point
from tests.reference.published import shared

START = date(2026, 1, 5)
SESSIONS = [f"bdi_s{session}" for session in range(1, 13)]
CUT = 7


def courses() -> dict[str, tuple[Point, ...]]:
    """The weekly totals of each person, in order of sessions; None where one is missing."""
    with shared("suddengains_example_bdi_weekly.csv").open(encoding="utf-8") as file:
        return {
            row["id"]: tuple(
                Point(START + timedelta(weeks=week), int(row[name]) if row[name] else None)
                for week, name in enumerate(SESSIONS)
            )
            for row in csv.DictReader(file)
        }


def into_session(gain: SuddenGain) -> int:
    return (gain.on - START).days // 7 + 1


def test_person_5_gains_first_into_session_4_and_most_into_session_9() -> None:
    found = sudden_gains(courses()["5"], cut=CUT, better="lower")

    assert into_session(found[0]) == 4
    assert into_session(max(found, key=lambda gain: gain.points)) == 9


def test_every_gain_reaches_the_cut_and_a_quarter_and_stands_between_two_scores() -> None:
    for points in courses().values():
        by_day = {point.on: point.total for point in points}
        for gain in sudden_gains(points, cut=CUT, better="lower"):
            before, after = by_day[gain.on - timedelta(weeks=1)], by_day[gain.on]
            assert before is not None
            assert after is not None
            assert gain.points == before - after >= max(CUT, before / 4)
