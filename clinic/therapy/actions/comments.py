"""Writing a client's words about what they were shown; a clinician reads them and says so."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Model, Q

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.models import Client
from clinic.therapy.actions.allowed import client_must_run, own_only, staff_only
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.models import Agreement, Comment, Entry, Formulation, Goal, LifeEvent

About = Literal["formulation", "agreement", "goal", "event", "plan"]
SHOWN = ~Q(shared_at=None) | ~Q(agreed_on=None)
WHERE: dict[str, tuple[type[Model], str, Q]] = {
    "formulation": (Formulation, "course__client", SHOWN),
    "agreement": (Agreement, "course__client", SHOWN),
    "goal": (Goal, "focus__course__client", Q(dropped_on=None)),
    "event": (LifeEvent, "client", Q(removed_at=None) & (Q(by_client=True) | ~Q(shared_at=None))),
    "plan": (Entry, "course__client", Q(withdrawn_at=None) & (Q(by_client=True) | ~Q(shared_at=None))),
}


@action
def comment(*, client: Client, about: About, about_id: UUID, text: str, by: Actor, now: datetime) -> Comment:
    """What the client says about something on their own pages: written by them, or by a clinician as they said it."""
    client_must_run(client)
    own_only(client.pk, by=by)
    text = text.strip()
    if not text:
        raise CourseError("text", "Write what you want to say about it.")
    if len(text) > 4000:
        raise CourseError("text", "This is longer than 4000 letters: write a shorter one, or two.")
    model, whose, shown = WHERE[about]
    if not model._default_manager.filter(shown, **{whose: client}, pk=about_id).exists():
        raise CourseError("", "This is no longer there to comment on.")
    last = Comment.objects.filter(client=client, about=about, about_id=about_id).order_by("-at").first()
    if last is not None and last.text == text:
        nothing_changed()
        return last
    row = Comment.objects.create(client=client, about=about, about_id=about_id, text=text, at=now)
    happened("comment written", about=row, client=client.pk, by=by, now=now)
    return row


@action
def see_comment(*, comment: Comment, by: Actor, now: datetime) -> Comment:
    """A clinician has read it."""
    staff_only(by)
    if comment.seen_at is not None:
        nothing_changed()
        return comment
    comment.seen_at, comment.seen_by_id = now, by.user_id
    comment.save(update_fields=["seen_at", "seen_by"])
    happened("comment seen", about=comment, client=comment.client_id, by=by, now=now)
    return comment
