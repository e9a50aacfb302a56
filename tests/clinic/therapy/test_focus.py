"""One focus, at most two; agreed with its day and way; changed with a reason; its fields are never written over."""

from datetime import timedelta
from typing import Any

import pytest

from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.focus import agree_focus, change_focus, drop_second_focus, fill_focus, reword_focus
from clinic.therapy.models import Focus
from clinic.therapy.queries.focus import foci, own_foci, running
from tests.clinic.therapy.beginnings import (
    MONDAY_TEN,
    NEXT_WEEK,
    TUESDAY,
    focused,
    known,
    said,
    started,
    verbs,
    written,
)
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def changed(focus: Focus, area: str, *, why: str = "It is about work after all", **given: Any) -> Focus:
    """Another focus in its place."""
    chosen: Any = {"area": area, "how": "by_word", **given}
    return change_focus(focus=focus, chosen=chosen, why=why, by=actor(focus.course.client.therapist), now=NEXT_WEEK)


def filled_in(focus: Focus, *, revision: int = 1, asked: Any = None, **values: Any) -> Focus:
    """Something found out about it."""
    return fill_focus(
        focus=focus,
        values=values,
        revision=revision,
        asked=asked,
        by=actor(focus.course.client.therapist),
        now=TUESDAY,
    )


def test_a_focus_stands_on_the_formulation_the_client_agreed_to(world: World) -> None:
    course, tom = started(world), known(world.ines)
    agreed = said(written(course), True)

    focus = focused(course, "dispute", people=[tom], title=" Tom and  the house ")

    assert running(course) == [focus]
    assert (focus.formulation, focus.title, focus.agreed_on, focus.agreed_how, focus.is_second) == (
        agreed,
        "Tom and the house",
        MONDAY_TEN.date(),
        "by_word",
        False,
    )
    assert list(focus.people.all()) == [tom]


def test_a_yes_by_word_with_its_day_is_enough_and_a_portal_yes_needs_a_formulation(world: World) -> None:
    course = started(world)

    with pytest.raises(CourseError) as told:
        focused(course, how="portal")
    assert told.value.field == "how"
    focus = focused(course, how="on_paper", on=MONDAY_TEN.date() - timedelta(days=3))

    assert (focus.formulation, focus.agreed_on) == (None, MONDAY_TEN.date() - timedelta(days=3))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"area": "luck"}, "area"),
        ({"how": "by_mail"}, "how"),
        ({"on": NEXT_WEEK.date()}, "on"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_a_focus_that_cannot_stand_is_refused_by_field(world: World, given: Any, field: str) -> None:
    course = started(world)

    with pytest.raises(CourseError) as told:
        focused(course, **given)
    assert (told.value.field, foci(course)) == (field, [])

    with pytest.raises(CourseError) as told:
        focused(course, people=[known(world.jo)])
    assert told.value.field == "people"
    focused(course)
    assert len(foci(course)) == 1


def test_there_is_one_focus_then_two_and_never_three(world: World) -> None:
    course = started(world)
    with pytest.raises(CourseError, match="first focus before"):
        focused(course, "dispute", is_second=True)
    first = focused(course, "grief")

    with pytest.raises(CourseError, match="agreed already"):
        focused(course, "dispute")
    second = focused(course, "dispute", is_second=True)
    with pytest.raises(CourseError, match="the most"):
        focused(course, "transition", is_second=True)

    assert running(course) == [first, second]


def test_a_focus_is_changed_with_a_reason_and_the_one_before_stays(world: World) -> None:
    course = started(world)
    first = focused(course)

    with pytest.raises(CourseError) as told:
        changed(first, "transition", why=" ")
    assert told.value.field == "why"
    first.refresh_from_db()
    later = changed(first, "transition", title="Out of work")

    assert running(course) == [later]
    old = foci(course)[1]
    assert (old, old.until_on, old.why_changed) == (first, NEXT_WEEK.date(), "It is about work after all")
    with pytest.raises(CourseError, match="changed already"):
        changed(old, "dispute")


def test_a_change_that_is_refused_leaves_the_focus_as_it_was(world: World) -> None:
    course = started(world)
    first = focused(course)

    with pytest.raises(CourseError):
        changed(Focus.objects.get(pk=first.pk), "luck")

    assert running(course) == [first]


def test_a_second_focus_can_be_dropped_and_the_first_cannot(world: World) -> None:
    course = started(world)
    first, second = focused(course), focused(course, "dispute", is_second=True)

    with pytest.raises(CourseError, match="keeps one focus"):
        drop_second_focus(focus=first, why="Enough", by=actor(world.ada), now=NEXT_WEEK)
    drop_second_focus(focus=second, why="It settled", by=actor(world.ada), now=NEXT_WEEK)

    assert running(course) == [first]
    assert verbs(world.ines)[-1] == "second focus dropped"


def test_the_fields_of_an_area_are_its_own_and_nothing_is_written_over_unseen(world: World) -> None:
    focus = focused(started(world), "dispute")
    filled_in(focus, stage="impasse", issues="The house")

    with pytest.raises(Overtaken) as met:
        filled_in(focus, issues="The money")
    there: Any = met.value.there
    assert there.values == {"stage": "impasse", "issues": "The house"}
    filled_in(focus, revision=2, asked=["issues"], issues="The house and the money")
    with pytest.raises(CourseError) as told:
        filled_in(focus, revision=3, rituals="none")
    assert told.value.field == "rituals"

    focus.refresh_from_db()
    assert focus.values == {"stage": "impasse", "issues": "The house and the money"}
    assert sorted(focus.filled) == ["issues", "stage"]


def test_a_focus_is_reworded_without_a_new_agreement(world: World) -> None:
    course, tom = started(world), known(world.ines)
    focus = focused(course, "dispute")

    reword_focus(focus=focus, title="Tom", people=[tom], revision=1, by=actor(world.ada), now=TUESDAY)

    [row] = running(course)
    assert (row.pk, row.title, list(row.people.all()), row.revision) == (focus.pk, "Tom", [tom], 2)
    with pytest.raises(Overtaken):
        reword_focus(focus=focus, title="Tim", people=[], revision=1, by=actor(world.ada), now=TUESDAY)


def test_a_focus_is_entered_by_a_clinician_and_seen_by_its_client(world: World) -> None:
    course = started(world)
    chosen: Any = {"area": "grief", "how": "portal"}

    with pytest.raises(CourseError, match="written by your therapist"):
        agree_focus(course=course, chosen=chosen, by=holder(world.ines), now=MONDAY_TEN)
    focus = focused(course)

    assert own_foci(holder(world.ines)) == [focus]
    assert own_foci(holder(world.jo)) == []
