"""Reading answers: what is asked of a client, the sheets of one client as a series, one sheet with its items."""

from datetime import datetime
from uuid import UUID

from attrs import frozen
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from clinic.answers.awaited import missed_of as missed_of
from clinic.answers.awaited import to_answer as to_answer
from clinic.answers.awaited import to_ask_in_session as to_ask_in_session
from clinic.answers.models import AnswerSheet, Invitation
from clinic.answers.series import FRAMEWORK, framework_for
from clinic.audit.actor import Actor
from clinic.audit.opening import opens_record
from clinic.definitions.library import library
from clinic.people import access
from clinic.people.models import Client, Link, Team
from ipt.measure import Measure
from ipt.trajectory import Point, Trajectory, trajectory
from ipt.wording import Wording


@frozen
class Series:
    """All sheets of one measure of one client, in order of time, with what they amount to.

    `target` is whom they are about, where the measure is asked about several.
    """

    measure: Measure
    wording: Wording
    sheets: tuple[AnswerSheet, ...]
    trajectory: Trajectory
    target: str = ""

    @property
    def key(self) -> str:
        """What stands for the series in addresses: the measure's id, with whom it is about."""
        return f"{self.measure.id}--{self.target}" if self.target else self.measure.id

    @property
    def title(self) -> str:
        """The measure's short name, with whom it is about."""
        about = self.wording.targets.get(self.target, self.target)
        return f"{self.wording.title}: {about}" if about else self.wording.title

    @property
    def last(self) -> AnswerSheet:
        """The newest sheet."""
        return self.sheets[-1]


@frozen
class AskingNumbers:
    """How asking goes in a team, without any person."""

    n_asked: int
    n_answered: int


def sheets_of(client: Client) -> QuerySet[AnswerSheet]:
    """Sheets that count: sent and not withdrawn."""
    sent = AnswerSheet.objects.filter(client=client, withdrawn_at=None).exclude(sent_at=None)
    return sent.select_related("score").defer("withdrawn_why").order_by("answered_on", "sent_at")


def series_of(client: Client) -> tuple[Series, ...]:
    """Every measure of a client that the viewer has opened (one statement), the one answered last first."""
    by_measure: dict[tuple[str, int, str], list[AnswerSheet]] = {}
    for sheet in sheets_of(client):
        by_measure.setdefault((sheet.measure, sheet.version, sheet.target), []).append(sheet)
    found = [series(measure, version, sheets) for (measure, version, _), sheets in by_measure.items()]
    return tuple(sorted(found, key=lambda one: (one.last.answered_on, one.measure.id == "phq-9"), reverse=True))


def series(measure_id: str, version: int, sheets: list[AnswerSheet]) -> Series:
    """One series with its trajectory by the framework that has numbers for it."""
    measure = library().measure(measure_id, version)
    points = [Point(on=sheet.answered_on, total=sheet.score.total) for sheet in sheets]
    return Series(
        measure=measure,
        wording=library().wording(measure, "en"),
        sheets=tuple(sheets),
        trajectory=trajectory(measure, points, framework=framework_for(measure_id) or library().framework(FRAMEWORK)),
        target=sheets[0].target,
    )


def invitations_open(client: Client) -> list[Invitation]:
    """What the client was asked and has not sent (one statement), newest first."""
    waiting = Invitation.objects.filter(client=client, cancelled_at=None).exclude(sheet__sent_at__isnull=False)
    return list(waiting.exclude(sheet__withdrawn_at__isnull=False).select_related("sheet").order_by("-asked_at"))


def invitation(viewer: Actor, pk: UUID, *, now: datetime) -> Invitation:
    """One invitation of a client whom the viewer may open (one statement), or 404."""
    found = Invitation.objects.filter(pk=pk, client__in=access.clients(viewer, now=now).values("pk"))
    row = found.select_related("client__team", "client__therapist").first()
    if row is None:
        raise Http404
    return row


@opens_record("answers opened")
def sheet(viewer: Actor, pk: UUID, *, now: datetime) -> AnswerSheet:
    """One sent sheet of a client whom the viewer may open (one statement), or 404."""
    found = AnswerSheet.objects.filter(
        pk=pk, withdrawn_at=None, client__in=access.clients(viewer, now=now).values("pk")
    )
    row = found.exclude(sent_at=None).select_related("client__team", "client__therapist", "score", "entered_by").first()
    if row is None:
        raise Http404
    return row


def own_invitation(viewer: Actor, pk: UUID, *, now: datetime) -> Invitation:
    """An invitation that the client may answer (one statement), or 404; the gate has seen how they came in."""
    row = Invitation.objects.filter(pk=pk, cancelled_at=None, client_id=viewer.id)
    found = row.select_related("client__team", "client__therapist", "sheet").first()
    if not viewer.is_client or found is None:
        raise Http404
    return found


def own_link(viewer: Actor, *, pk: UUID | None, about_id: UUID | None, purpose: str, now: datetime) -> Link:
    """The link that this browser opened to a client's page (one statement), or 404 when it ended meanwhile."""
    if pk is None:
        raise Http404
    links = Link.objects.filter(pk=pk, client_id=viewer.id, about_id=about_id, purpose=purpose, revoked_at=None)
    link = links.exclude(opened_at=None).first()
    if viewer.kind != "link" or link is None or not access.link_is_open(link, now=now):
        raise Http404
    return link


def link_by_digest(digest: str) -> Link | None:
    """The link of a secret (one statement), for “send me a new link”."""
    return Link.objects.filter(digest=digest).select_related("client__team").first()


def numbers(team: Team, *, since: datetime) -> AskingNumbers:
    """How asking goes in a team since a day (one statement). Withdrawn sheets do not count."""
    answered = Q(sheet__sent_at__isnull=False, sheet__withdrawn_at=None)
    asked = Invitation.objects.filter(client__team=team, asked_at__gte=since).exclude(sheet__withdrawn_at__isnull=False)
    return AskingNumbers(**asked.aggregate(n_asked=Count("pk"), n_answered=Count("pk", filter=answered)))


def sheet_before(sheet: AnswerSheet) -> AnswerSheet | None:
    """The sheet of the same measure before this one (one statement)."""
    same = sheets_of(sheet.client).filter(measure=sheet.measure, version=sheet.version, target=sheet.target)
    return same.filter(sent_at__lt=sheet.sent_at).last()
