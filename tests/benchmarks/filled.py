"""The clinic of the benchmarks: caseloads of 5, 50 and 5,000, a year of weekly scores, and sheets that wait to be sent.

Rows are inserted in bulk and not by actions: what is measured is what comes after them.
"""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from attrs import define, frozen
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from clinic.answers.models import AnswerSheet, Invitation, Score
from clinic.definitions.library import library
from clinic.people.actions.clients import new_reference
from clinic.people.actions.links import digest
from clinic.people.choices import Role
from clinic.people.models import Client, Link, Team, User
from clinic.safety.models import Alert
from clinic.therapy.models import Course
from tests.benchmarks.filled_courses import compute, make_courses, make_year
from tests.world import World, answered, give_factor, join, make_world

WEEKS = 52
WEEKS_BEFORE = 6  # sent earlier by each client who sends one more
N_ALERTS = 12
CASELOADS = (5, 50, 5000)
WITHOUT, WITH = "221212100", "221212101"  # item 9: not at all, several days
ALWAYS = {str(day): ["00:00", "23:59"] for day in range(7)}  # so that the hour of the run does not matter


@frozen
class Waiting:
    """A client who is about to press a button: the invitation, the session of the browser, the link's secret."""

    about: UUID
    session: str
    secret: str


@define
class Filled:
    """The clinic, its therapists by the size of their caseload, and the client with a year of scores and its course."""

    world: World
    therapists: dict[int, User]
    year: Client
    course: Course
    now: datetime

    def waiting(self, n: int, *, digits: str, is_open: bool = True) -> Iterator[Waiting]:
        """So many new clients with a few weeks behind them; `digits` are kept already. One after the other."""
        clients = make_clients(self.world.team, self.world.bo, n=n, now=self.now)
        make_weeks(clients, now=self.now)
        invitations = [Invitation(client=client, asked_at=self.now, **measure()) for client in clients]
        Invitation.objects.bulk_create(invitations)
        sheets = [sheet_of(one, digits=digits, now=self.now) for one in invitations]
        AnswerSheet.objects.bulk_create(sheets)
        make_alerts({sheet.pk: sheet.client for sheet in sheets if int(sheet.answers.get("9", 0))}, now=self.now)
        known = [secrets.token_urlsafe(32) for _ in invitations]
        links = [
            Link(
                client=invitation.client,
                purpose="questionnaire",
                about_id=invitation.pk,
                digest=digest(secret),
                made_at=self.now,
                last_used_at=self.now,
                opened_at=self.now if is_open else None,
            )
            for invitation, secret in zip(invitations, known, strict=True)
        ]
        Link.objects.bulk_create(links)
        sessions = [session_of(link, now=self.now) for link in links]
        Session.objects.bulk_create(sessions)
        for invitation, session, secret in zip(invitations, sessions, known, strict=True):
            yield Waiting(about=invitation.pk, session=session.session_key, secret=secret)


def fill(*, now: datetime) -> Filled:
    """The whole clinic, in an empty database that is migrated."""
    world = make_world(now=now - timedelta(days=400))
    Team.objects.filter(pk=world.team.pk).update(hours=ALWAYS)
    world.team.hours = ALWAYS
    therapists = {
        size: join(f"has{size}", world.team, [Role.THERAPIST], now - timedelta(days=400)) for size in CASELOADS
    }
    for size, therapist in therapists.items():
        give_factor(therapist)
        clients = make_clients(world.team, therapist, n=size, now=now)
        make_alerts({uuid4(): client for client in clients[:N_ALERTS]}, now=now)
        make_courses(clients, now=now)
    for week in range(WEEKS):
        at = now - timedelta(weeks=WEEKS - week)
        answered(world.ines, f"22121{week % 4}1{(week // 3) % 4}0", at.date(), now=at, by=world.ada)
        answered(world.ines, f"12121{week % 3}{week % 2}", at.date(), now=at, by=world.ada, measure="gad-7")
    course = make_year(world.ines, now=now)
    compute(now=now)
    return Filled(world=world, therapists=therapists, year=world.ines, course=course, now=now)


def measure() -> dict[str, object]:
    """The PHQ-9 as an invitation names it."""
    return {"measure": "phq-9", "version": library().measure("phq-9").version, "language": "en"}


def make_clients(team: Team, therapist: User, *, n: int, now: datetime) -> list[Client]:
    """So many clients of a therapist."""
    return Client.objects.bulk_create(
        Client(
            reference=new_reference(),
            team=team,
            therapist=therapist,
            name=f"Person {place:04} of {therapist.name}",
            born_on=date(1980, 1, 1),
            email="person@post.example",
            country="GB",
            time_zone=team.time_zone,
            registered_at=now,
        )
        for place in range(n)
    )


def make_weeks(clients: list[Client], *, now: datetime) -> None:
    """Sheets with scores that each client sent in the weeks before."""
    sheets = [
        AnswerSheet(
            client=client,
            digest=library().digest(library().measure("phq-9")),
            answers={str(n): int(digit) for n, digit in enumerate(WITHOUT, start=1)},
            entered_as="by_client",
            answered_on=at.date(),
            began_at=at,
            saved_at=at,
            sent_at=at,
            **measure(),
        )
        for client in clients
        for at in (now - timedelta(weeks=week) for week in range(WEEKS_BEFORE, 0, -1))
    ]
    AnswerSheet.objects.bulk_create(sheets)
    Score.objects.bulk_create(Score(sheet=sheet, total=11, band="moderate", scored_at=now) for sheet in sheets)


def make_alerts(clients: dict[UUID, Client], *, now: datetime) -> None:
    """An open alert about each of these sheets of clients."""
    Alert.objects.bulk_create(
        Alert(
            client=client,
            kind="watched-answer",
            level="soon",
            measure="phq-9",
            item="9",
            value=1,
            about_id=about_id,
            raised_at=now,
            due_at=now + timedelta(hours=8),
            holder_id=client.therapist_id,
            held_since=now,
        )
        for about_id, client in clients.items()
    )
    Client.objects.filter(pk__in=[client.pk for client in clients.values()]).update(open_to_duty_since=now)


def sheet_of(invitation: Invitation, *, digits: str, now: datetime) -> AnswerSheet:
    """A sheet that was begun, with the answers that are kept already."""
    return AnswerSheet(
        client=invitation.client,
        invitation=invitation,
        measure=invitation.measure,
        version=invitation.version,
        language=invitation.language,
        digest=library().digest(library().measure("phq-9")),
        answers={str(n): int(digit) for n, digit in enumerate(digits, start=1)},
        entered_as="by_client",
        answered_on=now.date(),
        began_at=now,
        saved_at=now,
    )


def session_of(link: Link, *, now: datetime) -> Session:
    """The session of a browser in which the link was opened."""
    kept = {
        "client": str(link.client_id),
        "links": {str(link.about_id): str(link.pk)},
        "opened": [str(link.about_id)],
        "country": "GB",
        "region": "",
        "mark": secrets.token_hex(8),
    }
    return Session(
        session_key=secrets.token_hex(16),
        session_data=SessionStore().encode(kept),
        expire_date=now + timedelta(days=14),
    )
