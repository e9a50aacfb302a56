"""Why a client needs a person: a tag, a sentence, and the page on which it is seen to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.caseload.choices import Kind
from clinic.pages.need_words import SENTENCES, more
from clinic.safety.queries import alerts as alert_words
from ipt.words import Words

if TYPE_CHECKING:
    from clinic.caseload.models import Attention
    from clinic.safety.models import Alert

URGENT = frozenset({Kind.MISSED_TWICE})
WATCH = frozenset(
    {
        Kind.RETURNED,
        Kind.DISAGREED,
        Kind.NOT_IMPROVING,
        Kind.FOLLOW_UP,
        Kind.ATTENDANCE,
        Kind.MISSED,
        Kind.NOTE_LATE,
        Kind.END_PASSED,
        Kind.DOES_NOT_FIT,
        Kind.TASK_LATE,
    }
)
OF_SESSION = (Kind.ATTENDANCE, Kind.NOTE_LATE, Kind.NOTE_OPEN)
PLACES = {  # addresses that take the course
    Kind.MISSED_TWICE: "contact",
    Kind.MISSED: "contact",
    Kind.NO_APPOINTMENT: "course_plan",
    Kind.FOLLOW_UP: "follow_ups",
    Kind.END_PASSED: "course_plan",
    Kind.SESSIONS_USED: "end_course",
    Kind.DOES_NOT_FIT: "course_plan",
    Kind.ENDING_DUE: "ending",
    Kind.REVIEW_DUE: "review",
    Kind.TASK_LATE: "tasks",
}


@frozen
class Shown:
    """One reason as a page shows it: a tag, a sentence, and where one goes to see to it.

    `suggests` is what the protocol's rule says about it, where a rule found it.
    """

    kind: str
    tag: str
    words: str
    url: str
    weight: str  # urgent, watch or nothing: the class of the tag
    suggests: str = ""


def shown(need: "Attention", *, words: Words | None) -> Shown:
    """A reason in words; `words` are those of its course's protocol, where there is one."""
    kind = Kind(need.kind)
    weight = "urgent" if kind in URGENT else "watch" if kind in WATCH else ""
    rule = next(iter(need.facts.get("rules", ())), "")
    return Shown(
        kind=kind.value,
        tag=str(kind.label),
        words=SENTENCES[kind](need.facts, words),
        url=place(need),
        weight=weight,
        suggests=words.get(f"rule.{rule}") if rule and words else "",
    )


def shown_alerts(alerts: Sequence["Alert"]) -> Shown:
    """The open alerts of a client as one reason: the most pressing one, and how many more there are."""
    first = alerts[0]
    tags = {"urgent": _("Urgent alert"), "soon": _("Alert"), "notice": _("Known alert")}
    return Shown(
        kind="alert",
        tag=tags[first.level],
        words=more(alert_words.words(first), n=len(alerts)),
        url=reverse("client", args=[first.client_id]),
        weight={"urgent": "urgent", "soon": "watch"}.get(first.level, ""),
    )


def place(need: "Attention") -> str:
    """The page on which a reason is seen to."""
    kind, facts = Kind(need.kind), need.facts
    if kind in OF_SESSION:
        return reverse("session", args=[UUID(facts["session"])])
    if need.course_id is None:
        return reverse("client", args=[need.client_id])
    if kind is Kind.DISAGREED:
        return reverse(facts["about"][-1], args=[need.course_id])
    if kind is Kind.SICK_ROLE:
        return reverse("sheet", args=[need.course_id, facts["sheet"]])
    if kind in (Kind.MEASURE_OVERDUE, Kind.ASK_IN_SESSION):
        return reverse("enter", args=[need.client_id, facts["measures"][0]])
    return reverse(PLACES.get(kind, "course"), args=[need.course_id])
