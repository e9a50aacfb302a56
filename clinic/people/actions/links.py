"""Writing one-time links: made, opened once by a POST, used, sent again, revoked."""

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from attrs import frozen
from django.conf import settings
from django.db.models import QuerySet

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.letters.actions import take_back_letters, write_letter
from clinic.people.access import expires_at
from clinic.people.models import Client, Link


@frozen
class MadeLink:
    """A link with the secret that is told once and kept nowhere."""

    link: Link
    secret: str


@action
def make_link(*, client: Client, purpose: str, about_id: UUID | None, by: Actor, now: datetime) -> MadeLink:
    """A new link; earlier ones for the same thing that nobody opened are revoked."""
    Link.objects.filter(client=client, purpose=purpose, about_id=about_id, opened_at=None, revoked_at=None).update(
        revoked_at=now
    )
    secret = secrets.token_urlsafe(32)
    link = Link.objects.create(
        client=client, purpose=purpose, about_id=about_id, digest=digest(secret), made_at=now, last_used_at=now
    )
    happened("link made", about=link, client=client.pk, by=by, now=now)
    return MadeLink(link=link, secret=secret)


def tell(made: MadeLink, *, client: Client, by: Actor, now: datetime) -> tuple[str, bool]:
    """The address of a link, and whether it went out: a letter is written where e-mail is the safe channel."""
    url = f"{settings.PUBLIC_URL}/l/{made.secret}/"
    by_letter = client.safe_channel == "email"
    if by_letter:
        words = {"service": client.team.public_name, "link": url, "phone": client.team.phone}
        write_letter(kind=made.link.purpose, to=client.email, words=words, about_id=made.link.pk, by=by, now=now)
    return url, by_letter


@action
def open_link(*, secret: str, by: Actor, now: datetime) -> Link | None:
    """Open a link, once: the link, or None when it is used, expired, revoked or unknown."""
    link = Link.objects.select_related("client__team").filter(digest=digest(secret)).first()
    if link is None or link.revoked_at is not None or now >= expires_at(link):
        return None
    if Link.objects.filter(pk=link.pk, opened_at=None, revoked_at=None).update(opened_at=now, last_used_at=now) != 1:
        return None
    link.opened_at = link.last_used_at = now
    holder = Actor(kind="link", id=link.client_id, session=by.session)
    happened("link opened", about=link, client=link.client_id, by=holder, now=now)
    return link


@action
def use_link(*, link: Link, by: Actor, now: datetime) -> Link:
    """Move the expiry on, at most once an hour, so that nobody is cut off while answering."""
    if (now - link.last_used_at).total_seconds() < 3600:
        nothing_changed()
        return link
    link.last_used_at = now
    link.save(update_fields=["last_used_at"])
    happened("link used", about=link, client=link.client_id, by=by, now=now)
    return link


@action
def revoke_links(*, about_id: UUID, by: Actor, now: datetime) -> int:
    """No link for this thing opens any more."""
    return revoke_all(links=Link.objects.filter(about_id=about_id), by=by, now=now)


@action
def revoke_all(*, links: QuerySet[Link], by: Actor, now: datetime) -> int:
    """None of these links opens any more, and no letter that carries one goes out."""
    rows = list(links.filter(revoked_at=None))
    for link in rows:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        happened("link revoked", about=link, client=link.client_id, by=by, now=now)
    if rows:
        take_back_letters(about_ids=[link.pk for link in rows], by=by, now=now)
    return len(rows)


def digest(secret: str) -> str:
    """What the database keeps of a secret."""
    return sha256(secret.encode()).hexdigest()
