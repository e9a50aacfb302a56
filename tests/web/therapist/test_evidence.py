"""What the trials say stands where a course is decided on, with source and doubt; and in plain words for the client."""

import pytest
from django.urls import reverse

from clinic.definitions.library import library
from clinic.therapy.models import Course
from tests.world import World, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_every_set_of_evidence_is_told_with_its_figures_and_sources(world: World) -> None:
    html = sign_in(world.ada).get(reverse("evidence")).content.decode()
    for one in library().evidence():
        assert f'id="{one.id}"' in html
    assert "not verified" in html and "our grade, not confirmed yet" in html
    assert "g 0.48 (0.31 to 0.65)" in html  # the 31 trials against control, pooled


def test_what_asks_for_care_is_named_where_a_course_begins(world: World) -> None:
    html = sign_in(world.ada).get(reverse("course_start", args=[world.jo.pk])).content.decode()
    careful = html[html.index("Where the evidence asks for care") :]
    for word in ("Bulimia", "Social anxiety", "Grief"):
        assert word in careful
    assert reverse("evidence") in html


def test_what_it_is_for_and_when_it_was_referred_are_kept_with_the_course(world: World) -> None:
    sent = {
        "form": "ipt/sixteen", "condition": "depression", "referred_on": "2026-01-05", "started_on": "2026-03-02",
        "medium": "in_person", "tags": "Study A, pathway 2, study a",
    }  # fmt: skip
    answer = sign_in(world.ada).post(reverse("course_start", args=[world.jo.pk]), sent)
    assert answer.status_code == 303
    course = Course.objects.get(client=world.jo)
    assert (course.condition, str(course.referred_on)) == ("depression", "2026-01-05")
    assert course.tags == ["pathway 2", "study a"]
