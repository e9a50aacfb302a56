"""A watched answer is an alert when it is saved: how pressing, by when, held by whoever is there, never gone again."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.audit.action import due
from clinic.audit.actor import SYSTEM
from clinic.letters.models import Letter
from clinic.people.actions import staff
from clinic.people.actions.clients import change_details
from clinic.people.models import Membership, User
from clinic.safety.actions.alerts import see_alert
from clinic.safety.models import Alert
from clinic.safety.queries.alerts import open_alerts
from tests.clinic.steps import asked, covered, duty, raised, sent, tapped, told
from tests.world import LONDON, MONDAY_TEN, SUNDAY_NIGHT, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """A wall-clock time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_a_watched_answer_raises_its_alert_when_saved(world: World) -> None:
    sheet = asked(world.ines)

    [alert] = tapped(sheet, "9", 2)

    assert Alert.objects.get() == alert
    assert (alert.client, alert.kind, alert.measure, alert.item, alert.value) == (
        world.ines,
        "watched-answer",
        "phq-9",
        "9",
        2,
    )
    assert (alert.about_id, alert.raised_at, alert.due_at, alert.escalate_at) == (
        sheet.pk,
        MONDAY_TEN,
        at("2026-03-02 14:00"),
        at("2026-03-02 14:00"),
    )
    assert (alert.holder, alert.is_open, alert.seen_at, alert.is_known) == (world.ada, True, None, False)


def test_an_alert_is_raised_though_the_sheet_is_never_sent(world: World) -> None:
    sheet = asked(world.ines)
    for item in ("1", "2", "9"):
        tapped(sheet, item, 3)

    sheet.refresh_from_db()
    assert sheet.sent_at is None
    assert [alert.pk for alert in open_alerts(actor(world.ada), now=MONDAY_TEN)] == [Alert.objects.get().pk]
    assert told() == ["ada"]


@pytest.mark.parametrize(("value", "level"), [(0, None), (1, "soon"), (2, "urgent"), (3, "urgent")])
def test_item_9_decides_how_pressing_it_is(world: World, value: int, level: str | None) -> None:
    saved = tapped(asked(world.ines), "9", value)
    by_sending = sent(asked(world.jo), f"00000000{value}").alerts

    assert [alert.level for alert in saved] == [alert.level for alert in by_sending] == ([level] if level else [])
    assert Alert.objects.count() == (2 if level else 0)


def test_no_other_item_raises_an_alert(world: World) -> None:
    sheet = asked(world.ines)
    for item in "12345678":
        assert tapped(sheet, item, 3) == ()
    assert tapped(sheet, "9", None) == ()
    assert sent(sheet, "33333333-").alerts == ()
    assert Alert.objects.count() == 0


@pytest.mark.parametrize(
    ("now", "value", "on_duty", "due_at"),
    [
        ("2026-03-06 16:00", 2, False, "2026-03-09 12:00"),
        ("2026-03-06 16:00", 1, False, "2026-03-09 17:00"),
        ("2026-03-01 02:00", 3, True, "2026-03-01 03:00"),
        ("2026-03-01 02:00", 3, False, "2026-03-02 13:00"),
        ("2026-03-01 02:00", 1, True, "2026-03-02 17:00"),
    ],
)
def test_an_alert_is_due_by_the_teams_hours(world: World, now: str, value: int, on_duty: bool, due_at: str) -> None:
    if on_duty:
        duty(world, world.dan, at(now), hours=7)

    alert = raised(world.ines, value, now=at(now))

    assert (alert.raised_at, alert.due_at) == (at(now), at(due_at))


def test_a_holiday_of_the_team_moves_the_deadline(world: World) -> None:
    staff.change_team(team=world.team, settings={"holidays": ["2026-03-03"]}, by=SYSTEM, now=MONDAY_TEN)

    assert raised(world.ines, 1).due_at == at("2026-03-04 17:00")
    assert raised(world.ines, 2, now=at("2026-03-02 16:00")).due_at == at("2026-03-04 12:00")


def test_the_clients_own_zone_does_not_move_the_deadline(world: World) -> None:
    """She answers in New York at 21:30 on Sunday; it is 02:30 on Monday where the team works."""
    change_details(client=world.ines, details={"time_zone": "America/New_York"}, by=SYSTEM, now=MONDAY_TEN - DAY)
    now = at("2026-03-02 02:30")

    assert raised(world.ines, 2, now=now).due_at == at("2026-03-02 13:00")


