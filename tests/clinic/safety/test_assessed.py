"""What a clinician has assessed already, and what got worse over weeks: an alert still, but a less pressing one."""

from datetime import date, datetime, timedelta

import pytest

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.safety.models import Alert
from clinic.safety.queries.alerts import words
from tests.clinic.steps import asked, duty, looked, raised, sent, tapped, told
from tests.world import LONDON, MONDAY_TEN, SUNDAY_NIGHT, World, answered

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """A wall-clock time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def assessed(world: World, value: int, *, finding: str = "none") -> datetime:
    """A sheet with this answer was sent on Monday, and Ada looked at it an hour later."""
    recorded = answered(world.ines, f"00000000{value}", date(2026, 3, 2), now=MONDAY_TEN, by=world.ada)
    hour = MONDAY_TEN + timedelta(hours=1)
    was_asked = finding != "not_known"
    looked(world.ines, world.ada, *recorded.alerts, now=hour, finding=finding, was_asked=was_asked, plan="ring again")
    return hour


@pytest.mark.parametrize(
    ("stood", "value", "level", "is_known"),
    [
        (2, 2, "soon", True),
        (3, 2, "soon", True),
        (1, 1, "notice", True),
        (2, 1, "notice", True),
        (1, 2, "urgent", False),
        (2, 3, "urgent", False),
        (0, 1, "soon", False),
    ],
)
def test_an_answer_no_higher_than_when_risk_was_assessed_is_one_level_lower_and_still_an_alert(
    world: World, stood: int, value: int, level: str, is_known: bool
) -> None:
    assessed(world, stood)

    alert = raised(world.ines, value, now=MONDAY_TEN + 2 * DAY)

    assert (alert.level, alert.is_known, alert.is_open) == (level, is_known, True)
    assert ("no higher than when risk was last assessed" in words(alert)) is is_known


def test_an_assessment_holds_for_the_days_of_the_team_and_not_longer(world: World) -> None:
    hour = assessed(world, 2)
    end = hour.astimezone(LONDON) + 14 * DAY

    assert raised(world.ines, 2, now=end).level == "soon"
    assert raised(world.ines, 2, now=end + timedelta(seconds=1)).level == "urgent"


def test_a_team_may_let_an_assessment_hold_for_less(world: World) -> None:
    staff.change_team(team=world.team, settings={"assessment_holds_days": 2}, by=SYSTEM, now=MONDAY_TEN)
    world.ines.refresh_from_db()
    hour = assessed(world, 2)

    assert raised(world.ines, 2, now=hour + 2 * DAY).level == "soon"
    assert raised(world.ines, 2, now=hour + 2 * DAY + MINUTE).level == "urgent"


def test_where_nobody_could_ask_nothing_was_assessed(world: World) -> None:
    assessed(world, 2, finding="not_known")

    assert raised(world.ines, 2, now=MONDAY_TEN + 2 * DAY).level == "urgent"


def test_what_was_assessed_for_one_client_says_nothing_of_another(world: World) -> None:
    assessed(world, 2)

    assert raised(world.jo, 2, now=MONDAY_TEN + 2 * DAY).level == "urgent"


def test_an_answer_closed_before_its_sheet_was_sent_is_not_raised_as_new(world: World) -> None:
    """She answers 2, Ada rings her and closes the alert, and then she sends the questionnaire."""
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 2)
    looked(world.ines, world.ada, alert, now=MONDAY_TEN + timedelta(hours=1))

    [again] = sent(sheet, "111111112", now=MONDAY_TEN + timedelta(hours=2)).alerts

    assert (again.level, again.is_known, again.value) == ("soon", True, 2)


def test_an_answer_that_got_worse_after_its_alert_was_closed_is_as_pressing_as_ever(world: World) -> None:
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 2)
    looked(world.ines, world.ada, alert, now=MONDAY_TEN + timedelta(hours=1))

    [again] = tapped(sheet, "9", 3, now=MONDAY_TEN + timedelta(hours=2))

    assert (again.level, again.is_known, again.pk == alert.pk) == ("urgent", False, False)


FIVE, ELEVEN, FIFTEEN = "111110000", "222221000", "222222210"


def worse(world: World, digits: str, *, on: date, now: datetime) -> list[Alert]:
    """A sheet from paper, and every alert there is."""
    answered(world.ines, digits, on, now=now, by=world.ada)
    return list(Alert.objects.order_by("raised_at"))


def test_worsening_never_pages_at_night(world: World) -> None:
    """From 5 to 11: six points, which count as reliable by the framework in use."""
    duty(world, world.dan, SUNDAY_NIGHT, hours=7)
    assert worse(world, FIVE, on=date(2026, 2, 20), now=MONDAY_TEN - 9 * DAY) == []

    [alert] = worse(world, ELEVEN, on=date(2026, 3, 1), now=SUNDAY_NIGHT)

    assert (alert.kind, alert.level, alert.value, alert.holder) == ("reliable-worsening", "soon", 11, world.ada)
    assert (alert.due_at, alert.nobody_on_duty) == (at("2026-03-02 17:00"), False)
    assert (told(), told("nobody_on_duty")) == (["ada"], [])
    assert words(alert) == "PHQ-9 is 11 now: reliably worse than at the start"


def test_five_points_are_no_reliable_worsening(world: World) -> None:
    worse(world, FIVE, on=date(2026, 2, 20), now=MONDAY_TEN - 9 * DAY)

    assert worse(world, "222220000", on=date(2026, 3, 1), now=MONDAY_TEN) == []


def test_worsening_does_not_pile_up(world: World) -> None:
    worse(world, FIVE, on=date(2026, 2, 20), now=MONDAY_TEN - 9 * DAY)
    [first] = worse(world, ELEVEN, on=date(2026, 3, 2), now=MONDAY_TEN)

    assert worse(world, FIFTEEN, on=date(2026, 3, 9), now=MONDAY_TEN + 7 * DAY) == [first]
    looked(world.ines, world.ada, first, now=MONDAY_TEN + 8 * DAY)

    [_, known] = worse(world, FIFTEEN, on=date(2026, 3, 16), now=MONDAY_TEN + 14 * DAY)
    assert (known.level, known.is_known) == ("notice", True)


def test_an_older_sheet_entered_late_is_not_taken_for_a_worsening(world: World) -> None:
    """The paper of February is found in March: from 11 to 5 it got better."""
    worse(world, FIVE, on=date(2026, 3, 2), now=MONDAY_TEN)

    assert worse(world, ELEVEN, on=date(2026, 2, 20), now=MONDAY_TEN + DAY) == []
