"""What the service uses questionnaires for: declared once, for every team, and changed when it changes."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import files
from clinic.definitions.use import DeclaredUse
from clinic.pages.administrator import questionnaire_words as words
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.wordings import queries
from clinic.wordings.actions import declare_use
from clinic.wordings.state import state_of


class UseForm(forms.Form):
    """Every purpose of the service, and whether one of them is commercial."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What does your service use questionnaires for?"),
        choices=list(words.PURPOSES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Choose all that apply. A wording stays open only where its licence allows all of them."
        ),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    is_commercial = forms.TypedChoiceField(
        label=gettext_lazy("Is any of it commercial?"),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Commercial: somebody makes a profit by it, or questionnaires are part of something that is sold. When in "
            "doubt, ask the owner of the questionnaire, or answer yes."
        ),
        error_messages={"required": gettext_lazy("Say yes or no.")},
    )


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The declaration that counts, a form for a new one, and those before."""
    team = team_of(request, pk)
    declared = queries.uses_declared()
    newest = declared[0] if declared else None
    begin = {"purposes": newest.purposes, "is_commercial": "yes" if newest.is_commercial else "no"} if newest else {}
    form = UseForm(request.POST if request.method == "POST" else None, initial=begin)
    if request.method == "POST" and form.is_valid():
        declare_use(**form.cleaned_data, by=request.actor, now=timezone.now())
        messages.success(request, said(form.cleaned_data))
        return HttpResponseRedirect(reverse("site_measures", args=[team.pk]), status=303)
    rows = [{"row": row, "words": words.use_in_words(queries.declared(row))} for row in declared]
    context = {"team": team, "form": form, "rows": rows}
    return render(request, "administrator/questionnaires_use.html", context, status=422 if form.errors else 200)


def said(given: dict[str, Any]) -> str:
    """What was declared, and what it closes."""
    use = DeclaredUse(frozenset(given["purposes"]), is_commercial=given["is_commercial"])
    declared = _("Declared: %(use)s.") % {"use": words.use_in_words(use)}
    return f"{declared} {words.n_closed_in_words(closed_by(use))}".strip()


def closed_by(use: DeclaredUse) -> list[str]:
    """Titles of the questionnaires whose wording is here and may not be shown (one statement)."""
    rows, on, known = queries.newest_of_each(), timezone.localdate(), files()
    return [
        known.wording(one, "en").title
        for one in known.measures()
        if state_of(one, rows=rows, use=use, on=on).kind == "shut"
    ]
