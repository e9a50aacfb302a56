"""The faults of meaning in many definitions, each seen beside those it refers to."""

from collections.abc import Iterable

from ipt.benchmark import Benchmark
from ipt.evidence import EvidenceSet
from ipt.framework import Framework
from ipt.meaning.benchmarks import benchmark_problems
from ipt.meaning.beside import Beside, Versioned
from ipt.meaning.evidence import evidence_problems
from ipt.meaning.frameworks import framework_problems
from ipt.meaning.measures import measure_problems
from ipt.meaning.norms import norm_problems
from ipt.meaning.priors import prior_problems
from ipt.meaning.problem import Problem
from ipt.meaning.protocols import protocol_problems
from ipt.meaning.sheets import prompt_set_problems
from ipt.meaning.texts import Worded, words_problems
from ipt.meaning.vocabularies import vocabulary_problems
from ipt.meaning.wordings import wording_problems
from ipt.measure import Measure
from ipt.norms import NormTable
from ipt.prior import Prior
from ipt.prompts import PromptSet
from ipt.protocol import Protocol
from ipt.reading import Definition, Shape
from ipt.strict import Fault
from ipt.vocabulary import Vocabulary
from ipt.wording import Wording
from ipt.words import Words

LEVELS = "concern-levels"
ORDER: tuple[type[Shape], ...] = (
    PromptSet,
    Vocabulary,
    Measure,
    Framework,
    Protocol,
    EvidenceSet,
    Benchmark,
    NormTable,
    Prior,
    Wording,
    Words,
)
WORDED: dict[str, type[Worded]] = {
    "protocols": Protocol,
    "prompts": PromptSet,
    "vocabulary": Vocabulary,
    "evidence": EvidenceSet,
    "benchmarks": Benchmark,
}


def faults_of(definitions: Iterable[Definition]) -> tuple[Fault, ...]:
    """The faults of meaning in definitions whose form is right; what refers to a broken one is left alone."""
    every = {one.name: one for one in definitions}
    faults: list[Fault] = []
    sound: list[Versioned] = []
    for shape in ORDER:
        for one in every.values():
            if isinstance(one.value, shape):
                problems = list(_problems(one, beside=Beside(sound, frozenset(every))))
                faults += [Fault(file=one.file, key=key, expected=wanted, came=came) for key, wanted, came in problems]
                if not problems and not isinstance(one.value, Wording | Words):
                    sound.append(one.value)
    return tuple(faults)


def _problems(one: Definition, *, beside: Beside) -> Iterable[Problem]:
    """What is wrong with one definition, seen beside the sound ones that were looked at before it."""
    value = one.value
    levels = beside.one(Vocabulary, id_=LEVELS)
    match value:
        case PromptSet():
            return prompt_set_problems(value)
        case Vocabulary():
            return vocabulary_problems(value, beside=beside)
        case Measure():
            return measure_problems(value, levels=levels)
        case Framework():
            ordered = sorted((one for one in beside.sound if isinstance(one, Measure)), key=lambda one: one.version)
            return framework_problems(value, measures={measure.id: measure for measure in ordered}, levels=levels)
        case Protocol():
            return protocol_problems(value, beside=beside)
        case NormTable() | Prior():
            return _problems_of_measure(value, beside=beside)
        case EvidenceSet():
            return evidence_problems(value, beside=beside)
        case Benchmark():
            return benchmark_problems(value)
        case Wording() | Words():
            return _text_problems(one, value=value, beside=beside)
    return []


def _text_problems(one: Definition, *, value: Wording | Words, beside: Beside) -> Iterable[Problem]:
    if isinstance(value, Wording):
        return _wording_problems(value, beside=beside)
    return _words_problems(value, kind=one.name.split("/")[1], beside=beside)


def _problems_of_measure(value: NormTable | Prior, *, beside: Beside) -> Iterable[Problem]:
    """What is wrong with numbers that belong to the measure of their id."""
    missing = beside.missing(Measure, id_=value.id, key="id")
    if isinstance(value, Prior):
        return [*missing, *prior_problems(value)]
    return [*missing, *norm_problems(value, measure=beside.one(Measure, id_=value.id))]


def _wording_problems(wording: Wording, *, beside: Beside) -> Iterable[Problem]:
    measure = beside.one(Measure, id_=wording.measure_id, version=wording.version)
    if measure:
        return wording_problems(wording, measure=measure)
    is_broken = f"measures/{wording.measure_id}/{wording.version}.toml" in beside.names
    return [] if is_broken else [("measure_id", "a measure that is defined in this version", wording.measure_id)]


def _words_problems(words: Words, *, kind: str, beside: Beside) -> Iterable[Problem]:
    shape = WORDED[kind]
    definition = beside.one(shape, id_=words.of, version=words.version)
    if definition:
        return words_problems(words, of=definition)
    is_broken = f"{kind}/{words.of}/{words.version}.toml" in beside.names
    return [] if is_broken else [("of", f"a definition in {kind} that has this version", words.of)]
