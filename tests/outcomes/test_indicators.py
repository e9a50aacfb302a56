"""The indicators of a service: what they count, that small numbers are hidden everywhere, and services of any size."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from ipt.library import shipped
from ipt.outcomes.indicators import indicators
from ipt.outcomes.indicators.groups import OTHERS, joined
from ipt.outcomes.indicators.times import coarse
from ipt.outcomes.survival import kaplan_meier
from tests.outcomes.made_up import AS_OF, PERIOD, Row, service, tables

Told = dict[str, Any]
BY = ("team", "therapist", "baseline")


def told(scores: list[Row], courses: list[Row], *, framework: str = "nhs-talking-therapies", **more: Any) -> Told:
    without = more.pop("without", ())
    of = {"library": shipped(), "period": PERIOD, "as_of": AS_OF, "by": BY} | more
    found = indicators(*tables(scores, courses, without=without), framework=shipped().framework(framework), **of)
    assert json.loads(json.dumps(found)) == found
    return found


def leaves(part: Any) -> Iterator[Told]:
    """Every count and every rate of an output."""
    if isinstance(part, dict):
        if "is_hidden" in part and "n" in part:
            yield part
        for inner in part.values():
            yield from leaves(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from leaves(inner)


TOY = (  # measures.md 7.3: first, last, sessions
    (18, 6, 16),
    (15, 8, 14),
    (12, 9, 12),
    (20, 18, 9),
    (16, 9, 16),
    (14, 15, 3),
    (22, 20, 2),
    (11, None, 1),
    (19, None, 1),
    (13, 4, 10),
)


def toy(times: int) -> tuple[list[Row], list[Row]]:
    """The ten courses of the toy vector so many times over, PHQ-9 only."""
    scores: list[Row] = []
    courses: list[Row] = []
    for number, (first, last, n_attended) in enumerate(TOY * times):
        started = date(2025, 3, 3)
        courses.append(
            {
                "course": f"c{number}",
                "started_on": started,
                "ended_on": started + timedelta(days=100),
                "n_attended": n_attended,
                "n_planned": 16,
                "end_reason": "completed" if n_attended > 9 else "lost_contact",
            }
        )
        for score, days in ((first, 0), (last, 90)):
            if score is not None:
                on = started + timedelta(days=days)
                scores.append({"course": f"c{number}", "measure": "phq-9", "on": on, "score": float(score)})
    return scores, courses


def test_the_toy_vector_comes_out_with_its_denominators() -> None:
    """Finished 8, paired 8 of 10, recovered 5 of 8 and 5 of 10, reliably 4 of 8 and 4 of 10; ten times over."""
    found = told(*toy(10))["outcomes"]

    assert (found["n_starters"]["n"], found["n_finished"]["n"], found["paired"]["n"]) == (100, 80, 80)
    blocks = found["blocks"]
    shares = {
        view: [(blocks[view][outcome]["n"], blocks[view][outcome]["of"]) for outcome in ("recovered", "improved")]
        for view in ("finished", "starters_missing_as_failure")
    }
    assert shares == {"finished": [(50, 80), (40, 80)], "starters_missing_as_failure": [(50, 100), (40, 100)]}
    assert blocks["finished"]["reliably_recovered"]["rate"] == 0.5


def test_that_all_completers_recovered_is_not_told_of_anyone() -> None:
    """Completers are 40 of 40: whoever is known to be one would be known to have recovered."""
    found = told(*toy(10))["outcomes"]

    completers = found["blocks"]["completers"]["recovered"]
    assert (completers["n"], completers["of"], completers["rate"], completers["is_hidden"]) == (None, 40, None, True)
    contrasts = {one["view"]: one for one in found["differences"]["recovered"]}
    assert contrasts["completers"]["direction"] is None
    assert contrasts["finished"] == {
        "view": "finished",
        "against": "starters_missing_as_failure",
        "direction": "higher",
        "points": 12.5,
        "is_hidden": False,
    }


@pytest.mark.parametrize("n", [0, 1, 7, 30, 300])
def test_no_number_from_one_to_four_is_told_whatever_the_size_of_a_service(n: int) -> None:
    found = told(*service(n))

    for leaf in leaves(found):
        if not leaf["is_hidden"]:
            assert leaf["n"] == 0 or leaf["n"] >= 5, leaf
        else:
            assert leaf["n"] is None and leaf.get("rate") is None


@pytest.mark.parametrize("n", [30, 300])
def test_no_outcome_is_told_that_nearly_all_or_nearly_none_had(n: int) -> None:
    found = told(*service(n))

    everything = [found["outcomes"]] + [group for column in found["by"].values() for group in column.get("groups", ())]
    n_told = 0
    for one in everything:
        for rates in one["blocks"].values():
            for rate in rates.values():
                if rate is not None and not rate["is_hidden"]:
                    n_told += 1
                    assert rate["n"] >= 5 and rate["of"] - rate["n"] >= 5, rate
    assert n_told > 0 or n == 30


def test_a_service_without_courses_is_told_as_such() -> None:
    found = told([], [])

    assert found["n_ended"] == {"n": 0, "is_hidden": False}
    assert found["outcomes"] == {"reason": "Nobody has a score of a measure by which NHS Talking Therapies decides."}
    assert found["caseload"]["running"]["n"] == 0
    assert found["harm"]["deaths"] == {"courses": {"n": 0, "is_hidden": False}, "n_in_all": 0}


def test_one_course_alone_tells_nothing_of_its_outcome() -> None:
    found = told(*toy(1)[:1], toy(1)[1][:1])

    assert found["n_ended"]["is_hidden"]
    assert all(leaf["is_hidden"] or leaf["n"] == 0 for leaf in leaves(found))
    assert found["effects"]["phq-9"]["change"] is None


def test_what_ended_outside_the_period_and_what_runs_is_not_among_the_ended() -> None:
    scores, courses = toy(3)
    courses[0]["ended_on"] = date(2024, 12, 31)
    courses[1]["ended_on"] = date(2026, 1, 1)
    courses[2]["ended_on"] = PERIOD[0]
    courses[3]["ended_on"] = PERIOD[1]
    courses[4] |= {"ended_on": None, "end_reason": None}

    found = told(scores, courses)

    assert found["n_ended"]["n"] == 27
    assert found["caseload"]["running"]["is_hidden"]


def test_the_order_of_rows_never_matters() -> None:
    scores, courses = service(120)

    once, turned = told(scores, courses), told(scores[::-1], courses[::-1])

    assert once == turned


def test_endings_add_up_and_who_left_is_told_by_how_far_they_came() -> None:
    found = told(*service(600))["endings"]

    kinds = {kind: count["n"] for kind, count in found["by_kind"].items()}
    assert None not in kinds.values()
    assert sum(found["left"][stage]["n"] for stage in found["left"]) == kinds["early_by_client"] + kinds["lost_contact"]


def test_waits_are_held_against_the_standards() -> None:
    """Referral to first contact: 20 in 30 days, 60 in 100, 20 in 200: 20% within 42 days, 80% within 126."""
    scores, courses = toy(10)
    for number, course in enumerate(courses):
        days = 30 if number < 20 else 100 if number < 80 else 200
        course |= {
            "n_attended": 8,
            "referred_on": course["started_on"] - timedelta(days=days),
            "first_contact_on": course["started_on"],
            "second_contact_on": course["started_on"] + timedelta(days=91 if number < 10 else 90),
        }

    found = told(scores, courses)["waits"]

    standards = [(one["within"]["n"], one["within"]["of"], one["is_met"]) for one in found["standards"]]
    assert standards == [(20, 100, False), (80, 100, False)]
    assert (found["hidden"]["beyond"]["n"], found["hidden"]["beyond"]["of"]) == (10, 100)


@pytest.mark.parametrize(("column", "part"), [("referred_on", "waits"), ("phase", "caseload")])
def test_a_part_without_its_column_says_so(column: str, part: str) -> None:
    scores, courses = service(40)

    found = told(scores, courses, without=(column,))[part]

    reason = found["by_phase"]["reason"] if part == "caseload" else found["reason"]
    assert column in reason


def test_a_grouping_whose_column_is_not_there_says_so() -> None:
    found = told(*service(40), by=("site",))["by"]["site"]

    assert found == {"reason": "The courses have no column site."}


def test_recovery_by_jacobson_and_truax_counts_harm_within_deterioration() -> None:
    found = told(*service(400), framework="jacobson-truax")["outcomes"]

    block = found["blocks"]["paired"]
    assert found["measures"] == ["phq-9"]
    assert block["reliably_recovered"] is None
    assert block["harmed"]["is_hidden"] or block["harmed"]["n"] <= block["deteriorated"]["n"]


def test_the_research_view_imputes_whoever_left_and_draws_the_tipping_line() -> None:
    found = told(*service(300))["research"]

    rates = [step["rate"] for step in found["tipping"]["steps"]]
    assert rates == sorted(rates, reverse=True)
    assert (found["tipping"]["steps"][0]["points"], found["tipping"]["steps"][-1]["points"]) == (0, 6)
    assert rates[0] == found["recovered"]["rate"]
    assert found["n_imputed"]["n"] > 50


def test_a_funnel_stands_by_name_and_its_pooled_rate_is_that_of_everybody() -> None:
    found = told(*service(900))

    drawn, block = found["by"]["team"]["funnel"], found["outcomes"]["blocks"]["finished"]["recovered"]
    names = [point["name"] for point in drawn["points"]]
    assert names == sorted(names) == ["team 0", "team 1", "team 2", "team 3"]
    assert drawn["case_mix"] == "baseline"
    assert drawn["pooled"] == round(block["rate"], 4)
    assert sum(point["n"] for point in drawn["points"]) == block["n"]


def test_where_the_whole_is_hidden_no_funnel_is_drawn() -> None:
    """Twenty courses in two teams, and all recovered."""
    scores, courses = toy(20)
    for number, course in enumerate(courses):
        course["team"] = f"team {number // 100}"

    found = told(scores, [course for number, course in enumerate(courses) if number % 10 == 0])

    assert found["outcomes"]["blocks"]["finished"]["recovered"]["is_hidden"]
    assert "too few" in found["by"]["team"]["funnel"]["reason"]


def test_too_few_to_impute_from_is_said() -> None:
    assert "too few" in told(*service(15))["research"]["reason"]


def test_a_curve_has_no_step_of_fewer_than_five_and_stops_where_fewer_remain() -> None:
    curve = kaplan_meier(list(range(1, 31)), happened=[True] * 30)

    steps = coarse(curve.steps, threshold=5)

    assert [step.day for step in steps] == [5, 10, 15, 20, 25]
    assert all(step.n_events == 5 for step in steps)


@pytest.mark.parametrize(
    ("sizes", "others"),
    [
        ({"a": 20, "b": 3, "c": 9}, {"b", "c"}),
        ({"a": 20, "b": 3, "c": 4}, {"b", "c"}),
        ({"a": 20, "b": 1, "c": 2, "d": 30}, {"b", "c", "a"}),
        ({"a": 20, "b": 30}, set()),
    ],
)
def test_small_groups_are_joined_until_they_are_large_enough(sizes: dict[str | None, int], others: set[str]) -> None:
    found = joined(sizes, threshold=5)

    assert found is not None
    assert {value for value, label in found.labels.items() if label == OTHERS} == others


@pytest.mark.parametrize("sizes", [{}, {"a": 30}, {"a": 30, "b": 2}, {"a": 2, "b": 2}])
def test_where_two_groups_cannot_be_told_apart_none_are(sizes: dict[str | None, int]) -> None:
    assert joined(sizes, threshold=5) is None


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        told(*service(3), period=PERIOD[::-1])
