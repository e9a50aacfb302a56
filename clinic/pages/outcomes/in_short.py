"""The honest part on top: who is counted, and how many recovered by each way of counting, with the difference said."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.pages.outcomes.reading import NOT_SHOWN, Content, Part, count, fewest, inner, part, reason, told
from clinic.pages.outcomes.section import Figure, Grid, Section
from clinic.pages.outcomes.shapes import many, percent
from clinic.pages.outcomes.tracks import Group, Track, tracks

OUTCOMES: Mapping[str, Any] = {
    "recovered": gettext_lazy("Recovered"),
    "reliably_recovered": gettext_lazy("Reliably recovered"),
    "improved": gettext_lazy("Reliably improved"),
    "unchanged": gettext_lazy("No reliable change"),
    "deteriorated": gettext_lazy("Reliably worse"),
    "harmed": gettext_lazy("Worse, and past the cut-off"),
}
MORE_VIEWS: Mapping[str, Any] = {
    "completers": gettext_lazy("Came to three quarters of the plan"),
    "completers_50": gettext_lazy("Came to half of the plan"),
    "finished": gettext_lazy("Had two sessions or more, and ended"),
    "paired": gettext_lazy("Have a first and a last score"),
    "starters_last_score": gettext_lazy("All who started, by their last score"),
    "starters_missing_as_failure": gettext_lazy("All who started, a missing score counts as not recovered"),
}
STAYED: Mapping[str, tuple[Any, Any, Any]] = {  # the strictest first; a label, what it means, and how it is said
    "completers": (
        gettext_lazy("stayed"),
        gettext_lazy("stayed: came to three quarters of their planned sessions or more"),
        gettext_lazy("Counting only those who came to three quarters of their planned sessions or more: %(told)s."),
    ),
    "completers_50": (
        gettext_lazy("came to half"),
        gettext_lazy("came to half of their planned sessions or more"),
        gettext_lazy("Counting only those who came to half of their planned sessions or more: %(told)s."),
    ),
    "finished": (
        gettext_lazy("finished"),
        gettext_lazy("finished: had two sessions or more"),
        gettext_lazy("Counting only those who had two sessions or more: %(told)s."),
    ),
    "paired": (
        gettext_lazy("both scores"),
        gettext_lazy("have a first and a last score"),
        gettext_lazy("Counting only those with a first and a last score: %(told)s."),
    ),
}
LAST, ALL = "starters_last_score", "starters_missing_as_failure"
EVERYBODY = {LAST: ("diamond", gettext_lazy("all, last score")), ALL: ("round", gettext_lazy("all, missing as no"))}


def in_short(content: Content) -> Section:
    """Everything of the first card."""
    found = inner(content, "outcomes")
    if why := reason(found):
        return Section("short", _("In short"), says=(_("No outcome can be counted: %(why)s") % {"why": why},))
    return Section(
        "short",
        _("How people fared"),
        says=said(content),
        figures=figures(content),
        picture=tracks(
            rates(found),
            id="rates",
            title=_("Outcomes by three ways of counting"),
            says=" ".join(said(content)),
        ),
        key=(
            ("square", str(STAYED[stayed_view(found)][1])),
            ("diamond", _("all who started, by their last score")),
            ("round", _("all who started; whoever has no last score counts as no")),
        ),
        grid=grid(found),
        notes=(*notes(found), hidden_note(content)),
        sheets=("rates", "differences", "people"),
        is_wide=True,
    )


def figures(content: Content) -> tuple[Figure, ...]:
    """How many there were, and how far they came."""
    found = inner(content, "outcomes")
    plain = [
        (_("Courses that ended"), count(content.get("n_ended")), ""),
        (_("Of these, started"), count(inner(found, "n_starters")), ""),
        (_("Finished (two or more sessions)"), count(inner(found, "n_finished")), ""),
    ]
    shares = [
        (_("Came to half of the plan"), part(inner(found, "completers_50"))),
        (_("Came to three quarters"), part(inner(found, "completers_75"))),
        (_("First and last score"), part(inner(found, "paired"))),
    ]
    return (
        *(Figure(label, told(n), note) for label, n, note in plain),
        *(Figure(label, percent(one.share) if one else str(NOT_SHOWN), of(one)) for label, one in shares),
    )


def of(found: Part | None) -> str:
    """What a share is counted among."""
    return _("%(n)s of %(of)s") % {"n": many(found.n), "of": many(found.of)} if found else ""


def stayed_view(found: Content) -> str:
    """The strictest view of those who stayed in which recovery may be told."""
    told_of = (view for view in STAYED if part(inner(found, "blocks", view, "recovered")) is not None)
    return next(told_of, "completers")


def rates(found: Content) -> list[Group]:
    """Each outcome in the three views."""
    stayed = stayed_view(found)
    drawn = {stayed: ("square", STAYED[stayed][0]), **EVERYBODY}
    listed = []
    for outcome, name in OUTCOMES.items():
        stored = {view: inner(found, "blocks", view, outcome) for view in drawn}
        if any(one is not None for one in stored.values()):
            lines = (track(str(label), kind, part(stored[view])) for view, (kind, label) in drawn.items())
            listed.append(Group(str(name), tuple(lines)))
    return listed


def track(label: str, kind: str, found: Part | None) -> Track:
    """One way of counting."""
    if found is None:
        return Track(label, str(NOT_SHOWN), None)
    return Track(label, percent(found.share), found.share, found.low, found.high, kind)


def grid(found: Content) -> Grid:
    """All rates in all views."""
    rows = []
    for outcome, name in OUTCOMES.items():
        for view, counted in MORE_VIEWS.items():
            stored = inner(found, "blocks", view, outcome)
            if stored is None:
                continue
            one = part(stored)
            among = stored.get("of")
            cells = (
                (many(one.n), many(one.of), percent(one.share), one.within)
                if one
                else (str(NOT_SHOWN), told(among), str(NOT_SHOWN), str(NOT_SHOWN))
            )
            rows.append((str(name), str(counted), *cells))
    heads = (_("Outcome"), _("Counted among"), _("Number"), _("Of"), _("Share"), _("95% interval"))
    return Grid(_("All outcomes by every way of counting"), heads, tuple(rows), numbers=2)


def said(content: Content) -> tuple[str, ...]:
    """The main result in words: all who started first, then those who stayed, then what lies between."""
    found = inner(content, "outcomes")
    everybody = part(inner(found, "blocks", ALL, "recovered"))
    view = stayed_view(found)
    stayed = part(inner(found, "blocks", view, "recovered"))
    if everybody is None:
        if count(content.get("n_ended")) == 0:
            return (_("No course ended in this period."),)
        return (
            _("There are too few courses in this period to tell how many recovered without telling of one person."),
        )
    sentences = [
        _("Counting everybody who started, %(told)s recovered; the 95%% interval is %(within)s.")
        % {"told": everybody.told, "within": everybody.within}
    ]
    if stayed is not None:
        sentences.append(str(STAYED[view][2]) % {"told": stayed.told})
        sentences += difference(content, everybody=everybody, stayed=stayed)
    return tuple(sentences)


def difference(content: Content, *, everybody: Part, stayed: Part) -> list[str]:
    """How far the two numbers lie apart, and whom the second leaves out."""
    points = round(100 * (stayed.share - everybody.share), 1)
    left_out = everybody.of - stayed.of
    if left_out == 0:
        return [_("Everybody who started is in both numbers.")]
    telling = {"points": f"{abs(points):g}", "n": many(left_out)}
    apart = (
        _("The second is %(points)s percentage points higher") % telling
        if points > 0
        else _("The second is %(points)s percentage points lower") % telling
        if points < 0
        else _("The two are the same")
    )
    if left_out < fewest(content):
        return [_("%(apart)s; it leaves out a few people who started.") % {"apart": apart}]
    who = ngettext(
        "it leaves out %(n)s person who started%(how)s",
        "it leaves out %(n)s people who started%(how)s",
        left_out,
    ) % {**telling, "how": how_they_went(content)}
    return [_("%(apart)s; %(who)s.") % {"apart": apart, "who": who}]


def how_they_went(content: Content) -> str:
    """Of all endings, how many left or were lost; empty where that is held back."""
    kinds = inner(content, "endings", "by_kind")
    went = [count(inner(kinds, kind)) for kind in ("early_by_client", "lost_contact")]
    known = [n for n in went if n is not None]
    if not known or len(known) < len(went) or not sum(known):
        return ""
    return _(" (of all courses that ended, %(n)s ended because the client left or contact was lost)") % {
        "n": sum(known)
    }


def notes(found: Content) -> tuple[str, ...]:
    """Which measures decided, and what the framework had to say beside."""
    return tuple(str(note) for note in inner(found, "notes") or ())


def hidden_note(content: Content) -> str:
    """Why numbers are missing."""
    return _(
        "A number of people below %(n)s is not shown, and neither are others from which it could be worked out."
    ) % {"n": fewest(content)}
