"""Form fields that pages share: a day, a time, a line, a few lines; and where a refusal is shown."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest


def day(label: Any, *, needed: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, in the browser's own picker where it has one."""
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=needed, widget=picker, help_text=help_text)


def line(label: Any, *, most: int = 120, needed: bool = False, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, required=needed, help_text=help_text)


def text(label: Any, *, most: int = 4000, rows: int = 3, needed: bool = False, help_text: Any = "") -> forms.CharField:
    """A few lines of text."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=needed, widget=area, help_text=help_text)


def once(request: HttpRequest) -> UUID:
    """The id of a form: made when it is first shown, and sent with it, so that what is sent twice is one record."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()


def clock(label: Any, *, needed: bool = True, help_text: Any = "") -> forms.TimeField:
    """A time of day, in the browser's own picker where it has one."""
    picker = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=needed, widget=picker, help_text=help_text)


def at(day: date | None, clock: time | None, *, zone: str) -> datetime | None:
    """The moment of a day and time on somebody's clock; None where one is missing."""
    return None if day is None or clock is None else datetime.combine(day, clock, ZoneInfo(zone))


def refused(form: forms.Form, problem: Any) -> None:
    """Put a refusal at the field it names, or above the form where that field is not on it."""
    name = problem.field if problem.field in form.fields else None
    form.add_error(name, str(problem))


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """The choices of a field that are known only when the form is made."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice.")
    field.choices = choices
