"""Goals: one to three for each focus, in the client's words, rated 0–10 at any time by the client or for them."""

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
from clinic.pages.fields import day, line, refused
from clinic.pages.therapist.initial.areas import number
from clinic.pages.therapist.initial.wording import areas_of
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.goals import MOST_GOALS, USUAL_TARGET, change_goal, drop_goal, rate_goal, set_goal
from clinic.therapy.queries import comments, courses
from clinic.therapy.queries import focus as foci


class GoalForm(forms.Form):
    """What should be different, where it is now, and what would be enough."""

    text = line(gettext_lazy("Goal"), most=300, needed=True, help_text=gettext_lazy("In the client's words."))
    rated = number(gettext_lazy("How near now, 0–10"))
    target = forms.IntegerField(
        label=gettext_lazy("What would be enough, 0–10"), min_value=0, max_value=10, initial=USUAL_TARGET
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, focus: Any = None, row: Any = None) -> None:
        begin = {"text": row.text, "target": row.target} if row else {}
        super().__init__(data, initial=begin, auto_id=f"goal-{focus.pk}-%s" if focus else "id_%s")
        if row is not None:
            del self.fields["rated"]


class RatingForm(forms.Form):
    """How near it is."""

    value = forms.TypedChoiceField(
        label=gettext_lazy("How near is it?"),
        choices=[(n, str(n)) for n in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    on = day(gettext_lazy("On"))
    by_client = forms.BooleanField(label=gettext_lazy("As the client said it"), required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, goal: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id=f"rating-{goal.pk}-%s")


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Each focus with its goals, and one more."""
    course = courses.course(request.actor, pk)
    mine = next((row for row in foci.running(course) if str(row.pk) == request.POST.get("focus")), None)
    form = GoalForm(request.POST, focus=mine) if mine is not None else None
    if form is not None and form.is_valid():
        try:
            set_goal(focus=mine, **form.cleaned_data, by=request.actor, now=timezone.now())  # type: ignore[arg-type]  # there is one
        except CourseError as problem:
            refused(form, problem)
        else:
            return HttpResponseRedirect(reverse("goals", args=[pk]), status=303)
    return page(request, course, form=form, mine=mine)


@staff_page("POST", long=True)
def rate(request: StaffRequest, pk: UUID, goal: UUID) -> HttpResponse:
    """How near it is on a day."""
    course = courses.course(request.actor, pk)
    row = foci.goal(course, goal)
    form = RatingForm(request.POST, goal=row)
    if form.is_valid():
        try:
            rate_goal(goal=row, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Rated."))
            return HttpResponseRedirect(reverse("goals", args=[pk]) + f"#goal-{goal}", status=303)
    return page(request, course, rated=(row, form))


@staff_page("GET", "POST", long=True)
def change(request: StaffRequest, pk: UUID, goal: UUID) -> HttpResponse:
    """Other words or another target; or dropped."""
    course = courses.course(request.actor, pk)
    row = foci.goal(course, goal)
    form = GoalForm(request.POST or None, row=row)
    known: dict[str, Any] = {"goal": row, "by": request.actor, "now": timezone.now()}
    try:
        if request.POST.get("do") == "drop":
            drop_goal(**known)
            messages.success(request, _("No longer worked on. It is kept with its ratings."))
            return HttpResponseRedirect(reverse("goals", args=[pk]), status=303)
        if request.method == "POST" and form.is_valid():
            change_goal(**form.cleaned_data, **known)
            return HttpResponseRedirect(reverse("goals", args=[pk]), status=303)
    except CourseError as problem:
        refused(form, problem)
    context = {"course": course, "row": row, "form": form}
    return render(request, "therapist/initial/goal.html", context, status=422 if form.errors else 200)


def page(
    request: Any,
    course: Any,
    *,
    form: GoalForm | None = None,
    mine: Any = None,
    rated: tuple[Any, RatingForm] | None = None,
) -> HttpResponse:
    """The page."""
    found, areas = foci.goals(course), {area.id: area for area in areas_of(course)}
    failed = next((one for one in (form, rated[1] if rated else None) if one is not None and one.errors), None)
    groups = []
    for row in foci.running(course):
        goals = [one for one in found if one.goal.focus_id == row.pk and one.goal.dropped_on is None]
        groups.append(
            {
                "focus": row,
                "title": row.title or areas[row.area].label,
                "aims": areas[row.area].goals,
                "goals": [{"rated": one, "form": rating(one.goal, rated)} for one in goals],
                "may_add": len(goals) < MOST_GOALS,
                "form": form if form is not None and row == mine else GoalForm(focus=row),
            }
        )
    context = {
        "course": course,
        "groups": groups,
        "dropped": [one for one in found if one.goal.dropped_on is not None or one.goal.focus.until_on is not None],
        "errors_of": failed,
        "most": MOST_GOALS,
        "comments": comments.comments(course.client, about="goal"),
    }
    return render(request, "therapist/initial/goals.html", context, status=422 if failed is not None else 200)


def rating(goal: Any, rated: tuple[Any, RatingForm] | None) -> RatingForm:
    """The form that was sent for this goal, or an empty one."""
    return rated[1] if rated is not None and rated[0].pk == goal.pk else RatingForm(goal=goal)
