"""Expected courses on the trajectories of shared/data, by the protocol of its README, beside the rows it gives.

The folds are fitted anew, which takes seconds: a table of results that nobody can recompute is worth little.
"""

import csv

import pytest

from ipt.library import shipped
from ipt.outcomes.forecasting import Evaluation, by_last_value, by_model, evaluate
from ipt.outcomes.series import Series, series
from tests.reference.published import shared

ENRICHD = "enrichd_cbt_bdi_train.csv"
TRIAL = "antidepressant_trial_hamd17.csv"
BEST_KNOWN = {1: 4.34, 2: 4.10, 3: 3.98, 4: 3.84, 6: 3.67}
OTHER_ROWS = {  # the best of last value, regression, nearest neighbours and log-linear mixed model in each column
    1: 4.44,
    2: 4.41,
    3: 4.53,
    4: 4.43,
    6: 4.19,
}


def trajectories(file: str, *, course: str, day: str, score: str) -> Series:
    with shared(file).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row[score]]
    days, scores = ([float(row[key]) for row in rows] for key in (day, score))
    return series([row[course] for row in rows], days=days, scores=scores)


@pytest.fixture(scope="module")
def enrichd() -> Series:
    return trajectories(ENRICHD, course="id", day="day", score="bdi")


@pytest.fixture(scope="module")
def trial() -> Series:
    return trajectories(TRIAL, course="patient", day="days", score="hamd17")


@pytest.fixture(scope="module")
def depression(enrichd: Series) -> Evaluation:
    return evaluate(enrichd, salt="cv:enrichd", way=by_model(0, 63))


@pytest.fixture(scope="module")
def drug(trial: Series) -> Evaluation:
    return evaluate(trial, salt="cv:antidep", way=by_model(0, 52))


def test_the_protocol_gives_the_published_errors_of_carrying_the_last_value_on(enrichd: Series, trial: Series) -> None:
    ours, theirs = (
        evaluate(courses, salt=salt, way=by_last_value)
        for courses, salt in ((enrichd, "cv:enrichd"), (trial, "cv:antidep"))
    )

    assert (enrichd.n_courses, trial.n_courses) == (381, 172)
    assert ours.next.error == pytest.approx(2.813, abs=0.0005)
    assert {seen: round(one.error, 2) for seen, one in ours.last.items()} == {
        1: 12.17,
        2: 9.33,
        3: 7.67,
        4: 6.28,
        6: 5.35,
    }
    assert theirs.next.error == pytest.approx(3.553, abs=0.0005)
    assert (round(theirs.last[2].error, 2), round(theirs.last[3].error, 2)) == (5.74, 4.59)


def test_the_next_score_is_expected_better_than_by_every_row_of_the_table(depression: Evaluation) -> None:
    assert depression.next.n == 4137
    assert depression.next.error < 2.634
    assert depression.next.interval_score < 13.4
    assert 0.77 < depression.next.coverage < 0.88


@pytest.mark.parametrize("seen", [1, 2, 3, 4, 6])
def test_the_last_score_is_expected_as_well_as_by_the_best_known_way(depression: Evaluation, seen: int) -> None:
    found = depression.last[seen]

    assert found.error < 1.01 * BEST_KNOWN[seen]
    assert found.error < OTHER_ROWS[seen]
    assert 0.77 < found.coverage < 0.88


def test_the_last_score_lies_in_its_interval_four_times_in_five(depression: Evaluation) -> None:
    assert 0.77 < depression.all_last.coverage < 0.88


def test_the_trial_is_expected_within_three_in_a_hundred_of_the_best_known_way(drug: Evaluation) -> None:
    assert drug.next.error < 1.03 * 3.334
    assert drug.last[2].error < 1.03 * 4.66
    assert drug.last[3].error < 1.03 * 4.02
    assert 0.77 < drug.next.coverage < 0.88
    assert 0.77 < drug.all_last.coverage < 0.88


@pytest.mark.parametrize(("measure", "column"), [("phq-9", "phq"), ("gad-7", "gad")])
def test_the_priors_are_made_of_the_means_that_nhs_england_published(measure: str, column: str) -> None:
    with shared("nhs_tt_england_by_therapy_2019-20_to_2023-24.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if "Interpersonal" in row["therapy"]]
    (row,) = [row for row in rows if (row["year"], row["problem"]) == ("2023-24", "Total")]

    prior = shipped().prior(shipped().measure(measure))

    published = [float(row[f"{column}_{part}"]) for part in ("mean_start", "sd_start", "mean_end", "sd_end")]
    assert prior is not None
    assert [prior.start_mean, prior.start_sd, prior.end_mean, prior.end_sd] == published
    assert float(row["courses_of_therapy_n"]) == 6655
