"""The note of a session: saved as one types, signed once; two pages or people never overwrite each other."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.prompted import PromptForm
from clinic.pages.respond import by_autosave, draft_beside, draft_refused, draft_saved
from clinic.pages.therapist.session.forms import SignForm, note_form
from clinic.pages.therapist.session.page import page
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import Draft, Saved, save_note, sign_note
from clinic.therapy.queries import courses, notes


@staff_page("POST", long=True)
def save(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep the draft. Where another page saved meanwhile, both texts are kept and said so."""
    session = courses.session(request.actor, pk)
    form = note_form(session, data=request.POST)
    if not form.is_valid():
        return not_kept(request, session, form)
    try:
        saved = keep(request, session, form)
    except CourseError as problem:
        form.add_error(None, str(problem))
        return not_kept(request, session, form)
    if saved.copy is not None:
        if not by_autosave(request):
            messages.warning(request, _("Somebody else, or another tab, changed this note: both texts are kept."))
        return draft_beside(request, both=reverse("note_texts", args=[pk]))
    at = saved.note.saved_at
    return draft_saved(request, revision=saved.note.revision, at=at, back=reverse("session", args=[pk]) + "#after")


def not_kept(request: StaffRequest, session: Any, form: PromptForm) -> HttpResponse:
    """Say which field and why: to the script in a sentence, else on the page with what was typed."""
    if not by_autosave(request):
        return page(request, session, mend={"form": form, **kept(request)})
    name, problems = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return draft_refused(f"{label}: {problems[0]}" if label else str(problems[0]))


@staff_page("POST", long=True)
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Save what is on the page and sign it; a refusal stands at its field, and what was typed is kept."""
    session = courses.session(request.actor, pk)
    form, asks = note_form(session, data=request.POST, needs=True), SignForm(request.POST)
    if not (form.is_valid() and asks.is_valid()):
        keep_draft(request, session)
        return page(request, session, mend={"form": form, "sign": asks, **kept(request)})
    try:
        saved = keep(request, session, form)
        if saved.copy is not None:
            messages.warning(request, _("This note was changed elsewhere: read both texts before signing."))
            return HttpResponseRedirect(reverse("note_texts", args=[pk]), status=303)
        revision = saved.note.revision
        sign_note(note=saved.note, revision=revision, **asks.cleaned_data, by=request.actor, now=timezone.now())
    except CourseError as problem:
        put(problem, form=form, asks=asks)
        return page(request, session, mend={"form": form, "sign": asks, **kept(request, session)})
    messages.success(request, _("Signed. The note is locked; you can add to it."))
    return HttpResponseRedirect(reverse("course", args=[session.course_id]), status=303)


def keep(request: StaffRequest, session: Any, form: PromptForm) -> Saved:
    """Save the form's text as a draft."""
    draft: Draft = {"values": form.texts(), "revision": number(request), "page": request.POST.get("page", "")}
    return save_note(session=session, draft=draft, by=request.actor, now=timezone.now())


def keep_draft(request: StaffRequest, session: Any) -> None:
    """What cannot be signed yet is kept as a draft all the same, as far as it is fit to keep."""
    form = note_form(session, data=request.POST)
    if form.is_valid() and notes_open(session):
        keep(request, session, form)


def notes_open(session: Any) -> bool:
    """Whether the session's note can still be changed."""
    note = notes.note_of(session)
    return note is None or not note.is_signed


def kept(request: StaffRequest, session: Any = None) -> dict[str, Any]:
    """The hidden fields of the page as they were sent; the newest revision when this page has just saved."""
    note = notes.note_of(session) if session is not None else None
    return {"revision": note.revision if note else number(request), "page": request.POST.get("page", "")}


def number(request: StaffRequest) -> int:
    """The revision that the page began from."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() else 0


def put(problem: CourseError, *, form: PromptForm, asks: SignForm) -> None:
    """Show a refusal at the field it names."""
    if problem.field in asks.fields:
        asks.add_error(problem.field, str(problem))
    else:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
