"""The outbox in numbers, and letters that failed: what kind, when, and once more. No letter is opened here."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.letters import queries
from clinic.letters.actions import retry_letter
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role

KINDS = {
    "account_changed": gettext_lazy("Sign-in was changed"),
    "alert": gettext_lazy("Something needs a member of staff"),
    "glass_broken": gettext_lazy("A record was opened in an emergency"),
    "no_account": gettext_lazy("No account at an address"),
    "nobody_on_duty": gettext_lazy("Nobody is on duty"),
    "plan": gettext_lazy("A page for a client"),
    "portal": gettext_lazy("A client's own pages"),
    "portal_changed": gettext_lazy("Sign-in of a client was changed"),
    "portal_password": gettext_lazy("Setting a password, for a client"),
    "questionnaire": gettext_lazy("A form for a client"),
    "set_password": gettext_lazy("Setting a password"),
}


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One outbox serves every team of the service."""
    now, team = timezone.now(), team_of(request, pk)
    rows = [{"letter": letter, "kind": KINDS.get(letter.kind, letter.kind)} for letter in queries.failed()]
    context = {"team": team, "outbox": queries.outbox(now=now), "rows": rows}
    return render(request, "administrator/letters.html", context)


@staff_page("POST", roles=(Role.ADMINISTRATOR,))
def again(request: StaffRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """Back into the outbox; the worker sends it on its next round."""
    team = team_of(request, pk)
    retry_letter(letter=queries.failed_letter(letter), by=request.actor, now=timezone.now())
    messages.success(request, _("The letter is in the outbox again."))
    return HttpResponseRedirect(reverse("team_letters", args=[team.pk]), status=303)
