"""Ines's record with something in every table of therapy and safety, and in every sealed field a mark of its own."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from attrs import frozen
from django.apps import apps
from django.db import models
from django.utils import timezone

from clinic.definitions.library import library
from clinic.sealing.field import SealedText, SealedValues
from clinic.therapy.actions.attendance import record_contact
from clinic.therapy.actions.circle import place
from clinic.therapy.actions.comments import comment
from clinic.therapy.actions.entries import share_entry
from clinic.therapy.actions.formulation import share_formulation
from clinic.therapy.actions.goals import rate_goal
from clinic.therapy.actions.inventory import share_relationship
from clinic.therapy.actions.story import share_event
from clinic.therapy.models import (
    Addendum,
    Agreement,
    AreaWeight,
    Break,
    Course,
    CourseLetter,
    Entry,
    FollowUp,
    Formulation,
    Goal,
    LifeEvent,
    NoteCopy,
    ProcessNote,
    Relationship,
    RelationshipSafety,
    SessionNote,
    TechniqueUse,
    TherapySession,
)
from clinic.therapy.queries.courses import protocol_of
from ipt.prompts import PromptSet
from tests.clinic.therapy.beginnings import found, happening, known, written
from tests.clinic.therapy.endings import letter_of
from tests.web.stage import Stage
from tests.world import actor, holder

ROOMS = ("people", "safety", "therapy", "answers")
MARK = re.compile(r"zq\.([\w.-]+?)\.qz")


@frozen
class Planted:
    """Rows of Ines by what they are, and the course."""

    course: Course
    own: Relationship  # she named him
    shared: Relationship  # her therapist showed her
    hidden: Relationship
    own_event: LifeEvent
    shared_event: LifeEvent
    hidden_event: LifeEvent
    formulation: Formulation  # shown, and answered by nobody yet
    agreement: Agreement
    goal: Goal
    ending: Entry
    letter: CourseLetter
    draft: CourseLetter


def plant(stage: Stage) -> Planted:
    """The whole record by actions where there is one, then a mark in every sealed field."""
    now, client = timezone.now(), stage.ines.client
    ada, ines = actor(stage.world.ada), holder(client)
    folder = stage.ines.in_course
    course = Course.objects.select_related("client__team", "client__therapist").get(pk=folder.course)
    own, mine = Relationship.objects.get(pk=folder.person), LifeEvent.objects.get(pk=folder.event)
    shared, hidden = known(client, "Vera", "parent", now=now), known(client, "Ulf", "friend", now=now)
    share_relationship(relationship=shared, by=ada, now=now)
    for ring, person in enumerate((own, shared, hidden), start=1):
        place(relationship=person, ring=ring, by=ada, now=now)
    mine.people.set([own, hidden])
    theirs, unseen = (happening(client, now=now, people=[shared, hidden], what=what) for what in ("One", "Two"))
    share_event(event=theirs, by=ada, now=now)
    goal = Goal.objects.get(pk=folder.goal)
    rate_goal(goal=goal, value=3, by=ada, now=now)
    shown = written(course, "A newer text", based_on=1, now=now)
    share_formulation(formulation=shown, by=ada, now=now)
    comment(client=client, about="goal", about_id=goal.pk, text="I try", by=ines, now=now)
    draft = letter_of(course, "A draft", now=now)
    ending = rest(course, people=(own, shared, hidden), stage=stage)
    planted = Planted(
        course=course,
        own=own,
        shared=shared,
        hidden=hidden,
        own_event=mine,
        shared_event=theirs,
        hidden_event=unseen,
        formulation=shown,
        agreement=Agreement.objects.get(course=course),
        goal=goal,
        ending=ending,
        letter=CourseLetter.objects.get(pk=folder.letter),
        draft=draft,
    )
    mark_everything(tags(planted, stage))
    return planted


def rest(course: Course, *, people: tuple[Relationship, ...], stage: Stage) -> Entry:
    """Everything else a record can hold; the sheet of the ending, which is shown."""
    now, by = timezone.now(), stage.world.ada
    session = TherapySession.objects.get(pk=stage.ines.in_course.held)
    found(course, "an issue", now=now)
    record_contact(client=course.client, was_reached=True, note="x", by=actor(by), now=now, course=course)
    AreaWeight.objects.get_or_create(course=course, area="grief", defaults={"saved_at": now})
    Break.objects.create(course=course, first_on=now.date(), last_on=now.date(), why="x", marked_at=now)
    for person in people:
        RelationshipSafety.objects.create(relationship=person, values={}, is_unsafe=False, at=now, by=by)
    note = SessionNote.objects.filter(session=session).first() or SessionNote.objects.create(
        session=session, prompts="session-note", version=1, values={}, began_at=now, saved_at=now, saved_by=by
    )
    NoteCopy.objects.create(note=note, values={}, saved_at=now, saved_by=by)
    Addendum.objects.create(note=note, text="x", at=now, by=by)
    ProcessNote.objects.get_or_create(session=session, by=by, defaults={"text": "x", "saved_at": now})
    TechniqueUse.objects.get_or_create(session=session, technique="clarification", defaults={"line": "x", "at": now})
    FollowUp.objects.create(course=course, due_on=date(2099, 1, 1), owner=by, set_at=now, outcome="x")
    sheets = {sheet for purpose, sheet in protocol_of(course).sheets.items() if purpose != "ending"}
    for sheet in sheets:
        Entry.objects.create(course=course, sheet=sheet, version=1, on=now.date(), values={}, written_at=now)
    of_ending = protocol_of(course).sheets["ending"]
    ending = Entry.objects.create(course=course, sheet=of_ending, version=1, on=now.date(), values={}, written_at=now)
    share_entry(entry=ending, by=actor(by), now=now)
    Entry.objects.create(course=course, sheet=of_ending, version=1, on=now.date(), values={}, written_at=now)
    return ending


def tags(planted: Planted, stage: Stage) -> dict[UUID, str]:
    """What Ines's rows are called in their marks; every other row is called by its table."""
    names = ("own", "shared", "hidden", "own_event", "shared_event", "hidden_event", "formulation", "agreement")
    found = {getattr(planted, name).pk: f"her-{name}" for name in (*names, "goal", "ending", "letter", "draft")}
    others = {stage.ines.client.pk: "client", stage.ines.supporter: "helper", stage.ines.unsafe: "unsafe"}
    return found | {pk: f"her-{name}" for pk, name in others.items()}


