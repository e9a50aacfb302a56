"""Asking: an invitation with its one-time link and letter, sent again when asked for, cancelled."""

from datetime import datetime

from attrs import frozen

from clinic.answers.askable import CannotAsk as CannotAsk
from clinic.answers.askable import questions_for
from clinic.answers.models import AnswerSheet, Invitation
from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.actions.links import MadeLink, make_link, revoke_links, tell
from clinic.people.models import Client, Link
from clinic.people.presence import presence
from clinic.therapy.queries.courses import has_died


@frozen
class Asked:
    """A link and its address, which is told once: in the letter, or by the therapist."""

    link: Link
    url: str
    letter_written: bool


@action
def invite(*, client: Client, measure: str, target: str = "", by: Actor, now: datetime) -> Asked:
    """Ask a client to answer a measure. Nothing goes out before somebody can hold its alerts."""
    invitation = make_invitation(client=client, measure=measure, target=target, by=by, now=now)
    return send_link(invitation=invitation, by=by, now=now)


@action
def make_invitation(*, client: Client, measure: str, target: str = "", by: Actor, now: datetime) -> Invitation:
    """An invitation without a link: for `invite`, and for who is asked in the session or on their own pages.

    `target` is whom the measure is about, where it is asked about several.
    """
    definition = library().measure(measure)
    wording = questions_for(definition, language=client.language)
    if target not in (definition.targets or ("",)):
        known = ", ".join(definition.targets) or "nobody in particular"
        raise CannotAsk(f"Say whom {wording.title} is about: {known}.")
    refuse_died(client)
    if not presence(client, now=now).chain(duty_first=False):
        raise CannotAsk("Nobody is there to look at the answers: name a therapist, cover or duty lead first.")
    invitation = Invitation.objects.create(
        client=client,
        measure=definition.id,
        version=definition.version,
        language=wording.language,
        target=target,
        asked_at=now,
        asked_by_id=by.user_id,
    )
    happened("invitation made", about=invitation, client=client.pk, by=by, now=now)
    return invitation


@action
def send_link(*, invitation: Invitation, by: Actor, now: datetime) -> Asked:
    """A new link to an invitation, by letter where e-mail is the safe channel."""
    client = invitation.client
    refuse_died(client)
    made = make_link(client=client, purpose="questionnaire", about_id=invitation.pk, by=by, now=now)
    return deliver(made, client=client, by=by, now=now)


def refuse_died(client: Client) -> None:
    """Nothing goes out in the name of somebody who died."""
    if has_died(client):
        raise CannotAsk("This client died: nothing is sent any more. Was it entered in error, take back the end.")


def deliver(made: MadeLink, *, client: Client, by: Actor, now: datetime) -> Asked:
    """Write the letter, when the client may be written to; the address either way."""
    url, by_letter = tell(made, client=client, by=by, now=now)
    return Asked(link=made.link, url=url, letter_written=by_letter)


@action
def send_again(*, link: Link, by: Actor, now: datetime) -> bool:
    """“Send me a new link”: by letter to the safe address only, at most every five minutes, never for what is over."""
    newest = (
        Link.objects.filter(about_id=link.about_id, client=link.client, purpose=link.purpose)
        .order_by("-made_at")
        .first()
    )
    is_over = not is_wanted(link) or has_died(link.client)
    if is_over or link.client.safe_channel != "email" or (newest and (now - newest.made_at).total_seconds() < 300):
        nothing_changed()
        return False
    made = make_link(client=link.client, purpose=link.purpose, about_id=link.about_id, by=by, now=now)
    deliver(made, client=link.client, by=by, now=now)
    return True


def is_wanted(link: Link) -> bool:
    """Whether what the link leads to is still open: the questions, or the way to the client's own pages or plan."""
    if link.purpose != "questionnaire" or link.about_id is None:
        return Link.objects.filter(client=link.client, purpose=link.purpose, revoked_at=None).exists()
    open_ones = Invitation.objects.filter(pk=link.about_id, cancelled_at=None)
    return open_ones.exclude(sheet__sent_at__isnull=False).exclude(sheet__withdrawn_at__isnull=False).exists()


@action
def share_plan(*, client: Client, by: Actor, now: datetime) -> Asked:
    """A one-time link to the client's own safety plan."""
    refuse_died(client)
    made = make_link(client=client, purpose="plan", about_id=None, by=by, now=now)
    return deliver(made, client=client, by=by, now=now)


@action
def cancel(*, invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """The client is no longer asked. What they have answered already stays."""
    if AnswerSheet.objects.filter(invitation=invitation, sent_at__isnull=False).exists():
        raise CannotAsk("These answers were sent already. Withdraw the sheet if it was given to the wrong person.")
    invitation.cancelled_at = now
    invitation.save(update_fields=["cancelled_at"])
    happened("invitation cancelled", about=invitation, client=invitation.client_id, by=by, now=now)
    revoke_links(about_id=invitation.pk, by=by, now=now)
    return invitation
