"""Hazards of courses that no one room shows alone: who is told, who holds it, and what nobody is let off."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic.answers.actions.answering import begin
from clinic.answers.due import press_asking
from clinic.answers.models import AnswerSheet, Invitation
from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck
from clinic.caseload.models import Attention
from clinic.caseload.queries import Sieve, caseload
from clinic.safety.actions.handover import change_therapist
from clinic.safety.models import Alert
from clinic.therapy.actions.after import plan_follow_up
from clinic.therapy.actions.agreement import answer_agreement, share_agreement
from clinic.therapy.actions.comments import see_comment
from clinic.therapy.actions.courses import start_course
from clinic.therapy.actions.formulation import answer_formulation, share_formulation
from clinic.therapy.actions.hard_times import record_safety
from clinic.therapy.models import Course
from clinic.therapy.queries.comments import unseen
from clinic.therapy.queries.workspace import ground_of
from clinic.worker.round import go_round
from tests.clinic.steps import raised, tapped
from tests.clinic.therapy.beginnings import MONDAY_TEN, contracted, focused, known, said, started, written
from tests.clinic.therapy.endings import ended
from tests.clinic.therapy.sessions import booked, held, told_of
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def needs(course: Course, now: datetime) -> dict[str, Attention]:
    """What needs a person about the client at a moment, by its kind."""
    recheck(clients=[course.client_id], by=SYSTEM, now=now)
    return {one.kind: one for one in Attention.objects.filter(client=course.client_id)}


@pytest.mark.parametrize("agrees", [True, False])
def test_words_that_come_with_a_yes_wait_to_be_read_as_those_with_a_no(world: World, agrees: bool) -> None:
    course = started(world)
    row = share_formulation(formulation=written(course), by=actor(world.ada), now=MONDAY_TEN)
    words = "Yes. But I cannot go on like this."

    answer_formulation(formulation=row, agrees=agrees, said=words, by=holder(world.ines), now=MONDAY_TEN)

    [wrote] = unseen(world.ines)
    assert (wrote.text, wrote.about, wrote.about_id) == (words, "formulation", row.pk)
    assert "commented" in needs(course, MONDAY_TEN)
    see_comment(comment=wrote, by=actor(world.ada), now=MONDAY_TEN)
    assert "commented" not in needs(course, MONDAY_TEN)


def test_a_yes_without_words_asks_nobody_and_words_a_clinician_entered_are_read(world: World) -> None:
    course = started(world)
    first = share_agreement(agreement=contracted(course), by=actor(world.ada), now=MONDAY_TEN)
    answer_agreement(agreement=first, agrees=True, by=holder(world.ines), now=MONDAY_TEN)

    said(written(course), True, words="As she told me")

    assert unseen(world.ines) == []
    second = share_agreement(agreement=contracted(course, fees="None"), by=actor(world.ada), now=MONDAY_TEN)
    answer_agreement(agreement=second, agrees=True, said="Thank you", by=holder(world.ines), now=MONDAY_TEN)
    assert [(one.about, one.text) for one in unseen(world.ines)] == [("agreement", "Thank you")]


def test_an_absence_after_somebody_was_named_as_not_safe_is_an_alert_too(world: World) -> None:
    course, tom = started(world), known(world.ines)
    told_of(booked(course), "did_not_come", had_word=False)
    assert not Alert.objects.exists()

    record_safety(relationship=tom, values={"violence": "now"}, by=actor(world.ada), now=MONDAY_TEN)
    missed = told_of(booked(course, MONDAY_TEN + WEEK), "did_not_come", had_word=False)

    alert = Alert.objects.get(client=world.ines)
    assert (alert.level, alert.about_id, alert.holder) == ("urgent", missed.pk, world.ada)


def test_after_a_no_the_formulation_before_counts_no_more_though_the_focus_runs_on(world: World) -> None:
    course = started(world)
    first = said(written(course), True)
    focus = focused(course)
    assert ground_of(course).formulation == first

    said(written(course, "Another way to see it", based_on=1), False)

    assert ground_of(course).formulation is None
    assert ground_of(course).focus == focus, "a person decides about the focus"
    assert "disagreed" in needs(course, MONDAY_TEN)


def test_the_worker_ends_no_course_however_long_its_end_is_past(world: World) -> None:
    course = started(world)
    held(course)
    later = MONDAY_TEN + timedelta(days=400)

    go_round(now=later)

    course.refresh_from_db()
    assert not course.has_ended
    assert "end_passed" in {one.kind for one in Attention.objects.filter(client=world.ines)}


def test_meetings_to_keep_well_without_an_agreement_are_named_as_late(world: World) -> None:
    first = ended(started(world), now=MONDAY_TEN)
    course = start_course(
        client=world.ines,
        protocol="ipt",
        length="monthly",
        settings={"after": first},
        by=actor(world.ada),
        now=MONDAY_TEN,
    )
    before = needs(course, MONDAY_TEN)

    held(course, MONDAY_TEN + WEEK)

    assert "task_late" not in before
    assert needs(course, MONDAY_TEN + WEEK + DAY)["task_late"].facts["tasks"] == ["maintenance_agreement"]


def test_an_answer_at_a_follow_up_raises_an_alert_with_whoever_is_responsible_then(world: World) -> None:
    course = ended(started(world), now=MONDAY_TEN)
    due = MONDAY_TEN + 13 * WEEK
    plan_follow_up(course=course, due_on=due.date(), measures=["phq-9"], by=actor(world.ada), now=MONDAY_TEN)
    change_therapist(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=MONDAY_TEN + WEEK)

    press_asking(now=due - DAY)
    invitation = Invitation.objects.select_related("client__team").get()
    sheet: AnswerSheet = begin(invitation=invitation, by=holder(world.ines), now=due)
    [alert] = tapped(sheet, "9", 2, now=due)

    assert (alert.holder, alert.level, alert.is_open) == (world.bo, "urgent", True)
    assert course.has_ended


def test_an_alert_brings_a_client_back_on_the_list_long_after_the_end(world: World) -> None:
    course = ended(started(world), now=MONDAY_TEN)
    later = MONDAY_TEN + 20 * WEEK
    recheck(clients=[client.pk for client in (world.ines, world.jo)], by=SYSTEM, now=later)

    def lines() -> list[Any]:
        return [line.row.client_id for line in caseload(actor(world.ada), Sieve(), now=later).lines]

    assert lines() == [world.jo.pk]
    raised(course.client, 1, now=later)

    assert lines() == [world.ines.pk, world.jo.pk], "nothing was computed anew: alerts are read live"
