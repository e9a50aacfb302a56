"""The outbox for an administrator: numbers, kinds and times, and never what a letter says."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.letters.actions import write_letter
from clinic.letters.due import PAUSES, claim_letter, note_failure, note_sent
from clinic.letters.models import Letter
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def failed_letter() -> Letter:
    """A letter that the mail server refused to the end."""
    now = timezone.now()
    words = {"service": "Harbour Therapy", "url": "http://somewhere.example", "by_when": "Monday"}
    write_letter(kind="alert", to="somebody@harbour.example", words=words, about_id=None, by=SYSTEM, now=now)
    letter = claim_letter(now=now)
    assert letter is not None
    letter.n_tries = len(PAUSES) + 1
    note_failure(letter=letter, problem="SMTPServerDisconnected", now=now)
    letter.refresh_from_db()
    return letter


def test_a_failed_letter_is_listed_by_kind_and_time_without_what_it_says(world: World, as_user: Any) -> None:
    letter = failed_letter()

    page = as_user(world.gwen).get(reverse("team_letters", args=[world.team.pk])).content.decode()

    assert letter.failed_at is not None
    for known in ("Something needs a member of staff", "SMTPServerDisconnected", "Try again"):
        assert known in page
    for sealed in ("somebody@harbour.example", letter.subject, "somewhere.example"):
        assert sealed not in page


def test_trying_again_puts_the_letter_back_into_the_outbox(world: World, as_user: Any) -> None:
    letter, browser = failed_letter(), as_user(world.gwen)

    response = browser.post(reverse("letter_again", args=[world.team.pk, letter.pk]))

    letter.refresh_from_db()
    assert response.status_code == 303
    assert letter.is_waiting
    assert (letter.n_tries, letter.problem) == (0, "")
    assert claim_letter(now=timezone.now()) == letter


def test_a_letter_that_was_sent_is_not_sent_again(world: World, as_user: Any) -> None:
    letter = failed_letter()
    url, browser = reverse("letter_again", args=[world.team.pk, letter.pk]), as_user(world.gwen)
    first = browser.post(url)
    note_sent(letter=letter, now=timezone.now())

    second = browser.post(url)

    letter.refresh_from_db()
    assert (first.status_code, second.status_code) == (303, 404)
    assert letter.sent_at is not None


def test_an_empty_outbox_says_so(world: World, as_user: Any) -> None:
    page = as_user(world.gwen).get(reverse("team_letters", args=[world.team.pk])).content.decode()

    assert "No letter failed" in page
