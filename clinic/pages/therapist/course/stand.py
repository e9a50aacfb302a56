"""Where a course stands, as its page shows it: the phase line, the spans on the chart, what needs a person."""

from datetime import date
from typing import Any

from attrs import frozen
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.pages.course_marks import PhaseStep
from clinic.therapy.queries import courses
from clinic.therapy.queries.standing import standing_of
from ipt.standing import Standing, why_late


@frozen
class Span:
    """A phase on the chart."""

    label: str
    first_on: date


@frozen
class Stand:
    """The standing in words."""

    standing: Standing
    steps: tuple[PhaseStep, ...]
    spans: tuple[Span, ...]
    needs: tuple[dict[str, Any], ...]

    @property
    def n_next(self) -> int:
        """The number of the coming session."""
        return self.standing.n_next


def stand_of(course: Any) -> Stand:
    """Read and put into words."""
    standing, words = standing_of(course), courses.words_of(course)
    return Stand(
        standing=standing,
        steps=tuple(step(one, words=words, standing=standing) for one in standing.phases if one.last >= one.first),
        spans=tuple(
            Span(label=words[f"phase.{one.phase}"], first_on=one.began_on)
            for one in standing.phases
            if one.began_on is not None
        ),
        needs=tuple(needs_of(course, standing, words)),
    )


def step(one: Any, *, words: Any, standing: Standing) -> PhaseStep:
    """One phase of the line."""
    span = {"first": one.first, "last": one.last, "held": standing.n_held, "planned": standing.n_planned}
    said = {
        "done": _("%(first)s–%(last)s · done") % span,
        "now": _("session %(held)s of %(planned)s held") % span,
        "to_come": _("from session %(first)s") % span,
    }[one.state]
    label = words[f"phase.{one.phase}"]
    return PhaseStep(label=label, first=one.first, last=one.last, state=one.state, words=said, n_held=standing.n_held)


def needs_of(course: Any, standing: Standing, words: Any) -> list[dict[str, Any]]:
    """Tasks that are late or due, each with its page."""
    url = reverse("tasks", args=[course.pk])
    late = [
        {"text": words[f"task.{one.task.id}"], "why": why_late(standing, one, words), "state": "late"}
        for one in standing.late
    ]
    due = [{"text": words[f"task.{one.task.id}"], "why": "", "state": "due"} for one in standing.due]
    return [{**row, "url": url} for row in (*late, *due)]
