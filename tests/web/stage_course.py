"""The course that each client of the stage is in: a session held and two to come, and a row of everything agreed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import frozen

from clinic.people.models import Client, User
from clinic.therapy.actions.after import share_letter
from clinic.therapy.actions.agreement import share_agreement
from clinic.therapy.actions.appointments import book_series
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.comments import comment as say
from clinic.therapy.actions.courses import mark_break, start_course
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.inventory import add_relationship
from clinic.therapy.actions.notes import save_note
from clinic.therapy.actions.story import add_event
from clinic.therapy.models import Course, TherapySession
from tests.clinic.therapy.beginnings import aimed, contracted, focused, found, said, written
from tests.clinic.therapy.endings import letter_of
from tests.world import actor, holder


@frozen
class CourseFolder:
    """The rows of one client's course, by the ids that stand in addresses."""

    course: UUID
    session: UUID  # the next one
    held: UUID
    person: UUID  # entered by the client
    event: UUID  # entered by the client
    goal: UUID
    letter: UUID  # shown to the client
    note: UUID  # of the session that was held, a draft
    pause: UUID  # a planned break
    focus: UUID
    issue: UUID
    entry: UUID  # the illness, named
    comment: UUID  # of the client, about the formulation


def make_course(client: Client, *, by: User, now: datetime) -> CourseFolder:
    """A course that began two weeks ago; everything made by actions."""
    begun, doer, own = now - timedelta(days=14), actor(by), holder(client)
    course = start_course(client=client, protocol="ipt", length="sixteen", by=doer, now=begun)
    sessions = booked(course, by=by, now=now)
    person = add_relationship(client=client, name="Tom", kind="partner", ring=2, by=own, now=now)
    happened: Any = {"on": begun.date() - timedelta(days=60), "kind": "death", "what": "My mother died"}
    event = add_event(client=client, event=happened, by=own, now=now)
    text = said(written(course, now=now), True, now=now)
    comment = say(client=client, about="formulation", about_id=text.pk, text="So it was", by=own, now=now)
    focus = focused(course, now=now)
    goal = aimed(focus, now=now)
    named = write_entry(course=course, sheet="illness", values={"symptoms": "I wake at four"}, by=doer, now=now)
    share_agreement(agreement=contracted(course, now=now), by=doer, now=now)
    letter = share_letter(letter=letter_of(course, now=now), by=doer, now=now)
    draft: Any = {"values": {"plan": "Ring the sister"}, "revision": 0, "page": "stage"}
    note = save_note(session=sessions[0], draft=draft, by=doer, now=now).note
    away = (now + timedelta(days=60)).date()
    pause = mark_break(course=course, first_on=away, last_on=away, why="Away", by=doer, now=now)
    return CourseFolder(
        course=course.pk,
        session=sessions[1].pk,
        held=sessions[0].pk,
        person=person.pk,
        event=event.pk,
        goal=goal.pk,
        letter=letter.pk,
        note=note.pk,
        pause=pause.pk,
        focus=focus.pk,
        issue=found(course, "My sister", now=now).pk,
        entry=named.pk,
        comment=comment.pk,
    )


def booked(course: Course, *, by: User, now: datetime) -> list[TherapySession]:
    """A session a week ago, which was held, and two to come; each client of the stage at an hour of their own."""
    first = (now - timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
    hour = {"Ines": 0, "Jo": 2, "Kit": 4}.get(course.client.name.split()[0], 6)
    rows = book_series(
        course=course, first_at=first + timedelta(hours=hour - 8), n=3, by=actor(by), now=now - timedelta(days=8)
    )
    record_attendance(session=rows[0], what={"attendance": "came"}, by=actor(by), now=now)
    return rows
