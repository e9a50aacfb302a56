"""`python -m ipt check`: every fault of the definitions, or of named files."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from ipt.library import faults_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")


def run(asked: argparse.Namespace) -> int:
    """Print every fault of the named files, or of all shipped definitions; 1 if there is one."""
    return check(asked.files)


def check(files: Sequence[Path]) -> int:
    """The same, for files by path."""
    n_read, faults = faults_in(*files)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{n_read} {'definition' if n_read == 1 else 'definitions'}, no fault.")
    return 1 if faults else 0
