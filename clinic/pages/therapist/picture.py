"""One series of scores as a picture: figures with their plain meaning, the chart, what changed item by item."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.answers import outcome
from clinic.answers.queries import Series
from clinic.answers.series import framework_for
from clinic.pages.charts import draw_both
from clinic.pages.drawing import CutOff, Reading, Scale, Severity
from clinic.pages.signs import signed
from ipt import concern
from ipt.answering import skipped
from ipt.item import Item
from ipt.measure import Measure
from ipt.scoring import score
from ipt.trajectory import changes_of_measure
from ipt.wording import Wording

if TYPE_CHECKING:
    from clinic.answers.models import AnswerSheet
    from clinic.therapy.models import Course


def pictures(series: tuple[Series, ...], *, missed: dict[str, list[date]]) -> list[dict[str, Any]]:
    """Every series of a client, ready to show; `missed` are the days on which a measure was asked and not answered."""
    replaced = replaced_by(series)
    return [
        picture(one, missed=missed.get(one.measure.id, []))
        | {"replaces": replaced.get((one.measure.id, one.measure.version))}
        for one in series
    ]


def replaced_by(series: tuple[Series, ...]) -> dict[tuple[str, int], str]:
    """A sentence for each measure, and version, that took the place of another: the two are never joined."""
    titles = {(one.measure.id, one.measure.version): one.wording.title for one in series}
    found = changes_of_measure([(one.measure, one.trajectory.points) for one in series if not one.target])
    sentence = _("From %(day)s on in place of %(before)s: another measure, so the two are not one line.")
    return {
        (change.after, change.after_version): sentence
        % {"day": date_format(change.on, "j F Y"), "before": titles[change.before, change.before_version]}
        for change in found
    }


def picture(series: Series, *, missed: list[date]) -> dict[str, Any]:
    """Figures, chart for a desk and a phone, and the newest sheet's items beside those of the sheet before."""
    before = series.sheets[-2] if len(series.sheets) > 1 else None
    framework = framework_for(series.measure.id)
    readings = [reading(sheet) for sheet in series.sheets]
    return {
        "id": series.key,
        "title": series.title,
        "full_title": series.wording.full_title,
        "figures": figures(series),
        "charts": draw_both(readings, scale=scale(series.measure, series.wording), missed=missed)
        if series.measure.has_total
        else None,
        "last": series.last,
        "before": before,
        "items": item_rows(series.last, before=before, measure=series.measure, wording=series.wording),
        "missing": series.last.score.missing,
        "sheets": series.sheets[::-1],
        "framework": framework.title if framework else "",
    }


def figures(series: Series, *, course: "Course | None" = None) -> list[dict[str, Any]]:
    """The last total and its band, the change and whether it is reliable, how many times it was answered.

    The change is counted from the first answer there is; of a course, from the first one in it.
    """
    if not series.measure.has_total:
        return [*figures_of_scales(series), {"label": _("times answered"), "value": len(series.sheets), "note": ""}]
    found, total = outcome.since_start(course, series=series) if course else series.trajectory, series.last.score.total
    band = series.wording.bands.get(series.last.score.band, "")
    if series.last.score.is_prorated:
        band = _("%(band)s, prorated") % {"band": band}
    shown = [
        {
            "label": _("%(title)s on %(day)s")
            % {"title": series.title, "day": date_format(series.last.answered_on, "j M")},
            "value": "–" if total is None else total,
            "note": band if total is not None else _("no total: an answer is missing"),
        }
    ]
    if found and found.change is not None and found.first is not None:
        day = date_format(found.first.on, "j M")
        sign = signed(found.change) if found.change else "0"
        shown.append({"label": _("since %(day)s") % {"day": day}, "value": sign, "note": in_words(found.reliable)})
    if found and (found.response or found.remission):
        word = _("remission") if found.remission else _("response")
        shown.append({"label": _("by the measure's own rule"), "value": word, "note": ""})
    shown.append({"label": _("times answered"), "value": len(series.sheets), "note": ""})
    return shown


def figures_of_scales(series: Series) -> list[dict[str, Any]]:
    """The newest score of each scale, and the level, of a measure that has no total."""
    day, names = date_format(series.last.answered_on, "j M"), series.wording.scales
    result = score(series.measure, series.last.answers)
    found: list[tuple[str, Any, str]] = [
        (names.get(one.id, one.id), one.total, series.wording.bands.get(one.band or "", "")) for one in result.scales
    ]
    if series.measure.triage:
        found.append((_("Level"), series.wording.bands.get(result.triage or "", _("none of the levels")), ""))
    label = _("%(title)s on %(day)s")
    return [
        {
            "label": label % {"title": name, "day": day},
            "value": f"{value:g}" if isinstance(value, int | float) else value or "–",
            "note": note,
        }
        for name, value, note in found
    ]


def in_words(reliable: str | None) -> str:
    """What a change amounts to."""
    return {
        "improvement": _("reliably better"),
        "deterioration": _("reliably worse"),
        "none": _("no reliable change"),
    }.get(reliable or "", "")


def reading(sheet: "AnswerSheet") -> Reading:
    """One point of the chart."""
    label = _("prorated") if sheet.score.is_prorated else ""
    return Reading(on=sheet.answered_on, total=sheet.score.total, label=label, has_band=bool(sheet.score.band))


def scale(measure: Measure, wording: Wording) -> Scale:
    """The vertical axis by the measure's definition and the framework that has numbers for it."""
    framework = framework_for(measure.id)
    rule = framework.rule(measure.id) if framework else None
    case_at = rule.case_at if rule else None
    label = _("cut-off, %(framework)s") % {"framework": framework.title} if framework else ""
    return Scale(
        low=measure.low,
        high=measure.high,
        better=measure.better,
        severities=tuple(
            Severity(id=band.id, label=wording.bands.get(band.id, band.id), low=band.low, high=band.high)
            for band in measure.bands
        ),
        cut_off=CutOff(value=case_at if measure.decimals else int(case_at), label=label)
        if case_at is not None
        else None,
        reliable_change=rule.points if rule else None,
        step=measure.step,
    )


def labels_of(item: Item, *, wording: Wording) -> dict[int, str]:
    """The words of each answer of an item, "does not apply" included; none for a number that is typed."""
    labels = {} if item.is_typed else {option.value: option.label for option in wording.options_for(item.id)}
    if item.not_applicable is not None:
        labels[item.not_applicable] = wording.not_applicable or _("does not apply")
    return labels


def item_rows(
    sheet: "AnswerSheet", *, before: "AnswerSheet | None", measure: Measure, wording: Wording
) -> list[dict[str, Any]]:
    """Each question with its answer in words, the answer before, and which way it moved."""
    rows, needless = [], skipped(measure, sheet.answers)
    watched = {one.item for one in concern.watched(measure, sheet.answers)}
    for item in measure.items if sheet.stated_total is None else ():
        labels = labels_of(item, wording=wording)
        now, was = sheet.answers.get(item.id), before.answers.get(item.id) if before else None
        if now is None and (item.optional or item.id in needless):
            continue
        can_move = None not in (now, was) and item.not_applicable not in (now, was)
        rows.append(
            {
                "id": item.id,
                "text": wording.items.get(item.id) or _("Question %(n)s") % {"n": item.id},
                "value": now,
                "label": labels.get(now, "") if now is not None else _("not answered: ask"),
                "was": was,
                "move": now - was if can_move else None,
                "is_watched": item.id in watched,
            }
        )
    return rows
