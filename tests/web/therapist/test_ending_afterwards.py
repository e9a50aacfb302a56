"""After the end: sessions to keep well as a course of their own, and days on which somebody asks how it goes."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.safety.actions.handover import change_therapist
from clinic.therapy.models import Agreement, Course, FollowUp
from clinic.therapy.queries.standing import standing_of
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.endings import HIGH, answered_at, ended, follow_up_on
from tests.web.counting import counted
from tests.web.therapist.endings_seen import course_at, first_of, page, sent, text_of
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def over(world: World, *, weeks_ago: int = 0) -> Course:
    """Ines's course, ended as planned with PHQ-9 14 to 8."""
    first = first_of(16 + weeks_ago)
    course = started(world, now=first)
    for n, digits in ((1, "222222110"), (16, "111111110")):
        answered_at(world.ines, n, digits, first=first)
    return ended(course, now=first + timedelta(weeks=15, days=1), result="improved")


def wanted(**given: Any) -> dict[str, Any]:
    """The form of a maintenance."""
    today = timezone.localdate().isoformat()
    return {"started_on": today, "n_sessions": "12", "ends_on": "", "medium": "in_person", "place": "Room 2", **given}


def test_maintenance_is_offered_after_an_end_only(world: World) -> None:
    course = course_at(world, 16)
    assert "The course is still running" in text_of(page(world, "maintenance", course))

    assert sent(world, "maintenance", course.pk, **wanted()).status_code == 422
    ended(course, now=timezone.now(), result="improved")

    assert "usually 12 sessions, 6 to 36, 50 minutes each" in text_of(page(world, "maintenance", course))
    assert Course.objects.count() == 1


def test_it_is_a_course_of_its_own_with_its_own_end_and_agreement(world: World) -> None:
    course = over(world)

    answer = sent(world, "maintenance", course.pk, **wanted(n_sessions="10"))

    kept = Course.objects.get(ended_on=None)
    assert (kept.after, kept.length, kept.n_sessions, kept.place) == (course, "monthly", 10, "Room 2")
    assert kept.ends_on == timezone.localdate() + timedelta(days=280)
    assert answer.headers["Location"] == reverse("agreement", args=[kept.pk])
    assert standing_of(kept).phase == "maintenance"
    assert "They have begun" in text_of(page(world, "maintenance", course))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"n_sessions": "99"}, "This length has 6 to 36 sessions."),
        ({"n_sessions": "x"}, "Enter a whole number."),
        ({"started_on": ""}, "Begins on: This field is required."),
        ({"ends_on": "2020-01-01"}, "The end date must lie after the start."),
        ({"medium": "telepathy"}, "telepathy is not one of the available choices"),
    ],
)
def test_a_maintenance_that_cannot_be_is_refused(world: World, given: Any, told: str) -> None:
    course = over(world)

    answer = sent(world, "maintenance", course.pk, **wanted(**given))

    assert answer.status_code == 422 and told in text_of(answer)
    assert sent(world, "maintenance", course.pk, **wanted()).status_code == 303


def planned(**given: Any) -> dict[str, Any]:
    """The form of follow-up days."""
    return {"do": "plan", "other": "", "measures": ["phq-9"], **given}


