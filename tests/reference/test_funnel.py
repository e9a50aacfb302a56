"""The providers of England, 2022-23: how many recovered, and how many units lie outside the funnel's limits."""

import csv

from ipt.outcomes.funnel import Funnel, Outside, Unit, funnel
from tests.reference.published import shared


def of_all_providers() -> Funnel:
    """The funnel of recovery over every provider none of whose three counts is suppressed."""
    with shared("nhs_tt_provider_totals_2022-23.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    counts = "recovery_n", "finished_course_treatment_n", "not_at_caseness_n"
    units = []
    for row in rows:
        if all(row[count] for count in counts):
            recovered, finished, well = (int(float(row[count])) for count in counts)
            units.append(Unit(f"{row['provider_code']} {row['provider']}", recovered, finished - well))
    found = funnel(units)
    assert found is not None
    return found


def test_152_providers_recover_49_836_percent_of_their_courses() -> None:
    found = of_all_providers()

    assert found.n_units == 152
    assert round(100 * found.pooled, 3) == 49.836


def test_plain_limits_leave_two_providers_in_three_outside() -> None:
    found = of_all_providers()

    assert found.outside_plain_95.above + found.outside_plain_95.below == 98
    assert found.outside_plain_998.above + found.outside_plain_998.below == 68


def test_limits_with_over_dispersion_leave_three_above_and_thirteen_below() -> None:
    found = of_all_providers()

    assert round(found.tau, 4) == 0.0267
    assert found.outside_wide_95.above + found.outside_wide_95.below == 37
    assert found.outside_wide_998 == Outside(above=3, below=13)
    assert sum(point.outside for point in found.points) == 16
