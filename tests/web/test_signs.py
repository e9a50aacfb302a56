"""Numbers as a person writes them."""

import pytest

from clinic.pages.signs import for_plural, least_reached, signed

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(("change", "written"), [(-7, "−7"), (2, "+2"), (-0.25, "−0.25"), (0, "±0"), (0.0, "±0")])
def test_a_change_is_written_with_its_sign(change: float, written: str) -> None:
    assert signed(change) == written


@pytest.mark.parametrize(
    ("points", "decimals", "strict", "least"),
    [(5.06, 0, True, 6), (6, 0, False, 6), (6, 0, True, 7), (0.73, 2, False, 0.73), (0.73, 1, False, 0.8)],
)
def test_the_least_change_that_counts_is_told_at_the_measures_resolution(
    points: float, decimals: int, strict: bool, least: float
) -> None:
    assert least_reached(points, decimals=decimals, strict=strict) == least


def test_what_is_not_whole_is_many() -> None:
    assert (for_plural(1), for_plural(3), for_plural(1.5)) == (1, 3, 2)
