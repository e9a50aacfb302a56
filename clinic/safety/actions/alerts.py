"""Writing alerts: raised in the answer's transaction, held by whoever is there, seen, moved, never closed silently."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.letters.actions import write_letter
from clinic.people.actions.clients import open_to_duty
from clinic.people.models import Client, User
from clinic.people.presence import Presence, hours_of, presence
from clinic.safety.models import Alert
from clinic.safety.rules import rule_in_force
from ipt.concern import Concern, rank


@action
def raise_alert(
    *,
    client: Client,
    concern: Concern,
    about_id: UUID | None,
    about_it: Sequence[Alert],
    is_known: bool = False,
    by: Actor,
    now: datetime,
) -> Alert:
    """An alert for this concern; the open one for the same answer, made more pressing when the answer is worse.

    `about_it`: every alert about the same answers, as they stand in this transaction.
    """
    if concern.item:
        same = (client.pk, concern.kind, concern.item)
        alert = next((it for it in about_it if it.is_open and (it.client_id, it.kind, it.item) == same), None)
    else:
        same_matter = {"measure": concern.measure} if concern.measure else {"about_id": about_id}
        alert = Alert.objects.filter(client=client, kind=concern.kind, closed_at=None, **same_matter).first()
    if alert is not None and rank(concern.level) <= rank(alert.level):
        return keep_worst(alert, concern=concern, by=by, now=now)
    there = presence(client, now=now)
    if alert is None:
        alert = Alert(client=client, kind=concern.kind, about_id=about_id, item=concern.item or "", raised_at=now)
    alert.level, alert.measure, alert.value, alert.is_known = concern.level, concern.measure, concern.value, is_known
    alert.seen_at = alert.seen_by = None
    give_to_whoever_is_there(alert, there=there, now=now)
    alert.save()
    happened("alert raised", about=alert, client=client.pk, by=by, now=now)
    open_to_duty(client=client, is_open=True, by=by, now=now)
    tell(alert, to=[alert.holder], kind="alert", by=by, now=now)
    if alert.nobody_on_duty:
        tell(alert, to=list(there.administrators), kind="nobody_on_duty", by=by, now=now)
    return alert


def keep_worst(alert: Alert, *, concern: Concern, by: Actor, now: datetime) -> Alert:
    """An answer that is worse at the same level is what the alert says now; whoever saw the one before sees it anew."""
    if not concern.item or (concern.value or 0) <= (alert.value or 0):
        nothing_changed()
        return alert
    was_seen = alert.seen_at is not None
    alert.value = concern.value
    if was_seen:
        alert.seen_at = alert.seen_by = None
        give_to_whoever_is_there(alert, there=presence(alert.client, now=now), now=now)
    alert.save()
    happened("alert made worse", about=alert, client=alert.client_id, by=by, now=now)
    if was_seen:
        tell(alert, to=[alert.holder], kind="alert", by=by, now=now)
    return alert


def give_to_whoever_is_there(alert: Alert, *, there: Presence, now: datetime) -> None:
    """Set owner, deadline and next step of an alert (nothing is saved)."""
    hours = hours_of(alert.client.team)
    rule = rule_in_force(alert.level, changed=alert.client.team.alert_rules)
    out_of_hours = rule.pages_duty and not hours.is_open(now)
    chain = there.chain(duty_first=out_of_hours)
    alert.holder = chain[0] if chain else alert.client.therapist
    alert.held_since, alert.n_steps = now, 0
    alert.nobody_on_duty = out_of_hours and not there.on_duty
    due_at = rule.due_at(hours=hours, now=now, on_duty=bool(there.on_duty))
    is_over = alert._state.adding or alert.due_at <= now
    alert.due_at = due_at if is_over else min(alert.due_at, due_at)
    alert.escalate_at = alert.due_at


@action
def see_alert(*, alert: Alert, by: Actor, now: datetime) -> Alert:
    """A person has seen it: it stays open and no longer moves on."""
    if Alert.objects.filter(pk=alert.pk, seen_at=None).update(seen_at=now, seen_by=by.user_id, escalate_at=None) != 1:
        nothing_changed()
        return alert
    alert.refresh_from_db()
    happened("alert seen", about=alert, client=alert.client_id, by=by, now=now)
    return alert


@action
def pass_on(*, alert: Alert, to: User, by: Actor, now: datetime) -> Alert:
    """Another person holds the alert from now on and is told. Whoever saw it before, this person has not."""
    change: dict[str, Any] = {"holder": to, "held_since": now}
    if alert.seen_at is not None:
        rule = rule_in_force(alert.level, changed=alert.client.team.alert_rules)
        next_at = rule.next_step_at(hours=hours_of(alert.client.team), now=now, on_duty=False)
        change |= {"seen_at": None, "seen_by": None, "escalate_at": next_at}
    if Alert.objects.filter(pk=alert.pk, holder=alert.holder_id, closed_at=None).update(**change) != 1:
        nothing_changed()  # closed, or passed on by somebody else
        return alert
    for name, value in change.items():
        setattr(alert, name, value)
    happened("alert passed on", about=alert, client=alert.client_id, by=by, now=now)
    tell(alert, to=[to], kind="alert", by=by, now=now)
    return alert


@action
def answers_withdrawn(*, about_id: UUID, to: Client | None, by: Actor, now: datetime) -> list[Alert]:
    """The answers behind alerts were withdrawn: alerts go to the right client with their first time; none is closed."""
    alerts = list(Alert.objects.filter(about_id=about_id).select_related("client__team", "client__therapist"))
    before = {alert.client for alert in alerts}
    for alert in alerts:
        if to is not None and alert.is_open:
            move(alert, to=to, by=by, now=now)
            continue
        alert.answers_withdrawn_at = now
        alert.save(update_fields=["answers_withdrawn_at"])
        happened("alert kept, answers withdrawn", about=alert, client=alert.client_id, by=by, now=now)
        if to is not None:
            raise_anew(alert, for_client=to, by=by, now=now)
    for client in before if to is not None else ():
        if not Alert.objects.filter(client=client, closed_at=None).exists():
            open_to_duty(client=client, is_open=False, by=by, now=now)
    if not alerts:
        nothing_changed()
    return alerts


def raise_anew(alert: Alert, *, for_client: Client, by: Actor, now: datetime) -> None:
    """A closed alert was closed about somebody else: the right client gets an open one with the first time."""
    fields = ("kind", "level", "measure", "item", "value", "about_id", "raised_at", "due_at")
    fresh = Alert(client=for_client, **{name: getattr(alert, name) for name in fields})
    give_to_whoever_is_there(fresh, there=presence(for_client, now=now), now=now)
    fresh.save()
    happened("alert raised", about=fresh, client=for_client.pk, by=by, now=now)
    open_to_duty(client=for_client, is_open=True, by=by, now=now)
    tell(fresh, to=[fresh.holder], kind="alert", by=by, now=now)


def move(alert: Alert, *, to: Client, by: Actor, now: datetime) -> None:
    """One open alert goes to another client and to whoever is there for them; `raised_at` stays."""
    happened("alert moved away", about=alert, client=alert.client_id, by=by, now=now)
    alert.client, alert.seen_at, alert.seen_by = to, None, None
    give_to_whoever_is_there(alert, there=presence(to, now=now), now=now)
    alert.save()
    happened("alert moved here", about=alert, client=to.pk, by=by, now=now)
    open_to_duty(client=to, is_open=True, by=by, now=now)
    tell(alert, to=[alert.holder], kind="alert", by=by, now=now)


def tell(alert: Alert, *, to: list[User], kind: str, by: Actor, now: datetime) -> None:
    """Letters about an alert: that something needs a person, where, and by when; nothing of what it is."""
    team = alert.client.team
    zone = hours_of(team).zone
    words = {
        "service": team.public_name,
        "url": f"{settings.PUBLIC_URL}/alerts/",
        "by_when": f"{alert.due_at.astimezone(zone):%A %-d %B, %H:%M}",
    }
    for user in to:
        write_letter(kind=kind, to=user.email, words=words, about_id=alert.pk, by=by, now=now)
