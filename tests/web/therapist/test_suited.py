"""Measures that suit the focus are named on its page; nothing is asked by itself."""

import pytest
from django.urls import reverse

from clinic.answers.models import Invitation
from tests.clinic.therapy.beginnings import focused
from tests.clinic.therapy.plans import begun
from tests.world import MONDAY_TEN, World, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def page(world: World, area: str, **settings: str) -> str:
    """The page of a focus on this area."""
    course = begun(world, **settings)
    focused(course, area, how="by_word", on=MONDAY_TEN.date())
    return sign_in(world.ada).get(reverse("focus", args=[course.pk])).content.decode()


def test_grief_is_given_its_own_measures_and_a_dispute_not(world: World) -> None:
    html = page(world, "grief")
    assert "PG-13-R" in html
    assert "its questions are not here: enter a total" in html
    assert "DAS-7" not in html


def test_what_the_course_is_for_counts_too(world: World) -> None:
    html = page(world, "dispute", condition="social_anxiety")
    assert "SPIN" in html and "DAS-7" in html
    assert "PG-13-R" not in html


def test_our_own_ratings_are_named_as_ours(world: World) -> None:
    assert "our own rating, not validated" in page(world, "dispute")


def test_naming_them_asks_nobody(world: World) -> None:
    page(world, "grief")
    assert not Invitation.objects.filter(client=world.ines).exists()
