"""Crisis lines by country: dated data, read strictly; no tables, no clock, no network."""

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from attrs import frozen

FOLDER = Path(__file__).with_name("crisis")

# Half a year: numbers, hours and the money for the nights change about once a year; two checks a year keep ahead of it.
STALE_AFTER_DAYS = 180

NO_LIST = (
    "No list for this country is held here. In danger now: call the local emergency number "
    "(112 works in many countries, 911 in North America)."
)

KINDS = ("emergency", "urgent-health", "crisis", "text")
DIALLED = re.compile(r"\+?[0-9*#]+")

ALWAYS = {"id", "name", "kind", "number", "hours", "languages", "free", "link", "verified", "checked_in"}
AT_TIMES = {"dial", "text", "keyword", "after_dialling", "regions", "verified_on", "source_dated"}


class CrisisListError(ValueError):
    """A list that cannot be used; the message says the file, the key, what was expected and what came.

    `key` and `expected` say two of them again, for a form that shows the fault beside its field.
    """

    def __init__(self, message: str, *, key: str = "", expected: str = "") -> None:
        super().__init__(message)
        self.key, self.expected = key, expected


@frozen
class CrisisLine:
    """One service one can call or text. `dial` and `text` are as a telephone takes them, "" when there is none.

    `number` is as people read it; `after_dialling` what to choose once connected; `regions` empty means everywhere.
    `free` is True only when a source says so. `verified_on` is None while nobody has read number and hours in a source.
    """

    id: str
    name: str
    kind: str
    number: str
    hours: str
    verified: bool
    checked_in: str
    dial: str = ""
    text: str = ""
    keyword: str = ""
    after_dialling: str = ""
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    free: bool = False
    link: str = ""
    verified_on: date | None = None
    source_dated: str = ""

    @property
    def always_open(self) -> bool:
        """Whether somebody answers at three in the morning."""
        return self.hours.startswith("24 hours")


@frozen
class CrisisList:
    """The lines of one country (ISO 3166 alpha-2, upper case), emergency first; `source` says who keeps the list."""

    country: str
    lines: tuple[CrisisLine, ...]
    name: str = ""
    source: str = ""

    @property
    def verified_on(self) -> date:
        """The oldest check among the verified lines; date.min when there is none."""
        return min((line.verified_on for line in self.lines if line.verified_on is not None), default=date.min)

    def shown(self, region: str = "") -> tuple[CrisisLine, ...]:
        """The verified lines a client may be shown: those of the region, all of them when it is not known."""
        known = {name.casefold() for line in self.lines for name in line.regions}
        wanted = region.strip().casefold()
        if wanted not in known:
            return tuple(line for line in self.lines if line.verified)
        return tuple(line for line in self.lines if line.verified and _serves(line, wanted))

    @property
    def unverified(self) -> tuple[CrisisLine, ...]:
        """The lines an administrator should check; no client sees them."""
        return tuple(line for line in self.lines if not line.verified)


def shipped(country: str) -> CrisisList | None:
    """The list that comes with the software for an ISO 3166 alpha-2 code in any case, None when there is none."""
    code = country.upper()
    return _read_shipped(code) if code in shipped_countries() else None


@cache
def shipped_countries() -> tuple[str, ...]:
    """The codes of all countries with a list, upper case, sorted."""
    return tuple(sorted(path.stem.upper() for path in FOLDER.glob("*.toml")))


def is_stale(crisis_list: CrisisList, *, on: date) -> bool:
    """Whether the oldest check is over STALE_AFTER_DAYS ago, or dated after `on` (a day is left for time zones)."""
    age = (on - crisis_list.verified_on).days
    return age > STALE_AFTER_DAYS or age < -1


