"""What the words of a protocol, a sheet or a vocabulary must hold: every text asked for, and no other."""

from collections.abc import Iterator

from ipt.benchmark import Benchmark
from ipt.evidence import EvidenceSet
from ipt.meaning.problem import Problem, one_of
from ipt.prompts import PromptSet
from ipt.protocol import Protocol
from ipt.vocabulary import Vocabulary
from ipt.words import Words

Worded = Protocol | PromptSet | Vocabulary | EvidenceSet | Benchmark


def words_problems(words: Words, *, of: Worded) -> Iterator[Problem]:
    """Everything in the words that does not fit the definition they are of."""
    needed, optional = keys_of(of)
    if not words.title.strip():
        yield "title", "a text", "nothing"
    for key in needed:
        if not words.get(key).strip():
            yield f"texts.{key}", "a text", "nothing"
    for key in words.texts:
        if key not in needed and key not in optional:
            yield f"texts.{key}", one_of((*needed, *optional)), "another key"


def keys_of(definition: Worded) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that the words of a definition must have, and those that they may have."""
    match definition:
        case Protocol():
            return _protocol_keys(definition), ()
        case PromptSet():
            choices = [f"{prompt.id}.{choice}" for prompt in definition.prompts for choice in prompt.choices]
            hints = tuple(f"{prompt.id}.hint" for prompt in definition.prompts)
            return (*[prompt.id for prompt in definition.prompts], *choices), hints
        case Vocabulary():
            goals = [f"{word.id}.goal.{goal}" for word in definition.words for goal in word.goals]
            strategies = [f"{word.id}.strategy.{one}" for word in definition.words for one in word.strategies]
            about = tuple(f"{word.id}.about" for word in definition.words)
            return (*[word.id for word in definition.words], *goals, *strategies), about
        case EvidenceSet():
            return ("said", "client", *[f"finding.{finding.id}" for finding in definition.findings]), ()
        case Benchmark():
            return _benchmark_keys(definition), tuple(f"stretch.{stretch.id}" for stretch in definition.stretches)


def _protocol_keys(protocol: Protocol) -> tuple[str, ...]:
    return (
        *[f"phase.{phase}" for phase in protocol.phases],
        *[f"opening.{phase}" for phase in protocol.phases],
        *[key for task in protocol.tasks for key in (f"task.{task.id}", f"task.{task.id}.late")],
        *[f"length.{length.id}" for length in protocol.lengths],
        *[f"agenda.{point.id}" for point in protocol.agenda],
        *[f"rule.{rule.id}" for rule in protocol.rules],
    )


def _benchmark_keys(benchmark: Benchmark) -> tuple[str, ...]:
    shares = [f"share.{share.id}" for stretch in benchmark.stretches for share in stretch.shares]
    counts = [f"count.{name}" for stretch in benchmark.stretches for name in stretch.counts]
    return ("caution", *dict.fromkeys((*shares, *counts)))
