"""A risk record says what was asked, found and done; an alert closes by one and by nothing else."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinic.audit.models import Event
from clinic.environment import ROOT
from clinic.people.access import clients_on_duty
from clinic.people.models import Client
from clinic.safety.actions.alerts import see_alert
from clinic.safety.actions.handover import change_therapist, staff_leaves
from clinic.safety.actions.risk import RiskError, withdraw_risk_record
from clinic.safety.due import press_alerts
from clinic.safety.models import Alert, RiskRecord
from clinic.safety.queries.client import last_look_at, looks
from tests.clinic.steps import asked, looked, raised, sent, tapped, told
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_an_alert_closes_only_with_a_risk_record(world: World) -> None:
    alert = raised(world.ines, 2)

    record = looked(world.ines, world.ada, alert, now=MONDAY_TEN + HOUR)

    alert.refresh_from_db()
    assert (alert.closed_at, alert.closed_by, alert.escalate_at) == (MONDAY_TEN + HOUR, record, None)
    assert (alert.seen_at, alert.seen_by) == (MONDAY_TEN + HOUR, world.ada), "whoever closes it has seen it"
    assert (record.done, record.done_in_words) == (["talked"], ["Talked about it"])


def test_whoever_saw_it_first_stays_when_another_closes_it(world: World) -> None:
    alert = raised(world.ines, 2)
    see_alert(alert=alert, by=actor(world.cleo), now=MONDAY_TEN + MINUTE)

    looked(world.ines, world.ada, alert, now=MONDAY_TEN + HOUR)

    alert.refresh_from_db()
    assert (alert.seen_at, alert.seen_by, alert.closed_at) == (MONDAY_TEN + MINUTE, world.cleo, MONDAY_TEN + HOUR)


@pytest.mark.parametrize(
    ("look", "field"),
    [
        ({"done": []}, "done"),
        ({"done": [], "action": "  "}, "done"),
        ({"done": ["prayed"]}, "done"),
        ({"finding": "fine"}, "finding"),
        ({"finding": ""}, "finding"),
        ({"was_asked": True, "finding": "not_known"}, "finding"),
        ({"was_asked": False, "finding": "not_known"}, "plan"),
        ({"was_asked": False, "finding": "not_known", "plan": " "}, "plan"),
    ],
)
def test_a_record_that_does_not_say_what_was_done_closes_nothing(
    world: World, look: dict[str, Any], field: str
) -> None:
    alert = raised(world.ines, 2)

    with pytest.raises(RiskError) as told_why:
        looked(world.ines, world.ada, alert, **look)

    assert told_why.value.field == field
    alert.refresh_from_db()
    assert (alert.is_open, RiskRecord.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    "look",
    [
        {"done": [], "action": "Rang her sister"},
        {"was_asked": False, "finding": "not_known", "done": ["tried"], "plan": "ring at six"},
        {"was_asked": False, "finding": "thoughts"},
    ],
)
def test_what_was_done_may_be_told_in_words_or_with_what_comes_next(world: World, look: dict[str, Any]) -> None:
    alert = raised(world.ines, 2)

    looked(world.ines, world.ada, alert, **look)

    alert.refresh_from_db()
    assert not alert.is_open


def test_a_record_says_whether_it_was_asked_directly(world: World) -> None:
    record = looked(world.ines, world.ada, was_asked=False, finding="not_known", done=[])

    assert (record.was_asked, record.get_finding_display()) == (False, "Not known: could not be asked")
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskRecord.objects.filter(pk=record.pk).update(was_asked=True)


def test_asked_and_none_needs_nothing_else_when_it_closes_nothing(world: World) -> None:
    record = looked(world.ines, world.ada, done=[])

    assert (record.finding, record.said, record.action, record.plan, record.done) == ("none", "", "", "", [])


def test_one_record_closes_several_alerts_and_leaves_the_others(world: World) -> None:
    first, second, third = (raised(world.ines, 2, now=MONDAY_TEN + n * MINUTE) for n in range(3))

    record = looked(world.ines, world.ada, first, third, now=MONDAY_TEN + HOUR)

    assert set(record.closes.all()) == {first, third}
    assert list(Alert.objects.filter(closed_at=None)) == [second]


def test_an_alert_of_somebody_else_is_not_closed(world: World) -> None:
    of_jo, of_ines = raised(world.jo, 2), raised(world.ines, 2)

    with pytest.raises(RiskError, match="belongs to somebody else"):
        looked(world.ines, world.ada, of_ines, of_jo)

    assert Alert.objects.filter(closed_at=None).count() == 2


def test_an_alert_is_closed_once_whatever_the_two_pages_knew(world: World) -> None:
    """Ada and Cleo have the same page open; Cleo's copy still says that the alert is open."""
    alert = raised(world.ines, 2)
    stale = Alert.objects.get()
    record = looked(world.ines, world.ada, alert, now=MONDAY_TEN + HOUR)

    with pytest.raises(RiskError, match="closed already"):
        looked(world.ines, world.cleo, stale, now=MONDAY_TEN + 2 * HOUR)

    kept = Alert.objects.get()
    assert (kept.closed_by, kept.closed_at, RiskRecord.objects.count()) == (record, MONDAY_TEN + HOUR, 1)


