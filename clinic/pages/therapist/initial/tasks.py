"""The task list of a course: each task with its state, why it is late, what makes it done, and its page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.therapy.queries import agreement, comments, courses, formulation
from clinic.therapy.queries.standing import happened_of
from ipt.protocol import Task, sheet_of
from ipt.standing import Happened, TaskStanding, standing, why_late
from ipt.words import Words

PAGES = {  # the page on which a fact is made true
    "focus_agreed": "focus",
    "formulation_agreed": "formulation",
    "agreement_given": "agreement",
    "ending_opened": "ending",
    "review_held": "review",
    "plan_for_end_shared": "ending",
    "course_ended": "end_course",
    "follow_up_set": "follow_ups",
    "n_people": "inventory",
    "n_circles": "circle",
    "n_events": "timeline",
    "n_issues": "issues",
    "n_areas_weighed": "areas",
    "n_goals": "goals",
    "n_goals_rated_at_end": "goals",
}
SHEETS = {"review": "review", "ending": "ending", "maintenance-agreement": "agreement"}  # with pages of their own
DONE_WHEN = {
    "focus_agreed": gettext_lazy("Done when the client has agreed to a focus."),
    "formulation_agreed": gettext_lazy(
        "Done when the client has agreed to it, in a session, on paper or on their page."
    ),
    "agreement_given": gettext_lazy("Done when the client has agreed, in a session, on paper or on their page."),
    "ending_opened": gettext_lazy("Done when the end has been spoken of."),
    "review_held": gettext_lazy("Done when the review is written down."),
    "risk_asked": gettext_lazy("Done when risk was asked about directly and recorded."),
    "plan_for_end_shared": gettext_lazy("Done when the plan is shown to the client."),
    "course_ended": gettext_lazy("Done when the end is recorded."),
    "follow_up_set": gettext_lazy("Done when a day is set."),
    "n_people": gettext_lazy("Done with %(n)s people named; %(have)s so far."),
    "n_circles": gettext_lazy("Done with %(n)s drawn; %(have)s so far."),
    "n_events": gettext_lazy("Done when something is on it."),
    "n_issues": gettext_lazy("Done when an issue is listed."),
    "n_areas_weighed": gettext_lazy("Done when an area is weighed."),
    "n_goals": gettext_lazy("Done when a goal is set."),
    "n_goals_rated_at_end": gettext_lazy("Done when a goal is rated after the end was spoken of."),
}
AFTER_FOCUS = ("n_goals", "n_goals_rated_at_end")


@staff_page("GET", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Phase by phase; nothing has to be done in this order."""
    course = courses.course(request.actor, pk)
    happened = happened_of([course])[course.pk]
    stand = standing(
        courses.protocol_of(course), length=course.length, happened=happened, on=course.ended_on or timezone.localdate()
    )
    words, waiting = courses.words_of(course), drafts(course)
    groups = []
    for phase in stand.phases:
        rows = [
            row(one, course=course, happened=happened, words=words, late=why_late(stand, one, words), waiting=waiting)
            for one in stand.tasks
            if one.task.phase == phase.phase
        ]
        if rows:
            n_done = sum(one["state"] in ("done", "agreed") for one in rows)
            groups.append({"label": words[f"phase.{phase.phase}"], "phase": phase, "rows": rows, "n_done": n_done})
    context = {"course": course, "groups": groups, "comments": comments.unseen(course.client)}
    return render(request, "therapist/initial/tasks.html", context)


def row(
    one: TaskStanding, *, course: Any, happened: Happened, words: Words, late: str, waiting: dict[str, str]
) -> dict[str, Any]:
    """One task."""
    task = one.task
    said = [makes_done(task, happened)]
    if one.state == "late":
        said = [late, *said]
    if one.state == "done":
        said = [_("Done on %(day)s.") % {"day": date_format(one.done_on, "j F Y")}] if one.done_on else []
    if task.done_when in waiting and one.state != "done":
        said = [waiting[task.done_when], *said]
    if task.is_optional:
        said.append(_("Only where it helps."))
    return {
        "label": words[f"task.{task.id}"],
        "state": state(one, happened=happened, waiting=waiting),
        "url": address(task, course),
        "why": " ".join(sentence(text) for text in said),
    }


def state(one: TaskStanding, *, happened: Happened, waiting: dict[str, str]) -> str:
    """The word in the tag."""
    fact = one.task.done_when
    if one.state == "done":
        return "agreed" if fact in ("focus_agreed", "formulation_agreed", "agreement_given") else "done"
    if fact in AFTER_FOCUS and "focus_agreed" not in happened.facts:
        return "not_yet"
    if one.state != "open":
        return one.state
    return "in_progress" if fact in waiting or happened.counts.get(fact) else "not_started"


def address(task: Task, course: Any) -> str:
    """The page of a task."""
    sheet = sheet_of(task.done_when)
    if task.done_when == "risk_asked":
        return reverse("risk", args=[course.client_id])
    if sheet in SHEETS:
        return reverse(SHEETS[sheet], args=[course.pk])
    if sheet is not None:
        return reverse("sheet", args=[course.pk, sheet])
    return reverse(PAGES[task.done_when], args=[course.pk])


def makes_done(task: Task, happened: Happened) -> str:
    """What makes a task done, in words."""
    sheet = sheet_of(task.done_when)
    if sheet is None:
        have = happened.counts.get(task.done_when, 0)
        return str(DONE_WHEN[task.done_when]) % {"n": task.at_least or 1, "have": have}
    words = library().words(library().prompts(sheet), "en")
    prompt = task.done_when.removeprefix(f"filled.{sheet}.")
    if prompt == task.done_when:
        return _("Done when something is written on “%(title)s”.") % {"title": words.title}
    return _("Done when “%(label)s” is filled in.") % {"label": words[prompt]}


def drafts(course: Any) -> dict[str, str]:
    """Formulation and agreement while they wait for the client, or came back from them."""
    found = {}
    for fact, versions in (
        ("formulation_agreed", formulation.versions(course)),
        ("agreement_given", agreement.versions(course)),
    ):
        newest = versions[0] if versions else None
        if newest is None:
            continue
        if newest.refused_on is not None:
            day = date_format(newest.refused_on, "j F")
            found[fact] = _("The client said no on %(day)s: look at the people and the story again.") % {"day": day}
        elif newest.agreed_on is None:
            found[fact] = _("Version %(n)s waits for the client's answer.") % {"n": newest.version}
    return found


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
