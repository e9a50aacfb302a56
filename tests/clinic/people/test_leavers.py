"""A leaver sees nothing from that moment on, and leaves no client and no alert without somebody who is there."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.people import access
from clinic.people.actions import staff
from clinic.people.actions.clients import break_glass
from clinic.people.choices import Role
from clinic.people.models import Client, Cover, Duty, Membership, Supervision
from clinic.people.queries import who
from clinic.safety.actions.handover import change_therapist, staff_leaves
from clinic.safety.models import Alert
from clinic.safety.queries.alerts import open_alerts
from tests.world import MONDAY_TEN, World, actor, answered, join, make_team, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_a_leaver_loses_access_at_once(world: World) -> None:
    break_glass(client=world.kit, reason="He rang", by=actor(world.ada), now=MONDAY_TEN - SECOND)
    assert len(access.clients(actor(world.ada), now=MONDAY_TEN - SECOND)) == 3

    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=MONDAY_TEN)

    for at in (MONDAY_TEN, MONDAY_TEN + SECOND, MONDAY_TEN + DAY):
        assert list(access.clients(actor(world.ada), now=at)) == []
        assert open_alerts(actor(world.ada), now=at) == []
        assert who.badge(actor(world.ada), now=at).roles == frozenset()
        with pytest.raises(Http404):
            access.client_or_404(actor(world.ada), world.ines.pk, now=at)


def test_an_open_tab_of_a_leaver_shows_nothing_more(world: World) -> None:
    """Even when the clock of the request is a little behind: whoever is not active is nobody."""
    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=timezone.now())

    assert list(access.clients(actor(world.ada), now=timezone.now() - DAY)) == []
    with pytest.raises(Http404):
        who.client(actor(world.ada), world.ines.pk)


def test_whoever_has_clients_leaves_only_with_an_heir(world: World) -> None:
    for heir in (None, world.ada):
        with pytest.raises(ValueError, match="Ada has 2 clients"):
            staff_leaves(user=world.ada, heir=heir, by=actor(world.gwen), now=MONDAY_TEN)

    world.ada.refresh_from_db()
    assert world.ada.is_active
    assert {client.therapist for client in Client.objects.filter(team=world.team)} == {world.ada, world.bo}


@pytest.mark.parametrize("name", ["cleo", "dan", "finn", "gwen", "eve"])
def test_an_heir_is_a_therapist_of_the_clients_team(world: World, name: str) -> None:
    """Anybody else could not open what they inherit."""
    with pytest.raises(ValueError, match="clients"):
        staff_leaves(user=world.ada, heir=getattr(world, name), by=actor(world.gwen), now=MONDAY_TEN)

    assert Client.objects.get(pk=world.ines.pk).therapist == world.ada
    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=MONDAY_TEN)
    assert Client.objects.get(pk=world.ines.pk).therapist == world.bo


def test_an_heir_who_left_is_refused(world: World) -> None:
    hal = join("hal", world.team, [Role.THERAPIST], MONDAY_TEN - DAY)
    staff_leaves(user=hal, heir=None, by=actor(world.gwen), now=MONDAY_TEN - SECOND)
    hal.refresh_from_db()

    with pytest.raises(ValueError, match="Ada has 2 clients"):
        staff_leaves(user=world.ada, heir=hal, by=actor(world.gwen), now=MONDAY_TEN)


@pytest.mark.parametrize("name", ["cleo", "eve"])
def test_a_client_is_handed_over_to_a_therapist_of_the_team_only(world: World, name: str) -> None:
    with pytest.raises(ValueError, match="therapist"):
        change_therapist(client=world.ines, therapist=getattr(world, name), by=actor(world.gwen), now=MONDAY_TEN)

    assert Client.objects.get(pk=world.ines.pk).therapist == world.ada


def test_an_heir_gets_every_client_in_every_team(world: World) -> None:
    other = make_team("Third", MONDAY_TEN - DAY)
    for user in (world.ada, world.bo):
        staff.give_role(user=user, team=other, role=Role.THERAPIST, by=SYSTEM, now=MONDAY_TEN - DAY)
    lee = register(other, world.ada, "Lee Third", MONDAY_TEN - DAY)

    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=MONDAY_TEN)

    assert Client.objects.get(pk=lee.pk).therapist == world.bo
    assert not Client.objects.filter(therapist=world.ada).exists()


def test_nobody_leaves_an_alert_without_a_holder(world: World) -> None:
    answered(world.ines, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    assert Alert.objects.get().holder == world.ada

    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=MONDAY_TEN + SECOND)

    alert = Alert.objects.get()
    assert (alert.holder, alert.held_since, alert.raised_at) == (world.bo, MONDAY_TEN + SECOND, MONDAY_TEN)
    assert [found.pk for found in open_alerts(actor(world.bo), now=MONDAY_TEN + SECOND)] == [alert.pk]


def test_an_alert_that_a_leaver_had_seen_must_be_seen_by_the_heir(world: World) -> None:
    from clinic.safety.actions.alerts import see_alert

    answered(world.ines, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    see_alert(alert=Alert.objects.get(), by=actor(world.ada), now=MONDAY_TEN)

    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=MONDAY_TEN + timedelta(hours=1))

    alert = Alert.objects.get()
    assert (alert.holder, alert.seen_at, alert.seen_by) == (world.bo, None, None)
    assert alert.escalate_at == MONDAY_TEN + timedelta(hours=5), "four working hours from eleven"


def test_a_supervisor_who_leaves_gives_alerts_back_to_the_therapist(world: World) -> None:
    answered(world.ines, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    Alert.objects.update(holder=world.cleo)

    staff_leaves(user=world.cleo, heir=None, by=actor(world.gwen), now=MONDAY_TEN)

    assert Alert.objects.get().holder == world.ada


def test_a_change_of_therapist_takes_the_alerts_of_that_client_along_and_no_others(world: World) -> None:
    for client in (world.ines, world.jo):
        answered(client, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)

    change_therapist(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=MONDAY_TEN + SECOND)

    held = {alert.client.name: alert.holder.name for alert in Alert.objects.all()}
    assert held == {"Ines Vale": "Bo", "Jo Marlow": "Ada"}


def test_leaving_ends_roles_supervision_cover_and_duty(world: World) -> None:
    later = MONDAY_TEN + 7 * DAY
    staff.cover(therapist=world.ada, covering=world.bo, since=MONDAY_TEN, until=later, by=SYSTEM, now=MONDAY_TEN)
    staff.cover(therapist=world.bo, covering=world.ada, since=later, until=later + DAY, by=SYSTEM, now=MONDAY_TEN)
    staff.give_role(user=world.ada, team=world.team, role=Role.DUTY, by=SYSTEM, now=MONDAY_TEN)
    staff.put_on_duty(team=world.team, user=world.ada, since=MONDAY_TEN, until=later, by=SYSTEM, now=MONDAY_TEN)
    noon = MONDAY_TEN + timedelta(hours=2)

    staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=noon)

    running = access.active(noon)
    assert not Membership.objects.filter(running, user=world.ada).exists()
    assert not Supervision.objects.filter(running, therapist=world.ada).exists()
    assert not Duty.objects.filter(running, user=world.ada).exists()
    assert not Cover.objects.filter(running).exists()
    assert not Cover.objects.filter(access.active(later + SECOND)).exists(), "one that was still to begin never does"


def test_the_only_administrator_does_not_leave_the_team_alone(world: World) -> None:
    with pytest.raises(ValueError, match="only administrator of Harbour"):
        staff_leaves(user=world.gwen, heir=None, by=actor(world.gwen), now=MONDAY_TEN)
    staff.give_role(user=world.finn, team=world.team, role=Role.ADMINISTRATOR, by=SYSTEM, now=MONDAY_TEN)

    staff_leaves(user=world.gwen, heir=None, by=actor(world.finn), now=MONDAY_TEN)

    world.gwen.refresh_from_db()
    assert (world.gwen.is_active, world.gwen.left_at) == (False, MONDAY_TEN)


def test_a_therapist_with_clients_keeps_the_role(world: World) -> None:
    role = Membership.objects.get(user=world.ada)

    with pytest.raises(ValueError, match="still has clients"):
        staff.take_role(membership=role, by=SYSTEM, now=MONDAY_TEN)

    role.refresh_from_db()
    assert role.until is None


def test_a_leaver_comes_back_under_a_new_address_only(world: World) -> None:
    staff_leaves(user=world.dan, heir=None, by=actor(world.gwen), now=MONDAY_TEN)

    with pytest.raises(ValueError, match="has left"):
        join("dan", world.team, [Role.DUTY], MONDAY_TEN + DAY)
    assert join("daniel", world.team, [Role.DUTY], MONDAY_TEN + DAY).is_active
