"""A sheet given to the wrong client is withdrawn and moved: that record is as before, and no alert is lost."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from clinic.answers import queries
from clinic.answers.actions.answering import save_answers
from clinic.answers.actions.mending import CannotWithdraw, withdraw
from clinic.answers.models import AnswerSheet, Score
from clinic.letters.models import Letter
from clinic.people.access import clients_on_duty
from clinic.people.models import Client, Link
from clinic.safety.actions.alerts import see_alert
from clinic.safety.models import Alert
from clinic.safety.queries import alerts as alert_queries
from tests.clinic.steps import asked, covered, looked, sent, tapped, told
from tests.world import LONDON, MONDAY_TEN, World, actor, answered, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = MONDAY_TEN + 2 * DAY


def moved(
    sheet: AnswerSheet, to: Client | None, *, now: datetime = LATER, why: str = "Given to the wrong client"
) -> Any:
    """Ada finds out two days later."""
    current = AnswerSheet.objects.select_related("client__team", "client__therapist").get(pk=sheet.pk)
    return withdraw(sheet=current, why=why, to=to, by=actor(current.client.therapist), now=now)


def from_paper(
    world: World, client: Client, digits: str, on: date = date(2026, 3, 2), now: datetime = MONDAY_TEN
) -> Any:
    """A PHQ-9 from paper."""
    return answered(client, digits, on, now=now, by=world.ada)


def picture(world: World, client: Client) -> dict[str, Any]:
    """Everything a page, a chart, an export or a count says about a client."""
    series = queries.series_of(client)
    return {
        "series": [(one.measure.id, [(s.pk, s.answered_on, s.score.total) for s in one.sheets]) for one in series],
        "trajectory": [one.trajectory for one in series],
        "alerts": [(a.pk, a.level, a.is_open, a.holder_id) for a in alert_queries.of_client(client)],
        "open": queries.invitations_open(client),
        "levels": alert_queries.open_levels([client.pk]),
        "asking": queries.numbers(world.team, since=MONDAY_TEN - 30 * DAY),
        "numbers": alert_queries.numbers(world.team, since=MONDAY_TEN - 30 * DAY, now=LATER),
        "duty": client in clients_on_duty(actor(world.dan), now=LATER),
    }


@pytest.mark.parametrize("digits", ["222222220", "222222221", "222222223"])
def test_a_moved_sheet_leaves_the_wrong_client_as_before(world: World, digits: str) -> None:
    """With a history of her own, so that the wrong sheet also looked like a reliable worsening."""
    from_paper(world, world.ines, "111110000", date(2026, 2, 20), MONDAY_TEN - 10 * DAY)
    before = picture(world, world.ines)
    wrong = from_paper(world, world.ines, digits)
    assert picture(world, world.ines) != before

    moved(wrong.sheet, world.jo)

    after = picture(world, world.ines)
    totals = after.pop("numbers"), before.pop("numbers")
    assert after == before
    assert totals[0].n_closed == totals[1].n_closed == 0
    with pytest.raises(Http404):
        queries.sheet(actor(world.ada), wrong.sheet.pk, now=LATER)


def test_the_right_client_has_the_answers_with_their_days_and_score(world: World) -> None:
    wrong = from_paper(world, world.ines, "221212101", date(2026, 2, 27))

    copy = moved(wrong.sheet, world.jo)

    [series] = queries.series_of(world.jo)
    [sheet] = series.sheets
    original = AnswerSheet.objects.get(pk=wrong.sheet.pk)
    same = "measure version digest language answers stated_total entered_as entered_by answered_on began_at sent_at"
    assert sheet == copy
    for name in same.split():
        assert getattr(sheet, name) == getattr(original, name), name
    assert (sheet.score.total, sheet.score.band, sheet.score.scored_at) == (12, "moderate", MONDAY_TEN)
    assert (sheet.copy_of, sheet.invitation, sheet.withdrawn_at) == (original, None, None)
    assert (original.withdrawn_at, original.withdrawn_by, original.withdrawn_why) == (
        LATER,
        world.ada,
        "Given to the wrong client",
    )


def test_the_alert_moves_along_with_its_first_time(world: World) -> None:
    wrong = from_paper(world, world.ines, "000000002")
    [alert] = wrong.alerts

    copy = moved(wrong.sheet, world.kit)

    kept = Alert.objects.get()
    assert (kept.pk, kept.client, kept.about_id, kept.raised_at, kept.is_open) == (
        alert.pk,
        world.kit,
        copy.pk,
        MONDAY_TEN,
        True,
    )
    assert (kept.holder, kept.held_since, kept.level, kept.value) == (world.bo, LATER, "urgent", 2)
    assert told() == ["ada", "bo"]
    assert list(clients_on_duty(actor(world.dan), now=LATER)) == [world.kit]


def test_an_alert_seen_for_the_wrong_client_must_be_seen_for_the_right_one_in_time_that_lies_ahead(
    world: World,
) -> None:
    wrong = from_paper(world, world.ines, "000000002")
    see_alert(alert=wrong.alerts[0], by=actor(world.ada), now=MONDAY_TEN + HOUR)

    moved(wrong.sheet, world.kit)

    kept = Alert.objects.get()
    assert (kept.seen_at, kept.seen_by, kept.raised_at) == (None, None, MONDAY_TEN)
    assert kept.escalate_at == kept.due_at == datetime(2026, 3, 4, 14, 0, tzinfo=LONDON)
    assert Letter.objects.order_by("written_at").last().subject == "Something needs you by Wednesday 4 March, 14:00"  # type: ignore[union-attr]


def test_an_alert_closed_for_the_wrong_client_is_open_anew_for_the_right_one(world: World) -> None:
    wrong = from_paper(world, world.ines, "000000002")
    [alert] = wrong.alerts
    looked(world.ines, world.ada, alert, now=MONDAY_TEN + HOUR)

    copy = moved(wrong.sheet, world.kit)

    old, fresh = Alert.objects.get(pk=alert.pk), Alert.objects.get(client=world.kit)
    assert (old.client, old.is_open, old.answers_withdrawn_at) == (world.ines, False, LATER)
    assert (fresh.is_open, fresh.raised_at, fresh.holder, fresh.about_id, fresh.level, fresh.value) == (
        True,
        MONDAY_TEN,
        world.bo,
        copy.pk,
        "urgent",
        2,
    )
    assert alert_queries.of_client(world.ines) == []
    assert [found.pk for found in alert_queries.of_client(world.kit)] == [fresh.pk]


def test_without_a_right_client_the_alert_stays_open_and_is_marked(world: World) -> None:
    wrong = from_paper(world, world.ines, "000000002")

    assert moved(wrong.sheet, None) is None

    kept = Alert.objects.get()
    assert (kept.client, kept.is_open, kept.holder, kept.raised_at, kept.answers_withdrawn_at) == (
        world.ines,
        True,
        world.ada,
        MONDAY_TEN,
        LATER,
    )
    assert [found.pk for found in alert_queries.of_client(world.ines)] == [kept.pk]
    assert list(clients_on_duty(actor(world.dan), now=LATER)) == [world.ines]
    assert queries.series_of(world.ines) == ()


def test_other_alerts_of_the_wrong_client_stay_and_so_does_the_sight_of_duty(world: World) -> None:
    own = from_paper(world, world.ines, "000000001").alerts[0]
    wrong = from_paper(world, world.ines, "000000003")

    moved(wrong.sheet, world.jo)

    assert [found.pk for found in alert_queries.of_client(world.ines)] == [own.pk]
    assert set(clients_on_duty(actor(world.dan), now=LATER)) == {world.ines, world.jo}


def test_whoever_covers_holds_the_moved_alert(world: World) -> None:
    wrong = from_paper(world, world.kit, "000000002")
    covered(world, LATER, LATER + DAY)

    moved(wrong.sheet, world.ines)

    assert Alert.objects.get().holder == world.bo


def test_an_answer_known_for_the_wrong_client_is_not_taken_for_known_for_the_right_one(world: World) -> None:
    """Ines was asked about it last week; Jo never was."""
    assessed = from_paper(world, world.ines, "000000002", date(2026, 2, 27), MONDAY_TEN - 3 * DAY)
    looked(world.ines, world.ada, *assessed.alerts, now=MONDAY_TEN - 2 * DAY)
    wrong = from_paper(world, world.ines, "000000002")
    assert (wrong.alerts[0].level, wrong.alerts[0].is_known) == ("soon", True)

    moved(wrong.sheet, world.jo)

    kept = Alert.objects.get(client=world.jo)
    assert (kept.pk, kept.level, kept.is_known, kept.raised_at) == (wrong.alerts[0].pk, "urgent", False, MONDAY_TEN)


def test_an_answer_known_for_the_right_client_does_not_lower_the_alert_that_comes_along(world: World) -> None:
    assessed = from_paper(world, world.jo, "000000002", date(2026, 2, 27), MONDAY_TEN - 3 * DAY)
    looked(world.jo, world.ada, *assessed.alerts, now=MONDAY_TEN - 2 * DAY)
    wrong = from_paper(world, world.ines, "000000002")

    moved(wrong.sheet, world.jo)

    assert Alert.objects.get(client=world.jo, closed_at=None).level == "urgent"


def test_what_is_a_worsening_for_the_right_client_only_is_raised_there(world: World) -> None:
    from_paper(world, world.jo, "111110000", date(2026, 2, 20), MONDAY_TEN - 10 * DAY)
    wrong = from_paper(world, world.ines, "222221000")
    assert wrong.alerts == ()

    moved(wrong.sheet, world.jo)

    alert = Alert.objects.get()
    assert (alert.client, alert.kind, alert.level, alert.value) == (world.jo, "reliable-worsening", "soon", 11)


def test_a_worsening_that_the_wrong_sheet_had_hidden_is_raised_when_it_goes(world: World) -> None:
    """The wrong sheet said 20 at the start; her own went from 5 to 11."""
    wrong = from_paper(world, world.ines, "333333110", date(2026, 2, 1), MONDAY_TEN - 29 * DAY)
    from_paper(world, world.ines, "111110000", date(2026, 2, 10), MONDAY_TEN - 20 * DAY)
    from_paper(world, world.ines, "222221000", date(2026, 2, 20), MONDAY_TEN - 10 * DAY)
    assert Alert.objects.count() == 0

    moved(wrong.sheet, world.jo)

    alert = Alert.objects.get()
    assert (alert.client, alert.kind, alert.value, alert.raised_at) == (world.ines, "reliable-worsening", 11, LATER)


def test_a_worsening_that_shared_the_alert_of_the_wrong_sheet_keeps_one_of_its_own(world: World) -> None:
    """Her own answers got worse too, but the wrong sheet came first and its alert goes along with it."""
    from_paper(world, world.ines, "111110000", date(2026, 2, 20), MONDAY_TEN - 10 * DAY)
    wrong = from_paper(world, world.ines, "333333000", date(2026, 2, 27), MONDAY_TEN - 3 * DAY)
    from_paper(world, world.ines, "222221000", date(2026, 3, 2))
    assert Alert.objects.count() == 1

    moved(wrong.sheet, world.jo)

    assert {alert.client for alert in Alert.objects.filter(closed_at=None)} == {world.ines, world.jo}


def test_a_sheet_that_was_never_sent_is_moved_as_it_is(world: World) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "1", 3)
    [alert] = tapped(sheet, "9", 2)

    copy = moved(sheet, world.jo)

    kept = Alert.objects.get()
    assert (kept.pk, kept.client, kept.about_id, kept.raised_at) == (alert.pk, world.jo, copy.pk, MONDAY_TEN)
    assert (copy.answers, copy.sent_at, Score.objects.count()) == ({"1": 3, "9": 2}, None, 0)
    assert (queries.series_of(world.ines), queries.series_of(world.jo)) == ((), ())


def test_the_link_of_a_withdrawn_sheet_opens_nothing_and_its_open_page_keeps_nothing(world: World) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "1", 3)

    moved(sheet, world.jo)

    assert save_answers(sheet=sheet, answers={"9": 3}, by=holder(world.ines), now=LATER) == ()
    assert sent(sheet, "333333333", now=LATER).alerts == ()
    assert AnswerSheet.objects.get(pk=sheet.pk).answers == {"1": 3}
    assert (Alert.objects.count(), Score.objects.count(), Link.objects.filter(revoked_at=None).count()) == (0, 0, 0)
    assert queries.invitations_open(world.ines) == []


@pytest.mark.parametrize("why", ["", " \n"])
def test_withdrawing_needs_a_reason(world: World, why: str) -> None:
    wrong = from_paper(world, world.ines, "000000002")

    with pytest.raises(CannotWithdraw, match="Say why"):
        moved(wrong.sheet, world.jo, why=why)

    assert (AnswerSheet.objects.get().withdrawn_at, Alert.objects.get().client) == (None, world.ines)


def test_a_sheet_is_not_moved_to_where_it_is(world: World) -> None:
    wrong = from_paper(world, world.ines, "000000002")

    with pytest.raises(CannotWithdraw, match="already"):
        moved(wrong.sheet, world.ines)

    assert AnswerSheet.objects.get().withdrawn_at is None


def test_a_sheet_is_withdrawn_once_whatever_the_two_pages_knew(world: World) -> None:
    wrong = from_paper(world, world.ines, "000000002")
    stale = AnswerSheet.objects.select_related("client__team").get()
    moved(wrong.sheet, world.jo)

    with pytest.raises(CannotWithdraw, match="withdrawn already"):
        withdraw(sheet=stale, why="again", to=world.kit, by=actor(world.cleo), now=LATER + HOUR)

    assert AnswerSheet.objects.filter(withdrawn_at=None).count() == 1
    assert Alert.objects.get().client == world.jo


def test_a_sheet_may_be_moved_twice_when_the_second_client_was_wrong_too(world: World) -> None:
    wrong = from_paper(world, world.ines, "000000002")
    first = moved(wrong.sheet, world.jo)
    second = moved(first, world.kit, now=LATER + HOUR)

    kept = Alert.objects.get()
    assert (kept.client, kept.about_id, kept.raised_at, kept.is_open) == (world.kit, second.pk, MONDAY_TEN, True)
    assert [len(queries.series_of(client)) for client in (world.ines, world.jo, world.kit)] == [0, 0, 1]
    assert list(clients_on_duty(actor(world.dan), now=LATER)) == [world.kit]
