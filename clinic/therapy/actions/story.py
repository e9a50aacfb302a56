"""Writing the timeline: what happened in the client's life, beside the days when the symptoms began or turned."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.actions.clients import locked as locked_client
from clinic.people.models import Client
from clinic.therapy.actions.allowed import (
    client_must_run,
    known_word,
    not_to_come,
    nought_to_ten,
    own_only,
    staff_only,
)
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.choices import Precision
from clinic.therapy.models import LifeEvent, Relationship

ONSET = "symptoms"  # the kind of an event that is itself about symptoms


class Happening(TypedDict, total=False):
    """One event: `on` is the first day of the month or year where only that is known; moods are 0 lowest to 10 best."""

    on: date
    precision: str
    kind: str
    what: str
    appraisal: str
    mood_before: int | None
    mood_after: int | None
    is_onset: bool
    area: str
    people: Sequence[Relationship]


@action
def add_event(*, client: Client, event: Happening, by: Actor, now: datetime) -> LifeEvent:
    """Something that happened; day, kind and a few words are enough. The same words sent twice are one event."""
    client = locked_client(client)
    client_must_run(client)
    own_only(client.pk, by=by)
    for name, message in (("on", "Say about when it was."), ("kind", "Choose what it was.")):
        if name not in event:
            raise CourseError(name, message)
    facts = checked({"what": "", **event}, client=client, by=by, now=now)
    people = facts.pop("people", ())
    there = LifeEvent.objects.filter(client=client, on=facts["on"], kind=facts["kind"], by_client=by.is_client)
    same = next((one for one in there.filter(removed_at=None) if one.what == facts["what"]), None)
    if same is not None:
        nothing_changed()
        return same
    row = LifeEvent.objects.create(client=client, **facts, by_client=by.is_client, added_at=now, added_by_id=by.user_id)
    row.people.set(people)
    happened("life event added", about=row, client=client.pk, by=by, now=now)
    return row


@action
def change_event(*, event: LifeEvent, changes: Happening, by: Actor, now: datetime) -> LifeEvent:
    """Change what is named; the rest stays."""
    row = LifeEvent.objects.select_for_update(of=("self",)).select_related("client").get(pk=event.pk)
    client_must_run(row.client)
    own_only(row.client_id, by=by, is_shown=row.by_client)
    known: Happening = {"on": row.on, "precision": row.precision}
    facts = checked({**known, **changes}, client=row.client, by=by, now=now)
    people = facts.pop("people", None)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    if people is not None:
        row.people.set(people)
    happened("life event changed", about=row, client=row.client_id, by=by, now=now)
    return row


@action
def remove_event(*, event: LifeEvent, by: Actor, now: datetime) -> LifeEvent:
    """Take an event off the timeline; it is kept, with when."""
    client_must_run(event.client)
    own_only(event.client_id, by=by, is_shown=event.by_client)
    event.removed_at = now
    event.save(update_fields=["removed_at"])
    happened("life event removed", about=event, client=event.client_id, by=by, now=now)
    return event


@action
def share_event(*, event: LifeEvent, is_shown: bool = True, by: Actor, now: datetime) -> LifeEvent:
    """Show an event in the client's own story, or no longer."""
    staff_only(by)
    if (event.shared_at is not None) == is_shown:
        nothing_changed()
        return event
    event.shared_at = now if is_shown else None
    event.save(update_fields=["shared_at"])
    verb = "life event shown" if is_shown else "life event hidden"
    happened(verb, about=event, client=event.client_id, by=by, now=now)
    return event


def checked(event: Happening, *, client: Client, by: Actor, now: datetime) -> Happening:
    """The facts that are named, fit to keep."""
    found: Happening = {**event}
    precision = event.get("precision", Precision.DAY)
    if precision not in Precision.values:
        raise CourseError("precision", "Say whether the day, the month or the year is known.")
    on = begun(event["on"], precision=precision)
    found["on"] = not_to_come(on, client=client, now=now)
    found["precision"] = precision
    if "kind" in event:
        found["kind"] = known_word("life-event-kinds", event["kind"], field="kind", message="Choose what it was.")
    if "what" in event:
        found["what"] = event["what"].strip()
        if not found["what"]:
            raise CourseError("what", "Say in a few words what happened.")
    for name in ("mood_before", "mood_after"):
        nought_to_ten(event.get(name), field=name)  # type: ignore[arg-type]  # both are int | None
    if event.get("area"):
        staff_only(by)
        known_word("problem-areas", event["area"], field="area", message="Choose a problem area, or none.")
    if any(person.client_id != client.pk or person.removed_at is not None for person in event.get("people", ())):
        raise CourseError("people", "Choose from the people of this client.")
    return found


def begun(on: date, *, precision: str) -> date:
    """The first day of what is known: of the month, of the year, or the day itself."""
    if precision == Precision.YEAR:
        return on.replace(month=1, day=1)
    return on.replace(day=1) if precision == Precision.MONTH else on
