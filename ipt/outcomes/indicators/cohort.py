"""The courses that a report is about: ended in the period, started in it, still running; each decided on once."""

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from attrs import evolve, frozen
from numpy.typing import NDArray

from ipt.framework import Framework
from ipt.outcomes.counting import N_TREATMENTS, decided
from ipt.outcomes.decision import Decided
from ipt.outcomes.rows import course_rows
from ipt.outcomes.settings import Settings
from ipt.reliable import CannotDecide

Days = NDArray[np.float64]
QUARTER = "quarter"
MONTH = "month"


@frozen(eq=False)
class Cohort:
    """Courses as one table with all columns of CourseRow; `told` has the flags too, None with `reason` without them."""

    table: pa.Table
    told: Decided | None
    reason: str | None
    measures: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many courses."""
        return int(self.table.num_rows)

    def has(self, *columns: str) -> bool:
        """Whether the input had all these columns."""
        return all(column in self.table.column_names for column in columns)

    def texts(self, column: str) -> list[str | None]:
        """A column of names; an empty text is None."""
        return [str(value) if value not in (None, "") else None for value in self.table[column].to_pylist()]

    def numbers(self, column: str) -> NDArray[np.float64]:
        """A column of numbers or claims, NaN where it is null."""
        return np.asarray(self.table[column].cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)

    def days(self, column: str) -> Days:
        """A column of dates as days since 1970-01-01, NaN where it is null."""
        counted = self.table[column].cast(pa.date32()).cast(pa.int32()).cast(pa.float64())
        return np.asarray(counted.to_numpy(zero_copy_only=False), dtype=np.float64)

    def claims(self, column: str) -> NDArray[np.bool_]:
        """A column of claims; null is false."""
        return self.numbers(column) > 0


def as_days(on: date) -> float:
    """A date as days since 1970-01-01."""
    return float((on - date(1970, 1, 1)).days)


def with_table(told: Decided | None, table: pa.Table) -> Decided | None:
    """The same decisions, read from a table in memory."""
    return None if told is None else evolve(told, table=ibis.memtable(table))


def ended_within(courses: ir.Table, *, period: tuple[date, date]) -> ir.Table:
    """The courses that ended on a day of the period, first and last day included."""
    first, last = (ibis.literal(on, type="date") for on in period)
    return courses.filter(courses.ended_on.between(first, last))


def followed_from(courses: ir.Table, *, period: tuple[date, date]) -> ir.Table:
    """The courses that started on a day of the period, ended or still running."""
    first, last = (ibis.literal(on, type="date") for on in period)
    return courses.filter(courses.started_on.between(first, last))


def cohort(
    scores: ir.Table,
    courses: ir.Table,
    *,
    framework: Framework,
    deciding: Sequence[str],
    measures: Sequence[str],
    settings: Settings | None = None,
) -> Cohort:
    """The courses with first and last scores of `measures`, decided by those that are `deciding`."""
    row = course_rows(scores, courses, measures=measures or ("none",), least=framework.n_treatments or N_TREATMENTS)
    row = row.mutate(
        **{
            QUARTER: row.ended_on.year().cast("string") + " Q" + row.ended_on.quarter().cast("string"),
            MONTH: row.ended_on.strftime("%Y-%m"),
        }
    )
    if not deciding:
        reason = f"Nobody has a score of a measure by which {framework.title} decides."
        return Cohort(row.to_pyarrow().sort_by("course"), None, reason, tuple(measures))
    try:
        told = decided(row, framework=framework, measures=deciding, settings=settings)
        table = told.table.to_pyarrow().sort_by("course")
        return Cohort(table, with_table(told, table), None, tuple(measures))
    except CannotDecide as why:
        return Cohort(row.to_pyarrow().sort_by("course"), None, str(why), tuple(measures))


def relabelled(found: Cohort, *, column: str, labels: Mapping[str | None, str | None]) -> Cohort:
    """The cohort with the values of one column under other names."""
    values = pa.array([labels[value] for value in found.texts(column)], type=pa.string())
    table = found.table.set_column(found.table.column_names.index(column), column, values)
    return evolve(found, table=table, told=with_table(found.told, table))


def months_of(period: tuple[date, date]) -> int:
    """How many calendar months the period touches."""
    first, last = period
    return (last.year - first.year) * 12 + last.month - first.month + 1
