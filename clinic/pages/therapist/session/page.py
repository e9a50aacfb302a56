"""The workspace as a page: what stands before the session, what helps during it, the note after it."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from clinic.answers import queries as answers
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest
from clinic.pages.fields import once
from clinic.pages.respond import respond
from clinic.pages.therapist.client import in_words
from clinic.pages.therapist.session.before import glance, moved_items
from clinic.pages.therapist.session.during import agenda, chips, circle, late_now, opening
from clinic.pages.therapist.session.forms import AttendanceForm, SignForm, note_form, person_form, where_form
from clinic.pages.therapist.session.reading import reading
from clinic.safety.queries import alerts
from clinic.safety.queries import client as safety
from clinic.therapy.actions.attendance import EARLY
from clinic.therapy.queries import courses, notes
from clinic.therapy.queries import workspace as ground
from clinic.therapy.queries.standing import standing_of
from ipt.standing import why_late

FORMS = ("form", "sign", "attendance", "person", "where")
PARTS = ("techniques", "strategies", "quick-person", "where", "attendance")


def page(request: StaffRequest, session: Any, *, mend: dict[str, Any] | None = None) -> HttpResponse:
    """The workspace with whichever form has to be mended."""
    context = whole(request, session) | (mend or {})
    faulty = any(context[name].errors for name in FORMS if context.get(name))
    return respond(request, "therapist/session/show.html", context, parts=PARTS, status=422 if faulty else 200)


def whole(request: StaffRequest, session: Any) -> dict[str, Any]:
    """Everything the page shows."""
    course = session.course
    appointments = courses.sessions(course)
    standing = standing_of(course)
    series = answers.series_of(course.client)
    n = courses.number_of(session, appointments)
    work = ground.ground_of(course)
    last = notes.last_note(course, before=session)
    ticks = notes.ticks(session)
    late = late_now(session, standing, n)
    return {
        "session": session,
        "course": course,
        "client": course.client,
        "n": n,
        "standing": standing,
        "is_to_come": session.starts_at > timezone.now() + EARLY,
        "to_ask": to_ask(course),
        "tiles": glance(series, course=course, standing=standing),
        "moved": moved_items(series),
        "newest": series[0].last if series else None,
        "work": work,
        "planned": last.values.get("plan", "") if last else "",
        "last": last,
        "n_late": len(late),
        "late": why_late(standing, late[-1], courses.words_of(course)) if late else "",
        "comments": ground.unread_comments(course),
        **safe(course),
        "opening": opening(course, standing, n),
        "agenda": agenda(session, standing, n),
        **chips(course, work, ticks),
        "circle": None if course.has_ended else circle(course),
        "person": person_form(),
        "where": where_form(session),
        "attendance": AttendanceForm(initial=attended(session)),
        **note_of(request, session),
    }


def safe(course: Any) -> dict[str, Any]:
    """Open alerts, the last look at risk, the plan."""
    found = safety.safety_of(course.client, alerts=alerts.of_client(course.client))
    return {"safety": found, "open_alerts": [in_words(alert) for alert in found.open_alerts]}


def to_ask(course: Any) -> list[dict[str, str]]:
    """Measures that the protocol wants answered for this session and nobody has: to ask in the room."""
    known = library()
    wanted = answers.to_ask_in_session(course.client)
    return [{"id": one, "title": known.wording(known.measure(one), "en").title} for one in wanted]


def attended(session: Any) -> dict[str, Any]:
    """What is recorded of attendance, as the form shows it."""
    words = {True: "yes", False: "no", None: ""}
    return {
        "attendance": session.attendance,
        "was_in_time": words[session.was_in_time],
        "had_word": words[session.had_word],
        "reason": session.reason,
    }


def note_of(request: StaffRequest, session: Any) -> dict[str, Any]:
    """The note: a form until it is signed, then what was signed with what was added."""
    note = notes.note_of(session)
    if note is not None and note.is_signed:
        return {"note": note, "read": reading(note), "addenda": notes.addenda(note)}
    values = note.values if note else {}
    return {
        "note": note,
        "form": note_form(session, values=values),
        "sign": SignForm(),
        "revision": note.revision if note else 0,
        "page": once(request).hex,
        "copies": notes.copies(note) if note else [],
        "saved": note.saved_at if note else None,
    }
