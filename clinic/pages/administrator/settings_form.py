"""The form of a team's settings: seven rows of hours, one holiday a line, each fault beside its field."""

from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.client.countries import NAMES
from clinic.people.hours import HoursError, read_day, read_span

if TYPE_CHECKING:
    from clinic.people.models import Team

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
PLAIN = "public_name site phone country region language time_zone assessment_holds_days".split()
PLAIN += ["shows_expected", "expected_for_clients"]
LONGEST_HOLD = 90  # our default: an older assessment no longer lowers a new alert


class SettingsForm(forms.Form):
    """All settings but the alert rules, which have a page of their own."""

    public_name = forms.CharField(
        label=gettext_lazy("Public name"),
        max_length=120,
        help_text=gettext_lazy("As clients see it on pages and in letters."),
    )
    site = forms.CharField(
        label=gettext_lazy("Site"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Where the team works, for numbers by site. Left empty, it counts as a site without name."
        ),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("In letters, for clients who would rather call."),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=[(code, name) for name, code in sorted((name, code) for code, name in NAMES.items())],
    )
    region = forms.CharField(label=gettext_lazy("Region"), max_length=20, required=False)
    language = forms.CharField(label=gettext_lazy("Language"), max_length=12, help_text=gettext_lazy("Code such as en"))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=[(name, name) for name in sorted(available_timezones()) if "/" in name]
    )
    holidays = forms.CharField(
        label=gettext_lazy("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One date a line, such as 2026-12-25. The team is closed on these days."),
    )
    assessment_holds_days = forms.IntegerField(
        label=gettext_lazy("Days for which an assessment of risk holds"),
        min_value=1,
        max_value=LONGEST_HOLD,
        help_text=gettext_lazy(
            "Within them, an answer that is no worse raises an alert one level lower. "
            "Default: 14, the time frame of the PHQ-9."
        ),
    )

    shows_expected = forms.BooleanField(
        label=gettext_lazy("Show therapists and supervisors what score was to be expected"),
        required=False,
        help_text=gettext_lazy(
            "As a band in the chart, once it has been right often enough on courses that ended here."
        ),
    )
    expected_for_clients = forms.BooleanField(
        label=gettext_lazy("Show the band to clients too"),
        required=False,
        help_text=gettext_lazy("Off by default: a band is easily read as a mark one should have reached."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for day, name in enumerate(WEEKDAYS):
            for end, label in (("opens", _("%(day)s, opens")), ("closes", _("%(day)s, closes"))):
                widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
                self.fields[f"{end}_{day}"] = forms.TimeField(
                    label=label % {"day": name}, required=False, widget=widget
                )

    def days(self) -> list[dict[str, Any]]:
        """The rows of the week: name, and the two fields."""
        return [
            {"name": name, "opens": self[f"opens_{day}"], "closes": self[f"closes_{day}"]}
            for day, name in enumerate(WEEKDAYS)
        ]

    def clean_holidays(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["holidays"].splitlines() if line.strip()]
        try:
            return sorted({read_day(line).isoformat() for line in lines})
        except HoursError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for day in range(7):
            opens, closes = given.get(f"opens_{day}"), given.get(f"closes_{day}")
            broken = {f"opens_{day}", f"closes_{day}"} & self.errors.keys()
            if (opens is None) != (closes is None) and not broken:
                empty = "closes" if closes is None else "opens"
                self.add_error(f"{empty}_{day}", _("Enter both times, or neither when the team is closed."))
            elif opens is not None and closes is not None:
                self.check_span(day, opens, closes)
        return given

    def check_span(self, day: int, opens: time, closes: time) -> None:
        """The day's times in order."""
        try:
            read_span(str(day), written(opens, closes))
        except HoursError:
            self.add_error(f"closes_{day}", _("The closing time must be after the opening time, on the same day."))

    def settings(self) -> dict[str, Any]:
        """What goes into the team's row."""
        given = self.cleaned_data
        hours = {
            str(day): written(given[f"opens_{day}"], given[f"closes_{day}"])
            for day in range(7)
            if given[f"opens_{day}"] is not None
        }
        return {**{name: given[name] for name in PLAIN}, "hours": hours, "holidays": given["holidays"]}


def written(opens: time, closes: time) -> list[str]:
    """A day's times as the team's row keeps them."""
    return [f"{opens:%H:%M}", f"{closes:%H:%M}"]


def known(team: "Team") -> dict[str, Any]:
    """What the form begins with."""
    found = {name: getattr(team, name) for name in PLAIN}
    for day, (opens, closes) in team.hours.items():
        found |= {f"opens_{day}": opens, f"closes_{day}": closes}
    return found | {"holidays": "\n".join(team.holidays)}
