"""Issues, areas, formulation and agreement: ranked with buttons, weighed, written beside facts, agreed or refused."""

from typing import Any

import pytest
from django.utils import timezone

from clinic.therapy.actions.entries import write_entry
from clinic.therapy.models import Course, Formulation
from clinic.therapy.queries import agreement as agreements
from clinic.therapy.queries.formulation import in_force, versions
from clinic.therapy.queries.issues import in_order, issues, weights
from tests.clinic.therapy.beginnings import contracted, found, happening, said, written
from tests.web.therapist.beginnings_seen import begun, person, seen, sent, told, words
from tests.world import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

POINTS = {"confidentiality": "It stays here", "crisis": "999"}


def answered(world: World, course: Course, name: str = "formulation_answer", **given: str) -> Any:
    """The client's answer, entered by Ada."""
    body = {"agrees": "yes", "how": "by_word", "on": timezone.localdate().isoformat(), "said": "", **given}
    return sent(world.ada, name, course.pk, **body)


def test_issues_are_put_in_order_by_both_sides_with_buttons(world: World) -> None:
    course, now = begun(world), timezone.now()
    first, second = found(course, "Sister", now=now), found(course, "Work", now=now)
    assert words(seen(world.ada, "issues", course.pk)).count("not ranked yet") == 2

    response = sent(world.ada, "issues_rank", course.pk, side="client", move=f"up/{second.pk}")

    assert in_order(issues(course), side="client") == [second, first]
    assert f"moved={second.pk}" in response.url
    html = seen(world.ada, "issues", course.pk, query=f"?{response.url.partition('?')[2]}").content.decode()
    assert html.count("not ranked yet") == 1
    assert f'value="down/{second.pk}" autofocus' in html, "at the top, where Up is shut, the other button has the focus"
    sent(world.ada, "issues_rank", course.pk, side="therapist", move="keep")
    assert "not ranked yet" not in words(seen(world.ada, "issues", course.pk))
    for odd in ("up/nobody", "sideways/x", f"up/{second.pk}x", ""):
        assert sent(world.ada, "issues_rank", course.pk, side="client", move=odd).status_code == 303
    assert in_order(issues(course), side="client") == [second, first]


