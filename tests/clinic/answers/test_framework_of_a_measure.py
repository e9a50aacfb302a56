"""A measure is judged by the framework that has numbers for it, on the client's page as on the course's."""

from datetime import date

import pytest

from clinic.answers.actions.answering import enter
from clinic.answers.queries import series_of
from clinic.pages.therapist.picture import pictures
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    ("measure", "totals", "framework", "case_at", "reliable"),
    [
        ("phq-9", (20, 13), "NHS Talking Therapies", 10, "improvement"),
        ("core-10", (20, 13), "As published", 11, "improvement"),
        ("hrsd-17", (20, 13), "", None, None),
    ],
)
def test_cut_off_and_reliable_change_are_those_of_the_framework_that_is_named(
    measure: str,
    totals: tuple[int, int],
    framework: str,
    case_at: int | None,
    reliable: str | None,
    world: World,
) -> None:
    for day, total in zip((date(2026, 2, 2), date(2026, 3, 2)), totals, strict=True):
        known = {"client": world.ines, "measure": measure, "answers": {}, "stated_total": total, "answered_on": day}
        enter(**known, entered_as="in_person", by=actor(world.ada), now=MONDAY_TEN)  # type: ignore[arg-type]  # as a whole

    (series,) = series_of(world.ines)
    (picture,) = pictures((series,), missed={})

    assert picture["framework"] == framework
    assert series.trajectory.reliable == reliable
    cut = picture["charts"].wide.cut
    assert (cut.cut_off.value if cut else None) == case_at
