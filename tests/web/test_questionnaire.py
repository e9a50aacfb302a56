"""A client answers, without script: one question a page or all on one, nothing lost, nothing stored that cannot be."""

import re
from html import unescape

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.answers.models import AnswerSheet
from clinic.audit.models import Event
from clinic.safety.models import Alert
from ipt.library import shipped
from tests.web.crawl import post
from tests.web.stage import Stage
from tests.world import MONDAY_TEN, hold_link, phq9, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MEASURE = shipped().measure("phq-9")
WORDING = shipped().wording(MEASURE, "en")
USUAL = "221212101"  # 12


@pytest.fixture
def phone(stage: Stage) -> Browser:
    """The phone on which Ines opened her link."""
    return hold_link(stage.ines.client)


@pytest.fixture
def url(stage: Stage) -> str:
    """Where her questionnaire begins."""
    return reverse("questionnaire", args=[stage.ines.invitation])


def sheet(stage: Stage) -> AnswerSheet:
    """What is kept of her answers."""
    return AnswerSheet.objects.select_related("score").get(invitation=stage.ines.invitation)


def test_before_the_first_question_it_says_who_reads_and_when(phone: Browser, url: str) -> None:
    page = read(phone, url)

    assert "Ada or a colleague reads your answers, by" in page
    assert re.search(r"by (Mon|Tues|Wednes|Thurs|Fri)day \d+ \w+, \d\d:\d\d at the latest", page)
    assert "You can leave any question out" in page


def read(browser: Browser, url: str) -> str:
    """What a page says, in words."""
    return words_of(browser.get(url).content.decode())


