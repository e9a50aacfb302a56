"""The days on which sessions still fit before the end date: those booked, then more at the usual distance."""

from datetime import date, timedelta

from ipt.happened import Happened
from ipt.protocol import Length

WEEK = 7


def days_that_fit(length: Length, *, happened: Happened, on: date) -> tuple[date, ...]:
    """Every day from `on` to the end date on which a session is booked, or could be held after those booked.

    Without an appointment the next could be at the usual distance from the last session, at the earliest on this day.
    A day in a break moves on by whole weeks, or by the usual distance where that is shorter.
    """
    ends_on = happened.plan.ends_on
    booked = [day for day in happened.ahead if day >= on]
    days = [day for day in booked if day <= ends_on]
    n = len(happened.held) + len(booked) + 1
    before = booked[-1] if booked else happened.held[-1] if happened.held else None
    day = happened.started_on if before is None else before + timedelta(length.days_before(n))
    day = max(day, on)
    while day <= ends_on:
        if happened.is_break(day):
            day += timedelta(min(WEEK, length.days_before(n)))
            continue
        days.append(day)
        n += 1
        day += timedelta(length.days_before(n))
    return tuple(days)
