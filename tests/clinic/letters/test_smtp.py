"""Letters reach a real SMTP server, and nothing but what was meant leaves."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from clinic.audit.actor import SYSTEM
from clinic.letters.actions import write_letter
from clinic.letters.due import send_letters
from clinic.letters.models import Letter
from tests.machines import free_port
from tests.world import MONDAY_TEN

pytestmark = pytest.mark.django_db


class Postbox:
    """A mail server's memory: who it was for, and what came."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], Message]] = []
        self.refuses = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuses and self.refuses in address:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.received.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A server on this machine, to which Django sends."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    settings.DEFAULT_FROM_EMAIL = "clinic@harbour.example"
    yield box
    controller.stop()


def write(to: str = "ines@post.example") -> Letter:
    """A letter with a link."""
    words = {"service": "Harbour Therapy", "link": "https://clinic.example/l/abc/", "phone": "020 7946 0100"}
    return write_letter(kind="questionnaire", to=to, words=words, about_id=None, by=SYSTEM, now=MONDAY_TEN)


def test_a_letter_arrives_as_it_was_written(postbox: Postbox) -> None:
    letter = write()

    assert send_letters(now=MONDAY_TEN) == 1

    [(to, received)] = postbox.received
    assert to == ["ines@post.example"]
    assert (received["From"], received["To"]) == ("clinic@harbour.example", "ines@post.example")
    assert received["Subject"] == letter.subject == "A short form for you"
    assert received.get_content_type() == "text/plain"
    text = received.get_payload(decode=True).decode()
    assert text.replace("\r\n", "\n").strip() == letter.body
    assert "https://clinic.example/l/abc/" in text
    assert sorted(received.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"]
        + [name for name in received if name.startswith("X-")]
    )


def test_a_mailbox_that_does_not_exist_is_noted_and_the_next_letter_leaves(postbox: Postbox) -> None:
    postbox.refuses = "nobody"
    gone = write("nobody@post.example")
    write("ines@post.example")

    assert send_letters(now=MONDAY_TEN) == 1

    gone.refresh_from_db()
    assert (gone.sent_at, gone.problem) == (None, "SMTPRecipientsRefused")
    assert [to for to, _ in postbox.received] == [["ines@post.example"]]


@pytest.mark.parametrize(
    "address",
    [
        "ines@post.example\nBcc: all@post.example",
        "ines@post.example, all@post.example",
        "ines@post.example;all@post.example",
        "<ines@post.example> <all@post.example>",
        "",
    ],
)
def test_an_address_that_would_reach_somebody_else_is_refused_and_nothing_leaves(
    postbox: Postbox, address: str
) -> None:
    write(address)

    assert send_letters(now=MONDAY_TEN) == 0
    assert [to for to, _ in postbox.received if "all@post.example" in to] == []
    assert postbox.received == []
    assert Letter.objects.get().problem != ""


def test_a_server_that_is_down_is_noted_by_its_kind_of_failure(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letter = write()

    assert send_letters(now=MONDAY_TEN) == 0

    letter.refresh_from_db()
    assert (letter.problem, letter.is_waiting) == ("ConnectionRefusedError", True)
