"""Clinical change on published data through the command: the counts and cut-offs that other software finds."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.outcomes.asking import JACOBSON, SCORES, counts, told, write
from tests.reference.published import shared

Capture = pytest.CaptureFixture[str]
FILES = {  # measure: the file, who, when, the score, what stands at the start
    "das": ("jacobson_1989.csv", "subject", "time", "das", "pre"),
    "gds": ("jacobson_1989.csv", "subject", "time", "gds", "pre"),
    "disability": ("hechler_2014.csv", "patient", "measurement", "disability", "1"),
}
DAS = "direction=higher reliability=.88"
GDS = "direction=lower reliability=.97 functional_mean=50 functional_sd=10"


def scores_of(measure: str, *, folder: Path) -> Path:
    file, who, when, score, start = FILES[measure]
    with shared(file).open(encoding="utf-8", newline="") as lines:
        rows = [
            (row[who], measure, 0 if row[when] == start else 1, row[score])
            for row in csv.DictReader(lines)
            if row[score]
        ]
    return write(folder / f"{measure}.csv", SCORES, rows)


def found(measure: str, settings: str, *, folder: Path, capsys: Capture) -> dict[str, Any]:
    return told(capsys, scores_of(measure, folder=folder), *JACOBSON, "--set", *settings.split())


@pytest.mark.parametrize(
    ("measure", "words", "n", "cut", "four"),
    [
        ("das", f"{DAS} functional_mean=114 functional_sd=14 cutoff=c", 30, 96.43, (14, 5, 10, 1)),
        ("gds", f"{GDS} cutoff=c", 26, 61.90, (14, 4, 7, 1)),
    ],
)
def test_the_couples_of_jacobson_1989(
    measure: str, words: str, n: int, cut: float, four: tuple[int, ...], tmp_path: Path, capsys: Capture
) -> None:
    told_of = found(measure, words, folder=tmp_path, capsys=capsys)

    assert told_of["n_paired"] == n
    assert told_of["cutoff"] == pytest.approx(cut, abs=0.005)
    assert counts(told_of["paired"]) == four
    assert sum(four) == n


def test_the_cut_off_moves_with_the_norms(tmp_path: Path, capsys: Capture) -> None:
    settings = f"{DAS} functional_mean=114.8 functional_sd=17.8"

    assert found("das", settings, folder=tmp_path, capsys=capsys)["cutoff"] == pytest.approx(94.84, abs=0.005)


@pytest.mark.parametrize(("reliability", "points", "three"), [(0.80, 11.56, (54, 36, 2)), (0.87, 9.32, (59, 30, 3))])
def test_the_children_of_hechler_2014(
    reliability: float, points: float, three: tuple[int, ...], tmp_path: Path, capsys: Capture
) -> None:
    told_of = found("disability", f"direction=lower reliability={reliability}", folder=tmp_path, capsys=capsys)

    assert told_of["n_paired"] == 92
    assert told_of["cutoff"] is None
    assert told_of["reliable_change"] == pytest.approx(points, abs=0.005)
    assert counts(told_of["paired"])[1:] == three
    assert told_of["paired"]["recovered"]["rate"] is None


# Recovered, improved, unchanged and deteriorated of the DAS with functional 114 and 14, found from the index of each
# paper in plain Python over the thirty couples (tests/outcomes/test_reliable_methods.py holds the indices).
METHODS = {
    "jt": (14, 5, 10, 1),
    "edwards-nunnally": (15, 6, 7, 2),
    "gulliksen-lord-novick": (14, 5, 9, 2),
    "hsu-linn-lord": (7, 0, 15, 8),
    "nunnally-kotsch": (14, 5, 9, 2),
    "hageman-arrindell": (10, 10, 9, 1),
}


@pytest.mark.parametrize("method", METHODS)
def test_the_couples_by_every_published_method(method: str, tmp_path: Path, capsys: Capture) -> None:
    settings = f"{DAS} functional_mean=114 functional_sd=14 method={method}"

    told_of = found("das", settings, folder=tmp_path, capsys=capsys)

    assert counts(told_of["paired"]) == METHODS[method]


@pytest.mark.parametrize("kind", ["a", "b"])
def test_another_cut_off_moves_people_between_recovered_and_improved_only(
    kind: str, tmp_path: Path, capsys: Capture
) -> None:
    settings = f"{DAS} functional_mean=114 functional_sd=14 cutoff={kind}"

    recovered, improved, unchanged, deteriorated = counts(
        found("das", settings, folder=tmp_path, capsys=capsys)["paired"]
    )

    assert (recovered + improved, unchanged, deteriorated) == (19, 10, 1)
