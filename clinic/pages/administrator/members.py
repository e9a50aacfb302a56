"""Members of a team: adding somebody, their roles, and the letter by which they set a password."""

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
from clinic.people.actions.staff import set_roles
from clinic.people.actions.welcome import send_set_password, welcome
from clinic.people.choices import Role
from clinic.people.queries import team as queries

CAN = {
    Role.THERAPIST: gettext_lazy("sees own clients, and those lent to them"),
    Role.SUPERVISOR: gettext_lazy("sees the clients of the therapists they supervise"),
    Role.DUTY: gettext_lazy("while an alert is open: that client's contact, risk record and safety plan"),
    Role.MANAGER: gettext_lazy("sees numbers, and no client"),
    Role.ADMINISTRATOR: gettext_lazy("looks after people and settings, and opens no record"),
}


def roles_field(*, needed: bool) -> forms.MultipleChoiceField:
    """The roles, each with what it may see."""
    choices = [(role.value, f"{role.label}: {can}") for role, can in CAN.items()]
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=gettext_lazy("Roles"), choices=choices, required=needed, widget=widget)


class MemberForm(forms.Form):
    """Whoever is staff already is found by the e-mail address, and keeps their name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"), help_text=gettext_lazy("They sign in with it."))
    roles = roles_field(needed=True)


class RolesForm(forms.Form):
    """Roles in one team."""

    roles = roles_field(needed=False)


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody joins; a letter says how to set a password."""
    team = team_of(request, pk)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        given = {"email": form.cleaned_data["email"], "name": form.cleaned_data["name"]}
        try:
            user = welcome(**given, team=team, roles=roles, by=request.actor, now=timezone.now())
        except ValueError as fault:
            form.add_error("email", str(fault))
        else:
            messages.success(request, joined(user.name, has_password=user.has_usable_password()))
            return HttpResponseRedirect(reverse("team", args=[team.pk]), status=303)
    context = {"team": team, "form": form}
    return render(request, "administrator/member_new.html", context, status=422 if form.errors else 200)


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def show(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """One person: roles, what they stand in for, and the way to leaving."""
    now, team, user = timezone.now(), team_of(request, pk), person_of(request, person)
    running = [membership.role for membership in queries.memberships_of(team, user, now=now)]
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": running})
    if request.method == "POST" and form.is_valid():
        try:
            set_roles(user=user, team=team, roles=form.cleaned_data["roles"], by=request.actor, now=now)
        except ValueError as fault:
            form.add_error("roles", str(fault))
        else:
            messages.success(request, _("The roles are saved. They count from now on, also in open pages."))
            return HttpResponseRedirect(reverse("team", args=[team.pk]), status=303)
    n_clients = len(queries.clients_of(user, team=team))
    context = {"team": team, "person": user, "form": form, "n_clients": n_clients, "roles": running}
    return render(request, "administrator/member.html", context, status=422 if form.errors else 200)


@staff_page("POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def letter(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The letter to set a password, once more, while none is set."""
    team, user = team_of(request, pk), person_of(request, person)
    if user.is_active and not user.has_usable_password():
        send_set_password(user=user, team=team, by=request.actor, now=timezone.now())
        messages.success(request, _("A letter with a new link is on its way. The link works for three days."))
    else:
        messages.error(request, _("No letter was written: a password is set, or the person has left."))
    return HttpResponseRedirect(reverse("member", args=[team.pk, user.pk]), status=303)


def joined(name: str, *, has_password: bool) -> str:
    """What happened, in a sentence."""
    if has_password:
        return _("%(name)s is in the team now, and signs in as before.") % {"name": name}
    return _("%(name)s is in the team now. A letter with a link to set a password is on its way.") % {"name": name}
