"""Supervision, cover and the duty rota of a team: what runs and what comes, one more, and ending one."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.administrator.arrangement_forms import ArrangementForm, CoverForm, DutyForm, SupervisionForm
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.queries import team as queries

if TYPE_CHECKING:
    from clinic.people.models import Team


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def supervision(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who supervises whom, and so sees whose clients."""
    now, team = timezone.now(), team_of(request, pk)
    form = SupervisionForm(request.POST or None, people=queries.people(team, now=now), now=now)
    if request.method == "POST" and form.is_valid():
        supervisor, therapist = form.pair()
        staff.supervise(
            supervisor=supervisor,
            therapist=therapist,
            since=form.since(),
            until=form.until(),
            by=request.actor,
            now=now,
        )
        return added(request, team, to="team_supervision")
    return page(request, team, form=form, kind="supervision")


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def cover(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who stands in for whom, and so sees the clients and holds the alerts."""
    now, team = timezone.now(), team_of(request, pk)
    form = CoverForm(request.POST or None, people=queries.people(team, now=now), now=now)
    if request.method == "POST" and form.is_valid():
        covering, therapist = form.pair()
        staff.cover(
            therapist=therapist, covering=covering, since=form.since(), until=form.last(), by=request.actor, now=now
        )
        return added(request, team, to="team_cover")
    return page(request, team, form=form, kind="cover")


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def duty(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who is on duty when."""
    now, team = timezone.now(), team_of(request, pk)
    form = DutyForm(request.POST or None, people=queries.people(team, now=now), now=now)
    if request.method == "POST" and form.is_valid():
        staff.put_on_duty(
            team=team, user=form.chosen("user"), since=form.since(), until=form.last(), by=request.actor, now=now
        )
        return added(request, team, to="team_duty")
    return page(request, team, form=form, kind="duty")


@staff_page("POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def end(request: StaffRequest, pk: UUID, row: UUID) -> HttpResponse:
    """One of the three ends now, or never begins."""
    now, team = timezone.now(), team_of(request, pk)
    people = queries.people(team, now=now)
    for to, rows in (
        ("team_supervision", people.supervisions),
        ("team_cover", people.covers),
        ("team_duty", people.duties),
    ):
        for one in rows:
            if one.pk == row:
                staff.end_arrangement(row=one, by=request.actor, now=now)
                messages.success(request, _("Ended."))
                return HttpResponseRedirect(reverse(to, args=[team.pk]), status=303)
    raise Http404


def added(request: StaffRequest, team: "Team", *, to: str) -> HttpResponse:
    """Back to the list, where the new row stands."""
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse(to, args=[team.pk]), status=303)


def page(request: StaffRequest, team: "Team", *, form: ArrangementForm, kind: str) -> HttpResponse:
    """What runs and what comes, and the form for one more."""
    context = {"team": team, "form": form, "people": form.people, "now": form.now}
    return render(request, f"administrator/{kind}.html", context, status=422 if form.errors else 200)
