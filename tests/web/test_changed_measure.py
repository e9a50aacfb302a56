"""A client's depression measure changes: the page says so, and the two are never one line."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.answers.queries import series_of
from tests.web.stage import Stage
from tests.world import MONDAY_TEN, answered, sign_in

pytestmark = [pytest.mark.django_db]


def test_a_measure_in_place_of_another_is_marked_and_not_joined(stage: Stage) -> None:
    ada = stage.world.ada
    answered(stage.jo.client, "221212101", date(2025, 1, 6), now=MONDAY_TEN, by=ada)
    kinds = {one.measure.id: len(one.sheets) for one in series_of(stage.jo.client)}
    later = timezone.localdate() + timedelta(days=1)
    answered(stage.jo.client, "11111111", later, now=MONDAY_TEN, by=ada, measure="phq-8")

    page = sign_in(ada).get(reverse("client", args=[stage.jo.client.pk])).content.decode()

    assert {one.measure.id: len(one.sheets) for one in series_of(stage.jo.client)} == {**kinds, "phq-8": 1}
    assert f"From {later:%-d %B %Y} on in place of PHQ-9: another measure, so the two are not one line." in page
