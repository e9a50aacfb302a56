"""The courses of the demonstration clinic: published cases as published, made-up ones at every stage, no clash."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from clinic.answers.models import AnswerSheet
from clinic.answers.outcome import changes, result_of
from clinic.answers.queries import series_of
from clinic.audit.actor import SYSTEM
from clinic.caseload.models import CaseloadRow
from clinic.demonstration.archive import N_COURSES
from clinic.demonstration.cast import cast, published
from clinic.demonstration.diary import ZONE
from clinic.demonstration.filling import everybody, fill
from clinic.demonstration.sign_ins import PASSWORD, client_accounts
from clinic.demonstration.strangers import written
from clinic.demonstration.timetable import is_open
from clinic.people.models import Client
from clinic.safety.models import Alert, Supporter
from clinic.therapy.choices import EndKind
from clinic.therapy.models import (
    Break,
    Closeness,
    Comment,
    Contact,
    Course,
    CourseLetter,
    Entry,
    FollowUp,
    Formulation,
    LifeEvent,
    Relationship,
    SessionNote,
    TechniqueUse,
    TherapySession,
)
from clinic.therapy.queries.standing import standing_of
from ipt.leaving import is_drop_out, left_how
from ipt.library import shipped
from ipt.standing import Standing, why_late
from tests.guard import refuse_stray_writes

pytestmark = pytest.mark.django_db  # without it pytest-django makes no test database
NOW = datetime(2026, 3, 18, 12, 20, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()
MADE_UP = {
    "Ellen Marsh": "C1",
    "Joy Ellery": "C2",
    "Barbara Whitlock": "C3",
    "Edith Eastwood": "C7",
    "Paul Renshaw": "C8",
}


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everybody, as at the first start; read by every test here, and rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.execute_wrapper(refuse_stray_writes):
            fill(n_clients=everybody(), by=SYSTEM, now=NOW)
        yield
        transaction.set_rollback(True)


def course_of(name: str) -> Course:
    """The newest course of a client of the demonstration."""
    rows = Course.objects.filter(client__name=name).select_related("client")
    return rows.order_by("started_on").last()


def standings() -> dict[str, Standing]:
    """Where every running course stands today, by the client's name."""
    running = Course.objects.filter(ended_on=None).select_related("client")
    return {course.client.name: standing_of(course, on=TODAY) for course in running}


def entry(course: Course, sheet: str) -> Entry:
    """The newest sheet of a kind."""
    return course.entries.filter(sheet=sheet).order_by("written_at").last()


def test_every_client_reads_as_made_up_or_from_a_published_case(filled: None) -> None:
    cases = {client.name: client.made_up_from for client in Client.objects.exclude(made_up_from="")}

    assert everybody() == len(cast().clients) + 5 + len(written().stages)
    assert Client.objects.count() == everybody() + N_COURSES
    assert {name: case.partition(",")[0] for name, case in cases.items()} == MADE_UP
    assert not Client.objects.filter(is_made_up=False).exists()
    for client in Client.objects.all():
        begins = f"From a published case ({client.made_up_from})" if client.made_up_from else ""
        assert client.contact_note.startswith(begins)
        assert client.contact_note


def test_the_file_of_a_published_case_says_what_is_published() -> None:
    for person in published():
        note = person.details["contact_note"]
        assert note.startswith(f"From a published case ({person.case})"), person.name
        assert note.count("ublished") == 2 and "made up" in note, person.name


def test_c1_is_a_dispute_at_an_impasse_with_techniques_ticked(filled: None) -> None:
    course = course_of("Ellen Marsh")
    focus = course.foci.get(until_on=None)
    ticked = {row.technique: row.line for row in TechniqueUse.objects.filter(session__course=course)}
    sister = course.client.relationships.get(kind="sibling")

    assert (focus.area, focus.values["stage"], focus.values["other_party"]) == ("dispute", "impasse", "Carol")
    assert {"communication_analysis", "role_play", "boundary_planning", "exploring_options"} <= set(ticked)
    assert "Carol objects" in ticked["role_play"]
    assert (sister.values["style"], sister.conflicts) == (["passive"], True)


def test_c2_has_two_people_under_one_focus_and_sixteen_weekly_sessions(filled: None) -> None:
    course = course_of("Joy Ellery")
    focus = course.foci.get(until_on=None)
    fifth = course.sessions.filter(attendance__in=("came", "late")).order_by("starts_at")[4]

    assert {person.kind for person in focus.people.all()} == {"ex", "parent"}
    assert (course.n_sessions, standing_of(course, on=TODAY).n_planned) == (16, 16)
    assert "airport" in fifth.notes.get().values["what_happened"]
    assert entry(course, "review").values["what_else"] == ["supervision"]
    assert course.formulations.get().answered_how == "portal"


