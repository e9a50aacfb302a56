"""A team's hours, reckoned by hand: nights, weekends, holidays, both clock changes, other zones, no hours at all."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.people.hours import Hours, HoursError, read_hours
from tests.world import HOURS, LONDON

pytestmark = pytest.mark.quick

NEW_YORK = ZoneInfo("America/New_York")
EVERY_DAY = {str(day): ["09:00", "17:00"] for day in range(7)}
CLOSED = read_hours(time_zone="Europe/London", hours={}, holidays=[])


def team(zone: str = "Europe/London", hours: Any = HOURS, holidays: Any = ("2026-04-03", "2026-04-06")) -> Hours:
    """Monday to Friday, nine to five, closed on Good Friday and Easter Monday 2026."""
    return read_hours(time_zone=zone, hours=hours, holidays=list(holidays))


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    """A wall-clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-03-02 08:59:59", False),
        ("2026-03-02 09:00", True),
        ("2026-03-02 16:59:59", True),
        ("2026-03-02 17:00", False),
        ("2026-03-01 12:00", False),
        ("2026-03-07 12:00", False),
        ("2026-04-03 12:00", False),
        ("2026-04-07 09:00", True),
    ],
)
def test_a_team_is_open_from_its_first_minute_to_before_its_last(now: str, is_open: bool) -> None:
    assert team().is_open(at(now)) is is_open


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        ("2026-03-02 10:00", 4, "2026-03-02 14:00"),
        ("2026-03-06 16:00", 4, "2026-03-09 12:00"),  # Friday: one hour, then three on Monday
        ("2026-03-06 13:00", 4, "2026-03-06 17:00"),  # to the last minute of the day
        ("2026-03-06 17:00", 4, "2026-03-09 13:00"),
        ("2026-03-01 02:00", 4, "2026-03-02 13:00"),  # Sunday night
        ("2026-03-02 08:00", 4, "2026-03-02 13:00"),
        ("2026-03-02 10:00", 8, "2026-03-03 10:00"),
        ("2026-03-02 09:00", 40, "2026-03-06 17:00"),
        ("2026-03-02 10:00", 0.5, "2026-03-02 10:30"),
        ("2026-04-02 16:00", 4, "2026-04-07 12:00"),  # Maundy Thursday: Good Friday, weekend, Easter Monday
        ("2026-04-03 11:00", 4, "2026-04-07 13:00"),  # on the holiday itself
    ],
)
def test_a_deadline_skips_nights_weekends_and_holidays(now: str, hours: float, expected: str) -> None:
    assert team().after(at(now), working_hours=hours) == at(expected)


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        ("2026-03-27 16:00", 4, "2026-03-30 12:00"),  # over the night of 29 March
        ("2026-03-29 02:30", 4, "2026-03-30 13:00"),  # after the hour that does not exist
        ("2026-10-23 16:00", 4, "2026-10-26 12:00"),  # over the night of 25 October
        ("2026-10-25 01:30", 4, "2026-10-26 13:00"),  # in the hour that comes twice
    ],
)
def test_a_deadline_survives_both_clock_changes(now: str, hours: float, expected: str) -> None:
    assert team().after(at(now), working_hours=hours) == at(expected)


def test_hours_that_lie_over_a_clock_change_are_hours_that_pass() -> None:
    """Midnight to nine on 29 March 2026 are eight hours, on 25 October ten."""
    nights = team(hours={str(day): ["00:00", "09:00"] for day in range(7)})

    assert nights.after(at("2026-03-29 00:00"), working_hours=8) == at("2026-03-29 09:00")
    assert nights.after(at("2026-03-29 00:00"), working_hours=4) == at("2026-03-29 05:00")
    assert nights.after(at("2026-10-25 00:00"), working_hours=10) == at("2026-10-25 09:00")
    assert nights.after(at("2026-10-25 00:00"), working_hours=4) == at("2026-10-25 03:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:00"),
        ("2026-03-02 17:00", "2026-03-03 09:00"),
        ("2026-03-06 20:00", "2026-03-09 09:00"),
        ("2026-03-28 12:00", "2026-03-30 09:00"),
        ("2026-04-02 18:00", "2026-04-07 09:00"),
    ],
)
def test_the_next_opening_is_now_or_the_next_morning_of_work(now: str, expected: str) -> None:
    assert team().next_opening(at(now)) == at(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-03 17:00"),
        ("2026-03-02 00:10", "2026-03-03 17:00"),
        ("2026-03-06 10:00", "2026-03-09 17:00"),
        ("2026-03-07 10:00", "2026-03-09 17:00"),
        ("2026-03-08 23:59", "2026-03-09 17:00"),
        ("2026-04-02 10:00", "2026-04-07 17:00"),
    ],
)
def test_the_next_working_day_ends_at_its_closing_time(now: str, expected: str) -> None:
    assert team().end_of_next_day(at(now)) == at(expected)


