"""What is done during the hour: a tick, a person in three fields, where the client is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused
from clinic.pages.prompted import prompt_form
from clinic.pages.respond import go, renew
from clinic.pages.therapist.session.forms import PersonForm
from clinic.pages.therapist.session.page import page
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.inventory import add_relationship
from clinic.therapy.actions.workspace import tick_strategy, tick_technique
from clinic.therapy.queries import courses, notes


@staff_page("POST", long=True)
def tick(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One tap: a technique or strategy is ticked, or taken back."""
    session = courses.session(request.actor, pk)
    technique, strategy = request.POST.get("technique", ""), request.POST.get("strategy", "")
    what, _slash, wanted = (technique or strategy).rpartition("/")
    known: dict[str, Any] = {"session": session, "is_used": wanted == "1", "by": request.actor, "now": timezone.now()}
    try:
        if technique:
            tick_technique(technique=what, **known)
        else:
            area, _slash, name = what.partition("/")
            tick_strategy(area=area, strategy=name, **known)
    except (CourseError, LookupError) as problem:
        messages.error(request, str(problem))
        return go(reverse("session", args=[pk]))
    return renew(reverse("session", args=[pk]) + ("#techniques" if technique else "#strategies"))


@staff_page("POST", long=True)
def add_person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A person in three fields, placed in the circle; the rest can be asked another day."""
    session = courses.session(request.actor, pk)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            add_relationship(client=session.course.client, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("%(name)s is in the inventory.") % {"name": form.cleaned_data["name"]})
            return renew(reverse("session", args=[pk]) + "#quick-person")
    return page(request, session, mend={"person": form})


@staff_page("POST", long=True)
def where(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where the client is now, a number to call back, whether they are alone."""
    session = courses.session(request.actor, pk)
    sheet = courses.protocol_of(session.course).sheets["phone"]
    prompts = library().prompts(sheet)
    form = prompt_form(prompts, library().words(prompts, "en"), data=request.POST)
    if form.is_valid():
        try:
            write_entry(
                course=session.course,
                sheet=sheet,
                values=form.texts(),
                on=timezone.localdate(),
                session=session,
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Kept."))
            return renew(reverse("session", args=[pk]) + "#where")
    return page(request, session, mend={"where": form})


@staff_page("POST", long=True)
def lines(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A line beside each technique that was ticked."""
    session = courses.session(request.actor, pk)
    try:
        for technique in notes.ticks(session).techniques:
            line = request.POST.get(f"line-{technique}", "")[:300]
            now = timezone.now()
            tick_technique(session=session, technique=technique, is_used=True, line=line, by=request.actor, now=now)
    except CourseError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Kept."))
    return go(reverse("session", args=[pk]) + "#after")
