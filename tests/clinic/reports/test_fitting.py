"""What scores to expect is fitted on ended courses, shown only where it holds, and read back as it was kept."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from clinic.reports.fitting import FEWEST, fits
from clinic.reports.kept import fits as kept_fits
from clinic.reports.kept import forget
from clinic.reports.models import Expectation
from clinic.reports.rows import Rows
from tests.clinic.reports.fitted import kept
from tests.world import World

NORTH, SOUTH = UUID(int=1), UUID(int=2)
START = date(2026, 1, 5)


def rows(n: int, *, teams: tuple[UUID, ...] = (NORTH,), has_ended: bool = True, n_scores: int = 6) -> Rows:
    """So many courses, by turns of these teams; each PHQ-9 falls by about a point a week."""
    random = Random(n)  # always the same
    courses: list[dict[str, Any]] = []
    scores: list[tuple[str, str, int, date, float]] = []
    for place in range(n):
        name = f"course-{place}"
        ended_on = START + timedelta(weeks=12) if has_ended else None
        courses.append({"course": name, "team": str(teams[place % len(teams)]), "ended_on": ended_on})
        first = random.gauss(17, 3)
        for week in range(n_scores):
            total = min(27.0, max(0.0, round(first - week + random.gauss(0, 2))))
            scores.append((name, "phq-9", 1, START + timedelta(weeks=week), total))
    return Rows(courses, scores)


def test_below_thirty_courses_nothing_is_fitted() -> None:
    assert list(fits(rows(FEWEST - 1))) == []


def test_running_courses_teach_nothing() -> None:
    assert list(fits(rows(60, has_ended=False))) == []


def test_a_service_of_one_team_is_fitted_once_and_serves_both() -> None:
    everybody, team = fits(rows(60))
    assert (everybody.team, team.team) == (None, NORTH)
    assert everybody.content is team.content
    assert everybody.n_courses == 60


def test_a_team_with_too_few_courses_has_no_fit_of_its_own() -> None:
    found = {one.team: one.n_courses for one in fits(rows(50, teams=(NORTH, SOUTH)))}
    assert found == {None: 50}


def test_sixty_courses_that_go_as_the_model_thinks_are_calibrated() -> None:
    assert next(fits(rows(80))).is_calibrated


def test_a_fit_of_forty_courses_is_not_called_calibrated_yet() -> None:
    assert not next(fits(rows(40))).is_calibrated


@pytest.mark.database
@pytest.mark.django_db
def test_what_was_kept_is_read_back(world: World) -> None:
    row = kept(world.team.pk)
    (found,) = kept_fits().values()
    assert found.n_courses == row.n_courses == 40
    assert found.numbers.is_calibrated


@pytest.mark.database
@pytest.mark.django_db
def test_a_fit_of_another_method_is_passed_over_until_it_is_computed_anew(world: World) -> None:
    row = kept(world.team.pk)
    Expectation.objects.filter(pk=row.pk).update(content=row.content | {"method": "an earlier one"})
    forget()
    assert kept_fits() == {}


@pytest.mark.database
@pytest.mark.django_db
def test_a_shipped_prior_is_read_from_the_definitions(world: World) -> None:
    row = kept(world.team.pk)
    Expectation.objects.filter(pk=row.pk).update(content={"prior": "phq-9", "version": 1})
    forget()
    (found,) = kept_fits().values()
    assert found.numbers.id == "phq-9"  # type: ignore[union-attr]  # a prior has an id
