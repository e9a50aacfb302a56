"""The ending: opened in time, gone through, and shown to the client as a plan without the therapist's judgements."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.inventory import add_relationship
from clinic.therapy.models import Course, Entry
from clinic.therapy.queries.standing import standing_of
from tests.clinic.therapy.endings import ended
from tests.web.counting import counted
from tests.web.therapist.endings_seen import course_at, page, sent, text_of
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PLAN: dict[str, Any] = {
    "do": "save",
    "gains": "I see my sister again",
    "warning_signs": "Not answering calls",
    "whom_to_ask": "Ada, then the GP",
    "therapist_view": "It was her own courage",
    "risk_of_return": "medium",
}


def on_sick_role(course: Course, world: World, **values: Any) -> None:
    """What the sick role laid down."""
    write_entry(course=course, sheet="sick-role", values=values, by=actor(world.ada), now=timezone.now())


def test_the_ending_is_opened_with_its_day(world: World) -> None:
    course = course_at(world, 13)
    today = timezone.localdate()
    assert "3 sessions are left" in text_of(page(world, "ending", course))

    for wrong in ("", "never", (today + timedelta(days=1)).isoformat()):
        assert sent(world, "ending", course.pk, do="open", on=wrong).status_code == 422
    answer = sent(world, "ending", course.pk, do="open", on=today.isoformat())

    course.refresh_from_db()
    assert (answer.status_code, course.ending_opened_on) == (303, today)
    assert standing_of(course).task("open_ending").state == "done"
    assert "Speak of the end in good time" not in text_of(page(world, "ending", course))


def test_the_facts_stand_beside_the_sheet(world: World) -> None:
    course = course_at(world, 14)
    on_sick_role(course, world, laid_down="Cooking for the whole family", by_whom="Her husband")
    add_relationship(client=world.ines, name="Tom", kind="partner", ring=2, by=actor(world.ada), now=timezone.now())

    shown = text_of(page(world, "ending", course))

    for words in (
        "PHQ-9 : 14 (moderate)",
        "reliably better",
        "3 of 10",
        "Cooking for the whole family",
        "Not handed back yet.",
        "One circle, of",
    ):
        assert words in shown


def test_a_sick_role_that_was_handed_back_is_told_with_its_day(world: World) -> None:
    course = course_at(world, 14)
    on_sick_role(course, world, laid_down="Cooking", handed_back_on="2026-03-01")

    assert "Handed back on 1 March 2026." in text_of(page(world, "ending", course))


def test_the_plan_is_shown_without_the_therapists_judgements(world: World) -> None:
    course = course_at(world, 14)
    assert sent(world, "ending", course.pk, do="share").status_code == 422, "there is nothing to show yet"
    sent(world, "ending", course.pk, **PLAN)

    plan = text_of(page(world, "ending", course)).split("The plan, as the client reads it")[1]
    answer = sent(world, "ending", course.pk, do="share")

    assert "I see my sister again" in plan and "her own courage" not in plan and "may well" not in plan
    assert answer.status_code == 303
    assert Entry.objects.get().shared_at is not None
    assert "shown to the client since" in text_of(page(world, "ending", course))
    assert standing_of(course).task("plan_for_end").state == "done"


def test_a_new_version_is_shown_anew(world: World) -> None:
    course = course_at(world, 14)
    sent(world, "ending", course.pk, **PLAN)
    sent(world, "ending", course.pk, do="share")

    sent(world, "ending", course.pk, **{**PLAN, "gains": "I see both of them again"})

    shown = text_of(page(world, "ending", course))
    assert "Show it on the client's own page" in shown and "Earlier" in shown


def test_the_plan_can_still_be_made_when_the_client_left_before_the_end(world: World) -> None:
    course = course_at(world, 14)
    course = ended(course, now=timezone.now(), kind="early_by_client", why="She rang.", result="improved")

    assert sent(world, "ending", course.pk, **PLAN).status_code == 303
    assert sent(world, "ending", course.pk, do="share").status_code == 303
    assert Entry.objects.get().shared_at is not None


def test_the_page_is_read_in_ten_statements(world: World) -> None:
    course = course_at(world, 14)
    on_sick_role(course, world, laid_down="Cooking")
    sent(world, "ending", course.pk, **PLAN)
    ada, url = sign_in(world.ada), reverse("ending", args=[course.pk])
    ada.get(url)

    with counted() as statements:
        assert ada.get(url).status_code == 200

    assert len(statements) <= 10, statements


def test_another_team_finds_nothing(world: World) -> None:
    course = course_at(world, 14)

    for name in ("review", "ending", "end_course", "course_letters", "maintenance", "follow_ups"):
        url = reverse(name, args=[course.pk])
        for user in (world.eve, world.bo, world.finn):
            browser = sign_in(user)
            assert (browser.get(url).status_code, browser.post(url).status_code) == (404, 404), name
        assert sign_in(world.ada).get(url).status_code == 200


def test_no_day_of_a_long_course_is_lost(world: World) -> None:
    course = course_at(world, 14)
    long = "A day that was long. " * 900

    sent(world, "ending", course.pk, **{**PLAN, "gains": long})

    assert Entry.objects.get().values["gains"] == long.strip()
    assert sent(world, "ending", course.pk, **{**PLAN, "gains": long + "x" * 20_000}).status_code == 422
    assert Entry.objects.count() == 1 and Entry.objects.get().on <= timezone.localdate()
