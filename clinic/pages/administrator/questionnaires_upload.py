"""A wording as a file: checked against its measure, every fault listed, kept with what was stated about its licence."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import files
from clinic.pages.administrator import questionnaire_words as words
from clinic.pages.administrator.questionnaires_licence import begin_with, check_stated, licence_fields, statement
from clinic.pages.administrator.questionnaires_measure import measure_or_404
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.wordings import queries
from clinic.wordings.actions import keep_wording
from clinic.wordings.checking import MOST_BYTES, CannotKeep, decoded
from ipt.measure import Measure


class UploadForm(forms.Form):
    """The file and the licence."""

    file = forms.FileField(
        label=gettext_lazy("The wording, as a file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
        help_text=gettext_lazy("The template, filled in; plain text in UTF-8."),
        error_messages={"empty": gettext_lazy("The file is empty: fill in the template and choose it again.")},
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= licence_fields()

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        try:
            return decoded(file.read(MOST_BYTES + 1))
        except CannotKeep as reason:
            raise forms.ValidationError(str(reason)) from reason

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_stated(self)
        return given


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """Choose the file, state the licence."""
    team, one = team_of(request, pk), measure_or_404(measure)
    if not one.has_items:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, initial=begin_with(one))
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            return kept(request, team, one, form)
        except CannotKeep as reason:
            form.add_error("file", str(reason))
            faults = words.faults_in_words(reason.faults)
    context = {
        "team": team,
        "measure": one,
        "title": files().wording(one, "en").title,
        "form": form,
        "faults": faults,
        "use": queries.use(),
    }
    return render(request, "administrator/questionnaires_upload.html", context, status=422 if form.errors else 200)


def kept(request: StaffRequest, team: Any, measure: Measure, form: forms.Form, text: str = "") -> HttpResponse:
    """Keep the text and go on to the questionnaire's page; CannotKeep for a text that does not fit."""
    given = form.cleaned_data
    row = keep_wording(
        measure=measure.id,
        text=text or given["file"],
        licence=statement(given),
        by=request.actor,
        now=timezone.now(),
    )
    told = {"language": words.language(row.language), "n": row.revision}
    messages.success(request, _("The wording in %(language)s is kept as revision %(n)s.") % told)
    use = queries.declared(queries.use())
    if not queries.may_be_shown(row, use, on=timezone.localdate()):
        if use is None:
            messages.warning(request, _("It opens when your service has declared what it uses questionnaires for."))
        else:
            messages.warning(request, _("It stays closed: its licence does not allow all of the declared use."))
    return HttpResponseRedirect(reverse("site_measure", args=[team.pk, measure.id]), status=303)
