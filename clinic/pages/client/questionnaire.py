"""A questionnaire, one question a page: who reads it, the questions, the check, sending. Works without script."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.answers import queries
from clinic.answers.actions.answering import begin, save_answers, send
from clinic.definitions.library import library
from clinic.pages.client.entrance import link_of, settle
from clinic.pages.client.questions import Asked, posted_as, what_may_stand, whole
from clinic.pages.doors import ClientRequest, client_page
from clinic.people.actions.links import use_link
from clinic.people.presence import hours_of
from clinic.safety.rules import rule_in_force
from ipt.answering import AnswerError

if TYPE_CHECKING:
    from clinic.answers.models import Invitation
    from clinic.people.models import Client, Link


@client_page("GET", "POST")
def start(request: ClientRequest, pk: UUID) -> HttpResponse:
    """Before question 1: who reads this and when, and that any question can be left out."""
    now = timezone.now()
    invitation = queries.own_invitation(request.actor, pk, now=now)
    settle(request, invitation.client)
    link = own_link(request, invitation)
    measure = library().measure(invitation.measure, invitation.version)
    wording = library().wording(measure, invitation.language)
    if not wording.has_items:
        return not_asked(request, invitation)
    if request.method == "POST":
        keep_open(request, link)
        begin(invitation=invitation, by=request.actor, now=now)
        first = (
            reverse("all_questions", args=[pk])
            if request.POST.get("page") == "all"
            else reverse("question", args=[pk, 1])
        )
        return HttpResponseRedirect(first, status=303)
    sheet = getattr(invitation, "sheet", None)
    if sheet is not None and sheet.sent_at is not None:
        return HttpResponseRedirect(reverse("sent", args=[pk]))
    return render(
        request,
        "client/start.html",
        {
            "invitation": invitation,
            "client": invitation.client,
            "n_questions": len(measure.items),
            "about": wording.targets.get(invitation.target, invitation.target),
            "has_begun": bool(sheet and sheet.answers),
            "read_by": read_by(invitation.client),
        },
    )


@client_page("GET", "POST")
def question(request: ClientRequest, pk: UUID, n: int) -> HttpResponse:
    """One question. Continue without an answer asks gently, once; Back never loses an answer."""
    asked = answering(request, pk)
    if isinstance(asked, HttpResponse):
        return asked
    item = asked.question(n)
    if n not in asked.numbers:  # an earlier answer makes it needless
        return HttpResponseRedirect(after(asked, n, go="on", back_to_check=False), status=303)
    if request.method == "GET":
        return question_page(request, asked, n)
    given = posted_as("answer", item=item, posted=request.POST)
    go = request.POST.get("go", "on")
    if given is not None:
        try:
            keep(request, asked, {item.id: whole(given, item)})
        except AnswerError:
            return question_page(request, asked, n, error=what_may_stand(item), status=422)
    elif go == "skip":
        keep(request, asked, {item.id: None})
    elif go == "on":
        return question_page(request, asked, n, gently=True)
    return HttpResponseRedirect(after(asked, n, go=go, back_to_check="check" in request.GET), status=303)


def question_page(
    request: ClientRequest, asked: Asked, n: int, *, error: str = "", gently: bool = False, status: int = 200
) -> HttpResponse:
    """The page of one question."""
    item = asked.question(n)
    context = {
        "asked": asked,
        "n": n,
        "of": len(asked.measure.items),
        "stem": asked.wording.instruction if item.scored else "",
        "text": asked.wording.items[item.id],
        "item": item,
        "options": asked.options(item),
        "value": asked.sheet.answers.get(item.id),
        "error": error,
        "gently": gently,
        "errors": [("answer" if item.is_typed else "answer_0", error)] if error else [],
    }
    return render(request, "client/question.html", context, status=status)


@client_page("GET", "POST")
def check(request: ClientRequest, pk: UUID) -> HttpResponse:
    """The answers as they stand; POST sends them, once however often it is pressed."""
    asked = answering(request, pk)
    if isinstance(asked, HttpResponse):
        return asked
    if request.method == "POST":
        send(sheet=asked.sheet, answers={}, by=request.actor, now=timezone.now())
        return HttpResponseRedirect(reverse("sent", args=[pk]), status=303)
    return render(request, "client/check.html", {"asked": asked, "rows": rows(asked), "read_by": read_by(asked.client)})


def rows(asked: Asked) -> list[dict[str, Any]]:
    """Each question with its answer in words."""
    items = [(n, asked.question(n)) for n in asked.numbers]
    return [{"n": n, "text": asked.wording.items[item.id], "answer": asked.said(item)} for n, item in items]


def not_asked(request: ClientRequest, invitation: "Invitation") -> HttpResponse:
    """The page where the questions are no longer here, because the site may not show them any more."""
    return render(request, "client/not_asked.html", {"client": invitation.client})


def answering(request: ClientRequest, pk: UUID) -> Asked | HttpResponse:
    """The sheet to answer; a redirect when it was sent already, or was not begun."""
    now = timezone.now()
    invitation = queries.own_invitation(request.actor, pk, now=now)
    settle(request, invitation.client)
    sheet = getattr(invitation, "sheet", None)
    if sheet is None:
        return HttpResponseRedirect(reverse("questionnaire", args=[pk]))
    if sheet.withdrawn_at is not None:
        raise Http404
    if sheet.sent_at is not None:
        return HttpResponseRedirect(reverse("sent", args=[pk]))
    measure = library().measure(sheet.measure, sheet.version)
    wording = library().wording(measure, sheet.language)
    if not wording.has_items:
        return not_asked(request, invitation)
    link = own_link(request, invitation)
    return Asked(invitation=invitation, sheet=sheet, link=link, measure=measure, wording=wording)


def keep(request: ClientRequest, asked: Asked, answers: dict[str, int | None]) -> None:
    """Keep answers, and move the link's expiry on; what comes next is told from them."""
    save_answers(sheet=asked.sheet, answers=answers, by=request.actor, now=timezone.now())
    asked.sheet.answers = {**asked.sheet.answers, **answers}
    keep_open(request, asked.link)


def own_link(request: ClientRequest, invitation: "Invitation") -> "Link | None":
    """The link by which it is answered, its own or that of all own pages, or 404; None for somebody signed in."""
    if request.actor.kind == "client":
        return None
    is_its_own = str(invitation.pk) in request.session.get("opened", [])
    about, purpose = (invitation.pk, "questionnaire") if is_its_own else (request.actor.id, "portal")
    pk = link_of(request, about)
    return queries.own_link(request.actor, pk=pk, about_id=about, purpose=purpose, now=timezone.now())


def keep_open(request: ClientRequest, link: "Link | None") -> None:
    """Move the link's expiry on."""
    if link is not None:
        use_link(link=link, by=request.actor, now=timezone.now())


def read_by(client: "Client") -> Any:
    """By when somebody in the team reads answers that are sent now."""
    rule = rule_in_force("soon", changed=client.team.alert_rules)
    return rule.due_at(hours=hours_of(client.team), now=timezone.now(), on_duty=False)


def after(asked: Asked, n: int, *, go: str, back_to_check: bool) -> str:
    """Address of the page after question n."""
    pk = asked.invitation.pk
    if go == "back":
        earlier = asked.before(n)
        return reverse("question", args=[pk, earlier]) if earlier else reverse("questionnaire", args=[pk])
    later = asked.not_met_after(n) if back_to_check else asked.after(n)
    if later is None:
        return reverse("check_answers", args=[pk])
    return reverse("question", args=[pk, later]) + ("?check" if back_to_check else "")
