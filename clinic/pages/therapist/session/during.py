"""During the hour: the opening question, the agenda of this phase and focus, what can be ticked with one tap."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clinic.definitions.library import library
from clinic.pages.circle_drawing import CirclePicture, draw_circle
from clinic.therapy.queries import courses
from clinic.therapy.queries.notes import Ticks
from clinic.therapy.queries.picture import circles_of
from clinic.therapy.queries.workspace import Ground
from ipt.standing import Standing, TaskStanding


def opening(course: Any, standing: Standing, n: int) -> str:
    """The question a session of this phase opens with."""
    return courses.words_of(course).get(f"opening.{phase_of(standing, n)}")


def late_now(session: Any, standing: Standing, n: int) -> list[TaskStanding]:
    """Late tasks; those of the session in hand are not late while the hour still runs."""
    runs = session.was_held and timezone.now() < session.starts_at + timedelta(minutes=session.minutes)
    return [one for one in standing.late if not (runs and one.by_session >= n)]


def agenda(session: Any, standing: Standing, n: int) -> dict[str, list[dict[str, str]]]:
    """The points of this phase, and apart from them the tasks that are late or due, each with its page."""
    course, late = session.course, late_now(session, standing, n)
    phase, words = phase_of(standing, n), courses.words_of(course)
    points = [
        {"text": words[f"agenda.{point.id}"]} for point in courses.protocol_of(course).agenda if phase in point.phases
    ]
    url = reverse("tasks", args=[course.pk])
    tasks = [
        {"text": words[f"task.{one.task.id}"], "url": f"{url}#{one.task.id}", "state": "late" if one in late else "due"}
        for one in (*standing.late, *standing.due)
    ]
    return {"points": points, "tasks": tasks}


def phase_of(standing: Standing, n: int) -> str:
    """The phase of the session in hand: that of the course, for a past session the one it lay in."""
    if n > standing.n_held:
        return standing.phase
    fitting = [one.phase for one in standing.phases if one.first <= n <= one.last]
    return fitting[0] if fitting else standing.phase


def chips(course: Any, work: Ground, ticks: Ticks) -> dict[str, Any]:
    """Techniques of the form, and the strategies of each focus, each with whether it is ticked."""
    known = library()
    techniques = known.vocabulary("techniques")
    words = known.words(techniques, "en")
    areas = known.vocabulary("problem-areas")
    of_areas = known.words(areas, "en")
    return {
        "techniques": [
            {
                "id": one,
                "label": words[one],
                "about": words.get(f"{one}.about"),
                "is_used": one in ticks.techniques,
                "line": ticks.techniques.get(one, ""),
            }
            for one in courses.protocol_of(course).techniques
        ],
        "strategies": [
            {
                "title": focus.title or of_areas[focus.area],
                "rows": [
                    {
                        "id": f"{focus.area}/{one}",
                        "label": of_areas[f"{focus.area}.strategy.{one}"],
                        "is_used": (focus.area, one) in ticks.strategies,
                    }
                    for one in areas.word(focus.area).strategies
                ],
            }
            for focus in work.foci
        ],
    }


def circle(course: Any) -> CirclePicture | None:
    """The newest circle, to be moved while one talks; None while nobody stands in it."""
    people, circles = circles_of(course.client_id)
    names = {str(pk): person.name for pk, person in people.items()}
    return draw_circle(circles[-1], names=names) if circles else None
