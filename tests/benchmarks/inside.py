"""`python -m tests.benchmarks.inside FILE ROUNDS PAIRS`: the part inside one clinic."""

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()  # models can be imported only now
    from tests.benchmarks.one_database import run

    run(Path(sys.argv[1]), n_rounds=int(sys.argv[2]), n_pairs=int(sys.argv[3]))
