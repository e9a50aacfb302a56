"""Reading one client's safety: last risk record, open alerts, the plan, and who may be called in hard times."""

from datetime import date, datetime
from uuid import UUID

from attrs import frozen
from django.db.models import Subquery
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.people.models import Client
from clinic.safety.models import Alert, RiskRecord, SafetyPlan, Supporter
from clinic.safety.plan import PARTS, Part, ShownPart, named_in, shown


@frozen
class ClientSafety:
    """What stands at the top of a client's page."""

    last_look: RiskRecord | None
    plan: SafetyPlan | None
    open_alerts: tuple[Alert, ...]
    closed_alerts: tuple[Alert, ...]


def safety_of(client: Client, *, alerts: list[Alert]) -> ClientSafety:
    """Safety of a client that the viewer has opened (two statements beside the alerts)."""
    return ClientSafety(
        last_look=next(iter(looks(client, most=1)), None),
        plan=plan_of(client),
        open_alerts=tuple(alert for alert in alerts if alert.is_open),
        closed_alerts=tuple(alert for alert in alerts if not alert.is_open),
    )


@frozen
class SafetyLine:
    """The line above a course: the last look at risk, and of which day the plan is."""

    last_look: RiskRecord | None
    plan_made_on: date | None


def safety_line(client: Client) -> SafetyLine:
    """Read for a client that the viewer has opened (one statement, two where risk was never asked about)."""
    newest = SafetyPlan.objects.filter(client=client).order_by("-version").values("made_on")[:1]
    rows = client.risk_records.filter(withdrawn_at=None).select_related("by").annotate(plan_made_on=Subquery(newest))
    look = rows.order_by("-at").first()
    if look is not None:
        return SafetyLine(last_look=look, plan_made_on=look.plan_made_on)
    plan = plan_of(client)
    return SafetyLine(last_look=None, plan_made_on=plan.made_on if plan else None)


def looks(client: Client, *, most: int = 50) -> list[RiskRecord]:
    """Risk records, newest first, without withdrawn ones (one statement)."""
    return list(client.risk_records.filter(withdrawn_at=None).select_related("by").order_by("-at")[:most])


def look(viewer: Actor, pk: UUID, *, now: datetime) -> RiskRecord:
    """One risk record (one statement), or 404."""
    found = RiskRecord.objects.filter(
        pk=pk, withdrawn_at=None, client__in=access.clients(viewer, now=now).values("pk")
    ).select_related("client__team", "client__therapist", "by")
    record = found.first()
    if record is None:
        raise Http404
    return record


def last_look_at(client: Client) -> datetime | None:
    """When risk was last assessed (one statement)."""
    at: datetime | None = (
        client.risk_records.filter(withdrawn_at=None)
        .exclude(finding="not_known")
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )
    return at


def plan_of(client: Client) -> SafetyPlan | None:
    """The newest version of the plan (one statement)."""
    return client.safety_plans.select_related("written_by").order_by("-version").first()


def plans(client: Client) -> list[SafetyPlan]:
    """Every version, newest first (one statement)."""
    return list(client.safety_plans.select_related("written_by").order_by("-version"))


def supporters(client: Client) -> list[Supporter]:
    """People close to the client, unsafe ones too: for clinicians only (one statement)."""
    return list(client.supporters.filter(removed_at=None).order_by("place_in_list", "pk"))


def supporter(client: Client, pk: UUID) -> Supporter:
    """One of them (one statement), or 404."""
    found = client.supporters.filter(pk=pk, removed_at=None).first()
    if found is None:
        raise Http404
    return found


def in_hard_times(people: list[Supporter]) -> tuple[Supporter, ...]:
    """Whom the client may be shown: named for hard times and not marked unsafe."""
    return tuple(person for person in people if person.in_hard_times and not person.is_unsafe)


def shown_to_client(plan: SafetyPlan, people: list[Supporter]) -> tuple[ShownPart, ...]:
    """A plan as its client sees it, without anybody marked unsafe."""
    return shown(parts_of(plan), unsafe=[person.name for person in people if person.is_unsafe])


def hidden_lines(plan: SafetyPlan, people: list[Supporter]) -> list[str]:
    """Lines that the client is not shown, because they name somebody marked unsafe."""
    unsafe = [person.name for person in people if person.is_unsafe]
    lines = [line.strip() for _, text in parts_of(plan) for line in text.splitlines()]
    return [line for line in lines if line and named_in(line, unsafe)]


def parts_of(plan: SafetyPlan) -> list[tuple[Part, str]]:
    """Each part with its text, in order."""
    return [(part, getattr(plan, part.field)) for part in PARTS]
