"""A report on paper: the same parts as the page, in the same order, as a tagged PDF."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from clinic.pages.outcomes.reading import fewest, inner
from clinic.pages.outcomes.report import Report
from clinic.pages.outcomes.section import Grid, Section
from clinic.pages.outcomes.shapes import Drawing, Picture
from clinic.pages.paper import FOLDER, plain, typeset

if TYPE_CHECKING:
    from clinic.reports.models import Block

STYLE = FOLDER / "numbers" / "numbers.css"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" '


def pdf(found: Report, *, block: "Block", service: str, title: str, about: str) -> bytes:
    """The whole report as a PDF/UA-1 file."""
    language, _sign, region = settings.LANGUAGE_CODE.partition("-")
    words = {
        "lang": language,
        "region": region or None,
        "service": service,
        "title": title,
        "about": about,
        "period": spell(block),
        "cut": _("Data up to %(day)s") % {"day": day(block.as_of)},
        "lines": lines(block),
        "parts": [part(one) for one in found.parts],
        "page": _("Page {n} of {of}"),
    }
    return typeset("numbers/report", clean(words))


def lines(block: "Block") -> list[str]:
    """Which courses, by which rules, and what is held back."""
    telling = {
        "day": day(block.as_of),
        "at": date_format(localtime(block.computed_at), "j F Y, H:i"),
        "rules": inner(block.content, "framework", "title"),
        "version": block.framework_version,
        "n": fewest(block.content),
    }
    return [
        _("Courses that ended: %(spell)s.") % {"spell": spell(block)},
        _("Data up to %(day)s, computed on %(at)s. Rules: %(rules)s, version %(version)s.") % telling,
        _("A number of people below %(n)s is not shown, and neither are others from which it could be worked out.")
        % telling,
    ]


def spell(block: "Block") -> str:
    """The period by its days."""
    return _("%(first)s to %(last)s") % {"first": day(block.first_on), "last": day(block.last_on)}


def day(on: Any) -> str:
    """A day in words."""
    return date_format(on, "j F Y")


def part(one: Section) -> dict[str, Any]:
    """One part of the report as the template takes it."""
    return {
        "title": one.title,
        "figures": [{"label": each.label, "value": each.value, "note": each.note} for each in one.figures],
        "says": list(one.says),
        "svg": drawn(one.picture.wide, picture=one.picture) if one.picture else "",
        "alt": one.picture.says or one.picture.title if one.picture else "",
        "key": [{"text": text, "svg": sign(name)} for name, text in one.key] if one.picture else [],
        "parts": [part(inner_one) for inner_one in one.parts],
        "grid": grid(one.grid),
        "notes": list(one.notes),
    }


def grid(found: Grid | None) -> dict[str, Any] | None:
    """A table."""
    if found is None or not found.rows:
        return None
    return {"heads": list(found.heads), "rows": [list(row) for row in found.rows], "numbers": found.numbers}


def drawn(drawing: Drawing, *, picture: Picture) -> str:
    """The wide drawing as a file of its own."""
    context = {"drawing": drawing, "class": "wide", "id": picture.id, "title": picture.title, "says": picture.says}
    return styled(render_to_string("components/outcomes/drawing.svg", context))


def sign(name: str) -> str:
    """One sign of the key as a file of its own."""
    return styled(render_to_string("components/outcomes/sign.svg", {"sign": name}))


def styled(svg: str) -> str:
    """The drawing with its colours in it."""
    head, close, rest = svg.strip().replace("<svg ", SVG, 1).partition(">")
    return f"{head}{close}<style>{STYLE.read_text('utf-8')}</style>{rest}"


def clean(words: Any) -> Any:
    """Without signs that nobody sees, whatever they stand in."""
    if isinstance(words, str):
        return words if words.startswith("<svg") else plain(words)
    if isinstance(words, dict):
        return {name: clean(value) for name, value in words.items()}
    return [clean(value) for value in words] if isinstance(words, Iterable) else words
