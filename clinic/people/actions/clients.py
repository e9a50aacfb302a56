"""Writing clients: registering, changing details, naming a therapist, breaking the glass."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from clinic.audit.action import action, happened
from clinic.audit.actor import Actor
from clinic.letters.actions import write_letter
from clinic.people.access import active
from clinic.people.actions.links import revoke_all
from clinic.people.choices import Role
from clinic.people.models import BreakGlass, Client, Link, Membership, OtherClinician, Supervision, Team, User

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GLASS_LASTS = timedelta(hours=1)
DETAILS = frozenset(
    "name called born_on email phone address safe_channel may_leave_voicemail shares_device contact_note language "
    "country region time_zone interpreter access_needs emergency_name emergency_phone emergency_relation gender "
    "ethnicity disability religion sexual_orientation made_up_from".split()
)


@action
def register_client(
    *, team: Team, therapist: User, details: Mapping[str, Any], by: Actor, now: datetime, is_made_up: bool = False
) -> Client:
    """A new client of a therapist; `details` are fields of DETAILS."""
    known = {"country": team.country, "region": team.region, "language": team.language, "time_zone": team.time_zone}
    client = Client.objects.create(
        team=team,
        therapist=therapist,
        reference=new_reference(),
        registered_at=now,
        is_made_up=is_made_up,
        **{**known, **only_details(details)},
    )
    happened("client registered", about=client, client=client.pk, by=by, now=now)
    return client


@action
def change_details(*, client: Client, details: Mapping[str, Any], by: Actor, now: datetime) -> Client:
    """Change what is known of a client; fields that are not named stay. Their account signs in by the new e-mail.

    Another e-mail address or safe channel ends what was sent the old way: links that nobody opened, and the way to
    their own pages, whoever opened it.
    """
    written_to = (client.email, client.safe_channel)
    for name, value in only_details(details).items():
        setattr(client, name, value)
    client.save(update_fields=[*details])
    if client.account is not None and client.account.is_active and client.email.lower() != client.account.email:
        sign_in_by(client.email, user=client.account)
    happened("client details changed", about=client, client=client.pk, by=by, now=now)
    if (client.email, client.safe_channel) != written_to:
        links = Link.objects.filter(Q(opened_at=None) | Q(purpose="portal"), client=client)
        revoke_all(links=links, by=by, now=now)
    return client


def sign_in_by(email: str, *, user: User) -> None:
    """Move a client's account to another e-mail address, or ValueError."""
    if not email:
        raise ValueError("This client signs in with their e-mail address: close the way to their own pages first.")
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise ValueError("This e-mail address signs in somebody else: enter the client's own.")
    user.email = email.strip().lower()
    user.save(update_fields=["email"])


@action
def name_clinicians(
    *, client: Client, clinicians: Sequence[Mapping[str, str]], by: Actor, now: datetime
) -> list[OtherClinician]:
    """The GP and other clinicians, in order: each with role, name, place and phone. The list before is replaced."""
    client.other_clinicians.all().delete()
    rows = [
        OtherClinician.objects.create(client=client, place_in_list=place, **clinician)
        for place, clinician in enumerate(clinicians)
    ]
    happened("other clinicians named", about=client, client=client.pk, by=by, now=now)
    return rows


@action
def hand_over_client(*, client: Client, therapist: User, by: Actor, now: datetime) -> Client:
    """Another therapist of the client's team is responsible from now on."""
    if not is_therapist_of(therapist, client.team_id, now=now):
        raise ValueError(f"{therapist.name} is no therapist of this client's team: name somebody who is.")
    client.therapist = therapist
    client.save(update_fields=["therapist"])
    happened("client handed over", about=client, client=client.pk, by=by, now=now)
    return client


def is_therapist_of(user: User, team_id: UUID, *, now: datetime) -> bool:
    """Whether somebody works as a therapist in a team now (one statement)."""
    running = Membership.objects.filter(active(now), user=user, team_id=team_id, user__is_active=True)
    return running.filter(role=Role.THERAPIST).exists()


def locked(client: Client) -> Client:
    """The client as they stand now, kept from others until the action ends (one statement).

    Whoever raises, moves or closes alerts takes this first: none is raised unseen while the last one is being closed.
    """
    return (
        Client.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "therapist")
        .get(pk=client.pk)
    )


@action
def open_to_duty(*, client: Client, is_open: bool, by: Actor, now: datetime) -> Client:
    """Whether the duty lead may see the contact: from the first open alert to the close of the last."""
    if (client.open_to_duty_since is None) == is_open:
        client.open_to_duty_since = now if is_open else None
        client.save(update_fields=["open_to_duty_since"])
        happened("opened to duty" if is_open else "closed to duty", about=client, client=client.pk, by=by, now=now)
    return client


@action
def break_glass(*, client: Client, reason: str, by: Actor, now: datetime) -> BreakGlass:
    """See a record in an emergency, for an hour; the supervisors of its therapist are told at once."""
    if not reason.strip():
        raise ValueError("A reason is needed: say what happened, so that the supervisor understands it.")
    glass = BreakGlass.objects.create(
        client=client, user_id=by.id, reason=reason.strip(), since=now, until=now + GLASS_LASTS
    )
    happened("glass broken", about=glass, client=client.pk, by=by, now=now)
    words = {"service": client.team.public_name, "url": f"{settings.PUBLIC_URL}/"}
    for address in told_of_glass(client, now=now):
        write_letter(kind="glass_broken", to=address, words=words, about_id=glass.pk, by=by, now=now)
    return glass


def told_of_glass(client: Client, *, now: datetime) -> list[str]:
    """Addresses of the supervisors of the client's therapist; of the team's administrators, where nobody supervises."""
    supervisors = User.objects.filter(is_active=True).filter(
        pk__in=Supervision.objects.filter(active(now), therapist_id=client.therapist_id).values("supervisor_id")
    )
    administrators = Membership.objects.filter(active(now), team_id=client.team_id, role=Role.ADMINISTRATOR)
    others = User.objects.filter(is_active=True, pk__in=administrators.values("user_id"))
    return list(supervisors.values_list("email", flat=True)) or list(others.values_list("email", flat=True))


@action
def look_at_glass(*, glass: BreakGlass, by: Actor, now: datetime) -> BreakGlass:
    """The supervisor has seen who looked and why."""
    glass.looked_at, glass.looked_by_id = now, by.user_id
    glass.save(update_fields=["looked_at", "looked_by"])
    happened("broken glass looked at", about=glass, client=glass.client_id, by=by, now=now)
    return glass


def new_reference() -> str:
    """A reference that can be read aloud, such as H7KM-2Q9X, and that says nothing about the person."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def only_details(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """The details, or TypeError for a field that is not one."""
    if unknown := set(details) - DETAILS:
        raise TypeError(f"Not details of a client: {', '.join(sorted(unknown))}.")
    return details
