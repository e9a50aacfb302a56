"""Asking a client: never without somebody who can hold what comes of it, by the safe channel, again when asked for."""

from datetime import date, datetime, timedelta

import pytest
from django.http import Http404

from clinic.answers.actions.answering import begin
from clinic.answers.actions.asking import CannotAsk, cancel, invite, send_again, share_plan
from clinic.answers.actions.mending import withdraw
from clinic.answers.models import AnswerSheet, Invitation
from clinic.answers.queries import invitations_open, numbers, own_invitation
from clinic.audit.action import due
from clinic.letters.models import Letter
from clinic.people.actions.clients import change_details
from clinic.people.actions.links import open_link
from clinic.people.models import Link, Membership
from tests.clinic.steps import asked, sent, tapped
from tests.world import MONDAY_TEN, World, actor, answered, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

MINUTE = timedelta(minutes=1)


@due
def end_every_role(*, world: World, now: datetime) -> None:
    """What no action does as long as somebody has clients: the team is empty."""
    Membership.objects.filter(team=world.team).update(until=now)


def test_no_invitation_goes_out_without_a_holder_for_its_alerts(world: World) -> None:
    invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN - MINUTE)
    end_every_role(world=world, now=MONDAY_TEN)

    with pytest.raises(CannotAsk, match="Nobody is there to look at the answers"):
        invite(client=world.jo, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)

    assert [invitation.client for invitation in Invitation.objects.all()] == [world.ines]
    assert (Letter.objects.count(), Link.objects.count()) == (1, 1)


@pytest.mark.parametrize("measure", ["bdi-ii", "hrsd-17"])
def test_a_measure_without_questions_is_not_asked_for(world: World, measure: str) -> None:
    with pytest.raises(CannotAsk, match=r"enter (its total|what was rated) instead"):
        invite(client=world.ines, measure=measure, by=actor(world.ada), now=MONDAY_TEN)

    assert (Invitation.objects.count(), Letter.objects.count()) == (0, 0)


def test_an_unknown_measure_is_not_asked_for(world: World) -> None:
    with pytest.raises(LookupError):
        invite(client=world.ines, measure="phq-10", by=actor(world.ada), now=MONDAY_TEN)

    assert Invitation.objects.count() == 0


def test_asking_writes_one_letter_with_a_link_that_opens(world: World) -> None:
    made = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)

    [letter] = Letter.objects.all()
    assert (letter.kind, letter.to, made.letter_written) == ("questionnaire", "ines@post.example", True)
    assert made.url in letter.body
    link = open_link(secret=made.url.rstrip("/").rpartition("/")[2], by=holder(world.ines), now=MONDAY_TEN)
    assert link is not None
    invitation = Invitation.objects.get()
    assert (link.about_id, link.client, invitation.asked_by) == (invitation.pk, world.ines, world.ada)


def test_a_language_without_a_wording_is_asked_in_english(world: World) -> None:
    change_details(client=world.ines, details={"language": "xx"}, by=actor(world.ada), now=MONDAY_TEN)

    sheet = asked(world.ines)

    assert (sheet.language, Invitation.objects.get().language) == ("en", "en")


def again(made: Link, *, minutes: int) -> bool:
    """“Send me a new link”, so many minutes later."""
    link = Link.objects.select_related("client__team").get(pk=made.pk)
    return send_again(link=link, by=holder(link.client), now=MONDAY_TEN + minutes * MINUTE)


def test_a_new_link_is_sent_at_most_every_five_minutes(world: World) -> None:
    made = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)

    assert [again(made.link, minutes=minute) for minute in (0, 4, 5, 6, 9, 10)] == [
        False,
        False,
        True,
        False,
        False,
        True,
    ]
    assert Letter.objects.count() == 3
    assert {letter.to for letter in Letter.objects.all()} == {"ines@post.example"}


def test_an_expired_link_still_brings_a_new_one(world: World) -> None:
    made = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)

    assert again(made.link, minutes=60 * 24 * 30) is True


def test_no_new_link_for_what_is_over(world: World) -> None:
    """Answered, cancelled, or withdrawn; while it is open the same step sends one."""
    answered_one = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN).link
    cancelled = invite(client=world.jo, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN).link
    withdrawn = invite(client=world.kit, measure="phq-9", by=actor(world.bo), now=MONDAY_TEN).link
    links = (answered_one, cancelled, withdrawn)
    assert [again(link, minutes=10) for link in links] == [True, True, True]

    def invitation(link: Link) -> Invitation:
        return Invitation.objects.select_related("client__team").get(pk=link.about_id)

    sheet = begin(invitation=invitation(answered_one), by=holder(world.ines), now=MONDAY_TEN)
    sent(sheet, "111111110")
    cancel(invitation=invitation(cancelled), by=actor(world.ada), now=MONDAY_TEN)
    wrong = begin(invitation=invitation(withdrawn), by=holder(world.kit), now=MONDAY_TEN)
    withdraw(sheet=wrong, why="not hers", to=None, by=actor(world.bo), now=MONDAY_TEN)

    n_letters = Letter.objects.count()
    assert [again(link, minutes=30) for link in links] == [False, False, False]
    assert Letter.objects.count() == n_letters


def test_a_plan_is_sent_again(world: World) -> None:
    made = share_plan(client=world.ines, by=actor(world.ada), now=MONDAY_TEN)

    assert (again(made.link, minutes=4), again(made.link, minutes=5)) == (False, True)
    assert [letter.kind for letter in Letter.objects.all()] == ["plan", "plan"]


def test_a_cancelled_invitation_is_gone_for_the_client_and_keeps_what_was_answered(world: World) -> None:
    sheet = asked(world.ines)
    [alert] = tapped(sheet, "9", 2)
    invitation = sheet.invitation
    assert invitation is not None
    assert own_invitation(holder(world.ines), invitation.pk, now=MONDAY_TEN) == invitation

    cancel(invitation=invitation, by=actor(world.ada), now=MONDAY_TEN)

    with pytest.raises(Http404):
        own_invitation(holder(world.ines), invitation.pk, now=MONDAY_TEN)
    assert AnswerSheet.objects.get(pk=sheet.pk).answers == {"9": 2}
    alert.refresh_from_db()
    assert alert.is_open
    assert Link.objects.filter(revoked_at=None).count() == 0


def test_what_was_sent_cannot_be_cancelled(world: World) -> None:
    sheet = asked(world.ines)
    sent(sheet, "000000000")
    assert sheet.invitation is not None

    with pytest.raises(CannotAsk, match="sent already"):
        cancel(invitation=sheet.invitation, by=actor(world.ada), now=MONDAY_TEN)


def test_the_number_of_answered_invitations_counts_no_withdrawn_sheet(world: World) -> None:
    first = asked(world.ines)
    sent(first, "000000000")
    asked(world.jo)
    answered(world.jo, "000000000", date(2026, 3, 2), now=MONDAY_TEN, by=world.ada)
    before = numbers(world.team, since=MONDAY_TEN)
    assert (before.n_asked, before.n_answered) == (2, 1)
    assert [invitation.client for invitation in invitations_open(world.jo)] == [world.jo]

    withdraw(sheet=first, why="not hers", to=None, by=actor(world.ada), now=MONDAY_TEN)

    after = numbers(world.team, since=MONDAY_TEN)
    assert (after.n_asked, after.n_answered) == (1, 0)
    assert invitations_open(world.ines) == []
