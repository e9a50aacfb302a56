"""Answering: any order, each answer kept, nothing kept that is not allowed, one Score however often it is sent."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.answers.actions.answering import enter, save_answers, send
from clinic.answers.models import AnswerSheet, Score
from clinic.answers.queries import series_of
from clinic.audit.models import Event
from clinic.definitions.library import library
from clinic.people.actions.clients import change_details
from clinic.safety.models import Alert
from ipt.scoring import AnswerError
from tests.clinic.steps import asked, duty, looked, sent, tapped, told
from tests.world import MONDAY_TEN, SUNDAY_NIGHT, World, actor, answered, holder, phq9

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def row(sheet: AnswerSheet) -> AnswerSheet:
    """The sheet as it stands in the database."""
    return AnswerSheet.objects.get(pk=sheet.pk)


def test_answers_may_come_in_any_order(world: World) -> None:
    """2+2+1+2+1+2+1+0+1 = 12, moderate."""
    answers = phq9("221212101")
    sheets = []
    for order in list(permutations("123456789"))[::60_000]:
        sheet = asked(world.ines)
        for item in order:
            tapped(sheet, item, answers[item])
        sheets.append(sent(sheet, "").sheet)

    assert len(sheets) == 7
    for sheet in sheets:
        assert row(sheet).answers == answers
        assert (sheet.score.total, sheet.score.band, sheet.score.missing) == (12, "moderate", [])


def test_answers_sent_at_once_score_like_those_kept_one_by_one(world: World) -> None:
    recorded = sent(asked(world.ines), "221212101")

    score = Score.objects.get()
    assert (score.total, score.band, score.scored_at, score.is_prorated) == (12, "moderate", MONDAY_TEN, False)
    assert row(recorded.sheet).sent_at == MONDAY_TEN


def test_each_answer_is_kept_as_it_is_given_and_a_later_one_replaces_it(world: World) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "1", 3)
    tapped(sheet, "2", None, now=MONDAY_TEN + MINUTE)
    tapped(sheet, "1", 1, now=MONDAY_TEN + 2 * MINUTE)

    kept = row(sheet)
    assert (kept.answers, kept.saved_at, kept.sent_at) == ({"1": 1, "2": None}, MONDAY_TEN + 2 * MINUTE, None)
    assert Score.objects.count() == 0


@pytest.mark.parametrize(
    "answers",
    [
        {"1": 4},
        {"1": -1},
        {"1": True},
        {"1": "2"},
        {"1": 2.0},
        {"1": [2]},
        {"10": 1},
        {"": 1},
        {"q9": 3},
        {"9": 3, "1": 99},
        {1: 2},
    ],
)
def test_nothing_is_kept_that_the_measure_does_not_allow(world: World, answers: Any) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "2", 2)
    n = Event.objects.count()

    for write in (save_answers, send):
        with pytest.raises(AnswerError):
            write(sheet=sheet, answers=answers, by=holder(world.ines), now=MONDAY_TEN + MINUTE)  # type: ignore[operator]

    kept = row(sheet)
    assert (kept.answers, kept.sent_at, kept.saved_at) == ({"2": 2}, None, MONDAY_TEN)
    assert (Score.objects.count(), Alert.objects.count(), Event.objects.count()) == (0, 0, n)


def test_a_fault_names_the_item_and_what_is_allowed(world: World) -> None:
    with pytest.raises(AnswerError) as told_why:
        tapped(asked(world.ines), "4", 7)

    assert told_why.value.item == "4"
    assert "0" in told_why.value.allowed
    assert "3" in told_why.value.allowed


@pytest.mark.parametrize(
    ("digits", "missing"), [("2212-2101", ["5"]), ("--1212101", ["1", "2"]), ("---------", [*"123456789"])]
)
def test_a_passed_over_item_means_no_total_and_is_named(world: World, digits: str, missing: list[str]) -> None:
    score = sent(asked(world.ines), digits).sheet.score

    assert (score.total, score.band, score.missing, score.is_prorated) == (None, "", missing, False)
    [series] = series_of(world.ines)
    assert series.trajectory.first is None or series.trajectory.first.total is None


def test_an_item_that_was_never_reached_is_missing_like_one_passed_over(world: World) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "1", 3)

    assert sent(sheet, "").sheet.score.missing == [*"23456789"]


def test_the_difficulty_item_is_kept_and_never_counted(world: World) -> None:
    sheet = asked(world.ines)
    tapped(sheet, "difficulty", 3)

    score = sent(sheet, "111111111").sheet.score

    assert (score.total, row(sheet).answers["difficulty"], score.missing) == (9, 3, [])


def test_sending_twice_gives_one_record(world: World) -> None:
    sheet = asked(world.ines)
    first = sent(sheet, "111111112")
    n = Event.objects.count()

    again = sent(sheet, "333333333", now=MONDAY_TEN + MINUTE)
    late = tapped(sheet, "9", 3, now=MONDAY_TEN + 2 * MINUTE)

    assert (Score.objects.count(), AnswerSheet.objects.count(), Event.objects.count()) == (1, 1, n)
    assert row(sheet).answers == phq9("111111112")
    assert Score.objects.get().total == 10
    assert [alert.pk for alert in again.alerts] == [alert.pk for alert in first.alerts]
    assert late == ()
    assert told() == ["ada"]


def test_opening_a_questionnaire_twice_gives_one_sheet(world: World) -> None:
    from clinic.answers.actions.answering import begin

    sheet = asked(world.ines)
    assert sheet.invitation is not None

    again = begin(invitation=sheet.invitation, by=holder(world.ines), now=MONDAY_TEN + DAY)

    assert (again, again.began_at) == (sheet, MONDAY_TEN)


def test_a_score_keeps_version_and_digest(world: World) -> None:
    sheet = row(sent(asked(world.ines), "000000000").sheet)

    measure = library().measure("phq-9")
    assert (sheet.measure, sheet.version, sheet.digest) == ("phq-9", measure.version, library().digest(measure))
    assert len(sheet.digest) == 64


def test_a_sheet_is_dated_by_the_clients_own_day(world: World) -> None:
    """23:30 on Sunday in New York is half past four on Monday in London."""
    details = {"time_zone": "America/New_York"}
    change_details(client=world.ines, details=details, by=actor(world.ada), now=SUNDAY_NIGHT)
    now = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)

    assert asked(world.ines, now=now).answered_on == date(2026, 3, 1)
    assert asked(world.jo, now=now).answered_on == date(2026, 3, 2)


def test_a_clinician_enters_a_whole_sheet_and_the_way_of_entry_is_kept(world: World) -> None:
    recorded = answered(world.ines, "221212101", date(2026, 2, 27), now=MONDAY_TEN, by=world.ada)

    sheet = row(recorded.sheet)
    assert (sheet.entered_as, sheet.entered_by, sheet.answered_on, sheet.sent_at, sheet.invitation) == (
        "from_paper",
        world.ada,
        date(2026, 2, 27),
        MONDAY_TEN,
        None,
    )
    assert sheet.score.total == 12


def entered(world: World, measure: str, **given: Any) -> Any:
    """What Ada enters for Ines."""
    return enter(
        client=world.ines,
        measure=measure,
        answers=given.get("answers", {}),
        stated_total=given.get("total"),
        entered_as=given.get("entered_as", "from_paper"),
        answered_on=date(2026, 3, 2),
        by=actor(world.ada),
        now=MONDAY_TEN,
    )


@pytest.mark.parametrize(
    ("measure", "total", "band"), [("bdi-ii", 0, "minimal"), ("bdi-ii", 63, "severe"), ("hrsd-17", 52, None)]
)
def test_a_measure_without_questions_is_entered_as_a_total(
    world: World, measure: str, total: int, band: str | None
) -> None:
    sheet = entered(world, measure, total=total).sheet

    assert (sheet.stated_total, sheet.score.total, sheet.answers) == (total, total, {})
    if band:
        assert sheet.score.band == band


@pytest.mark.parametrize("total", [None, -1, 64, True, "20", 20.0])
def test_a_total_outside_its_range_is_refused_and_nothing_is_kept(world: World, total: Any) -> None:
    with pytest.raises(AnswerError) as told_why:
        entered(world, "bdi-ii", total=total)

    assert told_why.value.item is None
    assert "63" in told_why.value.allowed
    assert (AnswerSheet.objects.count(), Score.objects.count()) == (0, 0)


def test_answers_to_a_measure_without_questions_are_not_kept(world: World) -> None:
    sheet = entered(world, "bdi-ii", total=20, answers={"1": 77}).sheet

    assert row(sheet).answers == {}


def test_a_total_beside_answers_is_not_kept(world: World) -> None:
    sheet = entered(world, "phq-9", total=27, answers=phq9("000000000")).sheet

    assert (row(sheet).stated_total, sheet.score.total) == (None, 0)


def test_an_unknown_way_of_entry_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="guessed"):
        entered(world, "bdi-ii", total=20, entered_as="guessed")

    assert AnswerSheet.objects.count() == 0


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Statements of an action as docs/design counts them: not transaction control, nor the audit's own two."""
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT pg_advisory")
    found = [query["sql"] for query in captured if not query["sql"].startswith(control)]
    return [sql for sql in found if "audit_event" not in sql]


