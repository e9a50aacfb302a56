"""The focus: agreed with its day and how the client said yes, a second one only on purpose, changed with a reason."""

from collections.abc import Mapping
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
from clinic.pages.fields import day, line, offer, refused, text
from clinic.pages.therapist.initial.answer import TOLD
from clinic.pages.therapist.initial.focus_cards import cards_of
from clinic.pages.therapist.initial.suited import suited_to
from clinic.pages.therapist.initial.wording import areas_of
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.focus import agree_focus, change_focus, drop_second_focus
from clinic.therapy.choices import AgreedHow
from clinic.therapy.queries import courses, formulation, inventory, issues
from clinic.therapy.queries import focus as foci


class FocusForm(forms.Form):
    """What was agreed. `has_seen` is asked for where something speaks against it."""

    area = forms.ChoiceField(label=gettext_lazy("Problem area"), widget=forms.RadioSelect)
    title = line(gettext_lazy("In the client's words"), most=200, help_text=gettext_lazy("Such as: since Mum died."))
    people = forms.MultipleChoiceField(
        label=gettext_lazy("With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How the client agreed"),
        choices=[(how.value, how.label) for how in AgreedHow],
        widget=forms.RadioSelect,
        initial=AgreedHow.BY_WORD.value,
    )
    on = day(gettext_lazy("Agreed on"))
    why = text(gettext_lazy("Why the focus changes"), most=2000, rows=2, needed=True)
    has_seen = forms.BooleanField(label=gettext_lazy("Go on all the same"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, course: Any, is_second: bool = False, changes: bool = False
    ) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.course, self.is_second = course, is_second
        self.by_id = {str(one.relationship.pk): one.relationship for one in inventory.people(course.client)}
        offer(self, "area", weighed_options(course))
        offer(self, "people", [(key, row.name) for key, row in self.by_id.items()])
        agreed = formulation.in_force(formulation.versions(course))
        if agreed is None or agreed.answered_how != AgreedHow.PORTAL:
            offer(self, "how", TOLD)
        if not changes:
            del self.fields["why"]
        if not self.by_id:
            del self.fields["people"]
        if is_second:
            self.fields["has_seen"].label = _("A second focus is worth the time it takes from the first")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("has_seen") and (warning := self.warning(found.get("area", ""))):
            self.add_error("has_seen", warning)
        return found

    def warning(self, area: str) -> str:
        """What speaks against it, to be seen before it is saved."""
        if self.is_second:
            return _("One focus is the rule, two the most. Tick this to agree a second one.")
        higher = issues.weighed_higher(issues.weights(self.course), than=area) if area == issues.FALLBACK else ()
        if higher:
            labels = {one.id: one.label for one in areas_of(self.course)}
            return _(
                "This area is for when no other fits, and “%(area)s” was weighed higher. Tick this to choose it anyway."
            ) % {"area": "”, “".join(labels[one] for one in higher)}
        return ""

    def chosen(self) -> dict[str, Any]:
        """What the action takes."""
        known = {name: self.cleaned_data[name] for name in ("area", "title", "how", "on")}
        return {**known, "people": [self.by_id[key] for key in self.cleaned_data.get("people", ())]}


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The foci that run, and what was agreed before them."""
    course = courses.course(request.actor, pk)
    is_second = bool(foci.running(course))
    form = FocusForm(request.POST or None, course=course, is_second=is_second)
    if request.method == "POST" and form.is_valid():
        try:
            agree_focus(
                course=course,
                chosen=form.chosen(),  # type: ignore[arg-type]  # the form's own fields
                is_second=is_second,
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The focus is agreed. Goals come next."))
            return HttpResponseRedirect(reverse("focus", args=[pk]), status=303)
    return page(request, course, form=form)


@staff_page("GET", "POST", long=True)
def change(request: StaffRequest, pk: UUID, focus: UUID) -> HttpResponse:
    """Another focus in its place, with the reason; or a second one dropped."""
    course = courses.course(request.actor, pk)
    row = foci.focus(course, focus)
    form = FocusForm(request.POST or None, course=course, changes=True)
    drop = DropForm(request.POST if request.POST.get("do") == "drop" else None)
    known: dict[str, Any] = {"focus": row, "by": request.actor, "now": timezone.now()}
    try:
        if request.POST.get("do") == "drop" and drop.is_valid():
            drop_second_focus(why=drop.cleaned_data["why"], **known)
            messages.success(request, _("One focus again."))
            return HttpResponseRedirect(reverse("focus", args=[pk]), status=303)
        if request.method == "POST" and request.POST.get("do") != "drop" and form.is_valid():
            change_focus(chosen=form.chosen(), why=form.cleaned_data["why"], **known)  # type: ignore[arg-type]  # as above
            messages.success(request, _("The focus is changed. The one before stays in the record."))
            return HttpResponseRedirect(reverse("focus", args=[pk]), status=303)
    except CourseError as problem:
        refused(drop if drop.is_bound else form, problem)
    failed = drop if drop.is_bound else form
    context = {"course": course, "row": row, "form": FocusForm(course=course, changes=True) if drop.is_bound else form}
    context |= {"drop": drop, "errors_of": failed, "areas": areas_of(course)}
    return render(request, "therapist/initial/focus_change.html", context, status=422 if failed.errors else 200)


class DropForm(forms.Form):
    """Why a second focus is dropped."""

    why = text(gettext_lazy("Why it is dropped"), most=2000, rows=2, needed=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="drop_%s")


def page(request: Any, course: Any, *, form: FocusForm) -> HttpResponse:
    """The page."""
    found = foci.foci(course)
    areas = [row.area for row in found if row.until_on is None]
    versions = formulation.versions(course)
    context = {
        "course": course,
        "form": form,
        "cards": cards_of(course, [row for row in found if row.until_on is None]),
        "earlier": cards_of(course, [row for row in found if row.until_on is not None]),
        "areas": areas_of(course),
        "agreed": formulation.in_force(versions),
        "refused": formulation.refused_last(versions),
        "waits": next((row for row in versions[:1] if not row.answered_how), None),
        "most": courses.protocol_of(course).most_foci,
        "suited": suited_to(course, areas=areas) if areas else [],
    }
    return render(request, "therapist/initial/focus.html", context, status=422 if form.errors else 200)


def weighed_options(course: Any) -> list[tuple[str, str]]:
    """The problem areas with the numbers that both sides gave them."""
    found = issues.weights(course)
    return [(area.id, f"{area.label}{numbers(found.get(area.id))}") for area in areas_of(course)]


def numbers(row: Any) -> str:
    """How far an area bears, by both sides."""
    if row is None:
        return ""
    parts = [_("client %(n)s") % {"n": row.by_client}] if row.by_client is not None else []
    parts += [_("you %(n)s") % {"n": row.by_therapist}] if row.by_therapist is not None else []
    return f" ({', '.join(parts)})" if parts else ""
