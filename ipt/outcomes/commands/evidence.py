"""`python -m ipt evidence`: the effects of trials pooled, told as a table or JSON, and drawn as a forest plot."""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from math import isfinite
from pathlib import Path

from attrs import asdict, frozen

from ipt.outcomes.forest import forest
from ipt.outcomes.meta import Effect, Method, Pooled, pooled

NEEDED = ("study", "g", "g_se")
SHOWN = 12  # names of columns in a sentence
NOT_STATED = "not stated"
KEYS = (
    *("g", "se", "low", "high", "pi_low", "pi_high", "tau2", "i2", "n_trials", "n_rows", "nnt"),
    *("method", "within_trial_correlation"),
)
METHODS = {
    "reml-hk": "restricted maximum likelihood with the interval of Hartung and Knapp",
    "dl": "DerSimonian and Laird",
}
EXPLAINED = """
EFFECTS.csv has one row for each effect, with the columns study, g (Hedges' g, above 0 where the therapy did better) and
g_se (its standard error), as in the Metapsy databases; year orders the plot, and any column can group. Rows with the
same study are one trial: its effects are joined with the within-trial correlation before trials are pooled. i2 is a
percentage, from 0 to 100. The prediction interval needs three trials. nnt is by Kraemer and Kupfer, below 0 where the
therapy did worse.
"""


class Unreadable(ValueError):
    """A file that cannot be pooled; the message is one sentence with the line and the field."""


@frozen
class Row:
    """One row of the file: its line, its effect, and every cell by column."""

    line: int
    effect: Effect
    cells: Mapping[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which effects, how they are pooled, and how the result is told."""
    parser.epilog = EXPLAINED
    parser.add_argument("effects", type=Path, metavar="EFFECTS.csv", help="one row for each effect: study, g, g_se")
    parser.add_argument(
        "--within-trial-correlation",
        type=_correlation,
        default=0.6,
        metavar="R",
        help="of the effects of one trial, from 0 to less than 1 (0.6)",
    )
    parser.add_argument("--method", choices=list(METHODS), default="reml-hk", help="how trials are pooled (reml-hk)")
    parser.add_argument("--by", metavar="COLUMN", help="pool each group of this column too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a forest plot, as SVG")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(asked: argparse.Namespace) -> int:
    """Pool and tell; 2, with one sentence on standard error and nothing written, for a file that cannot be pooled."""
    try:
        if asked.plot and asked.plot.resolve() == asked.effects.resolve():
            raise Unreadable(f"The plot would overwrite {asked.effects}: name another file for it.")
        rows = read(asked.effects, by=asked.by)
        whole = _pooled(rows, asked=asked)
        groups = [(name, _pooled(part, asked=asked)) for name, part in _groups(rows, by=asked.by)]
        if asked.plot:
            _draw(asked.plot, whole=whole, groups=groups, rows=rows)
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    for sentence in (*_doubts(rows), *_narrow([*groups, ("all", whole)])):
        print(sentence, file=sys.stderr)
    if asked.json:
        print(json.dumps(_as_json(whole, groups=groups, by=asked.by), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_as_lines(whole, groups=groups)))
    return 0


def read(path: Path, *, by: str | None = None) -> list[Row]:
    """The rows of a file of effects; Unreadable names the first line and field that cannot be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not a text in UTF-8: save it as CSV in UTF-8.") from None
    try:
        return list(_rows(text, path=path, by=by))
    except csv.Error as problem:
        raise Unreadable(f"{path} is not a CSV file that can be read: {problem}.") from None


def _rows(text: str, *, path: Path, by: str | None) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    columns = [name.strip() for name in next(reader, [])]
    for name in (*NEEDED, *([by] if by else [])):
        if name not in columns:
            raise Unreadable(f"{path} has no column {name}: {_instead(name, columns=columns)}.")
    for name, times in Counter(columns).items():
        if times > 1 and name in (*NEEDED, by):
            raise Unreadable(f"{path} has the column {name} more than once: leave one.")
    line, n_rows = reader.line_num + 1, 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) != len(columns):
                raise Unreadable(f"{path}, line {line}: {len(columns)} fields are needed, not {len(cells)}.")
            yield _row(dict(zip(columns, cells, strict=True)), line=line, path=path)
            n_rows += 1
        line = reader.line_num + 1
    if not n_rows:
        raise Unreadable(f"{path} has no effect: it needs a row for each.")


