"""Two clients in two tabs: what is written goes to the session in its address, and every page says whose it is."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import get_resolver, reverse
from django.utils import timezone

from clinic.people.models import Client
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.models import Course, SessionNote, TherapySession
from tests.clinic.therapy.beginnings import aimed, contracted, focused, found, happening, known, written
from tests.clinic.therapy.endings import letter_of
from tests.web.matrix_ids import walk
from tests.web.therapist.courses_seen import NOTE, held, running
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def sessions(world: World) -> tuple[TherapySession, TherapySession]:
    """One session held with Ines and one with Jo, whose ten o'clock is another, as Ada has one client at a time."""
    Client.objects.filter(pk=world.jo.pk).update(time_zone="America/New_York")
    [of_ines], [of_jo] = (held(running(world, client=client), 1) for client in Client.objects.order_by("name")[:2])
    return of_ines, of_jo


def kept(browser: Browser, session: TherapySession, *, page: str, **values: str) -> Any:
    """Autosave, as the script does it."""
    fields = {**values, "page": page, "revision": "0"}
    return browser.post(reverse("note", args=[session.pk]), fields, HTTP_ACCEPT="application/json")


def note_of(session: TherapySession) -> SessionNote:
    """The note of a session."""
    return SessionNote.objects.get(session=session)


def test_drafts_of_two_clients_in_two_tabs_never_mix(
    world: World, sessions: tuple[TherapySession, TherapySession]
) -> None:
    ada, (of_ines, of_jo), page = sign_in(world.ada), sessions, uuid4().hex

    kept(ada, of_ines, page=page, what_happened="About Tom")
    kept(ada, of_jo, page=page, what_happened="About the exam")
    signed = ada.post(reverse("note_sign", args=[of_jo.pk]), {**NOTE, "page": page, "revision": "1"})

    assert signed.status_code == 303
    assert note_of(of_ines).values["what_happened"] == "About Tom"
    assert note_of(of_jo).values["what_happened"] == NOTE["what_happened"]
    assert not note_of(of_ines).is_signed


def test_every_page_of_a_course_says_whose_it_is(world: World, sessions: tuple[TherapySession, TherapySession]) -> None:
    ada, (session, _) = sign_in(world.ada), sessions
    for page in ("a", "b"):
        kept(ada, session, page=page, what_happened=f"Text {page}")
    urls = dict(pages(session.course, session=session))

    seen = {name: ada.get(url) for name, url in urls.items() if "pdf" not in name}
    shown = {name: main_of(page) for name, page in seen.items() if page.status_code == 200}

    assert len(shown) > 30
    assert [name for name, words in shown.items() if "Ines Vale" not in words] == []
    assert [name for name, words in shown.items() if "Jo Marlow" in words] == []


def pages(course: Course, *, session: TherapySession) -> Iterator[tuple[str, str]]:
    """Every address of Ines's course, with one row of everything that an address can name."""
    now, by = timezone.now(), actor(course.client.therapist)
    focus = focused(course, now=now)
    contracted(course, now=now)
    written(course, now=now)
    entry = write_entry(course=course, sheet="illness", values={"symptoms": "I wake at four"}, by=by, now=now)
    ids: dict[str, Any] = {
        "courses": course.pk,
        "sessions": session.pk,
        "notes": note_of(session).pk,
        "letters": letter_of(course, now=now).pk,
        "person": known(course.client, now=now).pk,
        "event": happening(course.client, now=now).pk,
        "issue": found(course, "The flat", now=now).pk,
        "focus": focus.pk,
        "goal": aimed(focus, now=now).pk,
        "entry": entry.pk,
        "sheet": entry.sheet,
        "row": course.pk,
        "comment": course.pk,
    }
    for one, route in walk(get_resolver(), ""):
        begins = route.partition("/")[0]
        if begins in ("courses", "sessions", "notes", "letters") and one.name:
            names = re.findall(r"<\w+:(\w+)>", route)
            yield one.name, reverse(one.name, kwargs={name: ids[begins if name == "pk" else name] for name in names})


def main_of(page: Any) -> str:
    """The main part of a page, as text."""
    [main] = re.findall(r"<main.*?</main>", page.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
