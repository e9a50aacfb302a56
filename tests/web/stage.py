"""The stage of the page tests: the cast with everything a page can show, and browsers in which each of them sits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from attrs import frozen
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from clinic.answers.actions.answering import begin
from clinic.answers.actions.asking import invite, share_plan
from clinic.answers.models import Invitation
from clinic.audit.actor import SYSTEM
from clinic.letters.actions import write_letter
from clinic.letters.models import Letter
from clinic.people.actions import staff
from clinic.people.actions.accounts import invite_to_portal
from clinic.people.actions.clients import break_glass
from clinic.people.actions.links import make_link, open_link
from clinic.people.choices import Role
from clinic.people.models import Client, Supervision, User
from clinic.safety.actions.plans import make_plan, mark_unsafe, name_supporter
from clinic.safety.actions.risk import record_risk
from clinic.safety.models import Alert
from clinic.wordings.actions import keep_wording
from tests.clinic.wordings.words import LICENCE, words
from tests.web.outcomes.blocks import make_blocks
from tests.web.stage_course import CourseFolder, make_course
from tests.world import World, actor, answered, give_factor, holder, join, make_world, sign_in

UNSAFE, UNSAFE_WHY = "Ruprecht Thornfield", "he reads her letters"
SAID, RISK_PLAN = "said with closed eyes", "phones her on Wednesday"
PAGE = "text/html,application/xhtml+xml"  # what a browser that shows pages accepts; a script accepts anything


@frozen
class Folder:
    """One client's record, by the ids that stand in addresses."""

    client: Client
    invitation: UUID
    secret: str
    sheet: UUID
    alert: UUID
    risk: UUID
    supporter: UUID
    unsafe: UUID
    in_course: CourseFolder


@frozen
class Stage:
    """The cast, five more, and the records of Ines (an alert is open), Jo (none is open) and Kit (Bo's)."""

    world: World
    cora: User  # covers Ada now
    nora: User  # a therapist who has no second factor yet
    lee: User  # has left
    ines: Folder
    jo: Folder
    kit: Folder
    letter: UUID
    wording: UUID  # the site's own, of a questionnaire under licence
    glass: UUID
    supervision: UUID
    block: UUID  # outcome numbers of the team


def make_stage(*, password: str = "!") -> Stage:
    """Everything, made by actions. Expects a database."""
    now = timezone.now()
    world = make_world(password=password)
    since = now - timedelta(days=300)
    cora = join("cora", world.team, [Role.THERAPIST], since)
    nora = join("nora", world.team, [Role.THERAPIST], since)
    lee = join("lee", world.team, [Role.THERAPIST], since)
    for user in (cora, lee):
        give_factor(user)
    User.objects.filter(pk__in=[cora.pk, nora.pk, lee.pk]).update(password=password)
    cora.refresh_from_db()
    nora.refresh_from_db()
    staff.cover(therapist=world.ada, covering=cora, since=since, until=now + timedelta(days=9), by=SYSTEM, now=since)
    staff.leave(user=lee, heir=None, by=SYSTEM, now=now)
    return Stage(
        world=world,
        cora=cora,
        nora=nora,
        lee=lee,
        ines=make_folder(world.ines, by=world.ada, now=now, is_open=True),
        jo=make_folder(world.jo, by=world.ada, now=now, is_open=False),
        kit=make_folder(world.kit, by=world.bo, now=now, is_open=False),
        letter=failed_letter(now),
        wording=keep_wording(measure="wsas", text=words("wsas"), licence=LICENCE, by=actor(world.gwen), now=now).pk,
        glass=break_glass(
            client=world.ines, reason="She called at night.", by=actor(world.bo), now=now - timedelta(days=3)
        ).pk,
        supervision=Supervision.objects.get(supervisor=world.cleo).pk,
        block=make_blocks(team=world.team.pk, therapist=world.ada.pk, others=[str(world.bo.pk), str(cora.pk)]).pk,
    )


