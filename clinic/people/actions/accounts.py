"""Writing a client's way to their own pages: a one-time link, an account that they make themselves, and its end."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from attrs import frozen
from django.utils.translation import gettext as _

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.actions.clients import locked
from clinic.people.actions.links import make_link, revoke_all, revoke_links, tell
from clinic.people.models import Client, Link, User


class NoAccount(ValueError):
    """There can be no invitation or account as things stand; the message says why and what to do."""


@frozen
class Invited:
    """A link to the client's own pages and its address, told once: in the letter, or by the therapist."""

    link: Link
    url: str
    letter_written: bool


@action
def invite_to_portal(*, client: Client, by: Actor, now: datetime) -> Invited:
    """A one-time link to a client's own pages, by letter where e-mail is the safe channel. Nothing waits for its use.

    Whoever has an account already can choose a new password with it.
    """
    if user := other_user(client):
        raise NoAccount(
            _("This e-mail address belongs to a member of staff: enter the client's own address in the details first.")
            if not user.is_client
            else _("This e-mail address signs in somebody else: enter the client's own in the details, or none.")
        )
    made = make_link(client=client, purpose="portal", about_id=client.pk, by=by, now=now)
    url, letter_written = tell(made, client=client, by=by, now=now)
    happened("invited to own pages", about=client, client=client.pk, by=by, now=now)
    return Invited(link=made.link, url=url, letter_written=letter_written)


@action
def make_account(*, client: Client, password: str, by: Actor, now: datetime) -> User:
    """The client's own account, with a password that only they know. It signs in by their own e-mail address.

    Whatever opened their pages before, a link or an earlier password or key, does not any more.
    """
    if not by.is_client or by.id != client.pk:
        raise NoAccount(_("A client chooses the password: give them a link to their own pages."))
    client = locked(client)
    if not client.email or other_user(client):
        raise NoAccount(_("An account cannot be made with the address we have for you: ask your therapist."))
    user = client.account or User(joined_at=now, is_client=True)
    user.email, user.name = client.email.strip().lower(), client.is_called
    user.is_active, user.left_at = True, None
    user.set_password(password)
    user.save()
    Authenticator.objects.filter(user_id=user.pk).delete()
    if client.account_id is None:
        client.account = user
        client.save(update_fields=["account"])
    happened("account made", about=user, client=client.pk, by=by, now=now)
    revoke_links(about_id=client.pk, by=by, now=now)
    return user


@action
def close_account(*, client: Client, by: Actor, now: datetime) -> Client:
    """No link and no password opens the client's own pages or plan any more, from this moment. The record stays."""
    client = locked(client)
    user, links = client.account, Link.objects.filter(client=client, purpose__in=("portal", "plan"))
    if not revoke_all(links=links, by=by, now=now) and (user is None or not user.is_active):
        nothing_changed()
        return client
    if user is not None and user.is_active:
        user.is_active, user.left_at = False, now
        user.save(update_fields=["is_active", "left_at"])
    happened("own pages closed", about=client, client=client.pk, by=by, now=now)
    return client


@action
def hide_severity(*, client: Client, is_hidden: bool, by: Actor, now: datetime) -> Client:
    """The client's own wish: numbers without words such as "severe", or with them."""
    if client.hides_severity == is_hidden:
        nothing_changed()
        return client
    client.hides_severity = is_hidden
    client.save(update_fields=["hides_severity"])
    verb = "severity words hidden" if is_hidden else "severity words shown"
    happened(verb, about=client, client=client.pk, by=by, now=now)
    return client


def other_user(client: Client) -> User | None:
    """Somebody else who signs in with the client's e-mail address (one statement); None without an address."""
    if not client.email:
        return None
    others = User.objects.filter(email__iexact=client.email)
    return others.exclude(client=client).first()
