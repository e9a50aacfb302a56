"""Sending what is in the outbox, one letter a press, by SMTP, with growing pauses after a failure."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db.models import F

from clinic.audit.action import due, happened
from clinic.audit.actor import SYSTEM
from clinic.letters.models import Letter
from clinic.sealing.keys import CannotOpen

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))  # our default


def send_letters(*, now: datetime) -> int:
    """Send every letter that is due; returns how many left."""
    n = 0
    while letter := claim_letter(now=now):
        n += send(letter, now=now)
    return n


@due
def claim_letter(*, now: datetime) -> Letter | None:
    """Take the next letter by a conditional update, so that two workers never send the same one at once."""
    waiting = Letter.objects.filter(sent_at=None, failed_at=None, send_after__lte=now)
    letter = waiting.order_by("send_after").first()
    if letter is None:
        return None
    pause = PAUSES[min(letter.n_tries, len(PAUSES) - 1)]
    claimed = waiting.filter(pk=letter.pk, n_tries=letter.n_tries).update(
        n_tries=F("n_tries") + 1, send_after=now + pause
    )
    if claimed != 1:
        return None
    letter.n_tries += 1
    happened("letter taken up", about=letter, by=SYSTEM, now=now)
    return letter


def send(letter: Letter, *, now: datetime) -> bool:
    """Hand one letter to the mail server and note how it went."""
    try:
        n_taken = EmailMessage(subject=letter.subject, body=letter.body, to=[letter.to]).send()
        problem = "" if n_taken else "NoRecipient"
    except (OSError, ValueError, CannotOpen) as fault:  # smtplib's errors are OSErrors; ValueError: no such header
        problem = type(fault).__name__
    if problem:
        note_failure(letter=letter, problem=problem, now=now)
        return False
    note_sent(letter=letter, now=now)
    return True


@due
def note_sent(*, letter: Letter, now: datetime) -> bool:
    """The mail server took it."""
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(sent_at=now, problem="")
    happened("letter sent", about=letter, by=SYSTEM, now=now)
    return True


@due
def note_failure(*, letter: Letter, problem: str, now: datetime) -> bool:
    """The mail server did not take it; after the last pause it has failed, and the administrator sees it."""
    last = letter.n_tries > len(PAUSES)
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(problem=problem, failed_at=now if last else None)
    happened("letter failed" if last else "letter put off", about=letter, by=SYSTEM, now=now)
    return True
