"""What needs an administrator's care now, most pressing first: each with where to go. No client, only numbers."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.letters.queries import Outbox
from clinic.pages.client.countries import NAMES
from clinic.people.presence import hours_of
from clinic.people.queries import team as queries
from clinic.safety.queries import crisis
from clinic.safety.queries.alerts import numbers

if TYPE_CHECKING:
    from clinic.people.models import Team
    from clinic.worker.models import Heartbeat


def needs_care(team: "Team", *, beat: "Heartbeat | None", letters: Outbox, now: datetime) -> list[dict[str, Any]]:
    """Urgent things first; an empty list when nothing needs care."""
    found = [*of_worker(beat, now=now), *of_alerts(team, now=now), *of_duty(team, now=now)]
    found += [*of_letters(team, letters), *of_crisis_lines(team, now=now), *of_people(team, now=now)]
    return sorted(found, key=lambda one: one["kind"] != "urgent")


def note(kind: str, title: str, text: str, *, url: str = "", link: str = "") -> dict[str, Any]:
    """One thing, as components/notice.html takes it."""
    return {"kind": kind, "title": title, "text": text, "url": url, "link": link}


def of_worker(beat: "Heartbeat | None", *, now: datetime) -> Iterator[dict[str, Any]]:
    """The worker stopped, failed, or never ran."""
    stops = _("Letters are not sent, and alerts that nobody has seen do not go on. Start it with: manage.py work")
    if beat is None:
        yield note("urgent", _("The worker has never run"), stops)
    elif beat.problem:
        failed = _("Whoever looks after the server needs to see this: %(problem)s") % {"problem": beat.problem}
        yield note("urgent", _("The worker's last round failed"), failed)
    elif beat.is_red(now=now):
        yield note("urgent", _("The worker has stopped"), stops)


def of_alerts(team: "Team", *, now: datetime) -> Iterator[dict[str, Any]]:
    """Alerts that nobody has seen in time, as a number."""
    n = numbers(team, since=now, now=now).n_unseen_late
    if n:
        title = ngettext(
            "One alert is late, and nobody has seen it", "%(n)s alerts are late, and nobody has seen them", n
        )
        text = _("They went on to supervisors and duty leads by themselves. Ask whether somebody is there.")
        yield note("urgent", title % {"n": n}, text)


def of_duty(team: "Team", *, now: datetime) -> Iterator[dict[str, Any]]:
    """Nobody is on duty; more pressing while the team is closed. And a team without hours."""
    if queries.duty_gaps(team, now=now):
        kind = "watch" if hours_of(team).is_open(now) else "urgent"
        text = _("Something urgent that comes in out of hours then waits until the team opens.")
        yield note(
            kind, _("Nobody is on duty now"), text, url=reverse("team_duty", args=[team.pk]), link=_("Fill the rota")
        )
    if not team.hours:
        text = _("Every alert is then due within a day, and clients cannot be told when somebody reads their answers.")
        url = reverse("team_settings", args=[team.pk])
        yield note("watch", _("The team has no working hours"), text, url=url, link=_("Enter them"))


def of_letters(team: "Team", letters: Outbox) -> Iterator[dict[str, Any]]:
    """Letters that failed or are late."""
    url = reverse("team_letters", args=[team.pk])
    if letters.n_failed:
        title = ngettext("One letter could not be sent", "%(n)s letters could not be sent", letters.n_failed)
        text = _("The mail server refused again and again.")
        yield note("urgent", title % {"n": letters.n_failed}, text, url=url, link=_("See which"))
    if letters.n_late:
        title = ngettext("One letter is late", "%(n)s letters are late", letters.n_late)
        text = _("Written more than an hour ago and not sent yet.")
        yield note("watch", title % {"n": letters.n_late}, text, url=url, link=_("See the outbox"))


def of_crisis_lines(team: "Team", *, now: datetime) -> Iterator[dict[str, Any]]:
    """Lists that are missing or stale, for the team's country and those of its clients."""
    on = now.astimezone(ZoneInfo(team.time_zone)).date()
    for country in crisis.countries_of(team):
        if text := crisis.needs_care(country, on=on, name=NAMES.get(country, country)):
            url = reverse("crisis_list", args=[team.pk, country])
            is_missing = crisis.crisis_list(country) is None
            title = _("No crisis lines") if is_missing else _("Crisis lines to check")
            yield note("urgent" if is_missing else "watch", title, text, url=url, link=_("See to it"))


def of_people(team: "Team", *, now: datetime) -> Iterator[dict[str, Any]]:
    """Therapists whom nobody supervises, and emergency openings that so nobody looks at."""
    if without := queries.unsupervised(team, now=now):
        title = ngettext("One therapist has no supervisor", "%(n)s therapists have no supervisor", len(without))
        names = ", ".join(user.name for user in without)
        text = _("%(names)s. An alert that they do not see goes to duty without a supervisor in between.")
        url = reverse("team_supervision", args=[team.pk])
        yield note(
            "watch", title % {"n": len(without)}, text % {"names": names}, url=url, link=_("Arrange supervision")
        )
    if n := queries.n_glass_without_supervisor(team, now=now):
        title = ngettext("A record was opened in an emergency", "%(n)s records were opened in an emergency", n)
        text = _("No supervisor is there to look at who did it and why.")
        url = reverse("team_supervision", args=[team.pk])
        yield note("watch", title % {"n": n}, text, url=url, link=_("Arrange supervision"))
