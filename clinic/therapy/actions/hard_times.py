"""Writing whom the client may call in hard times, and who is not safe: never one person in both."""

from collections.abc import Mapping
from datetime import datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.actions.clients import locked as locked_client
from clinic.people.models import Client
from clinic.safety.actions.plans import PlanError, mark_unsafe, name_supporter, remove_supporter
from clinic.safety.models import Supporter
from clinic.therapy.actions.allowed import client_must_run, fitting, locked_person, one_line, own_only, staff_only
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.choices import LifeStatus
from clinic.therapy.models import Relationship, RelationshipSafety

SHEET = "relationship-safety"
ASKED = ("fear", "control", "coercion", "violence")
NOTHING = ("", "no", "not_asked", "in_the_past")  # what violence in the past means now, a clinician judges
PLAIN = {"fear": {"often"}, "control": {"often"}, "coercion": {"sometimes", "often"}, "violence": {"now"}}  # our rule


@action
def mark_in_hard_times(*, relationship: Relationship, phone: str, by: Actor, now: datetime) -> Relationship:
    """One of up to five people whom the client may call: they stand among the supporters of the safety plan."""
    client = locked_client(relationship.client)
    row = locked_person(relationship)
    client_must_run(client)
    own_only(client.pk, by=by, is_shown=row.is_shown_to_client)
    phone = one_line(phone, field="phone", most=40, empty="Enter the number to call.")
    if row.removed_at is not None:
        raise CourseError("person", "This person was taken out: put them back first.")
    if row.status == LifeStatus.DECEASED:
        raise CourseError("phone", f"{row.name} has died and cannot be called.")
    known = on_the_list(row)
    if is_unsafe(row) or (known is not None and known.is_unsafe):
        raise CourseError("phone", not_here(by))
    if known is not None and known.in_hard_times and known.phone == phone:
        link(row, known)
        nothing_changed()
        return row
    if known is not None:
        remove_supporter(supporter=known, by=by, now=now)
    link(row, named(row, phone=phone, by=by, now=now))
    happened("person marked for hard times", about=row, client=client.pk, by=by, now=now)
    return row


@action
def no_longer_in_hard_times(*, relationship: Relationship, by: Actor, now: datetime) -> Relationship:
    """Not among those who may be called any more; still among the people."""
    client = locked_client(relationship.client)
    row = locked_person(relationship)
    client_must_run(client)
    own_only(client.pk, by=by, is_shown=row.is_shown_to_client)
    if row.supporter is None or row.supporter.is_unsafe:
        nothing_changed()
        return row
    if row.supporter.removed_at is None:
        remove_supporter(supporter=row.supporter, by=by, now=now)
    link(row, None)
    happened("person no longer for hard times", about=row, client=client.pk, by=by, now=now)
    return row


@action
def record_safety(
    *,
    relationship: Relationship,
    values: Mapping[str, object],
    is_not_safe: bool | None = None,
    by: Actor,
    now: datetime,
) -> RelationshipSafety:
    """What was asked about fear, control and violence, and said. Each saving is a row; the newest counts.

    Without a judgement (`is_not_safe`) what was said decides. Somebody not safe is never listed as help anywhere.
    """
    staff_only(by)
    client = locked_client(relationship.client)
    row = locked_person(relationship)
    client_must_run(client)
    kept = fitting(library().prompts(SHEET), values, before={}, by=by)
    if not kept:
        raise CourseError("fear", "Nothing is filled in: say what was asked, or that it was not asked.")
    if is_not_safe is False and says_plainly(kept):
        raise CourseError(
            "is_not_safe", "By what was said this person is not safe. Tick this, or correct what was said."
        )
    found = RelationshipSafety.objects.create(
        relationship=row,
        values=kept,
        is_unsafe=says_unsafe(kept) if is_not_safe is None else is_not_safe,
        at=now,
        by_id=by.id,
    )
    happened("person asked about", about=found, client=client.pk, by=by, now=now)
    if found.is_unsafe:
        never_as_help(row, client=client, why=str(kept.get("what_was_said", "")), by=by, now=now)
    return found


def says_unsafe(values: Mapping[str, object]) -> bool:
    """Whether fear, control or being made to do things was said at all, or violence now."""
    return any(values.get(name, "") not in NOTHING for name in ASKED)


def says_plainly(values: Mapping[str, object]) -> bool:
    """Whether what was said leaves a clinician no room to call somebody safe."""
    return any(values.get(name) in answers for name, answers in PLAIN.items())


def is_unsafe(row: Relationship) -> bool:
    """Whether somebody is marked as not safe, here or among the supporters (one statement)."""
    if row.supporter is not None and row.supporter.is_unsafe:
        return True
    last = row.safety.order_by("-at").first()
    return last is not None and last.is_unsafe


def never_as_help(row: Relationship, *, client: Client, why: str, by: Actor, now: datetime) -> None:
    """Among the supporters they are marked as not safe, so that no plan and no page names them as help."""
    supporter = on_the_list(row)
    if supporter is None:
        try:
            supporter = name_supporter(client=client, name=row.name, in_hard_times=False, by=by, now=now)
        except PlanError:  # somebody whose name may be the same is marked already
            return
    if not supporter.is_unsafe:
        mark_unsafe(supporter=supporter, why=why[:500], by=by, now=now)
    link(row, supporter)


def follow_name(row: Relationship, *, by: Actor, now: datetime) -> None:
    """After a change of name the supporters name the person as the inventory does; the old unsafe name stays."""
    listed = row.supporter
    if listed is None or listed.removed_at is not None or listed.name == row.name:
        return
    if listed.is_unsafe:
        row.supporter = None
        never_as_help(row, client=row.client, why=listed.unsafe_why, by=by, now=now)
    else:
        remove_supporter(supporter=listed, by=by, now=now)
        row.supporter = named(row, phone=listed.phone, by=by, now=now)


def named(row: Relationship, *, phone: str, by: Actor, now: datetime) -> Supporter:
    """The person among those who may be called."""
    words = library().words(library().vocabulary("relationship-types"), "en")
    try:
        return name_supporter(client=row.client, name=row.name, relation=words[row.kind], phone=phone, by=by, now=now)
    except PlanError as fault:
        raise CourseError("phone", str(fault) if fault.field == "in_hard_times" else not_here(by)) from fault


def on_the_list(row: Relationship) -> Supporter | None:
    """The person's own place on the list, or that of the very same name (one statement)."""
    if row.supporter is not None and row.supporter.removed_at is None:
        return row.supporter
    there = Supporter.objects.filter(client=row.client_id, removed_at=None).order_by("place_in_list")
    return next((one for one in there if one.name.casefold() == row.name.casefold()), None)


def link(row: Relationship, supporter: Supporter | None) -> None:
    """Tie a person to their place on the list."""
    row.supporter = supporter
    row.save(update_fields=["supporter"])


def not_here(by: Actor) -> str:
    """Why somebody cannot be listed: to a client it never says that anything was said about safety."""
    if by.is_client:
        return "This person could not be added here. Your therapist can help with it."
    return "This person is marked as not safe and cannot be called in hard times."
