"""Focus and goals: one, at most two on purpose; the fallback told; safety before talk; goals rated by either side."""

from typing import Any

import pytest
from django.utils import timezone

from clinic.therapy.actions.focus import fill_focus
from clinic.therapy.actions.formulation import answer_formulation, share_formulation
from clinic.therapy.actions.hard_times import record_safety
from clinic.therapy.actions.issues import weigh_area
from clinic.therapy.models import Course
from clinic.therapy.queries.focus import foci, goals, running
from tests.clinic.therapy.beginnings import aimed, focused, said, started, written
from tests.web.therapist.beginnings_seen import begun, person, seen, sent, told, words
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def agreed(world: World, course: Course, area: str = "grief", **given: Any) -> Any:
    """The focus, as Ada enters it."""
    body = {"area": area, "title": "Since Mum died", "how": "by_word", "on": timezone.localdate().isoformat(), **given}
    return sent(world.ada, "focus", course.pk, **body)


def test_a_focus_is_agreed_by_word_without_a_formulation(world: World) -> None:
    course, mum = begun(world), person(world.ines, "Mum", "parent")
    assert "A focus agreed by word or on paper, with its day, is enough." in words(seen(world.ada, "focus", course.pk))

    assert agreed(world, course, people=mum.pk).status_code == 303

    [row] = running(course)
    assert (row.title, list(row.people.all()), row.agreed_how) == ("Since Mum died", [mum], "by_word")
    assert "Since Mum died Grief: someone died · Mum · agreed on" in words(seen(world.ada, "focus", course.pk))


def test_a_yes_on_their_own_page_can_be_chosen_once_they_said_yes_to_the_formulation_there(world: World) -> None:
    course, now = begun(world), timezone.now()
    assert agreed(world, course, how="portal").status_code == 422
    said(written(course, now=now), True, now=now)
    assert agreed(world, course, how="portal").status_code == 422, "they said yes by word"
    row = share_formulation(
        formulation=written(course, "In her words", based_on=1, now=now), by=actor(world.ada), now=now
    )
    answer_formulation(formulation=row, agrees=True, by=holder(world.ines), now=now)

    assert agreed(world, course, how="portal").status_code == 303
    assert running(course)[0].agreed_how == "portal"


def test_what_is_wrong_is_told_by_field(world: World) -> None:
    course = begun(world)

    response = agreed(world, course, "", on="2999-01-01")

    assert (response.status_code, told(response)) == (422, ["Problem area: This field is required."])
    response = agreed(world, course, on="2999-01-01")
    assert told(response) == ["Agreed on: This day has not come yet: enter today or an earlier day."]
    assert foci(course) == []


def test_the_fallback_is_told_when_another_area_was_weighed_higher(world: World) -> None:
    course, now = begun(world), timezone.now()
    weigh_area(course=course, area="grief", weight={"by_client": 8}, revision=0, by=actor(world.ada), now=now)

    response = agreed(world, course, "sensitivities")

    assert response.status_code == 422
    [fault] = told(response)
    assert "This area is for when no other fits, and “Grief: someone died” was weighed higher." in fault
    assert "Grief: someone died (client 8)" in words(response)
    assert agreed(world, course, "sensitivities", has_seen="on").status_code == 303


def test_a_second_focus_is_agreed_on_purpose_and_there_is_no_third(world: World) -> None:
    course = begun(world)
    focused(course, now=timezone.now())
    assert "One focus is the rule, two the most." in words(seen(world.ada, "focus", course.pk))

    assert agreed(world, course, "dispute").status_code == 422
    assert len(running(course)) == 1
    assert agreed(world, course, "dispute", has_seen="on").status_code == 303

    assert [row.is_second for row in running(course)] == [False, True]
    assert "A second focus" not in words(seen(world.ada, "focus", course.pk))
    assert agreed(world, course, "transition", has_seen="on").status_code == 422


def test_a_focus_is_changed_with_a_reason_or_a_second_one_dropped(world: World) -> None:
    course, now = begun(world), timezone.now()
    first, second = focused(course, now=now), focused(course, "dispute", is_second=True, now=now)
    body = {"area": "transition", "how": "by_word", "on": timezone.localdate().isoformat()}

    assert told(sent(world.ada, "focus_change", course.pk, first.pk, **body, why="")) == [
        "Why the focus changes: This field is required."
    ]
    assert sent(world.ada, "focus_change", course.pk, first.pk, **body, why="Out of work").status_code == 303
    assert sent(world.ada, "focus_change", course.pk, second.pk, do="drop", why="").status_code == 422
    assert sent(world.ada, "focus_change", course.pk, second.pk, do="drop", why="Settled").status_code == 303

    assert [row.area for row in running(course)] == ["transition"]
    text = words(seen(world.ada, "focus", course.pk))
    assert "Why it changed: Out of work" in text and "Why it changed: Settled" in text


