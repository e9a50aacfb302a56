"""An alert that nobody has seen goes on, step by step; one whose owner is gone is held by somebody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from clinic.audit.actor import SYSTEM
from clinic.audit.models import Event
from clinic.letters import due as letters_due
from clinic.letters.due import send_letters
from clinic.letters.models import Letter
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import Membership
from clinic.safety.actions.alerts import see_alert
from clinic.safety.actions.handover import staff_leaves
from clinic.safety.due import escalate_unseen, find_new_holder, held_by_nobody_there, press_alerts
from clinic.safety.models import Alert
from clinic.safety.queries.alerts import open_alerts
from tests.clinic.steps import covered, duty, looked, raised, told
from tests.world import LONDON, MONDAY_TEN, SUNDAY_NIGHT, World, actor, join

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """A wall-clock time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def pressed(*times: datetime) -> list[str]:
    """Who holds the one alert after the worker pressed at each of these times, and just before each."""
    held = []
    for now in times:
        before = Alert.objects.get()
        assert press_alerts(now=now - SECOND) == 0
        assert Alert.objects.get().holder == before.holder
        assert press_alerts(now=now) == 1
        assert press_alerts(now=now) == 0
        held.append(Alert.objects.get().holder.name)
    return held


def test_an_unseen_alert_reaches_the_supervisor(world: World) -> None:
    alert = raised(world.ines, 2)

    assert pressed(at("2026-03-02 14:00")) == ["Cleo"]

    alert.refresh_from_db()
    assert (alert.held_since, alert.raised_at, alert.due_at, alert.n_steps) == (
        at("2026-03-02 14:00"),
        MONDAY_TEN,
        at("2026-03-02 14:00"),
        1,
    )
    assert told() == ["ada", "cleo"]
    assert [found.pk for found in open_alerts(actor(world.ada), now=at("2026-03-02 14:00"))] == [alert.pk]


def test_by_day_it_goes_from_the_therapist_to_supervisor_duty_and_administrator_every_four_working_hours(
    world: World,
) -> None:
    raised(world.ines, 2)

    times = [at("2026-03-02 14:00"), at("2026-03-03 10:00"), at("2026-03-03 14:00")]
    assert pressed(*times) == ["Cleo", "Dan", "Gwen"]
    assert told() == ["ada", "cleo", "dan", "gwen"]


def test_at_the_end_of_the_chain_everybody_is_told_again_and_again(world: World) -> None:
    raised(world.ines, 2)
    pressed(at("2026-03-02 14:00"), at("2026-03-03 10:00"), at("2026-03-03 14:00"))

    assert pressed(at("2026-03-04 10:00"), at("2026-03-04 14:00")) == ["Gwen", "Gwen"]
    assert sorted(told()[4:]) == ["cleo", "cleo", "dan", "dan", "gwen", "gwen"]


def test_at_night_it_goes_on_every_hour_as_long_as_somebody_is_on_duty(world: World) -> None:
    duty(world, world.dan, SUNDAY_NIGHT, hours=7)
    raised(world.ines, 3, now=SUNDAY_NIGHT)

    held = pressed(at("2026-03-01 03:00"), at("2026-03-01 04:00"), at("2026-03-01 05:00"), at("2026-03-01 06:00"))

    assert held == ["Cleo", "Dan", "Gwen", "Gwen"]
    assert told()[:4] == ["dan", "cleo", "dan", "gwen"]
    assert sorted(told()[4:]) == ["cleo", "dan", "gwen"]


def test_at_night_without_duty_it_waits_for_the_morning(world: World) -> None:
    raised(world.ines, 3, now=SUNDAY_NIGHT)

    assert pressed(at("2026-03-02 13:00")) == ["Cleo"]


def test_a_worsening_or_a_notice_takes_no_step_at_night_or_on_a_weekend(world: World) -> None:
    raised(world.ines, 1, now=at("2026-03-05 16:00"))
    steps = []
    for _ in range(6):
        now = Alert.objects.get().escalate_at
        assert now is not None
        assert press_alerts(now=now) == 1
        steps.append(now.astimezone(LONDON))

    assert steps[0] == at("2026-03-06 17:00")
    assert all(step.weekday() < 5 and 9 <= step.hour <= 17 for step in steps)


def test_whoever_is_therapist_and_duty_lead_does_not_leave_the_others_out(world: World) -> None:
    """Ada comes after Cleo and Dan in the chain, and still they are asked first."""
    staff.give_role(user=world.ada, team=world.team, role=Role.DUTY, by=SYSTEM, now=MONDAY_TEN - DAY)
    raised(world.ines, 2)

    held = pressed(at("2026-03-02 14:00"), at("2026-03-03 10:00"), at("2026-03-03 14:00"), at("2026-03-04 10:00"))

    assert sorted(held[1:3]) == ["Ada", "Dan"]
    assert (held[0], held[3]) == ("Cleo", "Gwen")


