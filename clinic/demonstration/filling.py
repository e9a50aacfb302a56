"""Filling an empty database with the demonstration clinic: one transaction, through actions only, relative to today."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db import transaction

from clinic.answers.due import press_asking
from clinic.audit.action import action
from clinic.audit.actor import Actor
from clinic.caseload.actions import recheck_everybody
from clinic.demonstration.archive import write_archive
from clinic.demonstration.cast import Person, cast, published
from clinic.demonstration.diary import Diary
from clinic.demonstration.episodes import screen, write_episodes, write_safety
from clinic.demonstration.house import House, open_house
from clinic.demonstration.lives import first_day, write_story
from clinic.demonstration.more_staff import with_therapists
from clinic.demonstration.scores import days_before, write_weeks
from clinic.demonstration.stories import story_of
from clinic.demonstration.strangers import strangers, therapists_for, written
from clinic.people.actions.clients import name_clinicians, register_client
from clinic.people.models import Team

KNOWN_BEFORE = 8  # days from the first contact to the first answers
WAITED = 20  # days from the first contact to the first session of a story
WORKER_WAS_HERE = timedelta(minutes=1)  # before now
MADE_UP = "Made up, like everybody here."


def team() -> Team | None:
    """The demonstration's team, when it is there."""
    return Team.objects.filter(name=cast().team["name"]).first()


def everybody() -> int:
    """How many clients the demonstration has unless told otherwise."""
    return len(cast().clients) + len(published()) + len(written().stages)


def people_of(n_clients: int) -> list[Person]:
    """So many: those of people.toml, those of the published cases, then strangers."""
    known = [*cast().clients, *published()][:n_clients]
    n_strangers = n_clients - len(known)
    return [*known, *strangers(n_strangers, therapists=therapists_for(n_strangers))]


def fill(*, n_clients: int, by: Actor, now: datetime) -> Team:
    """Everybody and everything, up to `now`, in one transaction; then the caseload, which is read from it."""
    with transaction.atomic():
        team = live_through(n_clients=n_clients, by=by, now=now)
        recheck_everybody(by=by, now=now)
    return team


@action
def live_through(*, n_clients: int, by: Actor, now: datetime) -> Team:
    """All that happened. The events are chained once, at the end, in the order of time."""
    diary = Diary(now=now)
    people = people_of(n_clients)
    everyone = with_therapists(cast(), keys=[person.therapist for person in people])
    house = open_house(everyone, diary=diary, random=Random("harbour"))  # noqa: S311 - always the same clinic
    for person in people:
        write_person(house, person=person)
    if n_clients >= everybody():
        write_archive(house)
    write_episodes(house, names={person.name for person in people})
    diary.add(now - WORKER_WAS_HERE, ask_what_is_due)
    diary.live()
    return house.team


def ask_what_is_due(*, now: datetime) -> None:
    """What the worker does all day: before the sessions of these days it asks for what the protocol asks."""
    while press_asking(now=now):
        pass


def write_person(house: House, *, person: Person) -> None:
    """One client from the first contact on."""
    diary = house.diary
    story = story_of(person, diary=diary)
    days = [person.screened_days_ago + KNOWN_BEFORE]
    if person.scores and person.scores.weeks:
        days.append(days_before(person.scores, 0) + KNOWN_BEFORE)
    if story:
        days.append((diary.today - first_day(story, diary=diary)).days + WAITED)
    known_since = diary.at(diary.working_day(max(days)), "11:00")
    diary.add(known_since, partial(register, house, person=person))
    write_safety(house, person=person, known_since=known_since)
    if person.scores and person.scores.weeks:
        write_weeks(house, person=person, scores=person.scores)
    if story:
        write_story(house, person=person, story=story)
    if person.screened:
        diary.add(diary.at(diary.working_day(person.screened_days_ago), "10:40"), partial(screen, house, person=person))


def register(house: House, *, person: Person, now: datetime) -> None:
    """The therapist registers the client, and whoever else looks after them."""
    born_on = house.diary.today - timedelta(days=round(person.age * 365.25) + len(person.name) * 11)
    by = house.actor(person.therapist)
    details = {"name": person.name, "called": person.called, "born_on": born_on, "made_up_from": person.case}
    client = register_client(
        team=house.team,
        therapist=house.staff[person.therapist],
        details={"contact_note": MADE_UP, **details, **person.details},
        is_made_up=True,
        by=by,
        now=now,
    )
    house.registered[person.name] = client
    if person.clinicians:
        name_clinicians(client=client, clinicians=person.clinicians, by=by, now=now)
