"""A note is signed whole, by somebody who has read its newest text, and then locked; added to, or withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from clinic.safety.actions.risk import record_risk, withdraw_risk_record
from clinic.safety.models import RiskRecord
from clinic.therapy.actions.courses import end_course
from clinic.therapy.actions.notes import (
    NoteError,
    add_addendum,
    save_note,
    settle_copies,
    withdraw_note,
)
from clinic.therapy.models import SessionNote, TherapySession
from clinic.therapy.queries import notes
from tests.clinic.steps import looked, raised
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.sessions import ELEVEN, WHOLE, booked, drafted, held, settled, signed, text_of, told_of, whole
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session of Ines's that was held at ten."""
    return held(started(world))


def of_risk(session: TherapySession, finding: str = "none", *, minutes: int = 20, **look: Any) -> RiskRecord:
    """A look at risk so many minutes after the session began."""
    known: Any = {"was_asked": True, "finding": finding, **look}
    client, now = session.course.client, session.starts_at + timedelta(minutes=minutes)
    return record_risk(client=client, look=known, by=actor(client.therapist), now=now)


# ---- Signed ----


def test_a_whole_note_of_a_held_session_is_signed_and_locked(world: World, session: TherapySession) -> None:
    note = signed(whole(session))

    note.refresh_from_db()
    assert (note.signed_by, note.signed_at, note.risk_record, note.open_alert_why) == (world.ada, ELEVEN, None, "")
    for step in (
        lambda: drafted(session, "another"),
        lambda: settled(note, "another"),
    ):
        with pytest.raises(NoteError, match="addendum"):
            step()
    assert verbs(world.ines)[-1] == "note signed"
    assert signed(note, revision=0).signed_at == ELEVEN
    assert verbs(world.ines).count("note signed") == 1


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_what_a_signature_needs_is_named_when_it_is_missing(session: TherapySession, missing: str) -> None:
    given: Any = {**WHOLE, missing: " "}
    draft: Any = {"values": given, "revision": 0, "page": "tab 1"}
    by = actor(session.course.client.therapist)
    note = save_note(session=session, draft=draft, by=by, now=ELEVEN).note

    with pytest.raises(NoteError, match="fill this in") as told:
        signed(note)
    assert told.value.field == missing

    again: Any = {"values": WHOLE, "revision": 1, "page": "tab 1"}
    assert signed(save_note(session=session, draft=again, by=by, now=ELEVEN).note).is_signed


def test_at_most_six_things_are_needed(session: TherapySession) -> None:
    note = whole(session)

    assert sorted(note.filled) == sorted(WHOLE)
    assert len(WHOLE) <= 6
    assert signed(note).is_signed


@pytest.mark.parametrize("attendance", ["", "client_cancelled", "therapist_cancelled", "did_not_come"])
def test_only_a_session_that_was_held_has_a_signed_note(world: World, attendance: str) -> None:
    row = booked(started(world))
    if attendance:
        told_of(row, attendance, was_in_time=True, had_word=True)
    note = whole(row)

    with pytest.raises(NoteError) as told:
        signed(note)
    assert told.value.field == "attendance"
    told_of(row, "late")

    assert signed(note).is_signed


def test_a_signature_is_for_the_newest_text(session: TherapySession) -> None:
    note = whole(session)
    newer = whole(session, revision=1, link="since the row")

    with pytest.raises(NoteError) as told:
        signed(note, revision=1)
    assert told.value.field == "revision"

    assert signed(newer, revision=2).is_signed


def test_two_texts_are_settled_before_a_signature(session: TherapySession) -> None:
    note = whole(session)
    drafted(session, "another", page="tab 2")

    with pytest.raises(NoteError) as told:
        signed(note)
    assert told.value.field == "copies"
    done = settle_copies(note=note, values=WHOLE, by=actor(session.course.client.therapist), now=ELEVEN)

    assert signed(done).is_signed


def test_a_note_is_signed_over_an_open_alert_only_with_a_reason_that_is_kept(
    world: World, session: TherapySession
) -> None:
    note, alert = whole(session), raised(world.ines, 2, now=ELEVEN)
    raised(world.jo, 3, now=ELEVEN)  # another client's is no matter

    with pytest.raises(NoteError) as told:
        signed(note, open_alert_why="  ")
    assert told.value.field == "open_alert_why"
    done = signed(note, open_alert_why=" ringing them at two ")

    done.refresh_from_db()
    alert.refresh_from_db()
    assert (done.open_alert_why, alert.is_open) == ("ringing them at two", True)


def test_a_closed_alert_needs_no_reason(world: World, session: TherapySession) -> None:
    note, alert = whole(session), raised(world.ines, 2, now=ELEVEN)
    looked(world.ines, world.ada, alert, now=ELEVEN)

    assert signed(note).is_signed


def test_the_note_of_the_last_session_is_signed_after_the_course_has_ended(
    world: World, session: TherapySession
) -> None:
    note = whole(session)
    end: Any = {"kind": "completed", "on": MONDAY_TEN.date(), "result": "improved"}
    end_course(course=session.course, end=end, by=actor(world.ada), now=ELEVEN)

    assert signed(note).is_signed


