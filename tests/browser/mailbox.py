"""A real SMTP server on this machine: letters arrive here, and the link is taken from them as a person would."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from attrs import define, field, frozen

from tests.machines import ADDRESS, free_port


@frozen
class Post:
    """One letter as it arrived."""

    to: str
    subject: str
    text: str
    whole: str

    @property
    def link(self) -> str:
        """The first address in the letter."""
        found = re.search(r"https?://\S+", self.text)
        assert found is not None, f"There is no link in: {self.text}"
        return found.group()


@define
class Mailbox:
    """Everybody's letters, in the order in which they arrived."""

    port: int
    posts: list[Post] = field(factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message: Message = message_from_bytes(envelope.content, policy=default)
        text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
        whole = "\n".join([*(f"{name}: {value}" for name, value in message.items()), text])
        self.posts += [Post(to=to, subject=message["Subject"], text=text, whole=whole) for to in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> list[Post]:
        """The letters to one address."""
        return [post for post in self.posts if post.to == address]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mailbox that takes every letter until the block ends."""
    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname=ADDRESS, port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
