"""What score was to be expected: a fan, a ring and a question; never without a calibrated fit, never a verdict."""

from datetime import date, timedelta

import pytest
from django.template.defaultfilters import floatformat
from django.urls import reverse

from clinic.audit.actor import SYSTEM
from clinic.pages.outlook import shown_on
from clinic.people.actions.staff import change_team
from clinic.therapy.models import Course
from ipt.expected import Expected
from tests.clinic.reports.fitted import kept
from tests.clinic.therapy.endings import ended
from tests.web.counting import counted
from tests.web.therapist.courses_seen import running
from tests.world import World, answered, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]
EIGHTEEN, SIXTEEN, TWENTY_FOUR = "322222230", "222222220", "333333330"


def page(world: World, course: Course) -> str:
    """The page of the course, as her therapist sees it."""
    return sign_in(world.ada).get(reverse("course", args=[course.pk])).content.decode()


def scored(world: World, course: Course, *digits: str) -> None:
    """A PHQ-9 a week from the start on."""
    for n, one in enumerate(digits):
        on = course.started_on + timedelta(weeks=n)
        answered(world.ines, one, on, now=course.begun_at + timedelta(weeks=n), by=world.ada)


def test_the_scores_to_come_are_drawn_as_a_fan_with_what_it_stands_on(world: World) -> None:
    course = running(world, weeks=3)
    scored(world, course, EIGHTEEN, SIXTEEN)
    assert "fanline" not in page(world, course)
    kept()
    html = page(world, course)
    assert html.count('class="fanline"') == 3  # two drawings and the key
    assert "By how 40 ended courses of this service went; it does not say how this one will go." in html
    assert "lay further from what was expected" not in html


def test_what_is_expected_is_told_to_one_decimal_place_and_whole_where_that_is_whole() -> None:
    found = shown_on(date(2026, 3, 2), Expected(day=7, expected=14.98, low=2.96, high=22.26))

    assert [floatformat(one) for one in (found.low, found.middle, found.high)] == ["3", "15", "22.3"]


def test_a_score_far_above_what_was_expected_is_a_question_for_supervision(world: World) -> None:
    course = running(world, weeks=4)
    scored(world, course, EIGHTEEN, SIXTEEN, TWENTY_FOUR)
    kept(world.team.pk)
    html = page(world, course)
    assert "lay further from what was expected than four in five." in html
    assert "A question for the session, and for supervision." in html
    assert 'class="surprise"' in html
    assert "of this team went" in html


def test_a_fit_that_is_not_calibrated_is_not_shown(world: World) -> None:
    course = running(world, weeks=3)
    scored(world, course, EIGHTEEN, SIXTEEN)
    kept(is_calibrated=False)
    assert "fanline" not in page(world, course)


def test_a_team_can_switch_it_off(world: World) -> None:
    course = running(world, weeks=3)
    scored(world, course, EIGHTEEN, SIXTEEN)
    kept()
    change_team(team=world.team, settings={"shows_expected": False}, by=SYSTEM, now=course.begun_at)
    assert "fanline" not in page(world, course)


def test_another_measure_has_no_fan_of_the_first(world: World) -> None:
    course = running(world, weeks=3)
    scored(world, course, EIGHTEEN, SIXTEEN)
    kept(measure="gad-7")
    assert "fanline" not in page(world, course)


def test_after_the_end_nothing_is_expected_any_more(world: World) -> None:
    course = running(world, weeks=3)
    scored(world, course, EIGHTEEN, SIXTEEN, TWENTY_FOUR)
    kept()
    ended(course, now=course.begun_at + timedelta(weeks=4), kind="completed", open_alert_why="rung today")
    html = page(world, course)
    assert "fanline" not in html
    assert "is to be expected" not in html


def test_fits_are_read_once_and_then_kept_for_some_minutes(world: World) -> None:
    course = running(world, weeks=3)
    scored(world, course, EIGHTEEN, SIXTEEN)
    kept()
    browser, url = sign_in(world.ada), reverse("course", args=[course.pk])
    reads = []
    for _ in range(2):
        with counted() as statements:
            browser.get(url)
        reads.append(sum('"reports_expectation"' in one for one in statements))
    assert reads == [1, 0]
