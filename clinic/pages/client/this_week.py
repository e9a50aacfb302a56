"""A client's first page: the one thing that waits, the next appointment, and the way to everything that is theirs."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import frozen
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers import queries as answers
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.pages.client.afterwards import plan_for_end
from clinic.pages.client.entrance import own_client
from clinic.pages.client.plan import plan_to_show
from clinic.pages.doors import ClientRequest, own_page
from clinic.therapy.queries import own
from clinic.therapy.queries.after import own_letters
from clinic.therapy.queries.agreement import own_agreement
from clinic.therapy.queries.focus import own_goals
from clinic.therapy.queries.formulation import own_formulation

if TYPE_CHECKING:
    from clinic.answers.awaited import ToAnswer
    from clinic.people.models import Client
    from clinic.therapy.models import Agreement, Formulation


@frozen
class Waiting:
    """Something to do: what, how much of it, where, and what the button says."""

    title: str
    about: str
    url: str
    button: str


@frozen
class Way:
    """A link to one of their pages."""

    title: str
    about: str
    url: str


@frozen
class Shown:
    """What stands on several of their pages, read once."""

    formulation: "Formulation | None"
    agreement: "Agreement | None"


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """One thing at a time: the first that waits stands on top, the others below it as plain links."""
    client, now = own_client(request), timezone.now()
    asked = answers.to_answer(request.actor, now=now)
    shown = Shown(formulation=own_formulation(request.actor), agreement=own_agreement(request.actor))
    waiting = [*questions(asked), *to_say(shown)]
    context = {
        "client": client,
        "first": waiting[0] if waiting else None,
        "then": waiting[1:],
        "appointment": next(iter(own.own_appointments(request.actor, now=now)), None),
        "asked_next": None if waiting else next_questions(asked, now=now),
        "ways": list(ways(request.actor, client, shown=shown)),
        "by_link": request.actor.kind == "link",
    }
    return render(request, "client/this_week.html", context)


def questions(asked: "tuple[ToAnswer, ...]") -> Iterator[Waiting]:
    """Questionnaires that can be answered now, without their names."""
    for one in asked:
        if one.invitation is None:
            continue
        n = len(library().measure(one.measure).items)
        about = _("One question.") if n == 1 else _("%(n)s short questions, about five minutes.") % {"n": n}
        yield Waiting(
            title=_("Some questions about how you have been"),
            about=_("You have begun. Your answers are kept.") if one.n_answered else about,
            url=reverse("questionnaire", args=[one.invitation]),
            button=_("Go on") if one.n_answered else _("Start"),
        )


def next_questions(asked: "tuple[ToAnswer, ...]", *, now: datetime) -> date | None:
    """The day from which questions wait next, when none wait now."""
    today = timezone.localdate(now)
    return next((one.from_on for one in asked if one.invitation is None and one.from_on > today), None)


def to_say(shown: Shown) -> Iterator[Waiting]:
    """Texts that wait for a yes or a no."""
    row = shown.formulation
    if row is not None and not row.answered_how:
        yield Waiting(
            title=_("Does this fit?"),
            about=_("Your therapist wrote down what you found together. Read it and say yes or no."),
            url=reverse("my_lines"),
            button=_("Read it"),
        )
    if shown.agreement is not None and not shown.agreement.answered_how:
        yield Waiting(
            title=_("What you agree on"),
            about=_("How you and your therapist work together. Read it and say yes or no."),
            url=reverse("my_agreement"),
            button=_("Read it"),
        )


def ways(viewer: Actor, client: "Client", *, shown: Shown) -> Iterator[Way]:
    """The pages that have something in them, or take something, in the order in which a client wants them."""
    yield Way(_("My chart"), _("How your answers changed over time"), reverse("my_chart"))
    yield Way(_("My people"), _("Who matters to you, and how close they are"), reverse("my_people"))
    yield Way(_("My story"), _("What happened, and what you found"), reverse("my_story"))
    if own_goals(viewer):
        yield Way(_("My goals"), _("What should be different"), reverse("my_goals"))
    if shown.agreement is not None:
        yield Way(_("What we agreed"), _("How you work together, and for how long"), reverse("my_agreement"))
    if plan_to_show(client) is not None:
        yield Way(_("My plan for hard times"), _("What helps, and whom to call"), reverse("my_plan"))
    if plan_for_end(viewer) is not None:
        yield Way(_("My plan for the end"), _("What got better, and what to do if it comes back"), reverse("my_ending"))
    if own_letters(viewer):
        yield Way(_("Letters"), _("From your therapist"), reverse("my_letters"))
