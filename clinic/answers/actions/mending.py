"""Entered in error: a sheet given to the wrong client is withdrawn, and moved to the right one with its alerts."""

from datetime import datetime

from clinic.answers.actions.answering import judged, locked
from clinic.answers.models import AnswerSheet, Score
from clinic.answers.scored import scored
from clinic.audit.action import action, happened
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.actions.clients import locked as locked_client
from clinic.people.actions.links import revoke_links
from clinic.people.models import Client
from clinic.safety.actions.alerts import answers_withdrawn
from clinic.safety.models import Alert


class CannotWithdraw(ValueError):
    """The sheet cannot be withdrawn so; the message says why."""


@action
def withdraw(*, sheet: AnswerSheet, why: str, to: Client | None, by: Actor, now: datetime) -> AnswerSheet | None:
    """Take a sheet out of a client's record, and put it into `to`'s when it was theirs. Returns the moved copy.

    The sheet stays for the audit; pages, charts, export and counts are as before it. Open alerts go along with their
    first time; without a right client they stay open, marked, until a person closes them.
    """
    if not why.strip():
        raise CannotWithdraw("Say why the answers are withdrawn.")
    sheet = locked(sheet)
    if sheet.withdrawn_at is not None:
        raise CannotWithdraw("These answers were withdrawn already.")
    if to is not None and to.pk == sheet.client_id:
        raise CannotWithdraw("That is the client whose record they are in already.")
    to = None if to is None else locked_client(to)
    sheet.withdrawn_at, sheet.withdrawn_by_id, sheet.withdrawn_why = now, by.user_id, why.strip()
    sheet.save()
    happened("answers withdrawn", about=sheet, client=sheet.client_id, by=by, now=now)
    if sheet.invitation_id is not None:
        revoke_links(about_id=sheet.invitation_id, by=by, now=now)
    copy = copied(sheet, to=to, by=by, now=now) if to is not None else None
    answers_withdrawn(about_id=sheet.pk, to=to, by=by, now=now)
    if copy is not None:
        Alert.objects.filter(about_id=sheet.pk, client=to).update(about_id=copy.pk)
        judge_again(copy, by=by, now=now)
    for later in later_ones(sheet):
        judge_again(later, by=by, now=now)
    return copy


def judge_again(sheet: AnswerSheet, *, by: Actor, now: datetime) -> None:
    """Raise what this sheet asks for in its client's own record; no alert is lowered or closed by it."""
    measure = library().measure(sheet.measure, sheet.version)
    result = None if sheet.sent_at is None else scored(sheet, measure=measure)
    judged(sheet, measure=measure, result=result, by=by, now=now)


def later_ones(sheet: AnswerSheet) -> list[AnswerSheet]:
    """The last sheet that was judged beside a withdrawn one, when nobody has been told about it (two statements)."""
    after = AnswerSheet.objects.filter(
        client=sheet.client_id, measure=sheet.measure, version=sheet.version, target=sheet.target
    )
    after = after.filter(withdrawn_at=None, sent_at__gt=sheet.sent_at) if sheet.sent_at else after.none()
    last = after.select_related("client__team", "client__therapist").order_by("answered_on", "sent_at").last()
    return [] if last is None or Alert.objects.filter(about_id=last.pk).exists() else [last]


def copied(sheet: AnswerSheet, *, to: Client, by: Actor, now: datetime) -> AnswerSheet:
    """The same answers in another record, with the same times and Score."""
    copy = AnswerSheet.objects.create(
        client=to,
        measure=sheet.measure,
        version=sheet.version,
        digest=sheet.digest,
        language=sheet.language,
        target=sheet.target,
        answers=sheet.answers,
        stated_total=sheet.stated_total,
        entered_as=sheet.entered_as,
        entered_by=sheet.entered_by,
        answered_on=sheet.answered_on,
        began_at=sheet.began_at,
        saved_at=sheet.saved_at,
        sent_at=sheet.sent_at,
        copy_of=sheet,
    )
    score = Score.objects.filter(sheet=sheet).first()
    if score is not None:
        Score.objects.create(
            sheet=copy,
            total=score.total,
            band=score.band,
            missing=score.missing,
            is_prorated=score.is_prorated,
            scored_at=score.scored_at,
        )
    happened("answers moved here", about=copy, client=to.pk, by=by, now=now)
    return copy
