"""Handing over one client: to another therapist of the same team, with the alerts that the one before held."""

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
from clinic.pages.fields import offer
from clinic.people.choices import Role
from clinic.people.queries import team as queries
from clinic.people.queries.who import therapists
from clinic.safety.actions.handover import change_therapist

if TYPE_CHECKING:
    from clinic.people.models import Client, User


class HandOverForm(forms.Form):
    """Which client, to whom."""

    client = forms.ChoiceField(label=gettext_lazy("Client"))
    to = forms.ChoiceField(label=gettext_lazy("New therapist"))

    def __init__(self, *args: Any, clients: "list[Client]", others: "list[User]", **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(str(client.pk), f"{client.name} · {client.reference}") for client in clients]
        offer(self, "client", [("", _("Choose a client")), *names])
        people = [(str(user.pk), user.name) for user in others]
        offer(self, "to", [("", _("Choose a therapist")), *people])


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def show(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """References and names of this therapist's clients, and nothing else of them."""
    now, team, user = timezone.now(), team_of(request, pk), person_of(request, person)
    clients = queries.clients_of(user, team=team)
    others = [one for one in therapists(team, now=now) if one != user]
    form = HandOverForm(request.POST or None, clients=clients, others=others)
    if request.method == "POST" and form.is_valid():
        client = queries.client_to_hand_over(team, user, UUID(form.cleaned_data["client"]))
        to = next(one for one in others if str(one.pk) == form.cleaned_data["to"])
        if client is not None:
            change_therapist(client=client, therapist=to, by=request.actor, now=now)
            messages.success(
                request, _("%(reference)s is with %(name)s now.") % {"reference": client.reference, "name": to.name}
            )
        return HttpResponseRedirect(reverse("hand_over", args=[team.pk, user.pk]), status=303)
    context = {"team": team, "person": user, "form": form, "clients": clients, "others": others}
    return render(request, "administrator/handing_over.html", context, status=422 if form.errors else 200)
