"""CourseRow and what is counted from it: columns against numbers, against SQL written by hand, in any order of rows."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import ibis
import pytest
from attrs import asdict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt import change
from ipt.change import category, movement_of
from ipt.library import shipped
from ipt.outcomes.counting import decided, outcomes, outcomes_of
from ipt.outcomes.decision import moved_by
from ipt.outcomes.rows import course_rows
from ipt.outcomes.settings import Settings

NHS = shipped().framework("nhs-talking-therapies")
JACOBSON = shipped().framework("jacobson-truax")
Score = tuple[str, str, float, float]
BLANK = {"referred_on": None, "started_on": None, "ended_on": None, "n_planned": None, "end_reason": None}
COURSES = {
    "course": "string",
    "referred_on": "date",
    "started_on": "date",
    "ended_on": "date",
    "n_attended": "int64",
    "n_planned": "int64",
    "end_reason": "string",
    "team": "string",
}


def table(scores: list[Score]) -> ibis.Table:
    schema = {"course": "string", "measure": "string", "on": "float64", "score": "float64"}
    return ibis.memtable([dict(zip(schema, row, strict=True)) for row in scores], schema=schema)


def courses(*rows: dict[str, Any]) -> ibis.Table:
    return ibis.memtable([BLANK | {"n_attended": None, "team": None} | row for row in rows], schema=COURSES)


def rows_of(expression: ibis.Table) -> dict[str, dict[str, Any]]:
    return {row["course"]: row for row in expression.to_pyarrow().to_pylist()}


score_lists = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from(["phq-9", "gad-7"]),
        st.integers(0, 4).map(float),
        st.integers(0, 21).map(float),
    ),
    min_size=1,
    max_size=40,
)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ends_by_hand(scores: list[Score], *, measure: str) -> dict[str, tuple[float, float | None]]:
    """First and last score of each course, in plain Python."""
    days: dict[str, dict[float, list[float]]] = {}
    for course, name, on, score in scores:
        if name == measure:
            days.setdefault(course, {}).setdefault(on, []).append(score)
    means = {course: {on: sum(day) / len(day) for on, day in of.items()} for course, of in days.items()}
    return {course: (of[min(of)], of[max(of)] if len(of) > 1 else None) for course, of in means.items()}


@few
@given(score_lists)
def test_first_and_last_are_those_of_the_earliest_and_latest_day(scores: list[Score]) -> None:
    found = rows_of(course_rows(table(scores), measures=["phq-9", "gad-7"]))

    for measure in ("phq-9", "gad-7"):
        by_hand = ends_by_hand(scores, measure=measure)
        for course, row in found.items():
            first, last = by_hand.get(course, (None, None))
            assert row[f"first_{measure}"] == (None if first is None else pytest.approx(first))
            assert row[f"last_{measure}"] == (None if last is None else pytest.approx(last))
            assert row[f"is_paired_{measure}"] == (last is not None)
            assert row[f"n_{measure}"] == sum((one[0], one[1]) == (course, measure) for one in scores)


@few
@given(score_lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(scores: list[Score], chance: Random) -> None:
    mixed = list(scores)
    chance.shuffle(mixed)

    assert outcomes(table(mixed), framework=NHS) == outcomes(table(scores), framework=NHS)


def test_saying_that_no_day_has_two_scores_changes_nothing_where_it_is_true() -> None:
    scores = table([("a", "phq-9", on, 20 - on) for on in range(5)] + [("b", "phq-9", 0, 3), ("b", "gad-7", 0, 9)])

    by_days = outcomes(scores, framework=NHS, has_ties=True)

    assert outcomes(scores, framework=NHS, has_ties=False) == by_days


@few
@given(score_lists, st.sampled_from([NHS, JACOBSON]))
def test_a_column_says_what_the_same_function_says_of_a_number(scores: list[Score], framework: Any) -> None:
    rule = framework.rule("phq-9")
    row = course_rows(table(scores), measures=["phq-9"])
    claims = moved_by(row, measure="phq-9", within=change.limits(rule, framework=framework))

    found = rows_of(row.mutate(**asdict(claims, recurse=False)))

    for course, (first, last) in ends_by_hand(scores, measure="phq-9").items():
        number = asdict(movement_of(rule, first=first, last=last, framework=framework))
        assert {name: found[course][name] for name in number} == number


@few
@given(score_lists)
def test_the_categories_of_one_measure_are_exclusive_and_of_all_pairs(scores: list[Score]) -> None:
    by_hand = ends_by_hand(scores, measure="phq-9")
    rule = JACOBSON.rule("phq-9")
    assert rule
    told = Counter(
        category(movement_of(rule, first=first, last=last, framework=JACOBSON)) for first, last in by_hand.values()
    )

    found = outcomes(table(scores), framework=JACOBSON, measures=["phq-9"])

    block = found.blocks["paired"]
    assert block.recovered and block.harmed
    assert block.recovered.n + block.improved.n + block.unchanged.n + block.deteriorated.n == found.n_paired
    assert (block.recovered.n, block.improved.n, block.unchanged.n, block.harmed.n) == (
        told["recovered"],
        told["improved"],
        told["unchanged"],
        told["harmed"],
    )
    assert block.deteriorated.n == told["deteriorated"] + told["harmed"]


BY_HAND = """
with day as (select course, measure, "on", avg(score) as score from scores group by 1, 2, 3),
ends as (select course,
    arg_min(score, "on") filter (measure = 'phq-9') as p1, arg_max(score, "on") filter (measure = 'phq-9') as p2,
    count(*) filter (measure = 'phq-9') as np,
    arg_min(score, "on") filter (measure = 'gad-7') as a1, arg_max(score, "on") filter (measure = 'gad-7') as a2,
    count(*) filter (measure = 'gad-7') as na from day group by 1),
