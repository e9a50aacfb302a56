"""What every template may rely on: name of the service, the bar, the idle time, where help is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.pages.doors import SEES_RECORDS
from clinic.people.choices import Role

BAR = (
    (None, "alerts", _("Alerts")),
    (Role.THERAPIST, "caseload", _("Caseload")),
    (Role.THERAPIST, "diary", _("Diary")),
    (Role.THERAPIST, "clients", _("Clients")),
    (Role.SUPERVISOR, "supervision", _("Supervision")),
    (Role.MANAGER, "numbers", _("Numbers")),
    (Role.MANAGER, "outcomes_service", _("Outcomes")),
    (Role.SUPERVISOR, "outcomes_teams", _("Outcomes")),
    (Role.THERAPIST, "outcomes_mine", _("Outcomes")),
    (Role.ADMINISTRATOR, "teams", _("Team")),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context of every page (no statement: the gate has read the badge)."""
    badge = getattr(request, "badge", None)
    is_client = getattr(getattr(request, "user", None), "is_client", False)  # a refused host has no user yet
    return {
        "service_name": getattr(request, "service_name", "OpenIPT"),
        "is_demonstration": settings.IS_DEMONSTRATION,
        "exit_url": settings.EXIT_URL,
        "exit_end_url": reverse("leave") if "client" in request.session or is_client else "",
        "own_home_url": reverse("my") if getattr(request, "is_own_page", False) else "",
        "own_layout": "components/client.html" if is_client else "",  # sign-in pages of a client, in their own layout
        "nav": bar(request, roles=badge.roles) if badge else [],
        "signed_in_name": getattr(request.user, "name", "") if badge else "",
        "idle_seconds": request.session.get("idle", settings.IDLE_SECONDS) if badge else None,
    }


def bar(request: HttpRequest, *, roles: frozenset[str]) -> list[dict[str, Any]]:
    """The entries that somebody with these roles can use; of several with one label the first, which leads to all."""
    entries = [(name, label) for role, name, label in BAR if role in roles or (role is None and roles & SEES_RECORDS)]
    first: dict[str, tuple[str, Any]] = {}
    for name, label in entries:
        first.setdefault(str(label), (reverse(name), label))
    return [{"label": label, "url": url, "current": part(request.path) == part(url)} for url, label in first.values()]


def part(path: str) -> str:
    """Which part of the product an address belongs to: its first word."""
    return path.split("/")[1]
