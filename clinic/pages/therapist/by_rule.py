"""What the measure's own rule says of one sheet beyond its total: scales, cut-offs, patterns, level."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ipt.measure import Measure
from ipt.scoring import Result, ScaleScore, score, total_only
from ipt.wording import Wording

if TYPE_CHECKING:
    from clinic.answers.models import AnswerSheet


def result_of(sheet: "AnswerSheet", *, measure: Measure) -> Result:
    """The sheet's result by its version of the measure, prorated where it was stored so."""
    if sheet.stated_total is not None:
        return total_only(measure, sheet.stated_total)
    return score(measure, sheet.answers, prorate=sheet.score.is_prorated)


def by_rule(result: Result, *, measure: Measure, wording: Wording) -> list[dict[str, Any]]:
    """Lines of a name and what is said: the total out of what was possible, each scale, cut-offs, patterns, level."""
    lines: list[dict[str, Any]] = []
    if result.total is not None and result.out_of != measure.high:
        said = _("%(total)s of %(most)s, because not every question applies") % {
            "total": result.total,
            "most": result.out_of,
        }
        lines.append({"name": _("Total"), "said": said})
    lines += [scale_line(scale, wording=wording) for scale in result.scales]
    for name, ids, names in (
        (_("Cut-offs reached"), result.cases, wording.cases),
        (_("Patterns met"), result.patterns, wording.patterns),
        (_("Does not apply"), result.not_applicable, wording.patterns),
    ):
        if ids:
            lines.append({"name": name, "said": ", ".join(names.get(id_, id_) for id_ in ids)})
    if measure.triage:
        said = wording.bands.get(result.triage or "", result.triage or _("none of the levels"))
        lines.append({"name": _("Level"), "said": said})
    return lines


def scale_line(scale: ScaleScore, *, wording: Wording) -> dict[str, Any]:
    """One scale with its band."""
    said = _("no score: answers are missing") if scale.total is None else f"{scale.total:g}"
    band = wording.bands.get(scale.band or "", "")
    parts = [said, band, _("prorated") if scale.prorated else ""]
    return {"name": wording.scales.get(scale.id, scale.id), "said": ", ".join(part for part in parts if part)}
