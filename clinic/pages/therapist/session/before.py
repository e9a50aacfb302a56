"""Before the session: the state of things on one screen, to be read in twenty seconds."""

from typing import Any

from django.utils.translation import gettext as _

from clinic.answers.queries import Series
from clinic.pages.therapist.picture import figures, item_rows
from ipt.standing import Standing

MOST_MOVED = 4  # items shown: those that moved most


def glance(series: tuple[Series, ...], *, course: Any, standing: Standing) -> list[dict[str, Any]]:
    """Numbers first: the main total with its change since the start, its watched item, sessions left, weeks left."""
    tiles: list[dict[str, Any]] = []
    for one in series[:2]:
        tiles += figures(one, course=course)[:-1][:2]  # the last one is how often it was answered
        tiles += watched_tiles(one)
    left = {"label": _("sessions left"), "value": standing.n_left, "note": until(standing)}
    return [*tiles, left]


def until(standing: Standing) -> str:
    """How long, and whether they fit."""
    if standing.n_left and not standing.fits:
        return _("only %(n)s fit before the end date") % {"n": standing.n_fit}
    return _("%(n)s weeks") % {"n": standing.weeks_left}


def watched_tiles(series: Series) -> list[dict[str, Any]]:
    """The newest answer to each watched item: item 9 of the PHQ-9."""
    if not series.wording.has_items:
        return []
    rows = item_rows(series.last, before=None, measure=series.measure, wording=series.wording)
    watched = {watch.item for watch in series.measure.watch}
    return [
        {
            "label": _("item %(n)s") % {"n": row["id"]},
            "value": "–" if row["value"] is None else row["value"],
            "note": row["label"],
            "tone": "urgent" if row["value"] else "watch" if row["value"] is None else "",
        }
        for row in rows
        if row["id"] in watched
    ]


def moved_items(series: tuple[Series, ...]) -> list[dict[str, Any]]:
    """The items of the main measure that moved most since the time before, with the way they went."""
    if not series or len(series[0].sheets) < 2:
        return []
    one = series[0]
    rows = item_rows(one.last, before=one.sheets[-2], measure=one.measure, wording=one.wording)
    moved = [row for row in rows if row["move"]]
    worse = 1 if one.measure.better == "lower" else -1
    for row in moved:
        row["is_worse"] = row["move"] * worse > 0
    return sorted(moved, key=lambda row: -abs(row["move"]))[:MOST_MOVED]
