"""Letters of a course on the page: an empty sheet, the facts beside it, the same words on paper; given and shown."""

from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from clinic.audit.models import Event
from clinic.letters.models import Letter
from clinic.people.actions.clients import change_details, name_clinicians
from clinic.safety.actions.plans import mark_unsafe, name_supporter
from clinic.safety.actions.risk import record_risk
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.hard_times import record_safety
from clinic.therapy.actions.inventory import add_relationship
from clinic.therapy.models import Course, CourseLetter
from tests.clinic.therapy.endings import ended, letter_of
from tests.web.counting import counted
from tests.web.therapist.endings_seen import course_at, page, sent, squeezed, text_of
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TEXT = (
    "We met for fourteen sessions.\n\nYou took up painting,\nand rang your sister.\n\n“It was <worth> it,” & so it was."
)
PRIVATE = ("her own courage", "he took her keys", "bolted the door", "read her letters", "closed eyes")


def secrets(course: Course, world: World) -> None:
    """What a letter's page must never show: safety of a person, risk, judgements."""
    by, now = actor(world.ada), timezone.now()
    tom = add_relationship(client=world.ines, name="Tom", kind="partner", ring=2, by=by, now=now)
    said: Any = {"what_was_said": "he took her keys, bolted the door"}
    record_safety(relationship=tom, values=said, by=by, now=now)
    unsafe = name_supporter(client=world.ines, name="Ruprecht", relation="husband", phone="", by=by, now=now)
    mark_unsafe(supporter=unsafe, why="read her letters", by=by, now=now)
    look: Any = {"was_asked": True, "finding": "thoughts", "done": ["talked"], "said": "with closed eyes"}
    record_risk(client=world.ines, look=look, by=by, now=now)
    ending: Any = {"gains": "I paint again", "therapist_view": "It was her own courage", "risk_of_return": "high"}
    write_entry(course=course, sheet="ending", values=ending, by=by, now=now)


def body(**given: Any) -> dict[str, Any]:
    """A letter to the client."""
    return {"to": "client", "addressee": "Ines Vale\n1 Quay Street", "text": TEXT, **given}


def test_a_new_letter_is_an_empty_sheet_with_the_facts_beside_it(world: World) -> None:
    course = course_at(world, 14)
    secrets(course, world)

    shown = page(world, "course_letters", course, query="?to=client")

    words = text_of(shown)
    for fact in ("14 of 16 sessions held", "PHQ-9 : 14 (moderate)", "I paint again", "Since mother died", "Dear Ines"):
        assert fact in words
    assert 'class="words"' in shown.content.decode()
    assert '<textarea name="text"' in shown.content.decode()
    written = shown.content.decode().split('<textarea name="text"')[1].split(">", 1)[1].split("</textarea>")[0]
    assert written.strip() == "", "the software writes no sentence"


def test_no_safety_field_and_no_judgement_stands_on_any_page_of_a_letter(world: World) -> None:
    course = course_at(world, 14)
    secrets(course, world)
    ada = sign_in(world.ada)
    letter = letter_of(course, TEXT, now=timezone.now())
    urls = [
        reverse("course_letters", args=[course.pk]),
        reverse("course_letters", args=[course.pk]) + "?to=client",
        reverse("course_letters", args=[course.pk]) + "?to=gp",
        reverse("course_letter", args=[letter.pk]),
        reverse("course_letter", args=[letter.pk]) + "?change=1",
    ]

    seen = [unescape(ada.get(url).content.decode()) for url in urls]
    seen.append(text_in(ada.get(reverse("course_letter_pdf", args=[letter.pk])).content))

    assert [word for word in PRIVATE for one in seen if word in one] == []
    assert "her own courage" in text_of(page(world, "ending", course)), "the page of the ending has it"


def test_a_letter_is_written_and_stands_as_it_was_written(world: World) -> None:
    course = course_at(world, 14)

    answer = sent(world, "course_letters", course.pk, **body())

    letter = CourseLetter.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("course_letter", args=[letter.pk]))
    shown = text_of(sign_in(world.ada).get(answer.headers["Location"]))  # type: ignore[arg-type]
    for words in (
        "Letter to Ines Vale",
        "A draft: Ada",
        "Dear Ines Vale,",
        "You took up painting, and rang your sister.",
        "“It was <worth> it,” & so it was.",
        "With best wishes,",
        "Ada Harbour Therapy",
    ):
        assert words in shown


