"""Each kind of need has a sentence and a page where it is seen to; facts carry no words of their own."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import resolve

from clinic.caseload.choices import OF_SUPERVISION, Kind
from clinic.caseload.models import Attention
from clinic.definitions.library import library
from clinic.pages.need_words import SENTENCES
from clinic.pages.needs import shown

ONE, TWO, DAY = UUID(int=1), UUID(int=2), "2026-03-05"
SESSION = {"session": str(UUID(int=3)), "on": DAY}
SCORES = {"measure": "phq-9", "first": 18, "last": 17, "rules": ["early_no_change"]}
LEFT = {"n": 5, "n_held": 4, "n_left": 12, "n_fit": 10, "n_planned": 16}

SAID: dict[Kind, tuple[dict[str, Any], str, str]] = {
    Kind.MISSED_TWICE: (
        {**SESSION, "times": 2, "tried_on": None},
        "Did not come 2 times in a row, last on 5 March; nobody has been in touch",
        "contact",
    ),
    Kind.RETURNED: (SCORES, "PHQ-9 18 at the end, 17 now", "course"),
    Kind.DISAGREED: (
        {"about": ["agreement", "formulation"]},
        "Said no to the agreement, the formulation",
        "formulation",
    ),
    Kind.NOT_IMPROVING: (SCORES, "PHQ-9 18 at the start, 17 now", "course"),
    Kind.FOLLOW_UP: ({"follow_up": str(ONE)}, "", "follow_ups"),
    Kind.ATTENDANCE: ({**SESSION, "n": 2}, "Session of 5 March not recorded, and 1 more", "session"),
    Kind.MISSED: ({**SESSION, "times": 1}, "Did not come on 5 March; nobody has been in touch", "contact"),
    Kind.NOTE_LATE: ({**SESSION, "n": 1}, "Note of 5 March not signed", "session"),
    Kind.END_PASSED: ({**LEFT, "n_left": 2}, "2 sessions are left", "course_plan"),
    Kind.SESSIONS_USED: (LEFT, "16 of 16 held: end the course, or plan anew", "end_course"),
    Kind.DOES_NOT_FIT: (LEFT, "12 sessions left, room for 10 before the end date", "course_plan"),
    Kind.ENDING_DUE: ({**LEFT, "by": 13, "is_late": True}, "Was due by session 13", "ending"),
    Kind.REVIEW_DUE: ({**LEFT, "by": 5, "is_late": False}, "In session 5", "review"),
    Kind.TASK_LATE: ({**LEFT, "tasks": ["focus", "goals"]}, "session 5, no focus agreed, and 1 more", "tasks"),
    Kind.MEASURE_OVERDUE: ({"measures": ["gad-7", "phq-9"]}, "GAD-7, PHQ-9", "enter"),
    Kind.NO_APPOINTMENT: ({"n_left": 1}, "1 session left to book", "course_plan"),
    Kind.COMMENTED: ({"n": 2, "about": ["goal"]}, "2 comments to read", "course"),
    Kind.SICK_ROLE: ({"sheet": "sick-role"}, "", "sheet"),
    Kind.ASK_IN_SESSION: ({"measures": ["phq-9"]}, "PHQ-9", "enter"),
    Kind.NOTE_OPEN: ({**SESSION, "n": 1}, "Note of 5 March not signed", "session"),
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_sentence_and_its_page(kind: Kind) -> None:
    facts, sentence, page = SAID[kind]
    words = library().words(library().protocol("ipt"), "en")

    found = shown(Attention(client_id=ONE, course_id=TWO, kind=kind, facts=facts), words=words)

    assert (found.words, resolve(found.url).url_name) == (sentence, page)
    assert found.tag == str(kind.label)


def test_every_kind_has_a_sentence_and_a_supervisors_kind_is_one_of_them() -> None:
    assert set(SENTENCES) == set(Kind) >= OF_SUPERVISION


def test_a_try_that_reached_nobody_is_told() -> None:
    facts = {**SESSION, "times": 3, "tried_on": DAY}

    found = shown(Attention(client_id=ONE, course_id=TWO, kind=Kind.MISSED_TWICE, facts=facts), words=None)

    assert found.words == "Did not come 3 times in a row; tried on 5 March, not reached"


def test_what_the_rule_suggests_stands_beside() -> None:
    words = library().words(library().protocol("ipt"), "en")

    found = shown(Attention(client_id=ONE, course_id=TWO, kind=Kind.NOT_IMPROVING, facts=SCORES), words=words)

    assert found.suggests == words["rule.early_no_change"]
