"""A day's numbers are computed whole, replaced by the next day's, and seen only by those whose numbers they are."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404

from clinic.audit.actor import SYSTEM
from clinic.people.actions.staff import join
from clinic.people.choices import Role
from clinic.people.models import User
from clinic.reports import queries
from clinic.reports.choices import EVER, RECENT, Scope
from clinic.reports.due import take_up
from clinic.reports.management.commands import compute_reports
from clinic.reports.models import Block, Computing
from tests.clinic.therapy.endings import HIGH, LOW, WEEK, came, ended, week
from tests.clinic.therapy.plans import begun
from tests.world import MONDAY_TEN, World, actor, answered, register

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AS_OF = (MONDAY_TEN + 20 * WEEK).date()
NOW = MONDAY_TEN + 21 * WEEK


def lived(world: World, n: int) -> None:
    """So many courses of Ada's, all recovered after three sessions, an hour apart in the week."""
    for place in range(n):
        client = register(world.team, world.ada, f"Client {place}", MONDAY_TEN - timedelta(days=30))
        first = MONDAY_TEN + place * timedelta(hours=2) if place < 3 else MONDAY_TEN + timedelta(days=place - 2)
        course = begun(world, client=client, referred_on=MONDAY_TEN.date() - timedelta(days=20))
        came(course, 3, first=first)
        for on, digits in ((0, HIGH), (2, LOW)):
            answered(client, digits, (MONDAY_TEN + on * WEEK).date(), now=week(4), by=world.ada)
        ended(course, now=week(5))


def compute() -> str:
    """The command's own words."""
    out = StringIO()
    call_command("compute_reports", as_of=AS_OF, stdout=out)
    return out.getvalue()


def content(scope: str, period: str = RECENT) -> Any:
    """What a block says."""
    return Block.objects.get(scope=scope, period=period).content


def test_an_empty_service_has_an_honest_empty_block(world: World) -> None:
    assert compute() == f"2 blocks and 0 fits are computed, up to {AS_OF}.\n"
    assert content(Scope.SERVICE)["outcomes"] != {}
    assert Computing.objects.get().finished_at is not None


def test_seven_courses_are_counted_for_service_team_and_therapist(world: World) -> None:
    lived(world, 7)
    compute()
    assert {(one.scope, one.period) for one in Block.objects.all()} == {
        (scope, period) for scope in (Scope.SERVICE, Scope.TEAM) for period in (RECENT, EVER, "2026")
    } | {(Scope.THERAPIST, RECENT), (Scope.THERAPIST, EVER)}
    outcomes = content(Scope.TEAM)["outcomes"]
    assert (outcomes["n_starters"]["n"], outcomes["n_finished"]["n"]) == (7, 7)
    recovered = outcomes["blocks"]["finished"]["recovered"]
    assert (recovered["of"], recovered["n"], recovered["is_hidden"]) == (7, None, True)  # all of seven says it of each


def test_four_courses_point_to_people_and_are_not_shown(world: World) -> None:
    lived(world, 4)
    compute()
    shown = str(content(Scope.TEAM)["outcomes"])
    assert "'n': 4" not in shown


def test_the_next_day_replaces_and_does_not_double(world: World) -> None:
    lived(world, 5)
    compute()
    before = set(Block.objects.values_list("pk", flat=True))
    call_command("compute_reports", as_of=AS_OF + timedelta(days=1), stdout=StringIO())
    assert set(Block.objects.values_list("pk", flat=True)) == before
    assert {one.as_of for one in Block.objects.all()} == {AS_OF + timedelta(days=1)}


def test_what_cannot_be_computed_says_so_and_leaves_the_day_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived(world, 5)
    compute()

    def broken(*, as_of: date) -> None:
        raise ValueError(as_of)

    take_up(as_of=AS_OF + timedelta(days=1), now=NOW)
    monkeypatch.setattr(compute_reports, "gather", broken)
    with pytest.raises(CommandError, match="could not be computed: ValueError"):
        call_command("compute_reports", as_of=AS_OF + timedelta(days=1), stdout=StringIO())
    assert {one.as_of for one in Block.objects.all()} == {AS_OF}
    assert Computing.objects.get(as_of=AS_OF + timedelta(days=1)).problem == "ValueError"


def seen(user: User) -> set[str]:
    """The scopes whose blocks somebody sees."""
    return set(queries.visible(actor(user), now=NOW).values_list("scope", flat=True))


def test_everybody_sees_their_own_numbers_and_no_other_ones(world: World) -> None:
    lived(world, 5)
    compute()
    assert seen(world.ada) == {Scope.THERAPIST}
    assert seen(world.bo) == set()
    assert seen(world.cleo) == seen(world.finn) == {Scope.TEAM}
    assert seen(world.dan) == seen(world.gwen) == seen(world.eve) == set()
    block = Block.objects.get(scope=Scope.TEAM, period=RECENT)
    with pytest.raises(Http404):
        queries.block_or_404(actor(world.eve), block.pk, now=NOW)


def test_the_whole_service_is_for_whoever_manages_every_team(world: World) -> None:
    lived(world, 5)
    compute()
    known = {"email": world.eve.email, "name": "Eve", "team": world.team, "roles": [Role.MANAGER]}
    join(**known, by=SYSTEM, now=MONDAY_TEN)  # type: ignore[arg-type]  # as a whole
    assert Scope.SERVICE in seen(User.objects.get(pk=world.eve.pk))
    assert Scope.SERVICE not in seen(world.finn)
