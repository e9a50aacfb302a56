"""Standing is read for any number of courses in fifteen statements, and opens no sealed column."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.safety.actions.risk import record_risk
from clinic.sealing.field import sealed_fields
from clinic.therapy.actions.circle import place
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.models import Course
from clinic.therapy.queries.standing import happened_of, standing_of
from tests.clinic.therapy.beginnings import aimed, focused, found, happening, known, said, started, written
from tests.clinic.therapy.endings import follow_up_on
from tests.clinic.therapy.sessions import booked, held
from tests.world import MONDAY_TEN, World, actor, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

N_STATEMENTS = 15  # what `happened_of` costs, for one course and for a whole caseload
TODAY = MONDAY_TEN.date()
WEEK = timedelta(weeks=1)


def full(world: World, n: int) -> Course:
    """A course with a row of every table that standing reads."""
    client = register(world.team, world.ada, f"No {n}", MONDAY_TEN)
    course, at = started(world, client=client), MONDAY_TEN + n * timedelta(hours=1)
    held(course, at)
    booked(course, at + WEEK)
    place(relationship=known(client), ring=1, by=actor(world.ada), now=MONDAY_TEN)
    happening(client)
    found(course, "rows")
    said(written(course), True)
    aimed(focused(course))
    by, look = actor(world.ada), {"was_asked": True, "finding": "none"}
    write_entry(course=course, sheet="sick-role", values={"laid_down": "late shifts"}, by=by, now=at)
    record_risk(client=client, look=look, by=by, now=at)  # type: ignore[arg-type]
    follow_up_on(course, date(2026, 12, 1))
    return course


def statements_of(n: int) -> list[str]:
    """The SQL of standing for the first so many courses."""
    courses = list(Course.objects.select_related("client").order_by("begun_at", "pk")[:n])
    assert len(courses) == n
    with CaptureQueriesContext(connection) as statements:
        assert len(happened_of(courses)) == n
    return [one["sql"] for one in statements]


def test_twenty_courses_cost_as_many_statements_as_one_and_open_nothing(world: World) -> None:
    for n in range(20):
        full(world, n)

    one, twenty = statements_of(1), statements_of(20)

    assert (len(one), len(twenty)) == (N_STATEMENTS, N_STATEMENTS)
    sealed = {
        f'"{model._meta.db_table}"."{field.column}"' for model in apps.get_models() for field in sealed_fields(model)
    }
    assert len(sealed) > 20
    assert [column for column in sealed if any(column in sql for sql in twenty)] == []


def test_no_course_at_all_is_no_trouble(world: World) -> None:
    assert happened_of([]) == {}


def test_where_a_course_stands_is_told_in_as_many_statements(world: World) -> None:
    course = full(world, 0)
    course = Course.objects.select_related("client").get(pk=course.pk)

    with CaptureQueriesContext(connection) as statements:
        standing = standing_of(course, on=TODAY)

    assert len(statements) == N_STATEMENTS
    assert (standing.phase, standing.n_held, standing.n_planned, standing.next_on) == ("middle", 1, 16, TODAY + WEEK)
