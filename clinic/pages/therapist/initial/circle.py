"""The closeness circle: moved by hand, by keys and by buttons, kept by day, two days beside each other with arrows."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.pages.circle_drawing import draw_circle, draw_moves
from clinic.pages.circle_moves import asked_move
from clinic.pages.circle_rows import circle_rows
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.initial.people import RINGS, to_id
from clinic.therapy.actions.circle import leave_circle, place, take_snapshot
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import courses, inventory
from ipt.inventory import Circle


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The circle of a day (`?on=`, today without); `?then=` sets an earlier one beside it."""
    course = courses.course(request.actor, pk)
    day = a_day(request.GET.get("on")) or timezone.localdate()
    circles, names = inventory.circles(course.client), inventory.names(course.client)
    drawn = circle_on(circles, day)
    if request.method == "POST":
        return moved(request, course, drawn=drawn, day=day)
    then = a_day(request.GET.get("then")) or earlier_than(circles, day)
    before = next((one for one in circles if one.on == then and one.on < day), None)
    placed = {one.person for one in drawn.places}
    context = {
        "course": course,
        "day": day,
        "is_today": day == timezone.localdate(),
        "url": address(course, day),
        "picture": draw_circle(drawn, names=names) if drawn.places else None,
        "rows": circle_rows(None, drawn, names=names),
        "chosen": request.GET.get("person", ""),
        "since": max((one.on for one in circles if one.on <= day), default=None),
        "waiting": [{"id": key, "name": name} for key, name in names.items() if key not in placed],
        "placed": [{"id": one.person, "name": names[one.person]} for one in drawn.places],
        "rings": RINGS[1:],
        "days": [one.on for one in circles][::-1],
        "others": [one.on for one in circles if one.on < day][::-1],
        **beside(before, drawn, names=names, day=day),
    }
    return render(request, "therapist/initial/circle.html", context)


def beside(before: Circle | None, after: Circle, *, names: dict[str, str], day: date) -> dict[str, Any]:
    """An earlier circle and this one, and both in one picture with arrows from then to now."""
    if before is None or not after.places:
        return {"then": None}
    return {
        "then": before.on,
        "picture_then": draw_circle(before, names=names),
        "picture_now": draw_circle(after, names=names),
        "picture_moves": draw_moves(before, after, names=names),
        "rows_moves": circle_rows(before, after, names=names),
        "then_words": date_format(before.on, "j F Y"),
        "now_words": date_format(day, "j F Y"),
    }


def moved(request: Any, course: Any, *, drawn: Circle, day: date) -> HttpResponse:
    """One step: a drag, a key, a button; somebody put in or taken out; the whole circle kept as of this day."""
    known: dict[str, Any] = {"on": day, "by": request.actor, "now": timezone.now()}
    chosen = request.POST.get("person", "")
    try:
        match request.POST.get("do"):
            case "keep":
                take_snapshot(client=course.client, **known)
                messages.success(request, _("Kept as the circle of this day."))
            case "put_in":
                ring = int(request.POST.get("ring", "0") or 0)
                place(relationship=inventory.person(course.client, to_id(chosen)), ring=ring, **known)
            case "take_out":
                leave_circle(relationship=inventory.person(course.client, to_id(chosen)), **known)
            case _:
                asked = asked_move({name: str(value) for name, value in request.POST.items()}, circle=drawn)
                row = inventory.person(course.client, UUID(asked.person))
                place(relationship=row, ring=asked.ring, angle=asked.angle, **known)
    except (CourseError, ValueError) as problem:
        messages.error(request, str(problem))
        return (
            HttpResponseRedirect(address(course, day), status=303)
            if not is_script(request)
            else HttpResponse(status=422)
        )
    return HttpResponseRedirect(address(course, day, person=chosen), status=303)


def is_script(request: Any) -> bool:
    """Whether the circle's own script posts: it sends the place itself and puts the dot back when that fails."""
    return "angle" in request.POST


def circle_on(circles: tuple[Circle, ...], day: date) -> Circle:
    """The circle as it stood on a day: the newest one until then."""
    return max((one for one in circles if one.on <= day), key=lambda one: one.on, default=Circle(on=day, places=()))


def earlier_than(circles: tuple[Circle, ...], day: date) -> date | None:
    """The first circle there is, when it is an earlier one: what a course is usually held against."""
    first = next(iter(circles), None)
    return first.on if first is not None and first.on < day else None


def address(course: Any, day: date, *, person: str = "") -> str:
    """The page of this day, with the same person chosen."""
    parts = [f"on={day.isoformat()}"] if day != timezone.localdate() else []
    parts += [f"person={to_id(person)}"] if person else []
    query = f"?{'&'.join(parts)}" if parts else ""
    return reverse("circle", args=[course.pk]) + query


def a_day(text: str | None) -> date | None:
    """A day out of an address; none for anything else and for days to come."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found <= timezone.localdate() else None