def test_the_hours_are_the_teams_wherever_the_moment_was_told() -> None:
    """21:30 on Sunday in New York is 02:30 on Monday in London; Tokyo's Monday morning is London's midnight."""
    sunday_evening = at("2026-03-01 21:30", NEW_YORK)

    assert team().is_open(at("2026-03-02 05:00", NEW_YORK))
    assert not team().is_open(sunday_evening)
    assert team().after(sunday_evening, working_hours=4) == at("2026-03-02 13:00")
    assert team().end_of_next_day(sunday_evening) == at("2026-03-03 17:00")
    assert team().next_opening(at("2026-03-02 09:00", ZoneInfo("Asia/Tokyo"))) == at("2026-03-02 09:00")


def test_between_the_two_clock_changes_new_york_is_four_hours_away() -> None:
    """New York changed on 8 March 2026, London on 29 March."""
    there = team("America/New_York")

    assert there.after(at("2026-03-09 13:00"), working_hours=1) == at("2026-03-09 10:00", NEW_YORK)
    assert there.is_open(at("2026-03-09 13:00"))
    assert not there.is_open(at("2026-03-02 13:00"))


def test_a_team_without_hours_never_opens() -> None:
    now = at("2026-03-02 10:00")

    assert not CLOSED.is_open(now)
    assert CLOSED.next_opening(now) is None
    assert CLOSED.after(now, working_hours=1) is None
    assert CLOSED.end_of_next_day(now) is None


@pytest.mark.parametrize(
    ("zone", "hours", "holidays", "fault"),
    [
        ("Europe/Lundun", {}, [], "Time zone 'Europe/Lundun' is not known"),
        ("", {}, [], "Time zone '' is not known"),
        ("../../etc/passwd", {}, [], "is not known"),
        ("Europe/London", {"0": ["17:00", "09:00"]}, [], "weekday 0.*the first earlier"),
        ("Europe/London", {"0": ["09:00", "09:00"]}, [], "weekday 0"),
        ("Europe/London", {"0": ["09:00"]}, [], "weekday 0"),
        ("Europe/London", {"0": ["9", "25:00"]}, [], "weekday 0"),
        ("Europe/London", {"0": None}, [], "weekday 0"),
        ("Europe/London", {"0": [9, 17]}, [], "weekday 0"),
        ("Europe/London", {"7": ["09:00", "17:00"]}, [], "weekday 7"),
        ("Europe/London", {"-1": ["09:00", "17:00"]}, [], "weekday -1"),
        ("Europe/London", {"Monday": ["09:00", "17:00"]}, [], "weekday Monday"),
        ("Europe/London", {}, ["25 December"], "Holiday '25 December'"),
        ("Europe/London", {}, [20261225], "Holiday 20261225"),
    ],
)
def test_hours_that_cannot_be_read_are_told_by_name(zone: str, hours: Any, holidays: Any, fault: str) -> None:
    with pytest.raises(HoursError, match=fault):
        read_hours(time_zone=zone, hours=hours, holidays=holidays)


first, last = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-01-01")
moments = st.datetimes(first, last, timezones=st.sampled_from([LONDON, NEW_YORK]))


@settings(deadline=None)
@given(now=moments, hours=st.floats(0.1, 40), later=st.floats(0.1, 40))
def test_a_deadline_lies_ahead_in_working_time_and_more_hours_are_never_sooner(
    now: datetime, hours: float, later: float
) -> None:
    one, both = team().after(now, working_hours=hours), team().after(now, working_hours=hours + later)

    assert one is not None
    assert both is not None
    assert now < one < both or one.timestamp() < both.timestamp()
    assert team().is_open(one - timedelta(milliseconds=1))
    rest = team().after(one, working_hours=later)
    assert rest is not None
    assert abs(rest.timestamp() - both.timestamp()) < 0.001
