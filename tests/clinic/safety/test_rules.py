"""By when an alert must be seen: deadlines worked out by hand, a team's own, and what a team may not set."""

from datetime import datetime
from typing import Any

import pytest

from clinic.audit.models import Event
from clinic.people.actions.staff import change_team
from clinic.people.hours import read_hours
from clinic.people.presence import hours_of
from clinic.safety.models import Alert
from clinic.safety.rules import AlertRule, RuleError, rule_for
from tests.world import HOURS, LONDON, MONDAY_TEN, World, actor, answered

EASTER = ["2026-04-03", "2026-04-06"]
OPEN = read_hours(time_zone="Europe/London", hours=HOURS, holidays=EASTER)
NO_HOURS = read_hours(time_zone="Europe/London", hours={}, holidays=[])


def at(text: str) -> datetime:
    """A wall-clock time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def due(level: str, now: str, *, on_duty: bool = False, changed: Any = None, hours: Any = OPEN) -> datetime:
    """By when an alert raised now must be seen."""
    return rule_for(level, changed=changed or {}).due_at(hours=hours, now=at(now), on_duty=on_duty)


@pytest.mark.parametrize(
    ("now", "on_duty", "expected"),
    [
        ("2026-03-02 10:00", False, "2026-03-02 14:00"),
        ("2026-03-02 10:00", True, "2026-03-02 14:00"),  # by day duty changes nothing
        ("2026-03-06 16:00", False, "2026-03-09 12:00"),  # Friday at four: Monday at twelve
        ("2026-03-06 16:59", True, "2026-03-09 12:59"),
        ("2026-03-06 17:00", True, "2026-03-06 18:00"),  # closed: whoever is on duty has an hour
        ("2026-03-01 02:00", True, "2026-03-01 03:00"),  # Sunday night with duty
        ("2026-03-01 02:00", False, "2026-03-02 13:00"),  # Sunday night without: Monday at one
        ("2026-04-03 10:00", False, "2026-04-07 13:00"),  # Good Friday
        ("2026-04-03 10:00", True, "2026-04-03 11:00"),
        ("2026-03-29 00:30", True, "2026-03-29 02:30"),  # an hour of the night in which the clock goes on
    ],
)
def test_urgent_is_four_working_hours_and_an_hour_for_whoever_is_on_duty_out_of_hours(
    now: str, on_duty: bool, expected: str
) -> None:
    assert due("urgent", now, on_duty=on_duty).timestamp() == at(expected).timestamp()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-03 17:00"),
        ("2026-03-06 10:00", "2026-03-09 17:00"),
        ("2026-03-01 02:00", "2026-03-02 17:00"),
        ("2026-04-02 10:00", "2026-04-07 17:00"),
    ],
)
@pytest.mark.parametrize("on_duty", [True, False])
def test_soon_is_the_end_of_the_next_working_day_and_never_pages_duty(now: str, expected: str, on_duty: bool) -> None:
    assert due("soon", now, on_duty=on_duty) == at(expected)


def test_a_notice_is_a_working_week() -> None:
    assert due("notice", "2026-03-02 10:00") == at("2026-03-09 10:00")
    assert due("notice", "2026-03-01 02:00", on_duty=True) == at("2026-03-06 17:00")


@pytest.mark.parametrize("level", ["notice", "soon", "urgent"])
def test_a_team_without_hours_has_a_day(level: str) -> None:
    assert due(level, "2026-03-02 10:00", hours=NO_HOURS) == at("2026-03-03 10:00")


def test_a_team_changes_one_level_and_the_others_stay() -> None:
    changed = {"urgent": {"working_hours": 2, "duty_minutes": 15}, "soon": {"working_hours": 8}}

    assert due("urgent", "2026-03-02 10:00", changed=changed) == at("2026-03-02 12:00")
    assert due("urgent", "2026-03-01 02:00", on_duty=True, changed=changed) == at("2026-03-01 02:15")
    assert due("soon", "2026-03-02 10:00", changed=changed) == at("2026-03-03 10:00")
    assert due("notice", "2026-03-02 10:00", changed=changed) == at("2026-03-09 10:00")


def test_a_team_may_keep_urgent_from_paging_and_let_soon_page() -> None:
    changed = {"urgent": {"pages_duty": False}, "soon": {"pages_duty": True}}

    assert due("urgent", "2026-03-01 02:00", on_duty=True, changed=changed) == at("2026-03-02 13:00")
    assert due("soon", "2026-03-01 02:00", on_duty=True, changed=changed) == at("2026-03-01 03:00")


@pytest.mark.parametrize(
    "change",
    [
        {"working_hours": 0},
        {"working_hours": -1},
        {"working_hours": 80.5},
        {"working_hours": 1000},
        {"working_hours": "4"},
        {"working_hours": True},
        {"working_hours": float("nan")},
        {"duty_minutes": 4},
        {"duty_minutes": 721},
        {"duty_minutes": 60.5},
        {"duty_minutes": None},
        {"pages_duty": "no"},
        {"pages_duty": 0},
        {"hours": 4},
        {"level": "notice"},
        [4],
        4,
    ],
)
def test_a_deadline_cannot_be_set_beyond_its_limit(change: Any) -> None:
    with pytest.raises(RuleError, match="Alert rule urgent"):
        rule_for("urgent", changed={"urgent": change})


@pytest.mark.parametrize("change", [{"working_hours": 80}, {"working_hours": 0.5}, {"working_hours": None}])
def test_a_deadline_within_its_limit_stands(change: Any) -> None:
    rule = rule_for("urgent", changed={"urgent": {**change, "duty_minutes": 5, "pages_duty": False}})

    assert rule == AlertRule(level="urgent", duty_minutes=5, pages_duty=False, **change)


@pytest.mark.parametrize(
    ("level", "now", "on_duty", "expected"),
    [
        ("urgent", "2026-03-02 14:00", False, "2026-03-03 10:00"),  # three hours today, one tomorrow
        ("urgent", "2026-03-01 03:00", True, "2026-03-01 04:00"),  # at night, with duty: hour by hour
        ("urgent", "2026-03-09 12:00", False, "2026-03-09 16:00"),
        ("soon", "2026-03-03 17:00", False, "2026-03-04 17:00"),
        ("soon", "2026-03-06 17:00", False, "2026-03-09 09:00"),  # Friday evening: a day later is Saturday, so Monday
        ("notice", "2026-03-02 10:00", False, "2026-03-03 10:00"),  # not another week, but a day
        ("notice", "2026-03-06 16:00", False, "2026-03-09 09:00"),  # nobody is written to on a Saturday about it
    ],
)
def test_the_next_step_comes_after_the_same_time_again_or_a_day(
    level: str, now: str, on_duty: bool, expected: str
) -> None:
    rule = rule_for(level, changed={})

    assert rule.next_step_at(hours=OPEN, now=at(now), on_duty=on_duty) == at(expected)


def test_without_hours_the_next_step_is_a_day_later() -> None:
    rule = rule_for("notice", changed={})

    assert rule.next_step_at(hours=NO_HOURS, now=MONDAY_TEN, on_duty=False) == at("2026-03-03 10:00")


@pytest.mark.django_db
@pytest.mark.database
def test_changing_a_deadline_is_in_the_audit(world: World) -> None:
    rules = {"urgent": {"working_hours": 1}}

    change_team(team=world.team, settings={"alert_rules": rules}, by=actor(world.gwen), now=MONDAY_TEN)

    event = Event.objects.order_by("seq").last()
    assert event is not None
    assert (event.happened, event.by_id, event.about_id, event.at) == (
        "team changed",
        world.gwen.pk,
        world.team.pk,
        MONDAY_TEN,
    )
    answered(world.ines, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    assert Alert.objects.get().due_at == at("2026-03-02 11:00")


@pytest.mark.django_db
@pytest.mark.database
def test_an_alert_is_raised_though_what_the_team_changed_no_longer_fits(world: World) -> None:
    """A limit that a later release narrowed: the shipped deadline stands in, and no answer is lost."""
    type(world.team).objects.filter(pk=world.team.pk).update(alert_rules={"urgent": {"working_hours": 500}})
    world.ines.team.refresh_from_db()

    answered(world.ines, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)

    assert Alert.objects.get().due_at == at("2026-03-02 14:00")
    assert hours_of(world.team).is_open(MONDAY_TEN)
