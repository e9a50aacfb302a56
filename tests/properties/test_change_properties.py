"""Each rule of change says the same of a number and of a column of numbers, and its claims fit together."""

from __future__ import annotations

import operator
from collections.abc import Callable

from attrs import asdict, frozen
from hypothesis import given
from hypothesis import strategies as st

from ipt import change
from ipt.change import Movement
from ipt.framework import Framework, Rule
from ipt.measure import Direction


@frozen(order=False)
class Column:
    """Values that are worked on all at once; like a real column it has no truth of its own."""

    values: tuple[float, ...]

    def _each(self, rule: Callable[[float, float], float], other: Column | float) -> Column:
        others = other.values if isinstance(other, Column) else (other,) * len(self.values)
        return Column(tuple(rule(mine, theirs) for mine, theirs in zip(self.values, others, strict=True)))

    def __sub__(self, other: Column | float) -> Column:
        return self._each(operator.sub, other)

    def __mul__(self, other: float) -> Column:
        return self._each(operator.mul, other)

    def __truediv__(self, other: float) -> Column:
        return self._each(operator.truediv, other)

    def __lt__(self, other: Column | float) -> Column:
        return self._each(operator.lt, other)

    def __le__(self, other: Column | float) -> Column:
        return self._each(operator.le, other)

    def __gt__(self, other: Column | float) -> Column:
        return self._each(operator.gt, other)

    def __ge__(self, other: Column | float) -> Column:
        return self._each(operator.ge, other)

    def __and__(self, other: Column) -> Column:
        return self._each(operator.and_, other)

    def __or__(self, other: Column) -> Column:
        return self._each(operator.or_, other)

    def __xor__(self, other: bool) -> Column:
        return self._each(operator.xor, other)

    def __bool__(self) -> bool:
        raise TypeError("A column is neither true nor false.")


totals = st.integers(0, 27).map(float)
pairs = st.lists(st.tuples(totals, totals, st.booleans()), min_size=1, max_size=20)
directions: st.SearchStrategy[Direction] = st.sampled_from(["lower", "higher"])
points = st.sampled_from([0.73, 3.92, 5.2, 6.0])
cuts = st.sampled_from([2.3, 8.0, 10.0])


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, Framework]:
    rule = Rule(
        measure="made-up",
        source="made-up",
        verified=False,
        better=draw(directions),
        case_at=draw(cuts),
        points=draw(points),
    )
    framework = Framework(
        id="made-up",
        version=1,
        title="Made up",
        method="jacobson-truax",
        strict=draw(st.booleans()),
        worsening="soon",
        sources=(),
        rules=(rule,),
    )
    return rule, framework


def columns(rows: list[tuple[float, float, bool]]) -> tuple[Column, Column, Column]:
    first, last, paired = zip(*rows, strict=True)
    return Column(first), Column(last), Column(paired)


@given(pairs, points, directions, st.booleans())
def test_improved_and_worsened_agree(
    rows: list[tuple[float, float, bool]], points: float, better: Direction, strict: bool
) -> None:
    first, last, _ = columns(rows)
    for rule in (change.improved, change.worsened):
        column = rule(first, last=last, points=points, better=better, strict=strict)

        assert column.values == tuple(
            rule(one, last=other, points=points, better=better, strict=strict) for one, other, _ in rows
        )


@given(pairs, cuts, directions, st.booleans())
def test_case_and_well_agree(
    rows: list[tuple[float, float, bool]], cut: float, better: Direction, strict: bool
) -> None:
    first, _, _ = columns(rows)

    case = change.is_case(first, cut=cut, better=better, strict=strict)
    well = change.is_well(first, cut=cut, better=better)

    assert case.values == tuple(change.is_case(one, cut=cut, better=better, strict=strict) for one, _, _ in rows)
    assert well.values == tuple(change.is_well(one, cut=cut, better=better) for one, _, _ in rows)


@given(pairs, directions)
def test_response_the_index_and_a_finished_course_agree(
    rows: list[tuple[float, float, bool]], better: Direction
) -> None:
    first, last, _ = columns(rows)

    responded = change.responded(first, last=last, fraction=0.5, better=better)
    index = change.reliable_change_index(first, last=last, sdiff=2.655)
    finished = change.is_finished(first, least=2)

    assert responded.values == tuple(
        change.responded(one, last=other, fraction=0.5, better=better) for one, other, _ in rows
    )
    assert isinstance(index, Column)
    assert index.values == tuple(change.reliable_change_index(one, last=other, sdiff=2.655) for one, other, _ in rows)
    assert finished.values == tuple(change.is_finished(one, least=2) for one, _, _ in rows)


@given(pairs, pairs, rules())
def test_the_flags_of_a_course_agree(
    depression: list[tuple[float, float, bool]],
    anxiety: list[tuple[float, float, bool]],
    made_up: tuple[Rule, Framework],
) -> None:
    both = list(zip(depression, anxiety, strict=False))
    column = change.course_outcome(
        as_column([one for one, _ in both], made_up=made_up),
        anxiety=as_column([other for _, other in both], made_up=made_up),
    )

    for index, (one, other) in enumerate(both):
        number = change.course_outcome(as_number(one, made_up=made_up), anxiety=as_number(other, made_up=made_up))
        assert {name: claim.values[index] for name, claim in asdict(column, recurse=False).items()} == asdict(number)


@given(pairs, rules())
def test_the_categories_agree(rows: list[tuple[float, float, bool]], made_up: tuple[Rule, Framework]) -> None:
    column = change.categories(as_column(rows, made_up=made_up))

    for index, row in enumerate(rows):
        number = change.categories(as_number(row, made_up=made_up))
        assert {name: claim.values[index] for name, claim in asdict(column, recurse=False).items()} == asdict(number)


@given(totals, totals, rules())
def test_a_pair_has_exactly_one_category_and_an_unpaired_course_none(
    first: float, last: float, made_up: tuple[Rule, Framework]
) -> None:
    paired = change.categories(as_number((first, last, True), made_up=made_up))
    unpaired = change.categories(as_number((first, last, False), made_up=made_up))

    assert sum(asdict(paired).values()) == 1
    assert sum(asdict(unpaired).values()) == 0


@given(totals, totals, totals, totals, rules())
def test_a_paired_course_has_exactly_one_reliable_outcome(
    p1: float, p2: float, a1: float, a2: float, made_up: tuple[Rule, Framework]
) -> None:
    outcome = change.course_outcome(
        as_number((p1, p2, True), made_up=made_up), anxiety=as_number((a1, a2, True), made_up=made_up)
    )

    assert outcome.improvement + outcome.deterioration + outcome.no_reliable_change == 1
    assert outcome.reliable_recovery <= outcome.recovery <= outcome.at_case


@given(totals, totals, points, directions)
def test_improvement_one_way_is_worsening_the_other_way(
    first: float, last: float, points: float, better: Direction
) -> None:
    there = change.improved(first, last=last, points=points, better=better)
    back = change.worsened(last, last=first, points=points, better=better)

    assert there == back
    assert not (there and change.worsened(first, last=last, points=points, better=better))


def as_column(rows: list[tuple[float, float, bool]], *, made_up: tuple[Rule, Framework]) -> Movement[Column]:
    first, last, paired = columns(rows)
    return change.movement(made_up[0], first=first, last=last, paired=paired, framework=made_up[1])


def as_number(row: tuple[float, float, bool], *, made_up: tuple[Rule, Framework]) -> Movement[bool]:
    first, last, paired = row
    return change.movement_of(made_up[0], first=first, last=last if paired else None, framework=made_up[1])
