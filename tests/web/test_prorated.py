"""A prorated total is marked wherever the number stands."""

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.answers.models import Score
from tests.world import World, answered
from tests.world import sign_in as signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_prorated_total_is_marked_on_every_page_that_shows_it(world: World) -> None:
    sheet = answered(world.ines, "221211110", timezone.localdate(), now=timezone.now(), by=world.ada).sheet
    ada = signed_in(world.ada)
    addresses = (
        reverse("client", args=[world.ines.pk]),
        reverse("scores", args=[world.ines.pk, "phq-9"]),
        reverse("answers", args=[sheet.pk]),
    )

    before = ["prorated" in ada.get(address).content.decode() for address in addresses]
    Score.objects.filter(sheet=sheet).update(is_prorated=True)
    after = ["prorated" in ada.get(address).content.decode() for address in addresses]

    assert (before, after) == ([False] * 3, [True] * 3)