def words_of(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_one_question_a_page_from_start_to_thanks(stage: Stage, phone: Browser, url: str) -> None:
    steps = [post(phone, url, page="one").headers["Location"]]
    for digit in USUAL + "1":
        steps.append(post(phone, steps[-1], answer=digit, go="on").headers["Location"])
    checked = phone.get(steps[-1])
    sent = post(phone, steps[-1])

    assert steps == [f"{url}{n}/" for n in range(1, 11)] + [f"{url}check/"]
    assert checked.status_code == 200
    assert sent.headers["Location"] == f"{url}sent/"
    assert "Your answers have arrived" in read(phone, sent.headers["Location"])
    assert sheet(stage).answers == phq9(USUAL) | {"difficulty": 1}
    assert (sheet(stage).score.total, sheet(stage).score.band) == (12, "moderate")


def test_all_questions_on_one_page_from_start_to_thanks(stage: Stage, phone: Browser, url: str) -> None:
    table = post(phone, url, page="all").headers["Location"]

    sent = post(
        phone, table, go="send", **{f"answer_{n}": digit for n, digit in enumerate(USUAL, 1)}, answer_difficulty="0"
    )

    assert table == f"{url}all/"
    assert sent.headers["Location"] == f"{url}sent/"
    assert sheet(stage).answers == phq9(USUAL) | {"difficulty": 0}
    assert sheet(stage).score.total == 12


@pytest.mark.parametrize("item", MEASURE.items, ids=lambda item: str(item.id))
def test_the_words_are_those_of_the_library(item: object, phone: Browser, url: str) -> None:
    n = [one.id for one in MEASURE.items].index(item.id) + 1  # type: ignore[attr-defined]
    text = WORDING.items[item.id]  # type: ignore[attr-defined]
    labels = [option.label for option in WORDING.options_for(item.id)]  # type: ignore[attr-defined]

    page, table = read(phone, f"{url}{n}/"), read(phone, f"{url}all/")

    assert text in page and text in table
    assert re.findall("|".join(map(re.escape, labels)), page.split(text, 1)[1]) == labels
    assert WORDING.instruction in table
    assert (WORDING.instruction in page) == item.scored  # type: ignore[attr-defined]  # the last one has its own words


def test_each_answer_is_kept_as_it_is_given(stage: Stage, phone: Browser, url: str) -> None:
    kept = []
    for n, digit in enumerate("2031", start=1):
        post(phone, f"{url}{n}/", answer=digit)
        kept.append(dict(sheet(stage).answers))

    assert kept == [{"1": 2}, {"1": 2, "2": 0}, {"1": 2, "2": 0, "3": 3}, {"1": 2, "2": 0, "3": 3, "4": 1}]


def test_back_keeps_the_answer_that_was_chosen(stage: Stage, phone: Browser, url: str) -> None:
    post(phone, f"{url}1/", answer="2")

    back = post(phone, f"{url}2/", answer="3", go="back")
    back_without = post(phone, f"{url}1/", go="back")

    assert (back.headers["Location"], back_without.headers["Location"]) == (f"{url}1/", url)
    assert sheet(stage).answers == {"1": 2, "2": 3}
    assert re.search(r'value="3" checked', phone.get(f"{url}2/").content.decode())


def test_leaving_one_out_takes_one_gentle_question(stage: Stage, phone: Browser, url: str) -> None:
    asked = post(phone, f"{url}3/", go="on")
    skipped = post(phone, f"{url}3/", go="skip")

    assert asked.status_code == 200
    assert "You have not answered this one" in words_of(asked.content.decode())
    assert skipped.headers["Location"] == f"{url}4/"
    assert sheet(stage).answers == {"3": None}


def test_what_was_left_out_is_named_before_sending(stage: Stage, phone: Browser, url: str) -> None:
    given = {f"answer_{n}": digit for n, digit in enumerate(USUAL, 1) if n not in (4, 7)}

    asked = post(phone, f"{url}all/", go="send", **given)
    page = words_of(asked.content.decode())
    check = read(phone, f"{url}check/")
    sent = post(phone, f"{url}all/", go="send_so", **given)

    assert asked.status_code == 200
    assert "2 questions have no answer" in page and "Question 4" in page and "Question 7" in page
    assert check.count("Left out") == 3  # and the one about difficulty
    assert sent.status_code == 303
    assert (sheet(stage).score.total, sheet(stage).score.missing) == (None, ["4", "7"])


WRONG = ["4", "-1", "9", "1.0", "²", "１", "", " ", "1 ", "null", "0x1", "1" * 5000, "'; drop table", "1\x00"]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_cannot_be_is_refused_by_name_and_not_kept(
    wrong: str, stage: Stage, phone: Browser, url: str
) -> None:
    before = Event.objects.count()

    one = post(phone, f"{url}2/", answer=wrong)
    table = post(phone, f"{url}all/", answer_1="1", answer_2=wrong)
    kept = phone.post(f"{url}keep/", {"answer_2": wrong})

    assert (one.status_code, table.status_code, kept.status_code) == (422, 422, 422)
    assert "Question 2 of" in words_of(one.content.decode())
    assert 'href="#answer_0"' in one.content.decode() and 'href="#answer_2"' in table.content.decode()
    assert "Question 2" in words_of(table.content.decode())
    assert (sheet(stage).answers, Event.objects.count()) == ({}, before)


def test_an_item_that_the_measure_does_not_have_is_not_kept(stage: Stage, phone: Browser, url: str) -> None:
    phone.post(f"{url}keep/", {"answer_10": "1", "answer_": "1", "answer_99": "2", "answer_1": "1"})

    assert sheet(stage).answers == {"1": 1}
    assert [phone.get(f"{url}{n}/").status_code for n in (0, 10, 11, 10**9)] == [404, 200, 404, 404]


def test_the_scripts_own_keeping(stage: Stage, phone: Browser, url: str) -> None:
    kept = phone.post(f"{url}keep/", {"answer_5": "2"}).status_code
    post(phone, f"{url}all/", go="send_so")
    too_late = phone.post(f"{url}keep/", {"answer_5": "3"}).status_code

    assert (kept, too_late) == (204, 409)
    assert sheet(stage).answers == {"5": 2}


@pytest.mark.parametrize("way", ["one", "keep", "table"])
def test_a_watched_answer_raises_its_alert_when_it_is_given(way: str, stage: Stage, phone: Browser, url: str) -> None:
    Alert.objects.all().delete()
    to = {"one": f"{url}9/", "keep": f"{url}keep/", "table": f"{url}all/"}[way]

    post(phone, to, answer="2", answer_9="2")
    post(phone, to, answer="0", answer_9="0")

    alert = Alert.objects.get()
    assert (alert.item, alert.value, alert.closed_at, alert.about_id) == ("9", 2, None, sheet(stage).pk)
    assert sheet(stage).sent_at is None


def test_sending_twice_is_one_record(stage: Stage, phone: Browser, url: str) -> None:
    post(phone, f"{url}all/", go="send_so", **{f"answer_{n}": "1" for n in range(1, 10)})
    after_first = (Event.objects.count(), Alert.objects.count(), sheet(stage).sent_at)

    again = [post(phone, f"{url}check/"), post(phone, f"{url}all/", go="send_so", answer_1="3")]

    assert {one.headers["Location"] for one in again} == {f"{url}sent/"}
    assert (Event.objects.count(), Alert.objects.count(), sheet(stage).sent_at) == after_first
    assert sheet(stage).answers["1"] == 1


def test_back_after_sending_shows_no_answers(phone: Browser, url: str) -> None:
    post(phone, f"{url}all/", go="send_so", **{f"answer_{n}": "2" for n in range(1, 10)})

    pages = [phone.get(one) for one in (url, f"{url}1/", f"{url}9/", f"{url}all/", f"{url}check/")]

    assert {page.headers["Location"] for page in pages} == {f"{url}sent/"}
    thanks = phone.get(f"{url}sent/").content.decode()
    assert all(label not in thanks for label in ("Several days", "More than half", 'type="radio"'))


def test_nobody_answers_what_was_not_begun_or_belongs_to_another(stage: Stage, phone: Browser) -> None:
    AnswerSheet.objects.filter(invitation=stage.ines.invitation).delete()
    url, other = (reverse("questionnaire", args=[pk]) for pk in (stage.ines.invitation, stage.kit.invitation))

    not_begun = post(phone, f"{url}1/", answer="1")
    not_hers = [post(phone, other + page, answer="1", answer_1="1") for page in ("", "1/", "all/", "keep/", "check/")]

    assert not_begun.headers["Location"] == url
    assert {one.status_code for one in not_hers} == {404}
    assert AnswerSheet.objects.get(invitation=stage.kit.invitation).answers == {}


# a clinician enters what the client answered elsewhere


def entered(stage: Stage, **body: str) -> tuple[int, str, AnswerSheet | None]:
    """Enter a PHQ-9 of Jo; status, words of the page, and the sheet if one was made."""
    known = {"answered_on": MONDAY_TEN.date().isoformat(), "entered_as": "by_phone"}
    answer = post(sign_in(stage.world.ada), reverse("enter", args=[stage.jo.client.pk, "phq-9"]), **{**known, **body})
    made = AnswerSheet.objects.filter(client=stage.jo.client, entered_as="by_phone").select_related("score").first()
    return answer.status_code, words_of(answer.content.decode()), made


@pytest.mark.parametrize("digits", ["221212101", "2 2 1 2 1 2 1 0 1", "2,2,1,2,1,2,1,0,1", " 221 212 101 "])
def test_nine_digits_are_a_whole_questionnaire(digits: str, stage: Stage) -> None:
    status, _, made = entered(stage, digits=digits)

    assert status == 303
    assert made is not None
    assert (made.answers, made.score.total, made.entered_by) == (phq9("221212101"), 12, stage.world.ada)


def test_a_dash_is_a_question_left_out(stage: Stage) -> None:
    status, _, made = entered(stage, digits="2212-2101")

    assert status == 303 and made is not None
    assert (made.answers["5"], made.score.total, made.score.missing) == (None, None, ["5"])


@pytest.mark.parametrize(
    ("digits", "names"),
    [
        ("22121210", "9"),
        ("2212121012", "9"),
        ("221412101", "Item 4"),
        ("22121210x", "Item 9"),
        ("٢٢١٢١٢١٠١", "tem 1"),
        ("2²1212101", "Item 2"),
        ("1" * 3000, "9"),
    ],
)
def test_quick_entry_refuses_a_wrong_count_or_digit(digits: str, names: str, stage: Stage) -> None:
    status, page, made = entered(stage, digits=digits)

    assert (status, made) == (422, None)
    assert "There is a problem" in page and names in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"answered_on": "2999-01-01"},
        {"answered_on": "yesterday"},
        {"answered_on": ""},
        {"entered_as": "by_client"},
        {"entered_as": ""},
        {"digits": "", "answer_3": "7"},
    ],
)
def test_an_entry_that_cannot_be_is_refused(wrong: dict[str, str], stage: Stage) -> None:
    status, page, made = entered(stage, **{"digits": "221212101", **wrong})

    assert (status, made) == (422, None)
    assert "There is a problem" in page


@pytest.mark.parametrize(
    ("total", "status"), [("23", 303), ("0", 303), ("63", 303), ("64", 422), ("-1", 422), ("", 422), ("x", 422)]
)
def test_a_total_is_entered_within_its_range(total: str, status: int, stage: Stage) -> None:
    body = {"total": total, "answered_on": "2026-03-02", "entered_as": "from_paper"}

    answer = post(sign_in(stage.world.ada), reverse("enter", args=[stage.jo.client.pk, "bdi-ii"]), **body)

    made = AnswerSheet.objects.filter(client=stage.jo.client, measure="bdi-ii")
    assert answer.status_code == status
    assert [one.stated_total for one in made] == ([int(total)] if status == 303 else [])
