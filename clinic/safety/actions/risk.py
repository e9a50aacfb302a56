"""Writing risk records: one record says what was asked, found, done and planned, and closes the alerts it answers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.actions.clients import locked, open_to_duty
from clinic.people.models import Client
from clinic.safety.choices import Done, Finding
from clinic.safety.models import Alert, RiskRecord


class Look(TypedDict, total=False):
    """What a clinician writes down of one look at risk."""

    was_asked: bool
    finding: str
    done: list[str]
    said: str
    action: str
    plan: str
    look_again_on: date | None


class RiskError(ValueError):
    """A record that cannot stand; `field` names what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@action
def record_risk(
    *, client: Client, look: Look, closes: Sequence[Alert] = (), once: UUID | None = None, by: Actor, now: datetime
) -> RiskRecord:
    """Record one look at risk, and close the open alerts of this client that it answers. One record, not two.

    `once` is the form's own id: a form that is sent twice is one record.
    """
    client = locked(client)
    there = RiskRecord.objects.filter(pk=once).first() if once else None
    if there is not None and there.client_id == client.pk:
        nothing_changed()
        return there
    closes = list(Alert.objects.select_for_update().filter(pk__in=[alert.pk for alert in closes])) if closes else []
    check(look, client=client, closes=closes)
    record = RiskRecord(client=client, at=now, by_id=by.id, **look)
    record.pk = once if once and there is None else record.pk
    record.save(force_insert=True)
    happened("risk recorded", about=record, client=client.pk, by=by, now=now)
    for alert in closes:
        close(alert, record=record, by=by, now=now)
    if closes and not Alert.objects.filter(client=client, closed_at=None).exists():
        open_to_duty(client=client, is_open=False, by=by, now=now)
    return record


def check(look: Look, *, client: Client, closes: Sequence[Alert]) -> None:
    """Refuse what cannot stand, before anything is written."""
    if look.get("finding") not in Finding.values:
        raise RiskError("finding", "Say what was found, or that it could not be asked.")
    if look["was_asked"] and look["finding"] == Finding.NOT_KNOWN:
        raise RiskError("finding", "You asked directly: say what was found.")
    if unknown := set(look.get("done", [])) - set(Done.values):
        raise RiskError("done", f"Not known: {', '.join(sorted(unknown))}.")
    if closes and not look.get("done") and not look.get("action", "").strip():
        raise RiskError("done", "Say what was done: an alert is closed with what was done about it.")
    if closes and look["finding"] == Finding.NOT_KNOWN and not look.get("plan", "").strip():
        raise RiskError("plan", "Nobody could ask yet: say what happens next before closing the alert.")
    if any(alert.client_id != client.pk or not alert.is_open for alert in closes):
        raise RiskError(
            "closes", "One of these alerts is closed already, or belongs to somebody else. Open the page again."
        )


def close(alert: Alert, *, record: RiskRecord, by: Actor, now: datetime) -> None:
    """Close one alert with a record; whoever closes it has seen it."""
    alert.closed_at, alert.closed_by, alert.escalate_at = now, record, None
    if alert.seen_at is None:
        alert.seen_at, alert.seen_by_id = now, by.user_id
    alert.save()
    happened("alert closed", about=alert, client=alert.client_id, by=by, now=now)


@action
def withdraw_risk_record(*, record: RiskRecord, why: str, by: Actor, now: datetime) -> RiskRecord:
    """Entered in error: gone from the page, kept for the audit; the alerts it closed are open again."""
    if not why.strip():
        raise RiskError("why", "Say why the record is withdrawn.")
    if record.withdrawn_at is not None:
        raise RiskError("why", "This record was withdrawn already.")
    client = locked(record.client)
    record.withdrawn_at, record.withdrawn_by_id, record.withdrawn_why = now, by.user_id, why.strip()
    record.save()
    happened("risk record withdrawn", about=record, client=record.client_id, by=by, now=now)
    for alert in Alert.objects.filter(closed_by=record):
        if is_open_anew(alert):
            continue
        alert.closed_at, alert.closed_by, alert.escalate_at = None, None, now
        alert.seen_at, alert.seen_by = None, None
        alert.save()
        happened("alert opened again", about=alert, client=alert.client_id, by=by, now=now)
        open_to_duty(client=client, is_open=True, by=by, now=now)
    return record


def is_open_anew(alert: Alert) -> bool:
    """Whether the same answer has raised another alert meanwhile, which is open: one is enough."""
    same = {"client": alert.client_id, "kind": alert.kind, "about_id": alert.about_id, "item": alert.item}
    return Alert.objects.filter(**same, closed_at=None).exists()
