"""What a client could come to harm by on their own pages: waiting for an answer there, or coming at the wrong hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.people.models import Client
from clinic.therapy.actions.appointments import move
from clinic.therapy.queries.own import own_appointments
from tests.web.client.planted import plant
from tests.web.client.steps import came_by_link
from tests.web.crawl import Crawl
from tests.web.matrix import address, rows
from tests.web.stage import Stage
from tests.world import actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OWN = sorted({row.name for row in rows() if row.name.startswith("my") and row.method == "GET"} - {"my_left"})


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def test_wherever_a_client_writes_it_says_that_it_is_no_way_to_get_help_quickly(stage: Stage) -> None:
    plant(stage)
    ines = came_by_link(stage.ines.client)

    pages = {name: ines.get(address(name, stage)).content.decode() for name in OWN if "file" not in name}
    writing = {name: page for name, page in pages.items() if "<textarea" in page}

    assert {"my_lines", "my_agreement", "my_goal", "my_ending", "my_event_new"} <= set(writing)
    assert [name for name, page in writing.items() if "not a way to get help quickly" not in page] == []
    assert [name for name, page in pages.items() if reverse("help") not in page and "print" not in name] == []


def test_an_appointment_stands_in_the_clients_own_time_and_moves_at_once(stage: Stage) -> None:
    client = stage.ines.client
    Client.objects.filter(pk=client.pk).update(time_zone="Asia/Tokyo")
    ines = came_by_link(client)
    session = own_appointments(holder(client), now=timezone.now())[0]
    at = session.starts_at + timedelta(days=1, hours=-3)

    def shown() -> str:
        return ines.get(reverse("my_appointments")).content.decode()

    def told(moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo('Asia/Tokyo')):%-d %B, %H:%M}"

    assert told(session.starts_at) in shown()
    move(session=session, starts_at=at, by=actor(stage.world.ada), now=timezone.now())
    after = shown()

    assert told(at) in after
    assert told(session.starts_at) not in after
