"""Starting a course, its plan, its appointments, breaks, contacts and the diary, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.people.actions.clients import change_details
from clinic.therapy.models import Break, Contact, Course, TherapySession
from tests.web.therapist.courses_seen import held, running, sessions
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def first_form(**change: Any) -> dict[str, Any]:
    """A start next Monday at ten."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    form = {
        "form": "ipt/sixteen",
        "started_on": monday.isoformat(),
        "ends_on": "",
        "medium": "in_person",
        "place": "Room 2",
        "first_on": monday.isoformat(),
        "first_at": "10:00",
    }
    return {**form, **change}


def test_a_course_starts_with_its_weekly_appointments(world: World) -> None:
    url = reverse("course_start", args=[world.ines.pk])

    answer = sign_in(world.ada).post(url, first_form())

    course = Course.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("course", args=[course.pk]))
    assert len(sessions(course)) == 16
    assert course.ends_on == course.started_on + timedelta(weeks=16)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_at": ""}, "Give both the day and the time"),
        ({"ends_on": "2020-01-01"}, "The end date must lie after the start"),
        ({"form": "dit/sixteen"}, "Select a valid choice"),
        ({"first_on": "2020-01-01"}, "lies before the start of the course"),
    ],
)
def test_a_start_that_cannot_be_is_refused_in_words_and_nothing_is_half_saved(
    world: World, change: dict[str, str], words: str
) -> None:
    answer = sign_in(world.ada).post(reverse("course_start", args=[world.ines.pk]), first_form(**change))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Course.objects.exists()
    assert not TherapySession.objects.exists()


def test_somebody_under_eighteen_is_refused_by_name_of_the_form(world: World) -> None:
    born_on = timezone.localdate() - timedelta(days=365 * 17)
    change_details(client=world.ines, details={"born_on": born_on}, by=actor(world.ada), now=timezone.now())

    answer = sign_in(world.ada).post(reverse("course_start", args=[world.ines.pk]), first_form())

    assert answer.status_code == 422
    assert "from 18 years on" in answer.content.decode()


def test_the_plan_changes_with_a_reason_only(world: World) -> None:
    course = running(world)
    ada, url = sign_in(world.ada), reverse("course_plan", args=[course.pk])
    wanted = {"n_sessions": "14", "ends_on": course.ends_on.isoformat(), "why": ""}

    refused = ada.post(url, wanted)
    changed = ada.post(url, {**wanted, "why": "Two weeks abroad"})

    assert (refused.status_code, changed.status_code) == (422, 303)
    course.refresh_from_db()
    assert course.n_sessions == 14
    assert "Two weeks abroad" in ada.get(url).content.decode()


def test_the_plan_says_when_the_sessions_no_longer_fit_and_how_many_do(world: World) -> None:
    course = running(world, weeks=3)
    held(course, 1)
    ada, url = sign_in(world.ada), reverse("course_plan", args=[course.pk])
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()

    ada.post(url, {"n_sessions": "16", "ends_on": soon, "why": "Moving away"})

    assert "before the end date" in ada.get(url).content.decode()


def test_an_appointment_moves_unless_another_lies_there(world: World) -> None:
    mine, other = running(world), running(world, client=world.kit)
    first, taken = sessions(mine)[-1], sessions(mine)[-2]
    ada, url = sign_in(world.ada), reverse("session_move", args=[first.pk])
    at = timezone.localtime(taken.starts_at)
    wanted = {"on": at.date().isoformat(), "at": at.strftime("%H:%M"), "medium": "video", "place": ""}

    refused = ada.post(url, wanted)
    moved = ada.post(url, {**wanted, "at": "16:00"})

    assert (refused.status_code, moved.status_code) == (422, 303)
    assert "is taken by another appointment" in refused.content.decode()
    first.refresh_from_db()
    assert (first.medium, timezone.localtime(first.starts_at).hour) == ("video", 16)
    assert other.client.therapist == world.bo


def test_a_break_is_marked_and_says_which_appointments_lie_in_it(world: World) -> None:
    course = running(world)
    ada, url = sign_in(world.ada), reverse("breaks", args=[course.pk])
    first = timezone.localdate() + timedelta(days=1)
    wanted = {"first_on": first.isoformat(), "last_on": (first + timedelta(days=13)).isoformat(), "why": "Holiday"}

    page = ada.post(url, wanted, follow=True).content.decode()

    assert "2 appointments lie within it" in page
    row = Break.objects.get()
    ada.post(reverse("break_remove", args=[course.pk, row.pk]))
    row.refresh_from_db()
    assert row.removed_at is not None


def test_a_contact_is_recorded_with_what_was_tried(world: World) -> None:
    course = running(world)

    answer = sign_in(world.ada).post(
        reverse("contact", args=[course.pk]), {"was_reached": "no", "note": "Rang twice, voicemail"}
    )

    assert answer.status_code == 303
    assert (Contact.objects.get().was_reached, Contact.objects.get().note) == (False, "Rang twice, voicemail")


def test_the_diary_shows_the_week_of_ones_own_clients(world: World) -> None:
    running(world)
    running(world, client=world.kit)
    ada = sign_in(world.ada)

    mine = (
        ada.get(reverse("diary")).content.decode() + ada.get(reverse("diary"), {"from": next_week()}).content.decode()
    )

    assert "Ines Vale" in mine
    assert "Kit Osei" not in mine
    assert ada.get(reverse("diary"), {"from": "no day"}).status_code == 200


def next_week() -> str:
    """A day of the week after."""
    return (timezone.localdate() + timedelta(days=7)).isoformat()
