"""What came before a sheet: the first total of the measure, and the watched answers when risk was last assessed."""

from collections.abc import Mapping
from datetime import timedelta

from attrs import frozen

from clinic.answers.models import AnswerSheet
from clinic.definitions.library import library
from clinic.safety.queries.client import last_look_at
from ipt.framework import Framework
from ipt.item import Number

FRAMEWORK = "nhs-talking-therapies"  # whose cut-offs and reliable change the pages show
ALSO = ("jacobson-truax", "published")  # whose numbers are used where that one has none for a measure


def framework_for(measure: str) -> Framework | None:
    """The framework in use where it has numbers for the measure, else the other one that has."""
    known = (library().framework(name) for name in (FRAMEWORK, *ALSO))
    return next((framework for framework in known if framework.rule(measure)), None)


@frozen
class Earlier:
    """`first`: the first total there is; `assessed` and `assessed_total`: as they stood when risk was last assessed."""

    first: Number | None
    assessed: Mapping[str, int] = {}
    assessed_total: Number | None = None


def earlier_of(sheet: AnswerSheet) -> Earlier:
    """Read both for one sheet (two statements). An assessment holds for the team's number of days."""
    looked_at = last_look_at(sheet.client)
    before = list(
        AnswerSheet.objects.filter(
            client=sheet.client_id,
            measure=sheet.measure,
            version=sheet.version,
            target=sheet.target,
            withdrawn_at=None,
        )
        .exclude(pk=sheet.pk)
        .exclude(sent_at=None)
        .order_by("answered_on", "sent_at")
        .values_list("sent_at", "answers", "score__total", "answered_on")
    )
    place = (sheet.answered_on, sheet.sent_at or sheet.saved_at)
    first = next((total for sent_at, _, total, on in before if total is not None and (on, sent_at) < place), None)
    holds = timedelta(days=sheet.client.team.assessment_holds_days)
    stood = [row for row in before if looked_at is not None and row[0] is not None and row[0] <= looked_at]
    if looked_at is None or not stood or sheet.saved_at - looked_at > holds:
        return Earlier(first=first)
    _, answers, total, _ = stood[-1]
    watched = {watch.item for watch in library().measure(sheet.measure, sheet.version).watch}
    assessed = {item: answers[item] for item in watched if answers.get(item) is not None}
    return Earlier(first=first, assessed=assessed, assessed_total=total)
