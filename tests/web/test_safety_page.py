"""After sending: whom to call comes first when it is urgent, then the client's people, then when somebody reads it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.people.actions import staff
from clinic.people.models import Client, Team
from clinic.safety.models import Alert
from tests.web.crawl import post
from tests.web.stage import UNSAFE, Stage
from tests.web.test_questionnaire import words_of
from tests.world import LONDON, SYSTEM, hold_link

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def sent(stage: Stage, item_9: int, **details: str) -> str:
    """The page after Ines sent a PHQ-9 with this answer to item 9; all her earlier alerts are gone."""
    Alert.objects.all().delete()
    Client.objects.filter(pk=stage.ines.client.pk).update(**details)
    stage.ines.client.risk_records.all().delete()
    phone, pk = hold_link(stage.ines.client), stage.ines.invitation
    answers = {f"answer_{n}": "1" for n in range(1, 9)}
    post(phone, reverse("all_questions", args=[pk]), go="send_so", **answers, answer_9=str(item_9))
    return main_of(phone, reverse("sent", args=[pk]))


def main_of(browser: Browser, url: str) -> str:
    """The main part of a page."""
    return re.search(r"<main.*?</main>", browser.get(url).content.decode(), re.DOTALL)[0]  # type: ignore[index]


@pytest.mark.parametrize("item_9", [2, 3])
def test_call_buttons_come_first_when_urgent(item_9: int, stage: Stage) -> None:
    page = sent(stage, item_9)

    first_link = re.search(r'href="([^"]+)"', page)[1]  # type: ignore[index]
    order = [
        page.index(words)
        for words in ("tel:999", "tel:116123", "Olive Hart", "a walk by the river", "reads your answers by")
    ]
    assert first_link == "tel:999"
    assert order == sorted(order)
    assert UNSAFE not in page and UNSAFE.split()[0] not in page


def test_a_call_button_is_a_plain_link(stage: Stage) -> None:
    page = sent(stage, 3)

    calls = [unescape(call) for call in re.findall(r'<a class="call[^"]*" href="([^"]+)"', page)]
    assert {"tel:999", "tel:116123", "tel:02079460991"} <= set(calls)
    assert all(re.fullmatch(r"(tel|sms):[0-9+*#]+(\?&body=\w+)?", call) for call in calls)


@pytest.mark.parametrize("item_9", [0, 1])
def test_the_page_is_calm_when_nothing_is_urgent(item_9: int, stage: Stage) -> None:
    page = sent(stage, item_9)

    assert "Your answers have arrived" in page
    assert not re.search(r"tel:|sms:|urgent|danger|alarm|emergency|Olive", page, re.IGNORECASE)
    assert Alert.objects.count() == item_9


def on_duty(stage: Stage) -> None:
    """Dan is on duty from an hour ago."""
    now = timezone.now()
    staff.put_on_duty(
        team=stage.world.team,
        user=stage.world.dan,
        since=now - timedelta(hours=1),
        until=now + timedelta(hours=9),
        by=SYSTEM,
        now=now,
    )


@pytest.fixture
def closed(stage: Stage) -> datetime:
    """The team is closed until tomorrow at ten, whatever day this is; returns that moment."""
    tomorrow = timezone.now().astimezone(LONDON) + timedelta(days=1)
    hours = {str(tomorrow.weekday()): ["10:00", "18:00"]}
    Team.objects.filter(pk=stage.world.team.pk).update(hours=hours, holidays=[])
    return tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)


def test_without_duty_the_page_says_when_a_person_will_read(stage: Stage, closed: datetime) -> None:
    page = words_of(sent(stage, 3))

    due = closed + timedelta(hours=4)  # our default for urgent: four working hours
    assert f"Somebody in the team reads your answers by {due:%A} {due.day} {due:%B}, 14:00 at the latest" in page
    assert "Until then nobody is there: please use the numbers above" in page
    assert Alert.objects.get().nobody_on_duty


def test_with_duty_somebody_reads_within_the_hour(stage: Stage, closed: datetime) -> None:
    on_duty(stage)

    page = words_of(sent(stage, 3))

    alert = Alert.objects.get()
    due = alert.due_at.astimezone(LONDON)
    assert timedelta(minutes=59) < alert.due_at - alert.raised_at <= timedelta(minutes=60)
    assert f"{due:%A} {due.day} {due:%B}, {due:%H:%M} at the latest" in page
    assert "nobody is there" not in page
    assert alert.holder == stage.world.dan


def test_the_time_is_told_in_the_clients_zone(stage: Stage, closed: datetime) -> None:
    page = words_of(sent(stage, 3, time_zone="Asia/Kolkata", country="IN"))

    due = (closed + timedelta(hours=4)).astimezone(UTC) + timedelta(hours=5, minutes=30)
    assert f"by {due:%A} {due.day} {due:%B}, {due:%H:%M} at the latest" in page
    assert "14:00" not in page


def test_the_numbers_are_those_of_the_clients_country(stage: Stage) -> None:
    page = sent(stage, 3, country="US", region="")

    assert "tel:911" in page and "tel:988" in page
    assert "tel:999" not in page


def test_a_country_without_a_list_still_names_an_emergency_number(stage: Stage) -> None:
    page = sent(stage, 3, country="PL", region="")

    assert re.search(r"\b112\b", page)


def test_after_a_clinician_closed_it_the_page_is_calm_again(stage: Stage) -> None:
    sent(stage, 3)
    Alert.objects.all().delete()

    page = main_of(hold_link(stage.ines.client), reverse("sent", args=[stage.ines.invitation]))

    assert "Your answers have arrived" in page
