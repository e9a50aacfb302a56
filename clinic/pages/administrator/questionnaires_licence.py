"""The part of a form that states the licence of a wording: whose it is, what it allows, until when, confirmed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.pages.administrator.questionnaire_words import PURPOSES
from clinic.pages.fields import day, line, text
from clinic.wordings.statement import NotStated, Statement, check
from ipt.measure import Measure

STATED = _("My service holds this licence and may show this wording to those it asks.")
FIELDS = ("owner", "terms", "uses", "commercial", "reference", "expires_on", "stated")


def licence_fields() -> dict[str, forms.Field]:
    """The fields of a statement, in order."""
    return {
        "owner": line(_("Who holds the rights?"), most=200, needed=True),
        "terms": text(
            _("What does the licence allow you to do?"),
            most=1000,
            rows=2,
            needed=True,
            help_text=_("In a sentence, as your agreement or the owner's terms say it."),
        ),
        "uses": forms.MultipleChoiceField(
            label=_("For what may it be used?"), choices=list(PURPOSES.items()), widget=forms.CheckboxSelectMultiple
        ),
        "commercial": forms.BooleanField(
            label=_("Commercial use is allowed too"),
            required=False,
            help_text=_("Leave it out when in doubt."),
        ),
        "reference": line(
            _("Reference"), most=200, help_text=_("Number or date of the agreement, so that a colleague can find it.")
        ),
        "expires_on": day(
            _("Last day of the licence"),
            needed=False,
            help_text=_("Empty: it does not end. Afterwards nobody is asked."),
        ),
        "stated": forms.BooleanField(
            label=STATED, error_messages={"required": _("Confirm this, or do not add the wording.")}
        ),
    }


def begin_with(measure: Measure) -> dict[str, Any]:
    """What is known of the licence before anybody states it."""
    return {"owner": measure.licence.owner}


def statement(given: dict[str, Any]) -> Statement:
    """The statement of a form that is valid so far."""
    return Statement(
        owner=given["owner"],
        terms=given["terms"],
        uses=tuple(given["uses"]),
        commercial=given["commercial"],
        reference=given["reference"],
        expires_on=given["expires_on"],
        stated=str(STATED) if given["stated"] else "",
    )


def check_stated(form: forms.Form) -> None:
    """Put what the statement leaves open at its field."""
    given = form.cleaned_data
    if not all(name in given for name in FIELDS):
        return
    try:
        check(statement(given), on=timezone.localdate())
    except NotStated as problem:
        form.add_error(problem.field, str(problem))
