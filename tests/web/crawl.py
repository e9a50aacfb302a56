"""One walk through every page as everybody, with what was seen and which tables it changed."""

from collections.abc import Iterator
from hashlib import sha256

from attrs import define, field, frozen
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from tests.web.matrix import WHO, Row, address, ask, outcome, rows
from tests.web.stage import PAGE, Stage, left_alone, undone
from tests.world import hold_link, sign_in

ROLES = ("anon", "link", "othr", "ada", "cleo", "duty", "finn", "gwen", "nora", "eve")
MAY_CHANGE = {"audit_event", "django_session"}  # who opened what; the session knows when it was last used


@frozen
class Seen:
    """One answer."""

    who: str
    name: str
    status: int
    outcome: str
    headers: dict[str, str]
    cookies: dict[str, dict[str, object]]
    content: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is HTML with something in it."""
        return self.headers.get("Content-Type", "").startswith("text/html") and bool(self.content)

    @property
    def text(self) -> str:
        """The body."""
        return self.content.decode()

    def __str__(self) -> str:
        return f"{self.name} as {self.who} ({self.status})"


@define
class Crawl:
    """Everything that was seen, and tables that a GET changed, by who asked."""

    seen: list[Seen] = field(factory=list)
    changed: dict[str, set[str]] = field(factory=dict)


def walk_through(stage: Stage) -> Crawl:
    """Every GET of the matrix as everybody, then the pages that only a POST, a fault or a pause shows."""
    crawl = Crawl()
    for who in ROLES:
        browser = WHO[who][1](stage)
        before = digests()
        for row in (row for row in rows() if row.method == "GET" and is_worth_it(row, who=who)):
            response = ask(browser, "GET", address(row.name, stage, who=who))
            crawl.seen.append(note(who, row.name, response))
        after = digests()
        crawl.changed[who] = {table for table in before if before[table] != after[table]} - MAY_CHANGE
    crawl.seen += [note("more", name, response) for name, response in more(stage)]
    return crawl


def is_worth_it(row: Row, *, who: str) -> bool:
    """Refusals are the matrix's: here one of a kind is enough; pages of sign-in as one who is in and one who is not."""
    if who in ("anon", "ada"):
        return True
    return row.outcomes[who] == "P" and not row.name.startswith(("account_", "mfa_"))


def note(who: str, name: str, response: HttpResponse) -> Seen:
    """What is kept of an answer."""
    return Seen(
        who=who,
        name=name,
        status=response.status_code,
        outcome=outcome(response),
        headers=dict(response.headers),
        cookies={key: {"value": one.value, **one} for key, one in response.cookies.items()},
        content=response.content,
    )


def digests() -> dict[str, str]:
    """What each table holds, as a fingerprint; its columns are read in order of their primary key."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table, key = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
            found[table] = sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def more(stage: Stage) -> Iterator[tuple[str, HttpResponse]]:
    """Pages behind a POST: faults, gentle questions, what is told once, thanks, covers, refusals."""
    ada, ines = sign_in(stage.world.ada), stage.ines
    pk = ines.client.pk
    for name in (
        "details",
        "register",
        "risk",
        "plan_edit",
        "supporters",
        "withdraw_risk",
        "withdraw_answers",
        "break_glass",
    ):
        yield f"{name} with faults", post(ada, address(name, stage), why="", made_on="never", finding="none of these")
    yield (
        "enter with faults",
        post(ada, reverse("enter", args=[pk, "phq-9"]), digits="2212121", answered_on="2026-01-01"),
    )
    yield "enter a total", ada.get(reverse("enter", args=[pk, "bdi-ii"]))
    with undone():
        yield "the address, told once", post(ada, reverse("ask", args=[pk]), measure="gad-7")
        yield "the address of the plan", post(ada, reverse("plan_share", args=[pk]))
    yield "nobody found", ada.get(reverse("clients"), {"q": "nobody of this name"})
    yield "no such page", Browser().get("/no/such/page/")
    yield "without a slash", Browser().get("/help")
    yield "no token", Browser(enforce_csrf_checks=True).post(reverse("account_login"), HTTP_ACCEPT=PAGE)
    yield "wrong method", ada.delete(reverse("client", args=[pk]))
    yield "wrong host", Browser().get("/help/", HTTP_HOST="somewhere.example")
    yield "covered", post(left_alone(sign_in(stage.world.ada), minutes=16), reverse("risk", args=[pk]), said="not lost")
    yield "wrong sign-in", post(Browser(), reverse("account_login"), login="ada@harbour.example", password="no")
    yield from as_client(stage)


def as_client(stage: Stage) -> Iterator[tuple[str, HttpResponse]]:
    """The client's way: a gentle question, a fault, a table with gaps, thanks after urgent and after other answers."""
    phone, pk = hold_link(stage.ines.client), stage.ines.invitation
    table, sent = reverse("all_questions", args=[pk]), reverse("sent", args=[pk])
    yield "gently", post(phone, reverse("question", args=[pk, 1]), go="on")
    yield "a fault", post(phone, reverse("question", args=[pk, 1]), answer="7")
    yield "a fault in the table", post(phone, table, answer_1="7")
    yield "gaps", post(phone, table, answer_1="2")
    yield "a new link", post(phone, reverse("link_again", args=["nonsense"]))
    for name, last in (("thanks, urgent", "3"), ("thanks, one", "1"), ("thanks, none", "0")):
        with undone():
            post(phone, table, go="send_so", **{f"answer_{n}": "1" for n in range(1, 9)}, answer_9=last)
            yield name, phone.get(sent)


def post(browser: Browser, url: str, **body: str) -> HttpResponse:
    """A form, sent as a browser that shows pages sends it."""
    return browser.post(url, body, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]
