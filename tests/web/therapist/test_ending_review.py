"""The review half way: facts in plain words, a rule's suggestion, a sheet of which no version is lost."""

from typing import Any

import pytest
from django.urls import reverse

from clinic.therapy.models import Entry, Focus
from clinic.therapy.queries.standing import standing_of
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.endings import ended
from tests.web.counting import counted
from tests.web.therapist.endings_seen import course_at, first_of, page, sent, text_of
from tests.world import World, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHOLE: dict[str, Any] = {"do": "save", "focus": "kept", "outcome": "continue", "what_helps": "Writing it down"}


def test_scores_and_goals_stand_beside_their_start(world: World) -> None:
    shown = text_of(page(world, "review", course_at(world, 8)))

    for words in (
        "8 of 16 sessions held, 8 left",
        "PHQ-9 : 14 (moderate)",
        "6 points lower",
        "reliably better",
        "6 points or more count as reliable (NHS Talking Therapies).",
        "Talk about her with my sister 3 of 10",
        "aim 8",
        "Since mother died Grief: someone died",
        "A second focus is possible; 8 sessions are left for both.",
    ):
        assert words in shown
    assert "A rule of the protocol says so" not in shown


def test_a_rule_suggests_and_says_that_a_person_decides(world: World) -> None:
    shown = text_of(page(world, "review", course_at(world, 8, digits=("222222110", "222222100"))))

    assert "14 at the start, 13 now: 1 point (7%) better" in shown
    assert "A rule of the protocol says so; you decide." in shown


def test_an_empty_course_says_what_is_missing(world: World) -> None:
    shown = text_of(page(world, "review", started(world, now=first_of(1))))

    for words in ("No score was recorded within this course.", "No goal is set.", "No focus is agreed."):
        assert words in shown


def test_the_review_is_kept_and_the_task_done(world: World) -> None:
    course = course_at(world, 8)

    answer = sent(world, "review", course.pk, **WHOLE)

    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("review", args=[course.pk]))
    assert Entry.objects.get().values == {"focus": "kept", "outcome": "continue", "what_helps": "Writing it down"}
    assert standing_of(course).task("review").state == "done"
    assert "Writing it down" in text_of(page(world, "review", course))


def test_a_focus_that_changes_is_changed_on_its_own_page_with_a_reason(world: World) -> None:
    course = course_at(world, 8)

    sent(world, "review", course.pk, **{**WHOLE, "focus": "changed"})

    shown = page(world, "review", course)
    assert reverse("focus", args=[course.pk]) in shown.content.decode()
    assert Focus.objects.get(course=course).until_on is None, "the review itself changes nothing"


def test_what_is_needed_is_asked_for_and_what_was_typed_stays(world: World) -> None:
    course = course_at(world, 8)

    answer = sent(world, "review", course.pk, do="save", what_helps="Writing it down")

    assert answer.status_code == 422 and not Entry.objects.exists()
    assert "What we work on: This field is required." in text_of(answer)
    assert "Writing it down" in answer.content.decode()


def test_two_who_write_at_once_are_told_and_both_stand(world: World) -> None:
    course = course_at(world, 8)
    sent(world, "review", course.pk, **WHOLE)
    ada = sign_in(world.ada)
    seen = str(Entry.objects.get().pk)
    sent(world, "review", course.pk, browser=sign_in(world.cleo), based_on=seen, **{**WHOLE, "reasons": "Cleo's"})

    sent(world, "review", course.pk, browser=ada, based_on=seen, **{**WHOLE, "reasons": "Ada's"})

    shown = text_of(ada.get(reverse("review", args=[course.pk])))  # type: ignore[arg-type]
    assert Entry.objects.count() == 3
    assert "Cleo saved this sheet meanwhile" in shown
    assert "Ada's" in shown and "Cleo's" in shown


def test_after_the_end_it_is_read_only(world: World) -> None:
    course = course_at(world, 8)
    sent(world, "review", course.pk, **WHOLE)
    course = ended(course, now=first_of(1))

    shown = page(world, "review", course)

    assert "Writing it down" in text_of(shown) and "<textarea" not in shown.content.decode()
    assert sent(world, "review", course.pk, **{**WHOLE, "reasons": "late"}).status_code == 422
    assert Entry.objects.count() == 1


def test_it_is_read_in_ten_statements(world: World) -> None:
    course = course_at(world, 8)
    sent(world, "review", course.pk, **WHOLE)
    ada, url = sign_in(world.ada), reverse("review", args=[course.pk])
    ada.get(url)

    with counted() as statements:
        assert ada.get(url).status_code == 200

    assert len(statements) <= 10, statements