def test_the_fields_of_a_dispute_come_with_its_stages(world: World) -> None:
    course = begun(world)
    focus = focused(course, "dispute", now=timezone.now())

    response = sent(world.ada, "focus_sheet", course.pk, focus.pk, stage="impasse", issues="The house", revision="1")

    assert response.status_code == 303
    text = words(seen(world.ada, "focus_sheet", course.pk, focus.pk))
    assert "Stuck in silence" in text and "the talk has stopped" in text and "The house" in text


def test_two_who_write_about_a_focus_both_keep_their_text(world: World) -> None:
    course, now = begun(world), timezone.now()
    focus = focused(course, "dispute", now=now)
    fill_focus(focus=focus, values={"issues": "The house"}, revision=1, by=actor(world.cleo), now=now)

    response = sent(world.ada, "focus_sheet", course.pk, focus.pk, issues="The money", revision="1")

    assert response.status_code == 422
    assert "Somebody else saved this meanwhile" in words(response) and "The house" in words(response)
    assert "The money" in response.content.decode() and 'value="2"' in response.content.decode()
    assert running(course)[0].values == {"issues": "The house"}


def test_nobody_is_urged_to_talk_with_somebody_who_is_not_safe(world: World) -> None:
    course, tom, now = begun(world), person(world.ines), timezone.now()
    focus = focused(course, "dispute", people=[tom], now=now)
    fill_focus(focus=focus, values={"stage": "renegotiation"}, revision=1, by=actor(world.ada), now=now)
    assert "meet half-way" in words(seen(world.ada, "focus", course.pk))

    record_safety(relationship=tom, values={"fear": "often"}, by=actor(world.ada), now=now)

    for name, ids in (("focus", (course.pk,)), ("focus_sheet", (course.pk, focus.pk))):
        text = words(seen(world.ada, name, *ids))
        assert "Tom: marked as not safe. Safety comes first. Do not urge a talk with them" in text
        assert "meet half-way" not in text and "ask for a talk" not in text


def test_the_words_and_people_of_a_focus_can_be_mended(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    focus = focused(course, "dispute", now=timezone.now())

    response = sent(world.ada, "focus_words", course.pk, focus.pk, title="Tom and money", people=tom.pk, revision="1")

    assert response.status_code == 303
    [row] = running(course)
    assert (row.title, list(row.people.all())) == ("Tom and money", [tom])
    response = sent(world.ada, "focus_words", course.pk, focus.pk, title="x", revision="1")
    assert (response.status_code, running(course)[0].title) == (422, "Tom and money")


def test_goals_wait_for_a_focus_then_there_are_three_at_most(world: World) -> None:
    course = begun(world)
    assert "First agree the focus" in words(seen(world.ada, "goals", course.pk))
    focus = focused(course, now=timezone.now())

    for n, text in enumerate(("See my sister", "Sleep in our bed", "Sing again", "One more")):
        response = sent(world.ada, "goals", course.pk, focus=focus.pk, text=text, rated="2", target="7")
        assert response.status_code == (303 if n < 3 else 422)

    text = words(seen(world.ada, "goals", course.pk))
    assert "See my sister Change See my sister 2 of 10 enough at 7" in text
    assert "3 goals are the most. Drop one to set another." in text
    assert "Mourn the person who died" in text


def test_a_goal_is_rated_again_reworded_and_dropped(world: World) -> None:
    course, today = begun(world), timezone.localdate().isoformat()
    goal = aimed(focused(course, now=timezone.now()), now=timezone.now())

    response = sent(world.ada, "goal_rate", course.pk, goal.pk, on=today)
    assert (response.status_code, told(response)) == (422, ["How near is it?: This field is required."])
    sent(world.ada, "goal_rate", course.pk, goal.pk, value="4", on=today, by_client="on")
    [one] = goals(course)
    assert one.last is not None and (one.last.value, one.last.by_client) == (4, True)
    sent(world.ada, "goal", course.pk, goal.pk, text="Ring my sister", target="9")
    assert [row.goal.text for row in goals(course)] == ["Ring my sister"]
    sent(world.ada, "goal", course.pk, goal.pk, do="drop")
    assert "No longer worked on Ring my sister last 4 of 10" in words(seen(world.ada, "goals", course.pk))


def test_goals_and_foci_of_others_are_not_found(world: World) -> None:
    course, now = begun(world), timezone.now()
    focus = focused(course, now=now)
    goal = aimed(focus, now=now)
    other = started(world, client=world.jo, now=now)

    for name, pk in (("focus_sheet", focus.pk), ("focus_change", focus.pk), ("goal", goal.pk)):
        assert seen(world.ada, name, course.pk, pk).status_code == 200
        assert seen(world.ada, name, other.pk, pk).status_code == 404
        assert seen(world.eve, name, course.pk, pk).status_code == 404
    assert sent(world.ada, "goal_rate", other.pk, goal.pk, value="3").status_code == 404
