"""The wordings that this process shows, kept in step with the rows: after a change here at once, elsewhere soon."""

import logging
import time
from datetime import date

from attrs import define
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clinic.definitions.library import OfSite, faults_of_text, put
from clinic.wordings import queries
from clinic.wordings.models import Kind

log = logging.getLogger(__name__)
Mark = tuple[tuple[tuple[str, int, int], ...], date]


@define
class Looked:
    """When this process last looked, by its own clock, and what it saw then."""

    at: float = float("-inf")
    mark: Mark | None = None


looked = Looked()


def look() -> None:
    """Look for changes when it is time to: at most one statement in so many seconds, two more after a change."""
    pause = settings.SECONDS_BETWEEN_LOOKS
    if pause is None or time.monotonic() - looked.at < pause:
        return
    looked.at = time.monotonic()
    mark = (queries.stamp(), timezone.localdate())
    if mark != looked.mark:
        take_over()
        looked.mark = mark


def take_over() -> None:
    """Show what the rows say now (two statements)."""
    use, on = queries.declared(queries.use()), timezone.localdate()
    texts: dict[str, str] = {}
    shut: dict[str, str] = {}
    for row in queries.newest_of_each():
        if not fits(row.name, row.text):
            continue
        if queries.may_be_shown(row, use, on=on):
            texts[row.name] = row.text
        elif row.kind == Kind.WORDING:
            shut[row.name] = row.text
    put(OfSite(use=use, texts=texts, shut=shut))


def fits(name: str, text: str) -> bool:
    """Whether a text that was kept still fits the definitions; one that does not is left out, never the whole page."""
    faults = faults_of_text(name, text)
    for fault in faults:
        log.error("%s no longer fits its measure (%s): its questions are not shown.", name, fault.key)
    return not faults


def after_change() -> None:
    """Called by an action: this process shows what it wrote as soon as that is certain."""
    transaction.on_commit(take_over)
