"""The same by groups, each by its name and none ranked; and funnels, which show who lies outside what chance does."""

from attrs import evolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.pages.outcomes.funnel_plot import Limit, Unit, Units, funnel_plot
from clinic.pages.outcomes.naming import SEVERITY, Names, column_name, in_order
from clinic.pages.outcomes.reading import NOT_SHOWN, Content, count, groups, inner, part, reason, told, told_part
from clinic.pages.outcomes.section import Grid, Section
from clinic.pages.outcomes.shapes import percent
from clinic.pages.outcomes.tracks import Group, Track, tracks
from clinic.reports.tables import slug

ALL, FINISHED = "starters_missing_as_failure", "finished"
UNITS = ("team", "site", "therapist")
FEWEST = 3  # fewer units than these are no funnel
SHOWN = 14  # more groups than these are a table only


def by_group(content: Content, *, names: Names) -> list[Section]:
    """One section for each thing that courses are grouped by, in the order of the block."""
    found = inner(content, "by") or {}
    return [one for column in found if (one := of_column(found[column], column=column, names=names)) is not None]


def of_column(found: Content, *, column: str, names: Names) -> Section | None:
    """Recovery in each group; None where the courses cannot be told apart by this."""
    listed = in_order(groups(found), column=column, names=names)
    if reason(found) or not listed:
        return None
    title = column_name(column)
    rates = [(name, part(inner(one, "blocks", FINISHED, "recovered"))) for name, one in listed]
    drawn = [
        Track(name, percent(rate.share), rate.share, rate.low, rate.high) if rate else Track(name, str(NOT_SHOWN), None)
        for name, rate in rates
    ]
    picture = tracks(
        [Group("", tuple(drawn))],
        id=f"by-{column}",
        title=_("Recovered, of those who finished, by: %(what)s") % {"what": title},
        says="; ".join(f"{name}: {told_part(rate)}" for name, rate in rates),
    )
    return Section(
        f"by-{column}",
        title,
        picture=picture if len(rates) <= SHOWN else None,
        grid=Grid(
            title,
            (
                title,
                _("Started"),
                _("Recovered, of those who finished"),
                _("95% interval"),
                _("Of all who started"),
                _("Reliably improved"),
                _("Reliably worse"),
                _("PHQ-9 on average, first to last"),
            ),
            tuple(_row(name, one) for name, one in listed),
        ),
        sheets=(f"by-{slug(column)}",),
    )


def _row(name: str, one: Content) -> tuple[str, ...]:
    finished = part(inner(one, "blocks", FINISHED, "recovered"))
    return (
        name,
        told(count(one.get("n_starters"))),
        told_part(finished),
        finished.within if finished else str(NOT_SHOWN),
        told_part(part(inner(one, "blocks", ALL, "recovered"))),
        told_part(part(inner(one, "blocks", FINISHED, "improved"))),
        told_part(part(inner(one, "blocks", FINISHED, "deteriorated"))),
        _moved(one),
    )


def _moved(one: Content) -> str:
    """The mean scores of a group, which may be told of fewer people than a share."""
    change = inner(one, "effects", SEVERITY, "change")
    if not change:
        return str(NOT_SHOWN)
    return _("%(first)s to %(last)s") % {"first": f"{change['mean_first']:.1f}", "last": f"{change['mean_last']:.1f}"}


def funnels(content: Content, *, names: Names) -> list[Section]:
    """One for teams, one for sites, one for therapists, where there are some to compare."""
    listed = []
    for column in UNITS:
        found = inner(content, "by", column, "funnel")
        if found and not reason(found) and len(found.get("points") or ()) >= FEWEST:
            listed.append(_funnel(found, column=column, names=names))
    if len(listed) % 2:
        listed[-1] = evolve(listed[-1], is_wide=True)
    return listed


def _funnel(found: Content, *, column: str, names: Names) -> Section:
    named = sorted(
        ((names.of(column, one["name"]), one) for one in found["points"]), key=lambda pair: pair[0].casefold()
    )
    units = Units(
        pooled=found["pooled"],
        units=tuple(
            Unit(number, name, one["at"], one["share"], bool(one.get("is_outside")))
            for number, (name, one) in enumerate(named, start=1)
        ),
        limits=tuple(Limit(one["at"], *one["95"], *one["998"]) for one in found.get("limits") or ()),
    )
    title = _("Differences beyond chance: %(what)s") % {"what": column_name(column).lower()}
    says = (_outside(units), *_about(found))
    return Section(
        f"funnel-{column}",
        title,
        says=says,
        picture=funnel_plot(
            units,
            id=f"funnel-{column}",
            title=title,
            says=says[0],
            across=_("people counted, allowing for case-mix") if found.get("case_mix") else _("people counted"),
        ),
        key=(
            ("unit", _("one of them; its number stands in the table, in the order of the alphabet")),
            ("inner", _("19 in 20 lie here by chance")),
            ("outer", _("998 in 1,000 lie here by chance")),
            ("target", _("all together: %(share)s") % {"share": percent(units.pooled)}),
        ),
        grid=Grid(
            title,
            (
                _("Name"),
                _("Number in the picture"),
                _("Recovered"),
                _("Of"),
                _("Share, allowing for case-mix"),
                _("Beyond the outer limits"),
            ),
            tuple(
                (
                    unit.name,
                    str(unit.number),
                    str(one["n"]),
                    str(one["of"]),
                    percent(one["share"]),
                    _("yes") if unit.is_outside else _("no"),
                )
                for unit, (_name, one) in zip(units.units, named, strict=True)
            ),
        ),
        notes=_left_out(found, n_shown=len(named)),
        sheets=(f"funnel-{slug(column)}",),
    )


def _outside(units: Units) -> str:
    n = sum(one.is_outside for one in units.units)
    if not n:
        return _("All lie within the limits: the differences between them are as large as chance makes them.")
    return ngettext(
        "%(n)s lies beyond the outer limits: a reason to look together at why, not a verdict.",
        "%(n)s lie beyond the outer limits: a reason to look together at why, not a verdict.",
        n,
    ) % {"n": n}


def _about(found: Content) -> tuple[str, ...]:
    """Case-mix and over-dispersion, each in a sentence."""
    mixed = (
        _(
            "Each is held against what would be expected with how severe its people were at the start "
            "(case-mix); other differences between them are not allowed for."
        )
        if found.get("case_mix")
        else _("How severe people were at the start is not allowed for.")
    )
    over = float(found.get("over_dispersion") or 0)
    spread = (
        _(
            "They differ by more than chance: by about %(points)s percentage points either way, so the limits "
            "are drawn wider (over-dispersion)."
        )
        % {"points": f"{100 * over:.1f}"}
        if over
        else _("They differ no more than chance explains, so the limits are not widened (no over-dispersion).")
    )
    return mixed, spread


def _left_out(found: Content, *, n_shown: int) -> tuple[str, ...]:
    n = int(found.get("n_not_shown") or 0) or max(0, int(found.get("n_units") or 0) - n_shown)
    if not n:
        return ()
    return (ngettext("%(n)s is too small to be shown.", "%(n)s are too small to be shown.", n) % {"n": n},)
