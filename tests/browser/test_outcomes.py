"""Who manages, supervises or treats reads how people fared: on a desk, on a phone, on paper, by keyboard, as files."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.reports.choices import Scope
from clinic.reports.engine import blocks
from clinic.reports.rows import Rows
from tests.browser.look import look, see_on_paper
from tests.browser.site import Site
from tests.web.outcomes.blocks import AS_OF, make_block

pytestmark = pytest.mark.browser


def told(site: Site) -> object:
    """Numbers of the team and of Ada; the team's id."""
    with site.facts() as world:
        make_block(Scope.TEAM, about=world.team.pk)
        make_block(Scope.TEAM, about=world.team.pk, period="2025")
        make_block(Scope.THERAPIST, about=world.ada.pk)
        return world.team.pk


def test_a_manager_reads_the_numbers_of_a_team_chooses_a_year_and_takes_a_table_along(site: Site) -> None:
    team = told(site)
    page = site.signed_in("finn", site.desk())
    page.goto(reverse("outcomes_team", args=[team]))
    look(page, "Harbour")
    page.get_by_role("link", name="2025", exact=True).click()
    look(page, "Harbour")
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("link", name="CSV").first.click()
    assert found.value.suggested_filename.endswith(".csv")


def test_a_supervisor_reads_it_on_a_phone(site: Site) -> None:
    team = told(site)
    page = site.signed_in("cleo", site.phone())
    page.goto(reverse("outcomes_teams"))
    page.goto(reverse("outcomes_team", args=[team]))
    look(page, "Harbour")


def test_a_therapist_reads_their_own_and_prints_them(site: Site) -> None:
    told(site)
    page = site.signed_in("ada", site.desk())
    page.goto(reverse("outcomes_mine"))
    look(page, "My outcomes")
    see_on_paper(page)


def test_before_the_first_night_the_page_says_when_there_will_be_numbers(site: Site) -> None:
    page = site.signed_in("bo", site.desk())
    page.goto(reverse("outcomes_mine"))
    look(page, "My outcomes")
    expect(page.get_by_role("main")).to_contain_text("manage.py compute_reports")


@pytest.mark.parametrize("n", [0, 1, 7, 400])
def test_it_is_read_with_few_courses_and_with_many(site: Site, n: int) -> None:
    with site.facts() as world:
        team = world.team.pk
        made = next(blocks(rows(n, team=str(team)), as_of=AS_OF))
        make_block(Scope.TEAM, about=team, told=made.content)
    page = site.signed_in("finn", site.phone())
    page.goto(reverse("outcomes_team", args=[team]))
    look(page, "Harbour")


def rows(n: int, *, team: str) -> Rows:
    """So many courses that ended, each with two PHQ-9."""
    courses: list[dict[str, Any]] = []
    scores: list[tuple[str, str, int, date, float]] = []
    for place in range(n):
        start = AS_OF - timedelta(days=120 + place % 200)
        courses.append(
            {
                "course": str(place), "team": team, "therapist": team, "started_on": start, "n_planned": 16,
                "referred_on": start - timedelta(days=10 + place % 60), "ended_on": start + timedelta(days=110),
                "end_reason": "completed" if place % 5 else "early_by_client", "n_attended": 16 if place % 5 else 3,
                "focus": "grief" if place % 2 else "dispute", "baseline": "moderate", "has_died": False,
            }
        )  # fmt: skip
        first, last = 12 + place % 9, 4 + (place * 7) % 15
        scores += [(str(place), "phq-9", 1, start, float(first))]
        scores += [(str(place), "phq-9", 1, start + timedelta(days=100), float(last))]
    return Rows(courses, scores)