@pytest.mark.parametrize(("given", "told"), [({"text": " "}, "The letter:"), ({"addressee": ""}, "Name and address:")])
def test_an_empty_letter_is_refused_and_what_was_typed_stays(world: World, given: Any, told: str) -> None:
    course = course_at(world, 14)

    answer = sent(world, "course_letters", course.pk, **body(**given))

    assert answer.status_code == 422 and told in text_of(answer) and not CourseLetter.objects.exists()
    assert ("1 Quay Street" in text_of(answer)) == ("addressee" not in given)


def text_in(content: bytes) -> str:
    """The words of a PDF."""
    pages = PdfReader(BytesIO(content)).pages
    return "\n".join(one.extract_text() for one in pages).replace("\xa0", " ")


@pytest.mark.parametrize("to_whom", ["client", "gp"])
def test_the_page_and_the_pdf_hold_the_same_words(world: World, to_whom: str) -> None:
    letter = letter_of(course_at(world, 14), TEXT, to_whom=to_whom, now=timezone.now())
    ada = sign_in(world.ada)

    shown = ada.get(reverse("course_letter", args=[letter.pk])).content.decode()
    answer = ada.get(reverse("course_letter_pdf", args=[letter.pk]))

    on_page = squeezed(shown.split("<article")[1].split(">", 1)[1].split("</article>")[0])
    on_paper = "".join(text_in(answer.content).split())
    assert on_paper.startswith(on_page) and on_paper.removeprefix(on_page) == "Page1of1"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="letter-{world.ines.reference}.pdf"'
    assert ("born4May1988" in on_page) == (to_whom == "gp")


def test_every_file_is_on_the_trail(world: World) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())
    ada = sign_in(world.ada)

    for _ in range(2):
        ada.get(reverse("course_letter_pdf", args=[letter.pk]))
        ada.get(reverse("course_letter", args=[letter.pk]))

    events = Event.objects.filter(client_id=world.ines.pk, about_id=letter.pk)
    assert events.filter(happened="course letter exported").count() == 2
    assert events.filter(happened="course letter opened").count() == 1


def test_a_sign_that_cannot_be_printed_is_told_and_not_left_out(world: World) -> None:
    letter = letter_of(course_at(world, 14), "Well done \U000f0000", now=timezone.now())

    answer = sign_in(world.ada).get(reverse("course_letter_pdf", args=[letter.pk]), follow=True)

    assert "No font here can print" in text_of(answer)  # type: ignore[arg-type]


def test_a_draft_is_changed_and_two_texts_are_both_kept(world: World) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())
    url = reverse("course_letter", args=[letter.pk])
    ada, cleo = sign_in(world.ada), sign_in(world.cleo)
    known = {"do": "save", "addressee": letter.addressee, "revision": "1"}
    assert cleo.post(url, {**known, "text": "Cleo's words"}).status_code == 303

    met = ada.post(url, {**known, "text": "Ada's words"})
    again = ada.post(url, {**known, "text": "Both our words", "revision": "2"})

    shown = text_of(met)  # type: ignore[arg-type]
    assert met.status_code == 422 and 'name="revision" value="2"' in met.content.decode()
    assert "What Cleo saved on" in shown and "Cleo's words" in shown and shown.count("Ada's words") == 2
    assert again.status_code == 303 and CourseLetter.objects.get().text == "Both our words"


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 30])
def test_a_revision_that_is_none_overwrites_nothing(world: World, revision: str) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())

    answer = sent(
        world, "course_letter", letter.pk, do="save", addressee="Ines", text="Something else", revision=revision
    )

    assert answer.status_code == 422
    assert CourseLetter.objects.get().text == "It was good to work with you."


def test_a_letter_is_handed_over_and_then_stands(world: World) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())

    assert sent(world, "course_letter", letter.pk, do="handed").status_code == 303

    shown = sign_in(world.ada).get(reverse("course_letter", args=[letter.pk]) + "?change=1")
    assert "It stands as it is." in text_of(shown) and '<textarea name="text"' not in shown.content.decode()  # type: ignore[arg-type]
    refused = sent(world, "course_letter", letter.pk, do="save", addressee="Ines", text="Other", revision="1")
    assert refused.status_code == 422 and "stands as it is" in text_of(refused)


