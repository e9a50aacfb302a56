"""Reliable and clinically significant change on published data: the counts other software finds must come out.

The data lie beside the repository (../shared/data) and are not part of it; their README gives source, licence and the
numbers, which were computed with the R package clinicalsignificance.
"""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import stdev

import pytest

from ipt.change import Norm, category, cut_off_c, movement_of, reliable_points
from ipt.framework import Framework, Rule, Spread
from ipt.measure import Direction

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder shared/data is not beside the repository")

Pairs = list[tuple[float, float]]


def pairs(file: str, *, person: str, first: Callable[[dict[str, str]], bool], score: str) -> Pairs:
    """First and last score of everybody who has both."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    before = {row[person]: row[score] for row in rows if first(row)}
    after = {row[person]: row[score] for row in rows if not first(row)}
    return [(float(before[one]), float(after[one])) for one in before if before[one] and after.get(one)]


def couples(score: str) -> Pairs:
    return pairs("jacobson_1989.csv", person="subject", first=lambda row: row["time"] == "pre", score=score)


def children() -> Pairs:
    return pairs("hechler_2014.csv", person="patient", first=lambda row: row["measurement"] == "1", score="disability")


def by_jacobson_truax(scores: Pairs, *, reliability: float, cut: float, better: Direction) -> tuple[Rule, Framework]:
    spread = Spread(stdev(first for first, _ in scores), reliability, kind="retest")
    rule = Rule(measure="any", source="any", verified=False, better=better, case_at=cut, spread=spread)
    framework = Framework(
        id="any",
        version=1,
        title="Any",
        method="jacobson-truax",
        strict=True,
        worsening="soon",
        sources=(),
        rules=(rule,),
        z=1.96,
    )
    return rule, framework


def cut_of(scores: Pairs, *, functional: Norm) -> float:
    before = [first for first, _ in scores]
    return cut_off_c(Norm(sum(before) / len(before), stdev(before)), functional=functional)


@pytest.mark.parametrize(
    ("score", "reliability", "functional", "better", "n", "cut", "counts"),
    [
        ("das", 0.88, Norm(114, 14), "higher", 30, 96.43, (14, 5, 10, 1)),
        ("gds", 0.97, Norm(50, 10), "lower", 26, 61.90, (14, 4, 7, 1)),
    ],
)
def test_the_couples_of_jacobson_1989(
    score: str,
    reliability: float,
    functional: Norm,
    better: Direction,
    n: int,
    cut: float,
    counts: tuple[int, int, int, int],
) -> None:
    scores = couples(score)
    found = cut_of(scores, functional=functional)
    rule, framework = by_jacobson_truax(scores, reliability=reliability, cut=found, better=better)

    told = Counter(category(movement_of(rule, first=one, last=other, framework=framework)) for one, other in scores)

    assert len(scores) == n
    assert found == pytest.approx(cut, abs=0.005)
    recovered, improved, unchanged, deteriorated = counts
    assert (told["recovered"], told["improved"], told["unchanged"]) == (recovered, improved, unchanged)
    assert told["deteriorated"] + told["harmed"] == deteriorated


def test_the_cut_off_moves_with_the_norms() -> None:
    assert cut_of(couples("das"), functional=Norm(114.8, 17.8)) == pytest.approx(94.84, abs=0.005)


@pytest.mark.parametrize(("reliability", "points", "counts"), [(0.80, 11.56, (54, 36, 2)), (0.87, 9.32, (59, 30, 3))])
def test_the_children_of_hechler_2014(reliability: float, points: float, counts: tuple[int, int, int]) -> None:
    scores = children()
    rule, framework = by_jacobson_truax(scores, reliability=reliability, cut=30, better="lower")

    moved = [movement_of(rule, first=one, last=other, framework=framework) for one, other in scores]

    assert len(scores) == 92
    assert reliable_points(rule, framework=framework) == pytest.approx(points, abs=0.005)
    improved, worsened = sum(one.improved for one in moved), sum(one.worsened for one in moved)
    assert (improved, len(moved) - improved - worsened, worsened) == counts
