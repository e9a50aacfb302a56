"""Notes are read by those who may open the client; a process note by its writer alone, and it never leaves."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from clinic.audit.models import Event
from clinic.people.models import User
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import (
    NoteError,
    save_process_note,
    withdraw_note,
)
from clinic.therapy.models import ProcessNote, TherapySession
from clinic.therapy.queries import notes
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import ELEVEN, drafted, held, signed, whole
from tests.world import MONDAY_TEN, World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session of Ines's that was held at ten."""
    return held(started(world))


# ---- Who reads it ----


def test_a_note_is_read_by_those_who_may_open_the_client_and_each_reading_is_on_the_trail(
    world: World, session: TherapySession
) -> None:
    note = whole(session)

    for user in (world.ada, world.cleo):
        assert notes.note(actor(user), note.pk) == note
    for user in (world.bo, world.dan, world.finn, world.gwen, world.eve):
        with pytest.raises(Http404):
            notes.note(actor(user), note.pk)
    assert Event.objects.filter(happened="note opened").count() == 2


def test_the_last_note_is_of_the_session_before(world: World, session: TherapySession) -> None:
    next_one = held(session.course, MONDAY_TEN + WEEK)
    first, second = whole(session), whole(next_one, now=ELEVEN + WEEK)

    assert notes.last_note(session.course) == second
    assert notes.last_note(session.course, before=next_one) == first
    assert notes.last_note(session.course, before=session) is None
    assert set(notes.notes_of(session.course)) == {session.pk, next_one.pk}


def test_a_list_of_notes_opens_none_of_them(world: World, session: TherapySession) -> None:
    whole(session)

    [row] = notes.notes_of(session.course).values()

    assert row.get_deferred_fields() >= {"values", "open_alert_why", "withdrawn_why"}


# ---- The process note ----


def thought(session: TherapySession, text: str, *, by: User, revision: int = 0) -> ProcessNote:
    """One's own thoughts on a session."""
    return save_process_note(session=session, text=text, revision=revision, by=actor(by), now=ELEVEN)


def test_a_process_note_is_its_writers_alone(world: World, session: TherapySession) -> None:
    mine, supervisors = thought(session, "I was bored", by=world.ada), thought(session, "So was I", by=world.cleo)

    assert notes.process_note(actor(world.ada), session) == mine
    assert notes.process_note(actor(world.cleo), session) == supervisors
    for user in (world.bo, world.gwen, world.eve):
        assert notes.process_note(actor(user), session) is None


def test_a_process_note_from_another_tab_overwrites_nothing(world: World, session: TherapySession) -> None:
    first = thought(session, "bored", by=world.ada)
    thought(session, "bored, then moved", by=world.ada, revision=first.revision)

    with pytest.raises(NoteError) as told:
        thought(session, "bored and cross", by=world.ada, revision=first.revision)
    assert told.value.field == "revision"
    assert ProcessNote.objects.get().text == "bored, then moved"

    both = thought(session, "bored, cross, then moved", by=world.ada, revision=2)
    assert (both.revision, ProcessNote.objects.get().text) == (3, "bored, cross, then moved")


def test_no_process_note_and_no_withdrawn_note_leaves_with_the_record(world: World, session: TherapySession) -> None:
    thought(session, "zebra thoughts", by=world.ada)
    note = whole(session)
    drafted(session, "giraffe", page="tab 2")
    withdraw_note(note=note, why="hippo", by=actor(world.ada), now=ELEVEN)

    page = sign_in(world.ada).get(reverse("export", args=[world.ines.pk]))

    assert page.status_code == 200
    for word in ("zebra", "giraffe", "hippo"):
        assert word not in page.content.decode()


def test_no_event_of_a_note_carries_a_word_of_it(world: World, session: TherapySession) -> None:
    note = whole(session, plan="quagga")
    thought(session, "zebra", by=world.ada)
    withdraw_note(note=signed(note), why="hippo", by=actor(world.ada), now=ELEVEN)

    rows = str(list(Event.objects.values()))
    assert not any(word in rows for word in ("quagga", "zebra", "hippo", "the row"))


def test_attendance_is_refused_while_a_signature_stands(world: World, session: TherapySession) -> None:
    signed(whole(session))

    with pytest.raises(CourseError):
        record_attendance(
            session=session, what={"attendance": "did_not_come"}, by=actor(world.ada), now=ELEVEN + SECOND
        )

    session.refresh_from_db()
    assert session.was_held
