"""The course page: what stands on it, in which order, what it costs, and who may see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.caseload.actions import recheck
from clinic.safety.actions.risk import record_risk
from clinic.therapy.actions.workspace import tick_technique
from clinic.therapy.models import Course
from tests.clinic.therapy.beginnings import focused, happening, known, said, written
from tests.web.counting import counted
from tests.web.therapist.courses_seen import held, noted, running, sessions
from tests.world import World, actor, answered, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page_of(course: Course, world: World) -> str:
    """The page as Ada sees it."""
    return sign_in(world.ada).get(reverse("course", args=[course.pk])).content.decode()


def rich(world: World) -> Course:
    """A course of three sessions with everything on its axis."""
    course = running(world, weeks=3)
    now = timezone.now()
    for week, session in enumerate(held(course, 3)):
        answered(world.ines, f"22{2 - week}212101", session.starts_at.date(), now=now, by=world.ada)
        tick_technique(session=session, technique="role_play", is_used=True, by=actor(world.ada), now=now)
    record_risk(client=world.ines, look={"was_asked": True, "finding": "none"}, by=actor(world.ada), now=now)
    known(world.ines, "Tom", now=now, ring=2)
    happening(world.ines, now=now, on=now.date() - timedelta(days=10), what="Row about the flat")
    said(written(course, "When the job ended I lost my part.", now=now), True, now=now)
    focused(course, "transition", now=now, title="Losing the old job")
    noted(held(course, 3)[-1], plan="Tell Tom about the interview")
    recheck(clients=[world.ines.pk], by=actor(world.ada), now=now)
    return course


def test_the_page_of_a_new_course_says_what_is_missing_and_what_to_do(world: World) -> None:
    course = running(world, weeks=1)

    page = page_of(course, world)

    assert "Open session 1" in page
    assert "Score, sessions and people from" in page
    assert "Nobody in the circle yet." in page
    assert "Not agreed yet." in page
    assert "No plan written down." in page


def test_the_change_is_counted_from_the_start_of_the_course_on_every_page_of_it(world: World) -> None:
    now = timezone.now()
    answered(world.ines, "333333220", now.date() - timedelta(days=60), now=now, by=world.ada)  # 22, long before
    course = running(world, weeks=3)
    for session, digits in zip(held(course, 2), ("111111111", "222222222"), strict=True):
        answered(world.ines, digits, session.starts_at.date(), now=now, by=world.ada)
    recheck(clients=[world.ines.pk], by=actor(world.ada), now=now)
    ada = sign_in(world.ada)

    for address in (reverse("course", args=[course.pk]), reverse("session", args=[sessions(course)[2].pk])):
        page = ada.get(address).content.decode()
        assert "+9 <small>reliably worse</small>" in page, address
        assert "−4" not in page, address
    assert "+9" in ada.get(reverse("caseload")).content.decode()


def test_scores_people_events_and_techniques_stand_on_one_page(world: World) -> None:
    page = page_of(rich(world), world)

    for words in ("Losing the old job", "Row about the flat", "Tom", "Role play", "I lost my part", "the interview"):
        assert words in page, words
    assert page.index("Needs you") < page.index("Mood and what happens with people") < page.index("Role play")


def test_the_page_costs_twelve_statements_and_forty_kilobytes(world: World) -> None:
    course = rich(world)
    ada, url = sign_in(world.ada), reverse("course", args=[course.pk])
    ada.get(url)

    with counted() as statements:
        page = ada.get(url)

    assert len(statements) <= 12, "\n".join(statements)
    assert len(page.content) <= 40_000


def test_another_teams_member_gets_no_course(world: World) -> None:
    course = running(world)
    url = reverse("course", args=[course.pk])

    assert sign_in(world.ada).get(url).status_code == 200
    assert sign_in(world.eve).get(url).status_code == 404
    assert sign_in(world.bo).get(url).status_code == 404


def test_the_supervisor_sees_it_and_whose_it_is(world: World) -> None:
    course = running(world)

    page = sign_in(world.cleo).get(reverse("course", args=[course.pk])).content.decode()

    assert "with Ada" in page
