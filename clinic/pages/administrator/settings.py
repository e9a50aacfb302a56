"""A team's settings: what clients see of it, where it is, when it works, and how long an assessment holds."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.administrator.settings_form import SettingsForm, known
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.actions.staff import change_team
from clinic.people.choices import Role
from clinic.reports.queries import expectations_of

if TYPE_CHECKING:
    from clinic.reports.models import Expectation


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One page; deadlines of alerts are counted by the new hours from the next alert on."""
    team = team_of(request, pk)
    form = SettingsForm(request.POST or None, initial=known(team))
    if request.method == "POST" and form.is_valid():
        change_team(team=team, settings=form.settings(), by=request.actor, now=timezone.now())
        messages.success(request, _("The settings are saved."))
        return HttpResponseRedirect(reverse("team", args=[team.pk]), status=303)
    context = {"team": team, "form": form, "expectations": [held(one) for one in expectations_of(team)]}
    return render(request, "administrator/settings.html", context, status=422 if form.errors else 200)


def held(row: "Expectation") -> dict[str, Any]:
    """How far what was to be expected of one measure held on courses that were kept apart."""
    calibration = row.content.get("calibration") or {}
    following = calibration.get("next") or {}
    return {
        "title": library().wording(library().measure(row.measure, row.version), "en").title,
        "n_courses": row.n_courses,
        "is_shown": row.is_calibrated,
        "n_inside": following.get("n_inside"),
        "n_predictions": following.get("n_predictions"),
    }
