"""Supervision, cover and duty: from–until on the team's clock, each fault told beside its field."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import Cover, Duty, Supervision
from tests.world import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def clock(days: int, hour: int = 9) -> str:
    """A time so many days from today on the team's clock, as the browser sends it."""
    day = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=days)
    return f"{day}T{hour:02}:00"


def send(world: World, as_user: Any, kind: str, **given: Any) -> Any:
    """Gwen adds an arrangement."""
    known = {name: str(value.pk) if hasattr(value, "pk") else value for name, value in given.items()}
    return as_user(world.gwen).post(reverse(f"team_{kind}", args=[world.team.pk]), known)


def test_supervision_begins_and_shows(world: World, as_user: Any) -> None:
    response = send(world, as_user, "supervision", supervisor=world.cleo, therapist=world.bo, from_at=clock(1))

    row = Supervision.objects.get(therapist=world.bo)
    assert response.status_code == 303
    assert (row.supervisor, row.until) == (world.cleo, None)
    assert f"{timezone.localtime(row.since, ZoneInfo('Europe/London')):%H:%M}" == "09:00"


def test_times_are_read_on_the_clock_of_the_team(world: World, as_user: Any) -> None:
    far = {"time_zone": "Pacific/Auckland"}
    staff.change_team(team=world.team, settings=far, by=actor(world.gwen), now=timezone.now())

    send(world, as_user, "duty", user=world.dan, from_at=clock(5, 18), until_at=clock(6, 8))

    since = Duty.objects.get().since
    assert f"{since.astimezone(ZoneInfo('Pacific/Auckland')):%H:%M}" == "18:00"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"until_at": clock(1)}, "The end must be after the start"),
        ({"from_at": clock(-1)}, "This day is past"),
        ({"covering": "ada"}, "Nobody stands in for themselves"),
        ({"covering": "cleo"}, "Choose a therapist of this team"),
        ({"covering": "eve"}, "Choose a therapist of this team"),
        ({"covering": ""}, "Choose a therapist of this team"),
        ({"until_at": ""}, "This field is required"),
        ({"from_at": "soon"}, "Enter a valid date"),
    ],
)
def test_a_fault_of_cover_is_told_and_the_same_without_it_is_saved(
    world: World, as_user: Any, given: dict[str, str], told: str
) -> None:
    whole = {"therapist": "ada", "covering": "bo", "from_at": clock(2), "until_at": clock(4)}

    def people(form: dict[str, str]) -> dict[str, Any]:
        return {name: getattr(world, value, value) if value else "" for name, value in form.items()}

    refused = send(world, as_user, "cover", **people({**whole, **given}))
    n_refused = Cover.objects.count()
    allowed = send(world, as_user, "cover", **people(whole))

    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert n_refused == 0
    assert allowed.status_code == 303
    assert Cover.objects.get().covering == world.bo


def test_nobody_stands_in_while_away(world: World, as_user: Any) -> None:
    staff.give_role(user=world.finn, team=world.team, role=Role.THERAPIST, by=actor(world.gwen), now=timezone.now())
    send(world, as_user, "cover", therapist=world.bo, covering=world.finn, from_at=clock(1), until_at=clock(5))

    away = send(world, as_user, "cover", therapist=world.ada, covering=world.bo, from_at=clock(4), until_at=clock(6))
    back = send(world, as_user, "cover", therapist=world.ada, covering=world.bo, from_at=clock(5), until_at=clock(6))

    assert away.status_code == 422
    assert "Bo is away at that time" in away.content.decode()
    assert back.status_code == 303


def test_only_a_duty_lead_is_on_duty_and_only_once_at_a_time(world: World, as_user: Any) -> None:
    span = {"from_at": clock(1), "until_at": clock(2)}

    lacking = send(world, as_user, "duty", user=world.ada, **span)
    first = send(world, as_user, "duty", user=world.dan, **span)
    again = send(world, as_user, "duty", user=world.dan, from_at=clock(1, 20), until_at=clock(3))

    assert (lacking.status_code, first.status_code, again.status_code) == (422, 303, 422)
    assert "Choose a duty lead of this team" in lacking.content.decode()
    assert "on duty at that time already" in again.content.decode()
    assert Duty.objects.count() == 1


def test_the_same_supervision_is_not_arranged_twice(world: World, as_user: Any) -> None:
    response = send(world, as_user, "supervision", supervisor=world.cleo, therapist=world.ada, from_at=clock(1))

    assert response.status_code == 422
    assert "This is arranged already" in response.content.decode()


def test_an_arrangement_ends_now_and_sight_of_the_clients_with_it(world: World, as_user: Any) -> None:
    row, browser = Supervision.objects.get(), as_user(world.cleo)
    assert browser.get(reverse("client", args=[world.ines.pk])).status_code == 200

    response = as_user(world.gwen).post(reverse("arrangement_end", args=[world.team.pk, row.pk]))

    row.refresh_from_db()
    assert response.status_code == 303
    assert row.until is not None
    assert browser.get(reverse("client", args=[world.ines.pk])).status_code == 404


def test_an_arrangement_of_another_team_is_not_there(world: World, as_user: Any) -> None:
    now = timezone.now()
    given = {"since": now, "until": now + timedelta(days=1), "by": actor(world.eve), "now": now}
    row = staff.put_on_duty(team=world.strange.team, user=world.eve, **given)

    response = as_user(world.gwen).post(reverse("arrangement_end", args=[world.team.pk, row.pk]))

    row.refresh_from_db()
    assert response.status_code == 404
    assert row.until == given["until"]
