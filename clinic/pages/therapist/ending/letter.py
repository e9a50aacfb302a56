"""One letter: as a sheet of paper and as a tagged PDF; changed while it is a draft, given, shown, taken back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused, text
from clinic.pages.letter_paper import as_pdf, paper_of_letter
from clinic.pages.paper import PaperError
from clinic.pages.therapist.ending.letters import LetterForm, beside
from clinic.people.choices import SafeChannel
from clinic.therapy.actions.after import change_letter, give_letter, share_letter, withdraw_letter
from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import after

DONE = {
    "handed": gettext_lazy("The letter is marked as handed over. It stands as it is now."),
    "posted": gettext_lazy("The letter is marked as posted. It stands as it is now."),
    "share": gettext_lazy("The client can read the letter on their own page."),
}


class WithdrawForm(forms.Form):
    """Why the letter was written in error."""

    why = text(gettext_lazy("What went wrong"), most=500, needed=True)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet of paper; `?change=1` and `do=save` its draft; `do` handed, posted, share, withdraw."""
    letter = after.letter(request.actor, pk)
    do = request.POST.get("do", "")
    if do == "save" or (request.method == "GET" and request.GET.get("change") and not letter.is_given):
        return change(request, letter)
    withdrawing = WithdrawForm(request.POST if do == "withdraw" else None)
    if do == "withdraw" and withdrawing.is_valid() and taken(request, withdrawing, letter):
        return HttpResponseRedirect(reverse("course_letters", args=[letter.course_id]), status=303)
    if do in DONE and request.POST.get("revision") not in (None, str(letter.revision)):
        messages.error(request, _("Somebody changed this letter meanwhile. Read it as it is now, then go on."))
        return HttpResponseRedirect(reverse("course_letter", args=[pk]), status=303)
    if do in DONE:
        settle(request, letter, do=do)
        return HttpResponseRedirect(reverse("course_letter", args=[pk]), status=303)
    client = letter.course.client
    context = {
        "letter": letter,
        "course": letter.course,
        "paper": paper_of_letter(letter),
        "form": withdrawing,
        "may_post": letter.to_whom != "client" or client.safe_channel == SafeChannel.POST,
    }
    return render(request, "therapist/ending/letter.html", context, status=422 if request.method == "POST" else 200)


def settle(request: StaffRequest, letter: Any, *, do: str) -> None:
    """Mark it as given or show it; the page says which, or why not."""
    now = timezone.now()
    try:
        if do == "share":
            share_letter(letter=letter, by=request.actor, now=now)
        else:
            give_letter(letter=letter, how=do, by=request.actor, now=now)
    except CourseError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, DONE[do])


def taken(request: StaffRequest, form: WithdrawForm, letter: Any) -> bool:
    """Whether it is withdrawn now."""
    try:
        withdraw_letter(letter=letter, why=form.cleaned_data["why"], by=request.actor, now=timezone.now())
    except CourseError as problem:
        refused(form, problem)
        return False
    messages.success(request, _("The letter is taken out of the record and kept for the audit."))
    return True


def change(request: StaffRequest, letter: Any) -> HttpResponse:
    """The draft with the facts beside it. When somebody saved it meanwhile, both texts are shown and none is lost."""
    form = LetterForm(request.POST or None, initial={"addressee": letter.addressee, "text": letter.text})
    theirs = None
    revision = request.POST.get("revision", "")
    if request.method == "POST" and form.is_valid():
        try:
            change_letter(
                letter=letter,
                written={"addressee": form.cleaned_data["addressee"], "text": form.cleaned_data["text"]},
                revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
                by=request.actor,
                now=timezone.now(),
            )
            return HttpResponseRedirect(reverse("course_letter", args=[letter.pk]), status=303)
        except Overtaken as met:
            theirs = letter = after.letter(request.actor, met.there.pk)
            form.add_error(
                None, _("Somebody saved this letter while you wrote. Nothing is lost: both texts are below.")
            )
        except CourseError as problem:
            refused(form, problem)
    context = {
        "letter": letter,
        "form": form,
        "to_whom": letter.to_whom,
        "theirs": theirs,
        "revision": letter.revision if theirs or not form.is_bound else revision,
        "frame": paper_of_letter(letter),
        **beside(letter.course),
    }
    return render(request, "therapist/ending/letter_form.html", context, status=422 if form.errors else 200)


@staff_page("GET")
def pdf(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The letter as a file; always on the trail. The file's name holds no name."""
    letter = after.letter_for_paper(request.actor, pk)
    reference = letter.course.client.reference
    try:
        content = as_pdf(paper_of_letter(letter), title=_("Letter, reference %(reference)s") % {"reference": reference})
    except PaperError as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("course_letter", args=[pk]))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{reference}.pdf"'
    return response
