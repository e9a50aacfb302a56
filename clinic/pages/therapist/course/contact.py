"""Somebody tried to reach the client: after absences, or whenever it was needed."""

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
from clinic.pages.fields import text
from clinic.therapy.actions.attendance import record_contact
from clinic.therapy.queries import courses


class ContactForm(forms.Form):
    """Whether the client was reached, and what was said."""

    was_reached = forms.ChoiceField(
        label=gettext_lazy("Were they reached?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect(),
    )
    note = text(gettext_lazy("What was tried and said"), most=2000)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A form with the safe channel in sight, and what was tried before."""
    course = courses.course(request.actor, pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_contact(
            client=course.client,
            course=course,
            was_reached=form.cleaned_data["was_reached"] == "yes",
            note=form.cleaned_data["note"],
            by=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("Recorded."))
        return HttpResponseRedirect(reverse("course", args=[pk]), status=303)
    context = {"course": course, "client": course.client, "form": form, "contacts": courses.contacts(course)}
    return render(request, "therapist/course/contact.html", context, status=422 if form.errors else 200)
