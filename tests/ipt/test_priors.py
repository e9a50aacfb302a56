"""The definition of an expected course from published averages: which are there, and what is no such definition."""

from pathlib import Path

import pytest

from ipt.library import SHIPPED, DefinitionError, Library, shipped

NAME = "expected/phq-9/1.toml"
TEXT = (Path(SHIPPED) / NAME).read_text(encoding="utf-8")


def told(text: str, *, name: str = "expected/phq-9/2.toml") -> list[str]:
    """Every fault of this text beside what is shipped."""
    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({name: text.replace("version = 1", "version = 2", 1)}, base=shipped())
    return [str(fault).removeprefix(f"{name}: ") for fault in broken.value.faults]


def test_the_phq_9_and_the_gad_7_have_a_prior_that_nobody_has_verified() -> None:
    priors = [shipped().prior(shipped().measure(measure)) for measure in ("phq-9", "gad-7")]

    assert [prior.id for prior in priors if prior] == ["phq-9", "gad-7"]
    assert not any(prior.verified or prior.is_calibrated for prior in priors if prior)
    assert all(prior.is_correlation_assumed for prior in priors if prior)
    assert shipped().prior(shipped().measure("wsas")) is None


def test_a_priors_range_is_that_of_its_measure() -> None:
    for measure in (shipped().measure("phq-9"), shipped().measure("gad-7")):
        prior = shipped().prior(measure)

        assert prior is not None
        assert (prior.low, prior.high) == (measure.low, measure.high)


def test_a_newer_version_takes_its_place() -> None:
    newer = TEXT.replace("version = 1", "version = 2").replace("correlation = 0.5", "correlation = 0.6")

    library = Library.from_texts({"expected/phq-9/2.toml": newer}, base=shipped())

    found = library.prior(library.measure("phq-9"))
    assert found is not None
    assert (found.version, found.correlation) == (2, 0.6)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("high = 27", "high = 0", "high: expected a number above 0, came 0"),
        ("end_mean = 9.4", "end_mean = 28", "end_mean: expected a score from 0 to 27, came 28"),
        ("least_first = 10", "least_first = -1", "least_first: expected a score from 0 to 27, came -1"),
        ("end_sd = 6.3", "end_sd = 0", "end_sd: expected a number above 0, came 0"),
        ("weeks_per_session = 1", "weeks_per_session = 0", "weeks_per_session: expected a number above 0, came 0"),
        ("correlation = 0.5", "correlation = 1", "correlation: expected a number between -1 and 1, came 1"),
        ("n_sessions = 10", "n_sessions = 1", "n_sessions: expected 2 or more, came 1"),
        (
            'source = "therapy-based-outcomes"',
            'source = "hearsay"',
            'source: expected one of therapy-based-outcomes, came "hearsay"',
        ),
        ("end_mean = 9.4\n", "", "end_mean: expected a number, came nothing"),
    ],
)
def test_a_prior_that_makes_no_sense_is_refused(old: str, new: str, fault: str) -> None:
    assert old in TEXT

    assert fault in told(TEXT.replace(old, new, 1))


def test_a_prior_of_a_measure_that_is_not_there_is_refused() -> None:
    found = told(TEXT.replace('id = "phq-9"', 'id = "mine"', 1), name="expected/mine/2.toml")

    assert found[0].startswith("id: expected one of ")
