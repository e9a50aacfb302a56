"""The view for research: effect sizes, response, multiple imputation, and how wrong it would have to be to change."""

from typing import Any

from django.utils.translation import gettext as _

from clinic.pages.outcomes.naming import measure_name
from clinic.pages.outcomes.reading import NOT_SHOWN, Content, count, inner, part, reason, told, told_part
from clinic.pages.outcomes.section import Grid, Section
from clinic.pages.outcomes.shapes import percent


def research(content: Content) -> Section:
    """Folded below; for whoever asks how far the numbers hold."""
    parts = [one for one in (effects(content), responses(content), imputed(content)) if one is not None]
    return Section(
        "research",
        _("For research: effect sizes, missing scores filled in, and how far that holds"),
        says=(
            _(
                "There is no comparison group here: people also get better, or worse, without therapy, so none "
                "of these numbers says what the therapy did."
            ),
        ),
        parts=tuple(parts),
        is_folded=True,
        is_wide=True,
    )


def effects(content: Content) -> Section | None:
    """The mean scores and the standardised change of each measure."""
    rows = [_effect(name, one) for name, one in (inner(content, "effects") or {}).items() if inner(one, "change")]
    if not rows:
        return None
    heads = (
        _("Measure"),
        _("People with both scores"),
        _("First: mean (SD)"),
        _("Last: mean (SD)"),
        _("Change in SDs"),
        _("95% interval"),
    )
    return Section(
        "effects",
        _("Change in scores"),
        grid=Grid(_("Change in scores"), heads, tuple(rows)),
        notes=(_("Change in standard deviations of the first scores; above 0 is better."),),
        sheets=("effects",),
    )


def _effect(name: str, one: Any) -> tuple[str, ...]:
    change = one["change"]
    within = (
        _("%(low)s to %(high)s") % {"low": f"{change['low']:.2f}", "high": f"{change['high']:.2f}"}
        if change.get("low") is not None
        else str(NOT_SHOWN)
    )
    return (
        measure_name(name),
        told(count(one.get("n_paired"))),
        f"{change['mean_first']:.1f} ({change['sd_first']:.1f})",
        f"{change['mean_last']:.1f} ({change['sd_last']:.1f})",
        f"{change['effect']:.2f}" if change.get("effect") is not None else str(NOT_SHOWN),
        within,
    )


def responses(content: Content) -> Section | None:
    """Response and remission at the last score."""
    rows = []
    for name, found in (inner(content, "responses") or {}).items():
        for kind, label in (("response", _("Response")), ("remission", _("Remission"))):
            both, everybody = (
                part(inner(found, kind, "paired")),
                part(inner(found, kind, "starters_missing_as_failure")),
            )
            if both or everybody:
                rows.append((f"{label}, {measure_name(name)}", told_part(both), told_part(everybody)))
    if not rows:
        return None
    heads = (_("At the last score"), _("Of those with both scores"), _("Of all who started"))
    return Section(
        "responses",
        _("Response and remission"),
        grid=Grid(_("Response and remission"), heads, tuple(rows)),
        sheets=("responses",),
    )


def imputed(content: Content) -> Section:
    """What recovery would be with missing scores filled in, and where the answer tips."""
    found, title = inner(content, "research"), _("Missing scores filled in")
    rate = inner(found, "recovered")
    if not found or reason(found) or not rate:
        return Section("imputed", title, says=(reason(found) or _("There are too few courses for this."),))
    telling = {
        "rate": percent(rate["rate"]),
        "low": percent(rate["low"]),
        "high": percent(rate["high"]),
        "sets": found.get("n_sets"),
        "n": told(count(found.get("n_imputed"))),
    }
    says = [
        _(
            "Had everybody come to the planned end, %(rate)s would have recovered (%(low)s to %(high)s). The "
            "last scores of %(n)s people were filled in %(sets)s times from what is known of them (multiple "
            "imputation, Rubin's rules)."
        )
        % telling
    ]
    tipping = found.get("tipping")
    return Section(
        "imputed",
        title,
        says=(*says, *_tipping(tipping)),
        grid=_steps(tipping) if tipping else None,
        sheets=("tipping",) if tipping else (),
    )


def _tipping(tipping: Any) -> tuple[str, ...]:
    if not tipping or tipping.get("benchmark") is None:
        return ()
    telling = {"aim": percent(tipping["benchmark"]), "name": measure_name(str(tipping["measure"]))}
    if tipping.get("tips_at") is None:
        return (
            _(
                "Filled in up to the worst that is looked at here, the answer to whether %(aim)s recovered "
                "stays the same."
            )
            % telling,
        )
    return (
        _(
            "If those whose score is missing were %(points)s points worse on the %(name)s than this assumes, "
            "the rate would fall below %(aim)s."
        )
        % {**telling, "points": f"{tipping['tips_at']:g}"},
    )


def _steps(tipping: Any) -> Grid:
    heads = (_("Points worse than assumed"), _("Recovered"), _("95% interval"))
    rows = tuple(
        (f"{one['points']:g}", percent(one["rate"]), f"{percent(one['low'])} – {percent(one['high'])}")
        for one in tipping["steps"]
    )
    return Grid(_("How the rate falls"), heads, rows, numbers=0)
