"""What a definition is seen beside: the sound ones looked at before it, and the names of all, broken ones too."""

from collections.abc import Sequence
from typing import TypeVar

from attrs import frozen

from ipt.benchmark import Benchmark
from ipt.evidence import EvidenceSet
from ipt.framework import Framework
from ipt.meaning.problem import Problem, one_of
from ipt.measure import Measure
from ipt.norms import NormTable
from ipt.prior import Prior
from ipt.prompts import PromptSet
from ipt.protocol import Protocol
from ipt.strict import shown
from ipt.vocabulary import Vocabulary

Versioned = Measure | Framework | Vocabulary | PromptSet | Protocol | EvidenceSet | Benchmark | NormTable | Prior
Sound = TypeVar("Sound", bound=Versioned)
KINDS: dict[type[Versioned], str] = {
    Measure: "measures",
    Framework: "frameworks",
    Vocabulary: "vocabulary",
    PromptSet: "prompts",
    Protocol: "protocols",
    EvidenceSet: "evidence",
    Benchmark: "benchmarks",
    NormTable: "norms",
    Prior: "expected",
}


@frozen
class Beside:
    """The definitions beside one that is looked at: the sound ones, and every name there is."""

    sound: Sequence[Versioned]
    names: frozenset[str]

    def one(self, shape: type[Sound], *, id_: str, version: int | None = None) -> Sound | None:
        """The sound definition of this kind and id, the newest unless a version is named; None without one."""
        fitting = [one for one in self.sound if isinstance(one, shape) and one.id == id_]
        fitting = [one for one in fitting if version in (None, one.version)]
        return max(fitting, key=lambda one: one.version, default=None)

    def is_there(self, shape: type[Versioned], *, id_: str) -> bool:
        """Whether there is such a definition in any version, sound or broken."""
        return any(name.startswith(f"{KINDS[shape]}/{id_}/") for name in self.names)

    def missing(self, shape: type[Versioned], *, id_: str, key: str) -> list[Problem]:
        """The problem of a key that names a definition which is not there; none for a broken one, told elsewhere."""
        if self.is_there(shape, id_=id_):
            return []
        return [(key, one_of(sorted({one.id for one in self.sound if isinstance(one, shape)})), shown(id_))]
