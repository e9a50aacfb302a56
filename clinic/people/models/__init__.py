"""People: staff, teams and who stands in for whom; clients and their contact; the one-time links they hold."""

from clinic.people.models.client import Client, OtherClinician
from clinic.people.models.link import Link
from clinic.people.models.sight import BreakGlass
from clinic.people.models.team import Cover, Duty, Membership, Supervision, Team
from clinic.people.models.user import User

__all__ = [
    "BreakGlass",
    "Client",
    "Cover",
    "Duty",
    "Link",
    "Membership",
    "OtherClinician",
    "Supervision",
    "Team",
    "User",
]
