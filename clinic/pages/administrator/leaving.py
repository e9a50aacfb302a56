"""Somebody leaves: what they hold, and who takes it over. No session of theirs counts from then on."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.administrator.whose import person_of, team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.people.queries import team as queries
from clinic.safety.actions.handover import open_alerts_of, staff_leaves

if TYPE_CHECKING:
    from clinic.people.models import User


class LeavingForm(forms.Form):
    """Who takes over; needed when there are clients."""

    heir = forms.ChoiceField(label=gettext_lazy("Who takes over"), required=False)

    def __init__(self, *args: Any, heirs: "list[User]", is_needed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        heir = self.fields["heir"]
        none = _("Choose a therapist") if is_needed else _("Nobody")
        heir.choices = [("", none), *((str(user.pk), user.name) for user in heirs)]  # type: ignore[attr-defined]
        heir.required = is_needed
        heir.error_messages["required"] = _(
            "Choose who takes over the clients: nobody may be left without a therapist."
        )


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def show(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """One page, one button; refused for somebody who also works where the administrator is not responsible."""
    now, team, user = timezone.now(), team_of(request, pk), person_of(request, person)
    clients, heirs = queries.clients_of(user), queries.heirs(user, now=now)
    is_elsewhere = queries.works_elsewhere(request.actor, user, now=now)
    form = LeavingForm(request.POST if request.method == "POST" else None, heirs=heirs, is_needed=bool(clients))
    if request.method == "POST" and not is_elsewhere and user.is_active and form.is_valid():
        heir = next((one for one in heirs if str(one.pk) == form.cleaned_data["heir"]), None)
        try:
            staff_leaves(user=user, heir=heir, by=request.actor, now=now)
        except ValueError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("%(name)s has left, and is signed out everywhere.") % {"name": user.name})
            return HttpResponseRedirect(reverse("team", args=[team.pk]), status=303)
    context = {
        "team": team,
        "person": user,
        "form": form,
        "clients": [] if is_elsewhere else clients,
        "heirs": heirs,
        "is_elsewhere": is_elsewhere,
        "n_alerts": len(open_alerts_of(user)),
        "standing": standing(queries.people(team, now=now), user),
    }
    refused = bool(form.errors) or (request.method == "POST" and is_elsewhere)
    return render(request, "administrator/leaving.html", context, status=422 if refused else 200)


def standing(people: queries.TeamPeople, user: "User") -> list[str]:
    """Supervision, cover and duty that end with the person, in words."""
    found = [
        _("%(supervisor)s supervises %(therapist)s")
        % {"supervisor": row.supervisor.name, "therapist": row.therapist.name}
        for row in people.supervisions
        if user in (row.supervisor, row.therapist)
    ]
    found += [
        _("%(covering)s covers %(therapist)s until %(until)s")
        % {"covering": row.covering.name, "therapist": row.therapist.name, "until": on_the_clock(row.until)}
        for row in people.covers
        if user in (row.covering, row.therapist)
    ]
    return found + [
        _("On duty from %(since)s to %(until)s") % {"since": on_the_clock(row.since), "until": on_the_clock(row.until)}
        for row in people.duties
        if user == row.user
    ]


def on_the_clock(at: Any) -> str:
    """A time in the team's zone."""
    return f"{timezone.localtime(at):%-d %B, %H:%M}"