def _instead(name: str, *, columns: Sequence[str]) -> str:
    """The way out where a column is missing."""
    if f".{name}" in columns:  # in some Metapsy databases .g is below 0 where the therapy did better
        return f"write its .{name} as {name}, with g above 0 where the therapy did better"
    more = f" and {len(columns) - SHOWN} more" if len(columns) > SHOWN else ""
    return f"it has {', '.join(columns[:SHOWN]) or 'none'}{more}"


def _row(cells: dict[str, str], *, line: int, path: Path) -> Row:
    study = " ".join(cells["study"].split())
    if not study:
        raise Unreadable(f"{path}, line {line}: study is empty, and every effect belongs to one.")
    g, se = (_number(cells[name], name=name, line=line, path=path) for name in ("g", "g_se"))
    if se <= 0:
        raise Unreadable(f"{path}, line {line}: g_se is a standard error above 0, not {cells['g_se'].strip()}.")
    return Row(line=line, effect=Effect(study=study, g=g, se=se), cells=cells)


def _number(cell: str, *, name: str, line: int, path: Path) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or "_" in cell:
        came = f"not {cell.strip()}" if cell.strip() else "and it is empty"
        raise Unreadable(f"{path}, line {line}: {name} is a number, {came}.")
    return value


def _correlation(written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"a correlation is from 0 to less than 1, not {written.strip()}")
    return value


def _groups(rows: Sequence[Row], *, by: str | None) -> list[tuple[str, list[Row]]]:
    if not by:
        return []
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.cells[by].strip() or NOT_STATED, []).append(row)
    return sorted(found.items(), key=lambda item: (item[0] == NOT_STATED, item[0]))


def _pooled(rows: Sequence[Row], *, asked: argparse.Namespace) -> Pooled:
    method: Method = asked.method
    return pooled([row.effect for row in rows], correlation=asked.within_trial_correlation, method=method)


def _draw(path: Path, *, whole: Pooled, groups: Sequence[tuple[str, Pooled]], rows: Sequence[Row]) -> None:
    years = {row.effect.study: int(year) for row in rows if (year := row.cells.get("year", "").strip()).isdecimal()}
    trials = "1 trial" if whole.n_trials == 1 else f"{whole.n_trials} trials"
    drawing = forest(whole, title=f"{trials}, random effects", years=years, groups=groups)
    try:
        path.write_text(drawing, encoding="utf-8")
    except OSError as problem:
        raise Unreadable(f"The plot cannot be written to {path}: {problem.strerror or problem}.") from None


def _doubts(rows: Sequence[Row]) -> Iterator[str]:
    """Rows that say the very same, which may be one effect entered twice."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        first = seen.setdefault(tuple(row.cells.values()), row.line)
        if first != row.line:
            yield f"Lines {first} and {row.line} are the same; both were counted."


def _narrow(parts: Sequence[tuple[str, Pooled]]) -> Iterator[str]:
    for name, part in parts:
        if part.is_narrow:
            yield f"{name}: the interval is narrower than if all trials were equal; --method dl gives the safer one."


def _as_json(whole: Pooled, *, groups: Sequence[tuple[str, Pooled]], by: str | None) -> dict[str, object]:
    told = _told(whole)
    return {**told, "groups": [{"group": name, **_told(part)} for name, part in groups]} if by else told


def _told(part: Pooled) -> dict[str, object]:
    values = asdict(part, recurse=False)
    return {key: values[key] for key in KEYS}


def _as_lines(whole: Pooled, *, groups: Sequence[tuple[str, Pooled]]) -> list[str]:
    rows = [(name, part) for name, part in groups] + [("all", whole)]
    width = max(len(name) for name, _ in rows)
    head = f"{'':{width}}  trials  effects       g   95 % interval     a trial to come   tau2      I2    NNT"
    method = f"Pooled by {METHODS[whole.method]};"
    return [
        head,
        *[_as_line(part, name=f"{name:{width}}") for name, part in rows],
        "",
        f"{method} effects of one trial joined with a correlation of {whole.within_trial_correlation:g}.",
        "g above 0 favours the therapy. I2: the share of all variance that lies between trials.",
    ]


def _as_line(part: Pooled, *, name: str) -> str:
    interval = f"{part.low:.3f} to {part.high:.3f}"
    expected = "-" if part.pi_low is None or part.pi_high is None else f"{part.pi_low:.3f} to {part.pi_high:.3f}"
    nnt = "-" if part.nnt is None else f"{part.nnt:.1f}"
    counts = f"{part.n_trials:6}  {part.n_rows:7}"
    return (
        f"{name}  {counts}  {part.g:6.3f}  {interval:>15}  {expected:>16}  {part.tau2:5.3f}  {part.i2:4.1f} %  {nnt:>5}"
    )
