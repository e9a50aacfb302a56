"""What is known: a client reads what studies say for what their own course is for, and for nothing else."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.definitions.library import library
from clinic.people.models import Team
from clinic.therapy.models import Course
from tests.clinic.reports.fitted import kept
from tests.web.client.steps import read
from tests.web.crawl import Crawl
from tests.web.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def said(name: str) -> str:
    """The first words of a set of evidence, for a client."""
    return library().words(library().evidence_set(name), "en")["client"][:60]


def test_a_client_reads_about_what_their_course_is_for(stage: Stage, ines: Browser) -> None:
    Course.objects.filter(client=stage.ines.client).update(condition="depression")
    page = read(ines, "my_about")
    assert said("depression") in page
    assert said("bulimia") not in page
    assert said("depression-perinatal") not in page


def test_without_a_condition_they_are_told_to_ask(stage: Stage, ines: Browser) -> None:
    Course.objects.filter(client=stage.ines.client).update(condition="")
    page = read(ines, "my_about")
    assert "Ask your therapist what studies say about it for you." in page
    assert said("depression") not in page


def test_a_client_sees_no_band_until_the_team_chooses_so(stage: Stage, ines: Browser) -> None:
    kept(stage.world.team.pk)
    url = reverse("my_chart")
    assert 'class="fanline"' not in ines.get(url).content.decode()
    Team.objects.filter(pk=stage.world.team.pk).update(expected_for_clients=True)
    page = ines.get(url).content.decode()
    assert 'class="fanline"' in page
    assert "It is not a goal, and it cannot say how it will be for you." in page
