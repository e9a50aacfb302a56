"""Steps that tests of several rooms share: asking, saving one answer, sending, looking at risk, being on duty."""

from datetime import datetime, timedelta
from typing import Any

from clinic.answers.actions.answering import Recorded, begin, save_answers, send
from clinic.answers.actions.asking import invite
from clinic.answers.models import AnswerSheet, Invitation
from clinic.audit.actor import SYSTEM
from clinic.letters.models import Letter
from clinic.people.actions import staff
from clinic.people.models import Client, User
from clinic.safety.actions.risk import record_risk
from clinic.safety.models import Alert, RiskRecord
from tests.world import MONDAY_TEN, World, actor, holder, phq9


def asked(client: Client, *, measure: str = "phq-9", now: datetime = MONDAY_TEN) -> AnswerSheet:
    """A questionnaire that the client has opened."""
    made = invite(client=client, measure=measure, by=actor(client.therapist), now=now)
    invitation = Invitation.objects.select_related("client__team").get(pk=made.link.about_id)
    return begin(invitation=invitation, by=holder(client), now=now)


def tapped(sheet: AnswerSheet, item: str, value: int | None, *, now: datetime = MONDAY_TEN) -> tuple[Alert, ...]:
    """The client taps one answer."""
    return save_answers(sheet=sheet, answers={item: value}, by=holder(sheet.client), now=now)


def sent(sheet: AnswerSheet, digits: str, *, now: datetime = MONDAY_TEN) -> Recorded:
    """The client sends the whole sheet."""
    return send(sheet=sheet, answers=phq9(digits), by=holder(sheet.client), now=now)


def raised(client: Client, value: int, *, now: datetime = MONDAY_TEN) -> Alert:
    """The alert about a new sheet on which item 9 is answered so."""
    [alert] = tapped(asked(client, now=now), "9", value, now=now)
    return alert


def looked(client: Client, by: User, *closes: Alert, now: datetime = MONDAY_TEN, **look: Any) -> RiskRecord:
    """Somebody asked, found no thoughts, talked about it, and closes these alerts."""
    known = {"was_asked": True, "finding": "none", "done": ["talked"]}
    return record_risk(client=client, look={**known, **look}, closes=closes, by=actor(by), now=now)  # type: ignore[typeddict-item]


def duty(world: World, user: User, since: datetime, *, hours: float) -> None:
    """Somebody is on duty for so long."""
    until = since + timedelta(hours=hours)
    staff.put_on_duty(team=world.team, user=user, since=since, until=until, by=SYSTEM, now=since)


def covered(world: World, since: datetime, until: datetime) -> None:
    """Bo stands in for Ada."""
    staff.cover(therapist=world.ada, covering=world.bo, since=since, until=until, by=SYSTEM, now=since)


def told(kind: str = "alert") -> list[str]:
    """Who was written to, in order: the name before the @."""
    letters = Letter.objects.filter(kind=kind).order_by("written_at")
    return [letter.to.partition("@")[0] for letter in letters]