def test_an_issue_is_added_reworded_and_taken_off(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    assert "What came up while you went through the people?" in words(seen(world.ada, "issues", course.pk))

    assert told(sent(world.ada, "issues", course.pk, text=" ")) == ["The issue: This field is required."]
    sent(world.ada, "issues", course.pk, text="He is away", relationship=tom.pk, area="dispute")
    [row] = issues(course)
    assert "He is away Tom · A dispute with someone" in words(seen(world.ada, "issues", course.pk))
    sent(world.ada, "issue", course.pk, row.pk, text="He is always away", relationship="", area="")
    assert [(one.text, one.relationship, one.area) for one in issues(course)] == [("He is always away", None, "")]
    sent(world.ada, "issue", course.pk, row.pk, do="remove")
    assert issues(course) == []


def test_areas_are_weighed_beside_what_was_tied_to_them(world: World) -> None:
    course = begun(world)
    happening(world.ines, now=timezone.now(), area="grief")
    assert "1 fact tied to it" in words(seen(world.ada, "areas", course.pk))

    body = {"area": "grief", "revision": "0", "grief-evidence": "Since the funeral", "grief-by_client": "8"}
    assert sent(world.ada, "areas", course.pk, **body).status_code == 303

    assert "Grief: someone died 8 –" in words(seen(world.ada, "areas", course.pk))
    response = sent(world.ada, "areas", course.pk, **{**body, "grief-evidence": "Another text"})
    assert response.status_code == 422
    text = words(response)
    assert "Somebody else saved this meanwhile." in text and "Since the funeral" in text
    assert "Another text" in response.content.decode() and 'name="revision" value="1"' in response.content.decode()
    assert weights(course)["grief"].evidence == "Since the funeral"
    sent(world.ada, "areas", course.pk, **{**body, "grief-evidence": "Both", "revision": "1"})
    assert weights(course)["grief"].evidence == "Both"


def test_an_empty_weight_is_refused_by_field(world: World) -> None:
    response = sent(world.ada, "areas", begun(world).pk, area="dispute", revision="0")

    assert response.status_code == 422
    assert told(response) == ["What speaks for it: Write what speaks for or against this area, or give a number."]


def test_the_facts_stand_beside_an_empty_page(world: World) -> None:
    course, now = begun(world), timezone.now()
    person(world.ines, "Hannah", "sibling", more={"conflicts": True}, values={"what_changed": "The house"})
    happening(world.ines, now=now, is_onset=True)
    found(course, "We do not talk", now=now)
    write_entry(
        course=course,
        sheet="illness",
        values={"symptoms": "I wake at four", "illness_name": "Depression"},
        by=actor(world.ada),
        now=now,
    )

    response = seen(world.ada, "formulation", course.pk)

    text = words(response)
    for fact in ("I wake at four", "Depression", "My mother died (symptoms)", "Hannah, brother or sister, conflict"):
        assert fact in text
    assert "We do not talk" in text
    textarea = response.content.decode().split("<textarea", 1)[1].split("</textarea>")[0]
    assert textarea.rpartition(">")[2].strip() == "", "the software writes no sentence of it"


def test_a_version_is_written_shown_and_agreed_by_word(world: World) -> None:
    course = begun(world)

    assert sent(world.ada, "formulation", course.pk, text="Since Mum died …", based_on="0").status_code == 303
    sent(world.ada, "formulation_share", course.pk)
    assert "On the client's own page since" in words(seen(world.ada, "formulation", course.pk))
    response = answered(world, course, said="Yes, so it was")

    assert response.status_code == 303
    row = in_force(versions(course))
    assert row is not None and (row.client_said, row.answered_how) == ("Yes, so it was", "by_word")
    text = words(seen(world.ada, "formulation", course.pk))
    assert "Yes, so it was" in text and "Choose the focus" in text


def test_a_no_sends_the_work_back_and_says_where(world: World) -> None:
    course = begun(world)
    written(course, "Since Mum died …", now=timezone.now())

    answered(world, course, agrees="no", said="Not so")

    text = words(seen(world.ada, "formulation", course.pk))
    assert "The client said no to version 1" in text
    assert "The work goes back to the people and the story" in text
    assert "People · Timeline · Issues · Problem areas" in text
    focus = words(seen(world.ada, "focus", course.pk))
    assert "The client said no to version 1 of the formulation. Write a new version together" in focus
    assert "The client agreed to this" not in focus


def test_an_answer_that_is_not_whole_is_told_by_field(world: World) -> None:
    course = begun(world)
    written(course, now=timezone.now())

    response = answered(world, course, agrees="", on="2999-01-01", how="portal")

    assert response.status_code == 422
    assert [line.partition(":")[0] for line in told(response)] == ["What the client says", "How"]
    response = answered(world, course, on="2999-01-01")
    assert told(response) == ["On: This day has not come yet: enter today or an earlier day."]
    assert in_force(versions(course)) is None


def test_two_who_write_at_once_make_two_versions_beside_each_other(world: World) -> None:
    course = begun(world)
    written(course, "One text", now=timezone.now())

    response = sent(world.ada, "formulation", course.pk, text="Another text", based_on="0")

    assert response.url.endswith("?beside=1")
    text = words(seen(world.ada, "formulation", course.pk, query="?beside=1"))
    assert "Somebody else saved a version while you wrote." in text
    assert "Version 1, Ada One text" in text and "Version 2, Ada Another text" in text
    assert Formulation.objects.filter(course=course).count() == 2


def test_the_agreement_stands_beside_the_facts_of_the_plan(world: World) -> None:
    course = begun(world)

    text = words(seen(world.ada, "agreement", course.pk))
    assert "16 of 50 minutes, every week" in text and "in session 8" in text and "not agreed yet" in text
    response = sent(world.ada, "agreement", course.pk, expects_of_client="Come")
    assert (response.status_code, len(told(response))) == (422, 2)
    assert sent(world.ada, "agreement", course.pk, **POINTS, based_on="0").status_code == 303
    sent(world.ada, "agreement_share", course.pk)
    answered(world, course, "agreement_answer", how="on_paper")

    [row] = agreements.versions(course)
    assert (row.values, row.answered_how, row.agreed_on) == (POINTS, "on_paper", timezone.localdate())
    assert "agreed" in words(seen(world.ada, "agreement", course.pk))


def test_two_agreements_at_once_stand_beside_each_other_and_a_no_is_told(world: World) -> None:
    course = begun(world)
    contracted(course, now=timezone.now(), missed="Ring the day before")

    response = sent(world.ada, "agreement", course.pk, **POINTS, missed="Ring two days before", based_on="0")

    assert response.url.endswith("?beside=1")
    text = words(seen(world.ada, "agreement", course.pk, query="?beside=1"))
    assert "Ring the day before" in text and "Ring two days before" in text
    answered(world, course, "agreement_answer", agrees="no")
    assert "Talk about what should be different" in words(seen(world.ada, "agreement", course.pk))


def test_none_of_it_is_found_by_others(world: World) -> None:
    course, now = begun(world), timezone.now()
    said(written(course, now=now), True, now=now)
    issue = found(course, "Sister", now=now)

    for user in (world.bo, world.eve, world.finn):
        for name in ("issues", "areas", "formulation", "agreement"):
            assert seen(user, name, course.pk).status_code == 404
        assert sent(user, "formulation_answer", course.pk, agrees="no").status_code == 404
    other = begun_for_jo(world)
    assert seen(world.ada, "issue", other.pk, issue.pk).status_code == 404
    assert in_force(versions(course)) is not None


def begun_for_jo(world: World) -> Course:
    """A course of Jo's, who is Ada's too."""
    from tests.clinic.therapy.beginnings import started

    return started(world, client=world.jo, now=timezone.now())
