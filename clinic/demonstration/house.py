"""The house: team, staff with their sign-ins, supervision, cover to come, and a rota that has gaps."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from attrs import define, field
from django.contrib.auth.hashers import make_password

from clinic.audit.actor import SYSTEM, Actor
from clinic.demonstration.cast import Cast
from clinic.demonstration.diary import Diary
from clinic.demonstration.sign_ins import PASSWORD, give_sign_in
from clinic.demonstration.timetable import CLOSED, Timetable
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import Client, Team, User
from clinic.wordings.actions import declare_use

OPENED_DAYS_AGO = 150 * 7  # before the first course of the archive
WEEKDAYS = {str(day): ["09:00", "17:00"] for day in range(5)}
ROTA = range(-8 * 7, 4 * 7)  # nights from today
GAPS = (-1, 9, 10)  # nobody was on duty last night, and nobody is yet in the week after next
ON_DUTY = ("dan", "hal")  # by turns, a week each


@define
class House:
    """What the stories need at hand."""

    cast: Cast
    team: Team
    staff: dict[str, User]
    diary: Diary
    random: Random
    registered: dict[str, Client] = field(factory=dict)
    looked_for: set[UUID] = field(factory=set)  # clients about whom an alert was raised
    timetable: Timetable = field(factory=Timetable)

    def actor(self, key: str) -> Actor:
        """A member of staff who does something."""
        return Actor(kind="staff", id=self.staff[key].pk)

    def client(self, name: str) -> Client:
        """A client, with team and therapist; what can change in a record is read anew by every action."""
        return self.registered[name]


def open_house(cast: Cast, *, diary: Diary, random: Random) -> House:
    """Team and staff, there since before the first course; what comes later is written into the diary."""
    since = diary.at(OPENED_DAYS_AGO, "08:00")
    years = (diary.today.year, diary.today.year + 1)
    holidays = [f"{year}-{day}" for year in years for day in CLOSED]
    team = staff.make_team(settings={**cast.team, "hours": WEEKDAYS, "holidays": holidays}, by=SYSTEM, now=since)
    people = {
        one.key: staff.join(
            email=one.email, name=one.name, team=team, roles=[Role(role) for role in one.roles], by=SYSTEM, now=since
        )
        for one in cast.staff
    }
    password = make_password(PASSWORD)  # one for all, so that it is hashed once
    for user in people.values():
        give_sign_in(user=user, password=password, by=SYSTEM, now=since)
    house = House(cast=cast, team=team, staff=people, diary=diary, random=random)
    arrange(house, since=since)
    return house


def arrange(house: House, *, since: datetime) -> None:
    """Supervision from the beginning; the rota week by week; Bo away next week."""
    people, gwen = house.staff, house.actor("gwen")
    declare_use(purposes=["clinical"], is_commercial=False, by=gwen, now=since)
    for one in house.cast.staff:
        for key in one.supervises:
            staff.supervise(
                supervisor=people[one.key], therapist=people[key], since=since, until=None, by=gwen, now=since
            )
    for night in ROTA:
        house.diary.add(house.diary.at(max(9 - night, 2), "10:00"), partial(fill_rota, house, night=night))
    house.diary.add(house.diary.at(3, "09:40"), partial(cover_bo, house))


def fill_rota(house: House, *, night: int, now: datetime) -> None:
    """One night, counted from today: from closing time until the team is back, or until the next evening."""
    if night in GAPS:
        return
    diary = house.diary
    day = diary.today + timedelta(days=night)
    who = ON_DUTY[day.isocalendar().week % 2]
    until = diary.at(-night - 1, "17:00" if (day + timedelta(days=1)).weekday() > 4 else "09:00")
    staff.put_on_duty(
        team=house.team,
        user=house.staff[who],
        since=diary.at(-night, "17:00"),
        until=until,
        by=house.actor("gwen"),
        now=now,
    )


def cover_bo(house: House, *, now: datetime) -> None:
    """Bo is away from next Monday to Friday, and Hal stands in."""
    diary = house.diary
    monday = 7 - diary.today.weekday()
    staff.cover(
        therapist=house.staff["bo"],
        covering=house.staff["hal"],
        since=diary.at(-monday, "09:00"),
        until=diary.at(-monday - 4, "17:00"),
        by=house.actor("gwen"),
        now=now,
    )
