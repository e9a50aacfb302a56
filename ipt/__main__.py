"""`python -m ipt check | score`: the definitions and their scoring from the command line."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ipt.concern import Concern, watched
from ipt.library import NotDefined, faults_in, shipped
from ipt.measure import Measure
from ipt.scoring import AnswerError, Answers, Result, read_answers, read_total, score, total_only
from ipt.trajectory import at_case

NHS = "nhs-talking-therapies"


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; python -m ipt --help says more.\n")


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 for well, 1 for faults found in definitions, 2 for a question that cannot be answered."""
    asked = _parser().parse_args([_guarded(argument) for argument in arguments])
    if asked.command == "check":
        return check(asked.files)
    return tell_score(asked.measure, asked.answers.strip(), prorate=asked.prorate, as_json=asked.json)


def check(files: Sequence[Path]) -> int:
    """Print every fault of the named files, or of all shipped definitions; 1 if there is one."""
    n_read, faults = faults_in(*files)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{n_read} {'definition' if n_read == 1 else 'definitions'}, no fault.")
    return 1 if faults else 0


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
        return _refuse(str(problem))
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


def _parser() -> Parser:
    parser = Parser(prog="python -m ipt", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | score", parser_class=Parser)
    checking = commands.add_parser("check", help="check every definition, or the named files", allow_abbrev=False)
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE")
    scoring = commands.add_parser("score", help="score one measure", allow_abbrev=False)
    scoring.add_argument("measure", metavar="MEASURE", help="such as phq-9")
    scoring.add_argument("answers", metavar="ANSWERS", help="in item order, such as 2,2,1,-,0; or one total")
    scoring.add_argument("--json", action="store_true", help="as JSON")
    scoring.add_argument("--prorate", action="store_true", help="raise a total from the answered items, if allowed")
    return parser


def _guarded(argument: str) -> str:
    """Answers that begin with a dash, for a missing answer, are no option: a space in front says so to argparse."""
    is_option = argument.startswith("--") or argument == "-h" or not argument.startswith("-")
    return argument if is_option else f" {argument}"


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
