"""Letters from my therapist: those they were shown, each as a sheet of paper to read and to print."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.pages.letter_paper import paper_of_letter
from clinic.therapy.queries.after import own_letters


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """The newest first."""
    client = own_client(request)
    return render(request, "client/letters.html", {"client": client, "letters": own_letters(request.actor)})


@own_page("GET")
def letter(request: ClientRequest, pk: UUID) -> HttpResponse:
    """One of them, or 404."""
    client = own_client(request)
    found = next((one for one in own_letters(request.actor) if one.pk == pk), None)
    if found is None:
        raise Http404
    return render(request, "client/letter.html", {"client": client, "letter": found, "paper": paper_of_letter(found)})
