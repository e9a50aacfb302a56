"""The engine's side: rows into tables, tables into blocks and fits. Only `manage.py compute_reports` imports it."""

import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import frozen

from clinic.answers.series import FRAMEWORK
from clinic.definitions.library import library
from clinic.reports.choices import EVER, RECENT, Scope
from clinic.reports.rows import Rows
from clinic.reports.tables import Table, tables_of
from ipt.library import NotDefined
from ipt.outcomes.indicators import indicators

DAYS = ("referred_on", "started_on", "ended_on", "first_contact_on", "second_contact_on")
COUNTS = ("n_attended", "n_planned", "n_missed", "n_cancelled", "n_admissions", "n_attempts", "n_alerts_open")
WORDS = (
    "course",
    "end_reason",
    "therapist",
    "team",
    "site",
    "protocol",
    "format",
    "medium",
    "focus",
    "phase",
    "baseline",
)
BY = ("focus", "problem", "protocol", "format", "medium", "baseline", "site", "team", "therapist")
BY_OF = {
    Scope.SERVICE: BY,
    Scope.TEAM: tuple(name for name in BY if name not in ("team", "site")),
    Scope.THERAPIST: ("focus", "baseline"),
}
YEARS = 5  # calendar years that are kept beside the last twelve months and all time


@frozen
class Part:
    """One scope: its courses by number of row, and which periods are computed."""

    scope: Scope
    about: UUID | None
    rows: tuple[int, ...]
    with_years: bool = True


@frozen
class Made:
    """One block as computed, with its tables as Parquet files by name."""

    part: Part
    period: str
    first_on: date
    last_on: date
    content: dict[str, Any]
    parquet: dict[str, bytes]


def blocks(rows: Rows, *, as_of: date) -> Iterator[Made]:
    """The block of every scope and period, one by one."""
    framework = library().framework(FRAMEWORK)
    by_course = defaultdict(list)
    for score in rows.scores:
        by_course[score[0]].append(score)
    for part in parts(rows):
        courses = [rows.courses[place] for place in part.rows]
        tables = as_tables(courses, [score for row in courses for score in by_course[row["course"]]])
        for period, (first_on, last_on) in periods(courses, as_of=as_of, with_years=part.with_years).items():
            tags = sorted({name for row in courses for name in row if name.startswith("tag_")})
            content = indicators(
                *tables,
                framework=framework,
                library=library(),
                period=(first_on, last_on),
                as_of=as_of,
                by=(*BY_OF[part.scope], *tags),
                has_research=part.scope is not Scope.THERAPIST,
            )
            files = {one.name: parquet(one) for one in tables_of(content)}
            yield Made(part, period, first_on, last_on, content, files)


def parts(rows: Rows) -> Iterator[Part]:
    """The service, each team and each therapist with courses."""
    yield Part(Scope.SERVICE, None, tuple(range(len(rows.courses))))
    for scope, column in ((Scope.TEAM, "team"), (Scope.THERAPIST, "therapist")):
        found: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows.courses):
            found[row[column]].append(place)
        for about, places in sorted(found.items()):
            yield Part(scope, UUID(about), tuple(places), with_years=scope is Scope.TEAM)


def periods(courses: list[dict[str, Any]], *, as_of: date, with_years: bool) -> dict[str, tuple[date, date]]:
    """The last twelve months, all time, and the calendar years in which a course of these ended."""
    first = min((row["started_on"] for row in courses), default=as_of)
    found = {RECENT: (as_of - timedelta(days=364), as_of), EVER: (first, as_of)}
    years = sorted({row["ended_on"].year for row in courses if row["ended_on"]})[-YEARS:] if with_years else []
    return found | {str(year): (date(year, 1, 1), min(date(year, 12, 31), as_of)) for year in years}


def as_tables(courses: list[dict[str, Any]], scores: list[tuple[str, str, int, date, float]]) -> tuple[Any, Any]:
    """Scores and courses as Ibis tables in memory."""
    tags = sorted({name for row in courses for name in row if name.startswith("tag_")})
    kinds = [(name, pa.string()) for name in (*WORDS, *tags)] + [(name, pa.date32()) for name in DAYS]
    kinds += [(name, pa.int64()) for name in COUNTS] + [("has_died", pa.bool_())]
    table = pa.Table.from_pylist(
        [{name: row.get(name) for name, _ in kinds} for row in courses], schema=pa.schema(kinds)
    )
    columns = list(
        zip(
            *((course, name_of(measure, version), on, score) for course, measure, version, on, score in scores),
            strict=True,
        )
    )
    shape = pa.schema([("course", pa.string()), ("measure", pa.string()), ("on", pa.date32()), ("score", pa.float64())])
    arrays = [pa.array(columns[place] if columns else [], kind) for place, kind in enumerate(shape.types)]
    return ibis.memtable(pa.Table.from_arrays(arrays, schema=shape)), ibis.memtable(table)


def name_of(measure: str, version: int) -> str:
    """The name a measure is counted under: another version is another series, never joined with this one."""
    try:
        newest = library().measure(measure).version
    except NotDefined:
        newest = version
    return measure if version == newest else f"{measure}@{version}"


def parquet(table: Table) -> bytes:
    """One table as a Parquet file; a number that is held back is empty."""
    columns = {name: [row[place] for row in table.plain] for place, name in enumerate(table.columns)}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()
