"""Reading alerts: what is open for a viewer, and what one alert says in words."""

from datetime import datetime
from uuid import UUID

from attrs import frozen
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people import access
from clinic.people.models import Client, Team
from clinic.people.queries.who import SEALED
from clinic.safety.models import Alert

PRESSING = Case(
    When(level="urgent", then=Value(0)),
    When(level="soon", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@frozen
class AlertNumbers:
    """How a team's alerts stand, without any person."""

    n_open: int
    n_unseen_late: int
    n_raised: int
    n_closed: int


def open_alerts(viewer: Actor, *, now: datetime) -> list[Alert]:
    """Open alerts of every client whom the viewer may open, wholly or on duty, most pressing first (one statement)."""
    return list(visible(viewer, now=now).filter(closed_at=None).order_by(PRESSING, "due_at"))


def visible(viewer: Actor, *, now: datetime) -> QuerySet[Alert]:
    """Alerts that the viewer may see."""
    whole = access.clients(viewer, now=now).values("pk")
    duty = access.clients_on_duty(viewer, now=now).values("pk")
    found = Alert.objects.filter(Q(client__in=whole) | Q(client__in=duty))
    return found.select_related("client", "client__team", "client__therapist", "holder", "seen_by").defer(
        *(f"client__{name}" for name in SEALED)
    )


def alert(viewer: Actor, pk: UUID, *, now: datetime) -> Alert:
    """One alert (one statement), or 404."""
    found = visible(viewer, now=now).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def of_client(client: Client, *, most: int | None = 50) -> list[Alert]:
    """Alerts of a client that the viewer has opened, open ones first, then the newest (one statement)."""
    order = Case(When(closed_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    of_others = Q(closed_at__isnull=False, answers_withdrawn_at__isnull=False)
    found = Alert.objects.filter(client=client).exclude(of_others).select_related("holder", "seen_by", "closed_by__by")
    return list(found.order_by(order, PRESSING, "-raised_at")[:most])


def numbers(team: Team, *, since: datetime, now: datetime) -> AlertNumbers:
    """How a team's alerts stand (one statement)."""
    unseen_late = Q(seen_at=None, closed_at=None, due_at__lt=now)
    of_others = Q(closed_at__isnull=False, answers_withdrawn_at__isnull=False)
    found = (
        Alert.objects.filter(client__team=team)
        .exclude(of_others)
        .aggregate(
            n_open=Count("pk", filter=Q(closed_at=None)),
            n_unseen_late=Count("pk", filter=unseen_late),
            n_raised=Count("pk", filter=Q(raised_at__gte=since)),
            n_closed=Count("pk", filter=Q(closed_at__gte=since)),
        )
    )
    return AlertNumbers(**found)


def words(alert: Alert) -> str:
    """What an alert is about, in one sentence for a clinician."""
    if alert.kind == "did-not-come":
        return "Did not come and sent no word; a risk was recorded before"
    title = titles().get(alert.measure, alert.measure)
    if alert.kind == "reliable-worsening":
        return f"{title} is {alert.value} now: reliably worse than at the start"
    if alert.kind == "watched-total":
        return f"{title} is {alert.value}, a total to look at"
    if alert.kind == "triage":
        return f"{title}: the answers ask for a look at the risk"
    known = ", no higher than when risk was last assessed" if alert.is_known else ""
    return f"{title}, item {alert.item} ({about(alert)}): answered {alert.value}{known}"


def about(alert: Alert) -> str:
    """What the watched item is about, in the definition's neutral words."""
    measures = {measure.id: measure for measure in library().measures()}
    watches = measures[alert.measure].watch if alert.measure in measures else ()
    return next((watch.about for watch in watches if watch.item == alert.item), "watched answer")


def titles() -> dict[str, str]:
    """Short titles of the measures."""
    known = library()
    return {measure.id: known.wording(measure, "en").title for measure in known.measures()}


def open_about(about_id: UUID) -> list[Alert]:
    """Open alerts about one answer sheet whose client has opened its page (one statement)."""
    return list(Alert.objects.filter(about_id=about_id, closed_at=None))


def open_levels(client_ids: list[UUID]) -> dict[UUID, str]:
    """The most pressing open level of each of these clients (one statement)."""
    found: dict[UUID, str] = {}
    rows = (
        Alert.objects.filter(client__in=client_ids, closed_at=None).order_by(PRESSING).values_list("client_id", "level")
    )
    for client_id, level in rows:
        found.setdefault(client_id, level)
    return found
