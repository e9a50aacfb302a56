"""What Interpersonal Psychotherapy is, as far as a computer can hold it: pure, without clock, settings or records."""

from ipt.concern import Concern, concerns
from ipt.framework import Framework
from ipt.library import DefinitionError, Library, WordingMissing, shipped
from ipt.measure import Band, Item, Measure, Watch
from ipt.scoring import AnswerError, Result, score, total_only
from ipt.trajectory import Point, Trajectory
from ipt.vocabulary import Vocabulary, Word
from ipt.wording import Wording

__all__ = [
    "AnswerError",
    "Band",
    "Concern",
    "DefinitionError",
    "Framework",
    "Item",
    "Library",
    "Measure",
    "Point",
    "Result",
    "Trajectory",
    "Vocabulary",
    "Watch",
    "Word",
    "Wording",
    "WordingMissing",
    "concerns",
    "score",
    "shipped",
    "total_only",
]