def test_closing_writes_nothing_over_what_the_client_answered_meanwhile(world: World) -> None:
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 1)
    tapped(sheet, "9", 3, now=MONDAY_TEN + MINUTE)

    looked(world.ines, world.ada, alert, now=MONDAY_TEN + HOUR)

    kept = Alert.objects.get()
    assert (kept.value, kept.level) == (3, "urgent")


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("closed without a record", {"closed_at": MONDAY_TEN}),
        ("closed without being seen", {"closed_at": MONDAY_TEN, "closed_by": True}),
        ("seen by nobody", {"seen_at": MONDAY_TEN}),
        ("an unknown level", {"level": "none"}),
    ],
)
def test_the_table_itself_refuses(world: World, what: str, change: dict[str, Any]) -> None:
    raised(world.ines, 2)
    record = looked(world.ines, world.ada)
    if "closed_by" in change:
        change = {**change, "closed_by": record}

    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.update(**change)


def writers_of_closing() -> list[str]:
    """Source files in which `closed_at` is given a value."""
    found = [
        path
        for path in (ROOT / "clinic").rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\.closed_at(, [\w.]+)* = |closed_at=now", path.read_text())
    ]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def test_nothing_closes_an_alert_by_itself(world: World) -> None:
    """Neither time, nor a better answer, nor a sheet without concern, nor somebody's leaving, nor any other code."""
    sheet = asked(world.ines)
    tapped(sheet, "9", 2)
    everything: list[Callable[[], object]] = [
        lambda: tapped(sheet, "9", 0, now=MONDAY_TEN + MINUTE),
        lambda: sent(sheet, "000000000", now=MONDAY_TEN + 2 * MINUTE),
        lambda: sent(asked(world.ines), "000000000", now=MONDAY_TEN + 3 * MINUTE),
        lambda: see_alert(alert=Alert.objects.get(), by=actor(world.ada), now=MONDAY_TEN + 4 * MINUTE),
        lambda: looked(world.ines, world.ada, now=MONDAY_TEN + 5 * MINUTE),
        lambda: change_therapist(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=MONDAY_TEN + HOUR),
        lambda: staff_leaves(user=world.ada, heir=world.bo, by=actor(world.gwen), now=MONDAY_TEN + 2 * HOUR),
        lambda: [press_alerts(now=MONDAY_TEN + timedelta(days=n)) for n in (1, 2, 30, 365)],
    ]
    for step in everything:
        step()

        alert = Alert.objects.get()
        assert (alert.is_open, alert.raised_at, alert.value) == (True, MONDAY_TEN, 2)
    assert writers_of_closing() == ["clinic/safety/actions/risk.py"]


def test_closing_the_last_alert_ends_the_sight_of_duty(world: World) -> None:
    dan = actor(world.dan)
    first, second = raised(world.ines, 2), raised(world.ines, 1)
    shown = [list(clients_on_duty(dan, now=MONDAY_TEN))]
    for alert in (first, second):
        looked(Client.objects.get(pk=world.ines.pk), world.ada, alert)
        shown.append(list(clients_on_duty(dan, now=MONDAY_TEN)))

    assert shown == [[world.ines], [world.ines], []]
    verbs = [event.happened for event in Event.objects.order_by("seq") if "duty" in event.happened]
    assert verbs == ["opened to duty", "closed to duty"]


