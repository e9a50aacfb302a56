"""Somebody who reads the whole output, and knows the sizes of all groups, cannot work out a number that is hidden.

The attacker puts all that is told into one linear system (groups make up the whole, completers are among the finished
and those among the starters, the outcomes that exclude each other make up those with a last score) and asks for the
least and the greatest value of each hidden number. It must be open wherever the sizes alone leave it open.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from ipt.library import shipped
from ipt.outcomes.counting import Outcomes, outcomes
from ipt.outcomes.indicators import indicators
from ipt.outcomes.indicators.cohort import ended_within
from tests.outcomes.made_up import AS_OF, PERIOD, service, tables

NHS = shipped().framework("nhs-talking-therapies")
BLOCKS = {
    "completers_75": "completers_75",
    "completers_50": "completers_50",
    "finished": "finished",
    "starters": "starters_missing_as_failure",
}
STRATA = tuple(BLOCKS)
EXCLUSIVE = ("improved", "unchanged", "deteriorated")
Unknown = tuple[str, str, str]


def strata_sizes(truth: Mapping[str, Outcomes], *, outcome: str) -> dict[tuple[str, str], int]:
    """How many of each stratum of each group have a last score (or were cases, for recovery): known."""
    found = {}
    for group, counted in truth.items():
        before = 0
        for stratum, block in BLOCKS.items():
            rates = counted.blocks[block]
            if outcome == "recovered":
                assert rates.recovered is not None
                size = rates.recovered.of
            else:
                size = sum(getattr(rates, one).n for one in EXCLUSIVE)
            found[group, stratum] = size - before
            before = size
    return found


class Attacker:
    """One unknown for each group, stratum and outcome; rows for what is known."""

    def __init__(self, outcomes_: Iterable[str], sizes: Mapping[tuple[str, str], int]) -> None:
        self.place = {
            (group, stratum, outcome): number
            for number, ((group, stratum), outcome) in enumerate(product(sizes, outcomes_))
        }
        self.rows: list[np.ndarray] = []
        self.right: list[float] = []
        self.most = np.array([sizes[group, stratum] for group, stratum, _ in self.place], dtype=float)

    def knows(self, unknowns: Iterable[Unknown], value: float) -> None:
        self.rows.append(self.sum_of(unknowns))
        self.right.append(value)

    def sum_of(self, unknowns: Iterable[Unknown]) -> np.ndarray:
        row = np.zeros(len(self.place))
        row[[self.place[one] for one in unknowns]] = 1.0
        return row

    def width(self, unknowns: Iterable[Unknown]) -> float:
        goal = self.sum_of(unknowns)
        known: dict[str, Any] = {"A_eq": np.array(self.rows), "b_eq": np.array(self.right)} if self.rows else {}
        ends = []
        for sign in (1, -1):
            found = linprog(sign * goal, bounds=np.column_stack([0 * self.most, self.most]), method="highs", **known)
            assert found.status == 0, found.message
            ends.append(float(goal @ found.x))
        return ends[1] - ends[0]


def inner(stratum: str) -> tuple[str, ...]:
    """The strata that make up a view: completers are among the finished, and so on."""
    return STRATA[: STRATA.index(stratum) + 1]


@pytest.mark.parametrize("asked", [("recovered",), EXCLUSIVE])
@pytest.mark.parametrize(("n", "seed"), [(80, 1), (150, 2), (150, 3), (260, 4), (500, 5), (900, 6)])
def test_no_hidden_number_of_a_group_can_be_worked_out(n: int, seed: int, asked: tuple[str, ...]) -> None:
    scores, courses = tables(*service(n, seed=seed))
    shown = indicators(
        scores, courses, framework=NHS, library=shipped(), period=PERIOD, as_of=AS_OF, by=("team",), has_research=False
    )
    assert isinstance(shown["by"], dict) and isinstance(shown["by"]["team"], dict)
    told: Any = shown
    truth = outcomes(scores, ended_within(courses, period=PERIOD), framework=NHS, by="team")
    groups = {str(group.value): group.outcomes for group in truth.groups}
    assert [group["value"] for group in told["by"]["team"]["groups"]] == list(groups)
    sizes = strata_sizes(groups, outcome=asked[0])
    attacker, ignorant = Attacker(asked, sizes), Attacker(asked, sizes)
    if asked == EXCLUSIVE:
        for (group, stratum), size in sizes.items():
            for one in (attacker, ignorant):
                one.knows([(group, stratum, outcome) for outcome in asked], size)
    pages = {group["value"]: group["blocks"] for group in told["by"]["team"]["groups"]}
    hidden = []
    for view, outcome in product(STRATA, asked):
        whole = told["outcomes"]["blocks"][BLOCKS[view]][outcome]
        everywhere = [(group, stratum, outcome) for group in groups for stratum in inner(view)]
        if whole["is_hidden"]:
            hidden.append(("whole", view, outcome, everywhere))
        else:
            attacker.knows(everywhere, whole["n"])
        for group in groups:
            unknowns = [(group, stratum, outcome) for stratum in inner(view)]
            if pages[group][BLOCKS[view]][outcome]["is_hidden"]:
                hidden.append((group, view, outcome, unknowns))
            else:
                attacker.knows(unknowns, pages[group][BLOCKS[view]][outcome]["n"])

    for group, view, outcome, unknowns in hidden:
        if ignorant.width(unknowns) > 0.5:
            assert attacker.width(unknowns) > 0.5, f"{outcome} of {view} of {group} can be worked out"
