"""The diary: a week of appointments of one's own clients, and of those one covers."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.therapy.queries import courses

SIGNS = {
    "came": "came",
    "late": "late",
    "client_cancelled": "cancelled",
    "therapist_cancelled": "cancelled",
    "did_not_come": "did_not_come",
    "": "to_come",
}


@staff_page("GET", roles=(Role.THERAPIST, Role.SUPERVISOR))
def show(request: StaffRequest) -> HttpResponse:
    """Monday to Friday, and the weekend where something lies in it. `?from=2026-03-02` shows another week."""
    monday = week_of(request.GET.get("from", ""))
    zone = timezone.get_current_timezone()
    since = datetime.combine(monday, time.min, zone)
    until = datetime.combine(monday + timedelta(days=7), time.min, zone)
    everybody = request.GET.get("all") == "1"
    rows = [
        row
        for row in courses.diary(request.actor, since=since, until=until)
        if everybody or row.course.client.therapist_id == request.actor.id
    ]
    days = [day(monday + timedelta(days=n), rows) for n in range(7)]
    context = {
        "days": [one for one in days if one["on"].weekday() < 5 or one["slots"]],
        "monday": monday,
        "last": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "everybody": everybody,
        "n": len(rows),
    }
    return render(request, "therapist/course/diary.html", context)


def week_of(wanted: str) -> date:
    """The Monday of a day's week; of this week for anything that is no day."""
    try:
        on = date.fromisoformat(wanted)
    except ValueError:
        on = timezone.localdate()
    return on - timedelta(days=on.weekday())


def day(on: date, rows: list[Any]) -> dict[str, Any]:
    """One day with its appointments."""
    slots = [
        {"session": row, "sign": sign(row, rows), "ends_at": ends_at(row), "clashes": clashes(row, rows)}
        for row in rows
        if timezone.localdate(row.starts_at) == on
    ]
    today = timezone.localdate()
    return {"on": on, "slots": slots, "is_today": on == today, "is_past": on < today}


def sign(row: Any, rows: list[Any]) -> str:
    """How the slot is drawn."""
    return "clash" if clashes(row, rows) else SIGNS[row.attendance]


def clashes(row: Any, rows: list[Any]) -> bool:
    """Whether another appointment of the same therapist lies across it, as can be after a hand-over."""
    others = (one for one in rows if one.pk != row.pk and not one.attendance and not row.attendance)
    return any(
        one.course.client.therapist_id == row.course.client.therapist_id
        and one.starts_at < ends_at(row)
        and row.starts_at < ends_at(one)
        for one in others
    )


def ends_at(row: Any) -> datetime:
    """When an appointment is over."""
    return row.starts_at + timedelta(minutes=row.minutes)  # type: ignore[no-any-return]  # a record, named by its type only
