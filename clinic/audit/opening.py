"""@opens_record: reading a record leaves an event, one a quarter hour for viewer, record, purpose and session."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import action
from clinic.audit.actor import Actor
from clinic.audit.models import Event

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)
QUIET = timedelta(minutes=15)
REFUSED = "record refused"


def opens_record(
    verb: str, *, always: bool = False
) -> Callable[[Callable[Concatenate[Actor, P], M]], Callable[Concatenate[Actor, P], M]]:
    """Mark a query that returns one record of a client; `always` for exports and break-glass."""

    def mark(query: Callable[Concatenate[Actor, P], M]) -> Callable[Concatenate[Actor, P], M]:
        @wraps(query)
        def run(viewer: Actor, /, *args: P.args, **given: P.kwargs) -> M:
            record = query(viewer, *args, **given)
            opened(verb, record=record, viewer=viewer, now=timezone.now(), always=always)
            return record

        run.opens_record = True  # type: ignore[attr-defined]  # read by tests/architecture
        return run

    return mark


def opened(verb: str, *, record: models.Model, viewer: Actor, now: datetime, always: bool = False) -> None:
    """Leave the event unless the same opening is on the trail already."""
    known = {"by_id": viewer.id, "about_id": record.pk, "happened": verb, "session": viewer.session[:16]}
    if not always and Event.objects.filter(**known, at__gt=now - QUIET).exists():
        return
    with transaction.atomic():
        action.write([action.event(verb, about=record, by=viewer, now=now, client=client_of(record))])


def refused(viewer: Actor, about_id: UUID, *, now: datetime) -> None:
    """Somebody asked for a record that is not theirs, or that is not there: an event, one a quarter hour."""
    known = {"by_id": viewer.id, "about_id": about_id, "happened": REFUSED, "session": viewer.session[:16]}
    if Event.objects.filter(**known, at__gt=now - QUIET).exists():
        return
    event = Event(**known, at=now, by_kind=viewer.kind, about_kind="unknown")
    with transaction.atomic():
        action.write([event])


def client_of(record: models.Model) -> UUID | None:
    """Whose record it is."""
    if record._meta.model_name == "client":
        return UUID(str(record.pk))
    return getattr(record, "client_id", None)
