"""Questions of every kind as a client and a clinician meet them: typed, not applicable, skipped, about somebody."""

import re
from html import unescape

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.answering import begin, enter
from clinic.answers.actions.asking import CannotAsk, make_invitation
from clinic.answers.models import AnswerSheet, Invitation
from clinic.answers.queries import series_of
from clinic.audit.actor import SYSTEM
from clinic.definitions.library import library, shown
from clinic.pages.client.chart import pictures as own_pictures
from clinic.pages.therapist.picture import pictures as staff_pictures
from clinic.people.actions.links import make_link, open_link
from ipt.library import Library
from tests.web.crawl import post
from tests.web.stage import Stage
from tests.world import MONDAY_TEN, actor, hold_link, sign_in

pytestmark = [pytest.mark.django_db]

MEASURE = """
id = "mine"
version = 1
rater = "self"
entry = "items"
better = "lower"
low = 0
high = 3
decimals = 1
period_days = 7
domain = "grief"
status = "own"
adding = { how = "mean" }
targets = ["mother", "friend"]
missing = { prorate_up_to = 0, source = "made-up", verified = false }
items = [
  { id = "loss", values = [0, 1], scored = false, optional = false },
  { id = "months", least = 0, most = 600, optional = false },
  { id = "a", values = [0, 1, 2, 3] },
  { id = "b", values = [0, 1, 2, 3], not_applicable = 9 },
]
skips = [{ when = { item = "loss", at_most = 0 }, items = ["months", "b"] }]
sources = [{ id = "made-up", text = "Made up for this test." }]
[licence]
tier = "own"
owner = "OpenIPT"
terms = "Made up for a test."
uses = ["clinical"]
commercial = true
checked_on = 2026-11-22
verified = false
source = "made-up"
"""
WORDS = """
measure_id = "mine"
version = 1
language = "en"
title = "Mine"
full_title = "Mine in full"
licence = "Ours."
source = "Made up."
instruction = "How has it been?"
not_applicable = "this does not apply to me"
options = [
  { value = 0, label = "never" }, { value = 1, label = "seldom" },
  { value = 2, label = "often" }, { value = 3, label = "always" },
]
[items]
loss = "Has somebody died?"
months = "How many months ago?"
a = "The first thing"
b = "The second thing"
[item_options]
loss = [{ value = 0, label = "no" }, { value = 1, label = "yes" }]
[targets]
mother = "your mother"
friend = "your best friend"
"""


@pytest.fixture(autouse=True)
def _defined(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"measures/mine/1.toml": MEASURE, "wordings/measures/mine/1.en.toml": WORDS}
    monkeypatch.setattr(shown, "library", Library.from_texts(texts, base=library()))


@pytest.fixture
def invitation(stage: Stage) -> Invitation:
    by, now = actor(stage.world.ada), timezone.now()
    made = make_invitation(client=stage.ines.client, measure="mine", target="mother", by=by, now=now)
    link = make_link(client=made.client, purpose="questionnaire", about_id=made.pk, by=by, now=now)
    open_link(secret=link.secret, by=SYSTEM, now=now)
    begin(invitation=made, by=by, now=now)
    return made


@pytest.fixture
def phone(invitation: Invitation) -> Browser:
    return hold_link(invitation.client)


@pytest.fixture
def url(invitation: Invitation) -> str:
    return reverse("questionnaire", args=[invitation.pk])


