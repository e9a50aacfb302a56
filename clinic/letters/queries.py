"""Reading the outbox: what waits and what failed, without opening any letter."""

from datetime import datetime, timedelta
from uuid import UUID

from attrs import frozen
from django.http import Http404

from clinic.letters.models import Letter

IN_CLEAR = ("pk", "kind", "written_at", "failed_at", "n_tries", "problem")


@frozen
class Outbox:
    """Numbers for the administrator's page."""

    n_waiting: int
    n_late: int
    n_failed: int


def outbox(*, now: datetime) -> Outbox:
    """How the outbox stands (three statements). Late: written more than an hour ago and not sent."""
    waiting = Letter.objects.filter(sent_at=None, failed_at=None)
    return Outbox(
        n_waiting=waiting.count(),
        n_late=waiting.filter(written_at__lt=now - timedelta(hours=1)).count(),
        n_failed=Letter.objects.exclude(failed_at=None).count(),
    )


def newest(*, most: int = 50) -> list[Letter]:
    """The newest letters (one statement), for the demonstration's page, which opens them."""
    return list(Letter.objects.order_by("-written_at")[:most])


def failed(*, most: int = 100) -> list[Letter]:
    """Letters that failed, newest first (one statement): kind, times and problem, and nothing of what is sealed."""
    found = Letter.objects.exclude(failed_at=None).only(*IN_CLEAR)
    return list(found.order_by("-failed_at")[:most])


def failed_letter(pk: UUID) -> Letter:
    """One letter that failed (one statement), or 404."""
    found = Letter.objects.exclude(failed_at=None).only(*IN_CLEAR).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
