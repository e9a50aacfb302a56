"""What a framework makes of each course: flags as columns of CourseRow, by the functions of `ipt.change`."""

from collections.abc import Mapping

import ibis.expr.types as ir
from attrs import evolve, frozen

from ipt import change
from ipt.change import Limits, Movement

Moved = Movement[ir.BooleanColumn]


@frozen
class Decided:
    """CourseRow with the flags of each course, the limits by measure, and what to say beside the numbers.

    `flags` names the columns that were added, true or false and never null: has_first, is_paired, recovered (only where
    there is a cut-off), improved, unchanged, deteriorated; harmed by Jacobson and Truax; not_at_case and
    reliably_recovered by NHS Talking Therapies.
    """

    table: ir.Table
    measures: tuple[str, ...]
    limits: Mapping[str, Limits]
    flags: tuple[str, ...]
    notes: tuple[str, ...] = ()


def moved_by(row: ir.Table, *, measure: str, within: Limits) -> Moved:
    """`ipt.change.movement_within` over columns; a course without a first score makes no claim at all."""
    has_first = row[f"first_{measure}"].notnull()
    first = row[f"first_{measure}"].fill_null(0.0)
    last = row[f"last_{measure}"].fill_null(0.0)
    moved = change.movement_within(within, first=first, last=last, paired=row[f"is_paired_{measure}"])
    return evolve(moved, case_first=moved.case_first & has_first, well_first=moved.well_first & has_first)
