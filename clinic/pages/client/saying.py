"""What a client says about something they were shown: yes or no, and words of their own. A person reads it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from attrs import frozen
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.audit.actor import Actor
from clinic.pages.doors import ClientRequest
from clinic.pages.fields import refused, text
from clinic.therapy.actions.comments import About, comment
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries.comments import own_comments
from clinic.therapy.queries.own import may_write

if TYPE_CHECKING:
    from clinic.people.models import Client
    from clinic.therapy.models import Agreement, Comment, Formulation


class Answers(Protocol):
    """How a yes or no is kept: an action with the row already named."""

    def __call__(self, *, agrees: bool, said: str, by: Actor, now: datetime) -> object: ...


class CommentForm(forms.Form):
    """A few words."""

    text = text(gettext_lazy("Do you want to say something about it?"), most=4000, needed=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].error_messages["required"] = _("Write a few words first.")


class AnswerForm(forms.Form):
    """Yes or no; words are welcome, and not needed."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("Does this fit?"),
        choices=(("yes", gettext_lazy("Yes, this fits")), ("no", gettext_lazy("No, not quite"))),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no. You can also leave the page and decide later.")},
    )
    said = text(
        gettext_lazy("What would you change, or add?"), most=4000, help_text=gettext_lazy("You can leave this empty.")
    )


@frozen
class Shown:
    """A text that the client says yes or no to, and where that is kept."""

    row: "Formulation | Agreement"
    about: About
    answer: Answers
    template: str


def yes_or_no(request: ClientRequest, shown: Shown, *, client: "Client", context: dict[str, Any]) -> HttpResponse:
    """The page: one answer to a version, and afterwards as many comments as they like."""
    row, is_open = shown.row, not shown.row.answered_how
    form = (AnswerForm if is_open else CommentForm)(request.POST or None)
    if request.method == "POST" and form.is_valid() and is_still(request, row, form=form):
        keep = answered(request, shown, form=form) if is_open else commented(request, shown, client=client, form=form)
        if kept(keep, form):
            messages.success(request, thanks(client))
            return HttpResponseRedirect(request.path, status=303)
    page = {
        "client": client,
        "row": row,
        "form": form,
        "is_open": is_open,
        "comments": about_this(request.actor, about=shown.about, about_id=row.pk),
        "may_write": may_write(row.course),
        **context,
    }
    return render(request, shown.template, page, status=422 if form.errors else 200)


def is_still(request: ClientRequest, row: "Formulation | Agreement", *, form: forms.Form) -> bool:
    """Whether the version that was read is the one that stands here now."""
    if request.POST.get("version") == str(row.version):
        return True
    form.add_error(None, _("There is a newer text now. Please read it first."))
    return False


def answered(request: ClientRequest, shown: Shown, *, form: forms.Form) -> Callable[[], object]:
    """What keeps a yes or no."""
    agrees, said = form.cleaned_data["agrees"] == "yes", form.cleaned_data["said"]
    return lambda: shown.answer(agrees=agrees, said=said, by=request.actor, now=timezone.now())


def commented(request: ClientRequest, shown: Shown, *, client: "Client", form: forms.Form) -> Callable[[], object]:
    """What keeps a comment."""
    given: dict[str, Any] = {"about": shown.about, "about_id": shown.row.pk, "text": form.cleaned_data["text"]}
    return lambda: comment(client=client, **given, by=request.actor, now=timezone.now())


def kept(keep: Callable[[], object], form: forms.Form) -> bool:
    """Whether it was kept; if not, the form says why in words."""
    try:
        keep()
    except CourseError as problem:
        if problem.field == "version":
            form.add_error(None, _("Your therapist is writing a new text. You will find it here when it is ready."))
        else:
            refused(form, problem)
        return False
    return True


def about_this(viewer: Actor, *, about: About, about_id: UUID) -> list["Comment"]:
    """The client's words about one thing, oldest first (two statements)."""
    return [one for one in own_comments(viewer, about=about) if one.about_id == about_id][::-1]


def thanks(client: "Client") -> str:
    """Who reads what was just sent, and when."""
    words = _("Thank you. %(who)s sees that you wrote and reads it, at the latest in your next session.")
    return words % {"who": client.therapist.name}
