"""Writing letters: a template of calm words, a sender's name, a link and a time; never a name or a clinical word."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.template import Context, Template
from django.template.loader import get_template

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.letters.models import Letter

ALLOWED = frozenset({"service", "link", "phone", "by_when", "reference", "url"})


@action
def write_letter(
    *, kind: str, to: str, words: Mapping[str, str], about_id: UUID | None, by: Actor, now: datetime
) -> Letter:
    """Put a letter in the outbox. `words` fill `templates/letters/<kind>.txt`; only ALLOWED ones may be given."""
    if unknown := set(words) - ALLOWED:
        raise ValueError(f"A letter may not carry {', '.join(sorted(unknown))}: only {', '.join(sorted(ALLOWED))}.")
    subject, _, body = plain(kind, words).strip().partition("\n")
    letter = Letter.objects.create(
        kind=kind, to=to, subject=subject.strip(), body=body.strip(), about_id=about_id, written_at=now, send_after=now
    )
    happened("letter written", about=letter, by=by, now=now)
    return letter


@action
def retry_letter(*, letter: Letter, by: Actor, now: datetime) -> Letter:
    """A letter that failed goes back into the outbox, to be tried from the beginning; the worker sends it."""
    again = {"failed_at": None, "n_tries": 0, "send_after": now, "problem": ""}
    if Letter.objects.filter(pk=letter.pk, sent_at=None, failed_at__isnull=False).update(**again) != 1:
        nothing_changed()
        return letter
    happened("letter tried again", about=letter, by=by, now=now)
    return letter


@action
def take_back_letters(*, about_ids: Collection[UUID], by: Actor, now: datetime) -> int:
    """Letters about what is off do not go out any more: those that were not sent yet are gone from the outbox."""
    waiting = list(Letter.objects.filter(about_id__in=about_ids, sent_at=None).only("pk"))
    for letter in waiting:
        happened("letter taken back", about=letter, by=by, now=now)
        letter.delete()
    return len(waiting)


def plain(kind: str, words: Mapping[str, str]) -> str:
    """A letter's template filled with words as they are: a letter is plain text, so nothing is escaped."""
    template: Template = get_template(f"letters/{kind}.txt").template  # type: ignore[attr-defined]  # Django's engine
    return template.render(Context(dict(words), autoescape=False))
