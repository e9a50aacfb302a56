"""Leaving a course: drop-out by one derived rule, apart from how the client is."""

import pytest

from ipt.leaving import KINDS, How, Kind, is_drop_out, left_how

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("kind", ["early_by_client", "lost_contact"])
@pytest.mark.parametrize(
    ("n_held", "n_planned", "how"),
    [
        (0, 16, "not_started"),
        (1, 16, "before_session_4"),
        (3, 16, "before_session_4"),
        (4, 16, "before_half"),
        (7, 16, "before_half"),
        (8, 16, "before_plan_without_agreement"),
        (15, 16, "before_plan_without_agreement"),
        (16, 16, "as_planned"),
        (17, 16, "as_planned"),
        (3, 8, "before_session_4"),
        (4, 8, "before_plan_without_agreement"),
        (5, 12, "before_half"),
        (6, 12, "before_plan_without_agreement"),
        (3, 3, "as_planned"),
    ],
)
def test_leaving_without_agreement_is_told_by_how_far_the_course_had_come(
    kind: Kind, n_held: int, n_planned: int, how: How
) -> None:
    assert left_how(kind=kind, n_held=n_held, n_planned=n_planned) == how


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("completed", "as_planned"),
        ("early_by_agreement", "early_by_agreement"),
        ("transferred", "transferred"),
        ("admitted", "other"),
        ("died", "other"),
        ("never_started", "not_started"),
    ],
)
def test_another_end_is_never_leaving(kind: Kind, how: How) -> None:
    found = left_how(kind=kind, n_held=2, n_planned=16)

    assert found == how
    assert not is_drop_out(found, improved=False)


def test_an_agreement_to_end_before_the_first_session_is_a_course_that_did_not_start() -> None:
    assert left_how(kind="early_by_agreement", n_held=0, n_planned=16) == "not_started"


@pytest.mark.parametrize("how", ["before_session_4", "before_half", "before_plan_without_agreement"])
def test_somebody_who_improved_and_left_early_has_not_dropped_out(how: How) -> None:
    assert is_drop_out(how, improved=False)
    assert is_drop_out(how, improved=None)
    assert not is_drop_out(how, improved=True)


def test_barbara_ended_early_and_improved_without_agreement_and_is_no_drop_out() -> None:
    """C3 as published: she telephones her thanks days before the second-to-last of sixteen sessions."""
    how = left_how(kind="early_by_client", n_held=14, n_planned=16)

    assert (how, is_drop_out(how, improved=True)) == ("before_plan_without_agreement", False)


def test_every_kind_of_end_has_a_class() -> None:
    assert len({left_how(kind=kind, n_held=5, n_planned=16) for kind in KINDS}) == 6
