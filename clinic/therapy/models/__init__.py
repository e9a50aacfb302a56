"""Therapy: the course and its sessions, what was found in the first phase, what was agreed, how it ended."""

from clinic.therapy.models.after import CourseLetter, FollowUp
from clinic.therapy.models.agreed import Agreement, Focus, Formulation, Goal, GoalRating
from clinic.therapy.models.course import Break, Course, CoursePlan
from clinic.therapy.models.entry import Comment, Entry
from clinic.therapy.models.inventory import Closeness, Relationship, RelationshipSafety
from clinic.therapy.models.note import Addendum, NoteCopy, ProcessNote, SessionNote
from clinic.therapy.models.session import Contact, StrategyUse, TechniqueUse, TherapySession
from clinic.therapy.models.story import AreaWeight, Issue, LifeEvent

__all__ = [
    "Addendum",
    "Agreement",
    "AreaWeight",
    "Break",
    "Closeness",
    "Comment",
    "Contact",
    "Course",
    "CourseLetter",
    "CoursePlan",
    "Entry",
    "Focus",
    "FollowUp",
    "Formulation",
    "Goal",
    "GoalRating",
    "Issue",
    "LifeEvent",
    "NoteCopy",
    "ProcessNote",
    "Relationship",
    "RelationshipSafety",
    "SessionNote",
    "StrategyUse",
    "TechniqueUse",
    "TherapySession",
]
