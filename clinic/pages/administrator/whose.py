"""Whose page it is: the team of the address, for its administrator only, with the team's clock."""

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.pages.doors import StaffRequest
from clinic.people.queries import team as queries

if TYPE_CHECKING:
    from clinic.people.models import Team, User


def team_of(request: StaffRequest, pk: UUID) -> "Team":
    """The team, or 404; times are read and shown in its zone from here on."""
    team = queries.team(request.actor, pk, now=timezone.now())
    timezone.activate(ZoneInfo(team.time_zone))
    return team


def person_of(request: StaffRequest, person: UUID) -> "User":
    """A member of staff whom the administrator may see, or 404."""
    return queries.member(request.actor, person, now=timezone.now())
