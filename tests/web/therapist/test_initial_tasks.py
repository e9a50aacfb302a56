"""The task list: each task with its state, why it is late, what makes it done and its page; comments to be read."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.therapy.actions.comments import comment
from clinic.therapy.actions.formulation import share_formulation
from tests.clinic.therapy.beginnings import focused, said, written
from tests.web.therapist.beginnings_seen import begun, seen, sent, words
from tests.web.therapist.courses_seen import held, running
from tests.world import World, actor, holder, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def test_a_new_course_says_what_makes_each_task_done(world: World) -> None:
    text = words(seen(world.ada, "tasks", begun(world).pk))

    assert "0 of 14 done" in text
    assert "Go through the people who matter Done with 3 people named; 0 so far. Not started" in text
    assert "Name what is wrong Done when something is written on “What is wrong, by its name”. Due" in text
    assert "Set goals First agree the focus. Cannot start yet" in text
    assert "what they say in a session counts" in text


def test_a_late_task_says_why(world: World) -> None:
    course = running(world, weeks=6)
    held(course, 5)

    text = words(seen(world.ada, "tasks", course.pk))

    assert "Agree the focus Session 6, no focus agreed. Done when the client has agreed to a focus. Late" in text
    assert "Look across relationships" in text and "Only where it helps. Not started" in text


def test_every_task_leads_to_a_page(world: World) -> None:
    course, ada = begun(world), sign_in(world.ada)
    focused(course, now=timezone.now())
    html = ada.get(reverse("tasks", args=[course.pk])).content.decode()
    links = set(re.findall(r'<li><div><a href="([^"]+)"', html))

    assert len(links) > 14
    assert {url: ada.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_a_formulation_is_in_progress_until_the_client_answers_and_comes_back_after_a_no(world: World) -> None:
    course = begun(world)
    row = written(course, now=timezone.now())
    assert "Version 1 waits for the client's answer." in words(seen(world.ada, "tasks", course.pk))

    said(row, False, now=timezone.now())

    text = words(seen(world.ada, "tasks", course.pk))
    assert "The client said no on" in text and "look at the people and the story again" in text
    assert "Agreed" not in text
    said(written(course, "Another", based_on=1, now=timezone.now()), True, now=timezone.now())
    assert "Agree the formulation Done on" in words(seen(world.ada, "tasks", course.pk))


def test_what_the_client_wrote_is_read_here_once(world: World) -> None:
    course, now = begun(world), timezone.now()
    row = written(course, now=now)
    share_formulation(formulation=row, by=actor(world.ada), now=now)
    made = comment(
        client=world.ines, about="formulation", about_id=row.pk, text="Not quite so", by=holder(world.ines), now=now
    )

    assert "Not quite so about the formulation" in words(seen(world.ada, "tasks", course.pk))
    assert sent(world.ada, "comment_seen", course.pk, made.pk, back="formulation").status_code == 303
    assert "Not quite so" not in words(seen(world.ada, "tasks", course.pk))
    assert "read by Ada" in words(seen(world.ada, "formulation", course.pk))


def test_who_may_not_open_the_client_finds_no_task(world: World) -> None:
    course = begun(world)

    assert seen(world.cleo, "tasks", course.pk).status_code == 200
    for user in (world.bo, world.eve, world.finn):
        assert seen(user, "tasks", course.pk).status_code == 404


def test_an_ended_course_can_be_read_to_its_end(world: World) -> None:
    from clinic.therapy.actions.courses import end_course

    course = running(world, weeks=3)
    held(course, 2)
    end_course(
        course=course,
        end={"kind": "early_by_client", "on": timezone.localdate(), "why": "Moved", "result": "not_known"},
        by=actor(world.ada),
        now=timezone.now() + timedelta(minutes=1),
    )

    for name in ("tasks", "inventory", "circle", "timeline", "issues", "areas", "formulation", "focus", "goals"):
        response = seen(world.ada, name, course.pk)
        assert (response.status_code, b'type="submit">Add' in response.content) == (200, False), name
    assert "It can be read, and no longer changed." in words(seen(world.ada, "agreement", course.pk))