def test_c3_ended_early_by_the_client_and_well(filled: None) -> None:
    course = course_of("Barbara Whitlock")
    stand = standing_of(course, on=TODAY)
    left = left_how(kind=course.end_kind, n_held=stand.n_held, n_planned=stand.n_planned)
    totals = AnswerSheet.objects.filter(client=course.client, measure="bdi-ii").order_by("answered_on")
    held = course.sessions.filter(attendance="came").order_by("starts_at")

    assert (course.end_kind, course.result) == ("early_by_client", "improved")
    assert (left, is_drop_out(left, improved=True)) == ("before_plan_without_agreement", False)
    assert (totals.first().stated_total, totals.last().stated_total, totals.count()) == (19, 6, 14)
    assert held.count() == 14
    assert course.ending_opened_on == held[12].starts_at.astimezone(ZONE).date()
    assert course.ended_on - held[13].starts_at.date() < timedelta(days=7)  # days before the second to last
    assert not Alert.objects.filter(client=course.client).exists()
    assert not course.sessions.filter(attendance="did_not_come").exists()


def test_c3_has_a_letter_a_plan_and_follow_ups_all_the_same(filled: None) -> None:
    course = course_of("Barbara Whitlock")
    plan = entry(course, "ending")

    assert plan.shared_at is not None
    assert {"gains", "warning_signs", "whom_to_ask"} <= set(plan.filled)
    assert set(CourseLetter.objects.filter(course=course).values_list("to_whom", flat=True)) == {"client", "gp"}
    assert all(letter.is_given for letter in course.letters.all())
    assert FollowUp.objects.filter(course=course, done_on=None, cancelled_at=None).count() == 2


def test_c7_is_grief_with_a_carer_and_medication_and_no_account(filled: None) -> None:
    course = course_of("Edith Eastwood")
    client = course.client
    focus, illness = course.foci.get(until_on=None), entry(course, "illness")

    assert (focus.area, client.born_on.year) in {("grief", TODAY.year - 74), ("grief", TODAY.year - 75)}
    assert {"who_died", "died_on", "rituals", "avoided", "hard_days", "new_people"} <= set(focus.filled)
    assert "antidepressant" in illness.values["medication"]
    assert "11 lb" in illness.values["health"]
    assert Supporter.objects.get(client=client, removed_at=None).name == "Ruth"
    assert (client.email, client.account_id) == ("", None)
    assert course.agreements.get().answered_how == "on_paper"


def test_c8_has_four_members_of_the_family_in_the_circle(filled: None) -> None:
    course = course_of("Paul Renshaw")
    rows = Closeness.objects.filter(client=course.client).select_related("relationship")
    last = max(row.on for row in rows)
    rings = {row.relationship.name: row.ring for row in rows if row.on == last}

    assert {name: rings[name] for name in ("Ella", "Mum", "Dad", "Gran")} == {"Ella": 1, "Mum": 1, "Dad": 4, "Gran": 2}
    assert AnswerSheet.objects.get(client=course.client, measure="hrsd-17").stated_total == 18
    assert course.formulations.get().agreed_on is not None
    assert entry(course, "illness").values["medication"].startswith("None")


def test_every_course_stands_somewhere_and_nothing_of_a_phase_to_come_is_done(filled: None) -> None:
    found = standings()

    assert {stand.phase for stand in found.values()} == {"initial", "middle", "ending", "maintenance"}
    for name, stand in found.items():
        assert stand.n_held <= stand.n_planned + 1, name
        assert stand.weeks_left > 0 or stand.is_over_end_date or stand.n_left == 0, name


def test_made_up_clients_stand_at_every_stage(filled: None) -> None:
    found = standings()
    words = shipped().words(shipped().protocol("ipt"), "en")
    late = {why_late(stand, task, words) for stand in found.values() for task in stand.late}
    n_held = {stand.n_held for stand in found.values() if stand.n_planned == 16}

    assert {0, 2, 4, 5} <= n_held
    assert "session 5, no focus agreed" in late
    assert any("no review" in words_ for words_ in late)
    assert any(not stand.fits for stand in found.values())
    assert any("review" in [task.task.id for task in stand.due] for stand in found.values())
    assert any("open_ending" in [task.task.id for task in stand.due] for stand in found.values())
    assert Break.objects.filter(removed_at=None, first_on__gt=TODAY).exists()
    assert Client.objects.filter(courses=None).count() == 3  # they wait
    assert SessionNote.objects.filter(signed_at=None, session__attendance="came").count() >= 2


