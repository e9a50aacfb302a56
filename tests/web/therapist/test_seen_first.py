"""What is shown, agreed or given is the text that stood on the page, never one that a colleague wrote meanwhile."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.therapy.actions.after import change_letter
from clinic.therapy.actions.agreement import write_agreement
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.formulation import write_formulation
from clinic.therapy.models import Agreement, CourseLetter, Entry, Formulation
from clinic.therapy.queries.courses import protocol_of
from tests.clinic.therapy.beginnings import contracted, written
from tests.clinic.therapy.endings import letter_of
from tests.web.therapist.beginnings_seen import begun
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]
SAID = {"agrees": "yes", "how": "by_word", "said": ""}


def forms_of(page: str) -> list[dict[str, str]]:
    """The hidden fields of every form of a page."""
    found = re.findall(r"<form.*?</form>", page, re.DOTALL)
    return [dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)) for form in found]


def hidden(browser: Any, url: str, name: str) -> dict[str, str]:
    """The hidden fields of the form that carries one of this name."""
    return next(form for form in forms_of(browser.get(url).content.decode()) if name in form)


@pytest.mark.parametrize("noun", ["formulation", "agreement"])
def test_a_newer_version_is_neither_shown_nor_agreed_by_the_page_of_the_older(noun: str, world: World) -> None:
    course, now, ada = begun(world), timezone.now(), sign_in(world.ada)
    write: Any = {"formulation": written, "agreement": contracted}[noun]
    write(course, now=now)
    seen = {"version": hidden(ada, reverse(noun, args=[course.pk]), "version")["version"]}
    model: Any = {"formulation": Formulation, "agreement": Agreement}[noun]
    newer: Any = (
        {"text": "A colleague's text"}
        if noun == "formulation"
        else {"values": {"confidentiality": "All", "crisis": "112"}}
    )
    write_newer: Any = {"formulation": write_formulation, "agreement": write_agreement}[noun]
    write_newer(course=course, **newer, by=actor(world.bo), now=timezone.now())

    ada.post(reverse(f"{noun}_share", args=[course.pk]), seen)
    told = ada.post(reverse(f"{noun}_answer", args=[course.pk]), {**SAID, **seen, "on": timezone.localdate()})

    assert told.status_code == 422
    assert "newer version" in told.content.decode()
    assert [(row.shared_at, row.agreed_on) for row in model.objects.all()] == [(None, None)] * 2


def test_a_plan_that_was_not_read_is_not_shown(world: World) -> None:
    course, ada, by = begun(world), sign_in(world.ada), actor(world.ada)
    sheet = protocol_of(course).sheets["ending"]
    write_entry(course=course, sheet=sheet, values={"gains": "I paint"}, by=by, now=timezone.now())
    seen = hidden(ada, reverse("ending", args=[course.pk]), "entry")
    write_entry(course=course, sheet=sheet, values={"gains": "A draft of Bo's"}, by=by, now=timezone.now())

    ada.post(reverse("ending", args=[course.pk]), {**seen, "do": "share"})

    assert not Entry.objects.filter(shared_at__isnull=False).exists()


@pytest.mark.parametrize("do", ["handed", "share"])
def test_a_letter_that_was_changed_meanwhile_is_not_given(do: str, world: World) -> None:
    course, ada = begun(world), sign_in(world.ada)
    letter = letter_of(course, now=timezone.now())
    seen = hidden(ada, reverse("course_letter", args=[letter.pk]), "revision")
    new: Any = {"addressee": "Ines Vale", "text": "Something else"}
    change_letter(letter=letter, written=new, revision=1, by=actor(world.bo), now=timezone.now())

    ada.post(reverse("course_letter", args=[letter.pk]), {**seen, "do": do})

    kept = CourseLetter.objects.get()
    assert (kept.given_at, kept.shared_at) == (None, None)
