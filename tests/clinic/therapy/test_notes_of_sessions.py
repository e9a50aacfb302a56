"""No text of a note is ever lost, whoever typed it where; signed it is locked; a process note is its writer's alone."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from attrs import define
from django.http import Http404
from django.urls import reverse

from clinic.audit.models import Event
from clinic.people.models import User
from clinic.safety.actions.risk import record_risk, withdraw_risk_record
from clinic.safety.models import RiskRecord
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.courses import CourseError, end_course
from clinic.therapy.actions.notes import (
    NoteError,
    add_addendum,
    save_note,
    save_process_note,
    settle_copies,
    withdraw_note,
)
from clinic.therapy.models import NoteCopy, ProcessNote, SessionNote, TherapySession
from clinic.therapy.queries import notes
from tests.clinic.steps import looked, raised
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.sessions import ELEVEN, WHOLE, booked, drafted, held, signed, told_of, whole
from tests.world import MONDAY_TEN, World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session of Ines's that was held at ten."""
    return held(started(world))


def text_of(note: SessionNote) -> str:
    """What the note says happened, as it stands in the database."""
    return str(SessionNote.objects.get(pk=note.pk).values.get("what_happened", ""))


def copies_of(session: TherapySession, **filters: Any) -> list[str]:
    """Texts kept beside the note, in order of time."""
    rows = NoteCopy.objects.filter(note__session=session, **filters).order_by("saved_at")
    return [str(row.values["what_happened"]) for row in rows]


def settled(note: SessionNote, text: str, **given: Any) -> SessionNote:
    """Somebody read both and wrote what stands."""
    by = actor(note.session.course.client.therapist)
    return settle_copies(note=note, values={"what_happened": text}, by=by, now=given.pop("now", ELEVEN), **given)


def of_risk(session: TherapySession, finding: str = "none", *, minutes: int = 20, **look: Any) -> RiskRecord:
    """A look at risk so many minutes after the session began."""
    known: Any = {"was_asked": True, "finding": finding, **look}
    client, now = session.course.client, session.starts_at + timedelta(minutes=minutes)
    return record_risk(client=client, look=known, by=actor(client.therapist), now=now)


# ---- Saved as one types ----


def test_one_tab_saves_again_and_again_and_one_text_stands(session: TherapySession) -> None:
    saved, revision = None, 0
    for n, text in enumerate(["R", "Row", "Row with Tom"], start=1):
        saved = drafted(session, text, revision=revision)
        assert (saved.copy, saved.note.revision) == (None, n)
        revision = saved.note.revision

    assert text_of(saved.note) == "Row with Tom"
    assert saved.note.filled == ["what_happened"]
    assert NoteCopy.objects.count() == 0


def test_the_same_text_again_leaves_no_revision_and_no_event(session: TherapySession) -> None:
    first = drafted(session, "Row")
    n_events = Event.objects.count()

    again = drafted(session, "Row", revision=0, page="tab 2")

    assert (again.note.revision, again.copy) == (first.note.revision, None)
    assert Event.objects.count() == n_events


def test_a_tab_that_never_heard_of_its_last_saving_goes_on(session: TherapySession) -> None:
    drafted(session, "Row")

    later = drafted(session, "Row with Tom", revision=0)

    assert (later.copy, text_of(later.note)) == (None, "Row with Tom")
    assert copies_of(session) == []


def test_a_request_of_one_tab_that_comes_late_does_not_lose_what_came_before_it(session: TherapySession) -> None:
    """As when the tab is closed while an earlier saving is still on its way."""
    drafted(session, "R")
    drafted(session, "Row with Tom", revision=1)

    late = drafted(session, "Row", revision=1)

    assert late.copy is None
    assert copies_of(session) == ["Row with Tom"]
    assert copies_of(session, settled_at=None) == []


def test_a_second_tab_of_the_same_person_overwrites_nothing(session: TherapySession) -> None:
    drafted(session, "From tab 1", page="tab 1")
    beside = drafted(session, "From tab 2", page="tab 2")
    drafted(session, "From tab 2, longer", page="tab 2")
    drafted(session, "From tab 1, longer", page="tab 1", revision=1)

    assert text_of(beside.note) == "From tab 1, longer"
    assert copies_of(session) == ["From tab 2, longer"]


