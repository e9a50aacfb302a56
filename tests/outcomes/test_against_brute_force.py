"""Made-up courses counted by a second, slow program in plain Python, written from the published rules alone.

Scores lie on the cut-offs and the reliable changes, share days, are missing at one end or both; courses lack dates,
sessions and reasons. Every number of the output must be the same.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import isclose, sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import pytest

from tests.outcomes.asking import COURSES, JACOBSON, NHS, SCORES, refused, told, write

Capture = pytest.CaptureFixture[str]
Flags = set[str]
Score = tuple[str, str, int, int]
Course = dict[str, Any]
Ends = Mapping[tuple[str, str], tuple[float, float | None]]
Z = 1.959963984540054
LIMITS = {"phq-9": (10, 6), "gad-7": (8, 4), "spin": (19, 10)}  # caseness and reliable change
HIGHEST = {"phq-9": 27, "gad-7": 21, "spin": 68, "own": 100}
METHODS = (
    "jt",
    "edwards-nunnally",
    "gulliksen-lord-novick",
    "hsu-linn-lord",
    "nunnally-kotsch",
)
VIEWS = {"paired": "paired", "starters_last_score": "started", "starters_missing_as_failure": "started"}
VIEWS_OF_COURSES = {"finished": "finished", "completers": "completed", "completers_50": "half"}


def made(seed: int, *, measures: Sequence[str], n: int) -> tuple[list[Score], list[Course]]:
    chance = random.Random(seed)
    scores: list[Score] = []
    courses: list[Course] = []
    for number in range(n):
        course = f"c{number}"
        for measure in measures:
            cut, change = LIMITS.get(measure, (50, 10))
            n_scores = chance.choice([0, 1, 2, 2, 3, 5])
            first = chance.choice([cut, cut - 1, cut + 1, chance.randint(0, HIGHEST[measure])])
            ends = [first - change, first + change, first - change + 1, cut, cut - 1]
            middle = [chance.randint(0, HIGHEST[measure]) for _ in range(n_scores - 2)]
            values = [first, *middle, chance.choice(ends)][:n_scores]
            day = chance.randint(-3, 10)
            for value in values:
                scores.append((course, measure, day, min(max(value, 0), HIGHEST[measure])))
                day += chance.choice([0, 1, 7])
        courses.append(
            {
                "course": course,
                "referred_on": chance.choice([None, "2024-01-01"]),
                "started_on": chance.choice([None, "2024-01-05"]),
                "ended_on": chance.choice([None, "2024-06-01"]),
                "n_attended": chance.choice([None, 0, 1, 2, 3, 8, 12, 16]),
                "n_planned": chance.choice([None, 3, 11, 16]),
                "end_reason": chance.choice([None, "agreed"]),
                "team": chance.choice(["north", "south", None]),
            }
        )
    chance.shuffle(scores)
    chance.shuffle(courses)
    return scores, courses


def ends_of(scores: Sequence[Score]) -> Ends:
    days: dict[tuple[str, str], dict[int, list[int]]] = {}
    for course, measure, day, score in scores:
        days.setdefault((course, measure), {}).setdefault(day, []).append(score)
    found = {}
    for key, by_day in days.items():
        first, last = min(by_day), max(by_day)
        found[key] = fmean(by_day[first]), fmean(by_day[last]) if last > first else None
    return found


def by_nhs(course: str, *, ends: Ends, measures: Sequence[str]) -> Flags:
    anxiety = [measure for measure in measures if measure != "phq-9"]
    specific = ends.get((course, "spin")) if "spin" in anxiety else None
    general = ends.get((course, "gad-7")) if "gad-7" in anxiety else None
    is_specific = specific is not None and (specific[1] is not None or general is None)
    chosen = ("spin", specific) if is_specific else ("gad-7", general)
    sides = [("phq-9", ends.get((course, "phq-9")))] if "phq-9" in measures else []
    sides += [chosen] if anxiety else []
    known = [(*LIMITS[measure], pair) for measure, pair in sides if pair is not None]
    pairs = [(cut, change, pair[0], pair[1]) for cut, change, pair in known if pair[1] is not None]
    at_case = any(pair[0] >= cut for cut, _, pair in known)
    all_well = len(pairs) == len(sides) and all(last < cut for cut, _, _, last in pairs)
    better = any(first - last >= change for _, change, first, last in pairs)
    worse = any(last - first >= change for _, change, first, last in pairs)
    claims = {
        "scored": bool(known),
        "paired": bool(pairs),
        "not at case": bool(known) and not at_case,
        "recovered": at_case and all_well,
        "improved": better and not worse,
        "deteriorated": worse and not better,
        "unchanged": bool(pairs) and better == worse,
        "reliably_recovered": at_case and all_well and better and not worse,
    }
    return {name for name, holds in claims.items() if holds}


def by_jacobson(ends: Ends, *, asked: Mapping[str, Any]) -> tuple[dict[str, Flags], float, float | None]:
    """The outcome of each course with a score, the reliable change in points, and the cut-off."""
    pairs = [(first, last) for first, last in ends.values() if last is not None]
    mean, sd = fmean(first for first, _ in pairs), stdev(first for first, _ in pairs)
    mean_last, r = fmean(last for _, last in pairs), asked["reliability"]
    slope, centre, error = {
        "jt": (1.0, mean, sqrt(2) * sd * sqrt(1 - r)),
        "edwards-nunnally": (r, mean, sd * sqrt(1 - r)),
        "gulliksen-lord-novick": (r, mean, sd * sqrt(1 - r**2)),
        "hsu-linn-lord": (r, mean_last, sd * sqrt(1 - r**2)),
        "nunnally-kotsch": (r, mean, sd * sqrt(r**2 * (1 - r) + 1 - r)),
    }[asked.get("method", "jt")]
    to_health = 1 if asked["direction"] == "higher" else -1
    normal, normal_sd = asked.get("functional_mean"), asked.get("functional_sd")
    wanted = asked.get("cutoff", "c" if normal is not None else None)
    cut = wanted if isinstance(wanted, int | float) else None
    if wanted == "a":
        cut = mean + to_health * 2 * sd
    if normal is not None and normal_sd is not None and wanted in ("b", "c"):
        between = (normal_sd * mean + sd * normal) / (normal_sd + sd)
        cut = normal - to_health * 2 * normal_sd if wanted == "b" else between
    found: dict[str, Flags] = {}
    for (course, _), (first, last) in ends.items():
        flags = found.setdefault(course, {"scored"})
        if last is None:
            continue
        index = to_health * (last - centre - slope * (first - mean)) / error
        crossed_up = cut is not None and to_health * (first - cut) < 0 < to_health * (last - cut)
        crossed_down = cut is not None and to_health * (last - cut) < 0 < to_health * (first - cut)
        flags.add("paired")
        if index > 1.96:
            flags.add("recovered" if crossed_up else "improved")
        elif index < -1.96:
            flags |= {"deteriorated", "harmed"} if crossed_down else {"deteriorated"}
        else:
            flags.add("unchanged")
    return found, 1.96 * error, cut


def how_far(course: Course, *, has_score: bool) -> Flags:
    attended, planned = course["n_attended"], course["n_planned"]
    flags = set()
    if course["started_on"] or attended is None or attended > 0 or has_score:
        flags.add("started")
    if (course["ended_on"] or course["end_reason"]) and (attended or 0) >= 2:
        flags.add("finished")
        if planned and attended / planned >= 0.5:
            flags.add("half")
        if planned and attended / planned >= 0.75:
            flags.add("completed")
    return flags


def rate(n: int, of: int) -> dict[str, float | int | None]:
    if not of:
        return {"n": n, "of": 0, "rate": None, "low": None, "high": None}
    share = n / of
    middle, half = share + Z**2 / (2 * of), Z * sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    return {
        "n": n,
        "of": of,
        "rate": share,
        "low": (middle - half) / (1 + Z**2 / of),
        "high": (middle + half) / (1 + Z**2 / of),
    }


def numbers(everybody: Sequence[Flags], *, has_courses: bool, has_cut: bool) -> dict[str, Any]:
    """What the output must say of these courses, besides the limits."""

    def n_of(flag: str, among: Sequence[Flags] = everybody) -> int:
        return sum(flag in flags for flags in among)

    found: dict[str, Any] = {
        "n_starters": n_of("started"),
        "n_paired": n_of("paired"),
        "n_finished": n_of("finished") if has_courses else None,
    }
    for view, who in (VIEWS | (VIEWS_OF_COURSES if has_courses else {})).items():
        members = [flags for flags in everybody if who in flags]
        of, cases = len(members), len(members) - n_of("not at case", members)
        carried = sum("scored" in flags and "paired" not in flags for flags in members)
        unchanged = n_of("unchanged", members) + (carried if view == "starters_last_score" else 0)
        found[view] = {
            "improved": rate(n_of("improved", members), of),
            "unchanged": rate(unchanged, of),
            "deteriorated": rate(n_of("deteriorated", members), of),
        }
        if has_cut:
            found[view]["recovered"] = rate(n_of("recovered", members), cases)
        else:
            found[view]["recovered"] = {"n": 0, "of": of, "rate": None}
    return found


def differences(said: Any, wanted: Any, *, at: str = "") -> list[str]:
    """Where what is said is not what is wanted; keys that are not wanted are left alone."""
    if isinstance(wanted, dict):
        return [one for key, value in wanted.items() for one in differences(said[key], value, at=f"{at}/{key}")]
    if wanted is None or said is None or isinstance(wanted, str):
        return [] if said == wanted else [f"{at}: {said}, not {wanted}"]
    return [] if isclose(said, wanted, rel_tol=1e-9, abs_tol=1e-12) else [f"{at}: {said}, not {wanted}"]


def files(folder: Path, scores: Sequence[Score], courses: Sequence[Course], *, dated: bool) -> tuple[Path, Path]:
    rows = [
        (course, measure, date(2024, 1, 20) + timedelta(days=day) if dated else day, score)
        for course, measure, day, score in scores
    ]
    columns = (*COURSES, "team")
    return (
        write(folder / "scores.csv", SCORES, rows),
        write(folder / "courses.csv", columns, [[course[name] for name in columns] for course in courses]),
    )


def flags_of(courses: Sequence[Course] | None, *, outcomes: Mapping[str, Flags], scored: set[str]) -> dict[str, Flags]:
    if courses is None:
        return {course: {"started"} | outcomes.get(course, set()) for course in scored}
    return {
        course["course"]: how_far(course, has_score=course["course"] in scored) | outcomes.get(course["course"], set())
        for course in courses
    }


MEASURES = (("phq-9",), ("gad-7",), ("phq-9", "gad-7"), ("phq-9", "spin"), ("phq-9", "gad-7", "spin"))


@pytest.mark.parametrize("seed", range(10))
def test_by_nhs_talking_therapies(seed: int, tmp_path: Path, capsys: Capture) -> None:
    measures = MEASURES[seed % 5]
    scores, courses = made(seed, measures=measures, n=40)
    scores_csv, courses_csv = files(tmp_path, scores, courses, dated=seed % 2 == 0)
    for has_courses, chosen in ((False, measures), (True, measures), (True, measures[:1])):
        words: list[object] = ["--courses", courses_csv, "--by", "team"] if has_courses else []
        words += ["--measure", chosen[0]] if chosen != measures else []
        outcomes = {
            course["course"]: by_nhs(course["course"], ends=ends_of(scores), measures=chosen) for course in courses
        }
        flags = flags_of(courses if has_courses else None, outcomes=outcomes, scored={row[0] for row in scores})
        wanted = numbers(list(flags.values()), has_courses=has_courses, has_cut=True)

        found = told(capsys, scores_csv, *words, *NHS)

        assert differences(found, wanted) == []
        assert (found["cutoff"], found["reliable_change"]) == LIMITS[chosen[0]]
        for view in wanted.keys() & (VIEWS | VIEWS_OF_COURSES).keys():
            members = [one for one in flags.values() if (VIEWS | VIEWS_OF_COURSES)[view] in one]
            assert found[view]["reliably_recovered"]["n"] == sum("reliably_recovered" in one for one in members)
            assert found[view]["reliably_recovered"]["of"] == found[view]["recovered"]["of"]
        for group in found.get("groups", []):
            members = [flags[course["course"]] for course in courses if course["team"] == group["group"]]
            assert differences(group, numbers(members, has_courses=True, has_cut=True)) == []


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "asked",
    [
        {"reliability": 0.8, "direction": "lower"},
        {"reliability": 0.88, "direction": "higher", "functional_mean": 80.5, "functional_sd": 14.0},
        {"reliability": 0.97, "direction": "lower", "functional_mean": 20.0, "functional_sd": 9.0, "cutoff": "b"},
        {"reliability": 0.5, "direction": "lower", "cutoff": "a"},
        {"reliability": 0.9, "direction": "higher", "cutoff": 50.0},
    ],
)
def test_by_jacobson_and_truax(asked: dict[str, Any], method: str, tmp_path: Path, capsys: Capture) -> None:
    asked = asked | {"method": method}
    scores, courses = made(len(method), measures=("own",), n=40)
    scores_csv, courses_csv = files(tmp_path, scores, courses, dated=False)
    outcomes, points, cut = by_jacobson(ends_of(scores), asked=asked)
    flags = flags_of(courses, outcomes=outcomes, scored={row[0] for row in scores})
    settings = [f"{key}={value}" for key, value in asked.items()]

    found = told(capsys, scores_csv, "--courses", courses_csv, *JACOBSON, "--set", *settings)

    assert differences(found, numbers(list(flags.values()), has_courses=True, has_cut=cut is not None)) == []
    assert differences(found, {"reliable_change": points, "cutoff": cut}) == []
    assert ("harmed" in found["paired"]) == (cut is not None)


def test_who_has_a_score_of_another_measure_only_has_started(tmp_path: Path, capsys: Capture) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, [("a", "phq-9", 0, 12), ("a", "phq-9", 7, 4), ("b", "gad-7", 0, 9)])
    rows = [("a", None, None, None, 0, None, None), ("b", None, None, None, 0, None, None)]
    courses = write(tmp_path / "courses.csv", COURSES, rows)

    with_courses = told(capsys, scores, "--courses", courses, *NHS, "--measure", "phq-9")

    assert with_courses["n_starters"] == told(capsys, scores, *NHS, "--measure", "phq-9")["n_starters"] == 2


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("a", "phq-9", "soon", 5), "line 3, on"),
        (("a", "phq-9", 7, 28), "line 3, score"),
        (("a", "phq-9", 7, "nan"), "line 3, score"),
        (("a", "phq-9", 7, None), "line 3, score"),
        (("", "phq-9", 7, 5), "line 3, course"),
        (("a", "", 7, 5), "line 3, measure"),
        (("a", "phq-9", "2024-01-31", 5), "line 3, on"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    row: tuple[object, ...], named: str, tmp_path: Path, capsys: Capture
) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, [("a", "phq-9", 0, 12), row])

    assert named in refused(capsys, scores, *NHS, "--json")
