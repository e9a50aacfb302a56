"""`python -m ipt score`: what a measure's rule makes of some answers, in words or as JSON."""

import argparse
import json
import sys
from collections.abc import Iterator

from ipt.concern import Concern, concerns
from ipt.criteria import Sex
from ipt.library import NotDefined, WordingMissing, shipped
from ipt.measure import Measure
from ipt.scoring import AnswerError, Answers, Result, ScaleScore, read_answers, read_total, score, total_only
from ipt.trajectory import at_case
from ipt.wording import Wording

NHS = "nhs-talking-therapies"
WRITTEN = (
    "in item order, such as 2,2,1,-,0: the items that count, and those that must be answered though they do not "
    "count; - is a missing answer, na one that does not apply; or one total, for a measure entered as a total"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which measure, which answers, and how to tell the result."""
    parser.add_argument("measure", metavar="MEASURE", help="such as phq-9")
    parser.add_argument("answers", metavar="ANSWERS", help=WRITTEN)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--prorate", action="store_true", help="raise a total from the answered items, if allowed")
    parser.add_argument("--total", action="store_true", help="ANSWERS is a total that was added up elsewhere")
    parser.add_argument("--sex", choices=("woman", "man"), help="for cut-offs that were published for one sex")
    parser.add_argument("--minor", action="store_true", help="by the rules published for minors")


def run(asked: argparse.Namespace) -> int:
    """Print the score that was asked for; 2, with one sentence on standard error, if it cannot be told."""
    try:
        measure = shipped().measure(asked.measure)
        answers, result = scored(
            measure,
            asked.answers.strip(),
            prorate=asked.prorate,
            is_total=asked.total,
            sex=asked.sex,
            is_minor=asked.minor,
        )
    except (NotDefined, AnswerError) as problem:
        print(problem, file=sys.stderr)
        return 2
    found = concerns(measure, answers=answers, result=result)
    is_case = at_case(measure, result.total, framework=shipped().framework(NHS))
    if asked.json:
        print(json.dumps(_as_json(result, is_case=is_case, concerns=found), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_as_lines(measure, result=result, is_case=is_case, concerns=found)))
    return 0


def scored(
    measure: Measure, written: str, *, prorate: bool, is_total: bool, sex: Sex | None, is_minor: bool
) -> tuple[Answers, Result]:
    """The answers as they were written and what the measure's rule makes of them; AnswerError says what is wrong."""
    if measure.has_items and not is_total:
        answers = read_answers(measure, written)
        return answers, score(measure, answers, prorate=prorate, sex=sex, is_minor=is_minor)
    return {}, total_only(measure, read_total(measure, written), sex=sex)


def _as_json(result: Result, *, is_case: bool | None, concerns: tuple[Concern, ...]) -> dict[str, object]:
    return {
        "measure": result.measure,
        "version": result.version,
        "total": result.total,
        "out_of": result.out_of,
        "band": result.band,
        "is_case": is_case,
        "cases": list(result.cases),
        "scales": [_scale(one) for one in result.scales],
        "patterns": list(result.patterns),
        "not_applicable": list(result.not_applicable),
        "triage": result.triage,
        "missing": list(result.missing),
        "prorated": result.prorated,
        "concerns": [{"item": one.item, "level": one.level, "why": one.why} for one in concerns],
    }


def _scale(scale: ScaleScore) -> dict[str, object]:
    return {
        "id": scale.id,
        "total": scale.total,
        "band": scale.band,
        "cases": list(scale.cases),
        "prorated": scale.prorated,
    }


def _as_lines(measure: Measure, *, result: Result, is_case: bool | None, concerns: tuple[Concern, ...]) -> list[str]:
    wording = _wording(measure)
    lines = [f"{wording.title if wording else measure.id}: {_headline(measure, result=result, wording=wording)}"]
    lines += list(_details(result, wording=wording))
    if result.missing:
        lines.append(f"not answered: {', '.join(result.missing)}")
    if is_case is not None:
        lines.append(f"{'a case' if is_case else 'not a case'} by {shipped().framework(NHS).title}")
    return lines + [f"{one.level}: {one.why}" for one in concerns]


def _headline(measure: Measure, *, result: Result, wording: Wording | None) -> str:
    if not measure.has_total:
        names = wording.bands if wording else {}
        return names.get(result.triage or "", result.triage or "no level met") if measure.triage else "no total"
    if result.total is None:
        return "no total"
    told = f"{result.total:g}" if result.out_of == measure.high else f"{result.total:g} out of {result.out_of:g}"
    band = (wording.bands if wording else {}).get(result.band or "", result.band)
    return told + (f", {band}" if band else "") + (", prorated" if result.prorated else "")


def _details(result: Result, *, wording: Wording | None) -> Iterator[str]:
    """The scales, the cut-offs met and the patterns, by name where they have one."""
    for scale in result.scales:
        name = (wording.scales if wording else {}).get(scale.id, scale.id)
        band = (wording.bands if wording else {}).get(scale.band or "", scale.band)
        told = "no score" if scale.total is None else f"{scale.total:g}" + (f", {band}" if band else "")
        yield f"{name}: {told}{', prorated' if scale.prorated else ''}"
    if result.cases:
        yield "cut-off reached: " + ", ".join((wording.cases if wording else {}).get(id_, id_) for id_ in result.cases)
    if result.patterns:
        names = wording.patterns if wording else {}
        yield "pattern met: " + ", ".join(names.get(id_, id_) for id_ in result.patterns)
    if result.not_applicable:
        names = wording.patterns if wording else {}
        yield "does not apply: " + ", ".join(names.get(id_, id_) for id_ in result.not_applicable)


def _wording(measure: Measure) -> Wording | None:
    try:
        return shipped().wording(measure, "en")
    except WordingMissing:
        return None
