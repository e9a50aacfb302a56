"""What Interpersonal Psychotherapy is, as far as a computer can hold it: pure, without clock, settings or records."""

from ipt.concern import Concern, concerns
from ipt.framework import Framework
from ipt.happened import Break, Happened, Plan
from ipt.inventory import Circle, Place
from ipt.library import DefinitionError, Library, WordingMissing, shipped
from ipt.measure import Band, Item, Measure, Watch
from ipt.prompts import Prompt, PromptError, PromptSet
from ipt.protocol import Protocol
from ipt.scoring import AnswerError, Result, score, total_only
from ipt.signals import Signal
from ipt.standing import Standing
from ipt.trajectory import Point, Trajectory
from ipt.vocabulary import Vocabulary, Word
from ipt.wording import Wording
from ipt.words import Words

__all__ = [
    "AnswerError",
    "Band",
    "Break",
    "Circle",
    "Concern",
    "DefinitionError",
    "Framework",
    "Happened",
    "Item",
    "Library",
    "Measure",
    "Place",
    "Plan",
    "Point",
    "Prompt",
    "PromptError",
    "PromptSet",
    "Protocol",
    "Result",
    "Signal",
    "Standing",
    "Trajectory",
    "Vocabulary",
    "Watch",
    "Word",
    "Wording",
    "WordingMissing",
    "Words",
    "concerns",
    "score",
    "shipped",
    "total_only",
]
