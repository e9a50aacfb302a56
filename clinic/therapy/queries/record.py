"""The whole of a client's therapy as plain values, to be written out: every table of this room but process notes."""

from typing import Any

from django.db import models

from clinic.people.models import Client
from clinic.therapy.models import (
    Addendum,
    Agreement,
    AreaWeight,
    Break,
    Closeness,
    Comment,
    Contact,
    Course,
    CourseLetter,
    CoursePlan,
    Entry,
    Focus,
    FollowUp,
    Formulation,
    Goal,
    GoalRating,
    Issue,
    LifeEvent,
    NoteCopy,
    Relationship,
    RelationshipSafety,
    SessionNote,
    StrategyUse,
    TechniqueUse,
    TherapySession,
)

OF_CLIENT: dict[str, tuple[type[models.Model], str]] = {
    "courses": (Course, "client"),
    "plans": (CoursePlan, "course__client"),
    "breaks": (Break, "course__client"),
    "sessions": (TherapySession, "course__client"),
    "techniques": (TechniqueUse, "session__course__client"),
    "strategies": (StrategyUse, "session__course__client"),
    "notes": (SessionNote, "session__course__client"),
    "note_copies": (NoteCopy, "note__session__course__client"),
    "addenda": (Addendum, "note__session__course__client"),
    "contacts": (Contact, "client"),
    "relationships": (Relationship, "client"),
    "relationship_safety": (RelationshipSafety, "relationship__client"),
    "closeness": (Closeness, "client"),
    "life_events": (LifeEvent, "client"),
    "issues": (Issue, "course__client"),
    "area_weights": (AreaWeight, "course__client"),
    "formulations": (Formulation, "course__client"),
    "foci": (Focus, "course__client"),
    "goals": (Goal, "focus__course__client"),
    "goal_ratings": (GoalRating, "goal__focus__course__client"),
    "agreements": (Agreement, "course__client"),
    "entries": (Entry, "course__client"),
    "comments": (Comment, "client"),
    "letters": (CourseLetter, "course__client"),
    "follow_ups": (FollowUp, "course__client"),
}
NOT_COUNTED = ("withdrawn_at", "removed_at")  # rows with one of these were entered in error or taken out


def whole_record(client: Client) -> dict[str, list[dict[str, Any]]]:
    """Rows that count of every table, by its name, for a client that the viewer has opened (a statement a table)."""
    return {name: rows_of(model, path, client) for name, (model, path) in OF_CLIENT.items()}


def rows_of(model: type[models.Model], path: str, client: Client) -> list[dict[str, Any]]:
    """One table's rows as plain values, sealed columns opened."""
    counted: dict[str, None] = dict.fromkeys(not_counted(model))
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:  # what belongs to a row that does not count
            counted |= {f"{field.name}__{name}": None for name in not_counted(field.related_model)}
    others = [field.name for field in model._meta.many_to_many]
    rows = model._default_manager.filter(**{path: client}, **counted).order_by("pk").prefetch_related(*others)
    return [plain(row, others=others) for row in rows]


def not_counted(model: type[models.Model]) -> list[str]:
    """The columns of a table that say a row does not count."""
    return [field.name for field in model._meta.concrete_fields if field.name in NOT_COUNTED]


def plain(row: models.Model, *, others: list[str]) -> dict[str, Any]:
    """A row's columns, and the ids of the rows it names."""
    found = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return found | {name: [one.pk for one in getattr(row, name).all()] for name in others}
