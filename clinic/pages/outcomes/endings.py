"""How courses ended, what harm there was, who is in therapy now."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.pages.outcomes.bars import Bar, bars
from clinic.pages.outcomes.flow import Ending, flow
from clinic.pages.outcomes.naming import ending_name, phase_name
from clinic.pages.outcomes.reading import NOT_SHOWN, Content, count, fewest, inner, reason, told
from clinic.pages.outcomes.section import Figure, Grid, Section
from clinic.pages.outcomes.shapes import many, percent

PLANNED = ("completed", "early_by_agreement")
LEFT = ("early_by_client", "lost_contact")
ORDER = (*PLANNED, *LEFT, "transferred", "admitted", "died", "never_started", "not_known")
SHORT: Mapping[str, Any] = {
    "completed": gettext_lazy("Completed"),
    "early_by_agreement": gettext_lazy("Early, by agreement"),
    "early_by_client": gettext_lazy("Client left early"),
    "lost_contact": gettext_lazy("Contact lost"),
    "transferred": gettext_lazy("Moved elsewhere"),
    "admitted": gettext_lazy("Admitted to hospital"),
    "died": gettext_lazy("Died"),
    "never_started": gettext_lazy("Never started"),
    "not_known": gettext_lazy("Not recorded"),
}
HARM: Mapping[str, Any] = {
    "deaths": gettext_lazy("Deaths"),
    "attempts": gettext_lazy("Suicide attempts (courses)"),
    "admissions": gettext_lazy("Admissions to hospital"),
    "alerts_open": gettext_lazy("Alerts still open (courses, running ones too)"),
}
STAGES: Mapping[str, Any] = {
    "before_session_4": gettext_lazy("before the fourth session"),
    "before_half": gettext_lazy("later, before half of the plan"),
    "later": gettext_lazy("after half of the plan"),
}
PHASES = ("initial", "middle", "ending", "maintenance")


def endings(content: Content) -> Section:
    """A stream from all that ended to each kind of ending."""
    found, title = inner(content, "endings"), _("How courses ended")
    kinds = inner(found, "by_kind")
    if reason(found) or not kinds:
        return Section("endings", title, says=(reason(found) or _("No course ended in this period."),))
    counts = {kind: count(kinds[kind]) for kind in sorted(kinds, key=place)}
    total = count(content.get("n_ended"))
    rows = tuple((ending_name(kind), told(n), share(n, of=total)) for kind, n in counts.items())
    says = (*planned(counts, of=total), *left(found))
    listed = shown(counts, of=total)
    picture = flow(
        listed,
        of=_("%(n)s courses that ended") % {"n": many(total)} if total is not None else _("Courses that ended"),
        id="endings",
        title=title,
        says="; ".join(f"{one.label}: {one.told}" for one in listed),
    )
    return Section(
        "endings",
        title,
        says=says,
        picture=picture,
        key=(
            ("planned", _("as planned, or early by agreement")),
            ("left", _("the client left, or contact was lost")),
            ("other", _("in another way")),
        ),
        grid=Grid(title, (_("Ending"), _("Courses"), _("Share")), rows),
        sheets=("endings",),
        is_wide=True,
    )


def place(kind: str) -> int:
    """Planned first, then left, then the rest."""
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def shown(counts: Mapping[str, int | None], *, of: int | None) -> list[Ending]:
    """Each kind that may be told, and those held back together as what is left over."""
    listed = [
        Ending(str(SHORT.get(kind, kind)), f"{many(n)} · {percent(n / of)}" if of else many(n), n, colour(kind))
        for kind, n in counts.items()
        if n
    ]
    rest = (of or 0) - sum(one.n for one in listed)
    held_back = [kind for kind, n in counts.items() if n is None]
    if held_back and rest > 0:
        listed.append(Ending(_("In other ways"), _("%(n)s in all") % {"n": many(rest)}, rest, "hidden"))
    return listed


def colour(kind: str) -> str:
    """What a kind of ending is drawn as."""
    return "planned" if kind in PLANNED else "left" if kind in LEFT else "other"


def share(n: int | None, *, of: int | None) -> str:
    """Of all that ended."""
    return percent(n / of) if n is not None and of else str(NOT_SHOWN) if n is None else "–"


def planned(counts: Mapping[str, int | None], *, of: int | None) -> tuple[str, ...]:
    """How many ended as planned or by agreement."""
    known = [counts[kind] for kind in PLANNED if kind in counts]
    if not of or not known or any(n is None for n in known):
        return ()
    n = sum(n or 0 for n in known)
    telling = {"n": many(n), "of": many(of), "share": percent(n / of)}
    return (_("%(n)s of %(of)s courses (%(share)s) ended as planned or early by agreement.") % telling,)


def left(found: Content) -> tuple[str, ...]:
    """When those went who left by themselves."""
    stages = {name: count(inner(found, "left", name)) for name in STAGES}
    if not any(stages.values()):
        return ()
    parts = ", ".join(f"{told(n)} {STAGES[name]}" for name, n in stages.items())
    return (_("Of those who left or were lost: %(parts)s.") % {"parts": parts},)


def harm(content: Content) -> Section:
    """Deaths, attempts, admissions, open alerts: told first as a list, since each of them counts."""
    found = inner(content, "harm")
    rows = []
    for name, label in HARM.items():
        stored = inner(found, name)
        if stored is None or reason(stored):
            continue
        n = count(inner(stored, "courses"))
        rows.append((str(label), _("fewer than %(n)s") % {"n": fewest(content)} if n is None else many(n)))
    return Section(
        "harm",
        _("Harm, and what is still open"),
        figures=tuple(Figure(label, number) for label, number in rows),
        grid=Grid(_("Harm, and what is still open"), (_("What"), _("Courses")), tuple(rows)),
        notes=(
            _("Among the courses that ended in the period. “Fewer than %(n)s” is one or more, or held back for others.")
            % {"n": fewest(content)},
        ),
        sheets=("harm",),
    )


def caseload(content: Content) -> Section:
    """Courses that run now, by phase."""
    found, title = inner(content, "caseload"), _("In therapy now")
    running = count(inner(found, "running"))
    by_phase = inner(found, "by_phase")
    if not running:
        none = _("No course runs now.") if running == 0 else _("Too few courses run now to show how many.")
        return Section("caseload", title, says=(none,))
    says = (ngettext("%(n)s course runs now.", "%(n)s courses run now.", running) % {"n": many(running)},)
    if reason(by_phase) or not by_phase:
        return Section("caseload", title, says=says)
    order = [*(phase for phase in PHASES if phase in by_phase), *sorted(set(by_phase) - set(PHASES))]
    counts = {phase: count(by_phase[phase]) for phase in order}
    lines = [
        Bar(phase_name(phase), told(n), n, "measure" if phase in PHASES else "other") for phase, n in counts.items()
    ]
    return Section(
        "caseload",
        title,
        says=says,
        picture=bars(lines, id="caseload", title=title, says="; ".join(f"{one.label}: {one.told}" for one in lines)),
        grid=Grid(title, (_("Phase"), _("Courses")), tuple((one.label, one.told) for one in lines)),
        sheets=("caseload",),
    )