def words(browser: Browser, url: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", browser.get(url).content.decode())).split())


def kept(invitation: Invitation) -> AnswerSheet:
    return AnswerSheet.objects.select_related("score").get(invitation=invitation)


def test_every_page_says_whom_it_is_about(phone: Browser, url: str) -> None:
    assert "your mother" in words(phone, url)
    assert "About: your mother" in words(phone, f"{url}1/")
    assert "About: your mother" in words(phone, f"{url}all/")


def test_questions_that_an_answer_makes_needless_are_not_asked(phone: Browser, url: str) -> None:
    after = post(phone, f"{url}1/", answer="0").headers["Location"]
    last = post(phone, f"{url}3/", answer="2").headers["Location"]

    assert (after, last) == (f"{url}3/", f"{url}check/")
    assert phone.get(f"{url}2/").status_code == 303
    assert "How many months ago?" not in words(phone, f"{url}check/")
    assert "The second thing" not in words(phone, f"{url}all/")


def test_questions_that_a_changed_answer_opens_are_asked_before_the_check(phone: Browser, url: str) -> None:
    post(phone, f"{url}1/", answer="0")
    post(phone, f"{url}3/", answer="2")

    first = post(phone, f"{url}1/?check", answer="1").headers["Location"]
    second = post(phone, first, answer="14").headers["Location"]
    last = post(phone, second, answer="3").headers["Location"]

    assert (first, second, last) == (f"{url}2/?check", f"{url}4/?check", f"{url}check/")


def test_back_passes_over_them_too(phone: Browser, url: str) -> None:
    post(phone, f"{url}1/", answer="0")

    assert post(phone, f"{url}3/", go="back").headers["Location"] == f"{url}1/"


@pytest.mark.parametrize("wrong", ["601", "-1", "1.5", "many", "9" * 40])
def test_a_number_that_cannot_be_is_refused_in_words(
    wrong: str, phone: Browser, url: str, invitation: Invitation
) -> None:
    answer = post(phone, f"{url}2/", answer=wrong)

    assert answer.status_code == 422
    assert "Write a whole number from 0 to 600." in answer.content.decode()
    assert kept(invitation).answers == {}


def test_a_number_is_typed_and_may_be_left_out_after_one_gentle_question(
    phone: Browser, url: str, invitation: Invitation
) -> None:
    gently = post(phone, f"{url}2/", answer=" ")
    post(phone, f"{url}2/", answer="14")

    assert (gently.status_code, "You have not answered this one." in gently.content.decode()) == (200, True)
    assert kept(invitation).answers == {"months": 14}


def test_what_does_not_apply_can_be_said_and_counts_nowhere(phone: Browser, url: str, invitation: Invitation) -> None:
    assert "this does not apply to me" in words(phone, f"{url}4/")
    for n, answer in enumerate(("1", "14", "2", "9"), start=1):
        post(phone, f"{url}{n}/", answer=answer)

    assert "this does not apply to me" in words(phone, f"{url}check/")
    post(phone, f"{url}check/")
    sheet = kept(invitation)
    assert (sheet.score.total, sheet.score.missing, sheet.target) == (2, [], "mother")


def test_one_page_takes_every_kind(phone: Browser, url: str, invitation: Invitation) -> None:
    wrong = post(phone, f"{url}all/", answer_months="700")
    sent = post(phone, f"{url}all/", go="send", answer_loss="1", answer_months="14", answer_a="2", answer_b="3")

    assert wrong.status_code == 422
    assert "write a whole number from 0 to 600" in wrong.content.decode()
    assert (sent.status_code, kept(invitation).score.total) == (303, 2.5)


def test_a_measure_about_somebody_is_not_asked_about_nobody(stage: Stage) -> None:
    with pytest.raises(CannotAsk, match="Say whom Mine is about: mother, friend"):
        make_invitation(client=stage.ines.client, measure="mine", by=actor(stage.world.ada), now=timezone.now())


BODY = {"answered_on": "2026-03-02", "entered_as": "from_paper", "target": "friend"}


def entered(stage: Stage, **body: str) -> tuple[int, list[AnswerSheet]]:
    url = reverse("enter", args=[stage.jo.client.pk, "mine"])
    answer = post(sign_in(stage.world.ada), url, **{**BODY, **body})
    return answer.status_code, list(AnswerSheet.objects.filter(client=stage.jo.client, measure="mine"))


def test_a_clinician_enters_every_kind_and_whom_it_is_about(stage: Stage) -> None:
    status, (sheet,) = entered(stage, answer_loss="1", answer_months="14", answer_a="3", answer_b="9")

    assert (status, sheet.target, sheet.score.total, sheet.answers["months"]) == (303, "friend", 3, 14)
    page = words(sign_in(stage.world.ada), reverse("answers", args=[sheet.pk]))
    assert "Mine: your best friend" in page
    assert "3.0" not in page


def test_a_total_alone_is_enough_and_keeps_its_decimals(stage: Stage) -> None:
    status, (sheet,) = entered(stage, total="1.5")

    assert (status, sheet.stated_total, sheet.score.total) == (303, 1.5, 1.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"total": "1.55"},
        {"total": "4"},
        {"total": "1", "target": ""},
        {"total": "1", "target": "boss"},
        {"total": "1", "answer_loss": "1", "answer_months": "14", "answer_a": "3", "answer_b": "3"},
    ],
    ids=["too fine", "too high", "about nobody", "about another", "total and answers disagree"],
)
def test_an_entry_that_cannot_be_is_refused(wrong: dict[str, str], stage: Stage) -> None:
    assert entered(stage, **wrong) == (422, [])


def test_a_measure_without_a_total_shows_its_scales_and_draws_no_line(stage: Stage) -> None:
    answers: dict[str, int | None] = {str(n): 2 for n in range(1, 10)}
    known = {"client": stage.jo.client, "measure": "ecr-rs", "target": "friend", "entered_as": "in_person"}
    enter(**known, answers=answers, answered_on=MONDAY_TEN.date(), by=actor(stage.world.ada), now=MONDAY_TEN)  # type: ignore[arg-type]

    (series,) = (one for one in series_of(stage.jo.client) if one.measure.id == "ecr-rs")
    (picture,) = staff_pictures((series,), missed={})

    assert [(one["label"], one["value"]) for one in picture["figures"]] == [
        ("Avoidance on 2 Mar", "4.67"),  # four of six items are reversed: (4 × 6 + 2 × 2) / 6
        ("Anxiety on 2 Mar", "2"),
        ("times answered", 1),
    ]
    assert picture["charts"] is None
    assert own_pictures((series,), hides_words=False) == []
    page = words(sign_in(stage.world.ada), reverse("client", args=[stage.jo.client.pk]))
    assert "no total: an answer is missing" not in page


def test_no_picture_names_a_band_where_a_question_did_not_apply(stage: Stage) -> None:
    answers: dict[str, int | None] = {"1": 9, "2": 4, "3": 5, "4": 6, "5": 3}  # 18 of 32: of 40 it would have a band
    known = {"client": stage.jo.client, "measure": "wsas", "entered_as": "in_person"}
    enter(**known, answers=answers, answered_on=MONDAY_TEN.date(), by=actor(stage.world.ada), now=MONDAY_TEN)  # type: ignore[arg-type]

    (series,) = (one for one in series_of(stage.jo.client) if one.measure.id == "wsas")
    charts = staff_pictures((series,), missed={})[0]["charts"], own_pictures((series,), hides_words=False)[0].charts

    for each in charts:
        assert [(dot.reading.total, dot.severity) for dot in each.wide.dots] == [(18, None)]
        assert [(row.total, row.severity) for row in each.wide.rows] == [(18, None)]