def read(text: str, *, source: str) -> CrisisList:
    """Read one TOML list, a clinic's own too; raises CrisisListError naming source, key, expected and came."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise CrisisListError(f"{source}: expected TOML, came: {fault}") from fault
    _check_keys(table, required={"country", "name", "line"}, optional=(), at=source)
    country = _text(table, "country", at=source)
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise _fault(source, "country", "two capital letters (ISO 3166)", country)
    rows = table["line"]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise _fault(source, "line", "at least one [[line]]", rows)
    lines = tuple(_line(row, at=f"{source}: line {place}") for place, row in enumerate(rows, start=1))
    check_order(lines, at=source)
    return CrisisList(country=country, lines=lines, name=_text(table, "name", at=source), source=source)


@cache
def _read_shipped(code: str) -> CrisisList:
    path = FOLDER / f"{code.lower()}.toml"
    found = read(path.read_text(encoding="utf-8"), source=path.name)
    if found.country != code:
        raise _fault(path.name, "country", f"{code}, as the file is named", found.country)
    return found


def _serves(line: CrisisLine, region: str) -> bool:
    return not line.regions or region in (name.casefold() for name in line.regions)


def _line(row: Mapping[str, object], *, at: str) -> CrisisLine:
    _check_keys(row, required=ALWAYS, optional=AT_TIMES, at=at)
    line = CrisisLine(
        id=_text(row, "id", at=at),
        name=_text(row, "name", at=at),
        kind=_text(row, "kind", at=at),
        number=_text(row, "number", at=at),
        hours=_text(row, "hours", at=at),
        verified=_truth(row, "verified", at=at),
        checked_in=", ".join(_words(row, "checked_in", at=at)),
        dial=_text(row, "dial", at=at),
        text=_text(row, "text", at=at),
        keyword=_text(row, "keyword", at=at),
        after_dialling=_text(row, "after_dialling", at=at),
        languages=_words(row, "languages", at=at),
        regions=_words(row, "regions", at=at),
        free=_truth(row, "free", at=at),
        link=_text(row, "link", at=at),
        verified_on=_day(row, "verified_on", at=at),
        source_dated=_text(row, "source_dated", at=at),
    )
    check_line(line, at=at)
    return line


def check_line(line: CrisisLine, *, at: str) -> None:
    """Refuse a line that cannot be what it says it is; CrisisListError names `at` and the key."""
    if line.kind not in KINDS:
        raise _fault(at, "kind", f"one of {', '.join(KINDS)}", line.kind)
    if line.kind == "text" and (line.dial or not line.text):
        raise _fault(at, "text", "a number for texts and no dial, for kind text", line.text)
    if line.kind != "text" and not line.dial:
        raise _fault(at, "dial", "a number to call", line.dial)
    for key, number in (("dial", line.dial), ("text", line.text)):
        if number and not DIALLED.fullmatch(number):
            raise _fault(at, key, "digits, * and #, perhaps + in front", number)
    if not line.link.startswith("https://"):
        raise _fault(at, "link", "an address with https://", line.link)
    _check_hours(line, at=at)
    if line.verified != (line.verified_on is not None) or line.verified != bool(line.source_dated):
        raise _fault(at, "verified_on", "with source_dated when verified is true, else neither", line.verified_on)


def _check_hours(line: CrisisLine, *, at: str) -> None:
    if not line.hours.endswith("every day"):
        raise _fault(at, "hours", "hours on every day (an office-hours service is no crisis cover)", line.hours)
    if line.kind == "emergency" and not line.always_open:
        raise _fault(at, "hours", "“24 hours, every day” for an emergency number", line.hours)


def check_order(lines: tuple[CrisisLine, ...], *, at: str) -> None:
    """Refuse a list, of at least one line, without a verified emergency number first, or with an id twice."""
    if lines[0].kind != "emergency" or not lines[0].verified:
        raise _fault(at, "line 1: kind", "a verified emergency number first", lines[0].kind)
    seen: set[str] = set()
    for line in lines:
        if line.id in seen:
            raise _fault(at, "id", "each id once", line.id)
        seen.add(line.id)


def _check_keys(table: Mapping[str, object], *, required: Collection[str], optional: Collection[str], at: str) -> None:
    for key in sorted(set(required) - set(table)):
        raise CrisisListError(f"{at}: {key}: expected this key, came nothing")
    for key in sorted(set(table) - set(required) - set(optional)):
        raise CrisisListError(f"{at}: {key}: expected only known keys, came this one")


def _text(table: Mapping[str, object], key: str, *, at: str) -> str:
    value = table.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise _fault(at, key, "words in quotes", value)
    return value


def _truth(table: Mapping[str, object], key: str, *, at: str) -> bool:
    value = table[key]
    if not isinstance(value, bool):
        raise _fault(at, key, "true or false", value)
    return value


def _day(table: Mapping[str, object], key: str, *, at: str) -> date | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _fault(at, key, "a date such as 2026-11-22", value)
    return value


def _words(table: Mapping[str, object], key: str, *, at: str) -> tuple[str, ...]:
    value = table.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not value:
        raise _fault(at, key, "a list of words", value)
    for word in value:
        if not isinstance(word, str) or not word.strip():
            raise _fault(at, key, "a list of words", word)
    return tuple(value)


def _fault(at: str, key: str, expected: str, came: object) -> CrisisListError:
    return CrisisListError(f"{at}: {key}: expected {expected}, came {came!r}", key=key, expected=expected)
