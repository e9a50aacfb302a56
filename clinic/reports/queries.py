"""Reading reports: the block a viewer may see, its files, and what to expect of a client's next scores."""

from datetime import datetime
from uuid import UUID

from attrs import frozen
from django.db.models import QuerySet
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.people.choices import Role
from clinic.people.models import Client, Team
from clinic.reports.choices import RECENT, Scope
from clinic.reports.kept import fits
from clinic.reports.models import Block, Computing, Download, Expectation
from ipt.fitted import Fit
from ipt.prior import Prior

OF_TEAMS = (Role.MANAGER, Role.SUPERVISOR)


@frozen
class Expecting:
    """By which fit a client's scores are expected, and on how many ended courses it stands."""

    fit: Fit | Prior
    n_courses: int
    is_of_team: bool

    @property
    def is_illustrative(self) -> bool:
        """Whether it is a line from published averages, which holds here but was not fitted here."""
        return isinstance(self.fit, Prior)


def visible(viewer: Actor, *, now: datetime) -> QuerySet[Block]:
    """Blocks a viewer may see: their own, of teams they manage or supervise in, the service by whoever manages all."""
    teams = access.works_as(viewer, *OF_TEAMS, now=now).values("team_id")
    managed = access.works_as(viewer, Role.MANAGER, now=now).values("team_id")
    blocks = Block.objects.filter(team__in=teams)
    if managed and not Team.objects.exclude(pk__in=managed).exists():
        blocks |= Block.objects.filter(scope=Scope.SERVICE)
    if access.works_as(viewer, Role.THERAPIST, now=now).exists():
        blocks |= Block.objects.filter(therapist_id=viewer.id)
    return blocks


def block(viewer: Actor, *, scope: str, about: UUID | None, period: str = RECENT, now: datetime) -> Block | None:
    """One block (at most four statements); None when it is not theirs to see or was not computed."""
    found = visible(viewer, now=now).filter(scope=scope, period=period)
    if about is not None:
        found = found.filter(team=about) if scope == Scope.TEAM else found.filter(therapist=about)
    return found.select_related("team").first()


def block_or_404(viewer: Actor, pk: UUID, *, now: datetime) -> Block:
    """One block by its id (at most four statements), or 404."""
    found = visible(viewer, now=now).filter(pk=pk).select_related("team", "therapist").first()
    if found is None:
        raise Http404
    return found


def periods_of(one: Block) -> list[tuple[str, UUID]]:
    """The periods the same scope was computed for (one statement), the last twelve months first, then years."""
    same = Block.objects.filter(scope=one.scope, team=one.team, therapist=one.therapist, framework=one.framework)
    found = dict(same.values_list("period", "pk"))
    years = sorted((name for name in found if name.isdigit()), reverse=True)
    return [(name, found[name]) for name in (RECENT, *years, "all") if name in found]


def parquet(viewer: Actor, pk: UUID, *, name: str, now: datetime) -> bytes:
    """One table of a block as a Parquet file (at most five statements), or 404."""
    found = Download.objects.filter(block=block_or_404(viewer, pk, now=now), name=name).first()
    if found is None:
        raise Http404
    return bytes(found.parquet)


def last_computed() -> Computing | None:
    """The newest day's work that was finished (one statement)."""
    return Computing.objects.exclude(finished_at=None).order_by("-as_of").first()


def failed_since(one: Block) -> Computing | None:
    """A later day's work that went wrong and was not made good (one statement)."""
    wrong = Computing.objects.filter(as_of__gt=one.as_of, finished_at=None).exclude(problem="")
    return wrong.order_by("-as_of").first()


def expectations_of(team: Team) -> list[Expectation]:
    """What was fitted on a team's own ended courses, calibrated or not, by measure (one statement)."""
    return list(Expectation.objects.filter(team=team).order_by("measure", "version"))


def expecting(client: Client, *, measure: str, version: int) -> Expecting | None:
    """What to expect of a client (at most one statement): by the ended courses of the team, else by those of all teams.

    None where the team has switched it off, or where no fit is calibrated for the measure.
    """
    if not client.team.shows_expected:
        return None
    known = fits()
    of_team = known.get((client.team_id, measure, version))
    found = of_team or known.get((None, measure, version))
    return Expecting(found.numbers, n_courses=found.n_courses, is_of_team=of_team is not None) if found else None
