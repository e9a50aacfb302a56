"""What time does to alerts: unseen, they go on to the next person; their owner gone, somebody else holds them."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clinic.audit.action import due, happened
from clinic.audit.actor import SYSTEM
from clinic.people.access import active
from clinic.people.choices import Role
from clinic.people.models import Cover, Membership, Supervision, User
from clinic.people.presence import hours_of, presence
from clinic.safety.actions.alerts import pass_on, tell
from clinic.safety.models import Alert
from clinic.safety.rules import rule_in_force


def press_alerts(*, now: datetime) -> int:
    """Move on every alert that is due; returns how many moved."""
    n = 0
    while escalate_unseen(now=now) is not None:
        n += 1
    for alert in held_by_nobody_there(now=now).select_related("client__team", "client__therapist"):
        n += find_new_holder(alert=alert, now=now)
    return n


def held_by_nobody_there(*, now: datetime) -> QuerySet[Alert]:
    """Open alerts whose holder has left, is covered, or no longer stands in for this client (one statement)."""
    therapist = OuterRef("client__therapist_id")
    holder, team = OuterRef("holder_id"), OuterRef("client__team_id")
    roles = Membership.objects.filter(active(now), user_id=holder, team_id=team)
    away = Exists(Cover.objects.filter(active(now), therapist_id=therapist))
    is_cover = Exists(Cover.objects.filter(active(now), therapist_id=therapist, covering_id=holder))
    supervises = Exists(Supervision.objects.filter(active(now), therapist_id=therapist, supervisor_id=holder))
    is_therapist = Q(Exists(roles.filter(role=Role.THERAPIST)))
    is_away = Q(away, holder=F("client__therapist"))  # whatever else they may be
    is_there = (
        (is_therapist & (Q(holder=F("client__therapist")) | is_cover))
        | (Exists(roles.filter(role=Role.SUPERVISOR)) & Q(supervises))
        | Exists(roles.filter(role__in=[Role.DUTY, Role.ADMINISTRATOR]))
    )
    return Alert.objects.filter(closed_at=None).exclude(Q(holder__is_active=True) & is_there & ~is_away)


@due
def escalate_unseen(*, now: datetime) -> Alert | None:
    """Take one alert that nobody has seen in time, and give it to the next person in the chain."""
    late = Alert.objects.filter(seen_at=None, closed_at=None, escalate_at__lte=now)
    alert = late.select_related("client__team", "client__therapist", "holder").order_by("escalate_at").first()
    if alert is None:
        return None
    there = presence(alert.client, now=now)
    hours = hours_of(alert.client.team)
    rule = rule_in_force(alert.level, changed=alert.client.team.alert_rules)
    next_at = rule.next_step_at(hours=hours, now=now, on_duty=bool(there.on_duty))
    claimed = late.filter(pk=alert.pk, n_steps=alert.n_steps).update(n_steps=alert.n_steps + 1, escalate_at=next_at)
    if claimed != 1:
        return None
    alert.n_steps, alert.escalate_at = alert.n_steps + 1, next_at
    chain = there.supervisors + there.on_duty + there.duty_leads + there.administrators
    happened("alert escalated", about=alert, client=alert.client_id, by=SYSTEM, now=now)
    hand_on(alert, chain=tuple(dict.fromkeys(chain)), now=now)
    return alert


def hand_on(alert: Alert, *, chain: tuple[User, ...], now: datetime) -> None:
    """The next person of the chain holds it, from its beginning at the first step; at its end all are told again."""
    place = chain.index(alert.holder) + 1 if alert.n_steps > 1 and alert.holder in chain else 0
    still = [user for user in chain[place:] if user != alert.holder]
    if still:
        pass_on(alert=alert, to=still[0], by=SYSTEM, now=now)
    else:
        tell(alert, to=list(chain) or [alert.holder], kind="alert", by=SYSTEM, now=now)


@due
def find_new_holder(*, alert: Alert, now: datetime) -> bool:
    """The owner is not there any more: whoever is there now holds the alert."""
    chain = [user for user in presence(alert.client, now=now).chain(duty_first=False) if user.pk != alert.holder_id]
    if not chain:
        return False
    return pass_on(alert=alert, to=chain[0], by=SYSTEM, now=now).holder == chain[0]
