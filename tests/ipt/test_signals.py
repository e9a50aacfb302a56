"""Rules of a protocol on the scores: each speaks at its edge, in numbers, and only then."""

from datetime import date, timedelta

import pytest

from ipt.happened import Happened, Plan
from ipt.library import Library, shipped
from ipt.protocol import Protocol
from ipt.signals import Signal, return_of_symptoms, signals
from ipt.standing import Standing, standing
from ipt.trajectory import Point, Trajectory, trajectory

pytestmark = pytest.mark.quick

IPT = shipped().protocol("ipt")
PHQ_9 = shipped().measure("phq-9")
NHS = shipped().framework("nhs-talking-therapies")
START = date(2026, 1, 5)


def week(n: int) -> date:
    return START + timedelta(weeks=n - 1)


def after(n_held: int, *, ended: bool = False) -> Standing:
    happened = Happened(
        started_on=START,
        plans=(Plan(on=START, n_sessions=16, ends_on=week(20)),),
        held=tuple(week(n) for n in range(1, n_held + 1)),
        facts={"focus_agreed": week(4)},
        ended_on=week(n_held) if ended else None,
    )
    return standing(IPT, length="sixteen", happened=happened, on=week(n_held) + timedelta(days=1))


def scores(*totals: int | None) -> Trajectory:
    points = [Point(on=week(n), total=total) for n, total in enumerate(totals, start=1)]
    return trajectory(PHQ_9, points, framework=NHS)


def found(n_held: int, *totals: int | None) -> dict[str, str]:
    return {one.rule.id: one.why for one in signals(IPT, standing=after(n_held), trajectory=scores(*totals))}


@pytest.mark.parametrize(("n_held", "speaks"), [(3, False), (4, True), (6, True), (7, False)])
def test_early_no_change_is_looked_for_from_the_fourth_to_the_sixth_session_held(n_held: int, speaks: bool) -> None:
    assert ("early_no_change" in found(n_held, 20, 20)) is speaks


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (20, 15, "20 at the start, 15 now: 5 points (25%) better, where 6 points and 20% are looked for."),
        (20, 14, None),
        (27, 22, "27 at the start, 22 now: 5 points (19%) better, where 6 points and 20% are looked for."),
        (27, 21, None),
        (20, 20, "20 at the start, 20 now: no change, where 6 points and 20% are looked for."),
        (20, 21, "20 at the start, 21 now: 1 point (5%) worse, where 6 points and 20% are looked for."),
        (8, 4, None),
        (0, 6, "0 at the start, 6 now: 6 points worse, where 6 points and 20% are looked for."),
    ],
)
def test_early_no_change_is_fewer_than_six_points_or_less_than_a_fifth(first: int, last: int, why: str | None) -> None:
    assert found(5, first, last).get("early_no_change") == why


def test_a_fifth_is_asked_for_beside_the_points() -> None:
    bdi = trajectory(shipped().measure("bdi-ii"), [Point(week(1), 40), Point(week(5), 33)], framework=NHS)
    again = one_rule(measure="bdi-ii")

    (signal,) = signals(again, standing=after(5), trajectory=bdi)

    assert signal.why == "40 at the start, 33 now: 7 points (18%) better, where 6 points and 20% are looked for."


@pytest.mark.parametrize(("n_held", "speaks"), [(6, False), (7, True), (8, True), (12, True)])
def test_the_mid_point_rule_speaks_from_the_review_on_as_it_is_coming(n_held: int, speaks: bool) -> None:
    assert ("midway_no_change" in found(n_held, 20, 19)) is speaks


@pytest.mark.parametrize(
    ("last", "why"),
    [(16, "20 at the start, 16 now: 4 points (20%) better, where 25% are looked for."), (15, None), (14, None)],
)
def test_at_the_mid_point_a_quarter_is_looked_for(last: int, why: str | None) -> None:
    assert found(7, 20, last).get("midway_no_change") == why


@pytest.mark.parametrize(("n_held", "speaks"), [(14, False), (15, True), (16, True)])
def test_the_rule_of_the_end_speaks_from_the_last_session_on_as_it_is_coming(n_held: int, speaks: bool) -> None:
    assert ("end_not_remitted" in found(n_held, 20, 6)) is speaks