def test_another_person_overwrites_nothing_even_from_a_page_of_the_same_name(
    world: World, session: TherapySession
) -> None:
    drafted(session, "Ada's")
    beside = drafted(session, "Cleo's", by=world.cleo)

    assert beside.copy is not None
    assert (text_of(beside.note), copies_of(session)) == ("Ada's", ["Cleo's"])
    assert beside.copy.saved_by == world.cleo


def test_whoever_has_read_the_newest_text_writes_on(world: World, session: TherapySession) -> None:
    first = drafted(session, "Ada's")

    second = drafted(session, "Ada's, and Cleo's", by=world.cleo, page="tab 9", revision=first.note.revision)

    assert (second.copy, text_of(second.note), second.note.saved_by) == (None, "Ada's, and Cleo's", world.cleo)


def test_pages_that_cannot_say_who_they_are_keep_each_text(session: TherapySession) -> None:
    drafted(session, "one", page="")
    for text in ("two", "three", "three"):
        drafted(session, text, page="")

    assert copies_of(session) == ["two", "three"]


def test_pages_whose_long_names_begin_alike_are_told_apart_only_as_far_as_they_are_kept(
    session: TherapySession,
) -> None:
    name = "p" * 50
    drafted(session, "one", page=name)
    drafted(session, "two", page="other")
    again = drafted(session, "one more", page=name)

    assert (again.copy, text_of(again.note)) == (None, "one more")


def test_a_revision_from_nowhere_overwrites_nothing(session: TherapySession) -> None:
    drafted(session, "Ada's")

    beside = drafted(session, "strange", page="tab 2", revision=99)

    assert beside.copy is not None
    assert text_of(beside.note) == "Ada's"


def test_a_page_of_a_withdrawn_note_does_not_overwrite_the_next_one(world: World, session: TherapySession) -> None:
    for revision, text in enumerate(["a", "ab", "abc"]):
        old = drafted(session, text, revision=revision)
    withdraw_note(note=old.note, why="another client's", by=actor(world.ada), now=ELEVEN)
    for revision, text in enumerate(["x", "xy", "xyz"]):
        drafted(session, text, page="tab 2", revision=revision and revision + 3)

    for revision in (1, 2, 3):
        late = drafted(session, f"abc {revision}", page="tab 1", revision=revision)
        assert late.copy is not None

    assert text_of(late.note) == "xyz"
    assert text_of(old.note) == "abc"


def test_the_first_page_of_a_note_begins_it_whatever_revision_it_says(session: TherapySession) -> None:
    assert drafted(session, "Row", revision=5).note.revision == 1


@define
class Page:
    """An open page: what stands in its field, and which revision it began from."""

    user: User
    name: str
    text: str = ""
    revision: int = 0


class Play:
    """Three pages on one note, in a random order of steps."""

    def __init__(self, session: TherapySession, users: list[User], *, seed: int) -> None:
        self.session, self.random, self.n = session, Random(seed), 0
        self.pages = [Page(user=user, name=f"page {n}") for n, user in enumerate(users)]
        self.words: list[str] = []
        self.reading: tuple[SessionNote, str, Any] | None = None

    def now(self) -> Any:
        self.n += 1
        return ELEVEN + self.n * SECOND

    def load(self, page: Page) -> None:
        note = notes.note_of(self.session)
        page.name = f"{page.name.split(',')[0]}, {self.n}"
        page.text = str(note.values.get("what_happened", "")) if note else ""
        page.revision = note.revision if note else 0

    def send(self, page: Page, text: str, revision: int) -> None:
        draft: Any = {"values": {"what_happened": text}, "revision": revision, "page": page.name}
        saved = save_note(session=self.session, draft=draft, by=actor(page.user), now=self.now())
        if saved.copy is None and self.random.random() < 0.7:  # else the answer got lost
            page.revision = saved.note.revision

    def write(self, page: Page) -> None:
        word = f"w{len(self.words)}."
        self.words.append(word)
        page.text += word
        self.send(page, page.text, page.revision)

    def write_out_of_order(self, page: Page) -> None:
        first = page.text + f"w{len(self.words)}."
        second = first + f"w{len(self.words) + 1}."
        self.words += [f"w{len(self.words)}.", f"w{len(self.words) + 1}."]
        page.text, revision = second, page.revision
        self.send(page, second, revision)
        self.send(page, first, revision)

    def read(self) -> None:
        note = notes.note_of(self.session)
        if note is not None:
            texts = [str(one.values["what_happened"]) for one in (note, *notes.copies(note))]
            self.reading = (note, "".join(texts), self.now())

    def settle(self, *, is_checked: bool) -> None:
        if self.reading is None:
            return
        note, text, read_at = self.reading
        self.reading = None
        given = {"read_at": read_at} if is_checked else {}
        try:
            settled(note, text, now=self.now(), **given)
        except NoteError as problem:
            assert problem.field in ("copies", "note")

    def withdraw(self) -> None:
        note = notes.note_of(self.session)
        if note is not None:
            by = actor(self.pages[0].user)
            withdraw_note(note=note, why="another client's", by=by, now=self.now())