# ---- Risk asked ----


def test_risk_that_was_asked_has_its_record_or_the_note_is_not_signed(session: TherapySession) -> None:
    note = whole(session, risk_asked="asked")
    of_risk(session, minutes=-1)  # before the session
    of_risk(session, "not_known", was_asked=False)
    by_mistake = of_risk(session)
    withdraw_risk_record(
        record=by_mistake, why="another client's", by=actor(session.course.client.therapist), now=ELEVEN
    )

    with pytest.raises(NoteError) as told:
        signed(note)
    assert told.value.field == "risk_asked"
    record = of_risk(session, "thoughts", minutes=30)

    assert signed(note).risk_record == record


def test_nothing_found_is_recorded_with_the_signature(world: World, session: TherapySession) -> None:
    note = signed(whole(session, risk_asked="asked"), asked_none=True)

    record = RiskRecord.objects.get()
    assert (note.risk_record, record.finding, record.was_asked, record.by, record.at) == (
        record,
        "none",
        True,
        world.ada,
        ELEVEN,
    )


def test_a_refused_signature_leaves_no_risk_record(session: TherapySession) -> None:
    note = whole(session, risk_asked="asked", plan="")

    with pytest.raises(NoteError):
        signed(note, asked_none=True)

    assert RiskRecord.objects.count() == 0


def test_a_tick_for_nothing_found_does_not_contradict_the_record_of_the_session(session: TherapySession) -> None:
    note, record = whole(session, risk_asked="asked"), of_risk(session, "plan")

    with pytest.raises(NoteError) as told:
        signed(note, asked_none=True)
    assert told.value.field == "asked_none"
    done = signed(note)

    assert done.risk_record == record
    assert RiskRecord.objects.count() == 1


def test_a_tick_for_nothing_found_makes_no_second_record_of_the_same(session: TherapySession) -> None:
    record = of_risk(session, "none")

    assert signed(whole(session, risk_asked="asked"), asked_none=True).risk_record == record
    assert RiskRecord.objects.count() == 1


def test_a_tick_beside_risk_not_asked_is_refused_and_not_passed_over(session: TherapySession) -> None:
    note = whole(session, risk_asked="not_asked")

    with pytest.raises(NoteError) as told:
        signed(note, asked_none=True)
    assert told.value.field == "risk_asked"

    assert signed(note).risk_record is None


def test_a_note_that_is_signed_late_has_its_own_sessions_record(session: TherapySession) -> None:
    note, own = whole(session, risk_asked="asked"), of_risk(session)
    of_risk(held(session.course, MONDAY_TEN + WEEK), "thoughts")

    assert signed(note, now=ELEVEN + 2 * WEEK).risk_record == own


# ---- Added to, withdrawn ----


def test_a_signed_note_takes_an_addendum_and_a_draft_does_not(world: World, session: TherapySession) -> None:
    note, ada = whole(session), actor(world.ada)

    with pytest.raises(NoteError, match="Only a signed note"):
        add_addendum(note=note, text="Tom rang", by=ada, now=ELEVEN)
    stale = signed(note)
    with pytest.raises(NoteError, match="Write what"):
        add_addendum(note=stale, text="  ", by=ada, now=ELEVEN)
    row = add_addendum(note=note, text=" Tom rang ", by=actor(world.cleo), now=ELEVEN)

    row.refresh_from_db()
    assert (row.text, row.by) == ("Tom rang", world.cleo)
    assert notes.addenda(stale) == [row]
    assert text_of(note) == "Told of the row"


def test_a_withdrawn_note_is_read_and_written_no_more_and_makes_room(world: World, session: TherapySession) -> None:
    note, ada = signed(whole(session)), actor(world.ada)

    with pytest.raises(NoteError) as told:
        withdraw_note(note=note, why=" ", by=ada, now=ELEVEN)
    assert told.value.field == "why"
    withdraw_note(note=note, why="another client's", by=ada, now=ELEVEN)
    withdraw_note(note=note, why="again", by=ada, now=ELEVEN)

    assert notes.note_of(session) is None
    with pytest.raises(Http404):
        notes.note(ada, note.pk)
    with pytest.raises(NoteError):
        add_addendum(note=note, text="more", by=ada, now=ELEVEN)
    old = SessionNote.objects.get(pk=note.pk)
    assert (old.withdrawn_why, old.values["what_happened"], old.is_signed) == (
        "another client's",
        "Told of the row",
        True,
    )
    assert verbs(world.ines).count("note withdrawn") == 1

    assert signed(whole(session)).pk != note.pk


def test_a_withdrawn_draft_is_neither_settled_nor_signed(world: World, session: TherapySession) -> None:
    note = whole(session)
    drafted(session, "another", page="tab 2")
    withdraw_note(note=note, why="another client's", by=actor(world.ada), now=ELEVEN)

    for step in (lambda: settled(note, "both"), lambda: signed(note)):
        with pytest.raises(NoteError, match="was withdrawn"):
            step()

    assert not SessionNote.objects.get(pk=note.pk).is_signed
