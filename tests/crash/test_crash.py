"""kill -9 in the middle of the load: what the server acknowledged is there, once, and the trail is whole."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest

from tests import machines
from tests.crash.answering import Noted, answer_all
from tests.crash.load import faults, seeded
from tests.crash.served import Place, Server, fresh_database, place, serving

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 and process groups are of POSIX systems.")
N_CLIENTS = 4
N_SHEETS = 72
BETWEEN_KILLS = 40  # acknowledgements
SECONDS = 60  # at most, on a busy machine; a few as a rule


def test_no_acknowledged_answer_is_lost_by_a_kill_on_sqlite(tmp_path: Path) -> None:
    clinic = place(tmp_path, database=f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    noted = Noted()

    with under_load(clinic, noted) as server:
        for _ in range(3):
            kill_and_start(server)
            assert noted.wait_for(BETWEEN_KILLS, seconds=SECONDS)

    assert faults(clinic, noted) == []
    assert len(noted.sent) > N_CLIENTS


def test_no_acknowledged_answer_is_lost_by_a_kill_on_postgresql(tmp_path: Path) -> None:
    if machines.postgres_programs() is None:
        pytest.skip("The PostgreSQL programs are not installed here (on Debian: apt-get install postgresql).")
    with machines.private_postgres(is_durable=True) as address:
        clinic = place(tmp_path, database=fresh_database(address))
        noted = Noted()

        with restarting(address) as kill_postmaster:
            with under_load(clinic, noted) as server:
                for blow in (
                    lambda: kill_and_start(server),
                    lambda: kill_a_backend(clinic.variables["OPENIPT_DATABASE"]),
                    kill_postmaster,
                ):
                    blow()
                    assert noted.wait_for(BETWEEN_KILLS, seconds=SECONDS)

            assert faults(clinic, noted) == []
            assert len(noted.sent) > N_CLIENTS


@contextmanager
def under_load(clinic: Place, noted: Noted) -> Iterator[Server]:
    """A seeded clinic whose clients answer all at once; the load, then the server, end with the block."""
    links = iter_safely(seeded(clinic, n_sheets=N_SHEETS, n_weeks=0).links)
    stop = threading.Event()
    with serving(clinic) as server:
        about = {"port": server.port, "noted": noted, "stop": stop}
        load = [threading.Thread(target=answer_all, args=(links,), kwargs=about) for _ in range(N_CLIENTS)]
        for thread in load:
            thread.start()
        try:
            assert noted.wait_for(BETWEEN_KILLS, seconds=SECONDS)
            yield server
        finally:
            stop.set()
            for thread in load:
                thread.join()


def iter_safely(links: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each link to one thread only: popping from a list is atomic, a shared generator is not."""
    links.reverse()
    return iter(lambda: links.pop() if links else None, None)  # type: ignore[arg-type]


def kill_and_start(server: Server) -> None:
    """The power goes, and comes back."""
    server.kill()
    server.start()


def kill_a_backend(database: str) -> None:
    """kill -9 on a backend in the middle of its work: PostgreSQL throws all others out and recovers."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "ORDER BY state = 'idle', query_start DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    os.kill(row[0], signal.SIGKILL)


@contextmanager
def restarting(address: str) -> Iterator[Callable[[], None]]:
    """A function that kills the postmaster with all its processes and starts another on the same cluster."""
    started: list[Popen[bytes]] = []

    def kill_and_start() -> None:
        with psycopg.connect(address) as connection:
            folder = Path(connection.execute("SHOW data_directory").fetchone()[0]).parent  # type: ignore[index]
            port = int(connection.execute("SHOW port").fetchone()[0])  # type: ignore[index]
            pids = [pid for (pid,) in connection.execute("SELECT pid FROM pg_stat_activity")]
        postmaster = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        for pid in (postmaster, *pids):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(postmaster, 0)  # else its number looks as if it still ran
        programs = machines.postgres_programs()
        assert programs is not None
        started.append(machines.start_server(programs, folder, port=port, is_durable=True))
        machines.wait_for_server(programs, started[-1], folder, port=port)

    try:
        yield kill_and_start
    finally:
        for process in started:
            machines.stop_server(process)
