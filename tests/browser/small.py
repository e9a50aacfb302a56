"""A clinic of one page for tests of our scripts: the real layout, components and policy; answers as the test says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import define, field
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines

from tests.machines import ADDRESS

POLICY = "; ".join(
    f"{name} {' '.join(words)}" for name, words in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
LAYOUT = """{% extends "components/staff.html" %}
{% block scripts %}{% include "components/scripts.html" with parts=True autosave=True %}{% endblock %}
{% block main %}<h1>Small</h1>"""


@define
class Answer:
    """What the clinic says to one request."""

    body: str = ""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(factory=dict)


@define
class Small:
    """Shows `page` at every GET, with `token`; gives `answers` to POSTs one after the other, and keeps what came."""

    page: str
    context: dict[str, Any] = field(factory=dict)
    token: str = "t" * 64
    answers: list[Answer | threading.Event] = field(factory=list)
    parts: dict[str, Answer] = field(factory=dict)
    came: list[tuple[str, dict[str, str]]] = field(factory=list)
    url: str = ""

    def get(self, path: str) -> Answer:
        """A file, a part, or the page."""
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            file = Path(str(found))
            return Answer(file.read_text("utf-8"), kind=KINDS[file.suffix]) if found else Answer(status=404)
        context = {"csrf_token": self.token, "idle_seconds": 900, "signed_in_name": "Ada", **self.context}
        return self.parts.get(path) or Answer(
            engines["django"].from_string(LAYOUT + self.page + "{% endblock %}").render(context)
        )

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """The next answer; an event is waited for, then comes the one behind it."""
        self.came.append((path, fields))
        answer = self.answers.pop(0)
        if isinstance(answer, threading.Event):
            answer.wait(10)
            answer = self.answers.pop(0)
        assert isinstance(answer, Answer)
        return answer


def handler(small: Small) -> type[BaseHTTPRequestHandler]:
    """The clinic as Python's own server wants it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say(small.get(urlsplit(self.path).path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say(small.post(self.path, dict(parse_qsl(body, keep_blank_values=True))))

        def say(self, answer: Answer) -> None:
            body = answer.body.encode()
            self.send_response(answer.status)
            headers = {"Content-Type": answer.kind, "Content-Length": str(len(body)), **answer.headers}
            for name, value in {**headers, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    return Handler


@contextmanager
def served(small: Small) -> Iterator[Small]:
    """The clinic answers at its url while the block runs."""
    server = ThreadingHTTPServer((ADDRESS, 0), handler(small))
    small.url = f"http://{ADDRESS}:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield small
    finally:
        server.shutdown()
        server.server_close()
