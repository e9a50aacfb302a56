"""Reading the caseload: a page of lines by what needs a person first, and what stands about one course."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from attrs import evolve, frozen
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from clinic.audit.actor import Actor
from clinic.caseload.choices import NOTHING, OF_SUPERVISION, State
from clinic.caseload.computing import computed
from clinic.caseload.models import Attention, CaseloadRow
from clinic.people import access
from clinic.people.models import Cover
from clinic.people.queries import who
from clinic.people.queries.who import SEALED
from clinic.safety.models import Alert
from clinic.safety.queries.alerts import PRESSING
from clinic.therapy.models import Course

A_PAGE = 25
SEALED_ONES = (*(f"client__{name}" for name in SEALED), "course__end_why")
ALERT, ANY = "alert", "any"  # beside the kinds: an open alert, and anything at all
SORTS = {
    "need": ("rank", "since", "pk"),
    "signal": ("signal_rank", "signal_since", "pk"),
    "next": (F("next_at").asc(nulls_last=True), "pk"),
    "change": (F("worse_by").desc(nulls_last=True), "pk"),
    "name": ("client__name", "pk"),
}
SHOWN_FIRST = ("need", "signal")  # orders in which open alerts come before everything


@frozen
class Sieve:
    """What is shown and in which order. `phase` may be a state too; empty means everything that is on the list."""

    whose: str = ""  # mine, covered
    kind: str = ""
    phase: str = ""
    sort: str = "need"
    therapist: UUID | None = None


@frozen
class Line:
    """One client: the row, why they need a person, and the alerts that are open this moment."""

    row: CaseloadRow
    needs: tuple[Attention, ...]
    alerts: tuple[Alert, ...]

    @property
    def is_urgent(self) -> bool:
        """Whether an urgent alert is open."""
        return any(alert.level == "urgent" for alert in self.alerts)


@frozen
class Page:
    """Lines of one page, how many there are in all, and how many clients need a person."""

    lines: tuple[Line, ...]
    number: int
    n_pages: int
    n: int
    n_needing: int
    covers: bool = False  # whether the viewer stands in for anybody now


def caseload(viewer: Actor, sieve: Sieve, *, number: int = 1, now: datetime) -> Page:
    """The viewer's own clients and those they cover (at most six statements, however many clients there are)."""
    lent = Cover.objects.filter(access.active(now), covering_id=viewer.id).values_list("therapist", flat=True)
    therapists = {"mine": {viewer.id}, "covered": set(lent)}.get(sieve.whose, {viewer.id, *lent})
    found = page(viewer, therapists, sieve=sieve, number=number, now=now)
    return evolve(found, covers=bool(lent))


def supervised(viewer: Actor, sieve: Sieve, *, number: int = 1, now: datetime) -> Page:
    """Clients of the therapists whom the viewer supervises, by signal (at most six statements)."""
    therapists = {user.pk for user in who.supervised(viewer, now=now)}
    if sieve.therapist is not None:
        therapists &= {sieve.therapist}
    return page(viewer, therapists, sieve=evolve(sieve, sort="signal"), number=number, now=now)


