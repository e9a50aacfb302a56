"""SCORES.csv and COURSES.csv as checked tables: every row is looked at by DuckDB; a bad one is named and stops all.

Fields lose spaces at their ends; empty lines are no rows. Rows of SCORES.csv that say the same twice are accepted: the
scores of one day are averaged anyway. Extra columns are left alone.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import duckdb
from attrs import frozen

from ipt.measure import Measure
from ipt.outcomes.lines import BadFile, Row, check_form, header_of, other_line_end, row_at

SCORES = ("course", "measure", "on", "score")
COURSES = ("course", "referred_on", "started_on", "ended_on", "n_attended", "n_planned", "end_reason")
GROUP = "grouped_by"
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
DATE = "case when length({0}) = 10 and ({0})[5] = '-' then try_cast({0} as date) end"
NUMBER = "case when not contains({0}, '_') then try_cast({0} as double) end"
COUNT = "try_cast(case when regexp_full_match({0}, '[0-9]{{1,9}}([.]0+)?') then {0} end as bigint)"


@frozen
class Scores:
    """What SCORES.csv holds: the measures with how many scores each, and whether a day has two scores of one."""

    n_scores: Mapping[str, int]
    has_ties: bool


def read_scores(connection: duckdb.DuckDBPyConnection, path: Path, *, ranges: Mapping[str, Measure]) -> Scores:
    """Make the table `scores` from a file and check it; BadFile names the first bad row.

    `ranges` are the measures whose scores must lie in the measure's own range.
    """
    columns = header_of(path, needs=SCORES)
    kind = _kind_of_on(path, columns=columns)
    on = (DATE if kind == "date" else NUMBER).format('trim("on")')
    score = NUMBER.format("score")
    _create(
        connection,
        f"""create table scores as select nullif(trim(course), '') as course, nullif(trim(measure), '') as measure,
            {on} as "on", {score} as score from {_csv(path, columns)}""",  # noqa: S608 - the file's own columns
        path=path,
        columns=columns,
    )
    finite = "" if kind == "date" else ' or not isfinite("on")'
    bad = f'course is null or measure is null or "on" is null{finite} or score is null or not isfinite(score)'
    if (index := _first(connection, "scores", bad)) is not None:
        raise BadFile(_why_score(_row(path, columns, index), name=path.name, kind=kind))
    found = connection.sql("select measure, count(*), min(score), max(score) from scores group by 1 order by 1")
    n_scores = {}
    for measure_id, n, low, high in found.fetchall():
        n_scores[measure_id] = n
        if (measure := ranges.get(measure_id)) and not measure.low <= low <= high <= measure.high:
            raise BadFile(_outside(connection, path, columns=columns, measure=measure))
    [(n, n_days)] = connection.sql(
        'select count(*), count(distinct hash(course, measure, "on")) from scores'
    ).fetchall()
    return Scores(n_scores=n_scores, has_ties=n != n_days)


def unknown_measure(
    connection: duckdb.DuckDBPyConnection, path: Path, *, measure: str, usable: Sequence[str]
) -> BadFile:
    """The fault of the first row with a measure that nobody knows."""
    columns = header_of(path, needs=SCORES)
    index = _first(connection, "scores", f"measure = {_quoted(measure)}")
    row = _row(path, columns, index or 0)
    return BadFile(
        f"{path.name}, line {row.line}, measure: OpenIPT knows no {measure}; correct it, or choose one of "
        f"{', '.join(usable)} with --measure."
    )


def read_courses(connection: duckdb.DuckDBPyConnection, path: Path, *, scores: Path, by: str | None) -> None:
    """Make the table `courses` from a file and check it, against the table `scores` too; BadFile names a bad row.

    With `by` the table has that column under the name GROUP, null where it is blank.
    """
    columns = header_of(path, needs=COURSES)
    if by is not None and by not in columns:
        raise BadFile(f"--by {by}: {path.name} has no such column; it has {', '.join(columns)}.")
    fields = {"course": "nullif(trim(course), '')", "end_reason": "nullif(trim(end_reason), '')"}
    fields |= {name: DATE.format(f"trim({name})") for name in COURSES if name.endswith("_on")}
    fields |= {name: COUNT.format(f"trim({name})") for name in COURSES if name.startswith("n_")}
    if by is not None:
        fields[GROUP] = f"nullif(trim({_named(by)}), '')"
    typed = [f"{value} as {name}" for name, value in fields.items()]
    unread = [f"(nullif(trim({name}), '') is not null and {fields[name]} is null) as bad_{name}" for name in CHECKED]
    _create(
        connection,
        f"create table read_courses as select {', '.join([*typed, *unread])} from {_csv(path, columns)}",  # noqa: S608
        path=path,
        columns=columns,
    )
    for condition, sentence in FAULTS_OF_A_COURSE:
        if (index := _first(connection, "read_courses", condition)) is not None:
            row = _row(path, columns, index)
            raise BadFile(f"{path.name}, line {row.line}, {sentence.format(**row.fields)}")
    _refuse_twice(connection, path, columns=columns)
    kept = ", ".join(fields)
    connection.execute(f"create table courses as select {kept} from read_courses")  # noqa: S608 - names of our own
    connection.execute("drop table read_courses")
    _refuse_strangers(connection, scores, courses=path)


CHECKED = tuple(name for name in COURSES if name.endswith("_on") or name.startswith("n_"))
FAULTS_OF_A_COURSE = (
    ("course is null", "course: a course without a name; give each course its own."),
    *(
        (f"bad_{name}", f"{name}: “{{{name}}}” is no date; write it as 2024-01-31 or leave it empty.")
        for name in CHECKED
        if name.endswith("_on")
    ),
    *(
        (f"bad_{name}", f"{name}: “{{{name}}}” is no count; a whole number from 0 is needed, or nothing.")
        for name in CHECKED
        if name.startswith("n_")
    ),
    ("n_planned = 0", "n_planned: 0 sessions were planned; leave it empty where the number is not known."),
    ("started_on < referred_on", "started_on: {started_on} is before the referral on {referred_on}."),
    ("ended_on < started_on", "ended_on: {ended_on} is before the start on {started_on}."),
    ("ended_on < referred_on", "ended_on: {ended_on} is before the referral on {referred_on}."),
)


def _kind_of_on(path: Path, *, columns: Sequence[str]) -> Literal["date", "number"]:
    """What the first row counts time by; BadFile where there is no row."""
    row = row_at(path, columns=columns, index=0)
    if row is None:
        raise BadFile(f"{path.name} has no row below its first line: there is nothing to count.")
    return "date" if ISO_DATE.fullmatch(row.fields["on"]) else "number"


def _why_score(row: Row, *, name: str, kind: str) -> str:
    """The fault of a row of SCORES.csv that the engine could not read."""
    where = f"{name}, line {row.line}"
    for field in ("course", "measure"):
        if not row.fields[field]:
            return f"{where}, {field}: it is empty; every score belongs to a course and a measure."
    if not _is_time(row.fields["on"], kind=kind):
        other = "a date such as 2024-01-31" if kind == "date" else "a date such as 2024-01-31 or a number"
        return f"{where}, on: “{row.fields['on']}” is not {other}; dates and numbers do not mix in one file."
    if not row.fields["score"]:
        return f"{where}, score: it is empty; leave the row out where there was no score."
    return f"{where}, score: “{row.fields['score']}” is not a number such as 12 or 12.5."


def _is_time(written: str, *, kind: str) -> bool:
    template = DATE if kind == "date" else NUMBER
    [(is_time,)] = duckdb.execute(f"select isfinite({template.format('$1')})", [written]).fetchall()
    return bool(is_time)


def _outside(connection: duckdb.DuckDBPyConnection, path: Path, *, columns: Sequence[str], measure: Measure) -> str:
    outside = f"measure = {_quoted(measure.id)} and not score between {measure.low} and {measure.high}"
    row = _row(path, columns, _first(connection, "scores", outside) or 0)
    return (
        f"{path.name}, line {row.line}, score: {row.fields['score']} is outside {measure.id}, "
        f"whose scores go from {measure.low} to {measure.high}."
    )


def _refuse_twice(connection: duckdb.DuckDBPyConnection, path: Path, *, columns: Sequence[str]) -> None:
    found = connection.sql(
        """select min(rowid) from (select rowid, min(rowid) over (partition by course) as earliest
           from read_courses) where rowid > earliest"""
    )
    [(index,)] = found.fetchall()
    if index is not None:
        row = _row(path, columns, index)
        raise BadFile(f"{path.name}, line {row.line}, course: {row.fields['course']} is there twice; one row a course.")


def _refuse_strangers(connection: duckdb.DuckDBPyConnection, scores: Path, *, courses: Path) -> None:
    found = connection.sql("select min(scores.rowid) from scores anti join courses using (course)").fetchall()
    if (index := found[0][0]) is not None:
        row = _row(scores, header_of(scores, needs=SCORES), index)
        raise BadFile(f"{scores.name}, line {row.line}, course: {row.fields['course']} is not in {courses.name}.")


def _first(connection: duckdb.DuckDBPyConnection, table: str, condition: str) -> int | None:
    """The index of the first row of which this is true: rows keep the order of the file."""
    [(index,)] = connection.sql(f"select min(rowid) from {table} where {condition}").fetchall()  # noqa: S608
    return None if index is None else int(index)


def _row(path: Path, columns: Sequence[str], index: int) -> Row:
    found = row_at(path, columns=columns, index=index)
    if found is None:
        raise BadFile(f"{path.name} changed while it was read: start again.")
    return found


def _create(connection: duckdb.DuckDBPyConnection, query: str, *, path: Path, columns: Sequence[str]) -> None:
    """Make a table from a file; BadFile names the first line that is no CSV."""
    try:
        connection.execute(query)
    except duckdb.Error as fault:
        check_form(path, columns=columns)
        if (line := other_line_end(path)) is not None:
            raise BadFile(
                f"{path.name}, line {line}: it ends unlike the lines before it; save the file anew."
            ) from fault
        raise BadFile(f"{path.name}: this is not CSV with commas and double quotes; save it as that.") from fault


def _csv(path: Path, columns: Sequence[str]) -> str:
    """The rows of a file, every field as text."""
    types = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({_quoted(str(path))}, columns = {{{types}}}, header = true, delim = ',', quote = '\"', "
        "escape = '\"', auto_detect = false, strict_mode = true, null_padding = false, max_line_size = 1000000)"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
