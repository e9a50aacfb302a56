"""Who sees whom, and until when; whatever is not granted is 404, and Eve of another team is never let in."""

from datetime import datetime, timedelta

import pytest
from django.http import Http404

from clinic.audit.actor import SYSTEM, Actor
from clinic.letters.models import Letter
from clinic.people import access
from clinic.people.actions import staff
from clinic.people.actions.clients import break_glass, hand_over_client, look_at_glass
from clinic.people.choices import Role
from clinic.people.models import BreakGlass, Client, Membership, User
from clinic.people.queries import who
from clinic.safety.actions.alerts import see_alert
from clinic.safety.actions.risk import record_risk
from clinic.safety.models import Alert
from clinic.safety.queries.alerts import open_alerts
from tests.world import MONDAY_TEN, World, actor, answered, holder, join, make_team, register, some_id

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def seen_by(user: User, *, now: datetime = MONDAY_TEN) -> list[str]:
    """Names of the clients whose whole record somebody may open, by the list and by each client's own door."""
    listed = [client.name for client in access.clients(actor(user), now=now).order_by("name")]
    opened = []
    for client in Client.objects.order_by("name"):
        try:
            opened.append(access.client_or_404(actor(user), client.pk, now=now).name)
        except Http404:
            continue
    assert listed == opened
    return listed


def on_duty_sees(user: User, *, now: datetime = MONDAY_TEN) -> list[str]:
    """Names of the clients whose contact somebody may open as duty lead."""
    return [client.name for client in access.clients_on_duty(actor(user), now=now)]


