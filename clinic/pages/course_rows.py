"""The table twin of the picture of a course: one row for each day on which something happened."""

from collections.abc import Iterable
from datetime import date

from attrs import define, field

from clinic.pages.charts import score_rows
from clinic.pages.course_marks import Along, SessionMark
from clinic.pages.drawing import Reading, Row, Scale


@define
class DayRow:
    """A day: sessions, scores, phases that begin, life events, whose closeness changed, techniques used."""

    on: date
    sessions: list[SessionMark] = field(factory=list)
    scores: list[Row] = field(factory=list)
    phases: list[str] = field(factory=list)
    events: list[str] = field(factory=list)
    people: list[tuple[str, int]] = field(factory=list)
    techniques: list[str] = field(factory=list)

    @property
    def is_quiet(self) -> bool:
        """Nothing but a session or a score."""
        return not (self.phases or self.events or self.people or self.techniques)


def day_rows(readings: Iterable[Reading], *, scale: Scale, along: Along) -> tuple[DayRow, ...]:
    """Every person and every event, drawn or not, oldest day first."""
    days: dict[date, DayRow] = {}

    def day(on: date) -> DayRow:
        return days.setdefault(on, DayRow(on))

    for row in score_rows(sorted(readings, key=lambda each: each.on), scale=scale, missed=along.missed):
        day(row.on).scores.append(row)
    for mark in along.sessions:
        day(mark.on).sessions.append(mark)
    for span in along.phases:
        day(span.first_on).phases.append(span.label)
    for event in along.events:
        day(event.on).events.append(event.label)
    for person in along.people:
        before = 0
        for first_on, _, ring in sorted(person.spans):
            if ring != before:
                day(first_on).people.append((person.name, ring))
            before = ring
    for used in along.techniques:
        day(used.on).techniques.extend(used.labels)
    return tuple(days[on] for on in sorted(days))
