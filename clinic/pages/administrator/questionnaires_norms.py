"""A table of norms as a file, for scales whose scores mean something only beside those of the same sex and grade."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.definitions.library import files
from clinic.pages.administrator import questionnaire_words as words
from clinic.pages.administrator.questionnaires_licence import begin_with, statement
from clinic.pages.administrator.questionnaires_measure import file, measure_or_404
from clinic.pages.administrator.questionnaires_upload import UploadForm
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.wordings import queries, writing
from clinic.wordings.actions import keep_norms
from clinic.wordings.checking import CannotKeep


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """Choose the file, state the licence."""
    team, one = team_of(request, pk), measure_or_404(measure)
    if one.norms is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, initial=begin_with(one))
    form.fields["file"].label = _("The table of norms, as a file")
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = keep_norms(
                measure=one.id, text=given["file"], licence=statement(given), by=request.actor, now=timezone.now()
            )
        except CannotKeep as reason:
            form.add_error("file", str(reason))
            faults = words.faults_in_words(reason.faults)
        else:
            messages.success(request, _("The norms are kept as revision %(n)s.") % {"n": row.revision})
            return HttpResponseRedirect(reverse("site_measure", args=[team.pk, one.id]), status=303)
    context = {
        "team": team,
        "measure": one,
        "title": files().wording(one, "en").title,
        "form": form,
        "faults": faults,
        "use": queries.use(),
    }
    return render(request, "administrator/questionnaires_norms.html", context, status=422 if form.errors else 200)


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def template(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """A file to fill in, with a place for each scale that has norms."""
    team_of(request, pk)
    one = measure_or_404(measure)
    if one.norms is None:
        raise Http404
    return file(writing.norms_template(one), f"{one.id}.norms.toml")
