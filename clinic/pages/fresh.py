"""What staff see after what they did: the caseload of the clients they changed is computed before the answer leaves."""

import logging
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from clinic.caseload.actions import recheck
from clinic.pages.respond import by_autosave

MOST = 25  # a handing over of many clients is left to the worker, which follows within its round
FAULTS = (DatabaseError, LookupError, ValueError, RuntimeError)
log = logging.getLogger(__name__)


def see_to(request: Any, clients: Collection[UUID]) -> None:
    """Recheck the clients of this request's events. What clients do, and drafts, the worker follows.

    What was asked for is done by now: a fault here is logged by its kind, and the worker comes to it again.
    """
    actor = getattr(request, "actor", None)
    if not clients or len(clients) > MOST or actor is None or actor.kind != "staff" or by_autosave(request):
        return
    try:
        recheck(clients=clients, by=actor, now=timezone.now())
    except FAULTS as fault:
        log.error("The caseload was not brought up to date: %s", type(fault).__name__)
