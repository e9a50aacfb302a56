"""What the measure's own rule says of one sheet beyond its total: scales, cut-offs, patterns, level."""

from typing import TYPE_CHECKING, Any, get_args

from django.utils.translation import gettext as _

from clinic.answers.scored import scored
from ipt.criteria import Sex
from ipt.measure import Measure
from ipt.scoring import ScaleScore
from ipt.wording import Wording

if TYPE_CHECKING:
    from clinic.answers.models import AnswerSheet


def by_rule(sheet: "AnswerSheet", *, measure: Measure, wording: Wording) -> list[dict[str, Any]]:
    """Lines of a name and what is said: the total out of what was possible, each scale, cut-offs, patterns, level."""
    result = scored(sheet, measure=measure, is_prorated=sheet.score.is_prorated)
    lines: list[dict[str, Any]] = []
    if result.total is not None and result.out_of != measure.high:
        said = _("%(total)s of %(most)s, because not every question applies") % {
            "total": f"{result.total:g}",
            "most": f"{result.out_of:g}",
        }
        lines.append({"name": _("Total"), "said": said})
    lines += [scale_line(scale, wording=wording) for scale in result.scales]
    for name, ids, names in (
        (_("Cut-offs reached"), result.cases, wording.cases),
        (_("Published for one sex"), cases_of_one_sex(sheet, measure=measure), wording.cases),
        (_("Patterns met"), result.patterns, wording.patterns),
        (_("Does not apply"), result.not_applicable, wording.patterns),
    ):
        if ids:
            lines.append({"name": name, "said": ", ".join(names.get(id_, id_) for id_ in ids)})
    if measure.triage:
        said = wording.bands.get(result.triage or "", result.triage or _("none of the levels"))
        lines.append({"name": _("Level"), "said": said})
    return lines


def cases_of_one_sex(sheet: "AnswerSheet", *, measure: Measure) -> tuple[str, ...]:
    """Cut-offs met that were published for one sex only: told by their names, since the record does not hold it."""
    only = {case.id for case in measure.cases if case.sex}
    if not only:
        return ()
    is_prorated = sheet.score.is_prorated
    found = [scored(sheet, measure=measure, is_prorated=is_prorated, sex=sex).cases for sex in get_args(Sex)]
    return tuple(id_ for cases in found for id_ in cases if id_ in only)


def scale_line(scale: ScaleScore, *, wording: Wording) -> dict[str, Any]:
    """One scale with its band."""
    said = _("no score: answers are missing") if scale.total is None else f"{scale.total:g}"
    band = wording.bands.get(scale.band or "", "")
    parts = [said, band, _("prorated") if scale.prorated else ""]
    return {"name": wording.scales.get(scale.id, scale.id), "said": ", ".join(part for part in parts if part)}
