"""Scores and goals of a course at its start and now, in plain words; what the protocol's rules suggest about them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.answers.outcome import Change
from clinic.definitions.library import library
from clinic.pages.signs import for_plural, least_reached
from clinic.pages.therapist.picture import in_words
from clinic.therapy.choices import EndResult
from clinic.therapy.queries.courses import length_of, protocol_of, words_of
from ipt.signals import Signal, return_of_symptoms, signals
from ipt.standing import Standing
from ipt.trajectory import Point

if TYPE_CHECKING:
    from clinic.therapy.models import Course


def scores(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Each measure: first and last total with their days, what moved, whether that is reliable, and by which rule."""
    return [score(one) for one in changes]


def score(change: Change) -> dict[str, Any]:
    """One measure, ready to show."""
    first, last = change.trajectory.first, change.trajectory.last
    return {
        "title": change.series.title,
        "first": first,
        "last": last,
        "bands": [band_of(change, point) for point in (first, last)],
        "moved": moved(change),
        "verdict": in_words(change.trajectory.reliable),
        "kind": {"improvement": "good", "deterioration": "watch"}.get(change.trajectory.reliable or "", ""),
        "is_remission": bool(change.trajectory.remission),
        "ruler": ruler(change),
    }


def band_of(change: Change, point: Point | None) -> str:
    """The severity word of a total."""
    if point is None or point.total is None:
        return ""
    band = next((band for band in change.measure.bands if band.low <= point.total <= band.high), None)
    return change.series.wording.bands.get(band.id, "") if band else ""


def moved(change: Change) -> str:
    """How far the total went, and which way."""
    points = change.trajectory.change
    if points is None:
        return ""
    if points == 0:
        return _("the same")
    n = abs(points)
    if points < 0:
        return ngettext("%(n)s point lower", "%(n)s points lower", for_plural(n)) % {"n": n}
    return ngettext("%(n)s point higher", "%(n)s points higher", for_plural(n)) % {"n": n}


def ruler(change: Change) -> str:
    """Which change counts as reliable, and who says so; or that nobody has published a number."""
    points = change.trajectory.reliable_change
    if points is None or change.framework is None:
        return _("No published number here says how many points of this measure are a reliable change.")
    least = least_reached(points, decimals=change.measure.decimals, strict=change.framework.strict)
    shown = {"n": least, "who": change.framework.title}
    return _("%(n)s points or more count as reliable (%(who)s).") % shown


def suggestions(
    course: "Course", *, changes: Sequence[Change], standing: Standing, at_end: bool = False
) -> list[dict[str, str]]:
    """What the protocol's rules see in the scores now: each a suggestion with its numbers, never an order.

    `at_end`: the rules of the end, and else all others.
    """
    protocol = protocol_of(course)
    found: list[Signal] = []
    for one in changes:
        found += signals(protocol, standing=standing, trajectory=one.trajectory, better=one.measure.better)
    return said(course, [one for one in found if (one.rule.at == "end") == at_end])


def returned(course: "Course", *, change: Change | None, later: Sequence[Point]) -> list[dict[str, str]]:
    """What the rules see after the end: the newest total beside the last one of the course."""
    at_end = (change.trajectory.last or change.trajectory.first) if change else None
    if change is None or at_end is None or at_end.total is None or not later or later[-1].total is None:
        return []
    found = return_of_symptoms(
        protocol_of(course),
        measure=change.measure.id,
        at_end=at_end.total,
        now=later[-1].total,
        better=change.measure.better,
    )
    return said(course, found)


def said(course: "Course", found: Sequence[Signal]) -> list[dict[str, str]]:
    """Signals in the protocol's words."""
    words = words_of(course)
    return [{"text": words[f"rule.{one.rule.id}"], "why": one.why} for one in found]


def has_not_helped(course: "Course", *, changes: Sequence[Change], result: EndResult) -> bool:
    """Whether something else should be offered: no better by the scores, and not well; in maintenance, only when worse.

    Whoever is in remission is well, however little there was to improve; maintenance is to stay as one is.
    """
    is_well = bool(changes and changes[0].trajectory.remission)
    asked = (EndResult.WORSE,) if length_of(course).is_maintenance else (EndResult.NO_CHANGE, EndResult.WORSE)
    return result in asked and not is_well


def area_words(area: str) -> str:
    """A problem area in words."""
    areas = library().vocabulary("problem-areas")
    return library().words(areas, "en").get(area, area)
