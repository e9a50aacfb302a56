"""Where a course stands, as its page shows it: the phase line, the spans on the chart, what needs a person."""

from datetime import date
from typing import Any

from attrs import frozen
from django.utils.translation import gettext as _

from clinic.caseload.queries import attention_of, case_of
from clinic.pages.course_marks import PhaseSpan, PhaseStep
from clinic.pages.needs import Shown, shown
from clinic.therapy.queries import courses
from ipt.words import Words


@frozen
class Stand:
    """The standing in words. `n_next` is the number of the coming session."""

    title: str
    steps: tuple[PhaseStep, ...]
    spans: tuple[PhaseSpan, ...]
    needs: tuple[Shown, ...]
    n_left: int
    n_next: int


def stand_of(course: Any) -> Stand:
    """Read (two statements) and put into words."""
    case, words = case_of(course), courses.words_of(course)
    phases = [one for one in case.phases if one["last"] >= one["first"]]
    begun = [one for one in phases if one["began_on"]]
    return Stand(
        title=words.title,
        steps=tuple(step(one, case=case, words=words) for one in phases),
        spans=tuple(
            PhaseSpan(label=words[f"phase.{one['phase']}"], first_on=date.fromisoformat(one["began_on"]))
            for one in begun
        ),
        needs=tuple(shown(one, words=words) for one in attention_of(course)),
        n_left=case.n_left,
        n_next=min(case.n_held + 1, max(case.n_planned, 1)),
    )


def step(one: dict[str, Any], *, case: Any, words: Words) -> PhaseStep:
    """One phase of the line."""
    span = {"first": one["first"], "last": one["last"], "held": case.n_held, "planned": case.n_planned}
    said = {
        "done": _("sessions %(first)s–%(last)s · done") % span,
        "now": _("session %(held)s of %(planned)s held") % span,
        "to_come": _("from session %(first)s") % span,
    }[one["state"]]
    return PhaseStep(
        label=words[f"phase.{one['phase']}"],
        first=one["first"],
        last=one["last"],
        state=one["state"],
        words=said,
        n_held=case.n_held,
    )
