"""What a site states about the licence of a wording before it is kept: who holds it, what it allows, until when."""

from datetime import date

from attrs import frozen

from clinic.definitions.use import PURPOSES


class NotStated(ValueError):
    """A statement that leaves something open; `field` is what, and the message says what to do."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


@frozen
class Statement:
    """The licence as the site holds it; `stated` is the sentence that a person confirmed by a tick."""

    owner: str
    terms: str
    uses: tuple[str, ...]
    commercial: bool
    stated: str
    reference: str = ""
    expires_on: date | None = None


def check(statement: Statement, *, on: date) -> None:
    """Refuse a statement without owner, terms, uses or confirmation, or one whose licence is over: NotStated."""
    if not statement.owner.strip():
        raise NotStated("Say who holds the rights: a person, a publisher or a society.", field="owner")
    if not statement.terms.strip():
        raise NotStated("Say in a sentence what the licence allows you to do.", field="terms")
    if not statement.uses or set(statement.uses) - set(PURPOSES):
        raise NotStated("Choose at least one of clinical work, research and education.", field="uses")
    if statement.expires_on is not None and statement.expires_on < on:
        raise NotStated("This licence is over: enter the last day of the one you hold now.", field="expires_on")
    if not statement.stated.strip():
        raise NotStated("Confirm that your service may show this wording, or leave it out.", field="stated")
