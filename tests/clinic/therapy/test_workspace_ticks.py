"""One tap ticks a technique or a strategy, another takes it back; once the note is signed the ticks stay."""

from typing import Any

import pytest

from clinic.audit.models import Event
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import withdraw_note
from clinic.therapy.actions.workspace import tick_strategy, tick_technique
from clinic.therapy.models import StrategyUse, TechniqueUse, TherapySession
from clinic.therapy.queries.notes import Ticks, ticks, ticks_of
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.sessions import ELEVEN, booked, held, signed, whole
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session of Ines's that was held at ten."""
    return held(started(world))


def used(session: TherapySession, technique: str = "role_play", *, is_used: bool = True, **given: Any) -> Any:
    """A technique, ticked or taken back."""
    by = actor(session.course.client.therapist)
    return tick_technique(session=session, technique=technique, is_used=is_used, by=by, now=ELEVEN, **given)


def worked_on(session: TherapySession, area: str, strategy: str, *, is_used: bool = True) -> Any:
    """A strategy, ticked or taken back."""
    by = actor(session.course.client.therapist)
    return tick_strategy(session=session, area=area, strategy=strategy, is_used=is_used, by=by, now=ELEVEN)


def test_a_tap_ticks_and_another_takes_it_back(session: TherapySession) -> None:
    used(session)
    worked_on(session, "dispute", "options")
    assert ticks(session) == Ticks(techniques={"role_play": ""}, strategies=frozenset({("dispute", "options")}))

    used(session, is_used=False)
    worked_on(session, "dispute", "options", is_used=False)

    assert ticks(session) == Ticks(techniques={}, strategies=frozenset())
    assert verbs(session.course.client)[-4:] == [
        "technique ticked",
        "strategy ticked",
        "tick taken back",
        "tick taken back",
    ]


def test_the_same_tap_twice_changes_nothing_and_leaves_no_event(session: TherapySession) -> None:
    used(session)
    worked_on(session, "grief", "feelings")
    n_events = Event.objects.count()

    used(session)
    worked_on(session, "grief", "feelings")
    used(session, "clarification", is_used=False)
    worked_on(session, "grief", "look_ahead", is_used=False)

    assert Event.objects.count() == n_events
    assert (TechniqueUse.objects.count(), StrategyUse.objects.count()) == (1, 1)


def test_a_line_stands_beside_a_technique_and_a_later_tap_does_not_wipe_it(session: TherapySession) -> None:
    used(session, line="  as Tom ")
    used(session)
    assert ticks(session).techniques == {"role_play": "as Tom"}

    used(session, line="")

    assert ticks(session).techniques == {"role_play": ""}


def test_the_same_technique_is_ticked_in_each_session_of_its_own(session: TherapySession) -> None:
    other = booked(session.course, MONDAY_TEN.replace(hour=14))
    used(session, line="zebra")
    used(other)
    used(other, "clarification")

    found = ticks_of(session.course)

    assert found[session.pk].techniques == {"role_play": ""}  # the list opens no line
    assert set(found[other.pk].techniques) == {"role_play", "clarification"}


@pytest.mark.parametrize("technique", ["", "hypnosis", "Role_Play"])
def test_a_technique_of_no_such_form_is_refused(session: TherapySession, technique: str) -> None:
    with pytest.raises(CourseError) as told:
        used(session, technique)

    assert told.value.field == "technique"
    assert used(session).technique == "role_play"


@pytest.mark.parametrize(
    ("area", "strategy"),
    [("", ""), ("sadness", "options"), ("grief", "options"), ("dispute", "old_role")],
)
def test_a_strategy_of_no_such_area_is_refused_in_words(session: TherapySession, area: str, strategy: str) -> None:
    with pytest.raises(CourseError) as told:
        worked_on(session, area, strategy)

    assert told.value.field == "strategy"
    assert worked_on(session, "dispute", "options").strategy == "options"


def test_a_signed_note_keeps_its_ticks_until_it_is_withdrawn(world: World, session: TherapySession) -> None:
    used(session)
    note = signed(whole(session))

    for step in (
        lambda: used(session, is_used=False),
        lambda: used(session, "clarification"),
        lambda: used(session, line="as Tom"),
        lambda: worked_on(session, "dispute", "options"),
    ):
        with pytest.raises(CourseError, match="signed: its ticks stay"):
            step()
    assert ticks(session).techniques == {"role_play": ""}
    withdraw_note(note=note, why="another client's", by=actor(world.ada), now=ELEVEN)

    used(session, "clarification")
    assert set(ticks(session).techniques) == {"role_play", "clarification"}


def test_no_line_stands_in_clear_in_the_database_or_on_the_trail(session: TherapySession) -> None:
    used(session, line="as Tom, shouting")

    assert "shouting" not in str(list(Event.objects.values()))
    [row] = TechniqueUse.objects.values("line")
    assert repr(row["line"]) == "<sealed>"
