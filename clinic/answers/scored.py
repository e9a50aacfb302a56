"""What the measure's published rule makes of a sheet, of the age that its client had on the day of answering."""

from clinic.answers.models import AnswerSheet
from ipt.criteria import Sex
from ipt.measure import Measure
from ipt.scoring import Result, score, total_only

OF_AGE = 18


def scored(sheet: AnswerSheet, *, measure: Measure, is_prorated: bool = False, sex: Sex | None = None) -> Result:
    """The Result of the answers, or of the total where that is all there is; AnswerError names what cannot be.

    The record does not hold the sex that a cut-off was published for: whoever shows one says for whom it is.
    """
    if sheet.stated_total is not None:
        return total_only(measure, sheet.stated_total, sex=sex)
    is_minor = sheet.client.age_on(sheet.answered_on) < OF_AGE
    return score(measure, sheet.answers, prorate=is_prorated, sex=sex, is_minor=is_minor)
