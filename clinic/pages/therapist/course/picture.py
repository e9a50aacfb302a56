"""What the picture of a course is made from: scores, phases, sessions, events, people and techniques on one axis."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from clinic.answers.queries import Series
from clinic.definitions.library import library
from clinic.pages.circle_drawing import ASIDE, draw_circle, draw_moves
from clinic.pages.course_drawing import CourseCharts, draw_course
from clinic.pages.course_marks import Along, PersonRow, SessionMark, TechniqueMark
from clinic.pages.drawing import Happening, Reading, Scale
from clinic.pages.outlook import Outlook, marked
from clinic.pages.therapist.picture import reading, scale
from clinic.therapy.queries import courses
from clinic.therapy.queries.picture import Material
from clinic.therapy.queries.standing import has_begun

BEFORE = timedelta(weeks=4)  # events shown from so long before the start on; older ones are on the timeline


def picture_of(
    course: Any, *, series: tuple[Series, ...], material: Material, stand: Any, view: Outlook | None = None
) -> CourseCharts:
    """The drawing for a desk and a phone, with the newest measure that belongs to the protocol first."""
    one = main_series(course, series)
    readings = marked(within(course, [reading(sheet) for sheet in one.sheets]) if one else [], view)
    along = Along(
        sessions=tuple(session_marks(material)),
        phases=stand.spans,
        events=tuple(happenings(course, material)),
        people=tuple(person_rows(material, until=course.ended_on or timezone.localdate())),
        techniques=tuple(technique_marks(material)),
    )
    until = course.ended_on or course.ends_on
    return draw_course(
        readings,
        scale=scale_of(course, one),
        along=along,
        today=timezone.localdate(),
        until=until,
        ahead=view.ahead if view else (),
    )


def main_series(course: Any, series: tuple[Series, ...]) -> Series | None:
    """The protocol's main measure; else whatever was answered last."""
    main = next((asked.measure for asked in courses.protocol_of(course).measures if asked.is_main), "")
    return next((one for one in series if one.measure.id == main), series[0] if series else None)


def scale_of(course: Any, one: Series | None) -> Scale:
    """The axis of the measure shown, or of the one the protocol asks for when nothing was answered yet."""
    if one is not None:
        return scale(one.measure, one.wording)
    main = next(asked.measure for asked in courses.protocol_of(course).measures if asked.is_main)
    measure = library().measure(main)
    return scale(measure, library().wording(measure, "en"))


def within(course: Any, readings: list[Reading]) -> list[Reading]:
    """Readings of the course and of what followed: the change is drawn from where the figures count it."""
    return [one for one in readings if has_begun(course, one.on)]


def session_marks(material: Material) -> list[SessionMark]:
    """Each appointment with what became of it and the number it has or will have."""
    marks, n = [], 0
    for session in material.sessions:
        counts = session.was_held or not session.attendance
        n += counts
        marks.append(
            SessionMark(
                on=timezone.localdate(session.starts_at),
                n=n if counts else None,
                attendance=session.attendance or "to_come",
            )
        )
    return marks


def happenings(course: Any, material: Material) -> list[Happening]:
    """Life events of the time shown."""
    return [
        Happening(on=event.on, label=event.what) for event in material.events if event.on >= course.started_on - BEFORE
    ]


def person_rows(material: Material, *, until: date) -> list[PersonRow]:
    """Everybody, those whose place changed most first, then the closest: the ring from each circle to the next."""
    days = [circle.on for circle in material.circles]
    rows = []
    for pk, person in material.people.items():
        rings = [(circle.on, place.ring) for circle in material.circles if (place := circle.place_of(str(pk)))]
        changes = sum(abs(later - earlier) for (_, earlier), (_, later) in pairwise(rings))
        ends = [*days[1:], max(until, days[-1])]
        next_day = dict(zip(days, ends, strict=True))
        spans = tuple((on, next_day[on], ring) for on, ring in rings)
        rows.append((-changes, rings[-1][1], PersonRow(name=person.name, spans=spans)))
    return [row for *_, row in sorted(rows, key=lambda one: one[:2])]


def technique_marks(material: Material) -> list[TechniqueMark]:
    """What was used in each session, in words."""
    words = library().words(library().vocabulary("techniques"), "en")
    return [
        TechniqueMark(
            on=timezone.localdate(session.starts_at),
            labels=tuple(words.get(one, one) for one in session.techniques),
        )
        for session in material.sessions
        if session.techniques
    ]


def circle_of(material: Material) -> dict[str, Any] | None:
    """The newest circle, with arrows from the first one where there are two."""
    if not material.circles:
        return None
    first, last = material.circles[0], material.circles[-1]
    names = material.names
    picture = (
        draw_circle(last, names=names, size=ASIDE)
        if first.on == last.on
        else draw_moves(first, last, names=names, size=ASIDE)
    )
    return {"picture": picture, "on": last.on, "since": None if first.on == last.on else date_format(first.on, "j F")}
