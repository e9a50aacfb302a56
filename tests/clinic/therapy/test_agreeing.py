"""Formulation and agreement: no version is lost, the client says yes or no, and a no returns the work."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from clinic.therapy.actions.agreement import answer_agreement, share_agreement
from clinic.therapy.actions.courses import CourseError, change_plan
from clinic.therapy.actions.formulation import answer_formulation, share_formulation
from clinic.therapy.queries import agreement as agreements
from clinic.therapy.queries import formulation as formulations
from clinic.therapy.queries.formulation import in_force, refused_last, versions
from clinic.therapy.queries.standing import standing_of
from tests.clinic.therapy.beginnings import (
    MONDAY_TEN,
    NEXT_WEEK,
    TUESDAY,
    contracted,
    focused,
    said,
    started,
    verbs,
    written,
)
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def state(course: Any, task: str = "formulation") -> str:
    """Where the task stands."""
    return standing_of(course, on=NEXT_WEEK.date()).task(task).state


def test_no_version_of_a_formulation_is_lost(world: World) -> None:
    course = started(world)
    first = written(course, " Since mother died ")
    second = written(course, "Since mother died, and …", based_on=1, now=TUESDAY)

    assert versions(course) == [second, first]
    assert [(row.version, row.text) for row in versions(course)] == [
        (2, "Since mother died, and …"),
        (1, "Since mother died"),
    ]


def test_two_who_write_at_once_leave_two_versions_and_the_second_is_told_by_its_number(world: World) -> None:
    course = started(world)
    written(course, "One text", based_on=0)

    other = written(course, "Another text", based_on=0)

    assert (other.version, [row.text for row in versions(course)]) == (2, ["Another text", "One text"])


def test_saving_the_same_again_makes_no_version(world: World) -> None:
    course = started(world)
    written(course, "One text")
    written(course, "One text", based_on=1)

    assert len(versions(course)) == 1
    with pytest.raises(CourseError) as told:
        written(course, "  \n")
    assert told.value.field == "text"


def test_a_formulation_is_sealed(world: World) -> None:
    written(started(world), "Since mother died")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM therapy_formulation")
        assert b"mother" not in b"".join(bytes(v) for v in cursor.fetchone() if isinstance(v, bytes | memoryview))


def test_a_no_is_recorded_and_the_task_is_open_again(world: World) -> None:
    course = started(world)
    first = said(written(course), True)
    assert (in_force(versions(course)), state(course)) == (first, "done")
    second = written(course, "Another one", based_on=1)
    assert in_force(versions(course)) == first, "what was agreed stands until the client answers the new one"

    said(second, False, words="That is not how it was")

    assert refused_last(versions(course)) == second
    assert (in_force(versions(course)), second.client_said, state(course)) == (None, "That is not how it was", "open")
    with pytest.raises(CourseError, match="said no to the formulation"):
        focused(course)
    third = said(written(course, "A third", based_on=2), True)
    assert (in_force(versions(course)), state(course)) == (third, "done")
    assert focused(course).formulation == third


def test_an_answer_stands_and_only_the_newest_version_is_answered(world: World) -> None:
    course = started(world)
    first = written(course)
    said(first, True)

    said(first, True)
    with pytest.raises(CourseError, match="answered already"):
        said(first, False)
    second = written(course, "Another", based_on=1)
    with pytest.raises(CourseError, match="newer version"):
        said(first, True)
    with pytest.raises(CourseError, match="newer version"):
        share_formulation(formulation=first, by=actor(world.ada), now=MONDAY_TEN)
    said(second, False)

    assert verbs(world.ines).count("formulation agreed") == 1
    assert verbs(world.ines).count("formulation refused") == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"how": "portal"}, "how"),
        ({"how": "by_mail"}, "how"),
        ({"on": NEXT_WEEK.date()}, "on"),
        ({"on": MONDAY_TEN.date() - timedelta(days=1)}, "on"),
    ],
)
def test_an_answer_by_word_needs_its_way_and_a_day_that_can_be(world: World, given: Any, field: str) -> None:
    course = started(world)
    row = written(course)

    with pytest.raises(CourseError) as told:
        said(row, True, now=TUESDAY, **given)
    assert (told.value.field, in_force(versions(course))) == (field, None)

    said(row, True, now=TUESDAY, how="on_paper", on=MONDAY_TEN.date())
    assert in_force(versions(course)) == row


def test_a_client_answers_what_they_were_shown_and_no_one_elses(world: World) -> None:
    course = started(world)
    row = written(course)

    def answers(client: Any, *, agrees: bool = True) -> None:
        answer_formulation(formulation=row, agrees=agrees, by=holder(client), now=TUESDAY)

    assert formulations.own_formulation(holder(world.ines)) is None
    with pytest.raises(CourseError, match="not on your pages"):
        answers(world.ines)
    share_formulation(formulation=row, by=actor(world.ada), now=MONDAY_TEN)
    assert formulations.own_formulation(holder(world.ines)) == row
    with pytest.raises(CourseError, match="not on your pages"):
        answers(world.jo)
    answers(world.ines)

    row.refresh_from_db()
    assert (row.answered_how, row.agreed_on) == ("portal", TUESDAY.date())


def test_a_draft_does_not_take_the_place_of_what_the_client_was_shown(world: World) -> None:
    course = started(world)
    shown = written(course)
    share_formulation(formulation=shown, by=actor(world.ada), now=MONDAY_TEN)

    written(course, "Not ready", based_on=1)

    assert formulations.own_formulation(holder(world.ines)) == shown


def test_a_client_writes_no_formulation(world: World) -> None:
    from clinic.therapy.actions.formulation import write_formulation

    course = started(world)

    with pytest.raises(CourseError, match="written by your therapist"):
        write_formulation(course=course, text="Mine", by=holder(world.ines), now=MONDAY_TEN)
    assert versions(course) == []


def test_an_agreement_keeps_the_numbers_of_the_plan_as_they_stood(world: World) -> None:
    course = started(world)
    first = contracted(course)
    assert (first.n_sessions, first.minutes, first.interval_days, first.review_at_session) == (16, 50, 7, 8)
    assert first.ends_on == course.ends_on

    course = change_plan(
        course=course, n_sessions=14, ends_on=course.ends_on, why="Surgery", by=actor(world.ada), now=TUESDAY
    )
    second = contracted(course, based_on=1, now=TUESDAY)

    assert (second.version, second.n_sessions) == (2, 14)
    assert [row.n_sessions for row in agreements.versions(course)] == [14, 16]


def test_the_same_agreement_makes_no_version_and_other_words_do(world: World) -> None:
    course = started(world)
    contracted(course, missed="Ring the day before")
    contracted(course, missed="Ring the day before", based_on=1)
    contracted(course, missed="Ring two days before", based_on=1)

    assert [row.version for row in agreements.versions(course)] == [2, 1]
    with pytest.raises(CourseError) as told:
        contracted(course, luck="none")
    assert told.value.field == "luck"


def test_an_agreement_is_shown_and_answered_and_a_no_opens_the_task_again(world: World) -> None:
    course = started(world)
    first = contracted(course)
    share_agreement(agreement=first, by=actor(world.ada), now=MONDAY_TEN)
    answer_agreement(agreement=first, agrees=True, by=holder(world.ines), now=MONDAY_TEN)
    assert state(course, "agreement") == "done"
    assert agreements.own_agreement(holder(world.ines)) == first

    second = contracted(course, based_on=1, missed="Other")
    answer_agreement(agreement=second, agrees=False, said="Too strict", by=actor(world.ada), now=TUESDAY)

    assert state(course, "agreement") == "open"
    assert agreements.own_agreement(holder(world.ines)) == first, "the refused one was never shown to her"
    assert {"agreement written", "agreement shown", "agreement agreed", "agreement refused"} <= set(verbs(world.ines))
