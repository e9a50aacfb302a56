"""Waits against the standards, and how many sessions a course had."""

from typing import Any

from django.utils.translation import gettext as _

from clinic.pages.outcomes.bars import Bar, bars
from clinic.pages.outcomes.reading import NOT_SHOWN, Content, count, inner, part, reason, told, told_part
from clinic.pages.outcomes.section import Grid, Section
from clinic.pages.outcomes.shapes import percent
from clinic.pages.outcomes.tracks import Group, Track, tracks


def waits(content: Content) -> Section:
    """From referral to the first session, with the standards of 42 and 126 days."""
    found, title = inner(content, "waits"), _("Waits from referral to the first session")
    bands = inner(found, "bands") or ()
    if reason(found) or not any(count(inner(one, "courses")) for one in bands):
        why = reason(found) or _("No finished course has both a day of referral and a first session, or too few have.")
        return Section("waits", title, says=(why,))
    standards = [_standard(one) for one in inner(found, "standards") or ()]
    lines = [
        Bar(_days(str(one["days"])), told(count(one["courses"])), count(one["courses"]), _colour(str(one["days"])))
        for one in bands
    ]
    says = (*_spread(inner(found, "days")), *(_met(one) for one in inner(found, "standards") or ()), *_hidden(found))
    aims = [Group("", tuple(standards))]
    return Section(
        "waits",
        title,
        says=says,
        parts=(
            Section(
                "standards",
                _("Against the standards"),
                picture=tracks(aims, id="standards", title=_("Waits against the standards"), says=" ".join(says)),
                key=(("round", _("seen within so many days, with the 95% interval")), ("aim", _("the standard"))),
            ),
        ),
        picture=bars(lines, id="waits", title=title, says="; ".join(f"{one.label}: {one.told}" for one in lines)),
        grid=Grid(title, (_("Days"), _("Courses")), tuple((one.label, one.told) for one in lines)),
        notes=(
            _("Counted among finished courses, as NHS England does: at least 75% within 42 days and 95% within 126."),
        ),
        sheets=("waits", "standards"),
        is_wide=True,
    )


def _days(band: str) -> str:
    return _("%(days)s days") % {"days": band.replace("-", "\N{EN DASH}").replace("+", _(" or more"))}


def _colour(band: str) -> str:
    """Within the first standard, within the second, beyond."""
    first = int(band.split("-")[0].rstrip("+"))
    return "measure" if first < 42 else "second" if first < 126 else "left"


def _standard(one: Content) -> Track:
    found = part(one.get("within"))
    name = _("Within %(days)s days") % {"days": one["within_days"]}
    if found is None:
        return Track(name, str(NOT_SHOWN), None, aim=one["standard"])
    return Track(name, percent(found.share), found.share, found.low, found.high, aim=one["standard"])


def _met(one: Content) -> str:
    found, telling = part(one.get("within")), {"days": one["within_days"], "aim": percent(one["standard"])}
    if one.get("is_met") is None:
        return _("How many were seen within %(days)s days (standard: %(aim)s) is not shown.") % telling
    verdict = _("met") if one["is_met"] else _("not met")
    how_many = told_part(found) if found else _("a number that is not shown")
    return _("Within %(days)s days: %(told)s; the standard of %(aim)s is %(verdict)s.") % {
        **telling,
        "told": how_many,
        "verdict": verdict,
    }


def _spread(found: Any) -> tuple[str, ...]:
    if not found:
        return ()
    low, high = found["quartiles"]
    telling = {"median": f"{found['median']:.0f}", "low": f"{low:.0f}", "high": f"{high:.0f}"}
    return (
        _("Half of the people waited %(median)s days or less, the middle half between %(low)s and %(high)s.") % telling,
    )


def _hidden(found: Content) -> tuple[str, ...]:
    beyond = part(inner(found, "hidden", "beyond"))
    if beyond is None:
        return ()
    return (
        _("More than %(days)s days from the first to the second session (a hidden wait): %(told)s.")
        % {"days": inner(found, "hidden", "beyond_days"), "told": beyond.told},
    )


def sessions(content: Content) -> Section:
    """How many sessions a course had, and how many were attended, missed and cancelled."""
    found, title = inner(content, "sessions"), _("Sessions")
    bands = inner(found, "bands") or ()
    if reason(found) or not any(count(inner(one, "courses")) for one in bands):
        return Section("sessions", title, says=(reason(found) or _("There are too few courses to show."),))
    lines = [Bar(_sessions(str(one["sessions"])), told(count(one["courses"])), count(one["courses"])) for one in bands]
    attendance = inner(found, "attendance") or {}
    parts = [
        _("%(share)s of appointments were %(what)s") % {"share": percent(inner(attendance, key, "rate")), "what": what}
        for key, what in (("attended", _("attended")), ("missed", _("missed")), ("cancelled", _("cancelled")))
        if inner(attendance, key, "rate") is not None
    ]
    spread = inner(found, "n_sessions")
    says = [_("Half of the courses had %(n)s sessions or fewer.") % {"n": f"{spread['median']:g}"}] if spread else []
    return Section(
        "sessions",
        title,
        says=(*says, *([f"{', '.join(parts)}."] if parts else [])),
        picture=bars(lines, id="sessions", title=title, says="; ".join(f"{one.label}: {one.told}" for one in lines)),
        grid=Grid(title, (_("Sessions"), _("Courses")), tuple((one.label, one.told) for one in lines)),
        sheets=("sessions",),
    )


def _sessions(band: str) -> str:
    if band == "0":
        return _("none")
    return band.replace("-", "\N{EN DASH}").replace("+", _(" or more"))
