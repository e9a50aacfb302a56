"""A client's page and the lists of clinicians: what they show, what they never show, and what they cost."""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.mending import withdraw
from clinic.answers.choices import EnteredAs
from clinic.answers.models import AnswerSheet
from clinic.audit.actor import SYSTEM
from clinic.audit.models import Event
from clinic.people.models import Client
from clinic.safety.actions.risk import withdraw_risk_record
from clinic.safety.models import RiskRecord
from ipt.library import shipped
from tests.web.counting import counted
from tests.web.crawl import Crawl, post
from tests.web.stage import UNSAFE_WHY, Stage
from tests.world import actor, answered, register, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = date(2026, 3, 2)
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}"


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def page_of(client: Client, stage: Stage) -> str:
    """The client's page, as Ada sees it."""
    return sign_in(stage.world.ada).get(reverse("client", args=[client.pk])).content.decode()


def text_of(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def new_client(stage: Stage, **details: object) -> Client:
    """Another client of Ada's, with nothing in the record."""
    return register(stage.world.team, stage.world.ada, "Mo Tarn", timezone.now(), **details)


def test_a_year_of_weekly_scores_costs_twelve_statements_and_forty_kilobytes(stage: Stage) -> None:
    client, now = new_client(stage), timezone.now()
    for week in range(52):
        digits = "".join(str((week + n) % 4) for n in range(8)) + "0"
        answered(client, digits, now.date() - timedelta(weeks=51 - week), now=now, by=stage.world.ada)
    ada, url = sign_in(stage.world.ada), reverse("client", args=[client.pk])
    ada.get(url)

    with counted() as statements:
        page = ada.get(url)

    assert len(statements) <= 12, statements
    assert len(page.content) <= 40_000


@pytest.mark.parametrize("name", ["clients", "alerts", "supervision"])
def test_lists_cost_the_same_with_three_clients_and_with_sixty(name: str, stage: Stage) -> None:
    who = stage.world.cleo if name == "supervision" else stage.world.ada
    browser, url = sign_in(who), reverse(name)
    browser.get(url)

    with counted() as few:
        browser.get(url)
    for n in range(57):
        client = register(stage.world.team, stage.world.ada, f"Client {n}", timezone.now(), email=f"c{n}@post.example")
        answered(client, "222222222", TODAY, now=timezone.now(), by=stage.world.ada)
    with counted() as many:
        page = browser.get(url)

    assert b"Client 4" in page.content
    assert len(many) == len(few) <= 10, many


def test_two_tabs_never_mix_two_clients(stage: Stage) -> None:
    ada = sign_in(stage.world.ada)
    first, second = (
        ada.get(reverse("client", args=[one.client.pk])).content.decode() for one in (stage.ines, stage.jo)
    )

    assert "Jo Marlow" not in first and "Ines Vale" not in second
    for page, own, other in ((first, stage.ines, stage.jo), (second, stage.jo, stage.ines)):
        targets = re.findall(r'(?:action|href)="/(?:clients|alerts|answers|risk|invitations)/([0-9a-f-]{36})', page)
        assert str(own.client.pk) in targets
        assert not {
            str(other.client.pk),
            str(other.alert),
            str(other.sheet),
            str(other.risk),
            str(other.invitation),
        } & set(targets)


def test_an_id_of_another_client_in_the_form_is_not_taken(stage: Stage) -> None:
    ada = sign_in(stage.world.ada)
    before = Event.objects.count()

    risk = {"was_asked": "yes", "finding": "none", "done": "talked", "closes": str(stage.kit.alert)}
    withdrawal = {"why": "mixed up", "reference": stage.kit.client.reference}

    answers = [
        post(ada, reverse("supporter", args=[stage.ines.client.pk, stage.jo.supporter]), do="remove"),
        post(ada, reverse("risk", args=[stage.ines.client.pk]), **risk),
        post(ada, reverse("withdraw_answers", args=[stage.ines.sheet]), **withdrawal),
    ]

    assert [answer.status_code for answer in answers] == [404, 422, 422]
    seen = {event.happened for event in Event.objects.filter(seq__gt=before)}
    assert seen <= {"client opened", "answers opened", "client opened on duty", "record refused"}


def test_a_skipped_item_says_not_answered_ask(stage: Stage) -> None:
    client = new_client(stage)
    answered(client, "22121210-", TODAY, now=timezone.now(), by=stage.world.ada)

    text = text_of(page_of(client, stage))

    assert "no total: an answer is missing" in text
    assert "Not answered: question 9. Ask." in text
    assert "not answered: ask" in text


def test_the_way_of_entry_is_shown(stage: Stage) -> None:
    page = sign_in(stage.world.ada).get(reverse("answers", args=[stage.ines.sheet])).content.decode()

    assert f"{EnteredAs.FROM_PAPER.label}, Ada" in text_of(page)


def test_language_and_interpreter_are_on_the_clients_page(stage: Stage) -> None:
    client = new_client(stage, interpreter="Polish", language="pl")

    assert "interpreter: Polish" in text_of(page_of(client, stage))


def test_a_zero_is_never_called_no_risk(stage: Stage) -> None:
    client = new_client(stage)
    answered(client, "000000000", TODAY, now=timezone.now(), by=stage.world.ada)

    text = text_of(page_of(client, stage)).lower()

    assert "minimal" in text
    assert not re.search(r"no risk|low risk|not at risk|risk: none|is safe", text)


def test_no_page_calls_a_score_a_diagnosis(crawl: Crawl) -> None:
    illness = re.compile(r"diagnos(?!is\.)|depression|disorder|patient has|suffers|illness", re.IGNORECASE)
    of_protocol = sorted((text for text in words_of_protocols() if illness.search(text)), key=len, reverse=True)
    allowed = ("A total is not a diagnosis.", "Patient Health Questionnaire", "Illness or injury", *of_protocol)

    def says(text: str) -> bool:
        for words in allowed:
            text = text.replace(words, "")
        return bool(illness.search(text))

    pages = [one for one in crawl.seen if one.is_page and one.name != "demonstration"]
    pages = [one for one in pages if not one.name.startswith("site_")]  # full titles of instruments, as published
    pages = [one for one in pages if one.name != "evidence"]  # it tells of trials, by the illness they were about
    assert [str(one) for one in pages if says(text_of(one.text))] == []


def words_of_protocols() -> list[str]:
    """What protocols, sheets and vocabularies say by themselves: a task may name the illness, a score may not."""
    known = shipped()
    vocabularies = [known.vocabulary(name) for name in ("problem-areas", "techniques", "life-event-kinds")]
    every = (*known.protocols(), *known.prompt_sets(), *vocabularies)
    words = [known.words(one, "en") for one in every]
    return [text for one in words for text in (one.title, one.about, *one.texts.values())]


def test_duty_sees_contact_risk_and_plan_and_no_scores(stage: Stage) -> None:
    dan = sign_in(stage.world.dan)

    pages = {
        name: text_of(dan.get(reverse(name, args=[stage.ines.client.pk])).content.decode())
        for name in ("duty", "plan", "risk")
    }

    assert stage.ines.client.email in pages["duty"] and "Thoughts of suicide, no plan" in pages["duty"]
    assert "a walk by the river" in pages["duty"] and "a walk by the river" in pages["plan"]
    assert not re.search(r"moderate|times answered|Several days|Each time it was answered", " ".join(pages.values()))


# the export


def record_of(stage: Stage, client: Client) -> tuple[HttpResponse, dict[str, object]]:
    """The file, and what is in it."""
    answer = sign_in(stage.world.ada).get(reverse("export", args=[client.pk]))
    return answer, json.loads(answer.content)


def test_the_export_holds_everything_that_counts_and_is_written_down_each_time(stage: Stage) -> None:
    ada, url = sign_in(stage.world.ada), reverse("export", args=[stage.ines.client.pk])

    for _ in range(2):
        ada.get(url)
    answer, record = record_of(stage, stage.ines.client)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="record-{stage.ines.client.reference}.json"'
    assert Event.objects.filter(happened="record exported", about_id=stage.ines.client.pk).count() == 3
    assert {name: len(record[name]) for name in ("answers", "risk_records", "safety_plans")} == {  # type: ignore[arg-type]
        "answers": 2, "risk_records": 1, "safety_plans": 1,
    }  # fmt: skip


def test_the_export_holds_nothing_that_was_withdrawn(stage: Stage) -> None:
    by, now = actor(stage.world.ada), timezone.now()
    before = record_of(stage, stage.jo.client)[1]
    answered(stage.jo.client, "333333330", TODAY, now=now, by=stage.world.ada)
    sheet = AnswerSheet.objects.filter(client=stage.jo.client, sent_at__isnull=False).latest("sent_at")
    withdraw(sheet=sheet, why="it was somebody else", to=stage.ines.client, by=by, now=now)
    withdraw_risk_record(record=RiskRecord.objects.get(pk=stage.ines.risk), why="mistyped", by=by, now=now)

    jo, ines = (record_of(stage, one.client)[1] for one in (stage.jo, stage.ines))

    assert {**jo, "written_at": ""} == {**before, "written_at": ""}
    assert (len(ines["answers"]), ines["risk_records"]) == (3, [])  # type: ignore[arg-type]
    assert "somebody else" not in json.dumps(jo) + json.dumps(ines)


def test_why_somebody_is_not_safe_leaves_the_house_in_no_file(stage: Stage) -> None:
    assert UNSAFE_WHY not in record_of(stage, stage.ines.client)[0].content.decode()


def test_a_withdrawn_sheet_is_gone_from_the_page_and_its_address(stage: Stage) -> None:
    before = page_of(stage.jo.client, stage)
    answered(stage.jo.client, "333333330", TODAY, now=timezone.now(), by=stage.world.ada)
    sheet = AnswerSheet.objects.filter(client=stage.jo.client, sent_at__isnull=False).latest("sent_at")
    post(sign_in(stage.world.ada), reverse("withdraw_answers", args=[sheet.pk]), why="wrong person")

    after = page_of(stage.jo.client, stage)

    def alike(page: str) -> str:
        page = re.sub(
            r'<input type="hidden"[^>]*>|<(?:div|p|section)[^>]*(?:message|notice)[^>]*>.*?</(?:div|p|section)>',
            "",
            page,
            flags=re.DOTALL,
        )
        return text_of(page)

    assert sign_in(stage.world.ada).get(reverse("answers", args=[sheet.pk])).status_code == 404
    assert alike(after) == alike(before)


# text that would like to be a script


def test_text_that_would_be_a_script_is_shown_as_text(stage: Stage) -> None:
    ada, client = sign_in(stage.world.ada), new_client(stage)
    pk = client.pk
    details = {"born_on": "1988-05-04", "safe_channel": "in_person", "country": "GB", "time_zone": "Europe/London"}
    texts = (
        "name called contact_note address interpreter access_needs emergency_name emergency_relation gp_name gp_place"
    )
    fields = [*texts.split(), *"other_role other_name other_place gender ethnicity disability religion".split()]
    answers = [
        post(ada, reverse("details", args=[pk]), language="en", **details, **dict.fromkeys(fields, XSS[:60])),
        post(ada, reverse("supporters", args=[pk]), name=XSS, relation=XSS[:60], phone=XSS[:40]),
        post(ada, reverse("plan_edit", args=[pk]), made_on="2026-03-02", coping=XSS, helpers=XSS, held_by=XSS),
        post(ada, reverse("risk", args=[pk]), was_asked="yes", finding="none", said=XSS, action=XSS, plan=XSS),
    ]
    post(ada, reverse("supporter", args=[pk, client.supporters.get().pk]), do="unsafe", why=XSS)
    names = ("client", "details", "supporters", "plan", "plan_edit", "risk", "opened", "ask")

    pages = [ada.get(reverse(name, args=[pk])).content.decode() for name in names[:-1]]
    pages += [
        ada.get(reverse("clients"), {"q": XSS[:60]}).content.decode(),
        post(ada, reverse("ask", args=[pk]), measure="phq-9").content.decode(),
    ]
    pages += [post(ada, reverse("register"), name=XSS).content.decode(), ada.get(reverse("alerts")).content.decode()]

    assert [answer.status_code for answer in answers] == [303] * 4
    assert [
        page for page in pages if "<script>alert" in page or "<img src=x" in page or "49" in re.findall(r"`(\d+)", page)
    ] == []
    assert "&lt;script&gt;alert(1)" in pages[0] and "&lt;script&gt;alert(1)" in pages[2]


def test_a_search_is_shown_back_as_text(stage: Stage) -> None:
    page = sign_in(stage.world.ada).get(reverse("clients"), {"q": '"><script>x</script>'}).content.decode()

    assert "<script>x" not in page
    assert "&quot;&gt;&lt;script&gt;x" in page


def test_who_opened_the_record_is_told_to_its_clinicians(stage: Stage) -> None:
    client = new_client(stage)
    for user in (stage.world.ada, stage.cora):
        sign_in(user).get(reverse("client", args=[client.pk]))

    text = text_of(sign_in(stage.world.ada).get(reverse("opened", args=[client.pk])).content.decode())

    assert "Cora" in text and "Ada" in text
    assert SYSTEM.kind not in text
