"""Answering: each answer is kept when given, a watched one raises its alert at once, sending scores the sheet. Once."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, frozen
from django.db import IntegrityError, transaction

from clinic.answers.choices import EnteredAs
from clinic.answers.models import AnswerSheet, Invitation, Score
from clinic.answers.scored import scored
from clinic.answers.series import FRAMEWORK, Earlier, earlier_of
from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.actions.clients import locked as locked_client
from clinic.people.models import Client
from clinic.safety.actions.alerts import raise_alert
from clinic.safety.models import Alert
from ipt import concern, scoring
from ipt.item import Number
from ipt.measure import Measure


@frozen
class Recorded:
    """A sheet that was sent, and the alerts that are open because of it."""

    sheet: AnswerSheet
    alerts: tuple[Alert, ...]


@action
def begin(*, invitation: Invitation, by: Actor, now: datetime) -> AnswerSheet:
    """The sheet of an invitation, made when it is first opened."""
    found = AnswerSheet.objects.filter(invitation=invitation).first()
    if found is not None:
        nothing_changed()
        return found
    measure = library().measure(invitation.measure, invitation.version)
    sheet = new_sheet(
        client=invitation.client, measure=measure, language=invitation.language, entered_as=EnteredAs.BY_CLIENT, now=now
    )
    sheet.invitation, sheet.target = invitation, invitation.target
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:  # two taps at once: the other one made it
        nothing_changed()
        return AnswerSheet.objects.get(invitation=invitation)
    happened("questionnaire begun", about=sheet, client=sheet.client_id, by=by, now=now)
    return sheet


@action
def save_answers(
    *, sheet: AnswerSheet, answers: Mapping[str, int | None], by: Actor, now: datetime
) -> tuple[Alert, ...]:
    """Keep answers as they are given; a watched one raises its alert in this transaction, sent or not.

    AnswerError names a value that the measure does not allow, and then nothing is kept.
    """
    sheet = locked(sheet)
    measure = library().measure(sheet.measure, sheet.version)
    if sheet.sent_at is not None or sheet.withdrawn_at is not None:
        nothing_changed()
        return ()
    both = {**sheet.answers, **answers}
    scoring.check_answers(measure, both)
    if both == sheet.answers:
        nothing_changed()
        return ()
    sheet.answers, sheet.saved_at = both, now
    sheet.save(update_fields=["answers", "saved_at"])
    happened("answers kept", about=sheet, client=sheet.client_id, by=by, now=now)
    if not concern.watched(measure, answers) and not concern.triaged(measure, answers):
        return ()
    return tuple(alert for alert in judged(sheet, measure=measure, result=None, by=by, now=now) if alert.is_open)


@action
def send(*, sheet: AnswerSheet, answers: Mapping[str, int | None], by: Actor, now: datetime) -> Recorded:
    """Keep the last answers, score the sheet, raise what is to be raised: once, however often it is sent."""
    sheet = locked(sheet)
    if sheet.sent_at is not None or sheet.withdrawn_at is not None:
        nothing_changed()
        return Recorded(sheet=sheet, alerts=tuple(Alert.objects.filter(about_id=sheet.pk, closed_at=None)))
    measure = library().measure(sheet.measure, sheet.version)
    sheet.answers = {**sheet.answers, **answers}
    return record(sheet, measure=measure, result=scored(sheet, measure=measure), by=by, now=now)


@action
def enter(
    *,
    client: Client,
    measure: str,
    answers: Mapping[str, int | None],
    stated_total: Number | None = None,
    target: str = "",
    entered_as: str,
    answered_on: date,
    once: UUID | None = None,
    by: Actor,
    now: datetime,
) -> Recorded:
    """A clinician enters what the client answered elsewhere: item by item, or the total as it was added up there.

    A total without its answers is taken for every measure that has one; where there are answers, they are. `target` is
    whom the measure is about, where it is asked about several. `once` is the form's own id: a form that is sent twice
    is one sheet.
    """
    definition = library().measure(measure)
    client = locked_client(client)
    there = AnswerSheet.objects.filter(pk=once).first() if once else None
    if there is not None and there.client_id == client.pk:
        nothing_changed()
        return Recorded(sheet=there, alerts=())
    sheet = new_sheet(
        client=client, measure=definition, language=client.language, entered_as=EnteredAs(entered_as), now=now
    )
    sheet.answered_on, sheet.entered_by_id, sheet.pk = (
        answered_on,
        by.user_id,
        once if once and there is None else sheet.pk,
    )
    sheet.target = checked_target(definition, target)
    is_answered = any(value is not None for value in answers.values())
    if definition.has_items and (is_answered or stated_total is None):
        sheet.answers = dict(answers)
    elif stated_total is not None:
        sheet.stated_total = stated_total
    else:
        raise scoring.AnswerError(
            f"{measure} needs a total.", item=None, allowed=f"{definition.low:g} to {definition.high:g}"
        )
    result = scored(sheet, measure=definition)
    sheet.save(force_insert=True)
    return record(sheet, measure=definition, result=result, by=by, now=now)


def checked_target(measure: Measure, target: str) -> str:
    """Whom a sheet is about; AnswerError where the measure is about others, or about nobody in particular."""
    if target in (measure.targets or ("",)):
        return target
    allowed = f"one of {', '.join(measure.targets)}" if measure.targets else "nobody in particular"
    raise scoring.AnswerError(f"{measure.id} is about {allowed}; {target!r} came.", item=None, allowed=allowed)


def record(sheet: AnswerSheet, *, measure: Measure, result: scoring.Result, by: Actor, now: datetime) -> Recorded:
    """The rows of a finished sheet: itself, its Score, its alerts, its event."""
    sheet.saved_at = sheet.sent_at = now
    sheet.save()
    Score.objects.create(
        sheet=sheet,
        total=result.total,
        band=result.band or "",
        missing=list(result.missing),
        is_prorated=result.prorated,
        scored_at=now,
    )
    happened("answers recorded", about=sheet, client=sheet.client_id, by=by, now=now)
    alerts = judged(sheet, measure=measure, result=result, by=by, now=now)
    return Recorded(sheet=sheet, alerts=tuple(a for a in alerts if a.about_id == sheet.pk and a.is_open))


def judged(
    sheet: AnswerSheet, *, measure: Measure, result: scoring.Result | None, by: Actor, now: datetime
) -> list[Alert]:
    """Raise what these answers ask for: every alert about them, open or closed, and those they share with others."""
    about = Alert.objects.filter(about_id=sheet.pk).select_related("closed_by", "client__team")
    before = list(about) if measure.watch or measure.triage else []
    looked_at = [alert for alert in before if alert.closed_by and alert.closed_by.finding != "not_known"]
    earlier = earlier_of(sheet)
    stood = {alert.item: alert.value for alert in looked_at if alert.item and alert.value is not None}
    earlier = evolve(earlier, assessed={**earlier.assessed, **stood})
    if result is None:
        found = concern.watched(measure, sheet.answers, assessed=earlier.assessed)
        found += concern.triaged(measure, sheet.answers)
    else:
        found = concern.concerns(
            measure,
            answers=sheet.answers,
            result=result,
            first=earlier.first,
            assessed=earlier.assessed,
            framework=library().framework(FRAMEWORK),
        )
    found = tuple(one for one in found if one.kind != "triage" or not has_looked(looked_at, level=one.level))
    after = raised(sheet, found, measure=measure, before=before, earlier=earlier, by=by, now=now)
    return list({alert.pk: alert for alert in [*before, *after]}.values())


def raised(
    sheet: AnswerSheet,
    found: tuple[concern.Concern, ...],
    *,
    measure: Measure,
    before: list[Alert],
    earlier: Earlier,
    by: Actor,
    now: datetime,
) -> list[Alert]:
    """An alert for each concern; what is no worse than at the last assessment is marked so, and still seen."""
    alerts = []
    for one in found:
        stood = earlier.assessed.get(one.item) if one.item else earlier.assessed_total
        is_known = stood is not None and one.value is not None and is_no_worse(one, than=stood, measure=measure)
        if is_known and one.item is None:
            one = evolve(one, level="notice")
        alert = raise_alert(
            client=sheet.client, concern=one, about_id=sheet.pk, about_it=before, is_known=is_known, by=by, now=now
        )
        alerts.append(alert)
    return alerts


def is_no_worse(one: concern.Concern, *, than: Number, measure: Measure) -> bool:
    """Whether what is of concern now is no worse than it was then: an answer by its number, a total by direction."""
    if one.value is None:
        return False
    return one.value >= than if one.item is None and measure.better == "higher" else one.value <= than


def has_looked(alerts: list[Alert], *, level: str) -> bool:
    """Whether a person has looked at these answers since they came to a level as high as this one."""
    return any(alert.kind == "triage" and concern.rank(alert.level) >= concern.rank(level) for alert in alerts)


def locked(sheet: AnswerSheet) -> AnswerSheet:
    """The sheet and its client as they stand now, kept from others until the action ends (one statement)."""
    current = AnswerSheet.objects.select_for_update(of=("self", "client"), no_key=True)
    return current.select_related("client__team", "client__therapist").get(pk=sheet.pk)


def new_sheet(*, client: Client, measure: Measure, language: str, entered_as: EnteredAs, now: datetime) -> AnswerSheet:
    """A sheet that is not in the database yet, dated by the client's own day."""
    return AnswerSheet(
        client=client,
        measure=measure.id,
        version=measure.version,
        digest=library().digest(measure),
        language=language,
        entered_as=entered_as,
        answered_on=now.astimezone(ZoneInfo(client.time_zone)).date(),
        began_at=now,
        saved_at=now,
    )
