"""Reading foci with their people, and goals with their ratings."""

from uuid import UUID

from attrs import frozen
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.therapy.models import Course, Focus, Goal, GoalRating
from clinic.therapy.queries.courses import latest, of_client


@frozen
class Rated:
    """A goal with its ratings, oldest first."""

    goal: Goal
    ratings: tuple[GoalRating, ...]

    @property
    def first(self) -> GoalRating | None:
        """Where it began."""
        return self.ratings[0] if self.ratings else None

    @property
    def last(self) -> GoalRating | None:
        """How near it is now."""
        return self.ratings[-1] if self.ratings else None


def foci(course: Course) -> list[Focus]:
    """Every focus of a course: running ones first, the first before the second (two statements)."""
    rows = Focus.objects.filter(course=course).select_related("by", "formulation").prefetch_related("people")
    return sorted(rows, key=lambda row: (row.until_on is not None, row.is_second, row.agreed_on))


def running(course: Course) -> list[Focus]:
    """The one or two that run (two statements)."""
    return [row for row in foci(course) if row.until_on is None]


def focus(course: Course, pk: UUID) -> Focus:
    """One focus of a course (two statements), or 404."""
    row = next((one for one in foci(course) if one.pk == pk), None)
    if row is None:
        raise Http404
    return row


def goals(course: Course) -> list[Rated]:
    """Every goal of the course with its ratings, those worked on first (two statements)."""
    rows = Goal.objects.filter(focus__course=course).select_related("focus__course").prefetch_related("ratings")
    ordered = sorted(
        rows, key=lambda row: (row.dropped_on is not None, row.focus.is_second, row.set_on, row.place_in_list)
    )
    return [Rated(goal=row, ratings=tuple(sorted(row.ratings.all(), key=lambda one: one.on))) for row in ordered]


def goal(course: Course, pk: UUID) -> Goal:
    """One goal of a course (one statement), or 404."""
    row = Goal.objects.filter(focus__course=course, pk=pk).select_related("focus__course").first()
    if row is None:
        raise Http404
    return row


def own_foci(viewer: Actor) -> list[Focus]:
    """What the client agreed to work on, in their latest course (four statements); its own fields are not theirs."""
    course = latest(access.own_or_404(viewer, viewer.id))
    return running(course) if course else []


def own_goals(viewer: Actor) -> list[Rated]:
    """The client's goals that are worked on, in their latest course (four statements)."""
    course = latest(access.own_or_404(viewer, viewer.id))
    return [one for one in goals(course) if one.goal.dropped_on is None] if course else []


def own_goals_ever(viewer: Actor) -> list[Rated]:
    """The client's goals of every course, dropped ones too: for the client's copy (a few statements a course)."""
    courses = of_client(access.own_or_404(viewer, viewer.id))
    return [one for course in courses for one in goals(course)]
