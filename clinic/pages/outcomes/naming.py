"""Names for what numbers are grouped by: protocols, foci, teams and people by what they are called today."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from attrs import frozen
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.definitions.library import library
from clinic.pages.outcomes.reading import Content, groups, inner
from clinic.people.choices import Role
from clinic.people.queries import who
from clinic.people.queries.team import teams
from clinic.therapy.choices import EndKind, Medium
from ipt.library import NotDefined

COLUMNS: Mapping[str, Any] = {
    "focus": gettext_lazy("Focus"),
    "problem": gettext_lazy("Problem"),
    "protocol": gettext_lazy("Protocol"),
    "format": gettext_lazy("Format"),
    "medium": gettext_lazy("How sessions were held"),
    "baseline": gettext_lazy("Severity at the start (PHQ-9)"),
    "site": gettext_lazy("Site"),
    "team": gettext_lazy("Team"),
    "therapist": gettext_lazy("Therapist"),
}
FORMATS: Mapping[str, Any] = {
    "individual": gettext_lazy("One to one"),
    "group": gettext_lazy("Group"),
    "joint": gettext_lazy("Together with somebody"),
    "phone": gettext_lazy("By phone"),
    "video": gettext_lazy("By video"),
    "messages": gettext_lazy("By messages"),
    "self-guided": gettext_lazy("On one's own, with guidance"),
}
TAG = "tag_"
SEVERITY = "phq-9"


@frozen
class Names:
    """What ids are called: those of people and of teams."""

    people: Mapping[str, str]
    teams: Mapping[str, str]

    def of(self, column: str, value: str | None) -> str:
        """A group's name; a tag's group is those with it, and those without."""
        if column.startswith(TAG):
            return _("With this tag") if value else _("Without it")
        if value is None:
            return _("Not recorded")
        if column == "therapist":
            return self.people.get(value, _("A person who is not here any more"))
        if column == "team":
            return self.teams.get(value, _("A team that is not here any more"))
        return defined(column, value)


NOBODY = Names({}, {})


def names_for(content: Content, *, viewer: Any, now: Any) -> Names:
    """The names that a page of this block needs (at most two statements)."""
    people = {UUID(value) for value in values_of(content, "therapist")}
    has_teams = any(True for _one in values_of(content, "team"))
    called = who.names(people) if people else {}
    managed = teams(viewer, Role.MANAGER, now=now) if has_teams else []
    return Names({str(pk): name for pk, name in called.items()}, {str(one.pk): one.name for one in managed})


def values_of(content: Content, column: str) -> Iterable[str]:
    """The values a column has groups for."""
    return [str(one["value"]) for one in groups(inner(content, "by", column)) if one.get("value")]


def column_name(column: str) -> str:
    """What a column is called."""
    if column.startswith(TAG):
        return _("Tag: %(tag)s") % {"tag": column.removeprefix(TAG).replace("_", " ")}
    return str(COLUMNS.get(column, column))


def defined(column: str, value: str) -> str:
    """A word of the definitions; the id itself where they no longer have it."""
    if column == "format":
        return str(FORMATS.get(value, value))
    if column == "medium":
        return str(Medium(value).label) if value in Medium.values else value
    vocabulary = {"focus": "problem-areas", "problem": "conditions", "phase": "phases"}.get(column)
    try:
        if vocabulary:
            return library().words(library().vocabulary(vocabulary), "en").get(value, value)
        if column == "protocol":
            return library().words(library().protocol(value), "en").title
        if column == "baseline":
            return library().wording(library().measure(SEVERITY), "en").bands.get(value, value).capitalize()
    except NotDefined:
        return value
    return value


def joined_name(n: int) -> str:
    """The name of several small groups told as one."""
    return ngettext("%(n)s small group", "%(n)s small groups together", n) % {"n": n}


def measure_name(name: str) -> str:
    """The short title of a measure; another version is named with it."""
    id_, _at, version = name.partition("@")
    try:
        title = library().wording(library().measure(id_), "en").title
    except NotDefined:
        return name
    return f"{title} ({version})" if version else title


def ending_name(kind: str) -> str:
    """How a course ended, in words."""
    return str(EndKind(kind).label) if kind in EndKind.values else _("Not recorded")


def phase_name(phase: str) -> str:
    """A phase, in words."""
    return _("Not recorded") if phase == "not_known" else defined("phase", phase)


def in_order(content_groups: Iterable[Content], *, column: str, names: Names) -> list[tuple[str, Content]]:
    """Groups with their names by the alphabet, severity from least to worst; joined ones and the unrecorded last."""
    bands = [band.id for band in library().measure(SEVERITY).bands] if column == "baseline" else []

    def place(named: tuple[str, Content]) -> tuple[bool, bool, int, str]:
        name, one = named
        rank = bands.index(one["value"]) if one.get("value") in bands else len(bands)
        return bool(one.get("is_others")), one.get("value") is None, rank, name.casefold()

    named = [
        (joined_name(one.get("n_joined") or 1) if one.get("is_others") else names.of(column, one.get("value")), one)
        for one in content_groups
    ]
    return sorted(named, key=place)
