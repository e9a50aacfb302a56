"""`python -m ipt score`: what a measure's rule makes of some answers, in words or as JSON."""

import argparse
import json
import sys

from ipt.concern import Concern, watched
from ipt.library import NotDefined, shipped
from ipt.measure import Measure
from ipt.scoring import AnswerError, Answers, Result, read_answers, read_total, score, total_only
from ipt.trajectory import at_case

NHS = "nhs-talking-therapies"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which measure, which answers, and how to tell the result."""
    parser.add_argument("measure", metavar="MEASURE", help="such as phq-9")
    parser.add_argument("answers", metavar="ANSWERS", help="in item order, such as 2,2,1,-,0; or one total")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--prorate", action="store_true", help="raise a total from the answered items, if allowed")


def run(asked: argparse.Namespace) -> int:
    """Tell the score that was asked for."""
    return tell_score(asked.measure, asked.answers.strip(), prorate=asked.prorate, as_json=asked.json)


def tell_score(measure_id: str, written: str, *, prorate: bool, as_json: bool) -> int:
    """Print what a measure's rule makes of the answers; 2, with one sentence on standard error, if it cannot."""
    try:
        measure = shipped().measure(measure_id)
        if measure.has_items:
            answers: Answers = read_answers(measure, written)
            result = score(measure, answers, prorate=prorate)
        else:
            answers, result = {}, total_only(measure, read_total(measure, written))
    except (NotDefined, AnswerError) as problem:
        print(problem, file=sys.stderr)
        return 2
    found = watched(measure, answers)
    is_case = at_case(measure, result.total, framework=shipped().framework(NHS))
    if as_json:
        print(json.dumps(_as_json(result, is_case=is_case, concerns=found), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_as_lines(measure, result=result, is_case=is_case, concerns=found)))
    return 0


def _as_json(result: Result, *, is_case: bool | None, concerns: tuple[Concern, ...]) -> dict[str, object]:
    return {
        "measure": result.measure,
        "version": result.version,
        "total": result.total,
        "band": result.band,
        "is_case": is_case,
        "missing": list(result.missing),
        "prorated": result.prorated,
        "concerns": [{"item": one.item, "level": one.level, "why": one.why} for one in concerns],
    }


def _as_lines(measure: Measure, *, result: Result, is_case: bool | None, concerns: tuple[Concern, ...]) -> list[str]:
    wording = shipped().wording(measure, "en")
    if result.total is None:
        lines = [f"{wording.title}: no total"]
    else:
        prorated = ", prorated" if result.prorated else ""
        lines = [f"{wording.title}: {result.total}, {wording.bands[result.band or '']}{prorated}"]
    if result.missing:
        lines.append(f"not answered: {', '.join(result.missing)}")
    if is_case is not None:
        lines.append(f"{'a case' if is_case else 'not a case'} by {shipped().framework(NHS).title}")
    return lines + [f"{one.level}: {one.why}" for one in concerns]
