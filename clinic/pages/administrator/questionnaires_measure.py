"""One questionnaire: what it scores, whose it is, how its wording stands, what the service kept, withdrawing it."""

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

from clinic.definitions.library import files, names_only
from clinic.pages.administrator import questionnaire_words as words
from clinic.pages.administrator.scored import scored
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import text
from clinic.people.choices import Role
from clinic.wordings import queries, writing
from clinic.wordings.actions import CannotWithdraw, withdraw_wording
from clinic.wordings.state import state_of
from ipt.library import NotDefined
from ipt.measure import Measure


def measure_or_404(measure_id: str) -> Measure:
    """The newest version of a measure."""
    try:
        return files().measure(measure_id)
    except NotDefined as unknown:
        raise Http404 from unknown


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """The whole of one questionnaire on one page."""
    team, one = team_of(request, pk), measure_or_404(measure)
    row, rows, on = queries.use(), queries.newest_of_each(), timezone.localdate()
    use = queries.declared(row)
    stands = state_of(one, rows=rows, use=use, on=on)
    tag, kind = words.STANDINGS[stands.kind]
    counting = {found.pk for found in rows if found.withdrawn_at is None}
    context = {
        "team": team,
        "measure": one,
        "wording": files().wording(one, "en"),
        "scored": scored(one),
        "tier": words.tier(one.licence),
        "allowed": words.allowed_in_words(one.licence.uses, is_commercial=one.licence.commercial),
        "stands": stands,
        "tag": tag,
        "tag_kind": kind,
        "use": row,
        "use_words": words.use_in_words(use),
        "languages": words.languages(stands.languages),
        "rows": [kept(found, counts=found.pk in counting, on=on) for found in queries.history(one.id)],
        "may_add": one.has_items,
    }
    return render(request, "administrator/questionnaires_measure.html", context)


def kept(row: Any, *, counts: bool, on: Any) -> dict[str, Any]:
    """One wording that the service kept, with its licence in words."""
    return {
        "row": row,
        "language": words.language(row.language) if row.language else str(_("Norms")),
        "allowed": words.allowed_in_words(row.uses, is_commercial=row.commercial),
        "counts": counts,
        "is_over": queries.is_over(row, on=on),
    }


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def template(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """A file to fill in, with every question and answer that the measure has."""
    team_of(request, pk)
    one = measure_or_404(measure)
    if not one.has_items:
        raise Http404
    return file(
        writing.template(one, names=names_only(files().wording(one, "en")), language="en"),
        f"{one.id}.{one.version}.toml",
    )


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def kept_text(request: StaffRequest, pk: UUID, measure: str, row: UUID) -> HttpResponse:
    """A wording of the service as a file, as it was kept."""
    team_of(request, pk)
    one = queries.wording(row, measure=measure)
    return file(one.text, f"{one.measure}.{one.version}.{one.language or one.kind}.{one.revision}.toml")


def file(content: str, name: str) -> HttpResponse:
    """A TOML text to be saved."""
    response = HttpResponse(content, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class WithdrawForm(forms.Form):
    """Why it counts no longer."""

    why = text(
        gettext_lazy("Why is it withdrawn?"),
        most=500,
        needed=True,
        help_text=gettext_lazy("Such as: the licence has ended; a question had a mistake. Kept with the wording."),
    )


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def withdraw(request: StaffRequest, pk: UUID, measure: str, row: UUID) -> HttpResponse:
    """Nobody is asked in this wording any more; answers and scores stay."""
    team, mine = team_of(request, pk), queries.wording(row, measure=measure)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    back = reverse("site_measure", args=[team.pk, measure])
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_wording(wording=mine, why=form.cleaned_data["why"], by=request.actor, now=timezone.now())
        except CannotWithdraw as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The wording is withdrawn. Answers and scores stay as they are."))
            return HttpResponseRedirect(back, status=303)
    older = [one for one in queries.history(measure) if is_older(one, mine)]
    context = {
        "team": team,
        "row": mine,
        "title": files().wording(measure_or_404(measure), "en").title,
        "what": words.language(mine.language) if mine.language else str(_("norms")),
        "then": older[0] if older else None,
        "form": form,
        "back": back,
    }
    return render(request, "administrator/questionnaires_withdraw.html", context, status=422 if form.errors else 200)


def is_older(one: Any, row: Any) -> bool:
    """Whether a wording would count again when another one is withdrawn."""
    same = one.name == row.name
    return same and one.withdrawn_at is None and one.revision < row.revision
