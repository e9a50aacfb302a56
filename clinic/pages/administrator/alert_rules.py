"""By when an alert must have been seen, by level: what this team wants beside the default and its origin."""

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

from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.actions.staff import change_team
from clinic.people.choices import Role
from clinic.safety.rules import AlertRule, RuleError, checked, rule_for
from ipt.library import shipped

FIELDS = ("working_hours", "pages_duty", "duty_minutes")
OURS = gettext_lazy("set by OpenIPT")
TITLES = {"urgent": gettext_lazy("Urgent"), "soon": gettext_lazy("Soon"), "notice": gettext_lazy("Known")}


def levels() -> list[Any]:
    """The words of the vocabulary, most pressing first."""
    return sorted(shipped().vocabulary("concern-levels").words, key=lambda word: word.rank or 0, reverse=True)


class RulesForm(forms.Form):
    """Three fields for each level; what equals the default is not kept."""

    def __init__(self, *args: Any, changed: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for word in levels():
            rule = rule_for(word.id, changed=changed)
            for name, field in fields(word.id).items():
                self.fields[f"{word.id}_{name}"] = field
                self.initial[f"{word.id}_{name}"] = plain(getattr(rule, name))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for word in levels():
            for name in FIELDS:
                key = f"{word.id}_{name}"
                if key in given:
                    self.check(key, word.id, {name: given[key]})
        return given

    def check(self, key: str, level: str, change: dict[str, Any]) -> None:
        """One field by the rules of clinic/safety/rules.py."""
        try:
            checked(level, change)
        except RuleError:
            told = {
                "working_hours": _("Enter hours above 0, 80 at most."),
                "duty_minutes": _("Enter 5 to 720 minutes."),
            }
            self.add_error(key, next((text for name, text in told.items() if name in change), _("Choose yes or no.")))

    def changes(self) -> dict[str, dict[str, Any]]:
        """What differs from the shipped defaults, as the team's row keeps it."""
        found = {}
        for word in levels():
            default = rule_for(word.id, changed={})
            wanted = {name: self.cleaned_data[f"{word.id}_{name}"] for name in FIELDS}
            if change := {name: value for name, value in wanted.items() if value != getattr(default, name)}:
                found[word.id] = change
        return found

    def groups(self) -> list[dict[str, Any]]:
        """The levels with their fields, each with the default in words and its origin."""
        return [
            {
                "title": TITLES[word.id],
                "meaning": word.meaning,
                "rows": [(self[f"{word.id}_{name}"], default) for name, default in defaults(word).items()],
            }
            for word in levels()
        ]


def plain(value: Any) -> Any:
    """40 for 40.0, as a person would write it."""
    return f"{value:g}" if isinstance(value, float) else value


def fields(level: str) -> dict[str, forms.Field]:
    """The three fields of one level, which each label names, so that a list of faults can be read by itself."""
    labels = {
        "working_hours": _("%(level)s: working hours until somebody must have seen it"),
        "pages_duty": _("%(level)s: out of hours it goes to whoever is on duty at once"),
        "duty_minutes": _("%(level)s: minutes that whoever is on duty then has"),
    }
    said = {name: label % {"level": TITLES[level]} for name, label in labels.items()}
    by_next_day = _("Empty: by the end of the next working day.")
    return {
        "working_hours": forms.FloatField(label=said["working_hours"], required=False, help_text=by_next_day),
        "pages_duty": forms.BooleanField(label=said["pages_duty"], required=False),
        "duty_minutes": forms.IntegerField(label=said["duty_minutes"]),
    }


def defaults(word: Any) -> dict[str, str]:
    """The default of each field in words, with its origin."""
    rule: AlertRule = rule_for(word.id, changed={})
    by_words = _("vocabulary concern-levels")
    hours = _("%(hours)g working hours") % {"hours": rule.working_hours or 0}
    if rule.working_hours is None:
        hours = _("by the end of the next working day")
    source = OURS if word.deadline.rule == "next-contact" else by_words
    said = {
        "working_hours": (hours, source),
        "pages_duty": (_("yes") if rule.pages_duty else _("no"), by_words),
        "duty_minutes": (_("%(minutes)s minutes") % {"minutes": rule.duty_minutes}, OURS),
    }
    return {
        name: _("Default: %(value)s (%(origin)s)") % {"value": value, "origin": origin}
        for name, (value, origin) in said.items()
    }


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), sensitive=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The rules count for alerts that are raised from now on."""
    team = team_of(request, pk)
    form = RulesForm(request.POST or None, changed=team.alert_rules)
    if request.method == "POST" and form.is_valid():
        change_team(team=team, settings={"alert_rules": form.changes()}, by=request.actor, now=timezone.now())
        messages.success(request, _("The rules are saved. They count for alerts from now on."))
        return HttpResponseRedirect(reverse("team", args=[team.pk]), status=303)
    context = {"team": team, "form": form, "source": shipped().vocabulary("concern-levels").source}
    return render(request, "administrator/alert_rules.html", context, status=422 if form.errors else 200)
