"""What each course counts as by Jacobson and Truax: one measure decides.

Its numbers come from the framework's rule, or from a reliability and the standard deviation of the first scores of the
paired, by any of the published methods (`ipt.reliable`).
"""

from collections.abc import Sequence

import ibis.expr.types as ir

from ipt import change
from ipt.change import Limits, Norm
from ipt.framework import Framework, Rule
from ipt.outcomes.decision import Decided, moved_by
from ipt.outcomes.settings import Settings
from ipt.reliable import CannotDecide, Paired, Question, cut_off, limits_by


def decided_by_one(row: ir.Table, *, framework: Framework, measures: Sequence[str], settings: Settings) -> Decided:
    if len(measures) != 1:
        named = ", ".join(measures) or "none"
        raise CannotDecide(f"{framework.id} decides by one measure and there are {named}: choose one with --measure.")
    measure = measures[0]
    within, notes = _limits(row, measure=measure, framework=framework, settings=settings)
    moved = moved_by(row, measure=measure, within=within)
    told = change.categories(moved)
    flags = {
        "has_first": row[f"first_{measure}"].notnull(),
        "is_paired": moved.paired,
        "recovered": told.recovered,
        "improved": told.improved,
        "unchanged": told.unchanged,
        "deteriorated": told.deteriorated | told.harmed,
        "harmed": told.harmed,
    }
    told_apart = tuple(flags) if within.cut is not None else tuple(f for f in flags if f not in ("recovered", "harmed"))
    return Decided(row.mutate(**flags), (measure,), limits={measure: within}, flags=told_apart, notes=notes)


def _limits(row: ir.Table, *, measure: str, framework: Framework, settings: Settings) -> tuple[Limits, tuple[str, ...]]:
    rule = framework.rule(measure)
    question = _question(measure, rule=rule, framework=framework, settings=settings)
    points = change.reliable_points(rule, framework=framework) if rule else None
    if settings.reliability is None and question.method == "jt" and points is not None:
        needs_paired = isinstance(question.cut_off, str)
        clinical = paired_of(row, measure=measure).first if needs_paired else Norm(0, 0)
        cut = cut_off(question.cut_off, better=question.better, clinical=clinical, functional=question.functional)
        ruled = Limits(question.better, points=points, strict=framework.strict, cut=cut, well_at=cut, case_at=cut)
        return ruled, (f"The reliable change of {measure} is the framework's own.",)
    within = limits_by(question, paired=paired_of(row, measure=measure))
    notes = [] if within.cut is not None else [f"{measure} has no cut-off: recovered cannot be told."]
    if question.method == "nunnally-kotsch" and settings.reliability_last is None:
        notes.append("reliability_last is not set: the reliability stands for it.")
    return within, tuple(notes)


def _question(measure: str, *, rule: Rule | None, framework: Framework, settings: Settings) -> Question:
    better = settings.direction or (rule.better if rule else None)
    if better is None:
        raise CannotDecide(f"{framework.id} does not know {measure}: --set direction=lower or direction=higher.")
    if rule and better != rule.better:
        raise CannotDecide(f"{measure}: {rule.better} is better in {framework.id}, so leave --set direction out.")
    own = rule.spread.reliability if rule and rule.spread else None
    reliability = own if settings.reliability is None else settings.reliability
    if reliability is None and (rule is None or rule.points is None or settings.method not in (None, "jt")):
        raise CannotDecide(f"{framework.id} holds no reliability of {measure}: --set reliability=….")
    wanted = settings.cutoff if settings.cutoff is not None else "c" if settings.functional else None
    if wanted is None and rule is not None and rule.case_at is not None:
        wanted = float(rule.case_at)
    return Question(
        method=settings.method or "jt",
        reliability=0.0 if reliability is None else reliability,
        better=better,
        z=framework.z or 1.96,
        reliability_last=settings.reliability_last,
        cut_off=wanted,
        functional=settings.functional,
        strict=framework.strict,
    )


def paired_of(row: ir.Table, *, measure: str) -> Paired:
    """How many have both scores of a measure, with sample means and standard deviations; CannotDecide below two.

    The numbers are kept to twelve digits, in which engines that add up in another order agree.
    """
    both = row.filter(row[f"is_paired_{measure}"])
    first, last = both[f"first_{measure}"], both[f"last_{measure}"]
    found = both.aggregate(
        n=both.count(),
        first_mean=first.mean(),
        first_sd=first.std(how="sample"),
        last_mean=last.mean(),
        last_sd=last.std(how="sample"),
        change_sd=(last - first).std(how="sample"),
    )
    [numbers] = found.to_pyarrow().to_pylist()
    n = numbers.pop("n")
    if n < 2:
        raise CannotDecide(f"{n} courses have a first and a last score of {measure}: a spread needs at least 2.")
    kept = {name: float(f"{number:.12g}") for name, number in numbers.items()}
    return Paired(
        n=n,
        first=Norm(kept["first_mean"], kept["first_sd"]),
        last=Norm(kept["last_mean"], kept["last_sd"]),
        change_sd=kept["change_sd"],
    )
