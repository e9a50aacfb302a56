"""One crisis line of the service's own list: add, change, remove, each checked as the shipped lists are."""

from typing import Any
from uuid import UUID

from attrs import fields_dict
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.administrator.crisis_lists import KINDS, country_or_404
from clinic.pages.administrator.whose import team_of
from clinic.pages.client.countries import NAMES
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.safety.actions.crisis import keep_crisis_lines
from clinic.safety.crisis import CrisisLine, CrisisListError, check_line
from clinic.safety.queries.crisis import crisis_list

WORDS = (
    "name",
    "kind",
    "number",
    "dial",
    "text",
    "keyword",
    "after_dialling",
    "hours",
    "link",
    "source_dated",
    "checked_in",
)


def words(label: Any, *, most: int, needed: bool = False, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, required=needed, help_text=help_text)


class LineForm(forms.Form):
    """Everything that a line holds."""

    place = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=1, max_value=99)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(KINDS.items()))
    name = words(gettext_lazy("Name"), most=120, needed=True, help_text=gettext_lazy("As the service calls itself"))
    number = words(gettext_lazy("Number as people read it"), most=40, needed=True)
    dial = words(
        gettext_lazy("Number to dial"),
        most=40,
        help_text=gettext_lazy("Digits, * and #, perhaps + in front. Empty for a text service"),
    )
    text = words(gettext_lazy("Number for texts"), most=40)
    keyword = words(gettext_lazy("Word to text"), most=40)
    after_dialling = words(gettext_lazy("What to choose once connected"), most=200)
    hours = words(
        gettext_lazy("Hours"),
        most=120,
        needed=True,
        help_text=gettext_lazy("Such as “24 hours, every day”. Must hold on every day."),
    )
    languages = words(gettext_lazy("Languages"), most=120, help_text=gettext_lazy("Codes with commas, such as en, cy"))
    regions = words(gettext_lazy("Regions"), most=300, help_text=gettext_lazy("With commas. Empty: the whole country"))
    free = forms.BooleanField(label=gettext_lazy("A source says that it costs nothing"), required=False)
    link = words(
        gettext_lazy("The service's own page"),
        most=300,
        needed=True,
        help_text=gettext_lazy("An address with https://"),
    )
    verified_on = forms.DateField(
        label=gettext_lazy("Number and hours checked on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: nobody has checked, and no client sees the line."),
    )
    source_dated = words(
        gettext_lazy("How old the source says it is"),
        most=120,
        help_text=gettext_lazy("Such as 2026-03, undated, or called on that day"),
    )
    checked_in = words(gettext_lazy("Where it was checked"), most=1000, needed=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        on = given.get("verified_on")
        if on is not None and on > timezone.localdate():
            self.add_error("verified_on", _("This day is still to come: enter today or a day before."))
        if not self.errors:
            try:
                check_line(self.line("new"), at=given["name"])
            except CrisisListError as fault:
                self.add_error(
                    fault.key if fault.key in self.fields else None, _("Expected: %(what)s.") % {"what": fault.expected}
                )
        return given

    def line(self, line_id: str) -> CrisisLine:
        """The line as the list takes it."""
        given = self.cleaned_data
        return CrisisLine(
            id=line_id,
            **{name: given[name].strip() for name in WORDS},
            free=given["free"],
            verified=given["verified_on"] is not None,
            verified_on=given["verified_on"],
            languages=split(given["languages"]),
            regions=split(given["regions"]),
        )


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def add(request: StaffRequest, pk: UUID, country: str) -> HttpResponse:
    """A new line; the list is the service's own from now on."""
    code = country_or_404(country)
    found = crisis_list(code)
    lines = list(found.lines) if found else []
    begin = {"place": len(lines) + 1, "hours": "24 hours, every day", "kind": "crisis" if lines else "emergency"}
    form = LineForm(request.POST or None, initial=begin)
    return answer(request, pk, code, form=form, line=None, rest=lines)


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,))
def change(request: StaffRequest, pk: UUID, country: str, line: str) -> HttpResponse:
    """A line as it is, to be changed or moved."""
    code = country_or_404(country)
    lines, place = with_line(code, line)
    begin = {name: getattr(lines[place], name) for name in fields_dict(CrisisLine)}
    begin |= {
        "place": place + 1,
        "languages": ", ".join(lines[place].languages),
        "regions": ", ".join(lines[place].regions),
    }
    form = LineForm(request.POST or None, initial=begin)
    return answer(request, pk, code, form=form, line=lines[place], rest=lines[:place] + lines[place + 1 :])


@staff_page("POST", roles=(Role.ADMINISTRATOR,))
def remove(request: StaffRequest, pk: UUID, country: str, line: str) -> HttpResponse:
    """A line goes; the emergency number stays first."""
    team, code = team_of(request, pk), country_or_404(country)
    lines, place = with_line(code, line)
    rest = lines[:place] + lines[place + 1 :]
    if not rest:
        messages.error(
            request, _("This is the last line: change it, or go back to the list that comes with the software.")
        )
        return HttpResponseRedirect(reverse("crisis_line", args=[team.pk, code, line]), status=303)
    try:
        keep_crisis_lines(country=code, lines=rest, team=team, by=request.actor, now=timezone.now())
    except CrisisListError:
        messages.error(request, _("A checked emergency number must come first: add one before you remove this."))
        return HttpResponseRedirect(reverse("crisis_line", args=[team.pk, code, line]), status=303)
    messages.success(request, _("%(name)s is removed.") % {"name": lines[place].name})
    return HttpResponseRedirect(reverse("crisis_list", args=[team.pk, code]), status=303)


def answer(
    request: StaffRequest, pk: UUID, code: str, *, form: LineForm, line: CrisisLine | None, rest: list[CrisisLine]
) -> HttpResponse:
    """Keep the line at its place among the rest, or show the form."""
    team = team_of(request, pk)
    if request.method == "POST" and form.is_valid():
        wanted = form.line(line.id if line else new_id(form.cleaned_data["name"], rest))
        place = form.cleaned_data["place"] - 1
        try:
            lines = [*rest[:place], wanted, *rest[place:]]
            keep_crisis_lines(country=code, lines=lines, team=team, by=request.actor, now=timezone.now())
        except CrisisListError:
            form.add_error("place", _("A checked emergency number must come first in the list."))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": wanted.name})
            return HttpResponseRedirect(reverse("crisis_list", args=[team.pk, code]), status=303)
    context = {"team": team, "code": code, "country": NAMES.get(code, code), "form": form, "line": line}
    return render(request, "administrator/crisis_line.html", context, status=422 if form.errors else 200)


def with_line(code: str, line_id: str) -> tuple[list[CrisisLine], int]:
    """The lines of a country and the place of one of them, or 404."""
    found = crisis_list(code)
    lines = list(found.lines) if found else []
    place = next((place for place, line in enumerate(lines) if line.id == line_id), None)
    if place is None:
        raise Http404
    return lines, place


def new_id(name: str, lines: list[CrisisLine]) -> str:
    """A short name that no other line of the list has."""
    stem, taken = slugify(name)[:50] or "line", {line.id for line in lines}
    return next(found for n in range(1, len(lines) + 2) if (found := stem if n == 1 else f"{stem}-{n}") not in taken)


def split(text: str) -> tuple[str, ...]:
    """Words between commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
