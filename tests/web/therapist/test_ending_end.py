"""The end of a course: kind apart from result, an interruption over an open alert, and C3 as it was published."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.safety.models import Alert
from clinic.therapy.actions.courses import change_plan
from clinic.therapy.models import Course, Entry, TherapySession
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.endings import answered_at, barbara, came, ended, week
from tests.web.counting import counted
from tests.web.therapist.endings_seen import course_at, first_of, main_of, page, sent, text_of
from tests.world import World, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FLAT = ("222222110", "222222100")


def whole(**given: Any) -> dict[str, Any]:
    """The form, filled in: as planned, today, improved by the scores."""
    today = timezone.localdate().isoformat()
    return {"kind": "completed", "on": today, "why": "", "seen": "improved", **given}


def of(course: Course) -> Course:
    """The course as it stands now."""
    return Course.objects.get(pk=course.pk)


def test_kind_and_result_are_two_things(world: World) -> None:
    course = course_at(world, 16)
    shown = text_of(page(world, "end_course", course))
    assert "Reliably improved" in shown and "16 sessions have no signed note yet." in shown

    answer = sent(world, "end_course", course.pk, **whole())

    assert answer.status_code == 303
    assert (of(course).end_kind, of(course).result) == ("completed", "improved")
    after = text_of(page(world, "end_course", course))
    for words in (
        "Completed as planned",
        "16 of 16",
        "Counted as: ended as planned. Not a drop-out.",
        "Entered by Ada",
    ):
        assert words in after


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": ""}, "How the course ends: This field is required."),
        ({"kind": "vanished"}, "vanished is not one of the available choices"),
        ({"on": "never"}, "Enter a valid date"),
        ({"on": "2999-01-01"}, "lies between the start of the course and today"),
        ({"kind": "early_by_client"}, "Say in a line why it ended this way."),
        ({"seen": "worse"}, "A score came in or changed while you wrote."),
    ],
)
def test_an_end_that_is_not_whole_is_refused_with_the_way_out(world: World, given: Any, told: str) -> None:
    course = course_at(world, 15)

    answer = sent(world, "end_course", course.pk, **whole(**given))

    assert answer.status_code == 422 and told in text_of(answer)
    assert not of(course).has_ended
    assert sent(world, "end_course", course.pk, **whole(why="As agreed")).status_code == 303


def test_a_score_after_the_day_of_the_end_does_not_count(world: World) -> None:
    first = first_of(4)
    course = started(world, now=first)
    came(course, 2, first=first)
    for n, digits in enumerate(("222222110", "111111110", "222222110"), start=1):
        answered_at(world.ines, n, digits, first=first)
    on = (week(2, first=first) + timedelta(days=1)).date().isoformat()

    early = sent(world, "end_course", course.pk, **whole(seen="no_change", on=on))
    fields = dict(re.findall(r'name="(seen)" value="(\w+)"', early.content.decode()))
    second = sent(world, "end_course", course.pk, **whole(seen=fields["seen"], on=on))

    assert (early.status_code, fields, second.status_code) == (422, {"seen": "improved"}, 303)
    assert of(course).result == "improved"


def test_when_it_did_not_help_the_treatment_is_named_and_next_options_are_asked(world: World) -> None:
    course = course_at(world, 16, digits=FLAT)
    shown = text_of(page(world, "end_course", course))
    assert "It is the treatment that did not help; nobody failed at it." in shown
    assert "Say to Ines Vale that the treatment did not help enough" in shown

    options = {"next_options": ["medication", "other_therapy"], "chosen": "A group", "why_perhaps": "too little time"}
    sent(world, "end_course", course.pk, **whole(seen="no_change", **options))

    entry = Entry.objects.get()
    assert (entry.sheet, entry.values["next_options"]) == ("not-better", ["medication", "other_therapy"])
    assert "medicine, or another medicine, another talking therapy" in text_of(page(world, "end_course", course))


def test_what_to_try_instead_can_be_written_down_after_the_end_too(world: World) -> None:
    course = course_at(world, 16, digits=FLAT)
    sent(world, "end_course", course.pk, **whole(seen="no_change"))
    ada, url = sign_in(world.ada), reverse("sheet", args=[course.pk, "not-better"])
    assert url in page(world, "end_course", course).content.decode()

    answer = ada.post(url, {"chosen": "A group", "on": timezone.localdate().isoformat()})

    assert "<form" in main_of(ada.get(url)) and answer.status_code == 303
    assert "A group" in text_of(page(world, "end_course", course))


def test_nothing_of_the_kind_is_said_to_whom_it_helped(world: World) -> None:
    assert "did not help" not in text_of(page(world, "end_course", course_at(world, 16)))


def test_whoever_was_well_all_along_is_not_told_that_it_did_not_help(world: World) -> None:
    shown = text_of(page(world, "end_course", course_at(world, 16, digits=("111000000", "110000000"))))

    assert "No reliable change" in shown and "remission" in shown and "did not help" not in shown


def test_an_open_alert_interrupts_and_nothing_typed_is_lost(world: World) -> None:
    course = course_at(world, 16, digits=())
    answered_at(world.ines, 15, "222222112", first=first_of(16))
    body = whole(seen="not_known", kind="transferred", why="To the clinic <by the river>")

    stopped = sent(world, "end_course", course.pk, **body)
    fields = re.findall(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', stopped.content.decode())
    kept = {name: unescape(value) for name, value in fields}
    empty = sent(world, "end_course", course.pk, **kept, open_alert_why=" ")
    done = sent(world, "end_course", course.pk, **kept, open_alert_why="She is with the crisis team")

    assert stopped.status_code == 422 and "Stop for a moment: an alert is open" in text_of(stopped)
    assert "There is a problem" not in text_of(stopped) and "There is a problem" in text_of(empty)
    assert kept == body and reverse("risk", args=[world.ines.pk]) in stopped.content.decode()
    assert (empty.status_code, done.status_code) == (422, 303)
    assert "To the clinic <by the river>\n\nEnded while an alert was open: She is with" in of(course).end_why
    assert Alert.objects.get().is_open, "the alert still waits for a person"


def test_appointments_to_come_are_taken_out_and_named(world: World) -> None:
    course = course_at(world, 14)
    ahead = list(TherapySession.objects.filter(course=course, attendance="").order_by("starts_at"))
    day = timezone.localtime(ahead[0].starts_at).strftime("%-d %B %Y")
    before = text_of(page(world, "end_course", course))
    assert "Taken out with the end" in before and day in before

    sent(world, "end_course", course.pk, **whole(kind="early_by_agreement", why="Reached what she came for"))

    after = text_of(page(world, "end_course", course))
    assert "2 appointments were taken out." in after or "Appointments taken out:" in after
    assert not TherapySession.objects.filter(course=course, attendance="", removed_at=None).exists()


@pytest.mark.parametrize(
    ("n", "digits", "counted_as"),
    [
        (3, (), "left before session 4. A drop-out in the numbers, as there are no two scores"),
        (4, FLAT, "left before half of the planned sessions. A drop-out in the numbers: left without agreement"),
        (9, FLAT, "left after half of the planned sessions, before the last. A drop-out in the numbers"),
        (9, ("222222110", "111111110"), "before the last. Improved by the scores, so not a drop-out."),
    ],
)
def test_a_leaver_is_counted_by_a_rule_that_is_told(world: World, n: int, digits: Any, counted_as: str) -> None:
    course = course_at(world, n, digits=digits)
    seen = {(): "not_known", FLAT: "no_change"}.get(digits, "improved")

    sent(world, "end_course", course.pk, **whole(kind="lost_contact", why="No answer to three calls", seen=seen))

    shown = text_of(page(world, "end_course", course))
    assert counted_as in shown and "it says nothing about the person" in shown
    assert "A closing call" in shown


def test_nothing_is_offered_to_somebody_who_died(world: World) -> None:
    course = ended(course_at(world, 5), now=timezone.now(), kind="died", why="On Sunday", result="improved")

    shown = text_of(page(world, "end_course", course))

    assert "Write to the GP" in shown and "drop-out in" not in shown
    assert not any(words in shown for words in ("Still to offer", "keep well", "closing"))


def test_barbara_leaves_when_well(world: World) -> None:
    """C3: BDI-II 19 to 6, the end opened at session 13, thanks on the telephone before session 15."""
    course = barbara(world, first=first_of(14))
    before = text_of(page(world, "end_course", course))
    assert "BDI-II : 19 (mild)" in before and "13 points lower · remission" in before
    assert "10 points or more count as reliable (Jacobson and Truax)." in before

    sent(world, "end_course", course.pk, **whole(kind="early_by_client", why="She rang to thank us and is well."))

    shown = text_of(page(world, "end_course", course))
    for words in (
        "Ended early by the client",
        "14 of 16",
        "Reliably improved",
        "Improved by the scores, so not a drop-out.",
        "A closing call",
        "A closing letter",
        "A plan for hard times",
        "not yet",
    ):
        assert words in shown
    assert not Alert.objects.filter(client=world.ines).exists()


def test_an_end_is_taken_back_with_a_reason(world: World) -> None:
    course = course_at(world, 16)
    assert sent(world, "end_course", course.pk, do="take_back", why="x").status_code == 303, "there is no end"
    sent(world, "end_course", course.pk, **whole())

    refused = sent(world, "end_course", course.pk, do="take_back", why=" ")
    taken = sent(world, "end_course", course.pk, do="take_back", why="It was Jo's course")

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert not of(course).has_ended and "End the course" in text_of(page(world, "end_course", course))


def test_the_software_ends_no_course_by_itself(world: World) -> None:
    course = course_at(world, 16)
    change_plan(
        course=course,
        n_sessions=16,
        ends_on=timezone.localdate() - timedelta(days=1),
        why="Holiday",
        by=actor(world.ada),
        now=timezone.now(),
    )

    page(world, "end_course", course)

    assert not of(course).has_ended


def test_the_page_is_read_in_ten_statements_before_and_after(world: World) -> None:
    course = course_at(world, 16, digits=FLAT)
    ada, url = sign_in(world.ada), reverse("end_course", args=[course.pk])
    ada.get(url)

    with counted() as before:
        ada.get(url)
    ended(course, now=timezone.now(), result="no_change")
    ada.get(url)
    with counted() as after:
        ada.get(url)

    assert len(before) <= 10, before
    assert len(after) <= 10, after
