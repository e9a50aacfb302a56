"""The answers page beside the site's norms, and what depends on age or was published for one sex."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from clinic.answers.actions.answering import enter
from clinic.definitions.library import library, shown
from ipt.library import Library
from tests.web.stage import Stage
from tests.world import MONDAY_TEN, actor, register, sign_in

pytestmark = [pytest.mark.django_db]

TABLE = """
id = "rcads-25"
version = 1
licence = "Made up for this test."
sources = [{ id = "made-up", text = "Made up for this test." }]
groups = [
  { scale = "depression", sex = "woman", grades = [5, 6], mean = 10, sd = 5, source = "made-up" },
  { scale = "depression", sex = "man", grades = [5, 6], mean = 5, sd = 10, source = "made-up" },
  { scale = "depression", sex = "woman", grades = [9, 10], mean = 2, sd = 1, source = "made-up" },
]
"""
OF_TWELVE = date(2013, 6, 1)  # twelve on MONDAY_TEN: in the sixth or the seventh grade
GRIEF = {"1": 1, "2": 7, **{str(n): 4 for n in range(3, 13)}, "13": 1}


def page(stage: Stage, *, measure: str, answers: dict[str, int | None], born_on: date) -> str:
    world = stage.world
    client = register(world.team, world.ada, "Mina Young", MONDAY_TEN, born_on=born_on)
    day = MONDAY_TEN.date()
    known = {"client": client, "measure": measure, "entered_as": "in_person", "answered_on": day}
    sheet = enter(**known, answers=answers, by=actor(world.ada), now=MONDAY_TEN).sheet  # type: ignore[arg-type]
    shown = sign_in(world.ada).get(reverse("answers", args=[sheet.pk])).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def ones() -> dict[str, int | None]:
    return {item.id: 1 for item in library().measure("rcads-25").items}


def test_each_scale_stands_beside_the_norms_of_every_group_of_this_age(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "library", Library.from_texts({"norms/rcads-25/1.toml": TABLE}, base=library()))

    said = page(stage, measure="rcads-25", answers=ones(), born_on=OF_TWELVE)

    assert "Scale Score boys, grade 5–6 girls, grade 5–6 Low mood 10 55 50 Anxiety 15 – –" in said
    assert "Age 12 on the day" in said
    assert "grade 9–10" not in said


def test_nothing_is_told_for_an_age_of_which_the_norms_say_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "library", Library.from_texts({"norms/rcads-25/1.toml": TABLE}, base=library()))

    said = page(stage, measure="rcads-25", answers=ones(), born_on=date(1988, 5, 4))

    assert "The table of norms says nothing for somebody of 37." in said


def test_it_is_said_where_no_norms_were_brought(stage: Stage) -> None:
    said = page(stage, measure="rcads-25", answers=ones(), born_on=OF_TWELVE)

    assert "T scores need the owner's table of norms, and none is here." in said


@pytest.mark.parametrize(
    ("born_on", "is_met"), [(date(2008, 3, 3), True), (date(2008, 3, 2), False), (date(1988, 5, 4), False)]
)
def test_seven_months_after_a_loss_a_pattern_is_met_by_minors_only(born_on: date, is_met: bool, stage: Stage) -> None:
    said = page(stage, measure="pg-13-r", answers=dict(GRIEF), born_on=born_on)

    assert ("Patterns met" in said) is is_met


def test_a_cut_off_for_one_sex_is_told_as_such(stage: Stage) -> None:
    said = page(stage, measure="audit-c", answers={"1": 2, "2": 1, "3": 0}, born_on=date(1988, 5, 4))

    assert "Published for one sex at or above the cut-off for women (United States)" in said
    assert "for men" not in said
