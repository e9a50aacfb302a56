"""The timetable: one hour of the week for each client and therapist, so that no two appointments ever clash."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from attrs import define, field, frozen

from clinic.demonstration.diary import ZONE, Diary
from clinic.demonstration.story import Story

HOURS = ("10:00", "11:00", "14:00", "15:00", "09:00", "16:00", "12:00")  # those that fill up first
CLOSED = ("01-01", "12-25", "12-26")  # days of the year on which the team is away
WEEK = timedelta(days=7)
HELD = "cl"
UNSAID = "-"


@frozen
class Slot:
    """One appointment of a story: when, what became of it (a letter), which of those held it is, and its place."""

    at: datetime
    letter: str
    n: int | None
    place: int

    @property
    def on(self) -> date:
        """The team's own day."""
        return self.at.astimezone(ZONE).date()


@define
class Timetable:
    """Which hours of which therapists are taken, and from when until when."""

    _taken: dict[tuple[str, int, str], list[tuple[date, date]]] = field(factory=lambda: defaultdict(list))

    def take(self, *, therapist: str, first: date, until: date, hours: tuple[str, ...] = HOURS) -> str | None:
        """The first hour of that day of the week that is free for the whole time, or None."""
        for hour in hours:
            taken = self._taken[therapist, first.weekday(), hour]
            if not any(first <= end and begin <= until for begin, end in taken):
                taken.append((first, until))
                return hour
        return None


def is_open(day: date) -> bool:
    """Whether the team works on this day."""
    return day.weekday() < 5 and f"{day:%m-%d}" not in CLOSED


def working_days_on(n: int, *, today: date) -> date:
    """The working day that is `n` working days from today, or from the next one when the team is away today."""
    day = today
    while not is_open(day):
        day += timedelta(days=1)
    for _ in range(n):
        day += timedelta(days=1)
        while not is_open(day):
            day += timedelta(days=1)
    return day


def last_day(story: Story, *, diary: Diary) -> date:
    """The day of the last letter of a story: to come, or some days ago."""
    if story.coming_in is not None:
        return working_days_on(story.coming_in, today=diary.today)
    day = diary.today - timedelta(days=story.last_days_ago)
    while not is_open(day):
        day -= timedelta(days=1)
    return day


def days_of(story: Story, *, last: date, interval: timedelta = WEEK) -> list[date]:
    """The days of all letters, oldest first; a day on which the team is away is passed over."""
    found = [last]
    day = last
    while len(found) < len(story.attended):
        day -= interval
        if is_open(day):
            found.append(day)
    return found[::-1]


def slots_of(story: Story, *, days: list[date], hour: str) -> list[Slot]:
    """The appointments of a story by the team's clock."""
    found, n_held = [], 0
    for place, (day, letter) in enumerate(zip(days, story.attended, strict=True)):
        n_held += letter in HELD
        at = datetime.combine(day, time.fromisoformat(hour), ZONE)
        found.append(Slot(at=at, letter=letter, n=n_held if letter in HELD else None, place=place))
    return found
