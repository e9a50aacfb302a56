"""My goals: what we work on, how near each goal is, and a comment on it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.client.entrance import own_client
from clinic.pages.client.saying import CommentForm, about_this, kept, thanks
from clinic.pages.doors import ClientRequest, own_page
from clinic.therapy.actions.comments import comment
from clinic.therapy.actions.goals import rate_goal
from clinic.therapy.queries import focus, own

if TYPE_CHECKING:
    from clinic.therapy.queries.focus import Rated


class RateForm(forms.Form):
    """How near it is today."""

    value = forms.TypedChoiceField(
        label=gettext_lazy("How near is it today?"),
        coerce=int,
        choices=[(n, str(n)) for n in range(11)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a number from 0 to 10.")},
    )


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """What is worked on, and each goal with its newest number."""
    client = own_client(request)
    context = {"client": client, "foci": focus.own_foci(request.actor), "goals": focus.own_goals(request.actor)}
    return render(request, "client/goals.html", context)


@own_page("GET", "POST")
def goal(request: ClientRequest, pk: UUID) -> HttpResponse:
    """One goal: rate it today, see the numbers before, say something about it."""
    client, found = own_client(request), own_goal(request, pk)
    is_rating = request.POST.get("do") == "rate"
    rating = RateForm(request.POST if is_rating else None)
    saying = CommentForm(request.POST if request.method == "POST" and not is_rating else None)
    form = rating if is_rating else saying
    if request.method == "POST" and form.is_valid() and sent(request, found, form=form, is_rating=is_rating):
        messages.success(request, _("Saved.") if is_rating else thanks(client))
        return HttpResponseRedirect(reverse("my_goal", args=[pk]), status=303)
    context = {
        "client": client,
        "one": found,
        "rating": rating,
        "saying": saying,
        "form": form,
        "comments": about_this(request.actor, about="goal", about_id=pk),
        "may_write": own.may_write(own.own_course(request.actor)),
    }
    return render(request, "client/goal.html", context, status=422 if form.errors else 200)


def own_goal(request: ClientRequest, pk: UUID) -> "Rated":
    """One of the client's own goals, or 404."""
    found = next((one for one in focus.own_goals(request.actor) if one.goal.pk == pk), None)
    if found is None:
        raise Http404
    return found


def sent(request: ClientRequest, found: "Rated", *, form: forms.Form, is_rating: bool) -> bool:
    """Whether the number or the words were kept."""
    by, now = request.actor, timezone.now()
    client = found.goal.focus.course.client
    if is_rating:
        return kept(lambda: rate_goal(goal=found.goal, value=form.cleaned_data["value"], by=by, now=now), form)
    words = form.cleaned_data["text"]
    about = {"about": "goal", "about_id": found.goal.pk}
    return kept(lambda: comment(client=client, **about, text=words, by=by, now=now), form)  # type: ignore[arg-type]
