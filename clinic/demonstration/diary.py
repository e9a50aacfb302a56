"""The diary: what happened, lived through in order of time, so that the audit trail reads as it would have."""

from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Protocol
from zoneinfo import ZoneInfo

from attrs import define, field

from clinic.audit.action import pending
from clinic.letters.due import claim_letter, note_sent

ZONE = ZoneInfo("Europe/London")


class Deed(Protocol):
    """Something that is done at a moment of the past."""

    def __call__(self, *, now: datetime) -> object: ...


@define
class Diary:
    """Deeds by time, up to `now`. A deed may add later ones; what lies after `now` has not happened yet."""

    now: datetime
    _deeds: list[tuple[datetime, int, Deed]] = field(factory=list)
    _n_written: int = 0

    @property
    def today(self) -> date:
        """The team's own day."""
        return self.now.astimezone(ZONE).date()

    def at(self, days_ago: int, clock: str) -> datetime:
        """A moment by the team's clock."""
        return datetime.combine(self.today - timedelta(days=days_ago), time.fromisoformat(clock), ZONE).astimezone(UTC)

    def day_before(self, at: datetime, clock: str) -> datetime:
        """That hour of the day before, by the team's clock; of the Friday before where that is a weekend."""
        days_ago = (self.today - at.astimezone(ZONE).date()).days + 1
        return self.at(self.working_day(days_ago), clock)

    def day_after(self, at: datetime, clock: str, *, days: int = 1) -> datetime:
        """That hour some days after a moment, by the team's clock; of the Monday after where that is a weekend."""
        day = at.astimezone(ZONE).date() + timedelta(days=days)
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        return self.at((self.today - day).days, clock)

    def working_day(self, days_ago: int) -> int:
        """The same day, or the Friday before when it is a weekend."""
        weekday = (self.today - timedelta(days=days_ago)).weekday()
        return days_ago + max(0, weekday - 4)

    def add(self, at: datetime, deed: Deed) -> None:
        """Write a deed down."""
        if at < self.now:
            self._n_written += 1  # of two deeds at one moment the one that was written first
            heappush(self._deeds, (at, self._n_written, deed))

    def live(self) -> None:
        """Do everything in order. Letters count as sent a moment later."""
        while self._deeds:
            at, _, deed = heappop(self._deeds)
            n_before = n_events()
            deed(now=at)
            if wrote_a_letter(n_before):
                send_letters(now=at)


def wrote_a_letter(n_before: int) -> bool:
    """Whether the running action has put something into the outbox since it had so many events."""
    running = pending.get()
    return running is not None and any(event.happened == "letter written" for event in running.events[n_before:])


def n_events() -> int:
    """How many events the running action has left."""
    running = pending.get()
    return len(running.events) if running else 0


def send_letters(*, now: datetime) -> None:
    """Everything in the outbox counts as sent; none of it goes to a mail server."""
    while letter := claim_letter(now=now):
        note_sent(letter=letter, now=now)
