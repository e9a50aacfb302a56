"""Opening a record is written down: once in a quarter of an hour for the same eyes, exports and broken glass always."""

from datetime import timedelta

import pytest
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.audit.models import Event
from clinic.audit.opening import opened
from clinic.audit.queries import events_of_client
from clinic.people.actions.clients import break_glass
from clinic.people.queries import who
from tests.world import MONDAY_TEN, World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def n_opened(verb: str = "client opened") -> int:
    """How often this stands on the trail."""
    return Event.objects.filter(happened=verb).count()


def test_opening_a_record_is_written_down_once_in_a_quarter_of_an_hour(world: World) -> None:
    ada = actor(world.ada)
    counts = []
    for minutes, seconds in ((0, 0), (7, 0), (14, 59), (15, 0), (29, 59), (30, 0)):
        at = MONDAY_TEN + timedelta(minutes=minutes, seconds=seconds)
        opened("client opened", record=world.ines, viewer=ada, now=at)
        counts.append(n_opened())

    assert counts == [1, 1, 1, 2, 2, 3]


def test_another_viewer_record_purpose_or_session_is_another_opening(world: World) -> None:
    ada = Actor(kind="staff", id=world.ada.pk, session="desk")
    laptop = Actor(kind="staff", id=world.ada.pk, session="laptop")
    for verb, record, viewer in (
        ("client opened", world.ines, ada),
        ("client opened", world.jo, ada),
        ("client opened on duty", world.ines, ada),
        ("client opened", world.ines, actor(world.cleo)),
        ("client opened", world.ines, laptop),
        ("client opened", world.ines, ada),
    ):
        opened(verb, record=record, viewer=viewer, now=MONDAY_TEN)

    assert (n_opened(), n_opened("client opened on duty")) == (4, 1)


def test_the_event_says_who_opened_whose_record_when_and_in_which_session(world: World) -> None:
    viewer = Actor(kind="staff", id=world.ada.pk, session="a-long-session-key-of-a-cookie")

    opened("client opened", record=world.ines, viewer=viewer, now=MONDAY_TEN)

    event = events_of_client(world.ines.pk)[0]
    assert (event.by_kind, event.by_id, event.at, event.session) == (
        "staff",
        world.ada.pk,
        MONDAY_TEN,
        "a-long-session-k",
    )
    assert (event.about_kind, event.about_id, event.client_id) == ("client", world.ines.pk, world.ines.pk)


def test_a_record_that_hangs_on_a_client_is_written_down_for_that_client(world: World) -> None:
    recorded = answered(world.ines, "000000000", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)

    opened("answers opened", record=recorded.sheet, viewer=actor(world.ada), now=MONDAY_TEN)

    assert Event.objects.get(happened="answers opened").client_id == world.ines.pk


def test_an_export_is_written_down_every_time(world: World) -> None:
    for _ in range(3):
        who.client(actor(world.ada), world.ines.pk)
        who.client_for_export(actor(world.ada), world.ines.pk)

    assert (n_opened(), n_opened("record exported")) == (1, 3)


def test_breaking_the_glass_is_written_down_every_time(world: World) -> None:
    for _ in range(2):
        break_glass(client=world.kit, reason="rang us", by=actor(world.ada), now=MONDAY_TEN)

    assert n_opened("glass broken") == 2


def test_a_record_that_may_not_be_opened_leaves_no_opening(world: World) -> None:
    with pytest.raises(Http404):
        who.client(actor(world.eve), world.ines.pk)
    with pytest.raises(Http404):
        who.client_for_export(actor(world.bo), world.ines.pk)

    assert n_opened() == 0
    assert n_opened("record exported") == 0
