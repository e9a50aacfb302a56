"""What the client's side shows of a full record: every mark that is theirs, and not one other."""

from collections.abc import Iterator

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.letters.models import Letter
from clinic.therapy.models import Course, Goal, LifeEvent, Relationship
from tests.web.client.planted import Planted, marks, plant, readable
from tests.web.client.steps import came_by_link, signs_in, with_account
from tests.web.crawl import Crawl, post
from tests.web.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGES = (
    "my my_account my_agreement my_appointments my_chart my_ending my_goals my_letters my_lines my_opened my_people "
    "my_person_new my_plan my_record my_record_print my_settings my_story my_event_new"
).split()
OF_PLAN = {f"safetyplan.{part}" for part in ("warning_signs", "coping", "distraction", "helpers", "professionals")}
OWN = {
    "her-own.name",
    "her-shared.name",
    "her-own_event.what",
    "her-shared_event.what",
    "her-formulation.text",
    "her-formulation.client_said",
    "her-agreement.client_said",
    "focus.title",
    "her-goal.text",
    "comment.text",
    "her-letter.text",
    "her-letter.addressee",
    "her-helper.name",
    "her-helper.relation",
    "her-helper.phone",
    "her-client.address",
    "safetyplan.surroundings",
    *OF_PLAN,
    *readable("inventory", name="her-shared"),
    *readable("agreement", name="her-agreement"),
    *readable("ending", name="her-ending"),
}


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


@pytest.fixture
def planted(stage: Stage) -> Planted:
    """The full record."""
    return plant(stage)


def everything(browser: Browser, stage: Stage) -> Iterator[str]:
    """Every page, file and print of the client's side, with every id there is of theirs and of others."""
    for name in PAGES:
        yield browser.get(reverse(name)).content.decode()
    yield browser.get(reverse("my_record_file")).content.decode()
    for name, model in (("my_person", Relationship), ("my_event", LifeEvent), ("my_goal", Goal)):
        for pk in model.objects.values_list("pk", flat=True):
            yield browser.get(reverse(name, args=[pk])).content.decode()
    for course in Course.objects.all():
        for letter in course.letters.all():
            yield browser.get(reverse("my_letter", args=[letter.pk])).content.decode()
    table = reverse("all_questions", args=[stage.ines.invitation])
    yield browser.get(reverse("questionnaire", args=[stage.ines.invitation])).content.decode()
    post(browser, table, go="send_so", **{f"answer_{n}": "1" for n in range(1, 9)}, answer_9="3")
    yield browser.get(reverse("sent", args=[stage.ines.invitation])).content.decode()


@pytest.mark.parametrize("way", ["link", "account"])
def test_the_clients_side_shows_what_is_theirs_and_nothing_else(way: str, stage: Stage, planted: Planted) -> None:
    if way == "account":
        with_account(stage.ines.client)
    browser = came_by_link(stage.ines.client) if way == "link" else signs_in(stage.ines.client)

    seen = marks(" ".join(everything(browser, stage)))

    assert seen - OWN == set()
    assert OWN - seen == set()


def test_the_file_and_the_print_hold_nothing_else_either(stage: Stage, planted: Planted) -> None:
    browser = came_by_link(stage.ines.client)

    file = marks(browser.get(reverse("my_record_file")).content.decode())
    paper = marks(browser.get(reverse("my_record_print")).content.decode())

    assert file == paper
    assert file - OWN == set()
    assert {"her-own.name", "her-formulation.text", "her-goal.text", "her-letter.text", *OF_PLAN} <= file


def test_another_client_sees_not_one_mark_of_it(stage: Stage, planted: Planted) -> None:
    kit = came_by_link(stage.kit.client)

    seen = marks(" ".join(kit.get(reverse(name)).content.decode() for name in (*PAGES, "my_record_file")))

    assert {mark for mark in seen if mark.startswith("her-")} == set()
    assert "goal.text" in seen  # his own


@pytest.mark.parametrize("name", ["my_person", "my_event", "my_goal", "my_letter"])
def test_what_is_hidden_or_somebody_elses_is_not_there(name: str, stage: Stage, planted: Planted) -> None:
    ids = {
        "my_person": (planted.own.pk, planted.hidden.pk),
        "my_event": (planted.own_event.pk, planted.hidden_event.pk),
        "my_goal": (planted.goal.pk, stage.ines.client.pk),
        "my_letter": (planted.letter.pk, planted.draft.pk),
    }
    theirs, hidden = (reverse(name, args=[pk]) for pk in ids[name])
    ines, kit = came_by_link(stage.ines.client), came_by_link(stage.kit.client)

    assert [ines.get(theirs).status_code, ines.get(hidden).status_code] == [200, 404]
    assert [kit.get(theirs).status_code, kit.get(hidden).status_code] == [404, 404]
    assert kit.post(theirs, {"name": "x", "do": "remove"}).status_code in (404, 405)


def test_no_letter_of_the_outbox_carries_a_mark(stage: Stage, planted: Planted) -> None:
    came_by_link(stage.ines.client)

    assert marks(" ".join(f"{letter.subject} {letter.body}" for letter in Letter.objects.all())) == set()


def test_severity_words_are_hidden_everywhere_when_they_wish(stage: Stage) -> None:
    browser = came_by_link(stage.ines.client)
    pages = ("my", "my_chart", "my_record_file", "my_record_print")

    def seen() -> str:
        return " ".join(browser.get(reverse(name)).content.decode().lower() for name in pages)

    before = seen()
    post(browser, reverse("my_settings"), do="hide")
    hidden = seen().replace("“mild” or “severe” are hidden", "")
    post(browser, reverse("my_settings"), do="show")

    assert "moderate" in before
    assert not any(word in hidden for word in ("minimal", "mild", "moderate", "severe"))
    assert "moderate" in seen()


def test_what_a_clinician_rated_is_no_part_of_the_chart(stage: Stage) -> None:
    from datetime import date

    from tests.clinic.therapy.endings import total_at

    total_at(stage.ines.client, 1, 19, measure="hrsd-17")
    total_at(stage.ines.client, 1, 23, measure="bdi-ii")
    browser = came_by_link(stage.ines.client)

    chart = browser.get(reverse("my_chart")).content.decode()
    file = browser.get(reverse("my_record_file")).json()

    assert "BDI-II" in chart and "HRSD" not in chart and "HAM" not in chart
    assert {row["questionnaire"] for row in file["answers"]} == {"PHQ-9", "BDI-II"}
    assert date.fromisoformat(file["answers"][0]["on"])
