"""One round of the worker: press what time has made due in every room, drop the audit's anchor, beat."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from clinic.answers.due import press_asking
from clinic.audit import anchor
from clinic.caseload.due import press_rechecks
from clinic.letters.due import send_letters
from clinic.reports.due import press_reports
from clinic.safety.due import press_alerts
from clinic.sealing.keys import CannotOpen
from clinic.wordings.latest import look
from clinic.worker.models import Heartbeat

log = logging.getLogger(__name__)
FAULTS = (DatabaseError, OSError, LookupError, ValueError, RuntimeError, CannotOpen)


def drop_anchor(*, now: datetime) -> int:
    """The audit's head, kept outside the database; nobody counts it among the things done."""
    anchor.drop(settings.AUDIT_ANCHOR)
    return 0


def take_wordings(*, now: datetime) -> int:
    """What the site changed about wordings counts here too; nobody counts it among the things done."""
    look()
    return 0


PRESSES: tuple[Callable[..., int], ...] = (
    take_wordings,
    press_alerts,
    press_asking,
    send_letters,
    press_rechecks,
    press_reports,
    drop_anchor,
)


def go_round(*, now: datetime) -> Heartbeat:
    """Do everything that is due. A room that fails is told by the kind of its error and does not stop the others."""
    n_done, problems = 0, []
    for press in PRESSES:
        try:
            n_done += press(now=now)
        except FAULTS as problem:
            log.error("%s failed: %s", press.__name__, type(problem).__name__)
            problems.append(f"{press.__name__}: {type(problem).__name__}")
    beat, _ = Heartbeat.objects.update_or_create(
        pk=1, defaults={"at": now, "n_done": n_done, "problem": "; ".join(problems)[:60]}
    )
    return beat


def heartbeat() -> Heartbeat | None:
    """The last beat (one statement); None when the worker never ran."""
    return Heartbeat.objects.filter(pk=1).first()
