"""Writing goals: one to three for a focus, in the client's words, rated 0–10 whenever it helps."""

from datetime import date, datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.therapy.actions.allowed import not_to_come, nought_to_ten, one_line, own_only, staff_only
from clinic.therapy.actions.courses import CourseError, locked, must_run
from clinic.therapy.models import Focus, Goal, GoalRating

MOST_GOALS = 3  # for one focus: our default (INF)
USUAL_TARGET = 8


@action
def set_goal(
    *,
    focus: Focus,
    text: str,
    target: int = USUAL_TARGET,
    rated: int | None = None,
    on: date | None = None,
    by: Actor,
    now: datetime,
) -> Goal:
    """What the client wants to be different; `rated` is how near it is now, 0 not at all to 10 reached."""
    staff_only(by)
    course = locked(focus.course)
    must_run(course)
    if focus.until_on is not None:
        raise CourseError("", "This focus was changed: set the goal for the one that runs.")
    text = one_line(text, field="text", most=300, empty="Say what should be different, in the client's words.")
    nought_to_ten(target, field="target")
    day = not_to_come(on, client=course.client, now=now)
    there = list(Goal.objects.filter(focus=focus, dropped_on=None))
    if len(there) >= MOST_GOALS:
        raise CourseError("text", f"There are {MOST_GOALS} goals, which is the most. Drop one first.")
    if any(goal.text.casefold() == text.casefold() for goal in there):
        raise CourseError("text", "This goal is on the list already.")
    goal = Goal.objects.create(
        focus=focus, text=text, target=target, place_in_list=Goal.objects.filter(focus=focus).count(), set_on=day
    )
    happened("goal set", about=goal, client=course.client_id, by=by, now=now)
    if rated is not None:
        rate_goal(goal=goal, value=rated, on=day, by=by, now=now)
    return goal


@action
def change_goal(*, goal: Goal, text: str, target: int, by: Actor, now: datetime) -> Goal:
    """Other words or another target; its ratings stay."""
    staff_only(by)
    course = locked(goal.focus.course)
    must_run(course)
    goal.text = one_line(text, field="text", most=300, empty="Say what should be different, in the client's words.")
    nought_to_ten(target, field="target")
    goal.target = target
    goal.save(update_fields=["text", "target"])
    happened("goal changed", about=goal, client=course.client_id, by=by, now=now)
    return goal


@action
def drop_goal(*, goal: Goal, on: date | None = None, by: Actor, now: datetime) -> Goal:
    """No longer worked on; it is kept with its ratings."""
    staff_only(by)
    course = locked(goal.focus.course)
    must_run(course)
    if goal.dropped_on is not None:
        nothing_changed()
        return goal
    goal.dropped_on = not_to_come(on, client=course.client, now=now)
    goal.save(update_fields=["dropped_on"])
    happened("goal dropped", about=goal, client=course.client_id, by=by, now=now)
    return goal


@action
def rate_goal(
    *,
    goal: Goal,
    value: int,
    on: date | None = None,
    by_client: bool = False,
    by: Actor,
    now: datetime,
) -> GoalRating:
    """How near a goal is on a day, 0–10; the last rating of a day stands. `by_client`: as the client said it."""
    course = locked(goal.focus.course)
    must_run(course)
    own_only(course.client_id, by=by)
    if goal.dropped_on is not None:
        raise CourseError("value", "This goal was dropped: rate one that is worked on.")
    nought_to_ten(value, field="value")
    day = not_to_come(on, client=course.client, now=now)
    if day < goal.set_on:
        raise CourseError("on", "The goal was set later than this day.")
    row = GoalRating.objects.filter(goal=goal, on=day).first() or GoalRating(goal=goal, on=day)
    row.value, row.by_client, row.rated_at = value, by_client or by.is_client, now
    row.save()
    happened("goal rated", about=row, client=course.client_id, by=by, now=now)
    return row
