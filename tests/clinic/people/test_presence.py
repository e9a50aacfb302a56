"""Who is there now for a client: therapist or cover, supervisor, duty, in that order; at night duty first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import Membership, User
from clinic.people.presence import presence
from clinic.safety.actions.handover import staff_leaves
from tests.world import MONDAY_TEN, World, actor, join

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def names(people: tuple[User, ...]) -> list[str]:
    """Their names, in order."""
    return [user.name for user in people]


def chain(world: World, *, duty_first: bool = False, now: object = MONDAY_TEN) -> list[str]:
    """Who is asked for Ines, in order."""
    return names(presence(world.ines, now=now).chain(duty_first=duty_first))  # type: ignore[arg-type]


def test_by_day_the_therapist_is_asked_then_supervisor_duty_lead_and_administrator(world: World) -> None:
    assert chain(world) == ["Ada", "Cleo", "Dan", "Gwen"]


def test_at_night_whoever_is_on_duty_is_asked_first(world: World) -> None:
    hal = join("hal", world.team, [Role.DUTY], MONDAY_TEN - DAY)
    staff.put_on_duty(team=world.team, user=hal, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN)

    assert chain(world, duty_first=True) == ["Hal", "Ada", "Cleo", "Dan", "Gwen"]
    assert chain(world) == ["Ada", "Cleo", "Hal", "Dan", "Gwen"]


def test_while_the_therapist_is_covered_the_cover_is_asked_and_the_therapist_after_all_others(world: World) -> None:
    end = MONDAY_TEN + DAY
    staff.cover(therapist=world.ada, covering=world.bo, since=MONDAY_TEN, until=end, by=SYSTEM, now=MONDAY_TEN)

    assert chain(world) == ["Bo", "Cleo", "Dan", "Ada", "Gwen"]
    assert chain(world, now=MONDAY_TEN - SECOND) == ["Ada", "Cleo", "Dan", "Gwen"]
    assert chain(world, now=end - SECOND) == ["Bo", "Cleo", "Dan", "Ada", "Gwen"]
    assert chain(world, now=end) == ["Ada", "Cleo", "Dan", "Gwen"]


def test_duty_counts_from_its_first_moment_to_before_its_last(world: World) -> None:
    end = MONDAY_TEN + DAY
    staff.put_on_duty(team=world.team, user=world.dan, since=MONDAY_TEN, until=end, by=SYSTEM, now=MONDAY_TEN)

    on = [names(presence(world.ines, now=at).on_duty) for at in (MONDAY_TEN - SECOND, MONDAY_TEN, end - SECOND, end)]
    assert on == [[], ["Dan"], ["Dan"], []]


def test_whoever_is_on_the_rota_without_the_role_is_not_asked(world: World) -> None:
    for user in (world.finn, world.eve):
        staff.put_on_duty(
            team=world.team, user=user, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
        )

    assert presence(world.ines, now=MONDAY_TEN).on_duty == ()
    assert chain(world, duty_first=True) == ["Ada", "Cleo", "Dan", "Gwen"]


def test_each_person_is_asked_once_whatever_their_roles(world: World) -> None:
    for role in (Role.DUTY, Role.SUPERVISOR, Role.ADMINISTRATOR):
        staff.give_role(user=world.ada, team=world.team, role=role, by=SYSTEM, now=MONDAY_TEN - DAY)
    staff.put_on_duty(
        team=world.team, user=world.ada, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
    )

    assert chain(world) == ["Ada", "Cleo", "Dan", "Gwen"]


def test_nobody_of_another_team_and_no_leaver_is_asked(world: World) -> None:
    staff.supervise(supervisor=world.eve, therapist=world.ada, since=MONDAY_TEN, until=None, by=SYSTEM, now=MONDAY_TEN)
    staff_leaves(user=world.cleo, heir=None, by=actor(world.gwen), now=MONDAY_TEN)

    assert chain(world) == ["Ada", "Dan", "Gwen"]


def test_with_nobody_at_all_the_chain_is_empty(world: World) -> None:
    """Every role of the team has ended; a state that only the database itself could make."""
    Membership.objects.filter(team=world.team).update(until=MONDAY_TEN)

    assert chain(world) == []


def test_who_is_there_is_one_statement(world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        presence(world.ines, now=MONDAY_TEN)

    assert len(statements) == 1
