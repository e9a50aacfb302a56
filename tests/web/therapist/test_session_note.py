"""The note of a session over HTTP: kept as one types, two pages never overwrite each other, signed, added to."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.safety.models import RiskRecord
from clinic.therapy.models import Addendum, NoteCopy, ProcessNote, SessionNote, TherapySession
from tests.web.therapist.courses_seen import NOTE, held, running
from tests.world import World, answered, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session that was held."""
    return held(running(world), 1)[0]


def keep(browser: Browser, session: TherapySession, *, page: str, revision: int = 0, **values: str) -> Any:
    """Autosave, as the script does it."""
    fields = {**values, "page": page, "revision": str(revision)}
    return browser.post(reverse("note", args=[session.pk]), fields, HTTP_ACCEPT="application/json")


def sign(browser: Browser, session: TherapySession, **values: str) -> Any:
    """The main button."""
    note = SessionNote.objects.filter(session=session, withdrawn_at=None).first()
    fields = {**NOTE, "page": uuid4().hex, "revision": str(note.revision if note else 0), **values}
    return browser.post(reverse("note_sign", args=[session.pk]), fields)


def test_a_draft_is_kept_as_one_types_and_comes_back(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)

    first = keep(ada, session, page="a", what_happened="They sp")
    second = keep(ada, session, page="a", revision=first.json()["revision"], what_happened="They spoke")

    assert (first.json()["revision"], second.json()["revision"]) == (1, 2)
    assert "They spoke" in ada.get(reverse("session", args=[session.pk])).content.decode()


def test_two_tabs_keep_both_texts_and_say_so(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)
    keep(ada, session, page="a", what_happened="From the first tab")

    second = keep(ada, session, page="b", what_happened="From the second tab")

    assert second.status_code == 409
    assert second.json()["theirs"] is True
    both = ada.get(reverse("note_texts", args=[session.pk])).content.decode()
    assert "From the first tab" in both
    assert "From the second tab" in both


def test_settling_leaves_one_text_and_keeps_the_other_in_the_record(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)
    keep(ada, session, page="a", what_happened="One")
    keep(ada, session, page="b", what_happened="Two")

    answer = ada.post(reverse("note_texts", args=[session.pk]), {**NOTE, "what_happened": "One and two"})

    assert answer.status_code == 303
    assert SessionNote.objects.get().values["what_happened"] == "One and two"
    assert NoteCopy.objects.get().values["what_happened"] == "Two"
    assert sign(ada, session, what_happened="One and two").status_code == 303


def test_a_note_is_not_signed_while_two_texts_stand(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)
    keep(ada, session, page="a", what_happened="One")
    keep(ada, session, page="b", what_happened="Two")

    answer = sign(ada, session)

    assert answer.status_code == 422
    assert "two texts of this note" in answer.content.decode()


def test_a_signature_needs_four_fields_and_names_the_one_that_is_missing(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)

    refused = sign(ada, session, plan="")
    signed = sign(ada, session)

    assert refused.status_code == 422
    assert 'href="#id_plan"' in refused.content.decode()
    assert signed.status_code == 303
    assert SessionNote.objects.get().is_signed


def test_what_could_not_be_signed_is_kept_as_a_draft(world: World, session: TherapySession) -> None:
    sign(sign_in(world.ada), session, plan="", what_happened="Much was said")

    assert SessionNote.objects.get().values["what_happened"] == "Much was said"


def test_asked_and_nothing_found_makes_the_risk_record_with_the_signature(
    world: World, session: TherapySession
) -> None:
    ada = sign_in(world.ada)

    refused = sign(ada, session, risk_asked="asked")
    signed = sign(ada, session, risk_asked="asked", asked_none="on")

    assert (refused.status_code, signed.status_code) == (422, 303)
    assert SessionNote.objects.get().risk_record == RiskRecord.objects.get()


def test_over_an_open_alert_a_note_is_signed_with_a_reason_only(world: World, session: TherapySession) -> None:
    answered(world.ines, "111111112", timezone.localdate(), now=timezone.now(), by=world.ada)
    ada = sign_in(world.ada)

    refused = sign(ada, session)
    signed = sign(ada, session, open_alert_why="Cleo is on the phone with her now")

    assert refused.status_code == 422
    assert 'href="#id_open_alert_why"' in refused.content.decode()
    assert signed.status_code == 303


def test_a_signed_note_is_locked_and_takes_an_addendum(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)
    sign(ada, session)
    note = SessionNote.objects.get()

    late = keep(ada, session, page="a", revision=note.revision, what_happened="Changed")
    ada.post(reverse("addendum", args=[note.pk]), {"text": "She rang to say it went well"})

    assert late.status_code == 422
    assert SessionNote.objects.get().values["what_happened"] == NOTE["what_happened"]
    assert Addendum.objects.get().text == "She rang to say it went well"
    assert "it went well" in ada.get(reverse("session", args=[session.pk])).content.decode()


def test_a_note_entered_in_error_is_gone_and_another_can_be_written(world: World, session: TherapySession) -> None:
    ada = sign_in(world.ada)
    sign(ada, session, what_happened="About somebody else")
    note = SessionNote.objects.get()

    ada.post(reverse("withdraw_note", args=[note.pk]), {"why": "Wrong client"})
    page = ada.get(reverse("session", args=[session.pk])).content.decode()

    assert "About somebody else" not in page
    assert sign(ada, session).status_code == 303
    assert SessionNote.objects.count() == 2


def test_a_process_note_is_its_writers_alone_and_says_that_it_may_be_disclosed(
    world: World, session: TherapySession
) -> None:
    ada, cleo, url = sign_in(world.ada), sign_in(world.cleo), reverse("process_note", args=[session.pk])

    ada.post(url, {"text": "She reminds me of my aunt", "revision": "0"})

    assert ProcessNote.objects.get().text == "She reminds me of my aunt"
    assert "may still have to be disclosed" in ada.get(url).content.decode()
    assert "my aunt" not in cleo.get(url).content.decode()
    assert "my aunt" not in ada.get(reverse("export", args=[world.ines.pk])).content.decode()


def test_a_process_note_of_another_tab_is_never_overwritten(world: World, session: TherapySession) -> None:
    ada, url = sign_in(world.ada), reverse("process_note", args=[session.pk])
    ada.post(url, {"text": "First", "revision": "0"})

    answer = ada.post(url, {"text": "Second", "revision": "0"})

    assert answer.status_code == 422
    assert "First" in answer.content.decode()
    assert "Second" in answer.content.decode()
    assert ProcessNote.objects.get().text == "First"


def test_without_script_save_draft_goes_back_to_the_page(world: World, session: TherapySession) -> None:
    fields = {"what_happened": "Typed slowly", "page": "a", "revision": "0"}

    answer = sign_in(world.ada).post(reverse("note", args=[session.pk]), fields)

    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("session", args=[session.pk]) + "#after")
