"""Letters: calm words only, put into the outbox in the transaction, and tried until they have left or failed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from clinic.audit.actor import SYSTEM
from clinic.audit.models import Event
from clinic.environment import ROOT
from clinic.letters import due
from clinic.letters.actions import ALLOWED, retry_letter, write_letter
from clinic.letters.due import PAUSES, claim_letter, send_letters
from clinic.letters.models import Letter
from clinic.letters.queries import Outbox, failed, outbox
from tests.world import MONDAY_TEN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FOLDER = ROOT / "clinic" / "templates" / "letters"
KINDS = sorted(path.stem for path in FOLDER.glob("*.txt"))
WORDS = {
    "service": "St Mary's & Quay Therapy",
    "link": "https://clinic.example/l/abc-_123/?a=1&b=2",
    "phone": "020 7946 0100",
    "by_when": "Monday 2 March, 14:00",
    "reference": "H7KM-2Q9X",
    "url": "https://clinic.example/alerts/",
}
CLINICAL = (
    "depress anxi suicid self-harm harm risk crisis therapist psycho mental mood symptom diagnos disorder patient "
    "client treatment score questionnaire measure phq gad answer session safety concern urgent"
).split()
NAMES = ("Ines", "Vale", "Jo", "Marlow", "Kit", "Osei", "Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gwen")


def letter(kind: str = "alert", *, to: str = "ada@harbour.example", now: datetime = MONDAY_TEN, **words: str) -> Letter:
    """One letter in the outbox."""
    return write_letter(kind=kind, to=to, words={**WORDS, **words}, about_id=None, by=SYSTEM, now=now)


def minutes(n: int) -> datetime:
    """So long after the letter was written."""
    return MONDAY_TEN + timedelta(minutes=n)


@pytest.mark.parametrize("word", ["name", "client", "score", "measure", "Service", ""])
def test_a_letter_refuses_words_it_may_not_carry(word: str) -> None:
    with pytest.raises(
        ValueError, match=r"A letter may not carry .*: only by_when, link, phone, reference, service, url"
    ):
        letter(**{word: "Ines Vale"})

    assert Letter.objects.count() == 0


def test_every_kind_of_letter_is_looked_at() -> None:
    assert {"alert", "questionnaire", "plan", "nobody_on_duty", "glass_broken", "set_password"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_carries_no_name_and_no_clinical_word(kind: str) -> None:
    """Beside the words it is given: the service's own name and address, a phone number and a time."""
    written = letter(kind, service="Harbour", link="https://a.example/l/x/", url="https://a.example/", by_when="noon")

    text = f"{written.subject}\n{written.body}".replace("nobody answers", "").replace("Nobody reads answers to it", "")
    text = text.replace("do not answer this e-mail", "")
    assert [word for word in CLINICAL if word in text.lower()] == []
    assert [name for name in NAMES if re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_has_one_line_of_subject_and_a_text(kind: str) -> None:
    written = letter(kind)

    assert 10 <= len(written.subject) <= 60
    assert "\n" not in written.subject
    assert len(written.body) > 40
    assert not re.search(r"[{}]|%}|\n\n\n", written.body)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_plain_text_and_not_written_for_a_browser(kind: str) -> None:
    """An apostrophe in a service's name and an ampersand in an address stay what they are."""
    written = letter(kind)

    assert "&amp;" not in written.body
    assert "&#x27;" not in written.body
    text = (FOLDER / f"{kind}.txt").read_text()
    for word in sorted(ALLOWED):
        if f"{{{{ {word} }}}}" in text:
            assert WORDS[word] in f"{written.subject}\n{written.body}"


def test_subject_text_and_address_are_sealed() -> None:
    letter()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM letters_letter")
        row = b"".join(bytes(value) for value in cursor.fetchone() if isinstance(value, bytes | memoryview))
    assert b"harbour.example" not in row
    assert b"Something needs you" not in row
    assert len(row) > 300


def test_a_letter_is_sent_once() -> None:
    letter()

    assert (send_letters(now=MONDAY_TEN), send_letters(now=minutes(1000))) == (1, 0)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["ada@harbour.example"], "Something needs you by Monday 2 March, 14:00")
    row = Letter.objects.get()
    assert (row.sent_at, row.failed_at, row.is_waiting, row.problem) == (MONDAY_TEN, None, False, "")


