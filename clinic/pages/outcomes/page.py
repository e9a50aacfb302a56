"""The page of a block: whose numbers, which period, the report; the same for manager, supervisor and therapist."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from attrs import frozen
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest
from clinic.pages.outcomes.naming import measure_name, names_for
from clinic.pages.outcomes.reading import inner
from clinic.pages.outcomes.report import report
from clinic.people.choices import Role
from clinic.people.queries.team import teams
from clinic.reports import queries
from clinic.reports.choices import EVER, RECENT, Scope
from clinic.reports.tables import tables_of

if TYPE_CHECKING:
    from clinic.reports.models import Block

FRESH = timedelta(days=2)  # our default: the worker computes each night, so older numbers are said to be old


@frozen
class Way:
    """One link of a chooser."""

    label: str
    url: str
    is_here: bool


def show(
    request: StaffRequest, template: str, *, scope: str, about: Any = None, title: str, ways: Sequence[Way]
) -> HttpResponse:
    """The block of this scope over the period that is asked for, or why there is none."""
    now = timezone.now()
    asked = request.GET.get("period", RECENT)
    block = queries.block(request.actor, scope=scope, about=about, period=asked[:10], now=now)
    if block is None and asked != RECENT:
        block = queries.block(request.actor, scope=scope, about=about, now=now)
    context: dict[str, Any] = {"title": title, "ways": ways if len(ways) > 1 else (), "stored": block}
    if block is None:
        last = queries.last_computed()
        return render(request, template, context | {"has_computed": last is not None})
    names = names_for(block.content, viewer=request.actor, now=now)
    context |= {
        "report": report(block.content, names=names),
        "periods": periods(block),
        "period": period_name(block.period, block.first_on, block.last_on),
        "downloads": {table.name for table in tables_of(block.content)},
        "measures": ", ".join(measure_name(one) for one in inner(block.content, "outcomes", "measures") or ()),
        "is_old": now - block.computed_at > FRESH,
        "failed": queries.failed_since(block),
        "fewest": block.content.get("threshold"),
    }
    return render(request, template, context)


def periods(block: "Block") -> list[Way]:
    """The periods of the same scope."""
    found = queries.periods_of(block)
    return (
        [Way(period_name(name), f"?{urlencode({'period': name})}", name == block.period) for name, _pk in found]
        if len(found) > 1
        else []
    )


def period_name(period: str, first_on: date | None = None, last_on: date | None = None) -> str:
    """A period in words."""
    if period == RECENT:
        return _("the last twelve months")
    return _("all time") if period == EVER else period


def ways_of(request: StaffRequest, *, here: str) -> list[Way]:
    """Whose numbers the viewer may look at: the service, their teams, their own (at most three statements)."""
    now = timezone.now()
    roles = request.badge.roles
    found: list[Way] = []
    if Role.MANAGER in roles and queries.block(request.actor, scope=Scope.SERVICE, about=None, now=now) is not None:
        found.append(Way(_("The whole service"), reverse("outcomes_service"), here == reverse("outcomes_service")))
    for team in teams_of(request, now=now):
        url = reverse("outcomes_team", args=[team.pk])
        found.append(Way(team.name, url, here == url))
    if Role.THERAPIST in roles:
        found.append(Way(_("My own"), reverse("outcomes_mine"), here == reverse("outcomes_mine")))
    return found


def teams_of(request: StaffRequest, *, now: datetime) -> list[Any]:
    """Teams that the viewer manages or supervises in, by the alphabet."""
    found = {
        team.pk: team
        for role in (Role.MANAGER, Role.SUPERVISOR)
        if role in request.badge.roles
        for team in teams(request.actor, role, now=now)
    }
    return sorted(found.values(), key=lambda team: team.name.casefold())
