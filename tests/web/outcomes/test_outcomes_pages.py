"""Outcomes on a page: the honest part on top, what is held back, who sees whose, and empty pages."""

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.reports.choices import Scope
from tests.web.counting import counted
from tests.web.outcomes.blocks import make_block
from tests.web.outcomes.content import column, content, nothing_shown, without_courses
from tests.world import World, give_factor, join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def words(response: Any) -> str:
    """The main part of a page as its words, on one line."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join("".join(texts(main)).split())


def texts(html: str) -> Iterator[str]:
    """Every text in it, with a blank between."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_data = lambda data: found.append(f"{data} ")  # type: ignore[method-assign]
    parser.feed(html)
    yield from found


def team_page(world: World, as_user: Any, **asked: str) -> str:
    """Cleo's page of Harbour."""
    response = as_user(world.cleo).get(reverse("outcomes_team", args=[world.team.pk]), asked)
    assert response.status_code == 200
    return words(response)


def test_all_who_started_come_first_then_those_who_stayed_and_the_difference_is_said(
    world: World, as_user: Any
) -> None:
    make_block(Scope.TEAM, about=world.team.pk)

    page = team_page(world, as_user)

    everybody = page.index("Counting everybody who started, 40 of 90 (44%) recovered; the 95% interval is 35 to 55%.")
    stayed = page.index(
        "Counting only those who came to three quarters of their planned sessions or more: 31 of 50 (62%)."
    )
    assert everybody < stayed
    assert (
        "The second is 17.6 percentage points higher; it leaves out 40 people who started (of all courses that ended"
        in page
    )
    assert "18 ended because the client left or contact was lost" in page


def test_who_is_counted_stands_beside_it_with_rules_period_and_data_cut(world: World, as_user: Any) -> None:
    make_block(Scope.TEAM, about=world.team.pk)

    page = team_page(world, as_user)

    assert "Courses that ended 100 Of these, started 93 Finished (two or more sessions) 80" in page
    assert "Came to half of the plan 73% 68 of 93 Came to three quarters 57% 53 of 93 First and last score 91%" in page
    assert "Courses that ended from 22 November 2025 to 21 November 2026" in page
    assert "Rules: NHS Talking Therapies, version 1" in page
    assert "Fewer than 5 are not shown" in page
    assert "Recovered All who started, a missing score counts as not recovered 40 90 44% 35 to 55%" in page


def test_deaths_attempts_admissions_and_open_alerts_are_told_and_a_small_number_is_not(
    world: World, as_user: Any
) -> None:
    make_block(Scope.TEAM, about=world.team.pk)

    page = team_page(world, as_user)

    assert "Deaths 0 Suicide attempts (courses) fewer than 5 Admissions to hospital 0" in page


def test_waits_are_held_against_the_standards_in_words(world: World, as_user: Any) -> None:
    make_block(Scope.TEAM, about=world.team.pk)

    page = team_page(world, as_user)

    assert "Within 42 days: 55 of 80 (69%); the standard of 75% is not met." in page
    assert "Within 126 days: 80 of 80 (100%); the standard of 95% is met." in page


def test_published_figures_carry_their_caution_and_the_attribution_word_for_word(world: World, as_user: Any) -> None:
    make_block(Scope.TEAM, about=world.team.pk)

    page = team_page(world, as_user)

    assert "does not show which therapy or which service works better" in page
    assert "Contains public sector information licensed under the Open Government Licence v3.0 (c) NHS England." in page
    assert "IPT in NHS Talking Therapies, England, 2023–24" in page
    assert "47.9%" in page  # recovery after IPT in 2023-24: 2,873 of 5,997


def test_numbers_by_other_rules_stand_beside_no_published_figures(world: World, as_user: Any) -> None:
    other = {"id": "jacobson-truax", "version": 1, "title": "Jacobson and Truax"}
    make_block(Scope.TEAM, about=world.team.pk, told=content(framework=other))

    assert "Beside published figures" not in team_page(world, as_user)


def test_therapists_stand_by_name_in_the_order_of_the_alphabet_and_an_outlier_is_a_reason_to_look(
    world: World, as_user: Any
) -> None:
    ids = [str(user.pk) for user in (world.bo, world.ada, world.dan)]
    make_block(Scope.TEAM, about=world.team.pk, told=content({"therapist": column(ids, has_funnel=True)}))

    page = team_page(world, as_user)

    funnel = page[page.index("Differences beyond chance: therapist") :]
    assert "1 lies beyond the outer limits: a reason to look together at why, not a verdict." in funnel
    assert "by about 3.1 percentage points either way, so the limits are drawn wider (over-dispersion)" in funnel
    assert "how severe its people were at the start (case-mix)" in funnel
    assert "1 is too small to be shown." in funnel
    table = funnel[funnel.index("Number in the picture") :]
    assert table.index("Ada 1") < table.index("Bo 2") < table.index("Dan 3")
    assert not any(str(pk) in page for pk in ids)


