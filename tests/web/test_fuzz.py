"""A thousand made-up bodies: nothing is kept that cannot be, nothing breaks down, the trail stays whole."""

import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from attrs import frozen
from django.core.management import call_command
from django.db.models import Q
from django.test import Client as Browser

from clinic.answers.models import AnswerSheet, Score
from clinic.people.choices import SafeChannel
from clinic.people.models import Client
from clinic.safety.choices import Done, Finding
from clinic.safety.models import RiskRecord, SafetyPlan, Supporter
from clinic.safety.plan import PARTS
from ipt.library import shipped
from tests.web.matrix import address
from tests.web.stage import PAGE, Stage, undone
from tests.world import hold_link, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SEED, N_BODIES, A_ROUND = 20260302, 1000, 10
MADE_OF = tomllib.loads((Path(__file__).parent / "bodies.toml").read_text("utf-8"))
LONG = ["é" * 5000, "9" * 4400, "-" * 9, "2" * 200, "\n" * 300, "🜁" * 40, "x" * 121, "y" * 255 + "@b.example"]
GOOD, BAD = MADE_OF["good"], [*MADE_OF["bad"], *LONG]
TAKEN = {**MADE_OF["taken"], "register": MADE_OF["taken"]["details"]}
CLIENT = ("question", "all_questions", "keep_answer", "check_answers", "questionnaire", "link_again")
FORM = "application/x-www-form-urlencoded"
NO_FORM = (
    (b"answer=\xff\xfe&answer_1=%ff%fe&said=%ed%a0%80&name=%c3%28", f"{FORM}; charset=utf-8"),
    (b"answer=1&answer_1=2", f"{FORM}; charset=no-such-charset"),
    (urlencode([(f"n{n}", "1") for n in range(1100)]).encode(), FORM),
    (b"a" * 3_000_000, FORM),
    (b'{"answer": 2}', "application/json"),
    (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    (b"\x00\x01\xfe", "multipart/form-data"),
    (b"answer=2", "text/plain"),
)


@frozen
class Body:
    """One made-up request."""

    name: str
    data: bytes
    kind: str


def made_up(stage: Stage) -> Iterator[Body]:
    """A thousand, always the same but for the ids in them; every second one is an answer of a client."""
    random = Random(SEED)
    folders = (stage.ines, stage.jo, stage.kit)
    ids = {
        "$alert": [str(one.alert) for one in folders],
        "$reference": [one.client.reference for one in folders],
    }
    staff = [name for name in TAKEN if name not in CLIENT]
    for n in range(N_BODIES):
        name = random.choice(CLIENT if n % 2 else staff)
        if random.random() < 0.05:
            yield Body(name, *random.choice(NO_FORM))
        else:
            yield Body(name, spoilt(name, ids, random=random), FORM)


def spoilt(name: str, ids: dict[str, list[str]], *, random: Random) -> bytes:
    """A body that would be taken, with 0 to 4 places changed: another value, one twice, one gone, one too many."""
    pairs = [(field, random.choice(ids[value]) if value in ids else value) for field, value in TAKEN[name].items()]
    strange = [*BAD, *BAD, *GOOD, *ids["$alert"], *ids["$reference"]]
    for _ in range(random.choice([0, 1, 1, 2, 4])):
        at, value = random.randrange(len(pairs)), random.choice(strange)
        how = random.random()
        if how < 0.6:
            pairs[at] = (pairs[at][0], value)
        elif how < 0.75:
            pairs.append((pairs[at][0], value))
        elif how < 0.85 and len(pairs) > 1:
            del pairs[at]
        else:
            pairs.append((random.choice(MADE_OF["junk"]), value))
    return urlencode(pairs).encode()


def send(one: Body, stage: Stage, *, phone: Browser, ada: Browser) -> int:
    """Send it as the person whose page it is."""
    browser = phone if one.name in CLIENT else ada
    url = address(one.name, stage)
    return browser.generic("POST", url, one.data, content_type=one.kind, HTTP_ACCEPT=PAGE).status_code


def test_a_thousand_made_up_bodies_store_nothing_the_measure_does_not_allow(stage: Stage) -> None:
    bodies = list(made_up(stage))
    phone, ada = hold_link(stage.ines.client), sign_in(stage.world.ada)
    phone.raise_request_exception = ada.raise_request_exception = False
    broken, statuses = [], set()

    for at in range(0, N_BODIES, A_ROUND):
        with undone():
            for one in bodies[at : at + A_ROUND]:
                status = send(one, stage, phone=phone, ada=ada)
                statuses.add(status)
                broken += [one] if status >= 500 else []
            assert wrong_rows() == []
            call_command("verify_audit", stdout=StringIO())

    assert broken == []
    assert {200, 204, 303, 400, 404, 422} <= statuses  # the bodies did get somewhere


def wrong_rows() -> list[str]:
    """Rows that no measure, list or rule allows."""
    wrong = [f"{sheet}: {item}={value!r}" for sheet in AnswerSheet.objects.all() for item, value in faults(sheet)]
    for score in Score.objects.select_related("sheet"):
        measure = shipped().measure(score.sheet.measure, score.sheet.version)
        if score.total is not None and not measure.low <= score.total <= measure.high:
            wrong.append(f"{score}: {score.total}")
    wrong += [f"{one}: {one.done}" for one in RiskRecord.objects.all() if set(one.done) - set(Done.values)]
    wrong += [f"{one}" for one in RiskRecord.objects.exclude(finding__in=Finding.values)]
    wrong += [f"{one}" for one in Client.objects.exclude(safe_channel__in=SafeChannel.values)]
    wrong += [f"{one}" for one in Client.objects.filter(Q(name="") | Q(team=None) | Q(name__contains="\n"))]
    wrong += [f"{one}: no name" for one in Supporter.objects.all() if not one.name.strip()]
    wrong += [
        f"{one}: empty" for one in SafetyPlan.objects.all() if not any(getattr(one, part.field) for part in PARTS)
    ]
    return wrong


def faults(sheet: AnswerSheet) -> list[tuple[str, object]]:
    """Answers of a sheet that its measure does not allow."""
    measure = shipped().measure(sheet.measure, sheet.version)
    allowed = {item.id: {None, *item.values} for item in measure.items}
    wrong: list[tuple[str, object]] = [
        (item, value)
        for item, value in sheet.answers.items()
        if isinstance(value, bool) or not isinstance(value, int | None) or value not in allowed.get(item, set())
    ]
    total = sheet.stated_total
    if total is not None and (measure.entry != "total" or not measure.low <= total <= measure.high):
        wrong.append(("total", total))
    return wrong


ADDRESSES = [
    "/q/%s/1/",
    "/clients/%s/",
    "/l/%s/",
    "/l/%s/again/",
    "/help/?country=%s",
    "/clients/?q=%s",
    "/clients/?page=%s",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_made_up_addresses_break_nothing(url: str, stage: Stage) -> None:
    random = Random(SEED)
    browser = hold_link(stage.ines.client) if url[1] in "qlh" else sign_in(stage.world.ada)
    browser.raise_request_exception = False

    statuses = set()
    for bad in [*BAD, *("".join(map(chr, random.choices(range(256), k=12))) for _ in range(10))]:
        quoted = urlencode({"x": bad})[2:]
        ways = (browser.post,) if url.endswith("/again/") else (browser.get,)
        statuses |= {way(url % quoted).status_code for way in ways}

    assert max(statuses) < 500
