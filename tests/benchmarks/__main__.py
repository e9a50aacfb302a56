"""`python -m tests.benchmarks [--load] [--write]`: clinics on both databases, and the numbers of many clients."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests import machines
from tests.benchmarks import forecasts, outcomes
from tests.benchmarks.around import measure
from tests.benchmarks.table import TITLES, Found, markdown, write

MANY = "many"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def words() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/benchmarks.md")
    parser.add_argument("--load", action="store_true", help="load for 60 seconds, not for 800 requests")
    parser.add_argument("--only", choices=[*TITLES, MANY], help="one kind of database, or the numbers of many clients")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="rounds of pairs (7)")
    parser.add_argument("--pairs", type=int, default=15, metavar="N", help="pairs of ours and bare in a round (15)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="everything that was found, statements too")
    return parser


def of_many() -> str:
    """Outcomes of ten million scores, and what scores to expect, as two tables."""
    expected = ["| what | target | here |", "| --- | --- | --- |", *forecasts.speed(forecasts.measured())]
    return "\n".join([outcomes.markdown(outcomes.measure()), "", *expected])


def main() -> int:
    """Measure, say, write. Exit 1 when an acknowledged answer was lost or a request went wrong."""
    options = words().parse_args()
    found: Found = {}
    for vendor in [options.only] if options.only else TITLES:
        if vendor == MANY:
            continue
        if vendor == "postgresql" and machines.postgres_programs() is None:
            print("PostgreSQL is left out: its programs are not installed here.", file=sys.stderr)
            continue
        print(f"Measuring on {TITLES[vendor]} …", file=sys.stderr)
        found[vendor] = measure(vendor, n_rounds=options.rounds, n_pairs=options.pairs, is_long=options.load)
    text = markdown(found, on=datetime.now(UTC).date(), n_cores=os.cpu_count() or 1) if found else ""
    if options.only in (None, MANY):
        print("Measuring ten million scores and a hundred thousand courses …", file=sys.stderr)
        text = f"{text}\n{of_many()}\n"
    print(text)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))
    if options.write and options.only is None:
        write(PAGE, text)
    wrong = [fault for one in found.values() for fault in (*one["load"]["errors"], *one["load"]["lost"])]
    print("\n".join(wrong[:20]), file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