def test_with_seven_courses_the_page_says_kindly_that_nothing_can_be_told(world: World, as_user: Any) -> None:
    make_block(Scope.TEAM, about=world.team.pk, told=nothing_shown())

    response = as_user(world.cleo).get(reverse("outcomes_team", args=[world.team.pk]))

    page = words(response)
    assert "There are too few courses in this period to tell how many recovered without telling of one person." in page
    assert b'<figure class="chart' not in response.content
    assert "%)" not in page


def test_with_no_course_the_page_says_so(world: World, as_user: Any) -> None:
    make_block(Scope.TEAM, about=world.team.pk, told=without_courses())

    page = team_page(world, as_user)

    assert "No course ended in this period" in page
    assert "How people fared Courses" not in page


def test_before_the_first_night_the_page_says_when_numbers_come(world: World, as_user: Any) -> None:
    page = team_page(world, as_user)

    assert "Not counted yet" in page
    assert "manage.py compute_reports" in page


def test_numbers_that_were_not_made_anew_say_so(world: World, as_user: Any) -> None:
    make_block(Scope.TEAM, about=world.team.pk, now=timezone.now() - timedelta(days=3))

    assert "These numbers end on 21 November 2026: they have not been made anew since" in team_page(world, as_user)


def test_another_period_can_be_chosen_and_one_that_is_not_there_is_the_last_twelve_months(
    world: World, as_user: Any
) -> None:
    make_block(Scope.TEAM, about=world.team.pk)
    make_block(Scope.TEAM, about=world.team.pk, period="2025", told=nothing_shown())

    assert "too few courses in this period" in team_page(world, as_user, period="2025")
    assert "40 of 90 (44%) recovered" in team_page(world, as_user, period="1999")
    assert "The last twelve months 2025" in team_page(world, as_user)


def test_a_therapist_sees_their_own_numbers_and_nobody_elses(world: World, as_user: Any) -> None:
    make_block(Scope.THERAPIST, about=world.ada.pk)
    make_block(Scope.TEAM, about=world.team.pk)

    own = as_user(world.ada).get(reverse("outcomes_mine"))

    assert "40 of 90 (44%) recovered" in words(own)
    assert "Harbour" not in words(own)
    assert "Not counted yet" in words(as_user(world.bo).get(reverse("outcomes_mine")))
    assert as_user(world.ada).get(reverse("outcomes_team", args=[world.team.pk])).status_code == 404


def test_who_manages_some_teams_is_sent_to_them_and_who_manages_all_sees_the_service(
    world: World, as_user: Any
) -> None:
    make_block(Scope.SERVICE)
    make_block(Scope.TEAM, about=world.team.pk)

    some = as_user(world.finn).get(reverse("outcomes_service"))
    assert some.status_code in (302, 404) or "40 of 90" not in words(some)

    staff.give_role(user=world.finn, team=world.strange.team, role=Role.MANAGER, by=SYSTEM, now=timezone.now())
    assert "Outcomes of the service" in words(as_user(world.finn).get(reverse("outcomes_service")))


def test_one_link_in_the_bar_leads_whoever_has_several_roles_to_all_of_them(world: World, as_user: Any) -> None:
    both = join("hal", world.team, [Role.THERAPIST, Role.SUPERVISOR], timezone.now() - timedelta(days=9))
    give_factor(both)
    make_block(Scope.TEAM, about=world.team.pk)

    page = as_user(both).get(reverse("outcomes_team", args=[world.team.pk])).content.decode()

    bar = page[page.index("<header") : page.index("</header>")]
    assert bar.count("Outcomes") == 1
    assert f'href="{reverse("outcomes_mine")}"' in page


@pytest.mark.parametrize("n_groups", [2, 40])
def test_a_page_asks_as_often_however_many_groups_there_are(n_groups: int, world: World, as_user: Any) -> None:
    ids = [str(world.ada.pk)] * n_groups
    make_block(Scope.TEAM, about=world.team.pk, told=content({"therapist": column(ids, has_funnel=True)}))
    browser = as_user(world.cleo)

    with counted() as statements:
        browser.get(reverse("outcomes_team", args=[world.team.pk]))

    assert len(statements) <= 12
