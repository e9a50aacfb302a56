"""One line of the caseload, ready to show: why, the scores in small and in words, where the course is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.needs import Shown, shown, shown_alerts
from clinic.pages.signs import signed
from clinic.pages.spark import spark
from clinic.pages.therapist.picture import in_words
from ipt.item import Number
from ipt.words import Words

if TYPE_CHECKING:
    from clinic.caseload.models import CaseloadRow
    from clinic.caseload.queries import Line

MOST = 4  # reasons that are named; the rest is counted


def ready(line: "Line", *, viewer_id: Any) -> dict[str, Any]:
    """Everything a template needs about one client."""
    row = line.row
    words = words_of(row)
    reasons: list[Shown] = [shown_alerts(line.alerts)] if line.alerts else []
    reasons += [shown(need, words=words) for need in line.needs]
    return {
        "row": row,
        "client": row.client,
        "is_mine": row.therapist_id == viewer_id,
        "is_urgent": line.is_urgent,
        "first": reasons[0] if reasons else None,
        "others": reasons[1:MOST],
        "n_more": max(0, len(reasons) - MOST),
        "scores": scores(row),
        "phase": words.get(f"phase.{row.phase}") if words else "",
        "areas": areas(row),
    }


def words_of(row: "CaseloadRow") -> Words | None:
    """The words of the course's protocol (no statement)."""
    if row.course is None:
        return None
    return library().words(library().protocol(row.course.protocol, row.course.version), "en")


def scores(row: "CaseloadRow") -> dict[str, Any] | None:
    """The last total with its plain meaning, the change in words, the small line with its twin in words."""
    if not row.measure:
        return None
    measure = library().measure(row.measure, row.version)
    wording = library().wording(measure, "en")
    band = next(
        (one for one in measure.bands if row.last_total is not None and one.low <= row.last_total <= one.high), None
    )
    return {
        "title": wording.title,
        "last": row.last_total,
        "last_on": row.last_on,
        "band": wording.bands.get(band.id, band.id) if band else "",
        "change": "" if row.change is None else signed(row.change),
        "change_words": in_words(row.reliable),
        "path": spark(row.points, low=measure.low, high=measure.high) if len(row.points) > 1 else "",
        "spark_words": spark_words(wording.title, row.points),
    }


def spark_words(title: str, points: Sequence[Number | None]) -> str:
    """The small line in words."""
    told = ", ".join(_("no total") if total is None else f"{total:g}" for total in points)
    return f"{title}: {told}"


def areas(row: "CaseloadRow") -> str:
    """The problem areas of the foci that run."""
    known = library().words(library().vocabulary("problem-areas"), "en")
    return ", ".join(known.get(area, area) for area in row.areas)
