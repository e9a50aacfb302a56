"""Steps of courses that their tests share: begun with settings, planned anew, ended; and a refusal at a field."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clinic.people.models import Client
from clinic.therapy.actions.courses import CourseError, change_plan, end_course, start_course
from clinic.therapy.models import Course
from tests.world import MONDAY_TEN, World, actor

WEEK = timedelta(weeks=1)


def begun(world: World, *, client: Client | None = None, length: str = "sixteen", **settings: Any) -> Course:
    """A course of IPT with these settings."""
    client = client or world.ines
    return start_course(
        client=client,
        protocol=settings.pop("protocol", "ipt"),
        length=length,
        settings=settings,  # type: ignore[arg-type]
        by=actor(client.therapist),
        now=MONDAY_TEN,
    )


def ended(course: Course, *, now: datetime = MONDAY_TEN + 8 * WEEK, **end: Any) -> Course:
    """Ended today by the client, not improved, unless told otherwise."""
    known: Any = {"kind": "early_by_client", "on": now.date(), "why": "moved away", "result": "no_change", **end}
    return end_course(course=course, end=known, by=actor(course.client.therapist), now=now)


def planned(
    course: Course,
    n_sessions: int,
    ends_on: date,
    why: str = "ill for a month",
    *,
    now: datetime = MONDAY_TEN + 5 * WEEK,
) -> Course:
    """Another plan, made in April unless told otherwise."""
    by = actor(course.client.therapist)
    return change_plan(course=course, n_sessions=n_sessions, ends_on=ends_on, why=why, by=by, now=now)


@contextmanager
def refused(field: str, *, match: str | None = None) -> Iterator[None]:
    """A refusal that names this field."""
    with pytest.raises(CourseError, match=match) as told:
        yield
    assert told.value.field == field
