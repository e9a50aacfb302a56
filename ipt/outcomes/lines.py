"""Lines of a CSV file: its header, where a row stands in it, and what is wrong with its form; each fault one sentence.

The rows themselves are read and checked by an engine for millions; this finds the line that a person must look at.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen


class BadFile(ValueError):
    """A file or a row of it that cannot be counted; the message names file, line and field and the way out."""


@frozen
class Row:
    """One row: the line it ends on (the header is on line 1) and its fields by column."""

    line: int
    fields: dict[str, str]


def header_of(path: Path, *, needs: Sequence[str]) -> tuple[str, ...]:
    """The columns that the first line names; BadFile where the file cannot be read or a column is missing or twice."""
    lines = _rows(path)
    _, names = next(lines, (1, []))
    columns = tuple(name.strip() for name in names)
    if not any(columns):
        raise BadFile(f"{path.name} is empty: its first line must name the columns {', '.join(needs)}.")
    for name in needs:
        if name not in columns:
            raise BadFile(
                f"{path.name}, line 1: there is no column {name}; the first line must name {', '.join(needs)}, "
                "separated by commas."
            )
    for name in columns:
        if columns.count(name) > 1:
            raise BadFile(f"{path.name}, line 1: the column {name or 'without a name'} is there twice; name it once.")
    return columns


def row_at(path: Path, *, columns: Sequence[str], index: int) -> Row | None:
    """The row with this index, 0 for the one below the header; None where there is none. Empty lines are no rows."""
    rows = _rows(path)
    next(rows, None)
    for place, (line, fields) in enumerate(rows):
        if len(fields) != len(columns):
            raise BadFile(f"{path.name}, line {line}: {len(fields)} fields where the first line has {len(columns)}.")
        if place == index:
            return Row(line, dict(zip(columns, (field.strip() for field in fields), strict=True)))
    return None


def check_form(path: Path, *, columns: Sequence[str]) -> None:
    """BadFile with the first line whose form is wrong; nothing where Python finds every line well."""
    row_at(path, columns=columns, index=-1)


def other_line_end(path: Path) -> int | None:
    """The first line that ends in another way than the first one does; None where all end alike."""
    with path.open("rb") as lines:
        first = next(lines, b"").endswith(b"\r\n")
        for number, line in enumerate(lines, start=2):
            if line.endswith(b"\n") and line.endswith(b"\r\n") != first:
                return number
    return None


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not an empty line, with the line it ends on."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            for fields in reader:
                line = reader.line_num
                if fields:
                    yield line, fields
    except UnicodeDecodeError:
        raise BadFile(f"{path.name}, line {_undecodable(path)}: this is not UTF-8; save the file as UTF-8.") from None
    except csv.Error as fault:
        raise BadFile(f"{path.name}, line {line + 1}: {fault}; close every quote and use commas.") from None
    except OSError as fault:
        raise BadFile(f"{path} cannot be read: {fault.strerror or fault}.") from None


def _undecodable(path: Path) -> int:
    """The line of the first bytes that are not UTF-8."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