def test_every_kind_of_end_is_there_with_what_the_scores_say(filled: None) -> None:
    ended = list(Course.objects.exclude(ended_on=None).select_related("client"))

    assert {course.end_kind for course in ended} == set(EndKind.values)
    assert {"improved", "no_change", "worse", "not_known"} == {course.result for course in ended}
    for course in ended:
        assert course.result == result_of(changes(course, series_of(course.client))), course.client.name
        assert not TherapySession.objects.filter(course=course, attendance="", removed_at=None).exists()
    assert FollowUp.objects.filter(done_on=None, cancelled_at=None, due_on__lte=TODAY).exists()


def test_one_client_said_no_and_nothing_was_agreed_after_it(filled: None) -> None:
    refused = Formulation.objects.exclude(refused_on=None).get()

    assert refused.client_said
    assert not refused.course.foci.exists()
    assert standing_of(refused.course, on=TODAY).phase == "initial"


def test_two_absences_in_a_row_wait_for_somebody_to_ring(filled: None) -> None:
    course = course_of(next(iter(absent_twice())))
    last = course.sessions.filter(attendance="did_not_come").order_by("starts_at").last()

    assert not Contact.objects.filter(course=course, at__gt=last.starts_at).exists()
    assert Alert.objects.filter(client=course.client, about_id=last.pk, closed_at=None).exists()


def absent_twice() -> Iterator[str]:
    """Clients of running courses who did not come to the last two appointments."""
    for course in Course.objects.filter(ended_on=None).select_related("client"):
        been = course.sessions.exclude(attendance="").order_by("starts_at").values_list("attendance", flat=True)
        if list(been)[-2:] == ["did_not_come", "did_not_come"]:
            yield course.client.name


def test_a_comment_waits_and_only_that_one(filled: None) -> None:
    waiting = Comment.objects.filter(seen_at=None)

    assert [row.client.account is not None for row in waiting] == [True]
    assert Comment.objects.exclude(seen_at=None).exists()  # what Joy wrote with her yes was read


def test_clients_with_an_account_sign_in_with_the_same_password(filled: None, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    found = client_accounts()

    assert {"Barbara Whitlock", "Grace Mensah", "Joy Ellery"} < {client.name for client in found}
    assert all(client.account.check_password(PASSWORD) for client in found)
    assert all(client.account.is_client for client in found)


def test_a_whole_course_needs_no_account_and_no_address(filled: None) -> None:
    on_paper = Client.objects.filter(email="", account=None, safe_channel="post", courses__ended_on=None)

    assert on_paper.count() == 2
    for client in on_paper:
        assert set(client.answer_sheets.values_list("entered_as", flat=True)) == {"from_paper"}
        assert client.courses.get().agreements.get().agreed_on is not None


def test_no_appointments_of_one_therapist_clash_and_all_are_in_working_hours(filled: None) -> None:
    rows = TherapySession.objects.filter(removed_at=None).select_related("course__client")
    times = Counter((row.course.client.therapist_id, row.starts_at) for row in rows)

    assert max(times.values()) == 1
    for row in rows:
        here = row.starts_at.astimezone(ZONE)
        assert is_open(here.date()), here
        assert 9 <= here.hour < 17 and here.minute == 0


def test_today_and_tomorrow_have_sessions_to_open(filled: None) -> None:
    ahead = TherapySession.objects.filter(removed_at=None, attendance="", starts_at__gt=NOW)
    days = Counter((row.course.client.therapist.name, row.starts_at.date()) for row in ahead)

    assert any(on == TODAY for _, on in days)
    assert days["Ada North", TODAY + timedelta(days=1)] >= 1


def test_what_has_been_has_its_attendance_and_note_but_for_one_stage(filled: None) -> None:
    told = TherapySession.objects.exclude(course__tags=["archive"])  # old paper files have no notes here
    been = told.filter(removed_at=None, starts_at__lt=NOW - timedelta(hours=2))
    forgotten = {row.course.client.name for row in been.filter(attendance="")}
    without = been.filter(attendance__in=("came", "late"), notes=None, starts_at__lt=NOW - timedelta(days=1))

    assert forgotten == {"Fatima Khan"}
    assert not without.exists()


def test_the_circles_move_and_the_story_has_its_onset(filled: None) -> None:
    moved = Closeness.objects.values_list("client", "relationship").distinct().count()

    assert Closeness.objects.count() > moved
    for course in Course.objects.filter(ended_on=None).exclude(length="monthly"):
        if standing_of(course, on=TODAY).n_held >= 2:
            assert LifeEvent.objects.filter(client=course.client_id, is_onset=True).exists(), course.client.name
            assert Relationship.objects.filter(client=course.client_id).count() >= 3


def test_the_caseload_is_computed(filled: None) -> None:
    assert CaseloadRow.objects.filter(is_current=True).count() == everybody() + N_COURSES