def test_the_holder_is_whoever_is_there_now(world: World) -> None:
    by_day = raised(world.ines, 2)
    covered(world, MONDAY_TEN + DAY, MONDAY_TEN + 3 * DAY)
    while_covered = raised(world.ines, 2, now=MONDAY_TEN + 2 * DAY)
    of_bo = raised(world.kit, 2)

    assert [alert.holder.name for alert in (by_day, while_covered, of_bo)] == ["Ada", "Bo", "Bo"]
    assert sorted(told()) == ["ada", "bo", "bo"]


@due
def end_roles(*, user: User, now: datetime) -> None:
    """What no action does as long as somebody has clients: every role ends."""
    Membership.objects.filter(user=user).update(until=now)


def test_when_the_therapist_is_gone_it_is_the_supervisor_then_duty_then_the_administrator(world: World) -> None:
    held = []
    for user in (world.ada, world.cleo, world.dan, world.gwen):
        held.append(raised(world.ines, 2, now=MONDAY_TEN + len(held) * MINUTE).holder.name)
        end_roles(user=user, now=MONDAY_TEN)

    assert held == ["Ada", "Cleo", "Dan", "Gwen"]


def test_urgent_out_of_hours_goes_to_duty_at_once(world: World) -> None:
    duty(world, world.dan, SUNDAY_NIGHT, hours=7)

    alert = raised(world.ines, 2, now=SUNDAY_NIGHT)

    assert (alert.holder, alert.nobody_on_duty, alert.due_at) == (world.dan, False, at("2026-03-01 03:00"))
    assert told() == ["dan"]
    assert told("nobody_on_duty") == []
    assert [found.pk for found in open_alerts(actor(world.dan), now=SUNDAY_NIGHT)] == [alert.pk]


def test_in_working_hours_duty_does_not_come_before_the_therapist(world: World) -> None:
    duty(world, world.dan, MONDAY_TEN, hours=7)

    assert raised(world.ines, 3).holder == world.ada


def test_with_nobody_there_the_administrator_is_told(world: World) -> None:
    alert = raised(world.ines, 2, now=SUNDAY_NIGHT)

    assert (alert.holder, alert.nobody_on_duty) == (world.ada, True)
    assert (told(), told("nobody_on_duty")) == (["ada"], ["gwen"])


@pytest.mark.parametrize("now", [MONDAY_TEN, SUNDAY_NIGHT])
def test_what_is_not_urgent_is_no_matter_of_duty(world: World, now: datetime) -> None:
    alert = raised(world.ines, 1, now=now)

    assert (alert.nobody_on_duty, told("nobody_on_duty"), told()) == (False, [], ["ada"])


def test_the_letter_says_by_when_in_the_teams_time_and_nothing_else(world: World) -> None:
    raised(world.ines, 3, now=at("2026-06-05 16:00"))

    [letter] = Letter.objects.filter(kind="alert")
    assert letter.subject == "Something needs you by Monday 8 June, 12:00"
    for word in ("Ines", "Vale", world.ines.reference, "PHQ", "urgent", "item"):
        assert word not in letter.body + letter.subject


def test_lowering_the_answer_keeps_the_alert(world: World) -> None:
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 2)

    later = MONDAY_TEN + MINUTE
    assert tapped(sheet, "9", 0, now=later) == ()
    assert tapped(sheet, "9", None, now=later + MINUTE) == ()
    [lowered] = tapped(sheet, "9", 1, now=later + 2 * MINUTE)
    recorded = sent(sheet, "000000000", now=later + 3 * MINUTE)

    kept = Alert.objects.get()
    assert (kept.pk, lowered.pk) == (alert.pk, alert.pk)
    assert (kept.level, kept.value, kept.raised_at, kept.due_at) == ("urgent", 2, MONDAY_TEN, at("2026-03-02 14:00"))
    assert kept.is_open
    assert [found.pk for found in recorded.alerts] == [alert.pk], "the page after sending still knows"
    assert told() == ["ada"]


def test_an_answer_that_gets_worse_lifts_the_alert_and_whoever_saw_it_is_told_anew(world: World) -> None:
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 1)
    see_alert(alert=alert, by=actor(world.ada), now=MONDAY_TEN + MINUTE)

    later = MONDAY_TEN + timedelta(hours=1)
    [lifted] = tapped(sheet, "9", 3, now=later)

    assert Alert.objects.get() == lifted == alert
    assert (lifted.level, lifted.value, lifted.raised_at) == ("urgent", 3, MONDAY_TEN)
    assert (lifted.seen_at, lifted.seen_by, lifted.due_at, lifted.escalate_at) == (
        None,
        None,
        at("2026-03-02 15:00"),
        at("2026-03-02 15:00"),
    )
    assert told() == ["ada", "ada"]