def page(viewer: Actor, therapists: Collection[UUID], *, sieve: Sieve, number: int, now: datetime) -> Page:
    """One page of these therapists' clients, as far as the viewer may open them (at most five statements)."""
    every = rows_of(viewer, therapists, now=now)
    alerts = alerts_of(viewer, therapists, now=now)
    is_signal = sieve.sort == "signal"
    needing = needs_anybody("signal_rank" if is_signal else "rank", alerts)
    wanted = asked(sieve, alerts=alerts, needing=needing)
    counts = every.aggregate(n=Count("pk", filter=wanted), n_needing=Count("pk", filter=needing))
    n_pages = max(1, -(-counts["n"] // A_PAGE))
    number = min(max(1, number), n_pages)
    shown = in_order(every.filter(wanted), sieve=sieve, alerts=alerts, start=(number - 1) * A_PAGE)
    needs = needs_of([row.client_id for row in shown], of_supervision=is_signal)
    lines = (Line(row, tuple(needs[row.client_id]), tuple(alerts.get(row.client_id, ()))) for row in shown)
    return Page(lines=tuple(lines), number=number, n_pages=n_pages, **counts)


def rows_of(viewer: Actor, therapists: Collection[UUID], *, now: datetime) -> QuerySet[CaseloadRow]:
    """Current rows of clients whom the viewer may open; the therapist is there for the index and grants nothing."""
    seen = Exists(access.clients(viewer, now=now).filter(pk=OuterRef("client")))
    return CaseloadRow.objects.filter(seen, therapist__in=therapists, is_current=True)


def alerts_of(viewer: Actor, therapists: Collection[UUID], *, now: datetime) -> dict[UUID, list[Alert]]:
    """Open alerts by client, the most pressing client first (one statement): read live, whatever the rows say."""
    seen = Exists(access.clients(viewer, now=now).filter(pk=OuterRef("client")))
    rows = Alert.objects.filter(seen, closed_at=None, client__therapist__in=therapists)
    found: dict[UUID, list[Alert]] = defaultdict(list)
    for alert in rows.order_by(PRESSING, "due_at"):
        found[alert.client_id].append(alert)
    return dict(found)


def needs_anybody(rank: str, alerts: Collection[UUID]) -> Q:
    """Clients who need a person now."""
    return Q(**{f"{rank}__lt": NOTHING}) | Q(client__in=list(alerts))


def asked(sieve: Sieve, *, alerts: Collection[UUID], needing: Q) -> Q:
    """What was asked for; without a phase, everybody who is on the list."""
    if sieve.phase in (State.WAITING, State.ENDED):
        where = Q(state=sieve.phase)
    elif sieve.phase:
        where = Q(state=State.RUNNING, phase=sieve.phase)
    else:
        where = Q(is_on_list=True) | Q(client__in=list(alerts))
    if sieve.kind == ALERT:
        return where & Q(client__in=list(alerts))
    if sieve.kind == ANY:
        return where & needing
    if sieve.kind:
        return where & Q(Exists(Attention.objects.filter(client=OuterRef("client"), kind=sieve.kind)))
    return where


def in_order(
    rows: QuerySet[CaseloadRow], *, sieve: Sieve, alerts: dict[UUID, list[Alert]], start: int
) -> list[CaseloadRow]:
    """The rows of one page (one statement, two where alerts are open): by need, open alerts come first."""
    ready = rows.select_related("client", "therapist", "course").defer(*SEALED_ONES).order_by(*SORTS[sieve.sort])
    if sieve.sort not in SHOWN_FIRST or not alerts:
        return list(ready[start : start + A_PAGE])
    places = {client: place for place, client in enumerate(alerts)}
    pressing = sorted(ready.filter(client__in=list(alerts)), key=lambda row: places[row.client_id])
    others = ready.exclude(client__in=list(alerts))
    begin, end = max(0, start - len(pressing)), max(0, start + A_PAGE - len(pressing))
    return [*pressing[start : start + A_PAGE], *others[begin:end]]


def needs_of(clients: Sequence[UUID], *, of_supervision: bool = False) -> dict[UUID, list[Attention]]:
    """Why these clients need a person, in order (one statement)."""
    found: dict[UUID, list[Attention]] = defaultdict(list)
    for one in Attention.objects.filter(client__in=clients).order_by("rank"):
        if not of_supervision or one.kind in OF_SUPERVISION:
            found[one.client_id].append(one)
    return found


def case_of(course: Course) -> CaseloadRow:
    """A course that the viewer has opened at a glance (one statement); computed when the worker has not come to it."""
    row = CaseloadRow.objects.filter(pk=course.pk).first()
    if row is not None:
        return row
    now = timezone.now()
    return CaseloadRow(id=course.pk, **computed([course.client_id], now=now).rows[course.pk], checked_at=now)


def attention_of(course: Course) -> list[Attention]:
    """What needs a person about a course that the viewer has opened, in order (one statement)."""
    rows = Attention.objects.filter(client=course.client_id).order_by("rank")
    return list(rows.filter(Q(course=course.pk) | Q(course=None)))
