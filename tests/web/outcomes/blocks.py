"""Blocks in the database, made by the action that the worker's process uses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.reports.actions import finish_computing, keep_block
from clinic.reports.choices import RECENT, Scope
from clinic.reports.models import Block
from clinic.reports.tables import tables_of
from tests.web.outcomes.content import column, content

AS_OF = date(2026, 11, 21)
FIRST = date(2025, 11, 22)
PARQUET = b"PAR1 as it was stored PAR1"


def make_block(
    scope: Scope,
    *,
    about: UUID | None = None,
    period: str = RECENT,
    told: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> Block:
    """One block with its files."""
    told = told if told is not None else content()
    return keep_block(
        scope=scope,
        about=about,
        period=(period, FIRST, AS_OF),
        framework=("nhs-talking-therapies", 1),
        content=told,
        parquet={table.name: PARQUET for table in tables_of(told)},
        as_of=AS_OF,
        by=SYSTEM,
        now=now or timezone.now(),
    )


def make_blocks(*, team: UUID, therapist: UUID, others: list[str]) -> Block:
    """The service, one team and one therapist; the team's block is given back."""
    people = [str(therapist), *others]
    make_block(Scope.SERVICE, told=content({"team": column([str(team)]), "therapist": column(people, has_funnel=True)}))
    make_block(Scope.THERAPIST, about=therapist)
    by = {"focus": column(["grief", "dispute"]), "therapist": column(people, has_funnel=True)}
    found = make_block(Scope.TEAM, about=team, told=content(by))
    make_block(Scope.TEAM, about=team, period="2025")
    finish_computing(as_of=AS_OF, n_blocks=4, n_fits=0, by=SYSTEM, now=timezone.now())
    return found
