"""Crisis lines of a service: dated after a call, changed with the same checks as the shipped ones, and nothing lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.safety import crisis
from clinic.safety.actions.crisis import keep_crisis_lines
from clinic.safety.queries.crisis import crisis_list
from tests.world import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]

HELPLINE = {
    "place": "2",
    "kind": "crisis",
    "name": "Harbour Helpline",
    "number": "0800 123",
    "dial": "0800123",
    "text": "",
    "keyword": "",
    "after_dialling": "press 2",
    "hours": "24 hours, every day",
    "languages": "en, cy",
    "regions": "Wales",
    "free": "on",
    "link": "https://helpline.example",
    "verified_on": "2026-01-02",
    "source_dated": "2025-12",
    "checked_in": "https://helpline.example/numbers",
}


@pytest.mark.parametrize("country", crisis.shipped_countries())
def test_a_list_that_a_service_keeps_loses_nothing(world: World, country: str) -> None:
    shipped = crisis.shipped(country)
    assert shipped is not None

    keep_crisis_lines(country=country, lines=shipped.lines, team=world.team, by=actor(world.gwen), now=timezone.now())

    kept = crisis_list(country)
    assert kept is not None
    assert kept.lines == shipped.lines
    assert kept.verified_on == shipped.verified_on
    assert kept.source == "kept by the service"


def post(world: World, as_user: Any, page: str, *args: str, **given: str) -> Any:
    """Gwen sends something about the lists of her team."""
    return as_user(world.gwen).post(reverse(page, args=[world.team.pk, *args]), given)


def lines(country: str = "GB") -> dict[str, crisis.CrisisLine]:
    """The lines of a country by id, in order."""
    found = crisis_list(country)
    return {line.id: line for line in found.lines} if found else {}


def test_calling_one_number_dates_that_line_and_leaves_the_others(world: World, as_user: Any) -> None:
    before = lines()

    response = post(world, as_user, "crisis_dates", "GB", line="samaritans")

    after, today = lines(), timezone.localdate()
    assert response.status_code == 303
    assert after["samaritans"].verified_on == today
    assert after["samaritans"].source_dated == "called on that day"
    assert {**after, "samaritans": None} == {**before, "samaritans": None}


def test_calling_all_numbers_dates_what_clients_see_and_nothing_else(world: World, as_user: Any) -> None:
    before = lines("SE")
    hidden = {line.id for line in before.values() if not line.verified}

    post(world, as_user, "crisis_dates", "SE", line="")

    after = lines("SE")
    assert hidden
    assert {line.id for line in after.values() if line.verified_on == timezone.localdate()} >= set(after) - hidden
    assert {line.id for line in after.values() if not line.verified} == hidden


def test_a_line_nobody_had_checked_is_shown_once_somebody_called_it(world: World, as_user: Any) -> None:
    hidden = next(line.id for line in lines("SE").values() if not line.verified)

    post(world, as_user, "crisis_dates", "SE", line=hidden)

    found = crisis_list("SE")
    assert found is not None
    assert hidden in {line.id for line in found.shown()}


@pytest.mark.parametrize(("country", "line"), [("GB", "no-such-line"), ("PT", ""), ("gb", "")])
def test_a_line_or_list_that_is_not_there_cannot_be_dated(world: World, as_user: Any, country: str, line: str) -> None:
    assert post(world, as_user, "crisis_dates", country, line=line).status_code == 404


def test_a_line_is_added_at_its_place_and_clients_are_shown_it(world: World, as_user: Any) -> None:
    response = post(world, as_user, "crisis_line_new", "GB", **HELPLINE)

    assert response.status_code == 303
    assert list(lines())[:2] == ["emergency", "harbour-helpline"]
    assert lines()["harbour-helpline"] == crisis.CrisisLine(
        id="harbour-helpline",
        name="Harbour Helpline",
        kind="crisis",
        number="0800 123",
        dial="0800123",
        after_dialling="press 2",
        hours="24 hours, every day",
        languages=("en", "cy"),
        regions=("Wales",),
        free=True,
        link="https://helpline.example",
        verified=True,
        verified_on=date(2026, 1, 2),
        source_dated="2025-12",
        checked_in="https://helpline.example/numbers",
    )
    assert "0800 123" in as_user(world.gwen).get(reverse("help") + "?country=GB").content.decode()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"place": "1"}, "A checked emergency number must come first"),
        ({"dial": ""}, "Expected: a number to call"),
        ({"dial": "call us"}, "Expected: digits"),
        ({"kind": "text"}, "Expected: a number for texts"),
        ({"link": "http://helpline.example"}, "Expected: an address with https://"),
        ({"hours": "9 to 5, Monday to Friday"}, "Expected: hours on every day"),
        ({"source_dated": ""}, "Expected: with source_dated"),
        ({"verified_on": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"}, "still to come"),
        ({"kind": "friend"}, "Select a valid choice"),
        ({"checked_in": ""}, "This field is required"),
    ],
)
def test_a_faulty_line_is_refused_and_the_shipped_list_stays(
    world: World, as_user: Any, fault: dict[str, str], told: str
) -> None:
    before = lines()

    response = post(world, as_user, "crisis_line_new", "GB", **{**HELPLINE, **fault})

    assert response.status_code == 422
    assert told in response.content.decode()
    assert lines() == before


def test_a_line_is_changed_and_keeps_its_id(world: World, as_user: Any) -> None:
    post(world, as_user, "crisis_line", "GB", "samaritans", **{**HELPLINE, "place": "3", "name": "Samaritans"})

    assert list(lines())[2] == "samaritans"
    assert lines()["samaritans"].number == "0800 123"


def test_a_line_is_removed_but_never_the_emergency_number(world: World, as_user: Any) -> None:
    gone = post(world, as_user, "crisis_line_gone", "GB", "shout")
    refused = post(world, as_user, "crisis_line_gone", "GB", "emergency")

    assert gone["Location"] == reverse("crisis_list", args=[world.team.pk, "GB"])
    assert refused["Location"] == reverse("crisis_line", args=[world.team.pk, "GB", "emergency"])
    assert "shout" not in lines()
    assert "emergency" in lines()


def test_a_country_without_a_list_begins_with_its_emergency_number(world: World, as_user: Any) -> None:
    refused = post(world, as_user, "crisis_line_new", "PT", **{**HELPLINE, "place": "1"})
    allowed = post(world, as_user, "crisis_line_new", "PT", **{**HELPLINE, "place": "1", "kind": "emergency"})

    assert refused.status_code == 422
    assert allowed.status_code == 303
    assert list(lines("PT")) == ["harbour-helpline"]


def test_the_shipped_list_comes_back(world: World, as_user: Any) -> None:
    before = lines()
    post(world, as_user, "crisis_line_new", "GB", **HELPLINE)

    post(world, as_user, "crisis_shipped", "GB")

    assert lines() == before


def test_a_list_that_only_the_service_has_is_not_dropped(world: World, as_user: Any) -> None:
    post(world, as_user, "crisis_line_new", "PT", **{**HELPLINE, "place": "1", "kind": "emergency"})

    post(world, as_user, "crisis_shipped", "PT")

    assert list(lines("PT")) == ["harbour-helpline"]


def test_old_checks_and_lines_nobody_checked_are_marked(world: World, as_user: Any) -> None:
    post(world, as_user, "crisis_line_new", "GB", **{**HELPLINE, "verified_on": "2020-01-02"})
    browser = as_user(world.gwen)

    stale = browser.get(reverse("crisis_list", args=[world.team.pk, "GB"])).content.decode()
    hidden = browser.get(reverse("crisis_list", args=[world.team.pk, "SE"])).content.decode()
    everything = browser.get(reverse("crisis_lists", args=[world.team.pk])).content.decode()

    assert "2 January 2020" in stale
    assert '<span class="tag watch">to check</span>' in stale
    assert '<span class="tag">not shown</span>' in hidden
    assert "kept by your service" in everything
