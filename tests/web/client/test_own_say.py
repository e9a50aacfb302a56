"""What a client says yes or no to, comments on and rates, and what their therapist sees of it."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.caseload.actions import recheck
from clinic.caseload.models import Attention
from clinic.therapy.actions.comments import see_comment
from clinic.therapy.models import (
    Comment,
    GoalRating,
)
from tests.clinic.therapy.beginnings import written
from tests.web.client.steps import course_of, landed, read, shown, text_of
from tests.web.crawl import Crawl, post
from tests.web.stage import Stage
from tests.world import SYSTEM, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def test_a_yes_on_their_own_page_is_kept_as_theirs(stage: Stage, ines: Browser) -> None:
    row = shown(stage)

    sent = post(ines, reverse("my_lines"), version=str(row.version), agrees="yes", said="Just so.")

    row.refresh_from_db()
    assert landed(sent) == reverse("my_lines")
    assert (row.agreed_on is not None, row.answered_how, row.client_said) == (True, "portal", "Just so.")
    assert "You said yes to this" in read(ines, "my_lines")
    assert "Ada sees that you wrote" in read(ines, "my_lines")


def test_a_no_needs_no_reason_and_reaches_the_therapist(stage: Stage, ines: Browser) -> None:
    row = shown(stage)

    post(ines, reverse("my_lines"), version=str(row.version), agrees="no", said="")
    recheck(clients=[stage.ines.client.pk], by=SYSTEM, now=timezone.now())

    row.refresh_from_db()
    assert row.refused_on is not None
    assert "That helps: you look at it again together." in read(ines, "my_lines")
    assert Attention.objects.filter(client=stage.ines.client, kind="disagreed").exists()


def test_neither_yes_nor_no_is_asked_for_gently(stage: Stage, ines: Browser) -> None:
    row = shown(stage)

    page = post(ines, reverse("my_lines"), version=str(row.version), said="I am thinking about it.")

    assert page.status_code == 422
    assert "Choose yes or no." in text_of(page)
    assert "I am thinking about it." in text_of(page)


def test_nobody_says_yes_to_a_text_they_did_not_read(stage: Stage, ines: Browser) -> None:
    before = shown(stage)
    after = shown(stage, "Another text")

    page = post(ines, reverse("my_lines"), version=str(before.version), agrees="yes")

    after.refresh_from_db()
    assert page.status_code == 422
    assert "Please read it first" in text_of(page) and "Another text" in text_of(page)
    assert after.agreed_on is None


def test_a_text_being_rewritten_says_so(stage: Stage, ines: Browser) -> None:
    row = shown(stage)
    written(course_of(stage), "Not shown yet", based_on=row.version, now=timezone.now())

    page = post(ines, reverse("my_lines"), version=str(row.version), agrees="yes")

    assert "Your therapist is writing a new text." in text_of(page)
    assert "Not shown yet" not in text_of(page)


def test_the_agreement_is_read_and_agreed_to(stage: Stage, ines: Browser) -> None:
    before = read(ines, "my_agreement")

    post(ines, reverse("my_agreement"), version="1", agrees="yes", said="")

    assert "16 sessions of 50 minutes" in before and "What is said stays here, but for danger" in before
    assert "You said yes to this" in read(ines, "my_agreement")


def test_a_comment_says_whether_somebody_read_it(stage: Stage, ines: Browser) -> None:
    goal = stage.ines.in_course.goal
    url = reverse("my_goal", args=[goal])

    post(ines, url, do="say", text="I rang my sister.")
    waiting = read(ines, "my_goal", goal)
    recheck(clients=[stage.ines.client.pk], by=SYSTEM, now=timezone.now())
    see_comment(comment=Comment.objects.get(about_id=goal), by=actor(stage.world.ada), now=timezone.now())

    assert "I rang my sister." in waiting and "not read yet" in waiting
    assert "Ada read it on" in read(ines, "my_goal", goal)
    assert Attention.objects.filter(client=stage.ines.client, kind="commented").exists()


def test_sending_a_comment_twice_keeps_it_once(stage: Stage, ines: Browser) -> None:
    for _ in range(2):
        post(ines, reverse("my_goal", args=[stage.ines.in_course.goal]), do="say", text="I rang my sister.")

    assert Comment.objects.filter(about="goal").count() == 1


@pytest.mark.parametrize("value", ["0", "10"])
def test_a_goal_is_rated_with_one_press(value: str, stage: Stage, ines: Browser) -> None:
    goal = stage.ines.in_course.goal

    post(ines, reverse("my_goal", args=[goal]), do="rate", value=value)

    rating = GoalRating.objects.get(goal=goal)
    assert (rating.value, rating.by_client) == (int(value), True)
    assert f"{value} of 10" in read(ines, "my_goal", goal) and f"{value} of 10" in read(ines, "my_goals")


@pytest.mark.parametrize("value", ["", "11", "-1", "much"])
def test_another_number_is_refused_in_words(value: str, stage: Stage, ines: Browser) -> None:
    page = post(ines, reverse("my_goal", args=[stage.ines.in_course.goal]), do="rate", value=value)

    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert not GoalRating.objects.exists()