def test_a_worse_answer_at_the_same_level_is_what_the_alert_says(world: World) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "9", 2)

    tapped(sheet, "9", 3, now=MONDAY_TEN + MINUTE)

    alert = Alert.objects.get()
    assert (alert.value, alert.level, alert.raised_at) == (3, "urgent", MONDAY_TEN)
    assert told() == ["ada"], "nobody has looked yet, and a second letter says nothing more"


def test_a_worse_answer_at_the_same_level_is_seen_anew(world: World) -> None:
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 2)
    see_alert(alert=alert, by=actor(world.ada), now=MONDAY_TEN + MINUTE)

    tapped(sheet, "9", 3, now=MONDAY_TEN + 2 * MINUTE)

    alert.refresh_from_db()
    assert (alert.value, alert.seen_at, alert.escalate_at) == (3, None, at("2026-03-02 14:00"))
    assert told() == ["ada", "ada"]


def test_an_overdue_alert_that_is_lifted_gets_a_time_that_lies_ahead(world: World) -> None:
    """Seen on Monday and still open on Sunday night, when the answer gets worse: Dan is not told a day that is over."""
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 1)
    see_alert(alert=alert, by=actor(world.ada), now=MONDAY_TEN + MINUTE)
    sunday = at("2026-03-08 02:00")
    duty(world, world.dan, sunday, hours=7)

    tapped(sheet, "9", 3, now=sunday)

    alert.refresh_from_db()
    assert (alert.holder, alert.raised_at, alert.due_at, alert.escalate_at) == (
        world.dan,
        MONDAY_TEN,
        at("2026-03-08 03:00"),
        at("2026-03-08 03:00"),
    )
    assert Letter.objects.order_by("written_at").last().subject == "Something needs you by Sunday 8 March, 03:00"  # type: ignore[union-attr]


def test_answers_given_twice_raise_one_alert(world: World) -> None:
    sheet = asked(world.ines)
    for minute in range(3):
        tapped(sheet, "9", 2, now=MONDAY_TEN + minute * MINUTE)
    sent(sheet, "111111112", now=MONDAY_TEN + 5 * MINUTE)
    sent(sheet, "111111112", now=MONDAY_TEN + 6 * MINUTE)

    assert Alert.objects.count() == 1
    assert told() == ["ada"]


def test_each_sheet_has_its_own_alert(world: World) -> None:
    first, second = raised(world.ines, 2), raised(world.ines, 2, now=MONDAY_TEN + DAY)

    assert first != second
    assert Alert.objects.filter(closed_at=None).count() == 2


def test_an_alert_is_on_its_holders_list_without_the_worker(world: World) -> None:
    alert = raised(world.ines, 2)

    for user, sees in (
        (world.ada, True),
        (world.cleo, True),
        (world.dan, True),
        (world.bo, False),
        (world.gwen, False),
    ):
        assert [found.pk for found in open_alerts(actor(user), now=MONDAY_TEN)] == ([alert.pk] if sees else [])


def test_the_most_pressing_alert_comes_first(world: World) -> None:
    soon = raised(world.ines, 1, now=MONDAY_TEN - MINUTE)
    later = raised(world.jo, 2, now=MONDAY_TEN + MINUTE)
    urgent = raised(world.jo, 3)

    with CaptureQueriesContext(connection) as statements:
        found = open_alerts(actor(world.ada), now=MONDAY_TEN + MINUTE)

    assert found == [urgent, later, soon]
    assert len(statements) == 1


def test_an_alert_is_seen_once_and_keeps_who_saw_it_first(world: World) -> None:
    alert = raised(world.ines, 2)

    see_alert(alert=alert, by=actor(world.cleo), now=MONDAY_TEN + MINUTE)
    see_alert(alert=alert, by=actor(world.ada), now=MONDAY_TEN + 2 * MINUTE)

    alert.refresh_from_db()
    assert (alert.seen_at, alert.seen_by, alert.escalate_at, alert.is_open) == (
        MONDAY_TEN + MINUTE,
        world.cleo,
        None,
        True,
    )
