"""The library of definitions: read from folders or texts, checked in form and meaning, asked by id."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Self, TypeVar

from attrs import field, frozen

from ipt.benchmark import Benchmark
from ipt.evidence import EvidenceSet
from ipt.framework import Framework
from ipt.judgement import faults_of
from ipt.measure import Measure
from ipt.norms import NormTable
from ipt.prior import Prior
from ipt.prompts import PromptSet
from ipt.protocol import Protocol
from ipt.reading import SHAPES, Definition, Shape, changed, read, released, texts_at
from ipt.strict import Fault
from ipt.vocabulary import Vocabulary
from ipt.wording import Wording
from ipt.words import Words

SHIPPED = Path(__file__).parent / "definitions"
Plain = Measure | Framework | Vocabulary | PromptSet | Protocol | EvidenceSet | Benchmark | NormTable | Prior
Worded = Protocol | PromptSet | Vocabulary | EvidenceSet | Benchmark
Versioned = TypeVar(
    "Versioned", Measure, Framework, Vocabulary, PromptSet, Protocol, EvidenceSet, Benchmark, NormTable, Prior
)
Text = TypeVar("Text", Wording, Words)


class DefinitionError(ValueError):
    """Definitions that cannot be used; `faults` holds each fault, and the message has one line for each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NotDefined(LookupError):
    """A definition that the library does not have; the message says what it has."""


class WordingMissing(LookupError):
    """A definition without a text in the language asked for."""


@frozen
class Library:
    """Checked definitions. Made by `shipped`, `from_folders` or `from_texts`, never by hand."""

    definitions: Mapping[str, Definition]
    by_shape: Mapping[type, tuple[Shape, ...]] = field(init=False, repr=False, eq=False)  # to look up without a walk

    @by_shape.default
    def _by_shape(self) -> Mapping[type, tuple[Shape, ...]]:
        found: dict[type, list[Shape]] = {}
        for one in self.definitions.values():
            if one.value is not None:
                found.setdefault(type(one.value), []).append(one.value)
        return {shape: tuple(values) for shape, values in found.items()}

    @classmethod
    def from_folders(cls, *folders: Path) -> Self:
        """The definitions below these folders; a later folder adds to the earlier ones and may replace their wordings.

        DefinitionError with every fault; a folder that is not there is one.
        """
        found: dict[str, Definition] = {}
        faults: list[Fault] = []
        for folder in folders:
            texts, problems = texts_at(folder)
            faults += [*problems, *_add(found, texts=texts)]
            faults += changed(released(folder), definitions=found.values())
        return cls._checked(found, faults=faults)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], *, base: "Library | None" = None) -> Self:
        """The definitions in these texts, by a name such as `measures/mine/1.toml`, on top of those of `base`.

        DefinitionError with every fault.
        """
        found = dict(base.definitions) if base else {}
        return cls._checked(found, faults=_add(found, texts=texts))

    @classmethod
    def _checked(cls, found: Mapping[str, Definition], *, faults: list[Fault]) -> Self:
        every = (*faults, *faults_of(found.values()))
        if every:
            raise DefinitionError(every)
        return cls(found)

    def measures(self) -> tuple[Measure, ...]:
        """The newest version of every measure, by id."""
        return tuple(self.measure(id_) for id_ in sorted({measure.id for measure in _all(self, shape=Measure)}))

    def frameworks(self) -> tuple[Framework, ...]:
        """The newest version of every framework, by id."""
        return tuple(self.framework(id_) for id_ in sorted({one.id for one in _all(self, shape=Framework)}))

    def measure(self, measure_id: str, version: int | None = None) -> Measure:
        """This measure, the newest version unless one is named; NotDefined says which there are.

        >>> shipped().measure("phq-9").high
        27
        """
        return _newest(_all(self, shape=Measure), id_=measure_id, version=version, noun="measure")

    def framework(self, framework_id: str, version: int | None = None) -> Framework:
        """This framework, the newest version unless one is named; NotDefined says which there are."""
        return _newest(_all(self, shape=Framework), id_=framework_id, version=version, noun="framework")

    def vocabulary(self, vocabulary_id: str, version: int | None = None) -> Vocabulary:
        """This vocabulary, the newest version unless one is named; NotDefined says which there are."""
        return _newest(_all(self, shape=Vocabulary), id_=vocabulary_id, version=version, noun="vocabulary")

    def protocols(self) -> tuple[Protocol, ...]:
        """The newest version of every protocol, by id, also of those that are not switched on."""
        return tuple(self.protocol(id_) for id_ in sorted({one.id for one in _all(self, shape=Protocol)}))

    def protocol(self, protocol_id: str, version: int | None = None) -> Protocol:
        """This protocol, the newest version unless one is named; NotDefined says which there are."""
        return _newest(_all(self, shape=Protocol), id_=protocol_id, version=version, noun="protocol")

    def prompt_sets(self) -> tuple[PromptSet, ...]:
        """The newest version of every prompt set, by id."""
        return tuple(self.prompts(id_) for id_ in sorted({one.id for one in _all(self, shape=PromptSet)}))

    def prompts(self, prompt_set_id: str, version: int | None = None) -> PromptSet:
        """This prompt set, the newest version unless one is named; NotDefined says which there are."""
        return _newest(_all(self, shape=PromptSet), id_=prompt_set_id, version=version, noun="prompt set")

    def evidence(self) -> tuple[EvidenceSet, ...]:
        """The newest version of every set of evidence, by id."""
        return tuple(self.evidence_set(id_) for id_ in sorted({one.id for one in _all(self, shape=EvidenceSet)}))

    def evidence_set(self, evidence_id: str, version: int | None = None) -> EvidenceSet:
        """This set of evidence, the newest version unless one is named; NotDefined says which there are."""
        return _newest(_all(self, shape=EvidenceSet), id_=evidence_id, version=version, noun="evidence")

    def evidence_for(self, protocol: str, format_: str | None = None) -> tuple[EvidenceSet, ...]:
        """The newest sets that speak of this protocol, by id, held in this format where one is named."""
        return tuple(one for one in self.evidence() if one.speaks_of(protocol, format_=format_))

    def benchmarks(self) -> tuple[Benchmark, ...]:
        """The newest version of every benchmark, by id."""
        return tuple(self.benchmark(id_) for id_ in sorted({one.id for one in _all(self, shape=Benchmark)}))

    def benchmark(self, benchmark_id: str, version: int | None = None) -> Benchmark:
        """This benchmark, the newest version unless one is named; NotDefined says which there are."""
        return _newest(_all(self, shape=Benchmark), id_=benchmark_id, version=version, noun="benchmark")

    def norms(self, measure: Measure) -> NormTable | None:
        """The newest table of norms of this measure, which a site may have put in; else None."""
        tables = [table for table in _all(self, shape=NormTable) if table.id == measure.id]
        return max(tables, key=lambda table: table.version, default=None)

    def prior(self, measure: Measure) -> Prior | None:
        """The newest expected course of this measure from published averages; else None."""
        priors = [prior for prior in _all(self, shape=Prior) if prior.id == measure.id]
        return max(priors, key=lambda prior: prior.version, default=None)

    def wording(self, measure: Measure, language: str) -> Wording:
        """The measure's text in this language, or in its main form (`en` for `en-GB`); else WordingMissing."""
        return self._text(measure, language=language, shape=Wording)

    def words(self, definition: Worded, language: str) -> Words:
        """The definition's texts in this language, or in its main form (`en` for `en-GB`); else WordingMissing."""
        return self._text(definition, language=language, shape=Words)

    def languages(self, definition: Plain) -> tuple[str, ...]:
        """The languages this version of the definition has a text in, sorted."""
        begins = f"wordings/{_kind(definition)}/{definition.id}/{definition.version}."
        return tuple(
            sorted(
                name.removeprefix(begins).removesuffix(".toml") for name in self.definitions if name.startswith(begins)
            )
        )

    def digest(self, definition: Plain) -> str:
        """SHA-256 of the content this version of the definition was read from, as hex."""
        return self.definitions[f"{_kind(definition)}/{definition.id}/{definition.version}.toml"].digest

    def digests(self) -> dict[str, str]:
        """The digest of every definition by name: what `released.toml` holds from the first tag on."""
        return {name: definition.digest for name, definition in sorted(self.definitions.items())}

    def _text(self, definition: Plain, *, language: str, shape: type[Text]) -> Text:
        for tag in dict.fromkeys((language, language.split("-")[0])):
            name = f"wordings/{_kind(definition)}/{definition.id}/{definition.version}.{tag}.toml"
            found = self.definitions.get(name)
            if found and isinstance(found.value, shape):
                return found.value
        has = ", ".join(self.languages(definition)) or "no language"
        raise WordingMissing(f"{definition.id} version {definition.version} has no text in {language}; it has {has}.")