@pytest.mark.parametrize(
    ("digits", "now", "on_duty", "most"),
    [
        ("111111110", MONDAY_TEN, False, 8),
        ("11111111-", MONDAY_TEN, False, 8),
        ("111111111", MONDAY_TEN, False, 12),
        ("111111113", MONDAY_TEN, False, 12),
        ("111111113", SUNDAY_NIGHT, True, 12),
        ("111111113", SUNDAY_NIGHT, False, 12),
    ],
)
def test_sending_runs_few_statements(world: World, digits: str, now: datetime, on_duty: bool, most: int) -> None:
    """Eight without a concern, twelve with one; with a history and an assessment as without."""
    if on_duty:
        duty(world, world.dan, now, hours=5)
    fresh = asked(world.jo, now=now)
    answered(world.ines, "222222222", date(2026, 2, 20), now=now - 9 * DAY, by=world.ada)
    looked(world.ines, world.ada, *Alert.objects.all(), now=now - 8 * DAY)
    known = asked(world.ines, now=now)

    for sheet in (fresh, known):
        with CaptureQueriesContext(connection) as captured:
            sent(sheet, digits, now=now)

        assert len(statements(captured)) <= most, "\n".join(statements(captured))


@pytest.mark.parametrize(("item", "value", "most"), [("1", 3, 2), ("9", 0, 2), ("9", 1, 10), ("9", 3, 11)])
def test_keeping_one_answer_runs_few_statements(world: World, item: str, value: int, most: int) -> None:
    sheet = asked(world.ines, now=SUNDAY_NIGHT)

    with CaptureQueriesContext(connection) as captured:
        tapped(sheet, item, value, now=SUNDAY_NIGHT)

    assert len(statements(captured)) <= most, "\n".join(statements(captured))


def test_a_clients_series_is_one_statement(world: World) -> None:
    for day in range(1, 8):
        answered(world.ines, "111111110", date(2026, 2, day), now=MONDAY_TEN - 9 * DAY, by=world.ada)
        answered(world.ines, "2222222", date(2026, 2, day), now=MONDAY_TEN - 9 * DAY, by=world.ada, measure="gad-7")

    with CaptureQueriesContext(connection) as captured:
        found = series_of(world.ines)
        totals = {one.measure.id: [sheet.score.total for sheet in one.sheets] for one in found}

    assert totals == {"phq-9": [8] * 7, "gad-7": [14] * 7}
    assert len(captured) == 1
