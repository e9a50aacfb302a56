"""Looking after: an alert is seen when somebody works, and closed by a record of what was found and done."""

from datetime import datetime, timedelta
from functools import partial

from clinic.audit.actor import Actor
from clinic.demonstration.cast import Look
from clinic.demonstration.house import House
from clinic.people.models import Client
from clinic.people.presence import hours_of
from clinic.safety.actions.alerts import see_alert
from clinic.safety.actions.risk import Look as Written
from clinic.safety.actions.risk import record_risk
from clinic.safety.models import Alert

UNTIL_SEEN = timedelta(minutes=25)
UNTIL_CLOSED = timedelta(minutes=35)
LOOK_AGAIN = timedelta(days=7)


def look_after(house: House, client: Client, *, left_open: str, now: datetime) -> None:
    """What is open is seen in working time (at once by whoever is on duty), then closed, unless it is left open."""
    house.looked_for.add(client.pk)
    alerts = open_alerts(client)
    if not alerts or left_open == "unseen":
        return
    pages_duty = any(alert.level == "urgent" and not alert.nobody_on_duty for alert in alerts)
    begins = now if pages_duty else hours_of(house.team).next_opening(now) or now
    house.diary.add(begins + UNTIL_SEEN, partial(see_all, client))
    if left_open != "seen":
        house.diary.add(begins + UNTIL_SEEN + UNTIL_CLOSED, partial(close_all, house, name=client.name))


def open_alerts(client: Client) -> list[Alert]:
    """What is open for a client, the highest answer first."""
    found = Alert.objects.filter(client=client, closed_at=None).select_related("client__team")
    return sorted(found, key=lambda alert: alert.value if alert.item and alert.value else 0, reverse=True)


def is_looked_for(house: House, client: Client) -> bool:
    """Whether an alert is open that a person still has to close (one statement, none where there was never any)."""
    return client.pk in house.looked_for and Alert.objects.filter(client=client, closed_at=None).exists()


def see_all(client: Client, *, now: datetime) -> None:
    """Each alert is seen by whoever holds it."""
    for alert in open_alerts(client):
        see_alert(alert=alert, by=Actor(kind="staff", id=alert.holder_id), now=now)


def close_all(house: House, *, name: str, now: datetime) -> None:
    """One record closes everything that is open."""
    client = house.client(name)
    alerts = open_alerts(client)
    if alerts:
        worst = alerts[0].value if alerts[0].item else 0
        finding = {0: "none", 1: "passive"}.get(worst or 0, "thoughts")
        by = Actor(kind="staff", id=alerts[0].holder_id)
        record_risk(client=client, look=written(house, finding=finding, now=now), closes=alerts, by=by, now=now)
        if finding != "none":
            house.diary.add(now + LOOK_AGAIN, partial(ask_directly, house, name=name))


def ask_directly(house: House, *, name: str, now: datetime) -> None:
    """The therapist asks, at the first session and a week after a concern; an open alert is looked at by itself."""
    client = house.client(name)
    if not is_looked_for(house, client):
        by = Actor(kind="staff", id=client.therapist_id)
        record_risk(client=client, look=written(house, finding="none", now=now), by=by, now=now)


def written(house: House, *, finding: str, now: datetime) -> Written:
    """The record of a look with this finding, in the words of people.toml."""
    words: Look = next(look for look in house.cast.looks if look.finding == finding)
    return Written(
        was_asked=True,
        finding=words.finding,
        done=[*words.done],
        said=words.said,
        action=words.action,
        plan=words.plan,
        look_again_on=(now + LOOK_AGAIN).date() if finding != "none" else None,
    )
