"""@action and @due: the only contexts in which a record may be written. One transaction, and it leaves an event."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from attrs import define, field
from django.db import connection, models, transaction

from clinic.audit.actor import Actor
from clinic.audit.chain import NO_EVENTS, Head, audit_keys, chained
from clinic.audit.models import Event

P = ParamSpec("P")
R = TypeVar("R")
ADVISORY_LOCK = 7_406_120  # PostgreSQL: held from the last statement to the commit, so that the chain has one order


@define
class Pending:
    """Events of the running action, written together as its last statement."""

    events: list[Event] = field(factory=list)
    nothing_changed: bool = False


pending: ContextVar[Pending | None] = ContextVar("pending", default=None)
changed: ContextVar[set[UUID] | None] = ContextVar("changed", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a writer: `def verb_noun(*, …, by: Actor, now: datetime)`. Inside another action it joins that one."""
    return writer(function, needs=("by", "now"))


def due(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a writer that the worker presses: `def verb_noun(*, …, now: datetime)`, doing one row and saying so."""
    return writer(function, needs=("now",))


def writer(function: Callable[P, R], *, needs: tuple[str, ...]) -> Callable[P, R]:
    """The wrapper behind both marks; a wrong signature is told when the module is imported."""
    parameters = inspect.signature(function).parameters
    missing = [name for name in needs if name not in parameters]
    if missing or any(parameter.kind is not parameter.KEYWORD_ONLY for parameter in parameters.values()):
        raise TypeError(f"{function.__qualname__} must take keywords only, with {' and '.join(needs)}.")

    @wraps(function)
    def run(*args: P.args, **given: P.kwargs) -> R:
        if pending.get() is not None:
            return function(*args, **given)
        with transaction.atomic():
            mine = Pending()
            token = pending.set(mine)
            try:
                result = function(*args, **given)
                if mine.events:
                    write(mine.events)
                elif result and not mine.nothing_changed:
                    raise RuntimeError(f"{function.__qualname__} left no event: say happened(…) or nothing_changed().")
            finally:
                pending.reset(token)
        if (clients := changed.get()) is not None:
            clients |= {event.client_id for event in mine.events if event.client_id is not None}
        return result

    run.is_writer = True  # type: ignore[attr-defined]  # read by tests/architecture
    return run


@contextmanager
def changed_clients() -> Iterator[set[UUID]]:
    """The clients whose records actions inside the block changed, as far as it has come: those of their events."""
    clients: set[UUID] = set()
    token = changed.set(clients)
    try:
        yield clients
    finally:
        changed.reset(token)


def happened(verb: str, *, about: models.Model, by: Actor, now: datetime, client: UUID | None = None) -> None:
    """Add an event to the running action: `happened("course started", about=course, client=…, by=by, now=now)`."""
    mine = pending.get()
    if mine is None:
        raise RuntimeError(f"{verb!r} happened outside an action.")
    mine.events.append(event(verb, about=about, by=by, now=now, client=client))


def nothing_changed() -> None:
    """Say that the running action found its work already done."""
    mine = pending.get()
    if mine is not None:
        mine.nothing_changed = True


def event(verb: str, *, about: models.Model, by: Actor, now: datetime, client: UUID | None) -> Event:
    """An event that is not in the chain yet."""
    return Event(
        at=now,
        by_kind=by.kind,
        by_id=by.id,
        session=by.session[:16],
        happened=verb,
        about_kind=about._meta.model_name or "",
        about_id=about.pk,
        client_id=client,
    )


def write(events: list[Event]) -> None:
    """Chain the events and insert them: the audit's own two statements (and, on PostgreSQL, its lock)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
    Event.objects.bulk_create(chained(events, head=head(), ring=audit_keys()))


def head() -> Head:
    """The newest link of the chain."""
    last = Event.objects.order_by("-seq").values_list("seq", "mac").first()
    return NO_EVENTS if last is None else Head(seq=last[0], mac=last[1])