def mark_everything(names: dict[UUID, str]) -> None:
    """A mark in every sealed field of every row: `zq.<row>.<field>.qz`, in sheets `zq.<row>.<prompt>.qz`."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            fields = [one for one in model._meta.concrete_fields if isinstance(one, SealedText | SealedValues)]
            for row in model._default_manager.all() if fields else ():
                mark(row, fields, name=names.get(row.pk, model._meta.model_name or ""))


def mark(row: models.Model, fields: list[Any], *, name: str) -> None:
    """The marks of one row."""
    for field in fields:
        if isinstance(field, SealedValues):
            setattr(row, field.attname, marked_values(sheet_of(row), name=name))
        else:
            setattr(row, field.attname, f"zq.{name}.{field.name}.qz")
    row.save()


def marked_values(sheet: PromptSet, *, name: str) -> dict[str, str]:
    """A mark for every prompt that is kept as text or as the id of a choice."""
    prompts = [prompt for prompt in sheet.prompts if prompt.kind in ("line", "text", "choice")]
    return {prompt.id: f"zq.{name}.{prompt.id}.qz" for prompt in prompts}


def sheet_of(row: models.Model) -> PromptSet:
    """The prompts by which a row's values are kept."""
    known = {"relationship": "inventory", "relationshipsafety": "relationship-safety", "notecopy": "session-note"}
    name = known.get(row._meta.model_name or "") or getattr(row, "sheet", "") or getattr(row, "prompts", "")
    if row._meta.model_name == "focus":
        name = "area-grief"
    return library().prompts(name)


def marks(text: str) -> set[str]:
    """The marks that somebody sees."""
    return set(MARK.findall(text))


def readable(sheet: str, *, name: str) -> set[str]:
    """The marks of a sheet that its client may read."""
    prompts = library().prompts(sheet).for_client
    return {f"{name}.{prompt.id}" for prompt in prompts if prompt.kind in ("line", "text", "choice")}
