"""Writing safety plans, a version each time, and the people who may be called in hard times."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max

from clinic.audit.action import action, happened
from clinic.audit.actor import Actor
from clinic.people.models import Client
from clinic.safety.models import SafetyPlan, Supporter
from clinic.safety.plan import PARTS, named_in

MOST_SUPPORTERS = 5


class PlanError(ValueError):
    """A plan or supporter that cannot stand; `field` names what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@action
def make_plan(
    *,
    client: Client,
    parts: Mapping[str, str],
    was_made_together: bool,
    made_on: date,
    review_on: date | None,
    held_by: str = "",
    by: Actor,
    now: datetime,
) -> SafetyPlan:
    """The next version of a client's plan; `parts` are lines of text by the names in PARTS."""
    if unknown := set(parts) - {part.field for part in PARTS}:
        raise TypeError(f"Not parts of a safety plan: {', '.join(sorted(unknown))}.")
    if not any(text.strip() for text in parts.values()):
        raise PlanError("warning_signs", "The plan is empty: write at least one line.")
    if review_on is not None and review_on < made_on:
        raise PlanError("review_on", "The review is before the day the plan was made.")
    refuse_unsafe(client, parts)
    last = SafetyPlan.objects.filter(client=client).aggregate(last=Max("version"))["last"] or 0
    plan = SafetyPlan.objects.create(
        client=client,
        version=last + 1,
        was_made_together=was_made_together,
        made_on=made_on,
        review_on=review_on,
        held_by=held_by,
        written_at=now,
        written_by_id=by.id,
        **{name: text.strip() for name, text in parts.items()},
    )
    happened("safety plan made", about=plan, client=client.pk, by=by, now=now)
    return plan


def refuse_unsafe(client: Client, parts: Mapping[str, str]) -> None:
    """Nobody marked unsafe stands in the two parts that send the client to people."""
    unsafe = [supporter.name for supporter in client.supporters.exclude(unsafe_at=None).filter(removed_at=None)]
    for name in ("distraction", "helpers"):
        for line in parts.get(name, "").splitlines():
            if named_in(line, unsafe):
                raise PlanError(name, f"“{line.strip()}” names somebody who is marked as not safe. Take the line out.")


@action
def name_supporter(
    *,
    client: Client,
    name: str,
    relation: str = "",
    phone: str = "",
    in_hard_times: bool = True,
    by: Actor,
    now: datetime,
) -> Supporter:
    """Somebody close to the client, who may be called in hard times."""
    if not name.strip():
        raise PlanError("name", "Enter a name.")
    if any(may_be_same(name, known.name) for known in client.supporters.exclude(unsafe_at=None)):
        raise PlanError(
            "name", "Somebody of this name is marked as not safe. If this is another person, write both names."
        )
    there = client.supporters.filter(removed_at=None)
    if in_hard_times and there.filter(in_hard_times=True, unsafe_at=None).count() >= MOST_SUPPORTERS:
        raise PlanError(
            "in_hard_times", f"Up to {MOST_SUPPORTERS} people can be called in hard times. Take one off first."
        )
    supporter = Supporter.objects.create(
        client=client,
        name=name.strip(),
        relation=relation.strip(),
        phone=phone.strip(),
        in_hard_times=in_hard_times,
        place_in_list=there.count(),
    )
    happened("supporter named", about=supporter, client=client.pk, by=by, now=now)
    return supporter


def may_be_same(name: str, other: str) -> bool:
    """Whether two names can be one person's: the same words, or the same first word where one is all there is."""
    words, others = name.casefold().split(), other.casefold().split()
    return words == others or (words[:1] == others[:1] and 1 in (len(words), len(others)))


@action
def mark_unsafe(*, supporter: Supporter, why: str, by: Actor, now: datetime) -> Supporter:
    """Not safe for the client: from now on never listed as help, in the plan or elsewhere."""
    supporter.unsafe_at, supporter.unsafe_by_id, supporter.unsafe_why = now, by.user_id, why.strip()
    supporter.in_hard_times = False
    supporter.save()
    happened("supporter marked unsafe", about=supporter, client=supporter.client_id, by=by, now=now)
    return supporter


@action
def remove_supporter(*, supporter: Supporter, by: Actor, now: datetime) -> Supporter:
    """No longer among the people who may be called. Whoever is marked unsafe stays on the clinicians' list."""
    if supporter.is_unsafe:
        raise PlanError(
            "name", "Somebody marked as not safe stays on the list, so that nobody names them again by mistake."
        )
    supporter.removed_at = now
    supporter.save(update_fields=["removed_at"])
    happened("supporter removed", about=supporter, client=supporter.client_id, by=by, now=now)
    return supporter
