"""No suppressed number can be found by subtraction within a table: an attacker with a linear solver finds none."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ipt.outcomes.disclosure import Cell, Key, Relation, Table, hidden, is_small, ranges, rounded

counts = st.integers(0, 14)


def with_totals(rows: list[list[int]]) -> Table:
    """A table of so many rows and columns, with both margins and the grand total."""
    cells: dict[Key, Cell] = {}
    relations = []
    n_columns = len(rows[0])
    for r, row in enumerate(rows):
        cells |= {(r, c): Cell(value) for c, value in enumerate(row)}
        cells[r, "all"] = Cell(sum(row))
        relations.append(Relation((r, "all"), tuple((r, c) for c in range(n_columns))))
    for c in range(n_columns):
        cells["all", c] = Cell(sum(row[c] for row in rows))
        relations.append(Relation(("all", c), tuple((r, c) for r in range(len(rows)))))
    cells["all", "all"] = Cell(sum(map(sum, rows)))
    relations.append(Relation(("all", "all"), tuple((r, "all") for r in range(len(rows)))))
    return Table(cells, tuple(relations))


def views(recovered: list[tuple[int, int]], others: list[tuple[int, int]]) -> Table:
    """Groups of starters: completers recovered and not, the others recovered and not; on the page are the completers,
    all starters, and both together. What is found by taking one from another is on no page."""
    cells: dict[Key, Cell] = {}
    relations = []
    for group, ((yes, no), (other_yes, other_no)) in enumerate(zip(recovered, others, strict=True)):
        for name, got, not_got in (("completers", yes, no), ("starters", yes + other_yes, no + other_no)):
            cells |= {
                (group, name, "yes"): Cell(got),
                (group, name, "no"): Cell(not_got, "difference"),
                (group, name, "of"): Cell(got + not_got, "size"),
            }
            relations.append(Relation((group, name, "of"), ((group, name, "yes"), (group, name, "no"))))
        if other_yes + other_no:
            for answer, value in (("yes", other_yes), ("no", other_no)):
                cells[group, "left", answer] = Cell(value, "difference")
                parts = ((group, "completers", answer), (group, "left", answer))
                relations.append(Relation((group, "starters", answer), parts))
        else:
            relations += [
                Relation((group, "starters", answer), ((group, "completers", answer),)) for answer in ("yes", "no")
            ]
    for name, part in product(("completers", "starters"), ("yes", "no", "of")):
        keys = tuple((group, name, part) for group in range(len(recovered)))
        kind = cells[keys[0]].kind
        cells["all", name, part] = Cell(sum(cells[key].value for key in keys), kind)
        relations.append(Relation(("all", name, part), keys))
    return Table(cells, tuple(relations))


def as_seen_by_an_attacker(table: Table, away: frozenset[Key], key: Key) -> tuple[float, float]:
    """Least and greatest value of one hidden cell, by the whole linear system at once, from what is shown."""
    unseen = [k for k, cell in table.cells.items() if k in away or cell.kind in ("difference", "slack")]
    place = {k: number for number, k in enumerate(unseen)}
    matrix = np.zeros((len(table.relations), len(unseen)))
    right = np.zeros(len(table.relations))
    for row, relation in enumerate(table.relations):
        for k, sign in ((relation.total, 1.0), *((part, -1.0) for part in relation.parts)):
            if k in place:
                matrix[row, place[k]] += sign
            else:
                right[row] -= sign * table.cells[k].value
    goal = np.zeros(len(unseen))
    goal[place[key]] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=(0, 10_000), method="highs-ds")
        assert found.status == 0, found.message
        ends.append(float(found.x[place[key]]))
    return ends[0], ends[1]


def assert_nothing_can_be_found(table: Table, *, threshold: int = 5) -> None:
    away = hidden(table, threshold=threshold)
    for key, cell in table.cells.items():
        small = is_small(cell, threshold=threshold)
        if cell.kind not in ("difference", "slack") and small:
            assert key in away, f"{key} shows {cell.value}"
        if key in away or small:
            low, high = as_seen_by_an_attacker(table, away, key)
            assert high - low >= threshold - 1e-6, f"{key} is known to lie between {low} and {high}"


@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_no_cell_of_a_table_with_margins_can_be_worked_out(rows: list[list[int]]) -> None:
    assert_nothing_can_be_found(with_totals(rows))


@given(st.lists(st.tuples(st.tuples(counts, counts), st.tuples(counts, counts)), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_no_count_can_be_worked_out_from_two_views_of_the_same_people(groups: list) -> None:
    assert_nothing_can_be_found(views([one for one, _ in groups], [other for _, other in groups]))


@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=4), min_size=2, max_size=4), st.integers(2, 10))
@settings(max_examples=20, deadline=None)
def test_any_threshold_holds(rows: list[list[int]], threshold: int) -> None:
    width = min(map(len, rows))
    assert_nothing_can_be_found(with_totals([row[:width] for row in rows]), threshold=threshold)


def test_one_small_number_takes_another_with_it_in_its_row_and_its_column() -> None:
    table = with_totals([[3, 20, 40], [25, 30, 35], [50, 60, 70]])

    away = hidden(table)

    assert away == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    assert hidden(with_totals([[10, 20], [30, 40]])) == frozenset()


def test_nineteen_of_twenty_betray_the_one_who_did_not_recover() -> None:
    cells: dict[Key, Cell] = {"n": Cell(19), "rest": Cell(1, "difference"), "of": Cell(20, "size")}

    assert hidden(Table(cells, (Relation("of", ("n", "rest")),))) == {"n"}


def test_a_bridge_between_two_groups_of_hidden_cells_does_not_betray_its_number() -> None:
    """Two hidden cells in each row and column are not enough: the one that joins two groups could be computed."""
    rows = [[2, 3, 90, 90], [3, 2, 4, 90], [90, 90, 2, 3], [90, 90, 3, 2]]

    assert_nothing_can_be_found(with_totals(rows))


def test_nobody_died_may_be_said_but_nobody_recovered_may_not() -> None:
    cells: dict[Key, Cell] = {"died": Cell(0, "event"), "admitted": Cell(1, "event"), "recovered": Cell(0)}

    assert hidden(Table(cells)) == {"admitted", "recovered"}


def test_the_order_of_cells_and_relations_never_matters() -> None:
    table = with_totals([[3, 20, 7, 9], [2, 30, 8, 8], [50, 6, 7, 1]])
    turned = Table(dict(reversed(table.cells.items())), tuple(reversed(table.relations)))

    assert hidden(table) == hidden(turned)


def test_the_range_of_a_lone_hidden_cell_is_its_number() -> None:
    table = with_totals([[3, 20], [25, 30]])

    assert ranges(table, away=[(0, 0)], of=[(0, 0)]) == {(0, 0): (3.0, 3.0)}


def test_a_relation_that_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"make 3, not 4"):
        Table({"all": Cell(4), "one": Cell(1), "two": Cell(2)}, (Relation("all", ("one", "two")),))


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)])
def test_published_counts_are_rounded_to_five(value: int, shown: int) -> None:
    assert rounded(value) == shown
