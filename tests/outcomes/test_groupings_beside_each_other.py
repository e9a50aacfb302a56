"""A report tells teams and their therapists: a team less those of its therapists who are told is no small number."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from ipt.library import shipped
from ipt.outcomes.indicators import indicators
from ipt.outcomes.indicators.beside import betraying_pairs
from tests.outcomes.made_up import AS_OF, PERIOD, service, tables

NHS = shipped().framework("nhs-talking-therapies")
VIEWS = ("completers_75", "completers_50", "finished", "paired", "starters_missing_as_failure")
OUTCOMES = ("recovered", "reliably_recovered", "improved", "unchanged", "deteriorated")


def told_of(n: int, *, seed: int, n_therapists: int) -> tuple[dict[str, Any], set[str]]:
    """Teams with so many therapists each, of whom some have few clients; and the names of all of these."""
    scores, courses = service(n, seed=seed, n_teams=3)
    for number, course in enumerate(courses):
        course["therapist"] = f"{course['team']}, {min(number % 11, n_therapists - 1)}"
        course["site"] = "south" if course["team"] == "team 2" else "north"
    found = indicators(
        *tables_with_site(scores, courses),
        framework=NHS,
        library=shipped(),
        period=PERIOD,
        as_of=AS_OF,
        by=("therapist", "team", "site"),
        has_research=False,
    )
    by: Any = found["by"]
    return by, {str(course["therapist"]) for course in courses}


def tables_with_site(scores: list[dict[str, object]], courses: list[dict[str, object]]) -> Any:
    scored, tabled = tables(scores, [course | {"phase": course["site"]} for course in courses])
    return scored, tabled.rename(site="phase")


def groups_of(by: dict[str, Any], column: str) -> dict[str, Any]:
    return {group["value"]: group for group in by[column].get("groups", []) if not group["is_others"]}


@pytest.mark.parametrize(("n", "seed", "n_therapists"), [(600, 1, 3), (900, 2, 4), (1500, 3, 5)])
def test_a_team_less_its_therapists_leaves_no_small_number(n: int, seed: int, n_therapists: int) -> None:
    by, names = told_of(n, seed=seed, n_therapists=n_therapists)
    teams, therapists = groups_of(by, "team"), groups_of(by, "therapist")
    assert any(not team["blocks"]["finished"]["recovered"]["is_hidden"] for team in teams.values())

    for (name, team), view, outcome in product(teams.items(), VIEWS, OUTCOMES):
        whole = team["blocks"][view][outcome]
        mine = [therapists[one] for one in names if one.startswith(f"{name},") and one in therapists]
        shown = [rate for one in mine if not (rate := one["blocks"][view][outcome])["is_hidden"]]
        if whole["is_hidden"] or not shown:
            continue
        n_left = whole["n"] - sum(rate["n"] for rate in shown)
        of_left = whole["of"] - sum(rate["of"] for rate in shown)
        assert of_left == 0 or (n_left >= 5 and of_left - n_left >= 5), f"{outcome} of {view} of the rest of {name}"


def test_an_effect_size_of_few_pairs_is_not_left_by_a_larger_group() -> None:
    teams, therapists = np.array([0] * 30 + [1] * 20), np.array([0] * 27 + [1] * 3 + [2] * 10 + [3] * 10)
    before = [(teams, [30, 20])]

    def betrayed(away: set[int]) -> set[int]:
        return betraying_pairs([27, 3, 10, 10], where=therapists, away=away, before=before, threshold=5)

    assert betrayed({1}) == {0}
    assert betrayed({1, 0}) == set()
    assert betraying_pairs([30, 20], where=teams, away=(), before=[(therapists, [27, None, 10, 10])], threshold=5) == {
        0
    }


def test_a_site_that_is_one_team_is_told_as_that_team_is() -> None:
    by, _ = told_of(900, seed=2, n_therapists=4)

    assert groups_of(by, "site")["south"]["blocks"] == groups_of(by, "team")["team 2"]["blocks"]