def test_without_a_supervisor_it_goes_to_duty(world: World) -> None:
    raised(world.kit, 2)

    assert pressed(at("2026-03-02 14:00"), at("2026-03-03 10:00")) == ["Dan", "Gwen"]


def test_seen_stops_it(world: World) -> None:
    alert = raised(world.ines, 2)
    see_alert(alert=alert, by=actor(world.ada), now=MONDAY_TEN + HOUR)

    assert press_alerts(now=MONDAY_TEN + 7 * DAY) == 0
    assert (Alert.objects.get().holder, told()) == (world.ada, ["ada"])


def test_closed_stops_it(world: World) -> None:
    looked(world.ines, world.ada, raised(world.ines, 2), now=MONDAY_TEN + HOUR)

    assert press_alerts(now=MONDAY_TEN + 7 * DAY) == 0
    assert told() == ["ada"]


def test_all_that_are_due_move_in_one_press(world: World) -> None:
    for client in (world.ines, world.jo, world.kit):
        raised(client, 2)

    assert press_alerts(now=at("2026-03-02 14:00")) == 3
    assert sorted(told()) == ["ada", "ada", "bo", "cleo", "cleo", "dan"]


def test_a_team_with_rules_that_no_longer_fit_does_not_hold_up_the_others(world: World) -> None:
    raised(world.ines, 2)
    staff.change_team(
        team=world.team, settings={"alert_rules": {"urgent": {"working_hours": 999}}}, by=SYSTEM, now=MONDAY_TEN
    )

    assert press_alerts(now=at("2026-03-02 14:00")) == 1
    assert Alert.objects.get().holder == world.cleo


def meanwhile(table: str, do: Callable[[], Any]) -> Any:
    """Let another worker do something between our reading of a row and our update of it."""
    done: list[bool] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(f'UPDATE "{table}"') and not done:
            done.append(True)
            do()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def test_two_workers_move_an_alert_one_step(world: World) -> None:
    raised(world.ines, 2)
    due = at("2026-03-02 14:00")

    with meanwhile("safety_alert", lambda: escalate_unseen(now=due)):
        assert escalate_unseen(now=due) is None

    alert = Alert.objects.get()
    assert (alert.n_steps, alert.holder, told()) == (1, world.cleo, ["ada", "cleo"])


def test_two_workers_find_one_new_holder(world: World) -> None:
    raised(world.ines, 2)
    covered(world, MONDAY_TEN + HOUR, MONDAY_TEN + DAY)
    now = MONDAY_TEN + HOUR
    [alert] = held_by_nobody_there(now=now).select_related("client__team", "client__therapist")
    again = Alert.objects.select_related("client__team", "client__therapist").get()

    assert find_new_holder(alert=alert, now=now) is True
    assert find_new_holder(alert=again, now=now) is False

    assert (Alert.objects.get().holder, told()) == (world.bo, ["ada", "bo"])


def test_an_alert_closed_meanwhile_gets_no_new_holder(world: World) -> None:
    alert = raised(world.ines, 2)
    covered(world, MONDAY_TEN + HOUR, MONDAY_TEN + DAY)
    stale = Alert.objects.select_related("client__team", "client__therapist").get()
    looked(world.ines, world.ada, alert)

    assert find_new_holder(alert=stale, now=MONDAY_TEN + HOUR) is False
    assert (Alert.objects.get().holder, told()) == (world.ada, ["ada"])


