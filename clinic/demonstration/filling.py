"""Filling an empty database with the demonstration clinic: one transaction, through actions only, relative to today."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from clinic.audit.action import action
from clinic.audit.actor import Actor
from clinic.demonstration.cast import Person, cast
from clinic.demonstration.courses import days_before, write_course
from clinic.demonstration.diary import Diary
from clinic.demonstration.episodes import screen, write_episodes, write_safety
from clinic.demonstration.house import House, open_house
from clinic.demonstration.strangers import strangers
from clinic.people.actions.clients import name_clinicians, register_client
from clinic.people.models import Team

KNOWN_BEFORE = timedelta(days=8)  # from the first contact to the first answers


def team() -> Team | None:
    """The demonstration's team, when it is there."""
    return Team.objects.filter(name=cast().team["name"]).first()


@action
def fill(*, n_clients: int, by: Actor, now: datetime) -> Team:
    """Everybody and everything, up to `now`. The events are chained once, at the end, in the order of time."""
    diary = Diary(now=now)
    house = open_house(cast(), diary=diary, random=Random("harbour"))  # noqa: S311 - always the same clinic
    known = cast().clients[:n_clients]
    people = [*known, *strangers(n_clients - len(known))]
    for person in people:
        write_person(house, person=person)
    write_episodes(house, names={person.name for person in people})
    diary.live()
    return house.team


def write_person(house: House, *, person: Person) -> None:
    """One client from the first contact on."""
    diary = house.diary
    first_day = days_before(person.course, 0) if person.course else person.screened_days_ago
    known_since = diary.at(diary.working_day(first_day + KNOWN_BEFORE.days), "11:00")
    diary.add(known_since, partial(register, house, person=person))
    write_safety(house, person=person, known_since=known_since)
    if person.course:
        write_course(house, person=person, course=person.course)
    if person.screened:
        diary.add(diary.at(diary.working_day(person.screened_days_ago), "10:40"), partial(screen, house, person=person))


def register(house: House, *, person: Person, now: datetime) -> None:
    """The therapist registers the client, and whoever else looks after them."""
    born_on = house.diary.today - timedelta(days=round(person.age * 365.25) + len(person.name) * 11)
    by = house.actor(person.therapist)
    client = register_client(
        team=house.team,
        therapist=house.staff[person.therapist],
        details={"name": person.name, "called": person.called, "born_on": born_on, **person.details},
        is_made_up=True,
        by=by,
        now=now,
    )
    house.registered[person.name] = client.pk
    if person.clinicians:
        name_clinicians(client=client, clinicians=person.clinicians, by=by, now=now)
