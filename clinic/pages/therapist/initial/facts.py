"""What is recorded, to stand beside the empty page of a formulation. It gathers; it writes no sentence of it."""

from datetime import date, timedelta
from typing import Any

from attrs import frozen
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.prompted import in_words
from clinic.pages.therapist.initial.tracks import about
from clinic.pages.therapist.initial.wording import areas_of, words_of
from clinic.therapy.queries import courses, entries, inventory, issues, story
from ipt.prompts import Value

BEFORE, AFTER = timedelta(days=365), timedelta(days=92)  # around the start of the symptoms (our default)
OF_ILLNESS = ("illness_name", "symptoms", "onset_on", "how_it_began")
OF_PERSON = ("what_changed", "expects_mine", "expects_theirs", "relation_to_onset")
MOST = 8


@frozen
class Facts:
    """One group of facts with the page they come from."""

    title: str
    url: str
    items: tuple[str, ...]


def facts_of(course: Any) -> tuple[Facts, ...]:
    """Illness, what was near its start, people, issues, areas; groups that hold nothing are there with none."""
    named = entries.newest(course, courses.protocol_of(course).sheets.get("illness", "illness"))
    return (
        Facts(_("Named"), reverse("sheet", args=[course.pk, "illness"]), of_sheet(named, "illness", OF_ILLNESS)),
        Facts(_("Near the start"), reverse("timeline", args=[course.pk]), near_onset(course, named)),
        Facts(_("People"), reverse("inventory", args=[course.pk]), of_people(course)),
        Facts(_("Issues"), reverse("issues", args=[course.pk]), of_issues(course)),
        Facts(_("Problem areas"), reverse("areas", args=[course.pk]), of_areas(course)),
    )


def of_sheet(entry: Any, sheet: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Some prompts of a sheet, each with its label."""
    if entry is None:
        return ()
    return said(entry.values, sheet, wanted)


def said(values: dict[str, Value], sheet: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What stands under some prompts."""
    prompts = library().prompts(sheet)
    words = library().words(prompts, "en")
    return tuple(
        f"{words[name]}: {in_words(prompts.prompt(name), words, values[name])}" for name in wanted if name in values
    )


def near_onset(course: Any, named: Any) -> tuple[str, ...]:
    """Events in the year before and the three months after the symptoms began; without a start, the newest ones."""
    events = story.events(course.client)
    told = named.values.get("onset_on") if named is not None else None
    start = date.fromisoformat(told) if isinstance(told, str) else None
    start = start or next((event.on for event in events if event.is_onset), None)
    if start is not None:
        events = [event for event in events if start - BEFORE <= event.on <= start + AFTER]
    return tuple(event_line(event) for event in events[-MOST:])


def event_line(event: Any) -> str:
    """An event in a line."""
    line = f"{about(event.on, event.precision)}: {event.what}"
    return _("%(event)s (symptoms)") % {"event": line} if event.is_onset else line


def of_people(course: Any) -> tuple[str, ...]:
    """People, first those with conflict, who died, or about whom it was said what changed or how it hangs together."""
    kinds = words_of("relationship-types")
    telling: list[str] = []
    others: list[str] = []
    for one in inventory.people(course.client):
        row = one.relationship
        marks = [_("conflict")] if row.conflicts else []
        marks += [_("support")] if row.supports else []
        marks += [row.get_status_display().lower()] if row.status != "living" else []
        marks += [_("ring %(n)s") % {"n": one.place.ring}] if one.place else []
        more = said(row.values, inventory.SHEET, OF_PERSON)
        is_telling = row.conflicts or row.status != "living" or bool(more)
        line = "; ".join([f"{row.name}, {', '.join([kinds[row.kind], *marks])}", *more])
        (telling if is_telling else others).append(line)
    return tuple([*telling, *others][:MOST])


def of_issues(course: Any) -> tuple[str, ...]:
    """Issues in the client's order, with both places where they were given."""
    found = issues.in_order(issues.issues(course), side="client")
    return tuple(f"{row.text}{places(row)}" for row in found[:MOST])


def places(row: Any) -> str:
    """Where an issue stands on both sides."""
    parts = [_("client %(n)s") % {"n": row.rank_by_client}] if row.rank_by_client else []
    parts += [_("you %(n)s") % {"n": row.rank_by_therapist}] if row.rank_by_therapist else []
    return f" ({', '.join(parts)})" if parts else ""


def of_areas(course: Any) -> tuple[str, ...]:
    """Areas that were weighed, with both numbers and the evidence."""
    found = issues.weights(course)
    lines = []
    for area in areas_of(course):
        row = found.get(area.id)
        if row is None:
            continue
        parts = [_("client %(n)s") % {"n": row.by_client}] if row.by_client is not None else []
        parts += [_("you %(n)s") % {"n": row.by_therapist}] if row.by_therapist is not None else []
        lines.append(f"{area.label}: {', '.join(parts) or _('no number')}{f'. {row.evidence}' if row.evidence else ''}")
    return tuple(lines)
