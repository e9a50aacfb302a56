"""Steps of the first phase that its tests share: a course of Ines's, and each record in its simplest form."""

from datetime import datetime, timedelta
from typing import Any

from clinic.audit.models import Event
from clinic.people.models import Client
from clinic.therapy.actions.agreement import write_agreement
from clinic.therapy.actions.courses import start_course
from clinic.therapy.actions.focus import agree_focus
from clinic.therapy.actions.formulation import answer_formulation, write_formulation
from clinic.therapy.actions.goals import set_goal
from clinic.therapy.actions.inventory import add_relationship
from clinic.therapy.actions.issues import add_issue
from clinic.therapy.actions.story import add_event
from clinic.therapy.models import Agreement, Course, Focus, Formulation, Goal, Issue, LifeEvent, Relationship
from tests.world import MONDAY_TEN, World, actor

TUESDAY = MONDAY_TEN + timedelta(days=1)
NEXT_WEEK = MONDAY_TEN + timedelta(days=7)


def started(world: World, *, client: Client | None = None, now: datetime = MONDAY_TEN) -> Course:
    """A course of sixteen sessions that begins today: Ines's, unless another client is named."""
    client = client or world.ines
    return start_course(client=client, protocol="ipt", length="sixteen", by=actor(client.therapist), now=now)


def known(client: Client, name: str = "Tom", kind: str = "partner", *, now: datetime = MONDAY_TEN, **given: Any) -> Any:
    """Somebody in the client's life."""
    row: Relationship = add_relationship(
        client=client, name=name, kind=kind, by=actor(client.therapist), now=now, **given
    )
    return row


def happening(client: Client, *, now: datetime = MONDAY_TEN, **given: Any) -> LifeEvent:
    """Something that happened to the client."""
    event: Any = {"on": MONDAY_TEN.date() - timedelta(days=60), "kind": "death", "what": "My mother died", **given}
    return add_event(client=client, event=event, by=actor(client.therapist), now=now)


def found(course: Course, text: str, *, now: datetime = MONDAY_TEN, **given: Any) -> Issue:
    """An issue of the course."""
    return add_issue(course=course, text=text, by=actor(course.client.therapist), now=now, **given)


def written(
    course: Course, text: str = "Since your mother died …", *, based_on: int = 0, now: datetime = MONDAY_TEN
) -> Formulation:
    """The next version of the formulation."""
    return write_formulation(course=course, text=text, based_on=based_on, by=actor(course.client.therapist), now=now)


def said(row: Formulation, agrees: bool, *, now: datetime = MONDAY_TEN, words: str = "", **given: Any) -> Formulation:
    """The client's yes or no, by word."""
    return answer_formulation(
        formulation=row, agrees=agrees, said=words, by=actor(row.course.client.therapist), now=now, **given
    )


def focused(course: Course, area: str = "grief", *, now: datetime = MONDAY_TEN, **given: Any) -> Focus:
    """A focus that the client said yes to by word."""
    is_second = given.pop("is_second", False)
    chosen: Any = {"area": area, "title": "Since mother died", "how": "by_word", **given}
    return agree_focus(course=course, chosen=chosen, is_second=is_second, by=actor(course.client.therapist), now=now)


def aimed(
    focus: Focus, text: str = "Talk about her with my sister", *, now: datetime = MONDAY_TEN, **given: Any
) -> Goal:
    """A goal of the focus."""
    return set_goal(focus=focus, text=text, by=actor(focus.course.client.therapist), now=now, **given)


def contracted(course: Course, *, based_on: int = 0, now: datetime = MONDAY_TEN, **values: Any) -> Agreement:
    """The next version of the agreement."""
    points = {"confidentiality": "What is said stays here, but for danger", "crisis": "999", **values}
    return write_agreement(course=course, values=points, based_on=based_on, by=actor(course.client.therapist), now=now)


def verbs(client: Client) -> list[str]:
    """What the trail says happened to a client, in order."""
    return list(Event.objects.filter(client_id=client.pk).order_by("seq").values_list("happened", flat=True))