@cache
def shipped() -> Library:
    """The definitions that come with ipt, read once."""
    return Library.from_folders(SHIPPED)


def faults_in(*files: Path) -> tuple[int, tuple[Fault, ...]]:
    """How many definitions were looked at, and every fault: of these files, or of all that is shipped without any.

    A file may lie anywhere; it is read together with the shipped definitions and may stand for one of them.
    """
    texts, unread = texts_at(SHIPPED)
    shipped_ones, broken = read(texts)
    published = released(SHIPPED)
    if not files:
        faults = (*unread, *broken, *changed(published, definitions=shipped_ones), *faults_of(shipped_ones))
        return len(texts), faults
    texts, unread = texts_at(*files)
    mine, broken = read(texts, anywhere=True)
    found: dict[str, Definition] = {}
    twice = [_defined_already(one) for one in mine if found.setdefault(one.name, one) is not one]
    others = [one for one in shipped_ones if one.name not in found]
    meant = [fault for fault in faults_of([*others, *found.values()]) if fault.file in texts]
    kept = {name: digest for name, digest in published.items() if name in found}
    return len(texts), (*unread, *broken, *twice, *changed(kept, definitions=mine), *meant)


def _add(found: dict[str, Definition], *, texts: Mapping[str, str]) -> list[Fault]:
    """Put these texts among the definitions found so far; a wording may replace one, nothing else may."""
    definitions, problems = read(texts)
    faults = list(problems)
    for one in definitions:
        if one.name in found and not one.name.startswith("wordings/"):
            faults.append(_defined_already(one))
        else:
            found[one.name] = one
    return faults


def _defined_already(one: Definition) -> Fault:
    expected = "a version number of its own"
    return Fault(file=one.file, key="version", expected=expected, came="one that is defined already")


def _kind(definition: Plain) -> str:
    """The folder that definitions of this shape lie in."""
    return next(kind for kind, shape in SHAPES.items() if isinstance(definition, shape))


def _all(library: Library, *, shape: type[Versioned]) -> tuple[Versioned, ...]:
    return tuple(value for value in library.by_shape.get(shape, ()) if isinstance(value, shape))


def _newest(values: tuple[Versioned, ...], *, id_: str, version: int | None, noun: str) -> Versioned:
    fitting = [value for value in values if value.id == id_ and version in (None, value.version)]
    if not fitting:
        has = ", ".join(sorted({value.id if version is None else f"{value.id} {value.version}" for value in values}))
        wanted = id_ if version is None else f"{id_} {version}"
        raise NotDefined(f"There is no {noun} {wanted}; there is {has or 'none'}.")
    return max(fitting, key=lambda value: value.version)
