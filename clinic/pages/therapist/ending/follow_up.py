"""Follow-up: days after the end on which somebody asks how it goes, who holds it, what came of it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, offer, refused, text
from clinic.pages.therapist.ending.then_and_now import returned, scores
from clinic.therapy.actions.after import cancel_follow_up, finish_follow_up, plan_follow_ups
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import after, courses

if TYPE_CHECKING:
    from clinic.therapy.models import Course, FollowUp


class PlanForm(forms.Form):
    """Proposed days, another day, and what is asked then."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days that the protocol proposes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other = day(gettext_lazy("Another day"), needed=False)
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Asked then"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, days: list[date], measures: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "days", [(on.isoformat(), date_format(on, "j F Y")) for on in days])
        offer(self, "measures", measures)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not found.get("days") and not found.get("other"):
            raise forms.ValidationError(_("Choose a day, or give another one."))
        return found

    def chosen(self) -> list[date]:
        """Every day that was chosen, in order of time."""
        days = {date.fromisoformat(on) for on in self.cleaned_data["days"]}
        return sorted(days | ({self.cleaned_data["other"]} if self.cleaned_data["other"] else set()))


class DoneForm(forms.Form):
    """When somebody asked, and how it goes."""

    done_on = day(gettext_lazy("Asked on"))
    outcome = text(gettext_lazy("How it goes"), most=2000, needed=True)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The days that are set, with `do` done or cancel for each; below, a form to set more (`do=plan`)."""
    course = courses.course(request.actor, pk)
    do = request.POST.get("do", "")
    rows = after.follow_ups(course)
    form = PlanForm(
        request.POST if do == "plan" else None,
        days=proposed(course, rows),
        measures=measures(course),
        initial={"measures": [name for name, _title in measures(course)][:1]},
    )
    faulty: tuple[UUID, DoneForm] | None = None
    if do == "plan" and planned(request, course, form):
        return back(course)
    if do in ("done", "cancel"):
        faulty = settle(request, course, rows, do=do)
        if faulty is None:
            return back(course)
    changes = outcome.changes(course, answers.series_of(course.client))
    first = next(iter(changes), None)
    later = outcome.since_end(course, series=first.series) if first else ()
    context = {
        "course": course,
        "rows": [shown(row, course, faulty=faulty) for row in rows],
        "form": form,
        "done_form": faulty[1] if faulty else None,
        "scores": scores(changes),
        "later": later[-1] if later else None,
        "main": first.series.wording.title if first else "",
        "suggestions": returned(course, change=first, later=later),
    }
    return render(request, "therapist/ending/follow_up.html", context, status=422 if request.method == "POST" else 200)


def proposed(course: "Course", rows: "list[FollowUp]") -> list[date]:
    """Days by the protocol's weeks after the end, as far as they are to come and not set yet."""
    end = course.ended_on or course.ends_on
    taken = {row.due_on for row in rows}
    days = [end + timedelta(weeks=weeks) for weeks in courses.protocol_of(course).follow_up_weeks]
    return [on for on in days if on > timezone.localdate() and on not in taken]


def measures(course: "Course") -> list[tuple[str, str]]:
    """What this form of IPT asks its clients, the main measure first."""
    asked = sorted(courses.protocol_of(course).measures, key=lambda one: not one.is_main)
    names = dict.fromkeys(one.measure for one in asked if one.answered_by == "client")
    return [(name, title(name)) for name in names]


def title(measure: str) -> str:
    """A measure's short title."""
    known = library()
    return known.wording(known.measure(measure), "en").title


def planned(request: StaffRequest, course: "Course", form: PlanForm) -> bool:
    """Whether the days are set now: all of them or none."""
    if not form.is_valid():
        return False
    days = form.chosen()
    try:
        plan_follow_ups(
            course=course, days=days, measures=form.cleaned_data["measures"], by=request.actor, now=timezone.now()
        )
    except CourseError as problem:
        problem.field = {"due_on": "other"}.get(problem.field, problem.field)
        refused(form, problem)
        return False
    n = len(days)
    messages.success(request, ngettext("%(n)s follow-up is set.", "%(n)s follow-ups are set.", n) % {"n": n})
    return True


def settle(request: StaffRequest, course: "Course", rows: "list[FollowUp]", *, do: str) -> tuple[UUID, DoneForm] | None:
    """Done or off; what is wrong comes back with the follow-up it belongs to."""
    wanted = request.POST.get("follow_up", "")
    row = next((row for row in rows if str(row.pk) == wanted), None)
    if row is None:
        messages.error(request, _("This follow-up is not on the list any more."))
        return None
    form = DoneForm(request.POST, prefix=str(row.pk)) if do == "done" else None
    if form is not None and not form.is_valid():
        return row.pk, form
    try:
        if form is not None:
            finish_follow_up(follow_up=row, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("Written down."))
        else:
            cancel_follow_up(follow_up=row, by=request.actor, now=timezone.now())
            messages.success(request, _("The follow-up is off."))
    except CourseError as problem:
        if form is not None and problem.field in form.fields:
            refused(form, problem)
            return row.pk, form
        messages.error(request, str(problem))
    return None


def shown(row: "FollowUp", course: "Course", *, faulty: tuple[UUID, DoneForm] | None) -> dict[str, Any]:
    """A follow-up with its state in a word, who holds it, and its form while it is open."""
    today = timezone.localdate()
    state = "done" if not row.is_open else "late" if row.due_on < today else "due" if row.due_on == today else "to_come"
    form = None
    if row.is_open:
        is_faulty = faulty is not None and faulty[0] == row.pk
        form = faulty[1] if faulty and is_faulty else DoneForm(prefix=str(row.pk), initial={"done_on": today})
    return {
        "row": row,
        "state": state,
        "holder": after.holder(row, course.client),
        "was_of": row.owner if row.owner_id != course.client.therapist_id else None,
        "measures": [(name, title(name)) for name in row.measures],
        "form": form,
    }


def back(course: "Course") -> HttpResponse:
    """The page again."""
    return HttpResponseRedirect(reverse("follow_ups", args=[course.pk]), status=303)
