"""When an alert must have been seen: the vocabulary's default, what a team changed, and its working hours. Pure."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve, frozen

from clinic.definitions.library import library
from clinic.people.hours import Hours

log = logging.getLogger(__name__)
WITHOUT_HOURS = timedelta(hours=24)  # our default for a team that has no working hours at all


class RuleError(ValueError):
    """A team's alert rule that cannot be read; the message names the level and the field."""


@frozen
class AlertRule:
    """One level: seen within so many working hours (None: by the end of the next working day); does it page duty?"""

    level: str
    working_hours: float | None
    pages_duty: bool
    duty_minutes: int

    def due_at(self, *, hours: Hours, now: datetime, on_duty: bool) -> datetime:
        """By when a person must have seen an alert raised now."""
        if self.pages_duty and on_duty and not hours.is_open(now):
            return now + timedelta(minutes=self.duty_minutes)
        if self.working_hours is None:
            return hours.end_of_next_day(now) or now + WITHOUT_HOURS
        return hours.after(now, working_hours=self.working_hours) or now + WITHOUT_HOURS

    def next_step_at(self, *, hours: Hours, now: datetime, on_duty: bool) -> datetime:
        """When an alert that still nobody has seen goes one step further: after the same time again, a day at most."""
        a_day_later = hours.next_opening(now + WITHOUT_HOURS) or now + WITHOUT_HOURS
        return min(self.due_at(hours=hours, now=now, on_duty=on_duty), a_day_later)


DUTY_MINUTES = 60  # our default: out of hours, whoever is on duty has an hour
NOTICE_HOURS = 40.0  # our default: a known, unchanged answer is still seen within a working week


def rule_for(level: str, *, changed: Mapping[str, Any]) -> AlertRule:
    """The rule of a level; `changed` is a team's `alert_rules`, such as {"urgent": {"working_hours": 2}}."""
    deadline = library().vocabulary("concern-levels").word(level).deadline
    if deadline is None:
        raise RuleError(f"Level {level} has no deadline in the vocabulary.")
    hours = {"working-hours": deadline.working_hours, "next-contact": NOTICE_HOURS}.get(deadline.rule)
    rule = AlertRule(
        level=level, working_hours=hours, pages_duty=deadline.pages_out_of_hours, duty_minutes=DUTY_MINUTES
    )
    return evolve(rule, **checked(level, changed.get(level, {})))


def rule_in_force(level: str, *, changed: Mapping[str, Any]) -> AlertRule:
    """The rule of a level; the shipped one where what the team changed no longer fits, so that no alert is lost."""
    try:
        return rule_for(level, changed=changed)
    except RuleError as fault:
        log.error("%s The shipped deadline is used.", fault)
        return rule_for(level, changed={})


def checked(level: str, change: object) -> Mapping[str, Any]:
    """A team's change of one rule, or RuleError."""
    if not isinstance(change, Mapping):
        raise RuleError(f"Alert rule {level}: expected fields and values; got {change!r}.")
    for name, value in change.items():
        fits = {
            "working_hours": value is None or (type(value) in (int, float) and 0 < value <= 80),
            "pages_duty": isinstance(value, bool),
            "duty_minutes": type(value) is int and 5 <= value <= 720,
        }.get(name, False)
        if not fits:
            raise RuleError(f"Alert rule {level}, {name}: {value!r} does not fit.")
    return change
