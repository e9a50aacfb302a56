"""Beginnings that several stories share: the client was asked, the team is away, a session was left alone."""

import time
from datetime import datetime, timedelta
from datetime import time as clock_time

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from clinic.answers.actions.asking import invite, share_plan
from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from tests.browser.site import Site
from tests.browser.steps import in_words
from tests.world import LONDON, actor


def asked(site: Site, *, measure: str = "phq-9", minutes_ago: int = 0) -> str:
    """Ines was asked to answer a measure: the address in her letter."""
    with site.facts() as world:
        now = timezone.now() - timedelta(minutes=minutes_ago)
        return invite(client=world.ines, measure=measure, by=actor(world.ada), now=now).url


def given_plan(site: Site) -> str:
    """Ines was sent a link to her plan: its address."""
    with site.facts() as world:
        return share_plan(client=world.ines, by=actor(world.ada), now=timezone.now()).url


def closed_for_two_days(site: Site) -> str:
    """The team is closed today and tomorrow, then open from nine to five; when four working hours will have passed."""
    here = datetime.now(LONDON)
    with site.facts() as world:
        hours = {str((here.weekday() + 2) % 7): ["09:00", "17:00"]}
        staff.change_team(team=world.team, settings={"hours": hours}, by=SYSTEM, now=timezone.now())
    return in_words(datetime.combine(here.date() + timedelta(days=2), clock_time(13), LONDON))


def on_duty(site: Site) -> None:
    """Dan is on duty through the night."""
    now, hour = timezone.now(), timedelta(hours=1)
    with site.facts() as world:
        staff.put_on_duty(
            team=world.team, user=world.dan, since=now - hour, until=now + 9 * hour, by=SYSTEM, now=now - hour
        )


def left_alone(site: Site, *, minutes: int) -> None:
    """Nobody has used any session for so long, as the server's clock sees it."""
    with site.facts():
        for key in Session.objects.values_list("session_key", flat=True):
            session = SessionStore(session_key=key)
            if "used" in session:
                session["used"] = int(time.time() - minutes * 60)
                session.save()
