"""A client's way to their own pages: nobody needs one, only they choose the password, and it ends at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from clinic.answers.actions.asking import send_again
from clinic.audit.actor import SYSTEM, Actor
from clinic.audit.models import Event
from clinic.letters.models import Letter
from clinic.people import access
from clinic.people.actions import staff
from clinic.people.actions.accounts import NoAccount, close_account, hide_severity, invite_to_portal, make_account
from clinic.people.actions.clients import change_details
from clinic.people.actions.links import make_link, open_link
from clinic.people.choices import Role
from clinic.people.models import Client, Link, User
from clinic.people.queries import own
from tests.world import MONDAY_TEN, World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LATER = MONDAY_TEN + timedelta(hours=1)
WORDS = "four boats under a lamp"


def invited(world: World, client: Client | None = None) -> str:
    """The address of a link to the client's own pages."""
    return invite_to_portal(client=client or world.ines, by=actor(world.ada), now=MONDAY_TEN).url


def made(world: World) -> User:
    """Ines's account."""
    return make_account(client=world.ines, password=WORDS, by=holder(world.ines), now=MONDAY_TEN)


def test_an_invitation_goes_by_letter_where_email_is_safe_and_says_nothing(world: World) -> None:
    url = invited(world)

    letter = Letter.objects.get(kind="portal")
    assert letter.to == world.ines.email
    assert url in letter.body
    assert not any(
        word in f"{letter.subject} {letter.body}".lower() for word in ("ines", "therapist", "account", "ipt")
    )


@pytest.mark.parametrize("channel", ["phone", "post", "in_person"])
def test_elsewhere_nothing_is_sent_and_the_therapist_tells_it(channel: str, world: World) -> None:
    Client.objects.filter(pk=world.ines.pk).update(safe_channel=channel, phone="020 7946 0001")
    world.ines.refresh_from_db()

    told = invite_to_portal(client=world.ines, by=actor(world.ada), now=MONDAY_TEN)

    assert not told.letter_written
    assert not Letter.objects.exists()
    assert "/l/" in told.url


def test_a_client_without_an_address_has_a_link_and_no_account(world: World) -> None:
    Client.objects.filter(pk=world.ines.pk).update(safe_channel="in_person", email="")
    world.ines.refresh_from_db()

    invited(world)

    with pytest.raises(NoAccount, match="ask your therapist"):
        made(world)


def test_an_address_of_staff_gets_no_invitation_and_no_account(world: World) -> None:
    Client.objects.filter(pk=world.ines.pk).update(email=world.bo.email.upper())
    world.ines.refresh_from_db()

    with pytest.raises(NoAccount, match="member of staff"):
        invited(world)
    with pytest.raises(NoAccount, match="ask your therapist"):
        made(world)
    assert not Link.objects.exists()


def test_two_clients_cannot_sign_in_by_one_address(world: World) -> None:
    made(world)
    Client.objects.filter(pk=world.kit.pk).update(email=world.ines.email)
    world.kit.refresh_from_db()

    with pytest.raises(NoAccount, match="signs in somebody else"):
        invited(world, world.kit)


@pytest.mark.parametrize("who", ["ada", "gwen", "kit"])
def test_nobody_but_the_client_chooses_the_password(who: str, world: World) -> None:
    somebody = holder(world.kit) if who == "kit" else actor(getattr(world, who))

    with pytest.raises(NoAccount, match="A client chooses"):
        make_account(client=world.ines, password=WORDS, by=somebody, now=MONDAY_TEN)

    assert not User.objects.filter(is_client=True).exists()


def test_an_account_is_the_clients_own_and_ends_every_link(world: World) -> None:
    invited(world)

    user = made(world)

    world.ines.refresh_from_db()
    assert (world.ines.account, user.email, user.is_client) == (user, world.ines.email, True)
    assert user.check_password(WORDS)
    assert not Link.objects.filter(revoked_at=None).exists()


def test_an_account_has_no_role_and_sees_no_record_as_staff(world: World) -> None:
    user = made(world)

    as_staff = Actor(kind="staff", id=user.pk)

    assert list(access.clients(as_staff, now=MONDAY_TEN)) == []
    with pytest.raises(ValueError, match="cannot sign in a member of staff"):
        staff.join(email=user.email, name="X", team=world.team, roles=[Role.THERAPIST], by=SYSTEM, now=MONDAY_TEN)


def test_a_client_sees_themselves_only_by_account_and_by_link(world: World) -> None:
    for kind in ("client", "link"):
        viewer = Actor(kind=kind, id=world.ines.pk)  # type: ignore[arg-type]
        assert access.own_or_404(viewer, world.ines.pk) == world.ines
        with pytest.raises(Http404):
            access.own_or_404(viewer, world.kit.pk)
    with pytest.raises(Http404):
        access.own_or_404(actor(world.ada), world.ines.pk)


