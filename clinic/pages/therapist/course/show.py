"""The page of a course: risk first, what needs a person, mood and relationships on one axis, what was agreed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers import queries as answers
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outlook import outlook
from clinic.pages.therapist.client import in_words
from clinic.pages.therapist.course.picture import circle_of, main_series, picture_of
from clinic.pages.therapist.course.stand import stand_of
from clinic.pages.therapist.picture import figures
from clinic.safety.queries import alerts
from clinic.safety.queries import client as safety
from clinic.therapy.queries import courses, notes
from clinic.therapy.queries import workspace as ground
from clinic.therapy.queries.picture import material_of


@staff_page("GET", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything about one course that is read at a glance; the rest is one link away."""
    course = courses.course(request.actor, pk)
    series = answers.series_of(course.client)
    main = main_series(course, series)
    material = material_of(course)
    stand = stand_of(course)
    last = notes.last_note(course)
    work = ground.ground_of(course)
    coming = next_of(material.sessions)
    view = outlook(course, series=main, next_on=timezone.localdate(coming.starts_at) if coming else None)
    context = {
        "course": course,
        "client": course.client,
        "is_mine": course.client.therapist_id == request.actor.id,
        **safe(course),
        "stand": stand,
        "steps": stand.steps,
        "needs": stand.needs,
        "figures": figures(main, course=course) if main else [],
        "title": main.wording.title if main else _("Score"),
        "charts": picture_of(course, series=series, material=material, stand=stand, view=view),
        "outlook": view,
        "circle": circle_of(material),
        "work": work,
        "area": area_of(work),
        "last": last,
        "plan": last.values.get("plan", "") if last else "",
        "next": coming,
        "n_next": stand.n_next,
    }
    return render(request, "therapist/course/show.html", context)


@staff_page("GET", long=True)
def table(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The whole picture in words: every day with its score, session, event, people and techniques."""
    course = courses.course(request.actor, pk)
    series = answers.series_of(course.client)
    charts = picture_of(course, series=series, material=material_of(course), stand=stand_of(course))
    main = main_series(course, series)
    title = main.wording.title if main else _("Score")
    return render(request, "therapist/course/table.html", {"course": course, "charts": charts, "title": title})


def safe(course: Any) -> dict[str, Any]:
    """Open alerts, the last look at risk, the day of the plan: above everything else."""
    open_ones = [alert for alert in alerts.of_client(course.client) if alert.is_open]
    return {"safety": safety.safety_line(course.client), "open_alerts": [in_words(alert) for alert in open_ones]}


def area_of(work: Any) -> str:
    """The problem area of the first focus, in words."""
    vocabulary = library().vocabulary("problem-areas")
    return library().words(vocabulary, "en")[work.focus.area] if work.focus else ""


def next_of(sessions: tuple[Any, ...]) -> Any:
    """The appointment in hand: today's or the first to come; else the first that nobody has said anything about."""
    waiting = [one for one in sessions if not one.attendance]
    today = timezone.localdate()
    coming = [one for one in waiting if timezone.localdate(one.starts_at) >= today]
    return next(iter(coming or waiting), None)
