"""@action: keywords only, one transaction, one batch of events, and nothing of a record without its event."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.answers.actions.answering import begin, send
from clinic.answers.actions.asking import invite
from clinic.answers.models import Invitation
from clinic.audit import action
from clinic.audit.action import due, happened, nothing_changed
from clinic.audit.actor import SYSTEM, Actor
from clinic.audit.models import Event
from clinic.letters.actions import write_letter
from clinic.people.actions.clients import break_glass, hand_over_client
from clinic.people.models import Client
from clinic.safety.actions.handover import change_therapist, staff_leaves
from clinic.safety.actions.plans import make_plan, mark_unsafe, name_supporter
from clinic.safety.actions.risk import record_risk
from clinic.safety.due import press_alerts
from tests.guard import record_tables
from tests.world import MONDAY_TEN, World, actor, answered, phq9

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_action_that_takes_a_positional_argument_is_refused_when_it_is_imported() -> None:
    with pytest.raises(TypeError, match=r"rename must take keywords only, with by and now\."):

        @action.action
        def rename(client: Client, *, by: Actor, now: datetime) -> None: ...


def test_an_action_with_open_ended_keywords_is_refused_when_it_is_imported() -> None:
    with pytest.raises(TypeError, match="keywords only"):

        @action.action
        def rename(*, by: Actor, now: datetime, **anything: str) -> None: ...


def test_an_action_that_does_not_say_who_or_when_is_refused_when_it_is_imported() -> None:
    with pytest.raises(TypeError, match="with by and now"):

        @action.action
        def without_whom(*, now: datetime) -> None: ...

    with pytest.raises(TypeError, match="with by and now"):

        @action.action
        def without_time(*, by: Actor) -> None: ...

    with pytest.raises(TypeError, match="with now"):

        @due
        def worker_without_time(*, alert: Client) -> None: ...


def test_an_action_refuses_positional_arguments_when_it_is_called(world: World) -> None:
    with pytest.raises(TypeError, match="positional"):
        hand_over_client(world.ines, world.bo, SYSTEM, MONDAY_TEN)  # type: ignore[misc]


def test_an_action_that_leaves_no_event_changes_nothing(world: World) -> None:
    @action.action
    def rename_silently(*, client: Client, by: Actor, now: datetime) -> Client:
        client.name = "Somebody Else"
        client.save()
        return client

    with pytest.raises(RuntimeError, match=r"rename_silently left no event"):
        rename_silently(client=world.ines, by=SYSTEM, now=MONDAY_TEN)

    assert Client.objects.get(pk=world.ines.pk).name == "Ines Vale"


def test_something_that_happens_outside_an_action_is_refused(world: World) -> None:
    with pytest.raises(RuntimeError, match="'client opened' happened outside an action"):
        happened("client opened", about=world.ines, by=SYSTEM, now=MONDAY_TEN)


def test_nothing_changed_may_be_said_and_leaves_no_event(world: World) -> None:
    @action.action
    def look_only(*, client: Client, by: Actor, now: datetime) -> Client:
        nothing_changed()
        return client

    before = Event.objects.count()

    assert look_only(client=world.ines, by=SYSTEM, now=MONDAY_TEN) == world.ines
    assert Event.objects.count() == before


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every record table."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(record_tables()):
            cursor.execute(f"SELECT * FROM {name}")
            found[name] = sorted(tuple(map(repr, row)) for row in cursor.fetchall())
    return found


def look(world: World) -> Any:
    """One look at risk."""
    return {"was_asked": True, "finding": "none", "done": ["talked"]}


def invited(world: World) -> Invitation:
    """Ines is asked for a PHQ-9."""
    asked = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)
    return Invitation.objects.get(pk=asked.link.about_id)


LATER = MONDAY_TEN + timedelta(minutes=10)
WRITERS: dict[str, Callable[[World], Callable[[], Any]]] = {
    "answers sent": lambda w: sending(w),
    "answers entered": lambda w: lambda: answered(w.ines, "222222222", LATER.date(), now=LATER, by=w.ada),
    "client asked": lambda w: lambda: invite(client=w.ines, measure="phq-9", by=actor(w.ada), now=LATER),
    "risk recorded": lambda w: lambda: record_risk(client=w.ines, look=look(w), by=actor(w.ada), now=LATER),
    "plan made": lambda w: (
        lambda: make_plan(
            client=w.ines,
            parts={"coping": "walk"},
            was_made_together=True,
            made_on=LATER.date(),
            review_on=None,
            by=actor(w.ada),
            now=LATER,
        )
    ),
    "glass broken": lambda w: lambda: break_glass(client=w.kit, reason="rang us", by=actor(w.ada), now=LATER),
    "therapist changed": lambda w: lambda: change_therapist(client=w.ines, therapist=w.bo, by=actor(w.gwen), now=LATER),
    "staff left": lambda w: lambda: staff_leaves(user=w.ada, heir=w.bo, by=actor(w.gwen), now=LATER),
    "letter written": lambda w: (
        lambda: write_letter(kind="plan", to="a@b.example", words={"link": "x"}, about_id=None, by=SYSTEM, now=LATER)
    ),
    "alerts pressed": lambda w: pressing(w),
    "supporter marked unsafe": lambda w: marking(w),
}


def sending(world: World) -> Callable[[], Any]:
    """An open questionnaire, about to be sent with a concern."""
    sheet = begin(invitation=invited(world), by=actor(world.ada), now=MONDAY_TEN)
    return lambda: send(sheet=sheet, answers=phq9("111111113"), by=actor(world.ada), now=LATER)


def pressing(world: World) -> Callable[[], Any]:
    """An alert that nobody has seen in time."""
    answered(world.ines, "000000003", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    return lambda: press_alerts(now=MONDAY_TEN + timedelta(hours=5))


def marking(world: World) -> Callable[[], Any]:
    """Somebody close who turns out not to be safe."""
    rob = name_supporter(client=world.ines, name="Rob", by=actor(world.ada), now=MONDAY_TEN)
    return lambda: mark_unsafe(supporter=rob, why="hit her", by=actor(world.ada), now=LATER)


@pytest.mark.parametrize("name", WRITERS)
def test_when_the_audit_cannot_be_written_nothing_of_the_record_stays(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = WRITERS[name](world)
    before, n_events = tables(), Event.objects.count()

    def disk_is_full(events: list[Event]) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(action, "write", disk_is_full)
    with pytest.raises(OSError, match="No space left"):
        run()
    monkeypatch.undo()

    assert tables() == before
    assert Event.objects.count() == n_events
    assert action.pending.get() is None
    run()
    assert tables() != before
    assert Event.objects.count() > n_events


def test_actions_inside_an_action_write_one_batch_as_the_last_statement(world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        answered(world.ines, "111111113", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)

    written = [s["sql"] for s in statements if s["sql"].startswith("INSERT") and "audit_event" in s["sql"]]
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    last = [s["sql"] for s in statements if not s["sql"].startswith(control)][-1]
    assert len(written) == 1
    assert last == written[0]
    assert list(Event.objects.order_by("seq").values_list("happened", flat=True))[-4:] == [
        "answers recorded",
        "alert raised",
        "opened to duty",
        "letter written",
    ]


def test_every_model_of_the_record_rooms_is_among_the_tables_looked_at() -> None:
    assert {model._meta.db_table for model in apps.get_app_config("safety").get_models()} < record_tables()