def test_days_are_proposed_from_the_end_and_set_together(world: World) -> None:
    course = over(world)
    days = [course.ended_on + timedelta(weeks=weeks) for weeks in (13, 26, 52)]  # type: ignore[operator]
    shown = page(world, "follow_ups", course)
    for on in days:
        assert on.isoformat() in shown.content.decode()

    answer = sent(world, "follow_ups", course.pk, **planned(days=[on.isoformat() for on in days]))

    rows = list(FollowUp.objects.order_by("due_on"))
    assert answer.status_code == 303
    assert [(row.due_on, row.owner, row.measures) for row in rows] == [(on, world.ada, ["phq-9"]) for on in days]
    after = page(world, "follow_ups", course)
    assert "held by Ada" in text_of(after) and f'value="{days[0].isoformat()}"' not in after.content.decode()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Choose a day, or give another one."),
        ({"other": "2020-01-01"}, "Another day: Choose a day to come."),
        ({"other": "never"}, "Enter a valid date."),
        ({"days": ["2031-01-01"]}, "2031-01-01 is not one of the available choices"),
        ({"other": "2999-01-01", "measures": ["nonsense"]}, "nonsense is not one of the available choices"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_way_out(world: World, given: Any, told: str) -> None:
    course = over(world)

    answer = sent(world, "follow_ups", course.pk, **planned(**given))

    assert answer.status_code == 422 and told in text_of(answer) and not FollowUp.objects.exists()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert sent(world, "follow_ups", course.pk, **planned(other=tomorrow.isoformat())).status_code == 303


def test_a_follow_up_says_whether_it_is_to_come_due_or_overdue(world: World) -> None:
    course = over(world, weeks_ago=20)
    today = timezone.localdate()
    for days in (-3, 0, 9):
        follow_up_on(course, today + timedelta(days=days), now=timezone.now() - timedelta(weeks=10), measures=["phq-9"])

    shown = text_of(page(world, "follow_ups", course))

    assert [shown.count(words) for words in ("overdue", "due today", "to come")] == [1, 1, 1]
    assert shown.count("Ask PHQ-9 by link") == 2, "nothing is asked before its day"


def test_it_is_done_with_what_came_of_it_or_called_off(world: World) -> None:
    course = over(world, weeks_ago=20)
    today, then = timezone.localdate(), timezone.now() - timedelta(weeks=10)
    first, second = (follow_up_on(course, today + timedelta(days=n), now=then) for n in (-3, 9))
    mine = {"do": "done", "follow_up": str(first.pk), f"{first.pk}-done_on": today.isoformat()}

    refused = sent(world, "follow_ups", course.pk, **mine, **{f"{first.pk}-outcome": " "})
    done = sent(world, "follow_ups", course.pk, **mine, **{f"{first.pk}-outcome": "Well, and at work"})
    off = sent(world, "follow_ups", course.pk, do="cancel", follow_up=str(second.pk))

    assert (refused.status_code, done.status_code, off.status_code) == (422, 303, 303)
    assert "How it goes: This field is required." in text_of(refused)
    shown = text_of(page(world, "follow_ups", course))
    assert "Well, and at work" in shown and "Ada asked on" in shown
    assert [row.pk for row in FollowUp.objects.filter(cancelled_at=None)] == [first.pk]


@pytest.mark.parametrize("follow_up", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_follow_up_that_is_not_there_changes_nothing(world: World, follow_up: str) -> None:
    course = over(world)
    row = follow_up_on(course, timezone.localdate() + timedelta(days=30), now=timezone.now())

    answer = sent(world, "follow_ups", course.pk, do="cancel", follow_up=follow_up)

    row.refresh_from_db()
    assert answer.status_code == 303 and row.is_open


def test_whoever_comes_after_holds_it(world: World) -> None:
    course = over(world)
    follow_up_on(course, timezone.localdate() + timedelta(days=30), now=timezone.now())

    change_therapist(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=timezone.now())

    shown = sign_in(world.bo).get(reverse("follow_ups", args=[course.pk]))
    assert "held by Bo (set for Ada)" in text_of(shown)  # type: ignore[arg-type]


def test_symptoms_that_return_are_told_by_the_rule(world: World) -> None:
    course = over(world, weeks_ago=20)
    assert "8 at the end" not in text_of(page(world, "follow_ups", course))
    answered_at(world.ines, 30, HIGH, first=first_of(36))

    shown = text_of(page(world, "follow_ups", course))

    assert "8 at the end, 18 now: 10 points worse" in shown and "you decide" in shown
    assert "8 at the end, 18 now" in text_of(page(world, "end_course", course))


def test_an_empty_list_says_what_is_usual(world: World) -> None:
    assert "About three, six and twelve months" in text_of(page(world, "follow_ups", over(world)))


def test_both_pages_are_read_in_ten_statements(world: World) -> None:
    course = over(world)
    for n in range(10, 40):
        follow_up_on(course, timezone.localdate() + timedelta(days=n), now=timezone.now(), measures=["phq-9"])
    ada = sign_in(world.ada)

    for name in ("maintenance", "follow_ups"):
        url = reverse(name, args=[course.pk])
        ada.get(url)
        with counted() as statements:
            assert ada.get(url).status_code == 200
        assert len(statements) <= 10, statements


def test_the_agreement_of_a_maintenance_is_made_on_its_own_sheet(world: World) -> None:
    course = over(world)
    sent(world, "maintenance", course.pk, **wanted())
    kept = Course.objects.get(ended_on=None)

    shown = text_of(page(world, "agreement", kept))
    answer = sent(world, "agreement", kept.pk, why_go_on="To notice early", based_on="0")

    assert "12 of 50 minutes, every 4 weeks" in shown
    assert answer.status_code == 303
    row = Agreement.objects.get()
    assert (row.prompts, row.interval_days, row.values) == (
        "maintenance-agreement",
        28,
        {"why_go_on": "To notice early"},
    )
