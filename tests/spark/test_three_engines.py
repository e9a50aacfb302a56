"""The same outcomes on DuckDB, on PostgreSQL and on Spark, by one expression. Needs requirements/spark.txt and Java."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import ibis
import pyarrow as pa
import pytest
from ibis.backends import BaseBackend

from ipt.library import shipped
from ipt.outcomes.counting import Outcomes, measures_of, outcomes
from ipt.outcomes.engines import spark
from ipt.outcomes.rows import course_rows
from ipt.outcomes.settings import Settings
from tests import machines

NHS = shipped().framework("nhs-talking-therapies")
JACOBSON = shipped().framework("jacobson-truax")
FIRST = date(2024, 1, 1)
N_COURSES = 400


def scores() -> pa.Table:
    """Scores of courses of three measures, some of one day, in no order."""
    chance = Random(11)
    rows = []
    for course in range(N_COURSES):
        for measure in chance.sample(["phq-9", "gad-7", "spin"], k=chance.randrange(1, 4)):
            for _ in range(chance.randrange(1, 7)):
                on = FIRST + timedelta(days=7 * chance.randrange(9))
                rows.append((f"c{course}", measure, on, float(chance.randrange(22))))
    chance.shuffle(rows)
    names = ("course", "measure", "on", "score")
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def courses() -> pa.Table:
    chance = Random(13)
    ids = [f"c{course}" for course in range(N_COURSES + 20)]
    ended = [FIRST + timedelta(days=120) if chance.random() < 0.8 else None for _ in ids]
    return pa.table(
        {
            "course": ids,
            "referred_on": pa.array([FIRST - timedelta(days=30) for _ in ids], pa.date32()),
            "started_on": pa.array([FIRST if chance.random() < 0.95 else None for _ in ids], pa.date32()),
            "ended_on": pa.array(ended, pa.date32()),
            "n_attended": pa.array([chance.randrange(18) for _ in ids], pa.int64()),
            "n_planned": pa.array([chance.choice([12, 16, None]) for _ in ids], pa.int64()),
            "end_reason": pa.array([chance.choice(["agreed", "left", None]) for _ in ids], pa.string()),
            "team": pa.array([chance.choice(["north", "south", None]) for _ in ids], pa.string()),
        }
    )


@pytest.fixture(scope="module")
def on_duckdb() -> tuple[ibis.Table, ibis.Table]:
    return ibis.memtable(scores()), ibis.memtable(courses())


@pytest.fixture(scope="module", params=["postgresql", "spark"])
def elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ibis.Table, ...]]:
    if request.param == "postgresql":
        if machines.postgres_programs() is None:
            pytest.skip("PostgreSQL is not installed here (on Debian: apt-get install postgresql)")
        with machines.private_postgres() as url:
            backend = ibis.connect(url)
            yield _in_postgresql(backend)
            backend.disconnect()
        return
    pytest.importorskip("pyspark", reason="pyspark is not in this environment: python3 dev.py test spark has its own")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed here (on Debian: apt-get install default-jre-headless)")
    folder = tmp_path_factory.mktemp("spark")
    with spark() as backend:
        found = []
        for name, made in (("scores", scores()), ("courses", courses())):
            ibis.memtable(made).to_parquet(folder / f"{name}.parquet")
            found.append(backend.read_parquet(str(folder / f"{name}.parquet"), table_name=name))
        yield tuple(found)


def _in_postgresql(backend: BaseBackend) -> tuple[ibis.Table, ...]:
    """The tables, filled row by row."""
    found = []
    for name, made in (("scores", scores()), ("courses", courses())):
        empty = backend.create_table(name, schema=ibis.memtable(made).schema())
        marks = ", ".join(["%s"] * made.num_columns)
        with backend.con.cursor() as cursor:
            cursor.executemany(
                f'insert into "{name}" values ({marks})', [tuple(row.values()) for row in made.to_pylist()]
            )
        backend.con.commit()
        found.append(empty)
    return tuple(found)


def rounded(table: ibis.Table) -> list[dict[str, object]]:
    rows = table.to_pyarrow().to_pylist()
    return sorted(
        ({name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()} for row in rows),
        key=lambda row: str(row["course"]),
    )


def test_course_rows_are_the_same(on_duckdb: tuple[ibis.Table, ...], elsewhere: tuple[ibis.Table, ...]) -> None:
    measures = ["phq-9", "gad-7", "spin"]

    here = rounded(course_rows(*on_duckdb, measures=measures))

    assert len(here) == N_COURSES + 20
    assert rounded(course_rows(*elsewhere, measures=measures)) == here


def by_nhs(tables: tuple[ibis.Table, ...]) -> Outcomes:
    return outcomes(*tables, framework=NHS, by="team")


METHODS = ("jt", "edwards-nunnally", "gulliksen-lord-novick", "hsu-linn-lord", "nunnally-kotsch", "hageman-arrindell")


def by_jacobson(tables: tuple[ibis.Table, ...], method: str) -> Outcomes:
    settings = Settings(reliability=0.5, functional_mean=5, functional_sd=6, method=method)
    return outcomes(*tables, framework=JACOBSON, measures=["phq-9"], settings=settings, by="team")


def test_the_measures_are_the_same(on_duckdb: tuple[ibis.Table, ...], elsewhere: tuple[ibis.Table, ...]) -> None:
    assert measures_of(elsewhere[0]) == measures_of(on_duckdb[0]) == ("gad-7", "phq-9", "spin")


def test_outcomes_of_two_measures_are_the_same(
    on_duckdb: tuple[ibis.Table, ...], elsewhere: tuple[ibis.Table, ...]
) -> None:
    here = by_nhs(on_duckdb)

    assert here.blocks["finished"].improved.n > 10
    assert by_nhs(elsewhere) == here


@pytest.mark.parametrize("method", METHODS)
def test_outcomes_by_every_method_are_the_same(
    method: str, on_duckdb: tuple[ibis.Table, ...], elsewhere: tuple[ibis.Table, ...]
) -> None:
    assert by_jacobson(elsewhere, method) == by_jacobson(on_duckdb, method)