def test_letters_leave_in_the_order_in_which_they_were_due() -> None:
    letter(to="second@a.example", now=minutes(1))
    letter(to="first@a.example", now=MONDAY_TEN)

    assert send_letters(now=minutes(1)) == 2
    assert [sent.to for sent in mail.outbox] == [["first@a.example"], ["second@a.example"]]


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A mail server that is down; the list grows with each try."""
    tries: list[datetime] = []

    def down(self: Any) -> int:
        tries.append(MONDAY_TEN)
        raise ConnectionRefusedError

    monkeypatch.setattr(due.EmailMessage, "send", down)
    return tries


def test_a_letter_is_tried_again(no_server: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    letter()
    assert send_letters(now=MONDAY_TEN) == 0
    assert Letter.objects.get().problem == "ConnectionRefusedError"
    monkeypatch.undo()

    assert send_letters(now=minutes(1) - timedelta(seconds=1)) == 0
    assert send_letters(now=minutes(1)) == 1

    row = Letter.objects.get()
    assert (row.sent_at, row.n_tries, row.problem) == (minutes(1), 2, "")


def test_pauses_grow_and_after_the_last_the_letter_has_failed(no_server: list[datetime]) -> None:
    """1, 5, 15 and 60 minutes, 4 and 12 hours: seven tries within 17 hours and 21 minutes."""
    written = letter()
    at = [0, 1, 6, 21, 81, 321, 1041]
    assert [pause.total_seconds() / 60 for pause in PAUSES] == [1, 5, 15, 60, 240, 720]

    for n, minute in enumerate(at, start=1):
        send_letters(now=minutes(minute) - timedelta(seconds=1))
        assert len(no_server) == n - 1, "not before the pause is over"
        send_letters(now=minutes(minute))
        assert len(no_server) == n
        written.refresh_from_db()
        assert (written.failed_at is None) == (n < 7)

    assert (written.failed_at, written.is_waiting) == (minutes(1041), False)
    assert send_letters(now=minutes(100_000)) == 0
    assert len(no_server) == 7


def test_a_failed_letter_is_shown_to_the_administrator(no_server: list[datetime]) -> None:
    written = letter()
    for _ in range(7):
        Letter.objects.update(send_after=MONDAY_TEN)
        send_letters(now=MONDAY_TEN)
    letter("plan", now=minutes(-61))
    letter("plan", now=minutes(-59))

    assert failed() == [written]
    assert outbox(now=MONDAY_TEN) == Outbox(n_waiting=2, n_late=1, n_failed=1)


def test_a_failed_letter_may_be_tried_again_and_a_sent_one_not(no_server: list[datetime], monkeypatch: Any) -> None:
    written = letter()
    for _ in range(7):
        Letter.objects.update(send_after=MONDAY_TEN)
        send_letters(now=MONDAY_TEN)
    monkeypatch.undo()

    retry_letter(letter=written, by=SYSTEM, now=minutes(2000))

    assert send_letters(now=minutes(2000)) == 1
    retry_letter(letter=written, by=SYSTEM, now=minutes(3000))
    assert send_letters(now=minutes(3000)) == 0
    assert len(mail.outbox) == 1


def test_one_letter_that_fails_does_not_hold_up_the_others() -> None:
    letter(to="not an address\nBcc: all@a.example")
    letter(to="ada@harbour.example", now=minutes(1))

    assert send_letters(now=minutes(1)) == 1
    assert [sent.to for sent in mail.outbox] == [["ada@harbour.example"]]


def test_a_letter_that_no_key_opens_is_put_off_and_does_not_hold_up_the_others() -> None:
    letter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE letters_letter SET body = subject")
    letter(to="ada@harbour.example", now=minutes(1))

    assert send_letters(now=minutes(1)) == 1
    assert [sent.to for sent in mail.outbox] == [["ada@harbour.example"]]
    assert Letter.objects.get(sent_at=None).problem == "CannotOpen"


@pytest.mark.parametrize("word", ["by_when", "service"])
def test_a_line_break_in_a_word_makes_no_header(word: str) -> None:
    letter(**{word: "noon\nBcc: all@a.example\r\nX-Evil: yes"})

    send_letters(now=MONDAY_TEN)

    for sent in mail.outbox:
        assert sent.recipients() == ["ada@harbour.example"]
        assert [name for name in ("Bcc", "X-Evil") if name in sent.message()] == []


@pytest.mark.parametrize(
    "address", ["ada@a.example\nBcc: all@a.example", "ada@a.example\r\n\r\nhello", "a\rb@c.example"]
)
def test_a_line_break_in_an_address_is_refused_and_nothing_is_sent(address: str) -> None:
    letter(to=address)

    assert send_letters(now=MONDAY_TEN) == 0
    assert mail.outbox == []
    assert Letter.objects.get().problem == "BadHeaderError"


def test_a_letter_that_another_worker_took_up_first_is_left_to_it() -> None:
    """The other worker's update comes between our reading and our own."""
    letter()
    other: list[Letter | None] = []

    def meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "letters_letter"') and not other:
            other.append(None)
            other[0] = claim_letter(now=MONDAY_TEN)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        mine = claim_letter(now=MONDAY_TEN)

    assert mine is None
    assert other[0] is not None
    assert Letter.objects.get().n_tries == 1


def test_a_letter_taken_up_by_a_worker_that_died_is_sent_by_the_next(no_stray_writes: None) -> None:
    letter()

    taken = claim_letter(now=MONDAY_TEN)

    assert taken is not None
    assert mail.outbox == []
    assert send_letters(now=MONDAY_TEN) == 0, "the other worker may still be at it"
    assert send_letters(now=minutes(1)) == 1
    assert len(mail.outbox) == 1


def test_each_step_of_a_letter_stands_on_the_trail(world: World, no_server: list[datetime]) -> None:
    before = Event.objects.count()
    written = letter()

    send_letters(now=MONDAY_TEN)

    events = Event.objects.order_by("seq")[before:]
    assert [event.happened for event in events] == ["letter written", "letter taken up", "letter put off"]
    assert {event.about_id for event in events} == {written.pk}
