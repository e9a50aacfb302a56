"""A team's working hours: is it open, when does it open next, and a time so many working hours from now. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import frozen

FURTHEST = 60  # days looked ahead before we say that the team has no hours


class HoursError(ValueError):
    """Hours or holidays that cannot be read; the message says which and how they should look."""


@frozen
class Hours:
    """Opening times by weekday (Monday is 0) in the team's own zone, and the days on which it is closed."""

    zone: ZoneInfo
    by_weekday: Mapping[int, tuple[time, time]]
    holidays: frozenset[date]

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """Opening and closing of one day, or None."""
        hours = self.by_weekday.get(day.weekday())
        if hours is None or day in self.holidays:
            return None
        opens, closes = hours
        return datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone)

    def is_open(self, now: datetime) -> bool:
        """Whether the team works at this moment."""
        today = self.on(now.astimezone(self.zone).date())
        return today is not None and today[0] <= now < today[1]

    def spans(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working time from now on: what is left of today, then the days to come."""
        day = now.astimezone(self.zone).date()
        for offset in range(FURTHEST):
            span = self.on(day + timedelta(days=offset))
            if span is not None and span[1] > now:
                yield max(span[0], now), span[1]

    def next_opening(self, now: datetime) -> datetime | None:
        """Now, when open; else when the team opens next; None when it never does."""
        return next((opens for opens, _ in self.spans(now)), None)

    def after(self, now: datetime, *, working_hours: float) -> datetime | None:
        """The moment at which so many working hours have passed."""
        left = timedelta(hours=working_hours)
        for opens, closes in self.spans(now):
            if closes.timestamp() - opens.timestamp() >= left.total_seconds():
                return datetime.fromtimestamp(opens.timestamp() + left.total_seconds(), tz=self.zone)
            left -= timedelta(seconds=closes.timestamp() - opens.timestamp())
        return None

    def end_of_next_day(self, now: datetime) -> datetime | None:
        """Closing time of the next working day after today."""
        today = now.astimezone(self.zone).date()
        return next((closes for opens, closes in self.spans(now) if opens.astimezone(self.zone).date() > today), None)


def read_hours(*, time_zone: str, hours: Mapping[str, Any], holidays: Sequence[Any]) -> Hours:
    """Hours from the columns of a Team; HoursError names what is wrong."""
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise HoursError(f"Time zone {time_zone!r} is not known: use a name such as Europe/London.") from None
    return Hours(
        zone=zone,
        by_weekday={int(day): span for day, span in {day: read_span(day, hours[day]) for day in hours}.items()},
        holidays=frozenset(read_day(day) for day in holidays),
    )


def read_span(day: str, span: Any) -> tuple[time, time]:
    """One weekday's opening and closing time."""
    try:
        opens, closes = (time.fromisoformat(text) for text in span)
        known = int(day) in range(7)
    except (TypeError, ValueError):
        known = False
    if not known or opens >= closes:
        raise HoursError(
            f"Hours of weekday {day}: expected two times such as 09:00 and 17:00, the first earlier; got {span!r}."
        )
    return opens, closes


def read_day(text: Any) -> date:
    """One holiday."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise HoursError(f"Holiday {text!r}: expected a date such as 2026-12-25.") from None