def test_the_sight_of_duty_ends_though_the_page_knew_an_older_client(world: World) -> None:
    """`world.ines` was read before the alert was raised, and knows of none."""
    assert world.ines.open_to_duty_since is None
    alert = raised(Client.objects.get(pk=world.ines.pk), 2)

    looked(world.ines, world.ada, alert)

    assert list(clients_on_duty(actor(world.dan), now=MONDAY_TEN)) == []


def test_a_record_without_an_alert_does_not_end_the_sight_of_duty(world: World) -> None:
    raised(world.ines, 2)

    looked(world.ines, world.ada)

    assert list(clients_on_duty(actor(world.dan), now=MONDAY_TEN)) == [world.ines]


def withdrawn(record: RiskRecord, world: World, *, why: str = "Wrong client", now: Any = MONDAY_TEN + 2 * HOUR) -> None:
    """Entered in error."""
    current = RiskRecord.objects.select_related("client__team", "client__therapist").get(pk=record.pk)
    withdraw_risk_record(record=current, why=why, by=actor(world.ada), now=now)


def test_withdrawing_a_record_opens_its_alerts_again(world: World) -> None:
    alert = raised(world.ines, 2)
    record = looked(world.ines, world.ada, alert, now=MONDAY_TEN + HOUR)

    withdrawn(record, world)

    alert.refresh_from_db()
    assert (alert.is_open, alert.closed_by, alert.seen_at, alert.raised_at) == (True, None, None, MONDAY_TEN)
    assert alert.escalate_at == MONDAY_TEN + 2 * HOUR
    assert list(clients_on_duty(actor(world.dan), now=MONDAY_TEN)) == [world.ines]
    assert press_alerts(now=MONDAY_TEN + 2 * HOUR) == 1
    assert told() == ["ada", "cleo"]


def test_a_withdrawn_record_is_gone_from_the_page_and_assesses_nothing(world: World) -> None:
    record = looked(world.ines, world.ada)
    assert (len(looks(world.ines)), last_look_at(world.ines)) == (1, MONDAY_TEN)

    withdrawn(record, world)

    assert (looks(world.ines), last_look_at(world.ines)) == ([], None)
    kept = RiskRecord.objects.get()
    assert (kept.withdrawn_by, kept.withdrawn_at, kept.withdrawn_why) == (
        world.ada,
        MONDAY_TEN + 2 * HOUR,
        "Wrong client",
    )


@pytest.mark.parametrize("why", ["", "  "])
def test_withdrawing_needs_a_reason(world: World, why: str) -> None:
    alert = raised(world.ines, 2)
    record = looked(world.ines, world.ada, alert)

    with pytest.raises(RiskError) as told_why:
        withdrawn(record, world, why=why)

    assert told_why.value.field == "why"
    alert.refresh_from_db()
    assert not alert.is_open


def test_a_record_is_withdrawn_once(world: World) -> None:
    alert = raised(world.ines, 2)
    record = looked(world.ines, world.ada, alert)
    withdrawn(record, world)
    newer = looked(world.ines, world.ada, alert)

    with pytest.raises(RiskError, match="withdrawn already"):
        withdrawn(record, world, why="again", now=MONDAY_TEN + 9 * HOUR)

    alert.refresh_from_db()
    assert (alert.closed_by, RiskRecord.objects.get(pk=record.pk).withdrawn_why) == (newer, "Wrong client")


def test_withdrawing_a_record_whose_answer_has_raised_another_alert_meanwhile_keeps_that_one(world: World) -> None:
    sheet = asked(world.ines)
    [first] = tapped(sheet, "9", 2)
    record = looked(world.ines, world.ada, first, now=MONDAY_TEN + MINUTE)
    [second] = tapped(sheet, "9", 3, now=MONDAY_TEN + 2 * MINUTE)
    assert second != first

    withdrawn(record, world)

    assert list(Alert.objects.filter(closed_at=None)) == [second]
    assert RiskRecord.objects.get().withdrawn_at == MONDAY_TEN + 2 * HOUR


def test_the_newest_look_is_the_last_one_and_its_next_day_is_kept(world: World) -> None:
    looked(world.ines, world.ada)
    record = looked(world.ines, world.cleo, now=MONDAY_TEN + HOUR, look_again_on=date(2026, 3, 5), said="not at night")

    newest, _ = looks(world.ines)
    assert (newest, newest.by, newest.look_again_on, newest.said) == (
        record,
        world.cleo,
        date(2026, 3, 5),
        "not at night",
    )
