"""The client's yes or no, entered by a clinician as it was told: by word or on paper, with the day and their words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.fields import day, text
from clinic.therapy.choices import AgreedHow

TOLD = [(how.value, how.label) for how in (AgreedHow.BY_WORD, AgreedHow.ON_PAPER)]


def overtaken(request: Any, newest: Any) -> str:
    """Why nothing is shown or answered: the page that was sent had an older version on it. Empty: it had this one."""
    sent = request.POST.get("version", "")
    return _("There is a newer version now. Read it, then go on.") if sent and sent != str(newest.version) else ""


class AnswerForm(forms.Form):
    """What the client said."""

    agrees = forms.TypedChoiceField(
        label=gettext_lazy("What the client says"),
        choices=(("yes", gettext_lazy("Yes, agreed")), ("no", gettext_lazy("No, not like this"))),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How"), choices=TOLD, widget=forms.RadioSelect, initial=AgreedHow.BY_WORD.value
    )
    on = day(gettext_lazy("On"))
    said = text(gettext_lazy("In their words"), most=4000, rows=2)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id="answer_%s")
