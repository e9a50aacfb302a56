"""Ours and bare by turns, A B A B, so that whatever else the machine does meets both; processor time, not the clock."""

import time
from collections.abc import Callable, Iterable
from io import BytesIO
from statistics import median
from typing import Any
from urllib.parse import urlencode

from attrs import frozen
from django.core.handlers.wsgi import WSGIHandler

CSRF = "benchmarkbenchmarkbenchmarkbench"  # 32 letters and digits, as the cookie holds them


@frozen
class Request:
    """One request, ready to be sent to either application."""

    path: str
    session: str
    fields: dict[str, str] | None = None  # None: GET

    def environ(self) -> dict[str, Any]:
        """As a WSGI server would hand it over."""
        body = b"" if self.fields is None else urlencode({"csrfmiddlewaretoken": CSRF, **self.fields}).encode()
        return {
            "REQUEST_METHOD": "GET" if self.fields is None else "POST",
            "PATH_INFO": self.path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": f"session={self.session}; csrf={CSRF}",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": BytesIO(),
        }


@frozen
class Answer:
    """What came: status, body, milliseconds of processor time and by the clock."""

    status: int
    body: bytes
    processor: float
    clock: float


@frozen
class Ratios:
    """Ours over bare: the median of the rounds, the lowest and the highest; and ours in milliseconds."""

    ratio: float
    low: float
    high: float
    ours: float
    bare: float
    clock: float


def ask(application: WSGIHandler, request: Request) -> Answer:
    """One request in this process."""
    environ, statuses = request.environ(), []
    processor, clock = time.process_time(), time.perf_counter()
    response = application(environ, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    return Answer(int(statuses[0][:3]), body, processor * 1000, clock * 1000)


def compare(
    ours: WSGIHandler, bare: WSGIHandler, *, requests: Callable[[int], Iterable[Request]], n_rounds: int, n_pairs: int
) -> Ratios:
    """Rounds of pairs. `requests(n)` gives n requests of the same kind, each to be sent once."""
    rounds: list[tuple[float, float]] = []
    clocks: list[float] = []
    waiting = iter(requests((2 * n_pairs + 2) * n_rounds))
    for _ in range(n_rounds):
        check(ask(ours, next(waiting)), ask(bare, next(waiting)))  # warms both, and is not counted
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(n_pairs):
            first, second = ask(ours, next(waiting)), ask(bare, next(waiting))
            check(first, second)
            times[0].append(first.processor)
            times[1].append(second.processor)
            clocks.append(first.clock)
        rounds.append((median(times[0]), median(times[1])))
    ratios = sorted(mine / other for mine, other in rounds)
    return Ratios(
        ratio=median(ratios),
        low=ratios[0],
        high=ratios[-1],
        ours=median(mine for mine, _ in rounds),
        bare=median(other for _, other in rounds),
        clock=median(clocks),
    )


def check(ours: Answer, bare: Answer) -> None:
    """A refusal would be quick: both must have done their work."""
    if not (ours.status == bare.status and ours.status in (200, 303)):
        raise RuntimeError(f"Ours answered {ours.status}, bare {bare.status}: nothing can be compared.")
