"""The form of a client's details, for registering and for changing."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.pages.client.countries import NAMES
from clinic.pages.fields import day, line
from clinic.people.choices import SafeChannel

OPTIONAL_EQUALITY = ("gender", "ethnicity", "disability", "religion", "sexual_orientation")
GROUPS = (
    (_("Who"), ("name", "called", "born_on")),
    (
        _("Safe contact"),
        ("safe_channel", "email", "phone", "may_leave_voicemail", "shares_device", "address", "contact_note"),
    ),
    (_("Language and place"), ("language", "interpreter", "access_needs", "country", "region", "time_zone")),
    (_("In an emergency"), ("emergency_name", "emergency_relation", "emergency_phone")),
    (_("GP or main doctor"), ("gp_name", "gp_place", "gp_phone")),
    (_("Another clinician"), ("other_role", "other_name", "other_place", "other_phone")),
    (_("About you, if you want to say"), OPTIONAL_EQUALITY),
)


COUNTRIES = tuple(sorted(NAMES.items(), key=lambda code_and_name: code_and_name[1]))


class ClientForm(forms.Form):
    """All details; only name, date of birth, country and a way to be reached are needed."""

    name = line(_("Full name"), needed=True)
    called = line(_("What to call them"), most=60)
    born_on = day(_("Date of birth"), help_text=_("Such as 1987-03-27"))
    safe_channel = forms.ChoiceField(
        label=_("How may we reach them safely?"),
        choices=SafeChannel.choices,
        widget=forms.RadioSelect,
        initial=SafeChannel.EMAIL,
        help_text=_("Ask who else can read or hear it. Links are sent by e-mail only when this says so."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = line(_("Phone"), most=40)
    may_leave_voicemail = forms.BooleanField(label=_("A voicemail may be left"), required=False)
    shares_device = forms.BooleanField(
        label=_("Shares the phone or computer with somebody"),
        required=False,
        help_text=_("Their link then ends when the browser is closed."),
    )
    address = line(_("Address"), most=300)
    contact_note = line(_("Anything else about reaching them"), most=500)
    language = forms.CharField(label=_("Language"), max_length=12, initial="en", help_text=_("Code such as en"))
    interpreter = line(_("Interpreter for"), most=60, help_text=_("Language; leave empty when none is needed"))
    access_needs = line(_("What helps them to take part"), most=500, help_text=_("Large print, breaks, lift …"))
    country = forms.ChoiceField(label=_("Country they are in"), choices=COUNTRIES)
    region = line(_("Region"), most=20, help_text=_("Where crisis lines differ by region, such as Scotland"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name) for name in sorted(available_timezones()) if "/" in name]
    )
    emergency_name = line(_("Whom to call in an emergency"))
    emergency_relation = line(_("Who that is to them"), most=60)
    emergency_phone = line(_("Their phone"), most=40)
    gp_name = line(_("Name"))
    gp_place = line(_("Practice"))
    gp_phone = line(_("Phone"), most=40)
    other_role = line(_("Role"), most=60, help_text=_("Psychiatrist, midwife, social worker …"))
    other_name = line(_("Name"))
    other_place = line(_("Place"))
    other_phone = line(_("Phone"), most=40)
    gender = line(_("Gender"), most=60)
    ethnicity = line(_("Ethnicity"), most=60)
    disability = line(_("Disability"), most=120)
    religion = line(_("Religion or belief"), most=60)
    sexual_orientation = line(_("Sexual orientation"), most=60)

    def clean_born_on(self) -> Any:
        born_on = self.cleaned_data["born_on"]
        if born_on >= timezone.localdate() or born_on.year < 1900:
            raise forms.ValidationError(_("Enter a date of birth in the past, such as 1987-03-27."))
        return born_on

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        needed = {"email": "email", "phone": "phone", "post": "address"}.get(found.get("safe_channel", ""))
        if needed and not found.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Needed, because this is how they want to be reached."))
        return found

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Fields by heading."""
        return [(heading, [self[name] for name in names]) for heading, names in GROUPS]

    def details(self) -> dict[str, Any]:
        """What goes into the client's row."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(("gp_", "other_"))}

    def clinicians(self) -> list[dict[str, str]]:
        """What goes into the rows of other clinicians."""
        given = self.cleaned_data
        gp = {"role": "GP", **{name: given[f"gp_{name}"] for name in ("name", "place", "phone")}}
        other = {name: given[f"other_{name}"] for name in ("role", "name", "place", "phone")}
        return [
            one
            for one in (gp, {**other, "role": other["role"] or "Clinician"})
            if one["name"] or one["place"] or one["phone"]
        ]
