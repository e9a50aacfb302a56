"""The agreement: its points in words beside the facts of the plan, by versions, shown, agreed or refused."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused
from clinic.pages.prompted import PromptForm, prompt_form, rows
from clinic.pages.therapist.initial.answer import AnswerForm, overtaken
from clinic.pages.therapist.initial.formulation import beside
from clinic.pages.therapist.initial.wording import words_of
from clinic.therapy.actions.agreement import answer_agreement, share_agreement, write_agreement
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import agreement, comments, courses, focus
from clinic.therapy.queries.formulation import in_force, refused_last
from clinic.therapy.queries.standing import standing_of


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Each saving is a version with the numbers of the plan as they stand now."""
    course = courses.course(request.actor, pk)
    found = agreement.versions(course)
    if agreement.sheet_of(course) is None:
        raise Http404
    if request.method != "POST":
        return page(request, course, found=found)
    form, based_on = points(course, data=request.POST), version_of(request)
    if form.is_valid():
        try:
            row = write_agreement(
                course=course, values=form.texts(), based_on=based_on, by=request.actor, now=timezone.now()
            )
        except CourseError as problem:
            refused(form, problem)
        else:
            met = f"?beside={row.version - 1}" if row.version > based_on + 1 else ""
            if not met:
                messages.success(request, _("Version %(n)s is kept.") % {"n": row.version})
            return HttpResponseRedirect(reverse("agreement", args=[pk]) + met, status=303)
    return page(request, course, found=found, form=form)


@staff_page("POST", long=True)
def answered(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The client's yes or no to the newest version, as it was told."""
    course = courses.course(request.actor, pk)
    found, answer = agreement.versions(course), AnswerForm(request.POST)
    if found and (reason := overtaken(request, found[0])):
        answer.add_error(None, reason)
    if found and answer.is_valid():
        try:
            row = answer_agreement(agreement=found[0], **answer.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(answer, problem)
        else:
            if row.agreed_on:
                messages.success(request, _("Agreed."))
            return HttpResponseRedirect(reverse("agreement", args=[pk]), status=303)
    return page(request, course, found=agreement.versions(course), answer=answer)


@staff_page("POST", long=True)
def share(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The newest version stands on the client's own page."""
    course = courses.course(request.actor, pk)
    found = agreement.versions(course)
    if found and (reason := overtaken(request, found[0])):
        messages.error(request, reason)
    elif found:
        try:
            share_agreement(agreement=found[0], by=request.actor, now=timezone.now())
            messages.success(request, _("The client can read it on their own page, and say yes or no."))
        except CourseError as problem:
            messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("agreement", args=[pk]), status=303)


def page(
    request: Any, course: Any, *, found: list[Any], form: PromptForm | None = None, answer: AnswerForm | None = None
) -> HttpResponse:
    """The page."""
    newest = found[0] if found else None
    other = beside(request.GET.get("beside", ""), found=found)
    context = {
        "course": course,
        "form": form or points(course, values=newest.values if newest else None),
        "based_on": newest.version if newest else 0,
        "answer": answer or AnswerForm(),
        "errors_of": next((one for one in (form, answer) if one is not None and one.errors), None),
        "plan": plan_rows(course),
        "newest": newest,
        "read": read(newest),
        "numbers": number_rows(newest),
        "is_older": newest is not None and (newest.n_sessions, newest.ends_on) != (course.n_sessions, course.ends_on),
        "other": other,
        "read_other": read(other),
        "in_force": in_force(found),
        "refused": refused_last(found),
        "versions": found,
        "comments": comments.comments(course.client, about="agreement", ids=[row.pk for row in found]),
    }
    failed = any(one is not None and one.errors for one in (form, answer))
    return render(request, "therapist/initial/agreement.html", context, status=422 if failed else 200)


def points(course: Any, *, data: Any = None, values: Any = None) -> PromptForm:
    """The points in words."""
    prompts = library().prompts(agreement.sheet_of(course) or "agreement")
    return prompt_form(prompts, library().words(prompts, "en"), data=data, values=values)


def read(row: Any) -> list[Any]:
    """A version to read."""
    if row is None:
        return []
    prompts = library().prompts(row.prompts, row.prompts_version)
    return rows(prompts, library().words(prompts, "en"), row.values)


def plan_rows(course: Any) -> list[tuple[str, str]]:
    """The facts of the plan that the agreement is made on."""
    span, areas = courses.length_of(course), words_of("problem-areas")
    running = focus.running(course)
    goals = [one.goal.text for one in focus.goals(course) if one.goal.dropped_on is None]
    midpoint = standing_of(course).midpoint
    return [
        (_("Focus"), "; ".join(one.title or areas[one.area] for one in running) or _("not agreed yet")),
        (_("Goals"), "; ".join(goals) or _("none yet")),
        *numbers(course.n_sessions, minutes=span.minutes, interval_days=span.interval_days, ends_on=course.ends_on),
        (_("Review"), _("in session %(n)s") % {"n": midpoint} if midpoint else _("none planned")),
        (_("Held"), ", ".join(filter(None, (course.get_medium_display().lower(), course.place)))),
    ]


def number_rows(row: Any) -> list[tuple[str, str]]:
    """The numbers that a version was made on."""
    if row is None:
        return []
    known = numbers(row.n_sessions, minutes=row.minutes, interval_days=row.interval_days, ends_on=row.ends_on)
    review = _("in session %(n)s") % {"n": row.review_at_session} if row.review_at_session else _("none planned")
    return [*known, (_("Review"), review)]


def numbers(n_sessions: int, *, minutes: int, interval_days: int, ends_on: Any) -> list[tuple[str, str]]:
    """How many, how long, how often, until when."""
    weeks, odd = divmod(interval_days, 7)
    every = ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}
    rhythm = ngettext("every day", "every %(n)s days", interval_days) % {"n": interval_days} if odd else every
    return [
        (
            _("Sessions"),
            _("%(n)s of %(minutes)s minutes, %(rhythm)s") % {"n": n_sessions, "minutes": minutes, "rhythm": rhythm},
        ),
        (_("End"), date_format(ends_on, "j F Y")),
    ]


def version_of(request: Any) -> int:
    """The version the page began from."""
    sent = request.POST.get("based_on", "")
    return int(sent) if sent.isdecimal() and len(sent) < 5 else 0
