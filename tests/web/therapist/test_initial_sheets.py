"""Sheets of prompts: illness, sick role, patterns; both texts kept, shown without what is private, withdrawn."""

from typing import Any

import pytest
from django.utils import timezone

from clinic.therapy.actions.entries import write_entry
from clinic.therapy.models import Course, Entry
from clinic.therapy.queries.entries import newest, own_entry, versions
from tests.web.therapist.beginnings_seen import begun, seen, sent, told, words
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def wrote(world: World, course: Course, sheet: str = "illness", **given: Any) -> Any:
    """A sheet, as Ada sends it."""
    return sent(world.ada, "sheet", course.pk, sheet, **{"on": timezone.localdate().isoformat(), **given})


def test_the_illness_is_named_in_the_clients_words_and_a_code_may_stay_empty(world: World) -> None:
    course = begun(world)
    assert "When it began this time" in words(seen(world.ada, "sheet", course.pk, "illness"))

    assert wrote(world, course, symptoms="I wake at four", explained="illness").status_code == 303

    row = newest(course, "illness")
    assert row is not None and row.values == {"symptoms": "I wake at four", "explained": ["illness"]}
    html = seen(world.ada, "sheet", course.pk, "illness").content.decode()
    assert "I wake at four" in html and "The client is never shown this." in html


def test_what_is_wrong_is_told_by_field(world: World) -> None:
    course = begun(world)

    assert told(wrote(world, course, symptoms="")) == ["What it is like for me: This field is required."]
    assert told(wrote(world, course, symptoms="x", on="2999-01-01")) == [
        "Talked about on: This day has not come yet: enter today or an earlier day."
    ]
    assert wrote(world, course, "sick-role", laid_down="The evening shift", until="soon").status_code == 422
    assert wrote(world, course, "across").status_code == 422
    assert Entry.objects.count() == 0
    assert wrote(world, course, "sick-role", laid_down="The evening shift").status_code == 303


def test_a_sheet_that_the_form_of_ipt_does_not_use_is_not_found(world: World) -> None:
    course = begun(world)

    for sheet in ("ipaf", "inventory", "relationship-safety", "session-note", "agreement", "no-such"):
        assert seen(world.ada, "sheet", course.pk, sheet).status_code == 404
    for sheet in ("illness", "sick-role", "across"):
        assert seen(world.ada, "sheet", course.pk, sheet).status_code == 200
        assert seen(world.eve, "sheet", course.pk, sheet).status_code == 404


def test_two_who_write_at_once_leave_two_texts_beside_each_other(world: World) -> None:
    course, now = begun(world), timezone.now()
    first = write_entry(course=course, sheet="illness", values={"symptoms": "One"}, by=actor(world.ada), now=now)
    write_entry(
        course=course,
        sheet="illness",
        values={"symptoms": "Another"},
        based_on=first,
        by=actor(world.cleo),
        now=timezone.now(),
    )

    wrote(world, course, symptoms="A third", based_on=str(first.pk))

    text = words(seen(world.ada, "sheet", course.pk, "illness"))
    assert "Somebody else saved this while you wrote." in text
    assert "Cleo" in text and "Another" in text and "A third" in text
    assert len(versions(course, "illness")) == 3
    last = newest(course, "illness")
    wrote(world, course, symptoms="All of it", based_on=str(last.pk if last else ""))
    assert "Somebody else" not in words(seen(world.ada, "sheet", course.pk, "illness"))


def test_a_sheet_is_shown_without_what_is_private(world: World) -> None:
    course = begun(world)
    wrote(world, course, symptoms="I wake at four", code="6A70")
    row = newest(course, "illness")
    assert row is not None

    sent(world.ada, "sheet_share", course.pk, row.pk)

    own = own_entry(holder(world.ines), "illness")
    assert own is not None and own.values == {"symptoms": "I wake at four"}
    assert "On the client's own page since" in words(seen(world.ada, "sheet", course.pk, "illness"))


def test_judgements_say_that_they_stay_with_the_clinician_and_offer_no_showing(world: World) -> None:
    course = begun(world)
    wrote(world, course, "across", patterns="She waits to be asked")

    text = words(seen(world.ada, "sheet", course.pk, "across"))

    assert "None of it is ever on the client's side." in text
    assert "Show it to the client" not in text


def test_what_was_entered_in_error_is_taken_out_with_a_reason(world: World) -> None:
    course = begun(world)
    wrote(world, course, symptoms="Of another client")
    row = newest(course, "illness")
    assert row is not None

    assert told(sent(world.ada, "sheet_withdraw", course.pk, row.pk, why="")) == [
        "What went wrong: This field is required."
    ]
    sent(world.ada, "sheet_withdraw", course.pk, row.pk, why="Wrong record")

    assert newest(course, "illness") is None
    assert seen(world.ada, "sheet_withdraw", course.pk, row.pk).status_code == 404
    assert "Of another client" not in seen(world.ada, "sheet", course.pk, "illness").content.decode()
