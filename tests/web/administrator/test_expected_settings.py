"""A team's settings say which measure has a band, on what it stands, and why there is none yet."""

import pytest
from django.urls import reverse

from tests.clinic.reports.fitted import kept
from tests.world import World, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def page(world: World) -> str:
    """The settings of Gwen's team."""
    return sign_in(world.gwen).get(reverse("team_settings", args=[world.team.pk])).content.decode()


def test_without_enough_courses_it_says_that_nothing_is_shown_and_why(world: World) -> None:
    assert "it needs some fifty ended courses of this team" in page(world)


def test_a_calibrated_measure_is_named_with_what_it_stands_on(world: World) -> None:
    kept(world.team.pk)
    html = page(world)
    assert "by 40 ended courses" in html
    assert "240 of 300 scores that were kept apart lay inside the band" in html
    assert "not shown yet" not in html


def test_one_that_does_not_hold_is_said_to_be_off(world: World) -> None:
    kept(world.team.pk, is_calibrated=False)
    assert "not shown yet" in page(world)
