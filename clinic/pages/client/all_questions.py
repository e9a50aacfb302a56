"""The same questionnaire on one page, for those who prefer it; answers are kept one by one where there is script."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers.actions.answering import send
from clinic.pages.client.questionnaire import Asked, answering, keep, read_by, whole
from clinic.pages.doors import ClientRequest, client_page
from ipt.scoring import AnswerError


@client_page("GET", "POST")
def show(request: ClientRequest, pk: UUID) -> HttpResponse:
    """All questions; what is left out is asked about gently, once, before sending."""
    asked = answering(request, pk)
    if isinstance(asked, HttpResponse):
        return asked
    if request.method == "GET":
        return page(request, asked)
    try:
        given = posted(request, asked)
        left = left_out(asked, given)
        if left and request.POST.get("go") != "send_so":
            keep(request, asked, given)
            return page(request, asked, given=given, left=left)
        send(sheet=asked.sheet, answers=given, by=request.actor, now=timezone.now())
    except AnswerError as fault:
        return page(request, asked, wrong=fault.item or "", status=422)
    return HttpResponseRedirect(reverse("sent", args=[pk]), status=303)


@client_page("POST")
def keep_one(request: ClientRequest, pk: UUID) -> HttpResponse:
    """Keep what was just chosen (the script's call): 204; 422: cannot be an answer; 409: was sent already."""
    asked = answering(request, pk)
    if isinstance(asked, HttpResponse):
        return HttpResponse(status=409)
    try:
        keep(request, asked, posted(request, asked))
    except AnswerError:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


def left_out(asked: Asked, given: dict[str, int | None]) -> list[str]:
    """Scored items that have no answer, neither kept nor given now."""
    answers = {**asked.sheet.answers, **given}
    return [item.id for item in asked.measure.scored_items if answers.get(item.id) is None]


def posted(request: ClientRequest, asked: Asked) -> dict[str, int | None]:
    """Answers in the form, by item; AnswerError names the item whose value cannot be."""
    return {
        item.id: whole(request.POST[f"answer_{item.id}"], item)
        for item in asked.measure.items
        if f"answer_{item.id}" in request.POST
    }


def page(
    request: ClientRequest,
    asked: Asked,
    *,
    given: dict[str, int | None] | None = None,
    left: list[str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """The table, with what is missing or cannot be named at the top."""
    answers = {**asked.sheet.answers, **(given or {})}
    rows = [row(asked, item.id, answers, wrong=wrong) for item in asked.measure.items]
    fault = _("Question %(n)s: choose one of the answers shown.") % {"n": numbers(asked).get(wrong)}
    errors = [(f"answer_{wrong}", fault)] if wrong else []
    context = {
        "asked": asked,
        "scored": [one for one in rows if one["is_scored"]],
        "others": [one for one in rows if not one["is_scored"]],
        "options": options(asked, asked.measure.scored_items[0].id),
        "left": [n for item, n in numbers(asked).items() if item in (left or [])],
        "errors": errors,
        "read_by": read_by(asked.client),
    }
    return render(request, "client/all_questions.html", context, status=status)


def row(asked: Asked, item: str, answers: dict[str, Any], *, wrong: str) -> dict[str, Any]:
    """One question for components/answer_table.html."""
    return {
        "name": f"answer_{item}",
        "text": asked.wording.items[item],
        "value": answers.get(item),
        "problems": [_("Choose one of the answers shown.")] if item == wrong else [],
        "is_scored": asked.measure.item(item).scored,
        "options": options(asked, item),
    }


def numbers(asked: Asked) -> dict[str, int]:
    """The number of each question, as the client counts them."""
    return {item.id: n for n, item in enumerate(asked.measure.items, start=1)}


def options(asked: Asked, item: str) -> list[tuple[int, str]]:
    """The answers one may choose."""
    return [(option.value, option.label) for option in asked.wording.options_for(item)]