def test_a_client_is_written_to_by_post_only_where_that_is_safe(world: World) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())
    ada, url = sign_in(world.ada), reverse("course_letter", args=[letter.pk])
    assert "Not by post: the safe way to reach this client is “E-mail”." in text_of(ada.get(url))  # type: ignore[arg-type]

    ada.post(url, {"do": "posted"})
    assert not CourseLetter.objects.get().is_given
    change_details(client=world.ines, details={"safe_channel": "post"}, by=actor(world.ada), now=timezone.now())
    ada.post(url, {"do": "posted"})

    assert CourseLetter.objects.get().is_given


def test_a_letter_is_shown_on_the_clients_page_and_never_mailed(world: World) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())
    before = Letter.objects.count()

    sent(world, "course_letter", letter.pk, do="share")

    assert CourseLetter.objects.get().shared_at is not None
    assert (Letter.objects.count(), mail.outbox) == (before, [])
    assert "On the client's own page since" in text_of(page_of(world, letter))


def page_of(world: World, letter: CourseLetter) -> Any:
    """The letter, as Ada sees it."""
    return sign_in(world.ada).get(reverse("course_letter", args=[letter.pk]))


def test_a_letter_written_in_error_is_gone_from_every_page(world: World) -> None:
    course = course_at(world, 14)
    letter = letter_of(course, now=timezone.now())
    refused = sent(world, "course_letter", letter.pk, do="withdraw", why=" ")

    taken = sent(world, "course_letter", letter.pk, do="withdraw", why="It was meant for Jo")

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert page_of(world, letter).status_code == 404
    assert sign_in(world.ada).get(reverse("course_letter_pdf", args=[letter.pk])).status_code == 404
    assert "No letter yet" in text_of(page(world, "course_letters", course))


def test_a_letter_to_the_gp_begins_with_the_known_address(world: World) -> None:
    course = course_at(world, 14)
    gp = {"role": "GP", "name": "Dr Ruth Osei", "place": "The Surgery\n2 Mill Lane", "phone": ""}
    name_clinicians(client=world.ines, clinicians=[gp], by=actor(world.ada), now=timezone.now())

    shown = page(world, "course_letters", course, query="?to=gp")

    assert "Dr Ruth Osei\nThe Surgery\n2 Mill Lane" in unescape(shown.content.decode())
    assert "Dear colleague," in text_of(shown) and "born 4 May 1988" in text_of(shown)


def test_letters_are_written_after_the_end_too(world: World) -> None:
    course = ended(course_at(world, 16), now=timezone.now(), result="improved")

    assert sent(world, "course_letters", course.pk, **body()).status_code == 303
    assert "Ended on" in text_of(page(world, "course_letters", course, query="?to=client"))


def test_others_find_no_letter(world: World) -> None:
    letter = letter_of(course_at(world, 14), now=timezone.now())

    for user in (world.eve, world.bo, world.finn, world.gwen):
        browser = sign_in(user)
        for name in ("course_letter", "course_letter_pdf"):
            assert browser.get(reverse(name, args=[letter.pk])).status_code == 404
        assert browser.post(reverse("course_letter", args=[letter.pk]), {"do": "handed"}).status_code == 404
    assert sign_in(world.cleo).get(reverse("course_letter", args=[letter.pk])).status_code == 200


def test_pages_of_letters_are_read_in_ten_statements(world: World) -> None:
    course = course_at(world, 14)
    secrets(course, world)
    for n in range(12):
        letter = letter_of(course, f"Letter {n}", now=timezone.now() - timedelta(days=n))
    ada, urls = sign_in(world.ada), [reverse("course_letters", args=[course.pk])]
    urls += [f"{urls[0]}?to=client", reverse("course_letter", args=[letter.pk])]
    urls += [reverse("course_letter_pdf", args=[letter.pk])]

    for url in urls:
        ada.get(url)
        with counted() as statements:
            assert ada.get(url).status_code == 200
        assert len(statements) <= 10, statements
