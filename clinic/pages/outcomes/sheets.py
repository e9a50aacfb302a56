"""Downloads: one table of a block as CSV, made here of what is stored, or as the Parquet file that was made with it.

Names of files say the day of the data and which table; nothing of what the numbers are about, and no person.
"""

import csv
import io
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outcomes.naming import Names, joined_name, names_for
from clinic.people.choices import Role
from clinic.reports import queries
from clinic.reports.tables import Table, tables_of

READERS = (Role.MANAGER, Role.SUPERVISOR, Role.THERAPIST)
BEFORE_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so
NAMED = {"group": "by-", "unit": "funnel-"}  # these columns hold ids in these tables


@staff_page("GET", roles=READERS)
def as_csv(request: StaffRequest, pk: UUID, sheet: str) -> HttpResponse:
    """One table with names beside the ids."""
    now = timezone.now()
    block = queries.block_or_404(request.actor, pk, now=now)
    table = next((one for one in tables_of(block.content) if one.name == sheet), None)
    if table is None:
        raise Http404
    names = names_for(block.content, viewer=request.actor, now=now)
    response = HttpResponse(written(with_names(table, names=names)), content_type="text/csv; charset=utf-8")
    return sent(response, f"{file_name(block.as_of.isoformat(), block.period, sheet)}.csv")


@staff_page("GET", roles=READERS)
def as_parquet(request: StaffRequest, pk: UUID, sheet: str) -> HttpResponse:
    """The same table as it was stored, with ids."""
    now = timezone.now()
    block = queries.block_or_404(request.actor, pk, now=now)
    content = queries.parquet(request.actor, pk, name=sheet, now=now)
    response = HttpResponse(content, content_type="application/vnd.apache.parquet")
    return sent(response, f"{file_name(block.as_of.isoformat(), block.period, sheet)}.parquet")


def file_name(as_of: str, period: str, name: str) -> str:
    """Day of the data, period, table."""
    return f"openipt-{as_of}-{period}-{name}"


def sent(response: HttpResponse, name: str) -> HttpResponse:
    """As a file, kept by nobody on the way."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def with_names(table: Table, *, names: Names) -> Table:
    """A column `name` at the end, where a column holds ids."""
    column = next((one for one, start in NAMED.items() if one in table.columns and table.name.startswith(start)), None)
    if column is None:
        return table
    grouped_by = table.name.removeprefix(NAMED[column]).replace("-", "_")
    place = table.columns.index(column)
    others = table.columns.index("is_others") if "is_others" in table.columns else None
    rows = []
    for row in table.plain:
        is_others = others is not None and row[others]
        called = joined_name(2) if is_others else names.of(grouped_by, row[place])
        rows.append((*row, called))
    return Table(table.name, (*table.columns, "name"), tuple(rows))


def written(table: Table) -> str:
    """The table as CSV, a held back number as nothing; a text can be no formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([cell(value) for value in row] for row in table.plain)
    return buffer.getvalue()


def cell(value: object) -> object:
    """One value as it stands in the file.

    >>> cell("=1+1"), cell("Harbour"), cell(0.25), cell(None), cell(True)
    ("'=1+1", 'Harbour', 0.25, '', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(BEFORE_FORMULA):
        return f"'{value}"
    return "" if value is None else value
