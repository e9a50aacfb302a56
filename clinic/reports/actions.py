"""Writing reports: blocks and fits of one day, each replaced by its newer one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.reports.choices import Scope
from clinic.reports.kept import forget
from clinic.reports.models import Block, Computing, Download, Expectation


@action
def keep_block(
    *,
    scope: str,
    about: UUID | None,
    period: tuple[str, date, date],
    framework: tuple[str, int],
    content: Mapping[str, Any],
    parquet: Mapping[str, bytes],
    as_of: date,
    by: Actor,
    now: datetime,
) -> Block:
    """One block with its files, in the place of the earlier one. What it says can be computed again: no event."""
    nothing_changed()
    values = {
        "scope": scope,
        "team_id": about if scope == Scope.TEAM else None,
        "therapist_id": about if scope == Scope.THERAPIST else None,
        "period": period[0],
        "first_on": period[1],
        "last_on": period[2],
        "framework": framework[0],
        "framework_version": framework[1],
        "as_of": as_of,
        "computed_at": now,
        "content": dict(content),
    }
    pk = Block.id_of(scope=scope, about=about, period=period[0], framework=framework[0])
    block, _ = Block.objects.update_or_create(pk=pk, defaults=values)
    block.downloads.all().delete()
    Download.objects.bulk_create(Download(block=block, name=name, parquet=data) for name, data in parquet.items())
    return block


@action
def keep_fit(
    *,
    team: UUID | None,
    measure: tuple[str, int],
    content: Mapping[str, Any],
    n_courses: int,
    is_calibrated: bool,
    by: Actor,
    now: datetime,
) -> Expectation:
    """What to expect of one measure, in the place of the earlier fit. It can be fitted again: no event."""
    nothing_changed()
    values = {
        "team_id": team,
        "measure": measure[0],
        "version": measure[1],
        "n_courses": n_courses,
        "is_calibrated": is_calibrated,
        "fitted_at": now,
        "content": dict(content),
    }
    pk = Expectation.id_of(team=team, measure=measure[0], version=measure[1])
    fit, _ = Expectation.objects.update_or_create(pk=pk, defaults=values)
    forget()
    return fit


@action
def finish_computing(*, as_of: date, n_blocks: int, n_fits: int, by: Actor, now: datetime) -> Computing:
    """The day is done; blocks that were not made anew are of people and periods no longer there, and go."""
    Block.objects.filter(as_of__lt=as_of).delete()
    row, _ = Computing.objects.update_or_create(
        as_of=as_of,
        defaults={"finished_at": now, "n_blocks": n_blocks, "n_fits": n_fits, "problem": ""},
        create_defaults={"taken_up_at": now, "finished_at": now, "n_blocks": n_blocks, "n_fits": n_fits},
    )
    happened("reports computed", about=row, by=by, now=now)
    return row


@action
def fail_computing(*, as_of: date, problem: str, by: Actor, now: datetime) -> None:
    """It did not work; the numbers of the day before stay."""
    nothing_changed()
    Computing.objects.filter(as_of=as_of, finished_at=None).update(problem=problem[:60])