def test_a_new_link_lets_a_forgotten_password_be_chosen_again(world: World) -> None:
    user = made(world)
    invited(world)

    again = make_account(client=world.ines, password="another five long words", by=holder(world.ines), now=LATER)

    assert again == user
    assert not again.check_password(WORDS)
    assert User.objects.filter(is_client=True).count() == 1


def test_closing_ends_account_and_links_and_keeps_the_record(world: World) -> None:
    user = made(world)
    url = invited(world)

    close_account(client=world.ines, by=actor(world.ada), now=LATER)

    user.refresh_from_db()
    assert (user.is_active, user.left_at) == (False, LATER)
    assert open_link(secret=url.rstrip("/").rsplit("/", 1)[1], by=SYSTEM, now=LATER) is None
    assert not own.way_in(Client.objects.get(pk=world.ines.pk), now=LATER).is_open


def test_what_was_closed_opens_again_by_a_new_invitation(world: World) -> None:
    user = made(world)
    close_account(client=world.ines, by=actor(world.ada), now=MONDAY_TEN)

    invited(world)
    make_account(client=world.ines, password=WORDS, by=holder(world.ines), now=LATER)

    user.refresh_from_db()
    assert (user.is_active, user.left_at) == (True, None)


def test_after_closing_an_old_link_brings_no_new_one(world: World) -> None:
    link = make_link(client=world.ines, purpose="portal", about_id=world.ines.pk, by=SYSTEM, now=MONDAY_TEN).link
    close_account(client=world.ines, by=actor(world.ada), now=MONDAY_TEN)

    sent = send_again(link=link, by=SYSTEM, now=LATER)

    assert not sent
    assert not Letter.objects.exists()


def test_an_open_way_is_sent_again_on_request(world: World) -> None:
    link = make_link(client=world.ines, purpose="portal", about_id=world.ines.pk, by=SYSTEM, now=MONDAY_TEN).link

    assert send_again(link=link, by=SYSTEM, now=LATER)
    assert Letter.objects.get().kind == "portal"


def test_the_account_follows_a_new_address_and_refuses_one_that_is_taken(world: World) -> None:
    user = made(world)
    world.ines.refresh_from_db()

    change_details(client=world.ines, details={"email": "Ines@new.example"}, by=actor(world.ada), now=LATER)
    user.refresh_from_db()
    moved_to = user.email
    with pytest.raises(ValueError, match="signs in somebody else"):
        change_details(client=world.ines, details={"email": world.bo.email}, by=actor(world.ada), now=LATER)
    with pytest.raises(ValueError, match="close the way"):
        taken_away = {"email": "", "safe_channel": "in_person"}
        change_details(client=world.ines, details=taken_away, by=actor(world.ada), now=LATER)

    assert moved_to == "ines@new.example"
    assert Client.objects.get(pk=world.ines.pk).email == "Ines@new.example"


def test_every_step_stands_on_the_trail_without_a_word_of_it(world: World) -> None:
    invited(world)
    made(world)
    hide_severity(client=world.ines, is_hidden=True, by=holder(world.ines), now=LATER)
    close_account(client=world.ines, by=actor(world.ada), now=LATER)

    verbs = list(Event.objects.filter(client_id=world.ines.pk).order_by("seq").values_list("happened", flat=True))

    wanted = ["invited to own pages", "account made", "severity words hidden", "own pages closed"]
    assert [verb for verb in verbs if verb in wanted] == wanted


def test_pressing_twice_changes_nothing_and_says_nothing_more(world: World) -> None:
    for _ in range(2):
        hide_severity(client=world.ines, is_hidden=True, by=holder(world.ines), now=MONDAY_TEN)
        close_account(client=world.ines, by=actor(world.ada), now=MONDAY_TEN)

    assert Event.objects.filter(happened="severity words hidden").count() == 1
    assert not Event.objects.filter(happened="own pages closed").exists()


def test_a_link_of_an_unknown_kind_cannot_be_kept(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_link(client=world.ines, purpose="everything", about_id=None, by=SYSTEM, now=MONDAY_TEN)


def test_letters_about_signing_in_go_to_safe_addresses_only(world: World) -> None:
    assert own.may_write_to(world.ines.email)

    Client.objects.filter(pk=world.ines.pk).update(safe_channel="phone", phone="1")

    assert not own.may_write_to(world.ines.email.upper())
    assert own.may_write_to(world.ada.email)


def test_staff_whose_address_stands_in_a_clients_record_can_still_reset_their_password(world: World) -> None:
    Client.objects.filter(pk=world.ines.pk).update(safe_channel="phone", phone="1", email=world.bo.email)

    assert own.may_write_to(world.bo.email)
