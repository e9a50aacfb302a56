"""Supervision by signal: what is pressing first, and only for therapists whom one supervises."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.people.actions.clients import break_glass
from clinic.people.models import BreakGlass, Supervision
from tests.world import World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def text(world: World, as_user: Any) -> str:
    """Cleo's page."""
    response = as_user(world.cleo).get(reverse("supervision"))
    assert response.status_code == 200
    return response.content.decode()


def glass(world: World, client: Any) -> BreakGlass:
    """Bo opens a record in an emergency."""
    return break_glass(client=client, reason="Her sister rang, worried.", by=actor(world.bo), now=timezone.now())


def test_alerts_of_supervised_therapists_clients_stand_first_most_pressing_first(world: World, as_user: Any) -> None:
    now = timezone.now()
    for client, digits, by in ((world.jo, "000000001", world.ada), (world.ines, "000000003", world.ada)):
        answered(client, digits, now.date(), now=now, by=by)
    answered(world.kit, "000000003", now.date(), now=now, by=world.bo)

    page = text(world, as_user)

    assert page.index("Ines Vale") < page.index("Jo Marlow") < page.index("Records opened") < page.index("Therapists")
    assert "Kit Osei" not in page


def test_therapists_with_open_alerts_come_before_those_without(world: World, as_user: Any) -> None:
    now = timezone.now()
    staff.supervise(supervisor=world.cleo, therapist=world.bo, since=now, until=None, by=SYSTEM, now=now)
    answered(world.kit, "000000003", now.date(), now=now, by=world.bo)

    page = text(world, as_user)

    rows = page[page.index("Therapists</h2>") :]
    assert rows.index(">Bo</th>") < rows.index(">Ada</th>")
    assert '>Ada</th><td class="num" data-label="Open alerts">0</td><td class="num" data-label="Clients">2</td>' in rows


def test_broken_glass_is_shown_with_who_and_why_until_the_supervisor_has_looked(world: World, as_user: Any) -> None:
    row = glass(world, world.ines)
    before = text(world, as_user)

    response = as_user(world.cleo).post(reverse("glass_looked", args=[row.pk]))

    row.refresh_from_db()
    assert "<strong>Bo</strong>" in before
    assert "Her sister rang, worried." in before
    assert response.status_code == 303
    assert (row.looked_by, row.looked_at is not None) == (world.cleo, True)
    assert "Her sister rang" not in text(world, as_user)


def test_broken_glass_of_a_therapist_one_does_not_supervise_is_not_there(world: World, as_user: Any) -> None:
    row = break_glass(client=world.kit, reason="Rang in need.", by=actor(world.ada), now=timezone.now())

    page, response = text(world, as_user), as_user(world.cleo).post(reverse("glass_looked", args=[row.pk]))

    row.refresh_from_db()
    assert "Rang in need" not in page
    assert response.status_code == 404
    assert row.looked_at is None


def test_when_supervision_has_ended_nothing_of_the_therapist_is_left(world: World, as_user: Any) -> None:
    now = timezone.now()
    answered(world.ines, "000000003", now.date(), now=now, by=world.ada)
    glass(world, world.ines)
    assert "Ines Vale" in text(world, as_user)

    staff.end_arrangement(row=Supervision.objects.get(), by=actor(world.gwen), now=now - timedelta(seconds=1))
    page = text(world, as_user)

    assert "You supervise nobody now" in page
    assert "Ines Vale" not in page
    assert "Ada" not in page


def test_nobody_but_supervisors_sees_supervision(world: World, as_user: Any) -> None:
    row = glass(world, world.ines)
    for person in (world.ada, world.bo, world.dan, world.finn, world.gwen):
        browser = as_user(person)
        assert browser.get(reverse("supervision")).status_code == 404, person
        assert browser.post(reverse("glass_looked", args=[row.pk])).status_code == 404, person
    assert as_user(world.eve).post(reverse("glass_looked", args=[row.pk])).status_code == 404
    assert Browser().get(reverse("supervision")).status_code == 302
    assert as_user(world.cleo).get(reverse("supervision")).status_code == 200
