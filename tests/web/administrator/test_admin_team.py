"""The administrator's first page: what needs care stands first, and no client is named."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.people.actions.clients import break_glass, change_details
from clinic.people.choices import Role
from clinic.safety import crisis
from clinic.safety.actions.crisis import keep_crisis_lines
from clinic.worker.round import go_round
from tests.world import World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def text(world: World, as_user: Any) -> str:
    """Gwen's page of her team."""
    response = as_user(world.gwen).get(reverse("team", args=[world.team.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_whoever_administers_one_team_goes_straight_to_it(world: World, as_user: Any) -> None:
    response = as_user(world.gwen).get(reverse("teams"))

    assert response.status_code == 302
    assert response["Location"] == reverse("team", args=[world.team.pk])


def test_whoever_administers_two_teams_chooses(world: World, as_user: Any) -> None:
    second = staff.make_team(
        settings={"name": "Second", "public_name": "Second", "country": "GB", "time_zone": "Europe/London"},
        by=SYSTEM,
        now=timezone.now(),
    )
    staff.give_role(user=world.gwen, team=second, role=Role.ADMINISTRATOR, by=SYSTEM, now=timezone.now())

    page = as_user(world.gwen).get(reverse("teams")).content.decode()

    assert "Harbour" in page
    assert "Second" in page
    assert "Elsewhere" not in page


def test_a_worker_that_never_ran_is_told_and_one_that_just_ran_is_not(world: World, as_user: Any) -> None:
    before = text(world, as_user)
    go_round(now=timezone.now())
    after = text(world, as_user)

    assert "The worker has never run" in before
    assert "The worker has" not in after.replace("The worker has not gone round yet", "")


def test_a_worker_that_stopped_is_told(world: World, as_user: Any) -> None:
    go_round(now=timezone.now() - timedelta(minutes=10))

    assert "The worker has stopped" in text(world, as_user)


def test_an_empty_rota_is_told_and_a_filled_one_shows_who_is_on_duty(world: World, as_user: Any) -> None:
    now = timezone.now()
    before = text(world, as_user)
    span = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=8)}
    staff.put_on_duty(team=world.team, user=world.dan, **span, by=actor(world.gwen), now=now)
    after = text(world, as_user)

    assert "Nobody is on duty now" in before
    assert "Nobody is on duty now" not in after
    assert "<strong>Dan</strong>" in after


def test_somebody_on_the_rota_who_is_no_duty_lead_leaves_a_gap(world: World, as_user: Any) -> None:
    now = timezone.now()
    span = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=8)}
    staff.put_on_duty(team=world.team, user=world.ada, **span, by=actor(world.gwen), now=now)

    assert "Nobody is on duty now" in text(world, as_user)


def test_a_therapist_without_a_supervisor_is_named(world: World, as_user: Any) -> None:
    page = text(world, as_user)

    assert "One therapist has no supervisor" in page
    assert "Bo. An alert" in page


def test_a_late_alert_is_a_number_and_its_client_is_not_named(world: World, as_user: Any) -> None:
    then = timezone.now() - timedelta(days=10)
    answered(world.ines, "000000003", then.date(), now=then, by=world.ada)

    page = text(world, as_user)

    assert "One alert is late, and nobody has seen it" in page
    for client in (world.ines, world.jo, world.kit):
        assert client.name not in page
        assert client.reference not in page


def test_a_country_of_a_client_without_a_list_is_told(world: World, as_user: Any) -> None:
    assert "There is no list of crisis lines for Portugal" not in text(world, as_user)
    change_details(client=world.jo, details={"country": "PT"}, by=actor(world.ada), now=timezone.now())

    assert "There is no list of crisis lines for Portugal" in text(world, as_user)


def test_a_stale_list_is_told_and_a_list_dated_today_is_not(world: World, as_user: Any) -> None:
    shipped = crisis.shipped("GB")
    assert shipped is not None
    given = {"country": "GB", "team": world.team, "by": actor(world.gwen), "now": timezone.now()}
    keep_crisis_lines(lines=[evolve(line, verified_on=date(2020, 1, 1)) for line in shipped.lines], **given)
    stale = text(world, as_user)
    keep_crisis_lines(lines=[evolve(line, verified_on=timezone.localdate()) for line in shipped.lines], **given)
    fresh = text(world, as_user)

    assert "were last verified on 1 January 2020" in stale
    assert "were last verified on" not in fresh


def test_an_emergency_opening_that_no_supervisor_can_look_at_is_a_number(world: World, as_user: Any) -> None:
    given = {"reason": "Rang in need.", "by": actor(world.dan), "now": timezone.now()}
    break_glass(client=world.ines, **given)
    supervised = text(world, as_user)
    break_glass(client=world.kit, **given)
    page = text(world, as_user)

    assert "opened in an emergency" not in supervised
    assert "A record was opened in an emergency" in page
    assert "Rang in need" not in page
