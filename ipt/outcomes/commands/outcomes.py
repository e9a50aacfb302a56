"""`python -m ipt outcomes SCORES.csv --framework NAME`: how many courses recovered, improved, stayed, got worse."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from ipt.framework import Framework
from ipt.library import NotDefined, shipped
from ipt.measure import Measure
from ipt.outcomes.counting import Outcomes, Rates, outcomes
from ipt.outcomes.engines import ENGINES, EngineLacks, duckdb_engine, tables_on
from ipt.outcomes.lines import BadFile
from ipt.outcomes.proportion import Rate
from ipt.outcomes.settings import Settings, read_settings
from ipt.outcomes.tables import GROUP, Scores, read_courses, read_scores, unknown_measure
from ipt.outcomes.two_measures import usable_rules
from ipt.reliable import CannotDecide

NAMES = {
    "paired": "both scores",
    "finished": "finished",
    "completers": "completers, three quarters of the sessions",
    "completers_50": "completers, half of the sessions",
    "starters_last_score": "all starters, by the last score",
    "starters_missing_as_failure": "all starters, missing as not recovered",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("scores", type=Path, metavar="SCORES.csv", help="course,measure,on,score")
    parser.add_argument(
        "--courses",
        type=Path,
        metavar="COURSES.csv",
        help="course,referred_on,started_on,ended_on,n_attended,n_planned,end_reason and columns to group by",
    )
    parser.add_argument("--framework", required=True, metavar="NAME", help="such as nhs-talking-therapies")
    parser.add_argument("--measure", metavar="M", help="the one measure that decides, such as phq-9")
    parser.add_argument("--by", metavar="COLUMN", help="the same for each value of a column of COURSES.csv")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", nargs="+", help="what the framework does not hold"
    )
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="what counts (duckdb)")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(asked: argparse.Namespace) -> int:
    """Print the outcomes; 2, with one sentence on standard error and nothing else, where they cannot be counted."""
    try:
        found = counted(asked)
    except (BadFile, CannotDecide, EngineLacks, NotDefined) as problem:
        print(problem, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(as_json(found), indent=2, ensure_ascii=False))
    else:
        print("\n".join(as_lines(found, by=asked.by)))
    return 0


def counted(asked: argparse.Namespace) -> Outcomes:
    """The outcomes that the command asks for; BadFile, CannotDecide, EngineLacks or NotDefined say why not."""
    framework = shipped().framework(asked.framework)
    settings = read_settings([word for words in asked.set for word in words], framework=framework)
    if asked.by is not None and asked.courses is None:
        raise CannotDecide(f"--by {asked.by} needs --courses COURSES.csv, which has that column.")
    defined = {measure.id: measure for measure in shipped().measures()}
    with_total = {name: measure for name, measure in defined.items() if measure.has_total}
    with duckdb_engine() as connection:
        scores = read_scores(connection, asked.scores, ranges=with_total)
        measures = _measures(asked, framework=framework, scores=scores)
        unknown = _unknown(asked, framework=framework, scores=scores, defined=defined)
        if unknown is not None:
            usable = [rule.measure for rule in usable_rules(framework)]
            raise unknown_measure(connection, asked.scores, measure=unknown, usable=usable)
        names = ("scores",) if asked.courses is None else ("scores", "courses")
        if asked.courses is not None:
            read_courses(connection, asked.courses, scores=asked.scores, by=asked.by)
        with tables_on(asked.engine, connection, names=names) as tables:
            found = outcomes(
                tables["scores"],
                tables.get("courses"),
                framework=framework,
                measures=measures,
                settings=_with_direction(settings, framework=framework, measures=measures, defined=defined),
                by=None if asked.by is None else GROUP,
                has_ties=scores.has_ties,
            )
    left_out = [name for name in scores.n_scores if name not in found.measures]
    notes = [f"Scores of {', '.join(left_out)} are not counted."] if left_out else []
    return evolve(found, notes=(*found.notes, *notes))


def _measures(asked: argparse.Namespace, *, framework: Framework, scores: Scores) -> tuple[str, ...]:
    """The measures that may decide: the one asked for, or all that the file has and the framework can use."""
    has = ", ".join(scores.n_scores)
    if asked.measure is not None:
        if asked.measure not in scores.n_scores:
            raise CannotDecide(f"--measure {asked.measure}: {asked.scores.name} has no such score; it has {has}.")
        if framework.method != "jacobson-truax" and not usable_rules(framework, measures=[asked.measure]):
            usable = ", ".join(rule.measure for rule in usable_rules(framework))
            raise CannotDecide(f"--measure {asked.measure}: {framework.id} decides by {usable}.")
        return (asked.measure,)
    if framework.method == "jacobson-truax":
        return tuple(scores.n_scores)
    return tuple(rule.measure for rule in usable_rules(framework, measures=list(scores.n_scores)))


def _unknown(
    asked: argparse.Namespace, *, framework: Framework, scores: Scores, defined: Mapping[str, Measure]
) -> str | None:
    """A measure of the file that nobody knows, where the file as a whole decides; a misspelt name must not be lost."""
    if asked.measure is not None or framework.method == "jacobson-truax":
        return None
    return next((name for name in scores.n_scores if name not in defined and framework.rule(name) is None), None)


def _with_direction(
    settings: Settings, *, framework: Framework, measures: tuple[str, ...], defined: Mapping[str, Measure]
) -> Settings:
    """The settings, with the direction of a measure that the library knows and the framework does not."""
    measure = defined.get(measures[0]) if len(measures) == 1 and framework.rule(measures[0]) is None else None
    if measure is None:
        return settings
    if settings.direction not in (None, measure.better):
        raise CannotDecide(f"{measure.id}: {measure.better} is better by its definition, so leave direction out.")
    return evolve(settings, direction=measure.better)


# --- what is printed --------------------------------------------------------------------------------------------------


def as_json(found: Outcomes) -> dict[str, object]:
    """The outcomes as JSON: counts, limits and a block for each view, with `groups` where they were asked for."""
    told = {"framework": found.framework, **_numbers(found)}
    if found.groups:
        told["groups"] = [{"group": group.value, **_numbers(group.outcomes)} for group in found.groups]
    return told


def _numbers(found: Outcomes) -> dict[str, object]:
    return {
        "measures": list(found.measures),
        "decided_by": " and ".join(found.measures) if len(found.measures) > 1 else f"{found.measures[0]} alone",
        "notes": list(found.notes),
        "n_starters": found.n_starters,
        "n_finished": found.n_finished,
        "n_paired": found.n_paired,
        "reliable_change": found.reliable_change,
        "cutoff": found.cutoff,
        "reliable_changes": dict(found.reliable_changes),
        "cutoffs": dict(found.cutoffs),
    } | {name: _block(rates) for name, rates in found.blocks.items()}


def _block(rates: Rates) -> dict[str, object]:
    block: dict[str, object] = {
        # Without a cut-off nobody is told as recovered, and there is no rate of it.
        "recovered": _rate(rates.recovered)
        if rates.recovered
        else {"n": 0, "of": rates.improved.of, "rate": None, "low": None, "high": None},
        "improved": _rate(rates.improved),
        "unchanged": _rate(rates.unchanged),
        "deteriorated": _rate(rates.deteriorated),
    }
    if rates.reliably_recovered is not None:
        block["reliably_recovered"] = _rate(rates.reliably_recovered)
    if rates.harmed is not None:
        block["harmed"] = _rate(rates.harmed)
    return block


def _rate(rate: Rate) -> dict[str, float | int | None]:
    return {"n": rate.n, "of": rate.of, "rate": rate.rate, "low": rate.low, "high": rate.high}


def as_lines(found: Outcomes, *, by: str | None) -> list[str]:
    """The outcomes for a person: who was counted, by what, and one table for each view."""
    lines = _for_a_person(found, title=f"{found.framework}, decided by {' and '.join(found.measures)}")
    for group in found.groups:
        lines += ["", *_for_a_person(group.outcomes, title=f"{by}: {group.value or '(none)'}")]
    return [*lines, *(["", *found.notes] if found.notes else [])]


def _for_a_person(found: Outcomes, *, title: str) -> list[str]:
    finished = "" if found.n_finished is None else f", {found.n_finished:,} finished"
    lines = [title, f"{found.n_starters:,} starters{finished}, {found.n_paired:,} with both scores"]
    for measure, points in found.reliable_changes.items():
        cut = found.cutoffs[measure]
        ending = "no cut-off" if cut is None else f"cut-off {cut:.4g}"
        lines.append(f"{measure}: reliable change {points:.4g} points, {ending}")
    for name, title_of_view in NAMES.items():
        if name in found.blocks:
            lines += ["", title_of_view, *_table(found.blocks[name])]
    return lines


def _table(rates: Rates) -> list[str]:
    told = {
        "recovered": rates.recovered,
        "reliably recovered": rates.reliably_recovered,
        "improved": rates.improved,
        "unchanged": rates.unchanged,
        "deteriorated": rates.deteriorated,
        "of whom harmed": rates.harmed,
    }
    return [f"  {name:<20}{_in_words(rate)}" for name, rate in told.items() if rate is not None]


def _in_words(rate: Rate) -> str:
    if rate.rate is None or rate.low is None or rate.high is None:
        return f"{rate.n:>10,} of {rate.of:,}"
    return f"{rate.n:>10,} of {rate.of:<10,} {rate.rate:6.1%}  ({rate.low:.1%} to {rate.high:.1%})"
