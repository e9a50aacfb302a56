"""Outcomes over time, and how long things took: recovery by quarter, weeks to response, to remission, to the end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.pages.outcomes.naming import measure_name
from clinic.pages.outcomes.over_time import Spell, over_time
from clinic.pages.outcomes.reading import NOT_SHOWN, Content, count, groups, inner, part, reason, told, told_part
from clinic.pages.outcomes.section import Grid, Section
from clinic.pages.outcomes.shapes import percent
from clinic.pages.outcomes.steps import Stairs, Step, staircases

ALL, FINISHED = "starters_missing_as_failure", "finished"


def recovery_over_time(content: Content) -> Section:
    """Recovery of the courses that ended in each month or quarter."""
    listed = sorted(
        (one for one in groups(inner(content, "over_time", "told")) if one.get("value") and not one.get("is_others")),
        key=lambda one: str(one["value"]),
    )
    title = _("Recovery over time")
    if not listed:
        why = reason(inner(content, "over_time", "told")) or _(
            "There are too few courses to tell one time from another."
        )
        return Section("over-time", title, says=(why,))
    spells = [spell(one) for one in listed]
    joined = [one for one in groups(inner(content, "over_time", "told")) if one.get("is_others")]
    return Section(
        "over-time",
        title,
        says=(trend(spells),),
        picture=over_time(spells, id="over-time", title=title, says=_in_words(spells)),
        key=(
            ("line", _("of those who finished, with the 95% interval")),
            ("second", _("of all who started, missing scores counted as not recovered")),
        ),
        grid=Grid(
            title,
            (
                _("Ended in"),
                _("Started"),
                _("Recovered, of those who finished"),
                _("95% interval"),
                _("Of all who started"),
            ),
            tuple(_row(one) for one in listed),
        ),
        notes=tuple(
            _("%(n)s times with few courses are counted together and not drawn.") % {"n": one.get("n_joined")}
            for one in joined
        ),
        sheets=("over-time",),
        is_wide=True,
    )


def spell(one: Content) -> Spell:
    """One month or quarter."""
    finished = part(inner(one, "blocks", FINISHED, "recovered"))
    everybody = part(inner(one, "blocks", ALL, "recovered"))
    label, other = spell_name(str(one["value"])), everybody.share if everybody else None
    if finished is None:
        return Spell(label, None, None, None, other)
    return Spell(label, finished.share, finished.low, finished.high, other)


def spell_name(value: str) -> str:
    """A month or quarter as it is written.

    >>> spell_name("2026 Q2"), spell_name("2026-03")
    ('Q2 2026', 'Mar 2026')
    """
    year, _sign, month = value.partition("-")
    if month.isdigit():
        return date_format(date(int(year), int(month), 1), "M Y")
    year, _sign, quarter = value.partition(" ")
    return f"{quarter} {year}".strip()


def trend(spells: Sequence[Spell]) -> str:
    """First and last in a sentence, and whether the intervals leave it open that nothing changed."""
    known = [one for one in spells if one.share is not None and one.low is not None and one.high is not None]
    if len(known) < 2:
        return _("There are too few courses to say whether recovery changed over time.")
    first, last = known[0], known[-1]
    telling = {
        "first": percent(first.share or 0),
        "then": first.label,
        "last": percent(last.share or 0),
        "now": last.label,
    }
    was = _("Of those who finished, %(first)s recovered in %(then)s and %(last)s in %(now)s.") % telling
    overlap = (first.low or 0) <= (last.high or 0) and (last.low or 0) <= (first.high or 0)
    if overlap:
        return was + " " + _("The intervals overlap: so much difference can be chance.")
    return was + " " + _("The intervals do not overlap: something besides chance may have changed, such as who comes.")


def _in_words(spells: Sequence[Spell]) -> str:
    told = "; ".join(f"{one.label}: {percent(one.share) if one.share is not None else NOT_SHOWN}" for one in spells)
    return f"{trend(spells)} {told}."


def _row(one: Content) -> tuple[str, ...]:
    finished = part(inner(one, "blocks", FINISHED, "recovered"))
    everybody = part(inner(one, "blocks", ALL, "recovered"))
    return (
        spell_name(str(one["value"])),
        told(count(one.get("n_starters"))),
        told_part(finished),
        finished.within if finished else str(NOT_SHOWN),
        told_part(everybody),
    )


def time_to_response(content: Content) -> Section:
    """By which week how many had responded, and how many had few signs left."""
    found = inner(content, "times", "response")
    title = _("Weeks to response and remission")
    lines = [
        Stairs(_("Response"), _reached(inner(found, "response", "steps")), "first"),
        Stairs(_("Remission"), _reached(inner(found, "remission", "steps")), "second"),
    ]
    if not any(one.steps for one in lines):
        why = reason(found) or _("There are too few courses to tell how long it took.")
        return Section("times", title, says=(why,))
    name = measure_name(str(inner(found, "measure") or ""))
    half = percent(float(inner(found, "fraction") or 0.5))
    below = inner(found, "below")
    told_below = f"{below:g}" if below is not None else ""
    says = (*_median(found, "response", _("a response")), *_median(found, "remission", _("remission")))
    return Section(
        "times",
        title,
        says=says,
        picture=staircases(
            lines, id="times", title=title, says=" ".join(says), across=_("weeks since the first score")
        ),
        key=(
            (
                "first",
                _("response: %(name)s down to %(half)s of the first score or less") % {"name": name, "half": half},
            ),
            ("stairs-second", _("remission: %(name)s below %(below)s") % {"name": name, "below": told_below}),
        ),
        grid=Grid(
            title,
            (_("What"), _("By week"), _("Share"), _("95% interval")),
            tuple(_stair(line.label, one) for line in lines for one in line.steps),
        ),
        notes=(
            _("Of courses that started in the period, those still running too, until their last score. ")
            + _("A step is at least five people; the line ends where fewer are left to follow."),
        ),
        sheets=("times",),
    )


def _reached(steps: Any) -> tuple[Step, ...]:
    """Stored is the share not yet there."""
    return tuple(
        Step(one["day"], 1 - one["share"], 1 - one["high"], 1 - one["low"])
        for one in steps or ()
        if one["share"] is not None
    )


def _stair(label: str, one: Step) -> tuple[str, ...]:
    low, high = percent(one.low), percent(one.high)
    return label, f"{one.day / 7:.0f}", percent(one.share), _("%(low)s to %(high)s") % {"low": low, "high": high}


def _median(found: Any, which: str, name: str) -> tuple[str, ...]:
    n, half, quarter = count(inner(found, which, "n")), inner(found, which, "median"), inner(found, which, "quarter")
    telling = {"name": name, "n": told(n)}
    if half is not None:
        return (_("Half of %(n)s had %(name)s by week %(week)s.") % {**telling, "week": f"{half / 7:.0f}"},)
    if quarter is not None:
        return (
            _("A quarter of %(n)s had %(name)s by week %(week)s; half never did so far.")
            % {**telling, "week": f"{quarter / 7:.0f}"},
        )
    return ()


def time_to_ending(content: Content) -> Section:
    """By which week courses had ended: as planned, or because the client left."""
    found = inner(content, "times", "ending", "by_kind")
    title = _("Weeks to the end")
    lines = [
        Stairs(_("As planned or agreed"), _steps(inner(found, "planned")), "first"),
        Stairs(_("The client left or contact was lost"), _steps(inner(found, "left")), "second"),
        Stairs(_("In another way"), _steps(inner(found, "other")), "third"),
    ]
    if not any(one.steps for one in lines):
        return Section("ends", title, says=(_("There are too few courses to tell how long they lasted."),))
    half = inner(content, "times", "ending", "any", "median")
    says = (
        (_("Half of the courses had ended by week %(week)s.") % {"week": f"{half / 7:.0f}"},)
        if half is not None
        else ()
    )
    return Section(
        "ends",
        title,
        says=says,
        picture=staircases(
            lines, id="ends", title=title, says=" ".join(says) or title, across=_("weeks since the start")
        ),
        key=tuple(
            (sign, one.label)
            for sign, one in zip(("first", "stairs-second", "stairs-third"), lines, strict=True)
            if one.steps
        ),
        grid=Grid(
            title,
            (_("How"), _("By week"), _("Share"), _("95% interval")),
            tuple(_stair(line.label, one) for line in lines for one in line.steps),
        ),
        sheets=("times",),
    )


def _steps(steps: Any) -> tuple[Step, ...]:
    return tuple(Step(one["day"], one["share"], one["low"], one["high"]) for one in steps or ())
