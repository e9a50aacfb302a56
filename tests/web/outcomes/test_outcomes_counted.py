"""What is really counted has the shape that pages and files read: from rows to the page, the engine included."""

import random
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clinic.definitions.library import library
from clinic.pages.outcomes.naming import NOBODY
from clinic.pages.outcomes.report import Report, report
from clinic.reports.engine import parquet
from clinic.reports.tables import tables_of
from ipt.outcomes.indicators import indicators

AS_OF = date(2026, 11, 21)
ENDS = ("completed", "completed", "completed", "early_by_client", "lost_contact", "never_started")
BY = ("focus", "therapist", "baseline", "medium")


def counted(n: int) -> dict[str, Any]:
    """A block of n made-up courses, of which every third is a case no more at the end."""
    made = random.Random(7)
    courses, scores = [], []
    for place in range(n):
        start = date(2025, 12, 1) + timedelta(days=made.randrange(200))
        kind, course = ENDS[place % len(ENDS)], f"course {place:04}"
        held = {"completed": 14, "never_started": 0}.get(kind, 5)
        courses.append(
            {
                "course": course,
                "referred_on": start - timedelta(days=10 + place % 50),
                "started_on": start,
                "ended_on": start + timedelta(days=7 * held),
                "first_contact_on": start if held else None,
                "second_contact_on": start + timedelta(days=7) if held else None,
                "n_attended": held,
                "n_planned": 16,
                "n_missed": place % 2,
                "n_cancelled": 0,
                "n_admissions": 0,
                "n_attempts": 0,
                "n_alerts_open": 0,
                "has_died": False,
                "end_reason": kind,
                "therapist": f"00000000-0000-4000-8000-00000000000{place % 4}",
                "focus": ("grief", "dispute", "transition")[place % 3],
                "baseline": ("moderate", "severe")[place % 2],
                "medium": "video" if place % 5 else None,
                "phase": None,
            }
        )
        last = 6.0 if place % 3 else 15.0
        for measure in ("phq-9", "gad-7") if held else ():
            scores += [(course, measure, start, 16.0 + place % 3), (course, measure, start + timedelta(days=30), last)]
    shape = pa.schema([("course", pa.string()), ("measure", pa.string()), ("on", pa.date32()), ("score", pa.float64())])
    columns = list(zip(*scores, strict=True))
    arrays = [pa.array(one, kind) for one, kind in zip(columns, shape.types, strict=True)]
    return indicators(
        ibis.memtable(pa.Table.from_arrays(arrays, schema=shape)),
        ibis.memtable(pa.Table.from_pylist(courses)),
        framework=library().framework("nhs-talking-therapies"),
        library=library(),
        period=(date(2025, 11, 22), AS_OF),
        as_of=AS_OF,
        by=BY,
    )


@pytest.fixture(scope="module")
def many() -> dict[str, Any]:
    """600 courses."""
    return counted(600)


def parts_of(found: Report) -> dict[str, Any]:
    return {one.id: one for one in found.parts}


def test_every_picture_is_drawn_of_what_is_counted(many: dict[str, Any]) -> None:
    parts = parts_of(report(many, names=NOBODY))

    drawn = {name for name, one in parts.items() if one.picture is not None}

    assert drawn >= {
        "short",
        "over-time",
        "endings",
        "funnel-therapist",
        "waits",
        "sessions",
        "times",
        "ends",
        "beside",
    }
    assert "Counting everybody who started" in parts["short"].says[0]
    assert parts["by-focus"].grid is not None
    assert [one.id for one in parts["research"].parts] == ["effects", "responses", "imputed"]


def test_every_table_becomes_a_parquet_file_with_the_same_rows(many: dict[str, Any]) -> None:
    tables = tables_of(many)

    assert {"rates", "people", "endings", "waits", "times", "by-focus", "funnel-therapist"} <= {
        one.name for one in tables
    }
    for table in tables:
        read = pq.read_table(BytesIO(parquet(table)))
        assert read.column_names == list(table.columns)
        assert [tuple(row.values()) for row in read.to_pylist()] == [tuple(row) for row in table.plain]


def test_seven_courses_make_a_report_of_words(many: dict[str, Any]) -> None:
    found = report(counted(7), names=NOBODY)

    assert "too few courses" in found.short.says[0]
    assert found.short.picture is None
    assert not found.groups
