"""No text of a note is ever lost, whoever typed it where; signed it is locked; a process note is its writer's alone."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from attrs import define

from clinic.audit.models import Event
from clinic.people.models import User
from clinic.therapy.actions.notes import (
    NoteError,
    save_note,
    withdraw_note,
)
from clinic.therapy.models import NoteCopy, SessionNote, TherapySession
from clinic.therapy.queries import notes
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import ELEVEN, drafted, held, settled, text_of
from tests.world import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session of Ines's that was held at ten."""
    return held(started(world))


def copies_of(session: TherapySession, **filters: Any) -> list[str]:
    """Texts kept beside the note, in order of time."""
    rows = NoteCopy.objects.filter(note__session=session, **filters).order_by("saved_at")
    return [str(row.values["what_happened"]) for row in rows]


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


@pytest.mark.parametrize("seed", range(8))
def test_every_word_that_a_page_ever_sent_is_in_the_record(world: World, session: TherapySession, seed: int) -> None:
    """Lost answers, requests out of order, settling by an old reading, a note withdrawn under open pages."""
    play = Play(session, [world.ada, world.ada, world.cleo], seed=seed)
    for _ in range(40):
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


@pytest.mark.parametrize("seed", range(8))
def test_every_word_of_orderly_pages_stands_where_somebody_will_read_it(
    world: World, session: TherapySession, seed: int
) -> None:
    """In the note or in a text that waits to be settled, when whoever settles has read all there is."""
    play = Play(session, [world.ada, world.ada, world.cleo], seed=seed)
    for _ in range(40):
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

    done = settled(note, "Cleo's words stand")

    assert (text_of(done), done.revision) == ("Cleo's words stand", 2)
    assert copies_of(session, settled_at=None) == []
    assert sorted(copies_of(session)) == ["Ada's", "Cleo's"]
    late = drafted(session, "Ada's, later", revision=1)
    assert late.copy is not None
    assert text_of(done) == "Cleo's words stand"


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