def test_a_course_that_ended_early_is_at_its_end() -> None:
    ended = signals(IPT, standing=after(9, ended=True), trajectory=scores(20, 6))

    assert [one.rule.id for one in ended if one.rule.at == "end"] == ["end_not_remitted"]


@pytest.mark.parametrize(("last", "why"), [(5, "20 at the start, 5 now: no remission."), (4, None)])
def test_remission_is_below_five(last: int, why: str | None) -> None:
    assert found(16, 20, last).get("end_not_remitted") == why


def test_each_rule_suggests_and_none_orders() -> None:
    assert {rule.id: rule.suggests for rule in IPT.rules} == {
        "early_no_change": "supervision",
        "midway_no_change": "review",
        "end_not_remitted": "other_options",
        "symptoms_return": "review",
    }


@pytest.mark.parametrize("totals", [(), (20,), (20, None), (None, None)])
def test_without_two_totals_no_rule_speaks(totals: tuple[int | None, ...]) -> None:
    assert all(found(n_held, *totals) == {} for n_held in (4, 8, 16))


def test_the_rules_of_another_measure_stay_silent() -> None:
    gad = trajectory(shipped().measure("gad-7"), [Point(week(1), 15), Point(week(5), 15)], framework=NHS)

    assert signals(IPT, standing=after(5), trajectory=gad) == ()


@pytest.mark.parametrize(("now", "speaks"), [(9, False), (10, True), (4, False), (3, False)])
def test_symptoms_return_from_six_points_above_the_end_on(now: int, speaks: bool) -> None:
    assert bool(return_of_symptoms(IPT, measure="phq-9", at_end=4, now=now)) is speaks


def test_a_return_of_symptoms_is_told_in_numbers() -> None:
    (signal,) = return_of_symptoms(IPT, measure="phq-9", at_end=4, now=12)

    assert signal == Signal(
        rule=next(rule for rule in IPT.rules if rule.id == "symptoms_return"),
        why="4 at the end, 12 now: 8 points worse, and the rule looks from 6 points on.",
    )
    assert return_of_symptoms(IPT, measure="gad-7", at_end=4, now=12) == ()


@pytest.mark.parametrize(("now", "speaks"), [(14, False), (15, True)])
def test_a_return_may_be_looked_for_in_percent(now: int, speaks: bool) -> None:
    protocol = one_rule(measure="phq-9", kind="return_of_symptoms")

    assert bool(return_of_symptoms(protocol, measure="phq-9", at_end=10, now=now)) is speaks
    assert return_of_symptoms(protocol, measure="phq-9", at_end=0, now=9) == ()


def test_where_higher_is_better_a_rise_is_the_gain() -> None:
    rising = scores(10, 18)

    assert signals(one_rule(measure="phq-9"), standing=after(5), trajectory=rising, better="higher") == ()
    (fall,) = return_of_symptoms(
        one_rule(measure="phq-9", kind="return_of_symptoms"), measure="phq-9", at_end=20, now=10, better="higher"
    )
    assert fall.why == "20 at the end, 10 now: 10 points worse, and the rule looks from 50% on."


FRAME = """
id = "one-rule"
version = 1
is_on = false
edition = "none"
evidence = "none"
formats = ["individual"]
media = ["phone"]
usual_foci = 1
most_foci = 1
areas = []
techniques = []
measures = []
tasks = []
sources = [{ id = "made-up", text = "Made up for this test." }]
[[lengths]]
id = "two"
n_sessions = 2
fewest = 1
most = 2
minutes = 50
interval_days = 7
latest_weeks = 2
is_usual = true
source = "made-up"
tag = "INF"
phases = [{ phase = "only", first = 1, last = 2 }]
[[rules]]
id = "one"
suggests = "review"
source = "made-up"
tag = "INF"
"""


def one_rule(*, measure: str, kind: str = "no_improvement") -> Protocol:
    """A protocol with one rule: six points and a fifth in sessions 4 to 6, or a return by half."""
    early = "from_session = 4\nto_session = 6\npoints = 6\npercent = 20"
    numbers = early if kind == "no_improvement" else "percent = 50"
    text = f'{FRAME}kind = "{kind}"\nmeasure = "{measure}"\n{numbers}\n'
    return Library.from_texts({"protocols/one-rule/1.toml": text}, base=shipped()).protocol("one-rule")
