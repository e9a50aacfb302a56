"""Issues: listed, put in order by each side with buttons, tied to a person and a problem area where that helps."""

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
from clinic.pages.fields import line, offer, refused
from clinic.pages.therapist.initial.people import to_id
from clinic.pages.therapist.initial.wording import area_options, words_of
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.issues import add_issue, change_issue, rank_issues, remove_issue
from clinic.therapy.queries import courses, inventory
from clinic.therapy.queries import issues as ranked
from clinic.therapy.queries.issues import Side

STEP = {"up": -1, "down": 1}
SIDES: tuple[Side, ...] = ("client", "therapist")


class IssueForm(forms.Form):
    """One line; person and area where that helps."""

    text = line(gettext_lazy("The issue"), most=300, needed=True, help_text=gettext_lazy("In the client's words."))
    relationship = forms.ChoiceField(label=gettext_lazy("With whom"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Problem area"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, course: Any, row: Any = None) -> None:
        begin = {"text": row.text, "relationship": row.relationship_id, "area": row.area} if row else {}
        super().__init__(data, initial=begin)
        people = inventory.people(course.client)
        self.by_id = {str(one.relationship.pk): one.relationship for one in people}
        names = [(key, person.name) for key, person in self.by_id.items()]
        offer(self, "relationship", [("", _("Nobody named")), *names])
        offer(self, "area", area_options(course, empty=_("None yet")))

    def issue(self) -> dict[str, Any]:
        """What the action takes."""
        known = self.cleaned_data
        return {**known, "relationship": self.by_id.get(known["relationship"])}


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Both orders beside each other, and one more issue."""
    course = courses.course(request.actor, pk)
    form = IssueForm(request.POST or None, course=course)
    if request.method == "POST" and form.is_valid():
        try:
            add_issue(course=course, **form.issue(), by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            return HttpResponseRedirect(reverse("issues", args=[pk]), status=303)
    found = ranked.issues(course)
    just = {name: request.GET.get(name, "") for name in ("moved", "side", "way")}
    lists = [order_of(found, side=side, moved=just["moved"] if just["side"] == side else "") for side in SIDES]
    context = {"course": course, "form": form, "lists": lists, "n": len(found), "just": just}
    return render(request, "therapist/initial/issues.html", context, status=422 if form.errors else 200)


def order_of(found: list[Any], *, side: Side, moved: str) -> dict[str, Any]:
    """One side's order; the issue that was moved just now keeps the keyboard."""
    areas = words_of("problem-areas")
    rows = [
        {"issue": row, "area": areas.get(row.area), "is_moved": str(row.pk) == moved}
        for row in ranked.in_order(found, side=side)
    ]
    return {"side": side, "rows": rows, "is_ranked": ranked.is_ranked(found, side=side)}


@staff_page("GET", "POST", long=True)
def one(request: StaffRequest, pk: UUID, issue: UUID) -> HttpResponse:
    """Other words, another person or area; or off the list."""
    course = courses.course(request.actor, pk)
    row = ranked.issue(course, issue)
    form = IssueForm(request.POST or None, course=course, row=row)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "remove":
                remove_issue(issue=row, by=request.actor, now=timezone.now())
                messages.success(request, _("Taken off the list."))
                return HttpResponseRedirect(reverse("issues", args=[pk]), status=303)
            if form.is_valid():
                change_issue(issue=row, **form.issue(), by=request.actor, now=timezone.now())
                return HttpResponseRedirect(reverse("issues", args=[pk]), status=303)
        except CourseError as problem:
            refused(form, problem)
    context = {"course": course, "row": row, "form": form}
    return render(request, "therapist/initial/issue.html", context, status=422 if form.errors else 200)


@staff_page("POST", long=True)
def rank(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One step up or down in one side's order; `keep` says that the order is right as it stands."""
    course = courses.course(request.actor, pk)
    side: Side = "client" if request.POST.get("side") == "client" else "therapist"
    order = [row.pk for row in ranked.in_order(ranked.issues(course), side=side)]
    way, _slash, which = request.POST.get("move", "").partition("/")
    issue = to_id(which)
    if way in STEP and issue in order:
        place = order.index(issue)
        to = min(max(place + STEP[way], 0), len(order) - 1)
        order.insert(to, order.pop(place))
    try:
        rank_issues(course=course, order=order, by_side=side, by=request.actor, now=timezone.now())
    except CourseError as problem:
        messages.error(request, str(problem))
    moved = f"?moved={issue}&side={side}&way={way}" if way in STEP else ""
    return HttpResponseRedirect(reverse("issues", args=[pk]) + moved, status=303)
