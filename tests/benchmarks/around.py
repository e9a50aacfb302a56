"""One database from outside: each operation against its bare view, the first start, a load with its memory."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from tests import machines
from tests.crash.load import Load, faults, press, seeded
from tests.crash.served import Place, fresh_database, place, serving

N_CONNECTIONS = 8
N_WORKERS = 2
SHORT, LONG = {"n_requests": 800}, {"seconds": 60.0}
SHEETS_SHORT, SHEETS_LONG = 80, 1200
Fresh = Callable[[], Place]


@contextmanager
def clinics(vendor: str) -> Iterator[Fresh]:
    """A function that gives an empty clinic on this kind of database; all of them go with the block."""
    with TemporaryDirectory(prefix="openipt-bench-") as folder:
        numbers = iter(range(100))

        def own_folder() -> Path:
            path = Path(folder, str(next(numbers)))
            path.mkdir()
            return path

        def on_sqlite() -> Place:
            path = own_folder()
            return place(path, database=f"sqlite:///{path / 'clinic.sqlite3'}", PYTHONWARNINGS="ignore")

        if vendor == "sqlite":
            yield on_sqlite
        else:
            with machines.private_postgres(is_durable=True) as address:
                yield lambda: place(own_folder(), database=fresh_database(address), PYTHONWARNINGS="ignore")


def measure(vendor: str, *, n_rounds: int, n_pairs: int, is_long: bool) -> dict[str, Any]:
    """Everything about one kind of database."""
    with clinics(vendor) as fresh:
        clinic = fresh()
        path = clinic.folder / "measured.json"
        clinic.run("tests.benchmarks.inside", str(path), str(n_rounds), str(n_pairs))
        found: dict[str, Any] = json.loads(path.read_text())
        return found | {"first_start": first_start(fresh()), "load": loaded(fresh(), is_long=is_long)}


def first_start(clinic: Place) -> dict[str, float]:
    """Seconds of the tables and of the demonstration clinic, each with the start of its Python."""
    begin = time.monotonic()
    clinic.run("django", "migrate", "--verbosity", "0")
    between = time.monotonic()
    clinic.run("django", "demo_clinic")
    return {"tables": between - begin, "demonstration": time.monotonic() - between}


def loaded(clinic: Place, *, is_long: bool) -> dict[str, Any]:
    """Four reads to one write on eight connections, and what a worker holds afterwards (MB of 10⁶ bytes)."""
    seeds = seeded(clinic, n_sheets=SHEETS_LONG if is_long else SHEETS_SHORT, n_weeks=52)
    with serving(clinic, n_workers=N_WORKERS) as server:
        at_start = max(server.megabytes(), default=None)
        load = press(server, seeds, n_connections=N_CONNECTIONS, **(LONG if is_long else SHORT))
        megabytes = max(server.megabytes(), default=None)
    return {
        "seconds": load.seconds,
        "n": load.n,
        "errors": load.errors,
        "lost": faults(clinic, load.noted),
        "n_acknowledged": load.noted.n,
        "megabytes_at_start": at_start,
        "megabytes": megabytes,
        **{kind: spread(times) for kind, times in kinds(load).items()},
    }


def kinds(load: Load) -> dict[str, list[float]]:
    """Times by kind of request."""
    return {"reads": load.reads, "writes": load.writes}


def spread(times: list[float]) -> dict[str, float]:
    """The middle and what nineteen of twenty stay under (ms)."""
    return {"median": median(times), "most": quantiles(times, n=20)[-1]}
