"""The small line of a caseload: worked by hand."""

import pytest
from django.template.loader import render_to_string

from clinic.pages.spark import spark

pytestmark = pytest.mark.quick

RING = "a3 3 0 1 1 6 0a3 3 0 1 1 -6 0"


# 88 of 96 pixels across, from 4; 16 of 24 down, the lowest total at 20.


def test_totals_are_spread_over_the_width_the_highest_on_top() -> None:
    assert spark([27, 0, 27], low=0, high=27) == f"M4 4h0L48 20L92 4M89 4{RING}"


def test_a_missing_total_leaves_a_gap() -> None:
    assert spark([27, None, 0], low=0, high=27) == f"M4 4h0M92 20h0M89 20{RING}"


def test_the_ring_is_around_the_last_total_there_is() -> None:
    assert spark([0, 27, None], low=0, high=27) == f"M4 20h0L48 4M45 4{RING}"


def test_one_total_is_a_ring_at_the_beginning() -> None:
    assert spark([27], low=0, high=27) == f"M4 4h0M1 4{RING}"


@pytest.mark.parametrize("totals", [[], [None, None]])
def test_nothing_measured_is_nothing_drawn(totals: list[int | None]) -> None:
    assert spark(totals, low=0, high=27) == ""
    assert render_to_string("components/spark.html", {"path": "", "words": "PHQ-9"}) == ""


def test_forty_totals_stay_inside() -> None:
    points = spark([n % 28 for n in range(40)], low=0, high=27).replace("h0", "").split("M")[1].split("L")

    assert all(1 <= int(x) <= 95 and 4 <= int(y) <= 20 for x, y in (point.split() for point in points))


def test_it_is_said_in_words() -> None:
    page = render_to_string("components/spark.html", {"path": spark([19, 9], low=0, high=27), "words": "PHQ-9: 19, 9"})

    assert 'role="img" aria-label="PHQ-9: 19, 9"' in page
