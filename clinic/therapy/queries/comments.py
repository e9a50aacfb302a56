"""Reading a client's words about what they were shown."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.people.models import Client
from clinic.therapy.models import Comment


def comments(client: Client, *, about: str = "", ids: Iterable[UUID] | None = None) -> list[Comment]:
    """What the client said, newest first: about everything, one kind of thing, or these things (one statement)."""
    rows = Comment.objects.filter(client=client).select_related("seen_by").order_by("-at")
    if about:
        rows = rows.filter(about=about)
    return list(rows if ids is None else rows.filter(about_id__in=list(ids)))


def unseen(client: Client) -> list[Comment]:
    """What no clinician has read yet, oldest first (one statement)."""
    return list(Comment.objects.filter(client=client, seen_at=None).order_by("at"))


def comment(client: Client, pk: UUID) -> Comment:
    """One of them (one statement), or 404."""
    row = Comment.objects.filter(client=client, pk=pk).first()
    if row is None:
        raise Http404
    return row


def own_comments(viewer: Actor, *, about: str = "") -> list[Comment]:
    """The client's own words, newest first, with whether they were read (two statements)."""
    return comments(access.own_or_404(viewer, viewer.id), about=about)