def test_an_alert_moves_on_though_its_letter_failed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(self: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(letters_due.EmailMessage, "send", down)
    raised(world.ines, 2)
    assert send_letters(now=MONDAY_TEN) == 0

    assert pressed(at("2026-03-02 14:00")) == ["Cleo"]
    assert Letter.objects.filter(kind="alert", sent_at=None).count() == 2


def test_when_a_cover_begins_the_cover_holds_it_and_when_it_ends_the_therapist(world: World) -> None:
    raised(world.ines, 1)
    start, end = at("2026-03-02 11:00"), at("2026-03-03 11:00")
    covered(world, start, end)

    assert pressed(start, end) == ["Bo", "Ada"]
    assert told() == ["ada", "bo", "ada"]


def test_what_the_therapist_had_seen_the_cover_must_see_too(world: World) -> None:
    alert = raised(world.ines, 2)
    see_alert(alert=alert, by=actor(world.ada), now=MONDAY_TEN)
    covered(world, MONDAY_TEN + HOUR, MONDAY_TEN + 3 * DAY)

    assert pressed(MONDAY_TEN + HOUR) == ["Bo"]

    alert.refresh_from_db()
    assert (alert.seen_at, alert.seen_by, alert.escalate_at) == (None, None, at("2026-03-02 15:00"))
    assert pressed(at("2026-03-02 15:00")) == ["Cleo"]


def test_when_the_holder_leaves_somebody_who_is_there_holds_it(world: World) -> None:
    raised(world.ines, 2)
    pressed(at("2026-03-02 14:00"))

    staff_leaves(user=world.cleo, heir=None, by=actor(world.gwen), now=at("2026-03-02 15:00"))

    assert Alert.objects.get().holder == world.ada
    assert press_alerts(now=at("2026-03-02 15:00")) == 0


def test_when_supervision_ends_the_supervisor_no_longer_holds_it(world: World) -> None:
    raised(world.ines, 2)
    pressed(at("2026-03-02 14:00"))
    [supervision] = world.cleo.supervises.all()

    staff.end_arrangement(row=supervision, by=SYSTEM, now=at("2026-03-02 15:00"))

    assert pressed(at("2026-03-02 15:00")) == ["Ada"]


def test_when_the_role_ends_whoever_had_it_no_longer_holds_it_whatever_else_they_do(world: World) -> None:
    """She could not open the client any more."""
    raised(world.ines, 2)
    pressed(at("2026-03-02 14:00"))
    staff.give_role(user=world.cleo, team=world.team, role=Role.MANAGER, by=SYSTEM, now=MONDAY_TEN)
    role = Membership.objects.get(user=world.cleo, role=Role.SUPERVISOR)

    staff.take_role(membership=role, by=SYSTEM, now=at("2026-03-02 15:00"))

    assert pressed(at("2026-03-02 15:00")) == ["Ada"]


def test_a_therapist_who_is_covered_and_also_a_duty_lead_does_not_keep_it(world: World) -> None:
    staff.give_role(user=world.ada, team=world.team, role=Role.DUTY, by=SYSTEM, now=MONDAY_TEN - DAY)
    raised(world.ines, 1)
    covered(world, MONDAY_TEN + HOUR, MONDAY_TEN + DAY)

    assert pressed(MONDAY_TEN + HOUR) == ["Bo"]


def test_pressing_again_and_again_writes_no_more_letters(world: World) -> None:
    """Also where a cover comes from another team and can hold nothing."""
    raised(world.ines, 1)
    staff.cover(
        therapist=world.ada, covering=world.eve, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
    )
    for second in range(5, 60, 5):
        press_alerts(now=MONDAY_TEN + timedelta(seconds=second))

    assert Alert.objects.get().holder == world.cleo
    assert told() == ["ada", "cleo"]


def test_a_therapist_away_without_a_cover_who_can_is_passed_over(world: World) -> None:
    for user in (world.cleo, world.dan):
        staff_leaves(user=user, heir=None, by=actor(world.gwen), now=MONDAY_TEN - HOUR)
    staff.cover(
        therapist=world.ada, covering=world.eve, since=MONDAY_TEN, until=MONDAY_TEN + DAY, by=SYSTEM, now=MONDAY_TEN
    )
    raised(world.ines, 2)
    for second in range(0, 60, 5):
        press_alerts(now=MONDAY_TEN + timedelta(seconds=second))

    assert Alert.objects.get().holder in (world.ada, world.gwen)
    assert len(told()) <= 2


def test_every_step_stands_on_the_trail_as_the_softwares(world: World) -> None:
    alert = raised(world.ines, 2)
    pressed(at("2026-03-02 14:00"))

    events = Event.objects.filter(about_id=alert.pk).order_by("seq")
    assert [(event.happened, event.by_kind) for event in events] == [
        ("alert raised", "link"),
        ("alert escalated", "system"),
        ("alert passed on", "system"),
    ]
    assert {event.client_id for event in events} == {world.ines.pk}


def test_nobody_in_the_chain_is_taken_for_gone(world: World) -> None:
    """Therapist, supervisor, on duty, duty lead, administrator: each may hold it until the next step."""
    hal = join("hal", world.team, [Role.DUTY], MONDAY_TEN - DAY)
    duty(world, hal, MONDAY_TEN, hours=24 * 7)
    raised(world.ines, 2)
    held = []
    for now in (MONDAY_TEN, *(at(text) for text in ("2026-03-02 14:00", "2026-03-03 10:00", "2026-03-04 10:00"))):
        press_alerts(now=now)
        assert list(held_by_nobody_there(now=now)) == []
        held.append(Alert.objects.get().holder.name)
    press_alerts(now=at("2026-03-05 10:00"))

    assert [*held, Alert.objects.get().holder.name] == ["Ada", "Cleo", "Hal", "Dan", "Gwen"]
