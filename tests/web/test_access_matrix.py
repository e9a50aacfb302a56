"""Every address, for everybody, in every way: one of six outcomes, from the table in matrix.py."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from clinic.answers.models import AnswerSheet
from clinic.people.models import Link
from tests.web.crawl import ROLES, Crawl, digests
from tests.web.matrix import OUTCOMES, WHO, Row, address, ask, outcome, patterns, rows
from tests.web.stage import Folder, Stage, undone
from tests.world import hold_link, phq9, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ROWS = rows()
NAMES = sorted({row.name for row in ROWS})
OURS = sorted(one.name or "" for one in patterns() if not one.callback.__module__.startswith("allauth."))
SEES_INES = {"link", "ada", "cleo", "cora", "duty", "old"}


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


@pytest.fixture(scope="module")
def browsers(stage_of_module: Stage) -> dict[str, Browser]:
    """Everybody of the matrix, sitting down once."""
    return {who: sit_down(stage_of_module) for who, (_, sit_down) in WHO.items()}


def asked(browser: Browser, row: Row, stage: Stage, *, who: str) -> HttpResponse:
    """One cell: the request, and everything as it was afterwards."""
    cookies = browser.cookies.copy()
    with undone():
        response = ask(browser, row.method, address(row.name, stage, who=who))
    browser.cookies = cookies
    return response


def test_every_address_stands_in_the_matrix() -> None:
    assert sorted({one.name or "" for one in patterns()}) == NAMES


def test_the_matrix_knows_six_outcomes() -> None:
    assert {letter for row in ROWS for letter in row.outcomes.values()} == set(OUTCOMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_has_its_outcome_for_every_role(name: str, stage: Stage, browsers: dict[str, Browser]) -> None:
    wrong = []

    for row in (row for row in ROWS if row.name == name):
        for who, wanted in row.outcomes.items():
            response = asked(browsers[who], row, stage, who=who)
            came = outcome(response)
            if came != wanted or response.status_code >= 500:
                wrong.append(f"{row.method} by {who}: {wanted} wanted, {came} ({response.status_code}) came")
            if who not in SEES_INES and tells_of(stage.jo if who == "idle" else stage.ines, response):
                wrong.append(f"{row.method} by {who}: the client is in it")

    assert wrong == []


def tells_of(folder: Folder, response: HttpResponse) -> bool:
    """Whether the client's name, reference or address is in an answer."""
    client = folder.client
    return any(
        word in response.content.decode(errors="replace") for word in (client.name, client.reference, client.email)
    )


@pytest.mark.parametrize("name", OURS)
def test_any_other_method_is_refused(name: str, stage: Stage, browsers: dict[str, Browser]) -> None:
    known = {row.method for row in ROWS if row.name == name}
    others = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - known
    outcomes = {came: who for row in ROWS if row.name == name for who, came in row.outcomes.items()}
    who = outcomes.get("P") or outcomes.get("R") or outcomes["4"]

    statuses = {
        method: asked(browsers[who], Row(name, method, {}), stage, who=who).status_code for method in sorted(others)
    }

    assert statuses == dict.fromkeys(statuses, 405)


def let_in() -> Iterator[tuple[str, str]]:
    """Somebody who is let in, for each address that has a GET."""
    for row in ROWS:
        who = next((who for who, came in row.outcomes.items() if came == "P"), "")
        if row.method == "GET" and who and row.name in OURS:
            yield row.name, who


@pytest.mark.parametrize(("name", "who"), list(let_in()))
def test_a_head_is_answered_like_a_get_without_its_body(
    name: str, who: str, stage: Stage, browsers: dict[str, Browser]
) -> None:
    got = asked(browsers[who], Row(name, "GET", {}), stage, who=who)

    head = asked(browsers[who], Row(name, "HEAD", {}), stage, who=who)

    assert (head.status_code, head.content) == (got.status_code, b"")


def test_a_head_opens_no_link_and_sends_no_answers(stage: Stage) -> None:
    sheet = AnswerSheet.objects.get(invitation=stage.ines.invitation)
    AnswerSheet.objects.filter(pk=sheet.pk).update(answers=phq9("111111110") | {"difficulty": 0})
    phone, before = hold_link(stage.ines.client), digests()

    for name in ("link", "questionnaire", "question", "all_questions", "check_answers"):
        ask(phone, "HEAD", address(name, stage))

    assert {table for table, digest in digests().items() if digest != before[table]} <= {"django_session"}
    assert AnswerSheet.objects.get(pk=sheet.pk).sent_at is None
    assert Link.objects.filter(client=stage.ines.client, opened_at=None, revoked_at=None).count() == 1


@pytest.mark.parametrize("who", ROLES)
def test_a_get_changes_nothing_but_the_audit(who: str, crawl: Crawl) -> None:
    assert crawl.changed[who] == set()


def test_the_client_opened_leaves_one_event_and_the_list_none(stage: Stage) -> None:
    ada = sign_in(stage.world.ada)
    before = digests()

    ask(ada, "GET", address("clients", stage))
    unchanged = digests()
    ask(ada, "GET", address("client", stage))

    assert unchanged["audit_event"] == before["audit_event"]
    assert digests()["audit_event"] != before["audit_event"]
