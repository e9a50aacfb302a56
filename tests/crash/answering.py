"""Clients over HTTP: each answers questionnaires by link, and every acknowledgement of the server is noted."""

import http.client
import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from attrs import define, field, frozen

from tests.machines import ADDRESS

LOST = (OSError, http.client.HTTPException)  # the connection broke: nobody knows what became of the request


@define
class Connection:
    """One kept-alive connection, and cookies that belong to whoever sits behind it."""

    port: int
    cookies: dict[str, str] = field(factory=dict)
    _open: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, **fields: str) -> int:
        """The status of one request; raises one of LOST when the connection breaks."""
        self._open = self._open or http.client.HTTPConnection(ADDRESS, self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrf", ""), **fields})
        try:
            self._open.request(method, path, body=body, headers=headers)
            answer = self._open.getresponse()
            answer.read()
        except LOST:
            self.close()
            raise
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status

    def close(self) -> None:
        """Drop the connection; the next request makes another."""
        if self._open is not None:
            self._open.close()
            self._open = None


@define
class Noted:
    """What the server acknowledged, noted by many threads; others can wait until there is more of it."""

    answers: dict[str, dict[str, int]] = field(factory=lambda: defaultdict(dict))
    sent: set[str] = field(factory=set)
    n: int = 0
    _more: threading.Condition = field(factory=threading.Condition)

    def answer(self, about: str, item: str, value: int) -> None:
        """One answer was acknowledged."""
        with self._more:
            self.answers[about][item] = value
            self.n += 1
            self._more.notify_all()

    def sending(self, about: str) -> None:
        """One sheet was acknowledged as sent."""
        with self._more:
            self.sent.add(about)
            self.n += 1
            self._more.notify_all()

    def wait_for(self, n_more: int, *, seconds: float) -> bool:
        """Wait until so many more were acknowledged; False when they were not in that time."""
        with self._more:
            goal = self.n + n_more
            return self._more.wait_for(lambda: self.n >= goal, timeout=seconds)

    def write(self, path: Path) -> None:
        """For tests/crash/look.py."""
        path.write_text(json.dumps({"answers": self.answers, "sent": sorted(self.sent)}))


@frozen
class Step:
    """One request of a client who answers: where, with what, and what is noted when the server says 303."""

    path: str
    fields: dict[str, str]
    item: str = ""
    value: int = 0
    is_last: bool = False


def steps(link: dict[str, str], *, digits: str) -> Iterator[Step]:
    """Begin, answer question by question, send."""
    about = link["about"]
    yield Step(f"/q/{about}/", {})
    for n, digit in enumerate(digits, start=1):
        yield Step(f"/q/{about}/{n}/", {"answer": digit, "go": "on"}, item=str(n), value=int(digit))
    yield Step(f"/q/{about}/check/", {}, is_last=True)


def digits_of(n: int) -> str:
    """Nine answers, unlike from sheet to sheet; item 9 runs through 0 to 3."""
    return "".join(str((n + 3 * place) % 4) for place in range(8)) + str(n % 4)


def open_link(connection: Connection, link: dict[str, str]) -> bool:
    """Come in by a link with a new set of cookies; False when it was used up by a try that nobody acknowledged."""
    connection.cookies.clear()
    path = f"/l/{link['secret']}/"
    return connection.ask("GET", path) == 200 and connection.ask("POST", path) == 303


def take(connection: Connection, step: Step, *, about: str, noted: Noted) -> bool:
    """Do one step and note what is acknowledged; False when the server says neither 303 nor that all is sent."""
    status = connection.ask("POST", step.path, **step.fields)
    if step.is_last and status in (302, 303):  # 302: sent by an earlier try
        noted.sending(about)
    elif step.item and status == 303:
        noted.answer(about, step.item, step.value)
    return status in (302, 303)


def answer_all(links: Iterator[dict[str, str]], *, port: int, noted: Noted, stop: threading.Event) -> None:
    """Answer one questionnaire after the other, through every crash of the server, until stopped."""
    connection = Connection(port)
    for link in links:
        for step in (None, *steps(link, digits=digits_of(int(link["about"][:8], 16)))):
            if not persist(connection, step, link=link, noted=noted, stop=stop):
                break
        if stop.is_set():
            break
    connection.close()


def persist(
    connection: Connection, step: Step | None, *, link: dict[str, str], noted: Noted, stop: threading.Event
) -> bool:
    """Try one step (None: open the link) until the server answers; False to go on with another questionnaire."""
    while not stop.is_set():
        try:
            if step is None:
                return open_link(connection, link)
            if take(connection, step, about=link["about"], noted=noted):
                return True
            connection.close()  # a 500 while the database is away
        except LOST:
            pass
        time.sleep(0.05)  # the server is down: this is a client who tries again, not a test that waits
    return False
