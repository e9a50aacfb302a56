"""The timeline's page: events by year, month or day in one order with symptoms and scores; shown, hidden, corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.therapy.actions.entries import write_entry
from clinic.therapy.queries.story import events, own_events
from tests.clinic.therapy.beginnings import happening
from tests.web.therapist.beginnings_seen import begun, person, seen, sent, told, words
from tests.world import World, actor, answered, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def test_an_empty_timeline_says_where_to_begin(world: World) -> None:
    assert "Begin where the symptoms began" in words(seen(world.ada, "timeline", begun(world).pk))


def test_a_year_a_kind_and_a_few_words_are_enough(world: World) -> None:
    course = begun(world)

    sent(world.ada, "timeline", course.pk, what="Left home", kind="move", year="2009")
    sent(world.ada, "timeline", course.pk, what="Met Tom", kind="new_relationship", year="2015", month="6")
    sent(world.ada, "timeline", course.pk, what="Married", kind="good", year="2018", month="2", day="3")

    assert [(one.what, one.precision) for one in events(world.ines)] == [
        ("Left home", "year"),
        ("Met Tom", "month"),
        ("Married", "day"),
    ]
    text = words(seen(world.ada, "timeline", course.pk))
    assert "2009 Left home A move June 2015 Met Tom Somebody new 3 February 2018 Married Something good" in text


def test_what_is_wrong_with_a_day_is_told_by_field(world: World) -> None:
    course = begun(world)
    known = {"what": "Left home", "kind": "move"}

    for when, fault in (
        ({"year": "2009", "day": "3"}, "Month: Choose the month too, or leave the day empty."),
        ({"year": "2009", "month": "2", "day": "30"}, "Day: This month has no such day."),
        ({"year": "2190"}, "Year: This day has not come yet: enter today or an earlier day."),
        ({"year": ""}, "Year: This field is required."),
    ):
        response = sent(world.ada, "timeline", course.pk, **known, **when)
        assert (response.status_code, told(response)) == (422, [fault])
        assert "Left home" in response.content.decode()
    assert events(world.ines) == []
    sent(world.ada, "timeline", course.pk, **known, year="2009")
    assert len(events(world.ines)) == 1


def test_events_stand_beside_the_start_of_the_symptoms_and_the_scores(world: World) -> None:
    course, now, today = begun(world), timezone.now(), timezone.localdate()
    mum = person(world.ines, "Mum", "parent")
    happening(world.ines, now=now, on=today - timedelta(days=90), people=[mum], mood_before=7, mood_after=2)
    onset = (today - timedelta(days=60)).isoformat()
    write_entry(
        course=course, sheet="illness", values={"symptoms": "x", "onset_on": onset}, by=actor(world.ada), now=now
    )
    for days, digits in ((30, "333333300"), (20, "222222200"), (10, "111111100")):
        answered(world.ines, digits, today - timedelta(days=days), now=now, by=world.ada)
    happening(world.ines, now=now, on=today - timedelta(days=25), kind="good", what="A walk with Una")

    text = words(seen(world.ada, "timeline", course.pk))

    order = [
        "My mother died Somebody died · Mum · mood 7 → 2 of 10",
        "symptoms The symptoms began",
        "PHQ-9: 21",
        "A walk with Una",
        "PHQ-9: 14 → 7, answered 2 times",
        "The course began",
    ]
    places = [text.index(line) for line in order]
    assert places == sorted(places)


def test_an_event_is_corrected_shown_hidden_and_taken_off(world: World) -> None:
    course, una = begun(world), person(world.ines, "Una", "friend")
    row = happening(world.ines, now=timezone.now(), appraisal="It was my fault")

    html = seen(world.ada, "event", course.pk, row.pk).content.decode()
    assert "It was my fault" in html
    response = sent(
        world.ada,
        "event",
        course.pk,
        row.pk,
        what="Mum died",
        kind="death",
        year="2026",
        month="1",
        people=una.pk,
        mood_after="2",
        is_onset="on",
    )
    assert response.status_code == 303
    [kept] = events(world.ines)
    assert (kept.what, kept.precision, kept.is_onset, kept.appraisal) == ("Mum died", "month", True, "")
    assert list(kept.people.all()) == [una]
    sent(world.ada, "event_change", course.pk, row.pk, do="share")
    assert own_events(holder(world.ines)) == [row]
    sent(world.ada, "event_change", course.pk, row.pk, do="hide")
    assert own_events(holder(world.ines)) == []
    sent(world.ada, "event_change", course.pk, row.pk, do="remove")
    assert events(world.ines) == []


def test_forty_events_stand_on_one_page(world: World) -> None:
    course = begun(world)
    for n in range(40):
        happening(world.ines, now=timezone.now(), what=f"Event {n}", on=timezone.localdate() - timedelta(days=9 * n))

    response = seen(world.ada, "timeline", course.pk)

    assert response.status_code == 200
    assert len(response.content) < 80_000


def test_events_of_others_are_not_found(world: World) -> None:
    course, theirs = begun(world), happening(world.jo, now=timezone.now())

    assert seen(world.ada, "event", course.pk, theirs.pk).status_code == 404
    assert sent(world.ada, "event_change", course.pk, theirs.pk, do="remove").status_code == 404
    assert seen(world.eve, "timeline", course.pk).status_code == 404
    assert len(events(world.jo)) == 1
