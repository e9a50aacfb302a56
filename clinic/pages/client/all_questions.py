"""The same questionnaire on one page, for those who prefer it; answers are kept one by one where there is script."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers.actions.answering import send
from clinic.pages.client.questionnaire import answering, keep, read_by
from clinic.pages.client.questions import Asked, posted_as, what_may_stand, whole
from clinic.pages.doors import ClientRequest, client_page
from ipt.answering import AnswerError, missing_items
from ipt.item import Item


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
    """Items that need an answer and have none, neither kept nor given now."""
    return list(missing_items(asked.measure, {**asked.sheet.answers, **given}))


def posted(request: ClientRequest, asked: Asked) -> dict[str, int | None]:
    """Answers in the form, by item; AnswerError names the item whose value cannot be."""
    given = {item.id: posted_as(f"answer_{item.id}", item=item, posted=request.POST) for item in asked.measure.items}
    return {name: whole(text, asked.measure.item(name)) for name, text in given.items() if text is not None}


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
    rows = [row(asked, asked.question(n), answers, wrong=wrong) for n in asked.numbers]
    fault = _("Question %(n)s: choose one of the answers shown.") % {"n": numbers(asked).get(wrong)}
    if wrong and asked.measure.item(wrong).is_typed:
        item = asked.measure.item(wrong)
        named = {"n": numbers(asked).get(wrong), "low": item.low, "high": item.high}
        fault = _("Question %(n)s: write a whole number from %(low)s to %(high)s.") % named
    errors = [(f"answer_{wrong}", fault)] if wrong else []
    context = {
        "asked": asked,
        "blocks": blocks(rows),
        "left": [(n, f"answer_{item}") for item, n in numbers(asked).items() if item in (left or [])],
        "errors": errors,
        "read_by": read_by(asked.client),
    }
    return render(request, "client/all_questions.html", context, status=status)


def row(asked: Asked, item: Item, answers: dict[str, Any], *, wrong: str) -> dict[str, Any]:
    """One question for components/answer_table.html, radios.html or number.html."""
    return {
        "name": f"answer_{item.id}",
        "text": asked.wording.items[item.id],
        "value": answers.get(item.id),
        "problems": [what_may_stand(item)] if item.id == wrong else [],
        "is_typed": item.is_typed,
        "low": item.low,
        "high": item.high,
        "options": asked.options(item),
    }


def blocks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions in a row with the same answers as one table; the others by themselves. Their order is kept."""
    found: list[dict[str, Any]] = []
    for options, together in groupby(rows, key=lambda row: row["options"]):
        same = list(together)
        is_table = len(same) > 1 and bool(options)
        found.append({"id": f"answers_{len(found)}", "rows": same, "options": options, "is_table": is_table})
    return found


def numbers(asked: Asked) -> dict[str, int]:
    """The number of each question, as the client counts them."""
    return {item.id: n for n, item in enumerate(asked.measure.items, start=1)}
