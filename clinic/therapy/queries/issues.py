"""Reading issues in each side's order, and how the problem areas were weighed."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from django.http import Http404

from clinic.therapy.models import AreaWeight, Course, Issue

Side = Literal["client", "therapist"]
FALLBACK = "sensitivities"  # chosen only when no other area fits (known, not re-read: ipt.md 1.4, BK)


def issues(course: Course) -> list[Issue]:
    """Every issue that stands, in the order they were found (one statement)."""
    rows = Issue.objects.filter(course=course, removed_at=None).select_related("relationship")
    return list(rows.order_by("added_at", "pk"))


def issue(course: Course, pk: UUID) -> Issue:
    """One of them (one statement), or 404."""
    row = Issue.objects.filter(course=course, pk=pk, removed_at=None).select_related("course", "relationship").first()
    if row is None:
        raise Http404
    return row


def in_order(found: Sequence[Issue], *, side: Side) -> list[Issue]:
    """One side's order, most important first; what was not ranked yet comes last, as it was found."""
    ranks = [(issue.rank_by_client if side == "client" else issue.rank_by_therapist, issue) for issue in found]
    return [issue for rank, issue in sorted(ranks, key=lambda pair: (pair[0] is None, pair[0] or 0))]


def is_ranked(found: Sequence[Issue], *, side: Side) -> bool:
    """Whether this side put every issue in order."""
    return bool(found) and all(
        (issue.rank_by_client if side == "client" else issue.rank_by_therapist) is not None for issue in found
    )


def weights(course: Course) -> dict[str, AreaWeight]:
    """How each problem area was weighed so far (one statement)."""
    return {row.area: row for row in AreaWeight.objects.filter(course=course)}


def weighed_higher(found: dict[str, AreaWeight], *, than: str) -> tuple[str, ...]:
    """Areas that either side weighed higher than this one."""
    mine = found.get(than)
    return tuple(area for area, row in found.items() if area != than and heaviest(row) > heaviest(mine))


def heaviest(row: AreaWeight | None) -> int:
    """The higher of both sides' numbers; -1 where there is none."""
    numbers = (row.by_client, row.by_therapist) if row else ()
    return max((number for number in numbers if number is not None), default=-1)
