"""The operations that are measured, each with its target of the design."""

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen
from django.urls import reverse

from clinic.people.models import User
from clinic.reports.choices import Scope
from tests.benchmarks.filled import WITH, WITHOUT, Filled, Waiting
from tests.benchmarks.pairs import Request
from tests.web.outcomes.blocks import make_block
from tests.world import sign_in


@frozen
class Target:
    """The most that it may take: statements, kB (10³ bytes) of HTML, times the bare view. None: no target."""

    sql: int | None = None
    kilobytes: float | None = None
    ratio: float | None = None


@frozen
class Operation:
    """One thing that somebody does. `view`: the bare view's name when it writes, else empty."""

    name: str
    requests: Callable[[int], Iterable[Request]]
    target: Target
    view: str = ""


SUBMIT = Target(sql=8, ratio=1.5)
SUBMIT_WITH = Target(sql=12, ratio=1.5)
PAGE = Target(sql=12, kilobytes=40, ratio=1.5)
LIST = Target(sql=10)


def operations(filled: Filled) -> Iterator[Operation]:
    """Everything of design 9 that there is."""
    yield Operation("open a link", opening(filled), Target(), view="link")
    yield Operation("keep one answer", asking(filled, "", one(1, "2")), Target(), view="question")
    watched = asking(filled, WITH[:8], one(9, WITH[8]))
    yield Operation("keep a watched answer, with its alert", watched, Target(sql=12), "question")
    yield Operation("send a PHQ-9, kept question by question", asking(filled, WITHOUT, check), SUBMIT, "check")
    yield Operation("… with a concern (its alert stands)", asking(filled, WITH, check), SUBMIT_WITH, "check")
    yield Operation("send a whole PHQ-9 from one page", asking(filled, "", form(WITHOUT)), SUBMIT, "whole")
    yield Operation("… with a concern, raising its alert", asking(filled, "", form(WITH)), SUBMIT_WITH, "whole")
    yield Operation(
        "client's page, a year of weekly PHQ-9 and GAD-7",
        looking(filled.world.ada, reverse("client", args=[filled.year.pk])),
        PAGE,
    )
    course = reverse("course", args=[filled.course.pk])
    yield Operation("course page, 52 sessions in a year", looking(filled.world.ada, course), PAGE)
    for size, therapist in filled.therapists.items():
        yield Operation(f"caseload of {size:,} clients", looking(therapist, reverse("caseload")), LIST)
    for size, therapist in filled.therapists.items():
        yield Operation(f"list of {size:,} clients", looking(therapist, reverse("clients")), LIST)
    make_block(Scope.TEAM, about=filled.world.team.pk)
    team = reverse("outcomes_team", args=[filled.world.team.pk])
    yield Operation("outcomes of a team's year", looking(filled.world.finn, team), Target())
    yield Operation("alerts, 12 open", looking(filled.therapists[50], reverse("alerts")), Target())


Press = Callable[[Waiting], Request]


def asking(filled: Filled, digits: str, press: Press) -> Callable[[int], Iterator[Request]]:
    """Requests of clients who kept these digits already and press a button now."""
    return lambda n: map(press, filled.waiting(n, digits=digits))


def opening(filled: Filled) -> Callable[[int], Iterator[Request]]:
    """Requests of clients who open their link, from a browser without a session."""

    def press(waiting: Waiting) -> Request:
        return Request(path=f"/l/{waiting.secret}/", session="", fields={})

    return lambda n: map(press, filled.waiting(n, digits="", is_open=False))


def one(n: int, digit: str) -> Press:
    """Answer question n."""
    return lambda waiting: Request(f"/q/{waiting.about}/{n}/", waiting.session, {"answer": digit, "go": "on"})


def form(digits: str) -> Press:
    """Send the page with all questions."""
    fields = {f"answer_{n}": digit for n, digit in enumerate(digits, start=1)}
    return lambda waiting: Request(f"/q/{waiting.about}/all/", waiting.session, fields)


def check(waiting: Waiting) -> Request:
    """Press "send" on the page that shows the answers."""
    return Request(f"/q/{waiting.about}/check/", waiting.session, {})


def looking(user: User, path: str) -> Callable[[int], Iterator[Request]]:
    """Requests of somebody who is signed in and looks at a page."""
    session = sign_in(user).cookies["session"].value
    return lambda n: (Request(path, session) for _ in range(n))
