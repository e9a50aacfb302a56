"""A client's link: known by its digest only, opened once, ending so many days after its last use."""

from datetime import timedelta

import pytest
from django.db import connection

from clinic.audit.actor import SYSTEM
from clinic.audit.models import Event
from clinic.people.access import LINK_LASTS, link_is_open
from clinic.people.actions.links import MadeLink, make_link, open_link, revoke_links, use_link
from clinic.people.models import Client, Link
from tests.world import MONDAY_TEN, World, holder, some_id

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND = timedelta(seconds=1)
ABOUT = some_id()


def made(client: Client, *, about: object = ABOUT, purpose: str = "questionnaire", minutes: int = 0) -> MadeLink:
    """A link, made some minutes after ten."""
    now = MONDAY_TEN + timedelta(minutes=minutes)
    return make_link(client=client, purpose=purpose, about_id=about, by=SYSTEM, now=now)  # type: ignore[arg-type]


def test_only_the_digest_of_a_link_is_kept(world: World) -> None:
    secret = made(world.ines).secret

    assert len(secret) >= 43, "256 bits"
    for table in ("people_link", "audit_event", "letters_letter"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            assert [row for row in cursor.fetchall() if secret in repr(row)] == []
    assert Link.objects.get().digest != secret


def test_a_link_is_opened_once(world: World) -> None:
    secret = made(world.ines).secret

    first = open_link(secret=secret, by=SYSTEM, now=MONDAY_TEN + SECOND)
    again = open_link(secret=secret, by=SYSTEM, now=MONDAY_TEN + SECOND)

    assert first is not None
    assert (first.client, first.about_id, first.opened_at) == (world.ines, ABOUT, MONDAY_TEN + SECOND)
    assert again is None


def test_whoever_opens_a_link_stands_on_the_trail_as_its_client(world: World) -> None:
    open_link(secret=made(world.ines).secret, by=SYSTEM, now=MONDAY_TEN)

    event = Event.objects.order_by("seq").last()
    assert event is not None
    assert (event.happened, event.by_kind, event.by_id, event.client_id) == (
        "link opened",
        "link",
        world.ines.pk,
        world.ines.pk,
    )


@pytest.mark.parametrize("secret", ["", "unknown", "a" * 43, "é" * 20])
def test_an_unknown_link_opens_nothing_and_leaves_nothing(world: World, secret: str) -> None:
    made(world.ines)
    n = Event.objects.count()

    assert open_link(secret=secret, by=SYSTEM, now=MONDAY_TEN) is None
    assert Event.objects.count() == n


def test_the_digest_itself_opens_nothing(world: World) -> None:
    link = made(world.ines).link

    assert open_link(secret=link.digest, by=SYSTEM, now=MONDAY_TEN) is None


def test_a_link_that_nobody_opened_ends_after_its_days(world: World) -> None:
    assert timedelta(days=14) == LINK_LASTS
    late, in_time = made(world.ines), made(world.jo)
    end = MONDAY_TEN + timedelta(days=14)

    assert open_link(secret=late.secret, by=SYSTEM, now=end) is None
    assert open_link(secret=in_time.secret, by=SYSTEM, now=end - SECOND) is not None


def test_expiry_counts_from_the_last_use(world: World) -> None:
    link = open_link(secret=made(world.ines).secret, by=SYSTEM, now=MONDAY_TEN)
    assert link is not None
    used = MONDAY_TEN + timedelta(days=12)

    use_link(link=link, by=holder(world.ines), now=used)

    link.refresh_from_db()
    assert link_is_open(link, now=used + timedelta(days=14) - SECOND)
    assert not link_is_open(link, now=used + timedelta(days=14))


def test_using_a_link_is_written_down_at_most_once_an_hour(world: World) -> None:
    link = open_link(secret=made(world.ines).secret, by=SYSTEM, now=MONDAY_TEN)
    assert link is not None
    for minutes in (1, 59, 60, 61, 119, 120):
        use_link(link=link, by=holder(world.ines), now=MONDAY_TEN + timedelta(minutes=minutes))

    link.refresh_from_db()
    assert link.last_used_at == MONDAY_TEN + timedelta(hours=2)
    assert Event.objects.filter(happened="link used").count() == 2


def test_a_newer_link_revokes_the_ones_that_nobody_opened(world: World) -> None:
    old, newer = made(world.ines), made(world.ines, minutes=10)

    assert open_link(secret=old.secret, by=SYSTEM, now=MONDAY_TEN + timedelta(minutes=11)) is None
    assert open_link(secret=newer.secret, by=SYSTEM, now=MONDAY_TEN + timedelta(minutes=11)) is not None


def test_a_newer_link_leaves_an_opened_one_and_other_things_alone(world: World) -> None:
    opened = open_link(secret=made(world.ines).secret, by=SYSTEM, now=MONDAY_TEN)
    assert opened is not None
    others = [made(world.ines, about=some_id()), made(world.ines, purpose="plan", about=None), made(world.jo)]

    made(world.ines, minutes=10)

    opened.refresh_from_db()
    assert link_is_open(opened, now=MONDAY_TEN + timedelta(minutes=11))
    for other in others:
        assert open_link(secret=other.secret, by=SYSTEM, now=MONDAY_TEN + timedelta(minutes=11)) is not None


def test_a_revoked_link_opens_no_more_and_an_opened_one_ends(world: World) -> None:
    unopened, opened = made(world.ines, minutes=1), None
    opened = open_link(secret=made(world.jo).secret, by=SYSTEM, now=MONDAY_TEN)
    assert opened is not None

    n = revoke_links(about_id=ABOUT, by=SYSTEM, now=MONDAY_TEN + timedelta(minutes=2))

    assert n == 2
    opened.refresh_from_db()
    assert not link_is_open(opened, now=MONDAY_TEN + timedelta(minutes=2))
    assert open_link(secret=unopened.secret, by=SYSTEM, now=MONDAY_TEN + timedelta(minutes=2)) is None
    assert revoke_links(about_id=ABOUT, by=SYSTEM, now=MONDAY_TEN + timedelta(minutes=3)) == 0
