"""The session workspace over HTTP: before, during and after; ticks, a person in three fields, where they are."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.safety.actions.risk import record_risk
from clinic.safety.models import Alert
from clinic.therapy.models import Entry, Relationship, TechniqueUse, TherapySession
from tests.clinic.therapy.beginnings import focused
from tests.web.therapist.courses_seen import held, noted, running, sessions
from tests.world import World, actor, answered, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def url_of(session: TherapySession, name: str = "session") -> str:
    """An address of this session."""
    return reverse(name, args=[session.pk])


def test_before_the_session_the_state_of_things_stands_on_one_screen(world: World) -> None:
    course = running(world, weeks=3)
    first, second = held(course, 2)
    now = timezone.now()
    answered(world.ines, "221212100", first.starts_at.date(), now=now, by=world.ada)
    answered(world.ines, "111212101", second.starts_at.date(), now=now, by=world.ada)
    record_risk(client=world.ines, look={"was_asked": True, "finding": "none"}, by=actor(world.ada), now=now)
    focused(course, "dispute", now=now, title="Tom and the flat")
    noted(second, plan="Ask Tom for an evening")

    page = sign_in(world.ada).get(url_of(sessions(course)[2])).content.decode()

    before = page[page.index('id="before"') : page.index('id="during"')]
    for words in ("item 9", "No thoughts of death", "Ask Tom for an evening", "Tom and the flat", "sessions left"):
        assert words in before, words
    assert "session 3 of 16" in page


def test_one_tap_ticks_a_technique_and_another_takes_it_back(world: World) -> None:
    session = held(running(world), 1)[0]
    ada, tick = sign_in(world.ada), url_of(session, "session_tick")

    ada.post(tick, {"technique": "role_play/1"})
    assert TechniqueUse.objects.get().technique == "role_play"
    ada.post(tick, {"technique": "role_play/0"})
    assert not TechniqueUse.objects.exists()


def test_with_htmx_a_tap_changes_the_part_and_nothing_else(world: World) -> None:
    session = held(running(world), 1)[0]
    ada = sign_in(world.ada)
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "techniques"}

    ada.post(url_of(session, "session_tick"), {"technique": "role_play/1"}, **headers)
    part = ada.get(url_of(session), **headers).content.decode()

    assert part.lstrip().startswith('<form id="techniques"')
    assert "<html" not in part
    assert 'value="role_play/0" aria-pressed="true"' in part


def test_a_strategy_of_the_focus_can_be_ticked_and_one_of_another_area_cannot(world: World) -> None:
    course = running(world)
    session = held(course, 1)[0]
    focused(course, "grief", now=timezone.now())
    ada = sign_in(world.ada)
    page = ada.get(url_of(session)).content.decode()
    start = page.index('name="strategy" value="') + len('name="strategy" value="')
    known = page[start : page.index('"', start)]

    ada.post(url_of(session, "session_tick"), {"strategy": known})
    refused = ada.post(url_of(session, "session_tick"), {"strategy": "grief/nothing_of_ours/1"}, follow=True)

    assert session.strategies.count() == 1
    assert "does not belong to the form of IPT" in refused.content.decode()


def test_a_person_comes_into_the_inventory_in_three_fields(world: World) -> None:
    session = held(running(world), 1)[0]
    ada, url = sign_in(world.ada), url_of(session, "session_person")

    refused = ada.post(url, {"name": "", "kind": "partner", "ring": "1"})
    added = ada.post(url, {"name": "Tom", "kind": "partner", "ring": "1"})

    assert (refused.status_code, added.status_code) == (422, 303)
    assert Relationship.objects.get().name == "Tom"
    assert Relationship.objects.get().closeness.get().ring == 1


def test_a_session_by_video_begins_with_where_they_are(world: World) -> None:
    course = running(world, medium="video")
    session = held(course, 1)[0]
    ada = sign_in(world.ada)

    before = ada.get(url_of(session)).content.decode()
    ada.post(url_of(session, "session_where"), {"where_now": "At her sister's", "call_back": "07700 900123"})

    assert "which number calls them back" in before
    assert Entry.objects.get().values == {"where_now": "At her sister's", "call_back": "07700 900123"}
    assert "At her sister" in ada.get(url_of(session)).content.decode()


def test_a_session_in_person_does_not_ask_where_they_are(world: World) -> None:
    session = held(running(world), 1)[0]

    assert "which number calls them back" not in sign_in(world.ada).get(url_of(session)).content.decode()


def test_somebody_who_did_not_come_without_a_word_after_a_risk_is_an_alert_today(world: World) -> None:
    course = running(world, weeks=2)
    session = sessions(course)[0]
    now = timezone.now()
    record_risk(client=world.ines, look={"was_asked": True, "finding": "thoughts"}, by=actor(world.ada), now=now)
    ada, url = sign_in(world.ada), url_of(session, "attendance")

    refused = ada.post(url, {"attendance": "did_not_come"})
    recorded = ada.post(url, {"attendance": "did_not_come", "had_word": "no"}, follow=True)

    assert refused.status_code == 422
    assert "Say whether there was any word" in refused.content.decode()
    assert Alert.objects.get().kind == "did-not-come"
    assert "Contact outside a session" in recorded.content.decode()
    assert "Did not come and sent no word" in ada.get(reverse("alerts")).content.decode()


def test_a_session_of_another_team_is_not_there(world: World) -> None:
    session = held(running(world), 1)[0]

    assert sign_in(world.ada).get(url_of(session)).status_code == 200
    assert sign_in(world.eve).get(url_of(session)).status_code == 404
    assert sign_in(world.eve).post(url_of(session, "note"), {"plan": "x"}).status_code == 404


def test_a_session_that_begins_in_a_few_minutes_can_be_marked_as_come(world: World) -> None:
    course = running(world, weeks=1)
    session = sessions(course)[1]
    TherapySession.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(minutes=5))

    answer = sign_in(world.ada).post(url_of(session, "attendance"), {"attendance": "came"})

    assert answer.status_code == 303


def test_the_tasks_of_a_session_are_late_only_when_its_hour_is_over(world: World) -> None:
    session = held(running(world), 1)[0]
    ada, words = sign_in(world.ada), "illness not named"
    TherapySession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=10))

    during = ada.get(url_of(session)).content.decode()
    TherapySession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=51))
    after = ada.get(url_of(session)).content.decode()

    assert '<span class="tag urgent">Late' not in during
    assert '<span class="tag urgent">Late' in after
    assert words not in during
