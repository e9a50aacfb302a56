"""Letters of a course: drafts that nobody overwrites, frozen once given, shown to the client, taken back with a why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from clinic.letters.models import Letter
from clinic.people.actions.clients import change_details
from clinic.therapy.actions.after import (
    change_letter,
    give_letter,
    share_letter,
    withdraw_letter,
    write_letter_of_course,
)
from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.models import CourseLetter
from clinic.therapy.queries.after import letters, own_letters
from tests.clinic.therapy.beginnings import MONDAY_TEN, NEXT_WEEK, TUESDAY, started, verbs
from tests.clinic.therapy.endings import came, ended, letter_of
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def changed(letter: CourseLetter, text: str, *, revision: int = 1, by: Any) -> CourseLetter:
    """The draft with another text."""
    written: Any = {"addressee": letter.addressee, "text": text}
    return change_letter(letter=letter, written=written, revision=revision, by=actor(by), now=TUESDAY)


def by_post(world: World) -> None:
    """Ines wants to be written to by post."""
    change_details(client=world.ines, details={"safe_channel": "post"}, by=actor(world.ada), now=MONDAY_TEN)


def test_a_letter_is_kept_sealed_as_it_was_written(world: World) -> None:
    letter = letter_of(started(world), "One line\r\nand another")

    kept = CourseLetter.objects.get(pk=letter.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, addressee FROM therapy_courseletter")
        raw = b"".join(bytes(part) for part in cursor.fetchone())
    assert (kept.text, kept.addressee, kept.revision) == ("One line\nand another", "Ines Vale\n1 Quay Street", 1)
    assert b"another" not in raw and b"Quay" not in raw
    assert "course letter written" in verbs(world.ines)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": "  "}, "text"), ({"addressee": "\n"}, "addressee"), ({"to_whom": "neighbour"}, "to_whom")],
)
def test_an_empty_letter_is_refused(world: World, given: dict[str, str], field: str) -> None:
    course = started(world)

    with pytest.raises(CourseError) as refusal:
        letter_of(course, **given)

    assert refusal.value.field == field
    assert letter_of(course).pk


def test_the_same_letter_sent_twice_is_one(world: World) -> None:
    course = started(world)

    assert letter_of(course).pk == letter_of(course, now=TUESDAY).pk
    assert letter_of(course, "Another one").pk != letter_of(course).pk


def test_a_letter_can_be_written_after_the_end(world: World) -> None:
    course = started(world)
    came(course, 1)
    course = ended(course, now=NEXT_WEEK)

    assert letter_of(course, now=NEXT_WEEK).course == course


def test_two_who_write_at_once_lose_nothing(world: World) -> None:
    letter = letter_of(started(world))
    mine = changed(letter, "Ada's text", by=world.ada)

    with pytest.raises(Overtaken) as met:
        changed(letter, "Cleo's text", by=world.cleo)

    assert (mine.revision, mine.written_by) == (2, world.ada)
    assert met.value.there == mine and CourseLetter.objects.get().text == "Ada's text"
    assert changed(letter, "Both", revision=2, by=world.cleo).revision == 3


def test_a_given_letter_stands_as_it_is(world: World) -> None:
    letter = give_letter(letter=letter_of(started(world)), how="handed", by=actor(world.ada), now=TUESDAY)

    with pytest.raises(CourseError, match="stands as it is"):
        changed(letter, "Something else", by=world.ada)

    again = give_letter(letter=letter, how="handed", by=actor(world.cleo), now=NEXT_WEEK)
    assert (again.given_at, again.given_by, again.shared_at) == (TUESDAY, world.ada, None)
    assert verbs(world.ines).count("course letter handed over") == 1


def test_a_client_gets_post_only_where_that_is_their_safe_way(world: World) -> None:
    course = started(world)
    to_client, to_gp = letter_of(course), letter_of(course, to_whom="gp")

    with pytest.raises(CourseError, match="not this client's safe way"):
        give_letter(letter=to_client, how="posted", by=actor(world.ada), now=TUESDAY)
    assert give_letter(letter=to_gp, how="posted", by=actor(world.ada), now=TUESDAY).is_given
    by_post(world)
    assert give_letter(letter=to_client, how="posted", by=actor(world.ada), now=TUESDAY).is_given
    assert verbs(world.ines).count("course letter posted") == 2


def test_showing_a_letter_to_the_client_is_giving_it_and_a_copy_follows_the_gps(world: World) -> None:
    course = started(world)
    to_client, to_gp = letter_of(course), letter_of(course, to_whom="gp")

    shown = share_letter(letter=to_client, by=actor(world.ada), now=TUESDAY)
    with pytest.raises(CourseError, match="to the GP first"):
        share_letter(letter=to_gp, by=actor(world.ada), now=TUESDAY)
    give_letter(letter=to_gp, how="posted", by=actor(world.ada), now=TUESDAY)
    copy = share_letter(letter=to_gp, by=actor(world.ada), now=NEXT_WEEK)

    assert (shown.shared_at, shown.given_at, copy.shared_at) == (TUESDAY, TUESDAY, NEXT_WEEK)
    assert set(own_letters(holder(world.ines))) == {shown, copy}


def test_the_client_sees_no_draft_and_nothing_that_was_withdrawn(world: World) -> None:
    course = started(world)
    draft = letter_of(course)
    shown = share_letter(letter=letter_of(course, "Shown"), by=actor(world.ada), now=TUESDAY)

    assert own_letters(holder(world.ines)) == [shown] and own_letters(holder(world.kit)) == []
    withdraw_letter(letter=shown, why="written to somebody else", by=actor(world.ada), now=NEXT_WEEK)

    assert own_letters(holder(world.ines)) == [] and letters(course) == [draft]
    kept = CourseLetter.objects.get(pk=shown.pk)
    assert (kept.text, kept.withdrawn_by, kept.withdrawn_why) == ("Shown", world.ada, "written to somebody else")


def test_a_letter_is_withdrawn_with_a_reason_and_then_nothing_more_is_done_to_it(world: World) -> None:
    letter = letter_of(started(world))

    with pytest.raises(CourseError, match="Say why"):
        withdraw_letter(letter=letter, why=" ", by=actor(world.ada), now=TUESDAY)
    withdraw_letter(letter=letter, why="Wrong course", by=actor(world.ada), now=TUESDAY)

    for use in (give_letter, share_letter):
        with pytest.raises(CourseError, match="was withdrawn"):
            use(letter=letter, by=actor(world.ada), now=TUESDAY, **({"how": "handed"} if use is give_letter else {}))  # type: ignore[operator]


def test_only_staff_write_letters_and_none_goes_by_mail(world: World) -> None:
    course = started(world)
    before = Letter.objects.count()
    written: Any = {"addressee": "Ines", "text": "To myself"}

    with pytest.raises(CourseError):
        write_as(course, written, holder(world.ines))
    letter = write_as(course, written, actor(world.ada))
    share_letter(letter=letter, by=actor(world.ada), now=TUESDAY + timedelta(hours=1))

    assert Letter.objects.count() == before


def write_as(course: Any, written: Any, by: Any) -> CourseLetter:
    """A letter by whoever it is."""
    return write_letter_of_course(course=course, to_whom="client", written=written, by=by, now=TUESDAY)
