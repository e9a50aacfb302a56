"""Numbers of each team one manages, over the last 30 and 90 days. No person, and no small number about clients."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers.queries import numbers as numbers_of_asking
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.people.queries.team import teams
from clinic.safety.queries.alerts import numbers as numbers_of_alerts

if TYPE_CHECKING:
    from clinic.people.models import Team

PERIODS = (30, 90)  # days
FEWEST = (
    5  # our default: a count of one to four could be traced to a client by somebody who knows the team; zero is nobody
)


@staff_page("GET", roles=(Role.MANAGER,))
def show(request: StaffRequest) -> HttpResponse:
    """Five statements a team."""
    now = timezone.now()
    rows = [{"team": team, **counted(team, now=now)} for team in teams(request.actor, Role.MANAGER, now=now)]
    return render(request, "manager/numbers.html", {"rows": rows, "periods": PERIODS, "fewest": FEWEST, "now": now})


def counted(team: "Team", *, now: datetime) -> dict[str, Any]:
    """One team: what happened in each period, and how its alerts stand now."""
    today = now.astimezone(ZoneInfo(team.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [today - timedelta(days=days - 1) for days in PERIODS]
    asking = [numbers_of_asking(team, since=since) for since in starts]
    alerts = [numbers_of_alerts(team, since=since, now=now) for since in starts]
    return {
        "lines": [
            (_("Questionnaires asked"), [shown(one.n_asked) for one in asking]),
            (_("Of those, answered"), [shown(one.n_answered) for one in asking]),
            (_("Alerts raised"), [shown(one.n_raised) for one in alerts]),
            (_("Alerts closed"), [shown(one.n_closed) for one in alerts]),
        ],
        "figures": [
            {"label": _("Alerts open now"), "value": shown(alerts[0].n_open)},
            {"label": _("Of those, late and seen by nobody"), "value": shown(alerts[0].n_unseen_late)},
        ],
        "is_empty": not any(one.n_asked for one in asking)
        and not any(one.n_raised for one in alerts)
        and not alerts[0].n_open,
    }


def shown(n: int) -> str:
    """A count as it may be shown."""
    return _("fewer than %(n)s") % {"n": FEWEST} if 0 < n < FEWEST else str(n)
