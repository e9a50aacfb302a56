"""The forms of supervision, cover and duty: two people, or one, from–until on the team's clock."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.people.choices import Role
from clinic.people.queries.team import TeamPeople

if TYPE_CHECKING:
    from clinic.people.models import User

ON_THE_CLOCK = "%Y-%m-%dT%H:%M"
LACKS = {
    Role.THERAPIST: gettext_lazy("Choose a therapist of this team. Somebody else needs that role first."),
    Role.SUPERVISOR: gettext_lazy("Choose a supervisor of this team. Somebody else needs that role first."),
    Role.DUTY: gettext_lazy("Choose a duty lead of this team. Somebody else needs that role first."),
}


class Person(forms.ChoiceField):
    """Somebody of the team who has the role; the choices come with the form's people."""

    def __init__(self, *, label: Any, role: Role) -> None:
        super().__init__(label=label, error_messages={"required": LACKS[role], "invalid_choice": LACKS[role]})
        self.role = role


def clock(label: Any, *, needed: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time on the team's clock."""
    widget = forms.DateTimeInput(format=ON_THE_CLOCK, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=needed, widget=widget, help_text=help_text)


class ArrangementForm(forms.Form):
    """What the three have in common: people by role, from–until in order, nothing in the past."""

    def __init__(self, *args: Any, people: TeamPeople, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people, self.now = people, now
        for field in self.fields.values():
            if isinstance(field, Person):
                those = [row.user for row in people.memberships if row.role == field.role]
                field.choices = [("", _("Choose")), *((str(user.pk), user.name) for user in those)]
        self.initial.setdefault("from_at", timezone.localtime(now).replace(second=0, microsecond=0))

    def chosen(self, name: str) -> "User":
        """The person behind a field."""
        return next(row.user for row in self.people.memberships if str(row.user_id) == self.cleaned_data[name])

    def since(self) -> datetime:
        """When it begins; the minute that is running counts as now."""
        at: datetime = self.cleaned_data["from_at"]
        return max(at, self.now) if (self.now - at).total_seconds() < 60 else at

    def until(self) -> datetime | None:
        """When it ends, if it does."""
        at: datetime | None = self.cleaned_data["until_at"]
        return at

    def last(self) -> datetime:
        """When it ends, where an end is needed."""
        at: datetime = self.cleaned_data["until_at"]
        return at

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("from_at"), given.get("until_at")
        if since is not None and timezone.localdate(since) < timezone.localdate(self.now):
            self.add_error("from_at", _("This day is past: begin today or later."))
        if since is not None and until is not None and until <= since:
            self.add_error("until_at", _("The end must be after the start."))
        elif until is not None and until <= self.now:
            self.add_error("until_at", _("This is over already: enter an end to come."))
        if not self.errors:
            self.check_others(since=given["from_at"], until=until)
        return given

    def check_others(self, *, since: datetime, until: datetime | None) -> None:
        """Whether it fits with what is arranged already; each form adds its own errors, and this one has none."""


class SupervisionForm(ArrangementForm):
    """Two different people; an end is possible."""

    supervisor = Person(label=gettext_lazy("Supervisor"), role=Role.SUPERVISOR)
    therapist = Person(label=gettext_lazy("Therapist"), role=Role.THERAPIST)
    from_at = clock(gettext_lazy("From"))
    until_at = clock(gettext_lazy("Until"), needed=False, help_text=gettext_lazy("Empty: until further notice"))

    def pair(self) -> tuple["User", "User"]:
        """Supervisor and therapist."""
        return self.chosen("supervisor"), self.chosen("therapist")

    def check_others(self, *, since: datetime, until: datetime | None) -> None:
        pair = self.pair()
        if pair[0] == pair[1]:
            self.add_error("therapist", _("Nobody supervises themselves: choose another person."))
        for row in self.people.supervisions:
            if (row.supervisor, row.therapist) == pair and overlap(row, since=since, until=until):
                self.add_error("therapist", _("This is arranged already for that time."))


class CoverForm(ArrangementForm):
    """Two different therapists, and the one who covers is there."""

    therapist = Person(label=gettext_lazy("Who is away"), role=Role.THERAPIST)
    covering = Person(label=gettext_lazy("Who stands in"), role=Role.THERAPIST)
    from_at = clock(gettext_lazy("From"))
    until_at = clock(gettext_lazy("Until"))

    def pair(self) -> tuple["User", "User"]:
        """Who covers, and who is away."""
        return self.chosen("covering"), self.chosen("therapist")

    def check_others(self, *, since: datetime, until: datetime | None) -> None:
        covering, therapist = self.pair()
        if covering == therapist:
            self.add_error("covering", _("Nobody stands in for themselves: choose another person."))
        for row in (row for row in self.people.covers if overlap(row, since=since, until=until)):
            if (row.covering, row.therapist) == (covering, therapist):
                self.add_error("covering", _("This is arranged already for that time."))
            elif row.therapist == covering:
                text = _("%(name)s is away at that time: choose somebody who is there.")
                self.add_error("covering", text % {"name": covering.name})


class DutyForm(ArrangementForm):
    """One duty lead."""

    user = Person(label=gettext_lazy("Who is on duty"), role=Role.DUTY)
    from_at = clock(gettext_lazy("From"))
    until_at = clock(gettext_lazy("Until"))

    def check_others(self, *, since: datetime, until: datetime | None) -> None:
        user = self.chosen("user")
        for row in self.people.duties:
            if row.user == user and overlap(row, since=since, until=until):
                self.add_error("user", _("%(name)s is on duty at that time already.") % {"name": user.name})


def overlap(row: Any, *, since: datetime, until: datetime | None) -> bool:
    """Whether an arrangement runs at any moment of a span; no end means for ever."""
    return (until is None or row.since < until) and (row.until is None or since < row.until)
