"""What we found: the formulation in the words it was written in, to read, to agree to or not, to comment on."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from clinic.pages.client.entrance import own_client
from clinic.pages.client.saying import Shown, yes_or_no
from clinic.pages.doors import ClientRequest, own_page
from clinic.therapy.actions.formulation import answer_formulation
from clinic.therapy.queries.formulation import own_formulation


@own_page("GET", "POST")
def show(request: ClientRequest) -> HttpResponse:
    """The newest text they were shown; a no is as good an answer as a yes."""
    client, row = own_client(request), own_formulation(request.actor)
    if row is None:
        return render(request, "client/lines.html", {"client": client, "row": None})
    answer = partial(answer_formulation, formulation=row)
    shown = Shown(row=row, about="formulation", answer=answer, template="client/lines.html")
    return yes_or_no(request, shown, client=client, context={})
