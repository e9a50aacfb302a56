"""The questions of one questionnaire as a client meets them: which come next, what may be chosen, what was said."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from django.http import Http404
from django.utils.translation import gettext as _

from ipt.answering import AnswerError, asked_items
from ipt.item import Item
from ipt.measure import Measure
from ipt.wording import Wording

if TYPE_CHECKING:
    from clinic.answers.models import AnswerSheet, Invitation
    from clinic.people.models import Client, Link


@frozen
class Asked:
    """What one request needs: invitation, sheet, the link behind it (None by an account), measure and its words."""

    invitation: "Invitation"
    sheet: "AnswerSheet"
    link: "Link | None"
    measure: Measure
    wording: Wording

    @property
    def client(self) -> "Client":
        """Who answers."""
        return self.invitation.client

    @property
    def about(self) -> str:
        """Whom the questions are about, where the measure is asked about several; else nothing."""
        return self.wording.targets.get(self.sheet.target, self.sheet.target)

    @property
    def last(self) -> int:
        """The number of the last question that is asked, as far as the answers so far tell."""
        return self.numbers[-1]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the questions that are asked; those that an earlier answer makes needless are not."""
        wanted = {item.id for item in asked_items(self.measure, self.sheet.answers)}
        return tuple(n for n, item in enumerate(self.measure.items, start=1) if item.id in wanted)

    def question(self, n: int) -> Item:
        """The nth item, from 1, or 404."""
        if not 1 <= n <= len(self.measure.items):
            raise Http404
        return self.measure.items[n - 1]

    def after(self, n: int) -> int | None:
        """The question that comes after this one, or None."""
        return next((later for later in self.numbers if later > n), None)

    def not_met_after(self, n: int) -> int | None:
        """The question after this one that was never on a page: the answer to this one may have opened it."""
        later = (one for one in self.numbers if one > n)
        return next((one for one in later if self.question(one).id not in self.sheet.answers), None)

    def before(self, n: int) -> int | None:
        """The question that came before this one, or None."""
        return next((earlier for earlier in reversed(self.numbers) if earlier < n), None)

    def options(self, item: Item) -> list[tuple[int, str]]:
        """The answers one may choose, with "does not apply" last where that may be said."""
        found = [(option.value, option.label) for option in self.wording.options_for(item.id) if not item.is_typed]
        if item.not_applicable is not None:
            found.append((item.not_applicable, self.wording.not_applicable))
        return found

    def said(self, item: Item) -> str | None:
        """The answer in words, or None without one."""
        value = self.sheet.answers.get(item.id)
        if value is None:
            return None
        return str(value) if item.is_typed else dict(self.options(item)).get(value)


def what_may_stand(item: Item) -> str:
    """What an answer must be, for somebody whose answer was none."""
    if item.is_typed:
        return _("Write a whole number from %(low)s to %(high)s.") % {"low": item.low, "high": item.high}
    return _("Choose one of the answers below.")


def posted_as(name: str, *, item: Item, posted: Mapping[str, str]) -> str | None:
    """What a form says of one question, or None where it says nothing: no choice, or nothing written."""
    given = posted.get(name)
    return given.strip() or None if item.is_typed and given is not None else given


def whole(text: str, item: Item) -> int:
    """The number of an answer; AnswerError when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise AnswerError("not a number", item=item.id, allowed="one of the answers")
    return int(text)