def alert(world: World, client: Client | None = None, digits: str = "000000002") -> Alert:
    """An open alert, Monday at ten."""
    client = client or world.ines
    recorded = answered(client, digits, MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    found: Alert = recorded.alerts[0]
    return found


def test_a_therapist_sees_own_clients_only(world: World) -> None:
    assert seen_by(world.ada) == ["Ines Vale", "Jo Marlow"]
    assert seen_by(world.bo) == ["Kit Osei"]


def test_a_supervisor_sees_the_clients_of_those_they_supervise(world: World) -> None:
    assert seen_by(world.cleo) == ["Ines Vale", "Jo Marlow"]


def test_duty_lead_manager_and_administrator_open_no_record(world: World) -> None:
    alert(world)

    for user in (world.dan, world.finn, world.gwen):
        assert seen_by(user) == []


def test_eve_of_another_team_sees_only_her_own_whatever_her_roles(world: World) -> None:
    alert(world)

    assert seen_by(world.eve) == ["Nobody Known"]
    assert on_duty_sees(world.eve) == []
    assert open_alerts(actor(world.eve), now=MONDAY_TEN) == []


def test_supervision_and_cover_across_teams_show_nothing(world: World) -> None:
    """A row is not enough: the part must be played in the client's own team."""
    staff.supervise(supervisor=world.eve, therapist=world.ada, since=MONDAY_TEN, until=None, by=SYSTEM, now=MONDAY_TEN)
    staff.cover(
        therapist=world.ada, covering=world.eve, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
    )
    staff.put_on_duty(
        team=world.team, user=world.eve, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
    )
    raised = alert(world)

    assert seen_by(world.eve) == ["Nobody Known"]
    assert on_duty_sees(world.eve) == []
    assert raised.holder == world.ada


def test_a_supervisor_with_a_role_in_two_teams_sees_those_supervised_in_both(world: World) -> None:
    other = make_team("Third", MONDAY_TEN - DAY)
    zoe = join("zoe", other, [Role.THERAPIST], MONDAY_TEN - DAY)
    register(other, zoe, "Lee Third", MONDAY_TEN - DAY)
    staff.supervise(supervisor=world.cleo, therapist=zoe, since=MONDAY_TEN, until=None, by=SYSTEM, now=MONDAY_TEN)
    assert seen_by(world.cleo) == ["Ines Vale", "Jo Marlow"], "no supervisor of that team yet"

    staff.give_role(user=world.cleo, team=other, role=Role.SUPERVISOR, by=SYSTEM, now=MONDAY_TEN)

    assert seen_by(world.cleo) == ["Ines Vale", "Jo Marlow", "Lee Third"]


def test_a_supervisor_whose_role_ended_sees_nobody_though_the_supervision_stands(world: World) -> None:
    role = Membership.objects.get(user=world.cleo)
    staff.take_role(membership=role, by=SYSTEM, now=MONDAY_TEN)
    staff.give_role(user=world.cleo, team=world.team, role=Role.MANAGER, by=SYSTEM, now=MONDAY_TEN)

    assert seen_by(world.cleo, now=MONDAY_TEN - SECOND) == ["Ines Vale", "Jo Marlow"]
    assert seen_by(world.cleo, now=MONDAY_TEN) == []


def test_supervision_shows_from_its_first_moment_to_before_its_last(world: World) -> None:
    end = MONDAY_TEN + DAY
    staff.supervise(supervisor=world.cleo, therapist=world.bo, since=MONDAY_TEN, until=end, by=SYSTEM, now=MONDAY_TEN)

    seen = ["Kit Osei" in seen_by(world.cleo, now=at) for at in (MONDAY_TEN - SECOND, MONDAY_TEN, end - SECOND, end)]
    assert seen == [False, True, True, False]


def test_cover_shows_from_its_first_moment_to_before_its_last(world: World) -> None:
    end = MONDAY_TEN + DAY
    staff.cover(therapist=world.ada, covering=world.bo, since=MONDAY_TEN, until=end, by=SYSTEM, now=MONDAY_TEN)

    lent = [seen_by(world.bo, now=at) for at in (MONDAY_TEN - SECOND, MONDAY_TEN, end - SECOND, end)]
    assert lent == [
        ["Kit Osei"],
        ["Ines Vale", "Jo Marlow", "Kit Osei"],
        ["Ines Vale", "Jo Marlow", "Kit Osei"],
        ["Kit Osei"],
    ]
    assert seen_by(world.ada) == ["Ines Vale", "Jo Marlow"], "whoever is covered still sees their own"


def test_a_cover_that_ended_early_shows_nothing_from_then_on(world: World) -> None:
    row = staff.cover(
        therapist=world.ada, covering=world.bo, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
    )
    noon = MONDAY_TEN + timedelta(hours=2)

    staff.end_arrangement(row=row, by=SYSTEM, now=noon)

    assert len(seen_by(world.bo, now=noon - SECOND)) == 3
    assert seen_by(world.bo, now=noon) == ["Kit Osei"]


def test_cover_does_not_pass_on_what_was_lent(world: World) -> None:
    for therapist, covering in ((world.ada, world.bo), (world.bo, world.cleo)):
        staff.cover(
            therapist=therapist, covering=covering, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
        )

    assert "Kit Osei" not in seen_by(world.cleo), "she is no therapist of the team"


def test_duty_sees_a_client_only_while_an_alert_is_open(world: World) -> None:
    assert on_duty_sees(world.dan) == []

    first = alert(world)
    second = alert(world, digits="000000001")
    assert on_duty_sees(world.dan) == ["Ines Vale"]
    assert access.client_on_duty_or_404(actor(world.dan), world.ines.pk, now=MONDAY_TEN) == world.ines
    with pytest.raises(Http404):
        access.client_or_404(actor(world.dan), world.ines.pk, now=MONDAY_TEN)

    see_alert(alert=first, by=actor(world.dan), now=MONDAY_TEN)
    look = {"was_asked": True, "finding": "none", "done": ["talked"]}
    record_risk(client=world.ines, look=look, closes=[first], by=actor(world.dan), now=MONDAY_TEN)
    assert on_duty_sees(world.dan) == ["Ines Vale"], "one is still open"

    record_risk(client=world.ines, look=look, closes=[second], by=actor(world.dan), now=MONDAY_TEN)
    assert on_duty_sees(world.dan) == []
    with pytest.raises(Http404):
        access.client_on_duty_or_404(actor(world.dan), world.ines.pk, now=MONDAY_TEN)


def test_whoever_sees_the_whole_record_may_open_it_as_duty_would(world: World) -> None:
    assert access.client_on_duty_or_404(actor(world.ada), world.ines.pk, now=MONDAY_TEN) == world.ines
    with pytest.raises(Http404):
        access.client_on_duty_or_404(actor(world.bo), world.ines.pk, now=MONDAY_TEN)


def test_broken_glass_shows_one_record_for_an_hour(world: World) -> None:
    break_glass(client=world.ines, reason="She rang, Ada is ill", by=actor(world.bo), now=MONDAY_TEN)

    end = MONDAY_TEN + timedelta(hours=1)
    seen = [seen_by(world.bo, now=at) for at in (MONDAY_TEN - SECOND, MONDAY_TEN, end - SECOND, end)]
    assert seen == [["Kit Osei"], ["Ines Vale", "Kit Osei"], ["Ines Vale", "Kit Osei"], ["Kit Osei"]]


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_breaking_the_glass_needs_a_reason_and_tells_the_supervisor(world: World, reason: str) -> None:
    with pytest.raises(ValueError, match="A reason is needed"):
        break_glass(client=world.ines, reason=reason, by=actor(world.bo), now=MONDAY_TEN)
    assert (BreakGlass.objects.count(), Letter.objects.count(), seen_by(world.bo)) == (0, 0, ["Kit Osei"])

    glass = break_glass(client=world.ines, reason=" She rang ", by=actor(world.bo), now=MONDAY_TEN)

    assert glass.reason == "She rang"
    [letter] = Letter.objects.all()
    assert (letter.kind, letter.to) == ("glass_broken", "cleo@harbour.example")
    assert [row.pk for row in who.glass_to_look_at(actor(world.cleo), now=MONDAY_TEN)] == [glass.pk]
    look_at_glass(glass=glass, by=actor(world.cleo), now=MONDAY_TEN)
    assert who.glass_to_look_at(actor(world.cleo), now=MONDAY_TEN) == []


def test_glass_broken_where_nobody_supervises_is_told_to_the_administrator(world: World) -> None:
    break_glass(client=world.kit, reason="He rang", by=actor(world.ada), now=MONDAY_TEN)

    assert [letter.to for letter in Letter.objects.all()] == ["gwen@harbour.example"]


def test_a_reference_is_found_for_breaking_the_glass_in_ones_own_team_and_exactly(world: World) -> None:
    bo = actor(world.bo)

    assert who.client_by_reference(bo, f" {world.ines.reference.lower()} ", now=MONDAY_TEN) == world.ines
    assert who.client_by_reference(bo, world.ines.reference[:-1], now=MONDAY_TEN) is None
    assert who.client_by_reference(bo, "", now=MONDAY_TEN) is None
    assert who.client_by_reference(bo, world.strange.reference, now=MONDAY_TEN) is None
    assert who.client_by_reference(actor(world.eve), world.ines.reference, now=MONDAY_TEN) is None


def test_a_client_sees_only_themselves_and_only_by_a_link(world: World) -> None:
    assert access.own_or_404(holder(world.ines), world.ines.pk) == world.ines

    with pytest.raises(Http404):
        access.own_or_404(holder(world.ines), world.jo.pk)
    with pytest.raises(Http404):
        access.own_or_404(actor(world.ada), world.ines.pk)
    impostor = Actor(kind="link", id=world.ada.pk)
    assert list(access.clients(impostor, now=MONDAY_TEN)) == []
    assert list(access.clients_on_duty(impostor, now=MONDAY_TEN)) == []
    assert list(access.teams(impostor, Role.ADMINISTRATOR, now=MONDAY_TEN)) == []
    assert list(access.clients(SYSTEM, now=MONDAY_TEN)) == []


def test_a_record_that_does_not_exist_looks_like_one_that_is_not_shown(world: World) -> None:
    for pk in (some_id(), world.kit.pk, world.strange.pk):
        with pytest.raises(Http404) as told:
            who.client(actor(world.ada), pk)
        assert str(told.value) == ""


def test_a_client_handed_over_is_seen_by_the_next_therapist_only(world: World) -> None:
    hand_over_client(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=MONDAY_TEN)

    assert seen_by(world.ada) == ["Jo Marlow"]
    assert seen_by(world.bo) == ["Ines Vale", "Kit Osei"]


def test_a_role_that_begins_later_shows_nothing_before(world: World) -> None:
    tomorrow = MONDAY_TEN + DAY
    hal = join("hal", world.team, [Role.SUPERVISOR], tomorrow)
    staff.supervise(supervisor=hal, therapist=world.ada, since=MONDAY_TEN, until=None, by=SYSTEM, now=MONDAY_TEN)

    assert seen_by(hal, now=tomorrow - SECOND) == []
    assert seen_by(hal, now=tomorrow) == ["Ines Vale", "Jo Marlow"]


def test_only_an_administrator_reaches_a_teams_settings(world: World) -> None:
    for user, may in ((world.gwen, True), (world.finn, False), (world.ada, False), (world.eve, False)):
        assert (world.team in access.teams(actor(user), Role.ADMINISTRATOR, now=MONDAY_TEN)) is may
        if may:
            assert access.team_or_404(actor(user), world.team.pk, role=Role.ADMINISTRATOR, now=MONDAY_TEN) == world.team
        else:
            with pytest.raises(Http404):
                access.team_or_404(actor(user), world.team.pk, role=Role.ADMINISTRATOR, now=MONDAY_TEN)


def test_an_administrator_reaches_the_staff_of_their_own_teams_only(world: World) -> None:
    found = {user.name for user in access.staff(actor(world.gwen), now=MONDAY_TEN)}

    assert found == {"Ada", "Bo", "Cleo", "Dan", "Finn", "Gwen"}
    assert list(access.staff(actor(world.finn), now=MONDAY_TEN)) == []
