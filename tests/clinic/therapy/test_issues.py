"""Issues in each side's order; problem areas weighed by both with what speaks for and against, and no text lost."""

from typing import Any

import pytest

from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.issues import change_issue, rank_issues, remove_issue, weigh_area
from clinic.therapy.models import AreaWeight, Course, Issue
from clinic.therapy.queries.issues import in_order, is_ranked, issues, weighed_higher, weights
from tests.clinic.therapy.beginnings import MONDAY_TEN, TUESDAY, found, known, started, verbs
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def ranked(course: Course, order: list[Issue], *, side: Any = "therapist", by: Any = None) -> None:
    """One side puts the issues in order."""
    by = by or actor(course.client.therapist)
    rank_issues(course=course, order=[issue.pk for issue in order], by_side=side, by=by, now=TUESDAY)


def weighed(course: Course, area: str = "grief", *, revision: int = 0, **weight: Any) -> AreaWeight:
    """How far an area bears."""
    return weigh_area(
        course=course, area=area, weight=weight, revision=revision, by=actor(course.client.therapist), now=TUESDAY
    )


def test_each_side_has_its_own_order(world: World) -> None:
    course = started(world)
    first, second, third = (found(course, text) for text in ("Sister", "Work", "Money"))

    assert not is_ranked(issues(course), side="client")
    ranked(course, [third, first, second])
    ranked(course, [second, third, first], side="client")

    assert in_order(issues(course), side="therapist") == [third, first, second]
    assert in_order(issues(course), side="client") == [second, third, first]
    assert is_ranked(issues(course), side="client")


def test_a_new_issue_comes_last_until_it_is_ranked(world: World) -> None:
    course = started(world)
    first, second = found(course, "Sister"), found(course, "Work")
    ranked(course, [second, first])

    third = found(course, "Money")

    assert in_order(issues(course), side="therapist") == [second, first, third]
    assert not is_ranked(issues(course), side="therapist")


def test_an_order_names_every_issue_once(world: World) -> None:
    course = started(world)
    first, second = found(course, "Sister"), found(course, "Work")

    for order in ([first], [first, first], [first, second, second]):
        with pytest.raises(CourseError, match="The list changed meanwhile"):
            ranked(course, order)
    assert not is_ranked(issues(course), side="therapist")
    ranked(course, [first, second])
    assert is_ranked(issues(course), side="therapist")


def test_the_client_ranks_for_themselves_only(world: World) -> None:
    course = started(world)
    first, second = found(course, "Sister"), found(course, "Work")

    for side, by in (("therapist", holder(world.ines)), ("client", holder(world.jo))):
        with pytest.raises(CourseError):
            ranked(course, [second, first], side=side, by=by)
    ranked(course, [second, first], side="client", by=holder(world.ines))

    assert in_order(issues(course), side="client") == [second, first]


def test_ranking_the_same_again_changes_nothing(world: World) -> None:
    course = started(world)
    first, second = found(course, "Sister"), found(course, "Work")
    ranked(course, [second, first])
    ranked(course, [second, first])

    assert verbs(world.ines).count("issues ranked") == 1


@pytest.mark.parametrize(
    ("given", "field"), [({"text": " "}, "text"), ({"text": "x" * 301}, "text"), ({"area": "luck"}, "area")]
)
def test_an_issue_that_cannot_stand_is_refused_by_field(world: World, given: Any, field: str) -> None:
    course = started(world)

    with pytest.raises(CourseError) as told:
        found(course, **{"text": "Sister", **given})
    assert (told.value.field, issues(course)) == (field, [])

    with pytest.raises(CourseError) as told:
        found(course, "Sister", relationship=known(world.jo))
    assert told.value.field == "relationship"
    found(course, "Sister", area="dispute", relationship=known(world.ines))
    assert len(issues(course)) == 1


def test_an_issue_is_reworded_and_taken_off(world: World) -> None:
    course = started(world)
    first, second = found(course, "Sister"), found(course, "Work")

    change_issue(issue=first, text="My sister and the house", area="dispute", by=actor(world.ada), now=TUESDAY)
    remove_issue(issue=second, by=actor(world.ada), now=TUESDAY)

    assert [(row.text, row.area) for row in issues(course)] == [("My sister and the house", "dispute")]


def test_areas_are_weighed_by_both_with_evidence_and_nothing_is_written_over_unseen(world: World) -> None:
    course = started(world)
    weighed(course, evidence="Since the funeral", by_therapist=8)

    with pytest.raises(Overtaken) as met:
        weighed(course, evidence="Another text")
    there: Any = met.value.there
    assert (there.evidence, there.revision) == ("Since the funeral", 1)
    weighed(course, revision=1, against="She works again", by_client=6)

    row = weights(course)["grief"]
    assert (row.evidence, row.against, row.by_therapist, row.by_client) == (
        "Since the funeral",
        "She works again",
        8,
        6,
    )


@pytest.mark.parametrize(
    ("area", "weight", "field"),
    [("luck", {"by_client": 3}, "area"), ("grief", {"by_client": 11}, "by_client"), ("grief", {}, "evidence")],
)
def test_a_weight_that_cannot_stand_is_refused_by_field(world: World, area: str, weight: Any, field: str) -> None:
    course = started(world)

    with pytest.raises(CourseError) as told:
        weighed(course, area, **weight)

    assert (told.value.field, weights(course)) == (field, {})
    weighed(course, by_client=0)
    assert set(weights(course)) == {"grief"}


def test_it_is_told_which_areas_weigh_more(world: World) -> None:
    course = started(world)
    weighed(course, "grief", by_client=7, by_therapist=2)
    weighed(course, "dispute", by_client=3)
    weighed(course, "sensitivities", by_therapist=5)

    assert weighed_higher(weights(course), than="sensitivities") == ("grief",)
    assert weighed_higher(weights(course), than="grief") == ()
    assert weighed_higher(weights(course), than="transition") == ("grief", "dispute", "sensitivities")


def test_issues_and_weights_are_the_clinicians_to_write(world: World) -> None:
    course = started(world)

    with pytest.raises(CourseError, match="written by your therapist"):
        weigh_area(
            course=course, area="grief", weight={"by_client": 3}, revision=0, by=holder(world.ines), now=MONDAY_TEN
        )
    with pytest.raises(CourseError, match="written by your therapist"):
        remove_issue(issue=found(course, "Sister"), by=holder(world.ines), now=MONDAY_TEN)
    assert len(issues(course)) == 1