claims as (select *, coalesce(p1 >= 10, false) or coalesce(a1 >= 8, false) as is_case,
    np > 1 and p1 - p2 >= 6 as p_up, np > 1 and p2 - p1 >= 6 as p_down,
    na > 1 and a1 - a2 >= 4 as a_up, na > 1 and a2 - a1 >= 4 as a_down,
    np > 1 and na > 1 and p2 < 10 and a2 < 8 as is_well from ends)
select count(*), count(*) filter (is_case and is_well),
    count(*) filter (is_case), count(*) filter ((p_up or a_up) and not (p_down or a_down)),
    count(*) filter ((p_down or a_down) and not (p_up or a_up)), count(*) filter (np > 1 or na > 1),
    count(*) filter (is_case and is_well and (p_up or a_up) and not (p_down or a_down)) from claims
"""


def test_ten_thousand_scores_give_what_sql_written_by_hand_gives() -> None:
    chance = Random(7)
    scores = [
        (f"c{chance.randrange(900)}", chance.choice(["phq-9", "gad-7"]), float(chance.randrange(9)), float(score))
        for score in (chance.randrange(22) for _ in range(10_000))
    ]
    connection = ibis.duckdb.connect()
    mine = connection.create_table("scores", schema=table(scores).schema())
    connection.insert("scores", table(scores).to_pyarrow().to_pandas())
    [(n, recovered, cases, improved, worse, paired, reliably)] = connection.raw_sql(BY_HAND).fetchall()

    found = outcomes(mine, framework=NHS, measures=["phq-9", "gad-7"])

    block = found.blocks["starters_missing_as_failure"]
    assert (found.n_starters, found.n_paired) == (n, paired)
    assert block.recovered and (block.recovered.n, block.recovered.of) == (recovered, cases)
    assert block.reliably_recovered and block.reliably_recovered.n == reliably
    assert (block.improved.n, block.deteriorated.n) == (improved, worse)
    assert block.unchanged.n == paired - improved - worse


def test_how_far_a_course_went() -> None:
    day = date(2024, 1, 1)
    found = rows_of(
        course_rows(
            table([("scored", "phq-9", 0, 5)]),
            courses(
                {"course": "half", "started_on": day, "ended_on": day, "n_attended": 8, "n_planned": 16},
                {"course": "most", "started_on": day, "ended_on": day, "n_attended": 12, "n_planned": 16},
                {"course": "still", "started_on": day, "n_attended": 16, "n_planned": 16},
                {"course": "reason", "started_on": day, "n_attended": 2, "end_reason": "dropped out"},
                {"course": "once", "started_on": day, "ended_on": day + timedelta(1), "n_attended": 1, "n_planned": 1},
                {"course": "never", "referred_on": day, "n_attended": 0},
                {"course": "scored", "referred_on": day, "n_attended": 0},
                {"course": "unknown"},
            ),
            measures=["phq-9"],
        )
    )

    def who(flag: str) -> set[str]:
        return {course for course, row in found.items() if row[flag]}

    assert who("is_finished") == {"half", "most", "reason"}
    assert who("is_completer_50") == {"half", "most"}
    assert who("is_completer_75") == {"most"}
    assert set(found) - who("has_started") == {"never"}


def test_the_measure_for_a_problem_decides_where_it_has_both_scores_and_one_can_be_chosen() -> None:
    scores = table(
        [
            *(
                ("a", measure, on, score)
                for measure, score in (("phq-9", 5), ("gad-7", 14), ("spin", 15))
                for on in (0, 1)
            ),
            ("b", "gad-7", 0, 14),
            ("b", "spin", 0, 15),
            ("c", "spin", 0, 40),
        ]
    )
    row = course_rows(scores, measures=["phq-9", "gad-7", "spin"])

    told = rows_of(decided(row, framework=NHS, measures=["phq-9", "gad-7", "spin"]).table)
    by_gad = decided(row, framework=NHS, measures=["phq-9", "gad-7", "spin"], settings=Settings(anxiety="gad-7"))

    assert {course: one["not_at_case"] for course, one in told.items()} == {"a": True, "b": False, "c": False}
    assert not rows_of(by_gad.table)["a"]["not_at_case"]
    assert by_gad.measures == ("phq-9", "gad-7")


def test_every_group_adds_up_to_the_whole() -> None:
    chance = Random(3)
    scores = table([(f"c{n}", "phq-9", float(on), float(chance.randrange(28))) for n in range(60) for on in range(2)])
    teams = courses(
        *(
            {"course": f"c{n}", "n_attended": n % 20, "ended_on": date(2024, 1, 1), "team": "xyz"[n % 3]}
            for n in range(60)
        )
    )

    found = outcomes(scores, teams, framework=NHS, by="team")

    assert [group.value for group in found.groups] == ["x", "y", "z"]
    for view, rates in found.blocks.items():
        assert rates.improved.n == sum(group.outcomes.blocks[view].improved.n for group in found.groups)
        assert rates.improved.of == sum(group.outcomes.blocks[view].improved.of for group in found.groups)


def test_courses_that_are_decided_on_already_are_counted_alike() -> None:
    scores = table([("a", "phq-9", 0, 20), ("a", "phq-9", 1, 5)])
    row = course_rows(scores, measures=["phq-9"])

    told = decided(row, framework=NHS, measures=["phq-9"])

    assert outcomes_of(told, framework=NHS) == outcomes(scores, framework=NHS)
