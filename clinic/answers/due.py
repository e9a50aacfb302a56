"""What time asks: each measure of a running course's protocol when its occasion comes; after the end, follow-ups only.

Each occasion is claimed as a row before anything goes out, so that two workers ask once.
"""

from datetime import datetime, timedelta
from itertools import islice

from django.db import IntegrityError, transaction

from clinic.answers.actions.asking import cancel, make_invitation, send_link
from clinic.answers.askable import can_ask
from clinic.answers.choices import Met
from clinic.answers.models import AnswerSheet, Invitation, Occasion
from clinic.answers.occasions import Asking, come
from clinic.audit.action import due, happened, nothing_changed
from clinic.audit.actor import SYSTEM
from clinic.definitions.library import library
from clinic.people.actions.clients import locked as locked_client
from clinic.people.choices import SafeChannel
from clinic.people.presence import presence
from clinic.therapy.models import Course, FollowUp, TherapySession
from clinic.therapy.queries.courses import has_died

A_ROUND = 100  # occasions that one round looks at, so that letters and alerts never wait for long
IN_HAND = timedelta(days=1)  # a sheet that was written on since then is not taken away


def press_asking(*, now: datetime) -> int:
    """Ask whatever is to be asked; returns how many occasions were met."""
    return sum(meet(asking=asking, now=now) is not None for asking in islice(come(now=now), A_ROUND))


@due
def meet(*, asking: Asking, now: datetime) -> Occasion | None:
    """Claim an occasion and ask, unless the client answered or was asked just now. None: nobody is there, or met.

    The client is locked first: what ended, was cancelled or taken out since the round began is not asked for.
    """
    client = locked_client(asking.course.client)
    if not stands(asking):
        nothing_changed()
        return None
    if not presence(client, now=now).chain(duty_first=False):
        nothing_changed()
        return None
    occasion = claimed(asking, now=now)
    if occasion is None:
        nothing_changed()
        return None
    there = open_invitation(asking, now=now)
    if was_answered(asking):
        occasion.met = Met.ANSWERED
    elif there is not None:
        occasion.met, occasion.invitation = Met.INVITED, there
    elif can_be_asked(asking):
        occasion.invitation = ask(asking, now=now)
        occasion.met = Met.INVITED if client.safe_channel == SafeChannel.EMAIL else Met.IN_SESSION
    occasion.save(update_fields=["met", "invitation"])
    happened("occasion met", about=occasion, client=client.pk, by=SYSTEM, now=now)
    return occasion


def stands(asking: Asking) -> bool:
    """Whether what is asked for is still there (at most two statements)."""
    if asking.follow_up is not None:
        waits = FollowUp.objects.filter(pk=asking.follow_up.pk, done_on=None, cancelled_at=None)
        return waits.exists() and not has_died(asking.course.client)
    if asking.session is not None:
        ahead = TherapySession.objects.filter(pk=asking.session.pk, removed_at=None, attendance="")
        return ahead.filter(course__ended_on=None).exists()
    return Course.objects.filter(pk=asking.course.pk, ended_on=None).exists()


def claimed(asking: Asking, *, now: datetime) -> Occasion | None:
    """The occasion's row, or None when another worker has written it."""
    try:
        with transaction.atomic():
            return Occasion.objects.create(
                course=asking.course,
                measure=asking.wanted.measure,
                key=asking.wanted.key,
                session=asking.session,
                follow_up=asking.follow_up,
                due_on=asking.due_on,
                met=Met.IN_SESSION,
                met_at=now,
            )
    except IntegrityError:
        return None


def was_answered(asking: Asking) -> bool:
    """Whether the client sent the measure since it counts (one statement)."""
    sheets = AnswerSheet.objects.filter(client=asking.course.client_id, measure=asking.wanted.measure)
    return sheets.filter(withdrawn_at=None, sent_at__gte=asking.since).exists()


def open_invitation(asking: Asking, *, now: datetime) -> Invitation | None:
    """An invitation to the measure that stands: made since it counts, or being answered now (one statement)."""
    rows = [row for row in standing_invitations(asking) if row.asked_at >= asking.since or is_in_hand(row, now=now)]
    return rows[0] if rows else None


def standing_invitations(asking: Asking) -> list[Invitation]:
    """Invitations of the client to the measure that were not sent, newest first (one statement)."""
    rows = Invitation.objects.filter(
        client=asking.course.client_id, measure=asking.wanted.measure, cancelled_at=None, sheet__sent_at=None
    )
    return list(rows.filter(sheet__withdrawn_at=None).select_related("sheet").order_by("-asked_at"))


def is_in_hand(invitation: Invitation, *, now: datetime) -> bool:
    """Whether the client is in the middle of it."""
    sheet = getattr(invitation, "sheet", None)
    return sheet is not None and now - sheet.saved_at < IN_HAND


def can_be_asked(asking: Asking) -> bool:
    """Whether the measure has questions here that a client can read, about nobody who has to be named first."""
    measure = library().measure(asking.wanted.measure)
    return not measure.targets and can_ask(measure, language=asking.course.client.language)


def ask(asking: Asking, *, now: datetime) -> Invitation:
    """A new invitation in place of older ones; a letter only where e-mail is safe."""
    client = asking.course.client
    for older in standing_invitations(asking):
        cancel(invitation=older, by=SYSTEM, now=now)
    invitation = make_invitation(client=client, measure=asking.wanted.measure, by=SYSTEM, now=now)
    if client.safe_channel == SafeChannel.EMAIL:
        send_link(invitation=invitation, by=SYSTEM, now=now)
    return invitation
