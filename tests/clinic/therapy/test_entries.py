"""Sheets: each saving is a row, the newest counts, private prompts never reach the client; comments by the client."""

from typing import Any

import pytest
from django.http import Http404

from clinic.therapy.actions.comments import comment, see_comment
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.entries import share_entry, withdraw_entry, write_entry
from clinic.therapy.actions.formulation import share_formulation
from clinic.therapy.models import Comment, Course, Entry
from clinic.therapy.queries.comments import comments, own_comments, unseen
from clinic.therapy.queries.entries import between, entry, newest, own_entry, versions
from clinic.therapy.queries.standing import standing_of
from tests.clinic.therapy.beginnings import MONDAY_TEN, NEXT_WEEK, TUESDAY, started, verbs, written
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def wrote(course: Course, sheet: str = "illness", *, by: Any = None, now: Any = MONDAY_TEN, **given: Any) -> Entry:
    """A sheet that was filled in."""
    options = {name: given.pop(name) for name in ("based_on", "asked", "on") if name in given}
    values = given or {"symptoms": "I wake at four"}
    return write_entry(
        course=course, sheet=sheet, values=values, by=by or actor(course.client.therapist), now=now, **options
    )


def test_each_saving_is_a_row_and_the_newest_counts(world: World) -> None:
    course = started(world)
    first = wrote(course)
    second = wrote(course, symptoms="I wake at three", code="6A70", based_on=first, now=TUESDAY)

    assert versions(course, "illness") == [second, first]
    assert newest(course, "illness") == second
    assert (second.filled, second.based_on) == (["symptoms", "code"], first)
    assert standing_of(course, on=NEXT_WEEK.date()).task("illness").state == "done"


def test_two_who_write_at_once_leave_two_rows_and_the_second_finds_the_first(world: World) -> None:
    course = started(world)
    first = wrote(course)
    one = wrote(course, symptoms="One text", based_on=first, now=TUESDAY)
    other = wrote(course, symptoms="Another text", based_on=first, now=NEXT_WEEK)

    assert between(one) == []
    assert between(other) == [one]


@pytest.mark.parametrize(
    ("sheet", "values", "field"),
    [
        ("inventory", {"liked": "x"}, ""),
        ("session-note", {"plan": "x"}, ""),
        ("ipaf", {"x": "y"}, ""),
        ("illness", {"code": "6A70"}, "symptoms"),
        ("illness", {"symptoms": "x", "onset_on": "in May"}, "onset_on"),
        ("across", {"gaps": " "}, "self_with_others"),
    ],
)
def test_a_sheet_that_cannot_stand_is_refused_by_field(world: World, sheet: str, values: Any, field: str) -> None:
    course = started(world)

    with pytest.raises(CourseError) as told:
        wrote(course, sheet, **values)
    assert (told.value.field, Entry.objects.count()) == (field, 0)

    wrote(course)
    assert Entry.objects.count() == 1


def test_what_was_entered_in_error_is_gone_and_the_one_before_counts(world: World) -> None:
    course = started(world)
    first, second = wrote(course), wrote(course, symptoms="Of another client", now=TUESDAY)

    with pytest.raises(CourseError) as told:
        withdraw_entry(entry=second, why=" ", by=actor(world.ada), now=TUESDAY)
    assert told.value.field == "why"
    withdraw_entry(entry=second, why="Wrong record", by=actor(world.ada), now=TUESDAY)

    assert newest(course, "illness") == first
    with pytest.raises(Http404):
        entry(course, second.pk)


def test_the_client_sees_what_they_were_shown_without_what_is_private(world: World) -> None:
    course = started(world)
    row = wrote(course, symptoms="I wake at four", code="6A70", criteria="Five of nine")

    assert own_entry(holder(world.ines), "illness") is None
    share_entry(entry=row, by=actor(world.ada), now=TUESDAY)
    wrote(course, symptoms="A draft", now=NEXT_WEEK)

    own = own_entry(holder(world.ines), "illness")
    assert own is not None
    assert (own.entry, own.values) == (row, {"symptoms": "I wake at four"})


def test_a_client_writes_on_a_sheet_without_touching_what_is_private(world: World) -> None:
    course = started(world)
    wrote(course, "ending", gains="I say no", therapist_view="Still avoids her sister")

    with pytest.raises(CourseError) as told:
        wrote(course, "ending", by=holder(world.ines), therapist_view="I am fine")
    assert told.value.field == "therapist_view"
    with pytest.raises(CourseError):
        wrote(course, "ending", by=holder(world.jo), gains="x")
    row = wrote(course, "ending", by=holder(world.ines), gains="I say no more often", now=TUESDAY)

    assert row.by_client
    assert row.values == {"gains": "I say no more often", "therapist_view": "Still avoids her sister"}
    own = own_entry(holder(world.ines), "ending")
    assert own is not None and own.values == {"gains": "I say no more often"}


def test_a_client_comments_on_what_they_were_shown_and_a_clinician_sees_it(world: World) -> None:
    row = written(started(world))

    def says(client: Any, text: str = "Not quite") -> Comment:
        return comment(client=client, about="formulation", about_id=row.pk, text=text, by=holder(client), now=TUESDAY)

    with pytest.raises(CourseError, match="no longer there"):
        says(world.ines)
    share_formulation(formulation=row, by=actor(world.ada), now=MONDAY_TEN)
    with pytest.raises(CourseError, match="no longer there"):
        says(world.jo)
    with pytest.raises(CourseError) as told:
        says(world.ines, " ")
    assert told.value.field == "text"
    made = says(world.ines)
    says(world.ines)

    assert unseen(world.ines) == [made]
    see_comment(comment=made, by=actor(world.ada), now=NEXT_WEEK)
    assert unseen(world.ines) == []
    [own] = own_comments(holder(world.ines), about="formulation")
    assert (own.text, own.seen_by) == ("Not quite", world.ada)
    assert comments(world.jo) == []
    assert verbs(world.ines)[-2:] == ["comment written", "comment seen"]