def make_folder(client: Client, *, by: User, now: datetime, is_open: bool) -> Folder:
    """A record with two PHQ-9, an alert, a risk record, a plan, somebody safe and somebody who is not, and a link."""
    doer, before = actor(by), now - timedelta(days=2)
    answered(client, "221212101", (before - timedelta(days=7)).date(), now=before - timedelta(days=7), by=by)
    sheet = answered(client, "322212102", before.date(), now=before, by=by).sheet
    alert = Alert.objects.filter(client=client).latest("raised_at")
    look = {"was_asked": True, "finding": "thoughts", "done": ["talked"], "said": SAID, "plan": RISK_PLAN}
    closes = list(Alert.objects.filter(client=client, closed_at=None)) if not is_open else []
    risk = record_risk(client=client, look=look, closes=closes, by=doer, now=before + timedelta(minutes=5))
    safe = name_supporter(
        client=client, name="Olive Hart", relation="sister", phone="020 7946 0991", by=doer, now=before
    )
    unsafe = name_supporter(client=client, name=UNSAFE, relation="husband", phone="020 7946 0666", by=doer, now=before)
    parts = {"warning_signs": f"when {UNSAFE} is late", "coping": "a walk by the river", "helpers": "Olive Hart"}
    make_plan(
        client=client, parts=parts, was_made_together=True, made_on=before.date(), review_on=None, by=doer, now=before
    )
    mark_unsafe(supporter=unsafe, why=UNSAFE_WHY, by=doer, now=before)
    asked = invite(client=client, measure="phq-9", by=doer, now=before)
    pages = invite_to_portal(client=client, by=doer, now=before)
    for made in (asked, share_plan(client=client, by=doer, now=before), pages):
        open_link(secret=secret_of(made.url), by=holder(client), now=now)
    begin(invitation=Invitation.objects.get(pk=asked.link.about_id), by=holder(client), now=now)
    fresh = make_link(client=client, purpose="questionnaire", about_id=asked.link.about_id, by=doer, now=now)
    return Folder(
        client=client,
        invitation=asked.link.about_id,
        secret=fresh.secret,
        sheet=sheet.pk,
        alert=alert.pk,
        risk=risk.pk,
        supporter=safe.pk,
        unsafe=unsafe.pk,
        in_course=make_course(client, by=by, now=now),
    )


def failed_letter(now: datetime) -> UUID:
    """A letter that no mail server would take."""
    words = {"service": "Harbour Therapy", "link": "https://clinic.example/"}
    letter = write_letter(kind="set_password", to="ada@harbour.example", words=words, about_id=None, by=SYSTEM, now=now)
    Letter.objects.filter(pk=letter.pk).update(n_tries=6, failed_at=now, problem="SMTPConnectError")
    return letter.pk


def secret_of(url: str) -> str:
    """The secret at the end of a link's address."""
    return url.rstrip("/").rsplit("/", 1)[1]


def left_open(user: User) -> Browser:
    """A browser that was signed in before the user left, with its tab still open."""
    User.objects.filter(pk=user.pk).update(is_active=True, left_at=None)
    browser = sign_in(User.objects.get(pk=user.pk))
    User.objects.filter(pk=user.pk).update(is_active=False, left_at=timezone.now())
    return browser


def signed_in_at(user: User, *, minutes_ago: float) -> Browser:
    """A browser whose user proved who they are so long ago, and went on using it since."""
    browser = sign_in(user)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] -= minutes_ago * 60
    session["used"] = int(time.time())
    session.save()
    return browser


def left_alone(browser: Browser, *, minutes: float, idle_minutes: int = 15) -> Browser:
    """The same browser after so many minutes in which nobody touched it."""
    session = browser.session
    session["used"], session["idle"] = int(time.time() - minutes * 60), idle_minutes * 60
    session.save()
    return browser


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back, sessions too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
