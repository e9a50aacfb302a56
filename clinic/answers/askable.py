"""Which measures a client can be asked: rated by themselves, with questions here that they can read."""

from clinic.definitions.library import library
from ipt.library import WordingMissing
from ipt.measure import Measure
from ipt.wording import Wording


class CannotAsk(ValueError):
    """The client cannot be asked this; the message says why and what to do."""


def questions_for(measure: Measure, *, language: str) -> Wording:
    """The wording in which a client of this language is asked, else the English one; CannotAsk without either."""
    known = library()
    title = known.wording(measure, "en").title
    if measure.rater != "self":
        raise CannotAsk(f"{title} is not answered by the client: enter what was rated instead.")
    if not measure.has_items:
        raise CannotAsk(f"{title} is answered on paper: enter its total instead.")
    for tag in (language, "en"):
        try:
            wording = known.wording(measure, tag)
        except WordingMissing:
            continue
        if wording.has_items:
            return wording
    raise CannotAsk(
        f"{title}: its questions are not here. An administrator adds the wording under Questionnaires; until then, "
        "enter its total instead."
    )


def can_ask(measure: Measure, *, language: str = "en") -> bool:
    """Whether a client of this language can be asked."""
    try:
        questions_for(measure, language=language)
    except CannotAsk:
        return False
    return True
