"""`python -m ipt check | score | outcomes | forecast | evidence`: definitions, scores and numbers by command line.

A command's module is imported when it is asked for, so that scoring one sheet never loads an engine for millions.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, Protocol, cast

COMMANDS = {
    "check": ("ipt.checking", "check every definition, or the named files"),
    "score": ("ipt.telling", "score one measure"),
    "outcomes": ("ipt.outcomes.commands.outcomes", "count how many courses fared how, by a named framework"),
    "forecast": (
        "ipt.outcomes.commands.forecast",
        "expect the next and the last score of courses from earlier courses",
    ),
    "evidence": ("ipt.outcomes.commands.evidence", "pool the effects of trials"),
}
ENGINE = "requirements/analytics.txt"


class Command(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, asked: argparse.Namespace) -> int: ...


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; python -m ipt --help says more.\n")


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 for well, 1 for faults found in definitions, 2 for a question that cannot be answered."""
    named = next((word for word in arguments if word in COMMANDS), None)
    parser = Parser(prog="python -m ipt", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar=" | ".join(COMMANDS), parser_class=Parser)
    for name, (module, summary) in COMMANDS.items():
        part = commands.add_parser(name, help=summary, description=summary.capitalize() + ".", allow_abbrev=False)
        if name == named:
            try:
                command = cast(Command, import_module(module))
            except ModuleNotFoundError as problem:
                if problem.name and problem.name.partition(".")[0] == "ipt":
                    raise
                print(f"`{name}` needs {problem.name}: install the packages of {ENGINE}.", file=sys.stderr)
                return 2
            command.add_arguments(part)
            part.set_defaults(run=command.run)
    asked = parser.parse_args([_guarded(argument) for argument in arguments])
    try:
        return int(asked.run(asked))
    except BrokenPipeError:  # whoever reads has seen enough, such as `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _guarded(argument: str) -> str:
    """Answers that begin with a dash, for a missing answer, are no option: a space in front says so to argparse."""
    is_option = argument.startswith("--") or argument == "-h" or not argument.startswith("-")
    return argument if is_option else f" {argument}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
