"""What a framework is: one system's rules of caseness, reliable change and recovery, measure by measure."""

from datetime import date
from typing import Literal

from attrs import frozen

from ipt.measure import Domain, Source


@frozen
class Spread:
    """A clinical group's standard deviation at the start and the reliability of the measure, with its kind."""

    sd: float
    reliability: float
    kind: Literal["alpha", "retest"]


@frozen
class Rule:
    """The numbers of one measure in one framework.

    `case_at` is the cut-off total, `points` the reliable change; where `spread` stands in place of `points`, the
    points are computed from it (`ipt.change.reliable_points`). A number that nobody has published is left out.
    `population` says in whom the numbers were found: a measure may have a rule for each.
    """

    measure: str
    source: str
    verified: bool
    domain: Domain | None = None
    problem: str | None = None
    population: str | None = None
    note: str | None = None
    better: Literal["lower", "higher"] = "lower"
    case_at: float | None = None
    points: float | None = None
    spread: Spread | None = None


@frozen
class Framework:
    """Outcome rules of one system; `strict` says that a cut-off or a change must be passed, not only reached."""

    id: str
    version: int
    title: str
    method: Literal["nhs-talking-therapies", "jacobson-truax"]
    strict: bool
    worsening: str
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    z: float | None = None
    n_treatments: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def rule(self, measure_id: str, *, population: str | None = None) -> Rule | None:
        """The numbers for this measure, or None where the framework does not cover it.

        Without `population` the first one of several; with it, that of this population only.
        """
        found = (rule for rule in self.rules if rule.measure == measure_id)
        return next((rule for rule in found if population in (None, rule.population)), None)
