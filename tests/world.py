"""The cast: Ada and Bo are therapists, Cleo supervises Ada, Dan leads duty, Finn manages, Gwen administers.

Eve is of another team and must never be seen. Everything here is made by actions, so that no test stands on an
impossible record. It is Monday 2 March 2026, 10:00 in London.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from attrs import frozen
from django.test import Client as Browser
from django.utils import timezone

from clinic.answers.actions.answering import enter
from clinic.audit.actor import SYSTEM, Actor
from clinic.people.actions import staff
from clinic.people.actions.clients import register_client
from clinic.people.choices import Role
from clinic.people.models import Client, Team, User

LONDON = ZoneInfo("Europe/London")
MONDAY_TEN = datetime(2026, 3, 2, 10, 0, tzinfo=LONDON)
SUNDAY_NIGHT = datetime(2026, 3, 1, 2, 0, tzinfo=LONDON)
PASSWORD = "slow green kettle 41"
HOURS = {str(day): ["09:00", "17:00"] for day in range(5)}


@frozen
class World:
    """A team with its people, and three clients: Ines and Jo of Ada, Kit of Bo; and Eve's team elsewhere."""

    team: Team
    ada: User
    bo: User
    cleo: User
    dan: User
    finn: User
    gwen: User
    eve: User
    ines: Client
    jo: Client
    kit: Client
    strange: Client


def make_world(*, password: str = "!", now: datetime | None = None) -> World:
    """The whole cast. `now` moves the start of every role; by default a year before MONDAY_TEN."""
    at = now or MONDAY_TEN - timedelta(days=365)
    team = make_team("Harbour", at)
    other = make_team("Elsewhere", at)
    people = {
        name: join(name, team, roles, at)
        for name, roles in {
            "ada": [Role.THERAPIST],
            "bo": [Role.THERAPIST],
            "cleo": [Role.SUPERVISOR],
            "dan": [Role.DUTY],
            "finn": [Role.MANAGER],
            "gwen": [Role.ADMINISTRATOR],
        }.items()
    }
    people["eve"] = join("eve", other, [*Role], at)
    for user in people.values():
        User.objects.filter(pk=user.pk).update(password=password)
        give_factor(user)
        user.refresh_from_db()
    staff.supervise(supervisor=people["cleo"], therapist=people["ada"], since=at, until=None, by=SYSTEM, now=at)
    return World(
        team=team,
        **people,
        ines=register(team, people["ada"], "Ines Vale", at),
        jo=register(team, people["ada"], "Jo Marlow", at),
        kit=register(team, people["bo"], "Kit Osei", at),
        strange=register(other, people["eve"], "Nobody Known", at),
    )


def make_team(name: str, at: datetime) -> Team:
    """A team that works Monday to Friday, nine to five, in London."""
    known = {
        "name": name,
        "public_name": f"{name} Therapy",
        "phone": "020 7946 0100",
        "country": "GB",
        "time_zone": "Europe/London",
        "hours": HOURS,
    }
    return staff.make_team(settings=known, by=SYSTEM, now=at)


def join(name: str, team: Team, roles: list[Role], at: datetime) -> User:
    """A member of staff."""
    return staff.join(
        email=f"{name}@{team.name.lower()}.example", name=name.title(), team=team, roles=roles, by=SYSTEM, now=at
    )


def register(team: Team, therapist: User, name: str, at: datetime, **details: Any) -> Client:
    """A client who may be written to by e-mail."""
    known = {"name": name, "born_on": date(1988, 5, 4), "email": f"{name.split()[0].lower()}@post.example"}
    return register_client(team=team, therapist=therapist, details={**known, **details}, by=SYSTEM, now=at)


def give_factor(user: User) -> None:
    """A second factor, so that the gate lets the user in."""
    Authenticator.objects.create(user_id=user.pk, type=Authenticator.Type.TOTP, data={"secret": "sealed"})


def actor(user: User) -> Actor:
    """The user as the one who acts."""
    return Actor(kind="staff", id=user.pk, session="test")


def holder(client: Client) -> Actor:
    """The client, by a link."""
    return Actor(kind="link", id=client.pk, session="phone")


def sign_in(user: User, **options: Any) -> Browser:
    """A browser with a session that passed both factors just now."""
    browser = Browser(**options)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    at = timezone.now().timestamp()
    session["account_authentication_methods_user"] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": at, "type": "totp", "reauthenticated": True}]
    session.save()
    return browser


def hold_link(client: Client) -> Browser:
    """A browser in which every link of the client that is open was opened; another page's link would not do."""
    browser = Browser()
    session = browser.session
    session["client"], session["country"] = str(client.pk), client.country
    opened = client.links.exclude(opened_at=None).order_by("opened_at")
    session["links"] = {str(link.about_id): str(link.pk) for link in opened}
    session["opened"] = list(session["links"])
    session.save()
    return browser


def phq9(total_by_item: str) -> dict[str, int | None]:
    """Answers from digits: `phq9("221212101")`, `-` for none."""
    return {str(n): None if digit == "-" else int(digit) for n, digit in enumerate(total_by_item, start=1)}


def answered(client: Client, digits: str, on: date, *, now: datetime, by: User, measure: str = "phq-9") -> Any:
    """A PHQ-9 (or GAD-7) entered from paper."""
    return enter(
        client=client,
        measure=measure,
        answers=phq9(digits),
        entered_as="from_paper",
        answered_on=on,
        by=actor(by),
        now=now,
    )


def some_id() -> UUID:
    """An id that belongs to nothing."""
    return uuid4()
