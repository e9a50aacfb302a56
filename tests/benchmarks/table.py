"""What was measured as Markdown: targets beside, a missed one in bold."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured: written by `dev.py bench --write` -->", "<!-- end of measured -->"
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Found = dict[str, dict[str, Any]]  # by kind of database, as around.measure gives it


def write(path: Path, text: str) -> None:
    """Put the text between the two marks of a document; its prose stays."""
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", "utf-8")


def markdown(found: Found, *, on: date, n_cores: int) -> str:
    """The whole measured part."""
    lines = [f"{on:%-d %B %Y}, {n_cores} cores. Bold: a target that is missed.", ""]
    lines += [*operations(found), "", *others(found)]
    return "\n".join(lines) + "\n"


def operations(found: Found) -> Iterator[str]:
    """One row for each operation, the databases side by side."""
    names = [TITLES[vendor] for vendor in found]
    yield row(
        "operation", "SQL", "HTML, kB", *(f"÷ bare, {name}" for name in names), *(f"ms, {name}" for name in names)
    )
    yield row(*["---"] * (3 + 2 * len(found)))
    for rows in zip(*(one["operations"] for one in found.values()), strict=True):
        first, target = rows[0], rows[0]["target"]
        yield row(
            first["name"],
            beside(max(one["sql"] for one in rows), target["sql"], "d"),
            beside(max(one["kilobytes"] for one in rows), target["kilobytes"], ".1f") if first["kilobytes"] else "",
            *(f"{beside(one['ratio'], target['ratio'], '.1f')}, {one['low']:.1f}–{one['high']:.1f}" for one in rows),
            *(f"{one['ours']:.1f} / {one['clock']:.1f}" for one in rows),
        )


def others(found: Found) -> Iterator[str]:
    """Growth with the caseload, first page, load, memory, first start."""
    yield row("what", "target", *(TITLES[vendor] for vendor in found))
    yield row(*["---"] * (2 + len(found)))
    for what, n_shown in (("caseload", 25), ("list", 50)):
        few, many = f"{what} of 50 clients", f"{what} of 5,000 clients"
        grown = [named(one, many)["clock"] / named(one, few)["clock"] for one in found.values()]
        yield row(
            f"{what} of 5,000 clients ÷ {what} of 50 ({n_shown} rows shown in both), by the clock",
            "about 1",
            *map("{:.1f}".format, grown),
        )
    pages = [one["first_page"] for one in found.values()]
    yield row(
        "first page of the client's side, over the wire, kB",
        "≤ 60",
        *(beside(it["kilobytes"], 60, ".1f") for it in pages),
    )
    yield row("… requests to third parties", "0", *(str(len(it["others"])) for it in pages))
    loads = [one["load"] for one in found.values()]
    yield row(
        "4 reads : 1 write on 8 connections: requests in seconds",
        "60 s",
        *(f"{it['n']:,} in {it['seconds']:.0f} s" for it in loads),
    )
    yield row(
        "… errors; acknowledged answers lost", "0; 0", *(f"{len(it['errors'])}; {len(it['lost'])}" for it in loads)
    )
    for kind in ("reads", "writes"):
        spreads = (f"{it[kind]['median']:.0f} / {it[kind]['most']:.0f}" for it in loads)
        yield row(f"… {kind}: half under / nineteen of twenty under, ms", "", *spreads)
    yield row("memory of a worker after that, MB", "≤ 120", *(beside(it["megabytes"], 120, ".0f") for it in loads))
    starts = [one["first_start"] for one in found.values()]
    yield row(
        "first start: tables + demonstration clinic, s",
        "≤ 20",
        *(f"{it['tables']:.1f} + {it['demonstration']:.1f}" for it in starts),
    )


def named(one: dict[str, Any], name: str) -> dict[str, Any]:
    """One operation by its name."""
    found: dict[str, Any] = next(each for each in one["operations"] if each["name"] == name)
    return found


def beside(value: float | None, most: float | None, style: str) -> str:
    """A value with its target; bold when it is missed."""
    if value is None:
        return "not known here"
    text = f"{value:{style}}"
    if most is None:
        return text
    return f"{text} (≤ {most:g})" if float(text) <= most else f"**{text} (≤ {most:g})**"


def row(*cells: str) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
