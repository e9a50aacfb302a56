"""Engines that count: DuckDB in this process by default, Spark where a nation's scores ask for it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

ENGINES = ("duckdb", "spark")
MASTER, FOLDER = "OPENIPT_SPARK_MASTER", "OPENIPT_SPARK_FOLDER"


class EngineLacks(RuntimeError):
    """An engine cannot be had; the message says what is missing and the way out."""


@contextmanager
def duckdb_engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that keeps rows in their order; what does not fit lies in a folder that is then removed."""
    with tempfile.TemporaryDirectory(prefix="openipt-outcomes-") as folder:
        connection = duckdb.connect(config={"temp_directory": folder, "preserve_insertion_order": True})
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def tables_on(
    engine: str, connection: duckdb.DuckDBPyConnection, *, names: tuple[str, ...]
) -> Iterator[dict[str, ir.Table]]:
    """Checked tables of a DuckDB connection as Ibis tables of the engine asked for."""
    if engine == "duckdb":
        backend = ibis.duckdb.from_connection(connection)
        yield {name: backend.table(name) for name in names}
        return
    with tempfile.TemporaryDirectory(prefix="openipt-spark-", dir=os.environ.get(FOLDER)) as folder, spark() as backend:
        found = {}
        for name in names:
            file = Path(folder) / f"{name}.parquet"
            connection.table(name).write_parquet(str(file))
            found[name] = backend.read_parquet(str(file), table_name=name)
        yield found


@contextmanager
def spark() -> Iterator[BaseBackend]:
    """Spark at the master OPENIPT_SPARK_MASTER names, else on this machine; EngineLacks without pyspark or Java."""
    try:
        sessions = import_module("pyspark.sql").SparkSession
    except ModuleNotFoundError:
        raise EngineLacks("--engine spark needs pyspark: install requirements/spark.txt.") from None
    master = os.environ.get(MASTER, "local[*]")
    builder = sessions.builder.master(master).appName("OpenIPT outcomes")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as fault:
        reason = str(fault).partition("\n")[0]
        raise EngineLacks(f"Spark at {master} does not start ({reason}): see to Java 17 and {MASTER}.") from fault
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()
