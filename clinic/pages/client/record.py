"""My data: what the client entered, agreed to or was shown, as a file and as a page to print. Nothing else is in it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.client.copy import own_copy
from clinic.pages.client.entrance import own_client, settle
from clinic.pages.doors import ClientRequest, own_page
from clinic.people.queries import own

LABELS = {
    "name": gettext_lazy("Name"),
    "called": gettext_lazy("What you call me"),
    "born_on": gettext_lazy("Born on"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "address": gettext_lazy("Address"),
    "language": gettext_lazy("Language"),
    "questionnaire": gettext_lazy("Questions"),
    "on": gettext_lazy("Day"),
    "number": gettext_lazy("Number"),
    "in_words": gettext_lazy("In words"),
    "answers": gettext_lazy("Answers"),
    "made_on": gettext_lazy("Made on"),
    "relation": gettext_lazy("Who that is"),
    "at": gettext_lazy("When"),
    "minutes": gettext_lazy("Minutes"),
    "place": gettext_lazy("Where"),
    "closeness": gettext_lazy("How close"),
    "today": gettext_lazy("Today"),
    "helps_me": gettext_lazy("Helps me"),
    "we_often_quarrel": gettext_lazy("We often quarrel"),
    "written_together": gettext_lazy("What we wrote down together"),
    "when": gettext_lazy("When"),
    "about": gettext_lazy("About"),
    "what": gettext_lazy("What happened"),
    "people": gettext_lazy("People"),
    "text": gettext_lazy("Text"),
    "said_yes_on": gettext_lazy("I said yes on"),
    "said_no_on": gettext_lazy("I said no on"),
    "my_words": gettext_lazy("My words"),
    "sessions": gettext_lazy("Sessions"),
    "until": gettext_lazy("Until"),
    "points": gettext_lazy("Points"),
    "goal": gettext_lazy("Goal"),
    "ratings": gettext_lazy("Numbers, 0 to 10"),
    "date": gettext_lazy("Date"),
    "from": gettext_lazy("From"),
}


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """What is in it, what is not and why, and the two ways to take it."""
    return render(request, "client/record.html", {"client": own_client(request)})


@own_page("GET")
def as_file(request: ClientRequest) -> HttpResponse:
    """One JSON file; its taking stands on the trail."""
    client = own.client_for_own_copy(request.actor)
    parts = {part.id: part.rows for part in own_copy(request.actor, client)}
    record = {"written_at": timezone.now(), "service": client.team.public_name, **parts}
    response = JsonResponse(record, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@own_page("GET")
def on_paper(request: ClientRequest) -> HttpResponse:
    """The same in words, to read and to print."""
    client = own.client_for_own_copy(request.actor)
    settle(request, client)
    parts = [
        (part.heading, [spoken(row) for row in part.rows]) for part in own_copy(request.actor, client) if part.rows
    ]
    return render(request, "client/record_print.html", {"client": client, "parts": parts, "now": timezone.now()})


def spoken(row: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """One row as labels and lines; what is empty is left out."""
    found = [(str(LABELS.get(key, key)), in_lines(value)) for key, value in row.items()]
    return [(label, lines) for label, lines in found if any(lines)]


def in_lines(value: Any) -> list[str]:
    """A value as lines to read."""
    match value:
        case None | "":
            return []
        case bool():
            return [_("Yes") if value else _("No")]
        case dict():
            return [f"{key}: {' '.join(in_lines(each)) or _('left out')}" for key, each in value.items()]
        case list() | tuple():
            return [line for each in value for line in in_lines(each)]
        case datetime():
            return [date_format(timezone.localtime(value), "j F Y, H:i")]
        case date():
            return [date_format(value, "j F Y")]
        case _:
            return [str(value)]