@pytest.mark.parametrize("seed", range(12))
def test_every_word_that_a_page_ever_sent_is_in_the_record(world: World, session: TherapySession, seed: int) -> None:
    """Lost answers, requests out of order, settling by an old reading, a note withdrawn under open pages."""
    play = Play(session, [world.ada, world.ada, world.cleo], seed=seed)
    for _ in range(45):
        page = play.random.choice(play.pages)
        steps = [play.write] * 6 + [play.load, play.write_out_of_order]
        others = [play.read, lambda: play.settle(is_checked=False), play.withdraw]
        if play.random.random() < 0.25:
            play.random.choices(others, weights=[4, 3, 1])[0]()
        else:
            play.random.choice(steps)(page)

    kept = [str(note.values) for note in SessionNote.objects.filter(session=session)]
    kept += [str(copy.values) for copy in NoteCopy.objects.filter(note__session=session)]
    assert [word for word in play.words if not any(word in text for text in kept)] == []


@pytest.mark.parametrize("seed", range(12))
def test_every_word_of_orderly_pages_stands_where_somebody_will_read_it(
    world: World, session: TherapySession, seed: int
) -> None:
    """In the note or in a text that waits to be settled, when whoever settles has read all there is."""
    play = Play(session, [world.ada, world.ada, world.cleo], seed=seed)
    for _ in range(45):
        page = play.random.choice(play.pages)
        if play.random.random() < 0.3:
            play.random.choice([play.read, lambda: play.settle(is_checked=True)])()
        else:
            play.random.choice([play.write, play.write, play.write, play.load])(page)

    note = notes.note_of(session)
    assert note is not None
    shown = [str(note.values), *(str(copy.values) for copy in notes.copies(note))]
    assert [word for word in play.words if not any(word in text for text in shown)] == []


# ---- Settled ----


def test_settling_makes_one_text_and_keeps_all_that_were(world: World, session: TherapySession) -> None:
    note = drafted(session, "Ada's").note
    drafted(session, "Cleo's", by=world.cleo, page="tab 2")

    done = settled(note, "Ada's and Cleo's")

    assert (text_of(done), done.revision) == ("Ada's and Cleo's", 2)
    assert copies_of(session, settled_at=None) == []
    assert sorted(copies_of(session)) == ["Ada's", "Cleo's"]
    late = drafted(session, "Ada's, later", revision=1)
    assert late.copy is not None
    assert text_of(done) == "Ada's and Cleo's"


@pytest.mark.parametrize("where", ["tab 1", "tab 2", "tab 3"])
def test_nothing_is_settled_over_a_text_that_came_after_the_reading(session: TherapySession, where: str) -> None:
    """From the page whose text stands, from the one beside it, or from a third."""
    note = drafted(session, "one").note
    drafted(session, "two", page="tab 2")
    read_at = ELEVEN + SECOND
    drafted(session, "newer", page=where, revision=1 if where == "tab 1" else 0, now=read_at + SECOND)

    with pytest.raises(NoteError) as told:
        settled(note, "one two", read_at=read_at, now=read_at + 2 * SECOND)
    assert told.value.field == "copies"
    assert copies_of(session, settled_at=None) != []

    assert text_of(settled(note, "one two newer", read_at=read_at + SECOND, now=read_at + 3 * SECOND)).endswith("newer")


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
