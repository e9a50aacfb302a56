"""Choosing a password: whoever holds the link to their own pages makes an account of it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.client.entrance import own_client, signed_in
from clinic.pages.doors import ClientRequest, own_page
from clinic.people.actions.accounts import NoAccount, make_account

if TYPE_CHECKING:
    from clinic.people.models import Client


class PasswordForm(forms.Form):
    """One password, twice is not asked: it can be shown, pasted and chosen anew."""

    password = forms.CharField(
        label=gettext_lazy("Your new password"),
        max_length=128,
        strip=False,
        help_text=gettext_lazy(
            "At least 12 letters or signs. Three or four words that do not belong together are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Long enough, and not one that everybody uses."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


@own_page("GET", "POST")
def show(request: ClientRequest) -> HttpResponse:
    """Only for somebody who came by a link; whoever is signed in changes the password in the settings."""
    client = own_client(request)
    if request.actor.kind == "client":
        return HttpResponseRedirect(reverse("my_settings"))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and client.email and form.is_valid():
        return made(request, client, form)
    context = {"client": client, "form": form}
    return render(request, "client/account.html", context, status=422 if form.errors else 200)


def made(request: Any, client: "Client", form: PasswordForm) -> HttpResponse:
    """Signed in at once; the link is not needed any more."""
    try:
        user = make_account(client=client, password=form.cleaned_data["password"], by=request.actor, now=timezone.now())
    except NoAccount as reason:
        form.add_error(None, str(reason))
        return render(request, "client/account.html", {"client": client, "form": form}, status=422)
    signed_in(request, user)
    messages.success(request, _("Your password is saved. From now on you sign in with it."))
    return HttpResponseRedirect(reverse("my"), status=303)
