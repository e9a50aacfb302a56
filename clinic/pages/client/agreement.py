"""Our agreement: its points as they were written, the numbers, and the client's yes or no."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from clinic.definitions.library import library
from clinic.pages.client.entrance import own_client
from clinic.pages.client.saying import Shown, yes_or_no
from clinic.pages.doors import ClientRequest, own_page
from clinic.pages.prompted import rows
from clinic.therapy.actions.agreement import answer_agreement
from clinic.therapy.queries.agreement import own_agreement


@own_page("GET", "POST")
def show(request: ClientRequest) -> HttpResponse:
    """The newest version they were shown, without anything private."""
    client, row = own_client(request), own_agreement(request.actor)
    if row is None:
        return render(request, "client/agreement.html", {"client": client, "row": None})
    prompts = library().prompts(row.prompts, row.prompts_version)
    points = rows(prompts, library().words(prompts, "en"), row.values, for_client=True)
    answer = partial(answer_agreement, agreement=row)
    shown = Shown(row=row, about="agreement", answer=answer, template="client/agreement.html")
    return yes_or_no(request, shown, client=client, context={"points": points})
