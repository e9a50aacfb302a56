"""My plan for the end: what got better, first signs that it comes back, and what to do then; to read, to comment on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from clinic.definitions.library import library
from clinic.pages.client.entrance import own_client
from clinic.pages.client.help import lines_for
from clinic.pages.client.saying import CommentForm, about_this, kept, thanks
from clinic.pages.doors import ClientRequest, own_page
from clinic.pages.prompted import rows
from clinic.therapy.actions.comments import comment
from clinic.therapy.queries import own
from clinic.therapy.queries.courses import protocol_of
from clinic.therapy.queries.entries import OwnEntry, own_entry


@own_page("GET", "POST")
def show(request: ClientRequest) -> HttpResponse:
    """What they wrote together with their therapist, once it was shown to them."""
    client, found = own_client(request), plan_for_end(request.actor)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and found is not None and form.is_valid():
        given: dict[str, Any] = {"about": "plan", "about_id": found.entry.pk, "text": form.cleaned_data["text"]}
        if kept(lambda: comment(client=client, **given, by=request.actor, now=timezone.now()), form):
            messages.success(request, thanks(client))
            return HttpResponseRedirect(request.path, status=303)
    context = {
        "client": client,
        "form": form,
        "found": found,
        "rows": in_words(found) if found else [],
        "comments": about_this(request.actor, about="plan", about_id=found.entry.pk) if found else [],
        "may_write": found is not None and own.may_write(found.entry.course),
        "lines": lines_for(client.country, region=client.region),
    }
    return render(request, "client/afterwards.html", context, status=422 if form.errors else 200)


def plan_for_end(viewer: Any) -> OwnEntry | None:
    """The plan of their latest course, by whatever sheet its form of IPT has for it."""
    course = own.own_course(viewer)
    sheet = protocol_of(course).sheets.get("ending") if course else None
    return own_entry(viewer, sheet) if sheet else None


def in_words(found: OwnEntry) -> list[Any]:
    """Its lines, without anything private."""
    return rows(found.prompts, library().words(found.prompts, "en"), found.values, for_client=True)
