"""The timeline: a day, a month or a year, a kind and a few words; the therapist's view of it is not the client's."""

from datetime import date
from typing import Any

import pytest

from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.story import add_event, change_event, remove_event, share_event
from clinic.therapy.models import LifeEvent
from clinic.therapy.queries.story import events, own_events
from tests.clinic.therapy.beginnings import MONDAY_TEN, TUESDAY, happening, known, started, verbs
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_events_stand_in_order_of_time_with_their_people(world: World) -> None:
    mum = known(world.ines, "Mum", "parent")
    happening(world.ines, on=date(2026, 1, 12), kind="symptoms", what="Stopped sleeping", is_onset=True)
    happening(world.ines, on=date(2025, 11, 5), people=[mum], mood_before=7, mood_after=2, appraisal="It was my fault")

    first, second = events(world.ines)

    assert (first.what, list(first.people.all()), first.mood_before, first.mood_after) == (
        "My mother died",
        [mum],
        7,
        2,
    )
    assert (second.is_onset, second.precision) == (True, "day")


@pytest.mark.parametrize(
    ("precision", "kept"), [("day", date(2025, 11, 5)), ("month", date(2025, 11, 1)), ("year", date(2025, 1, 1))]
)
def test_only_what_is_known_of_a_day_is_kept(world: World, precision: str, kept: date) -> None:
    assert happening(world.ines, on=date(2025, 11, 5), precision=precision).on == kept


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": date(2026, 3, 3)}, "on"),
        ({"kind": "party"}, "kind"),
        ({"what": "  "}, "what"),
        ({"precision": "week"}, "precision"),
        ({"mood_before": 11}, "mood_before"),
        ({"mood_after": -1}, "mood_after"),
        ({"area": "luck"}, "area"),
    ],
)
def test_an_event_that_cannot_stand_is_refused_by_field(world: World, given: Any, field: str) -> None:
    with pytest.raises(CourseError) as told:
        happening(world.ines, **given)
    assert (told.value.field, LifeEvent.objects.count()) == (field, 0)

    happening(world.ines)
    assert LifeEvent.objects.count() == 1


def test_the_people_of_an_event_are_of_the_same_client(world: World) -> None:
    stranger = known(world.jo)

    with pytest.raises(CourseError) as told:
        happening(world.ines, people=[stranger])

    assert told.value.field == "people"
    happening(world.ines, people=[known(world.ines)])


def test_what_is_not_named_stays_when_an_event_changes(world: World) -> None:
    event = happening(world.ines, people=[known(world.ines)], mood_after=3)

    change_event(event=event, changes={"what": "Mum died", "precision": "month"}, by=actor(world.ada), now=TUESDAY)

    [row] = events(world.ines)
    assert (row.what, row.on.day, row.mood_after, len(row.people.all())) == ("Mum died", 1, 3, 1)
    change_event(event=event, changes={"people": [], "mood_after": None}, by=actor(world.ada), now=TUESDAY)
    [row] = events(world.ines)
    assert (row.mood_after, len(row.people.all())) == (None, 0)


def test_an_event_taken_off_is_not_on_the_timeline(world: World) -> None:
    first, second = happening(world.ines), happening(world.ines, what="I moved", kind="move")

    remove_event(event=first, by=actor(world.ada), now=TUESDAY)

    assert events(world.ines) == [second]


def test_a_client_sees_their_own_events_and_those_they_were_shown(world: World) -> None:
    started(world)
    mine, hers = happening(world.ines), happening(world.ines, what="I moved", kind="move")
    own: Any = {"on": date(2026, 2, 1), "kind": "job", "what": "Lost the shop"}
    entered = add_event(client=world.ines, event=own, by=holder(world.ines), now=MONDAY_TEN)

    assert own_events(holder(world.ines)) == [entered]
    share_event(event=mine, by=actor(world.ada), now=TUESDAY)
    assert own_events(holder(world.ines)) == [mine, entered]
    for do in (
        lambda: change_event(event=hers, changes={"what": "x"}, by=holder(world.ines), now=TUESDAY),
        lambda: remove_event(event=mine, by=holder(world.ines), now=TUESDAY),
        lambda: change_event(event=entered, changes={"area": "grief"}, by=holder(world.ines), now=TUESDAY),
        lambda: change_event(event=entered, changes={"what": "x"}, by=holder(world.jo), now=TUESDAY),
    ):
        with pytest.raises(CourseError):
            do()
    change_event(event=entered, changes={"what": "Lost my job"}, by=holder(world.ines), now=TUESDAY)
    assert own_events(holder(world.ines))[-1].what == "Lost my job"


def test_forty_events_take_two_statements(world: World, django_assert_num_queries: Any) -> None:
    people = [known(world.ines, f"P{n}", "friend") for n in range(3)]
    for n in range(40):
        happening(world.ines, on=date(2025, 1, 1 + n % 28), what=f"Row {n}", people=people)

    with django_assert_num_queries(2):
        assert sum(len(row.people.all()) for row in events(world.ines)) == 120


def test_the_trail_says_that_and_not_what(world: World) -> None:
    happening(world.ines)

    assert verbs(world.ines)[-1] == "life event added"
