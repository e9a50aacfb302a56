"""Totals and levels that a person must look at, totals with decimals, and sheets about somebody."""

from datetime import date

import pytest

from clinic.answers.actions.answering import enter
from clinic.answers.models import AnswerSheet
from clinic.answers.queries import series_of
from clinic.definitions.library import library, shown
from clinic.safety.models import Alert
from ipt.library import Library
from ipt.scoring import AnswerError
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

LICENCE = """
[licence]
tier = "own"
owner = "OpenIPT"
terms = "Made up for a test."
uses = ["clinical"]
commercial = true
checked_on = 2026-11-22
verified = false
source = "made-up"
"""
WELL = """
id = "well"
version = 1
rater = "self"
entry = "items"
better = "higher"
low = 0
high = 3
decimals = 1
period_days = 7
domain = "wellbeing"
status = "own"
adding = { how = "mean" }
missing = { prorate_up_to = 0, source = "made-up", verified = false }
items = [{ id = "a", values = [0, 1, 2, 3] }, { id = "b", values = [0, 1, 2, 3] }]
watch_total = [{ at_most = 1, level = "soon", about = "very low", source = "made-up", verified = false }]
sources = [{ id = "made-up", text = "Made up for this test." }]
"""
NAMES = """
measure_id = "well"
version = 1
language = "en"
title = "Well"
full_title = "Well"
licence = "Ours."
source = "Made up."
"""


@pytest.fixture(autouse=True)
def _defined(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"measures/well/1.toml": WELL + LICENCE, "wordings/measures/well/1.en.toml": NAMES}
    monkeypatch.setattr(shown, "library", Library.from_texts(texts, base=library()))


def entered(
    world: World, *, measure: str, target: str = "", total: float | None = None, **answers: int | None
) -> AnswerSheet:
    return enter(
        client=world.ines,
        measure=measure,
        answers=answers,
        stated_total=total,
        target=target,
        entered_as="in_person",
        answered_on=date(2026, 3, 2),
        by=actor(world.ada),
        now=MONDAY_TEN,
    ).sheet


def test_a_watched_total_raises_an_alert_and_its_number_is_kept_as_it_is(world: World) -> None:
    entered(world, measure="well", a=0, b=1)

    (alert,) = Alert.objects.all()
    assert (alert.kind, alert.level, alert.value, alert.item) == ("watched-total", "soon", 0.5, "")


def test_a_total_that_nobody_watches_raises_none(world: World) -> None:
    entered(world, measure="well", a=3, b=1)

    assert not Alert.objects.exists()


def test_the_level_of_a_triage_raises_an_alert(world: World) -> None:
    answers = {item.id: 0 for item in library().measure("c-ssrs").items}
    enter(
        client=world.ines,
        measure="c-ssrs",
        answers={**answers, "1": 1, "2": 1, "4": 1},
        entered_as="in_person",
        answered_on=date(2026, 3, 2),
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    assert {(alert.kind, alert.level) for alert in Alert.objects.filter(kind="triage")} == {("triage", "urgent")}


@pytest.mark.parametrize(("answers", "total"), [({"a": 2, "b": 1}, 1.5), ({"a": 2, "b": 2}, 2)])
def test_a_total_keeps_its_decimals_and_is_whole_where_it_is_whole(
    answers: dict[str, int], total: float, world: World
) -> None:
    sheet = entered(world, measure="well", **answers)

    stored = AnswerSheet.objects.select_related("score").get(pk=sheet.pk).score.total
    assert (stored, type(stored)) == (total, type(total))


def test_a_total_alone_is_taken_for_a_measure_with_questions(world: World) -> None:
    sheet = AnswerSheet.objects.select_related("score").get(pk=entered(world, measure="phq-9", total=15).pk)

    assert (sheet.stated_total, sheet.score.total, sheet.score.band) == (15, 15, "moderately-severe")


def test_sheets_about_different_people_are_series_of_their_own(world: World) -> None:
    answers = {item.id: 4 for item in library().measure("ecr-rs").items}
    for target in ("mother", "friend", "mother"):
        entered(world, measure="ecr-rs", target=target, **answers)

    assert sorted((one.target, len(one.sheets)) for one in series_of(world.ines)) == [("friend", 1), ("mother", 2)]


@pytest.mark.parametrize(("measure", "target"), [("ecr-rs", ""), ("ecr-rs", "boss"), ("phq-9", "mother")])
def test_whom_a_sheet_is_about_must_be_one_of_the_measure(measure: str, target: str, world: World) -> None:
    with pytest.raises(AnswerError, match="is about"):
        entered(world, measure=measure, target=target)

    assert not AnswerSheet.objects.exists()
