"""Settings and alert rules: what is saved is what was entered, and a fault stands beside its field."""

from typing import Any

import pytest
from django.urls import reverse

from clinic.people.hours import read_hours
from clinic.safety.rules import rule_for
from tests.world import HOURS, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]

WHOLE = {
    "public_name": "Harbour Therapy",
    "phone": "020 7946 0200",
    "country": "IE",
    "region": "",
    "language": "en",
    "time_zone": "Europe/Dublin",
    "opens_0": "09:00",
    "closes_0": "17:30",
    "opens_5": "10:00",
    "closes_5": "12:00",
    "holidays": "2026-12-25\n\n2026-12-26",
    "assessment_holds_days": "7",
}


def save(world: World, as_user: Any, **given: str) -> Any:
    """Gwen saves the settings."""
    return as_user(world.gwen).post(reverse("team_settings", args=[world.team.pk]), {**WHOLE, **given})


def test_settings_are_saved_as_entered(world: World, as_user: Any) -> None:
    response = save(world, as_user)

    world.team.refresh_from_db()
    assert response.status_code == 303
    assert world.team.country == "IE"
    assert world.team.hours == {"0": ["09:00", "17:30"], "5": ["10:00", "12:00"]}
    assert world.team.holidays == ["2026-12-25", "2026-12-26"]
    assert world.team.assessment_holds_days == 7
    read_hours(time_zone=world.team.time_zone, hours=world.team.hours, holidays=world.team.holidays)


def test_the_form_begins_with_what_is_known(world: World, as_user: Any) -> None:
    save(world, as_user)

    page = as_user(world.gwen).get(reverse("team_settings", args=[world.team.pk])).content.decode()

    for known in ('name="closes_0" value="17:30"', "2026-12-26", "020 7946 0200", '"Europe/Dublin" selected'):
        assert known in page


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"closes_0": ""}, "Enter both times, or neither"),
        ({"opens_3": "09:00"}, "Enter both times, or neither"),
        ({"closes_0": "08:00"}, "The closing time must be after the opening time"),
        ({"opens_0": "nine"}, "Enter a valid time"),
        ({"holidays": "25 December"}, "expected a date such as 2026-12-25"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"assessment_holds_days": "0"}, "greater than or equal to 1"),
        ({"public_name": ""}, "This field is required"),
    ],
)
def test_a_fault_is_told_and_nothing_is_saved(world: World, as_user: Any, fault: dict[str, str], told: str) -> None:
    response = save(world, as_user, **fault)

    world.team.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert f'href="#id_{next(iter(fault))}' in page or "opens_3" in fault
    assert world.team.hours == HOURS


RULES = {
    "urgent_working_hours": "4",
    "urgent_pages_duty": "on",
    "urgent_duty_minutes": "60",
    "soon_working_hours": "",
    "soon_duty_minutes": "60",
    "notice_working_hours": "40",
    "notice_duty_minutes": "60",
}


def save_rules(world: World, as_user: Any, **given: str) -> Any:
    """Gwen saves the alert rules."""
    return as_user(world.gwen).post(reverse("alert_rules", args=[world.team.pk]), {**RULES, **given})


def test_the_shipped_defaults_are_shown_with_their_origin_and_saving_them_keeps_nothing(
    world: World, as_user: Any
) -> None:
    page = as_user(world.gwen).get(reverse("alert_rules", args=[world.team.pk])).content.decode()
    response = save_rules(world, as_user)

    world.team.refresh_from_db()
    assert "Default: 4 working hours (vocabulary concern-levels)" in page
    assert "Default: 40 working hours (set by OpenIPT)" in page
    assert "Default: 60 minutes (set by OpenIPT)" in page
    assert response.status_code == 303
    assert world.team.alert_rules == {}


def test_only_what_differs_from_the_default_is_kept_and_counts(world: World, as_user: Any) -> None:
    save_rules(world, as_user, urgent_working_hours="2", soon_working_hours="6.5", urgent_duty_minutes="30")

    world.team.refresh_from_db()
    assert world.team.alert_rules == {
        "urgent": {"working_hours": 2, "duty_minutes": 30},
        "soon": {"working_hours": 6.5},
    }
    assert rule_for("urgent", changed=world.team.alert_rules).duty_minutes == 30


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"urgent_working_hours": "0"}, "Enter hours above 0, 80 at most"),
        ({"urgent_working_hours": "81"}, "Enter hours above 0, 80 at most"),
        ({"urgent_working_hours": "nan"}, "Enter a number"),
        ({"urgent_duty_minutes": "4"}, "Enter 5 to 720 minutes"),
        ({"soon_duty_minutes": ""}, "This field is required"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(world: World, as_user: Any, fault: dict[str, str], told: str) -> None:
    response = save_rules(world, as_user, **fault)

    world.team.refresh_from_db()
    assert response.status_code == 422
    assert told in response.content.decode()
    assert world.team.alert_rules == {}
