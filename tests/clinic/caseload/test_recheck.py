"""The caseload follows the facts: by the trail, by time, by command; in as many statements for one as for many."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.audit.action import changed_clients
from clinic.audit.actor import SYSTEM
from clinic.audit.models import Event
from clinic.caseload import due
from clinic.caseload.actions import recheck, recheck_everybody
from clinic.caseload.due import NotComputed, press_rechecks
from clinic.caseload.models import Attention, CaseloadRow, TrailMark
from clinic.caseload.queries import attention_of, case_of
from clinic.people.actions.clients import hand_over_client
from clinic.therapy.actions.courses import end_course, start_course
from clinic.therapy.models import Course
from tests.clinic.caseload.needing import DAY, WEEK, kinds, row
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import ELEVEN, booked, held
from tests.world import MONDAY_TEN, World, actor, answered, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BY_ACTIONS = pytest.mark.usefixtures("no_stray_writes")


def statements(world: World, *, n: int) -> int:
    """How many statements it takes to recheck so many clients, each with a course, a session and scores."""
    clients = [register(world.team, world.ada, f"Client {place}", MONDAY_TEN) for place in range(n)]
    for place, client in enumerate(clients):
        held(started(world, client=client), ELEVEN + timedelta(hours=n + place))
        answered(client, "111111111", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    with CaptureQueriesContext(connection) as found:
        recheck(clients=[client.pk for client in clients], by=SYSTEM, now=MONDAY_TEN + DAY)
    return len(found)


@BY_ACTIONS
def test_it_takes_as_many_statements_for_twelve_clients_as_for_two(world: World) -> None:
    assert statements(world, n=2) == statements(world, n=12)


@BY_ACTIONS
def test_a_recheck_leaves_no_event_and_changes_nothing_the_second_time(world: World) -> None:
    held(started(world), ELEVEN)
    recheck_everybody(by=SYSTEM, now=MONDAY_TEN + DAY)
    before = (Event.objects.count(), list(Attention.objects.values()))

    recheck_everybody(by=SYSTEM, now=MONDAY_TEN + DAY)

    assert (Event.objects.count(), list(Attention.objects.values())) == before


@BY_ACTIONS
def test_the_worker_follows_the_trail_and_goes_on_where_it_stopped(world: World) -> None:
    press_rechecks(now=MONDAY_TEN)
    course = started(world)
    press_rechecks(now=MONDAY_TEN)

    assert row(world.ines).course_id == course.pk
    assert TrailMark.objects.get().seq == Event.objects.order_by("-seq").values_list("seq", flat=True).first()


@BY_ACTIONS
def test_what_was_computed_since_its_last_event_is_not_computed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(world)
    recheck_everybody(by=SYSTEM, now=MONDAY_TEN)
    seen: list[object] = []
    monkeypatch.setattr(due, "recheck", lambda **given: seen.append(given))

    press_rechecks(now=MONDAY_TEN)

    assert seen == []


def test_a_record_that_cannot_be_read_holds_nobody_else_up_and_is_told(world: World) -> None:
    course = started(world)
    Course.objects.filter(pk=course.pk).update(length="no such length")
    started(world, client=world.kit)

    with pytest.raises(NotComputed, match="1 clients"):
        press_rechecks(now=MONDAY_TEN)

    assert row(world.kit).state == "running"
    assert not CaseloadRow.objects.filter(client=world.ines).exists()
    Course.objects.filter(pk=course.pk).update(length="sixteen")
    recheck(clients=[world.ines.pk], by=SYSTEM, now=MONDAY_TEN)
    assert row(world.ines).state == "running"


@BY_ACTIONS
def test_time_alone_brings_a_client_up_when_a_session_is_over(world: World) -> None:
    session = booked(started(world), ELEVEN)
    press_rechecks(now=MONDAY_TEN)
    end = ELEVEN + timedelta(minutes=session.minutes)

    press_rechecks(now=end - timedelta(seconds=1))
    before = Attention.objects.count()
    press_rechecks(now=end)

    assert (before, Attention.objects.filter(kind="attendance").count()) == (0, 1)


@BY_ACTIONS
def test_a_day_later_the_weeks_that_are_left_are_counted_anew(world: World) -> None:
    booked(started(world), ELEVEN + WEEK)
    press_rechecks(now=MONDAY_TEN)
    before = row(world.ines).weeks_left

    press_rechecks(now=MONDAY_TEN + WEEK)

    assert row(world.ines).weeks_left == before - 1


@BY_ACTIONS
def test_a_new_course_takes_the_line_over_and_the_old_one_keeps_its_row(world: World) -> None:
    first = started(world)
    end = {"kind": "completed", "on": MONDAY_TEN.date(), "why": "Well.", "result": "not_known"}
    end_course(course=first, end=end, by=actor(world.ada), now=MONDAY_TEN)  # type: ignore[arg-type]
    kinds(world.ines, MONDAY_TEN)
    second = start_course(client=world.ines, protocol="ipt", length="eight", by=actor(world.ada), now=MONDAY_TEN + WEEK)

    kinds(world.ines, MONDAY_TEN + WEEK)

    assert row(world.ines).course_id == second.pk
    assert CaseloadRow.objects.get(pk=first.pk).is_current is False
    assert CaseloadRow.objects.filter(client=world.ines).count() == 2


@BY_ACTIONS
def test_a_client_who_is_handed_over_moves_to_the_other_list(world: World) -> None:
    kinds(world.ines, MONDAY_TEN)
    with changed_clients() as clients:
        hand_over_client(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=MONDAY_TEN)

    recheck(clients=clients, by=SYSTEM, now=MONDAY_TEN)

    assert row(world.ines).therapist == world.bo


@BY_ACTIONS
def test_the_row_of_a_course_holds_what_its_page_shows(world: World) -> None:
    course = started(world)
    held(course, ELEVEN)
    computed = case_of(course)
    kinds(world.ines, MONDAY_TEN + DAY)
    stored = case_of(course)

    assert (computed.phases, computed.n_held, computed.n_left) == (stored.phases, 1, 15)
    assert [one["phase"] for one in stored.phases] == ["initial", "middle", "ending"]
    assert [one.kind for one in attention_of(course)] == ["task_late", "no_appointment", "note_open"]


def compare() -> str:
    """What the command says about differences."""
    out = StringIO()
    try:
        call_command("recheck", "--compare", stdout=out)
    except CommandError as fault:
        out.write(str(fault))
    return out.getvalue()


def test_compare_finds_what_was_planted_and_recheck_mends_it(world: World) -> None:
    held(started(world), ELEVEN)
    call_command("recheck", stdout=StringIO())
    assert compare().strip() == "The caseload is what the facts say."

    CaseloadRow.objects.filter(client=world.ines).update(n_held=9)
    CaseloadRow.objects.filter(client=world.jo).delete()
    Attention.objects.filter(kind="no_appointment").delete()
    planted = Attention(client=world.kit, kind="missed", rank=1, since=MONDAY_TEN)
    planted.pk = Attention.id_of(world.kit.pk, "missed")
    planted.save(force_insert=True)
    said = compare()

    assert f"client {world.ines.pk}: n_held of a row is 9, and by the facts 1" in said
    assert f"client {world.jo.pk}: a row is missing (waiting)" in said
    assert f"client {world.ines.pk}: a reason is missing (no_appointment)" in said
    assert f"client {world.kit.pk}: a reason should not be there" in said
    assert "4 differences" in said
    call_command("recheck", stdout=StringIO())
    assert compare().strip() == "The caseload is what the facts say."
