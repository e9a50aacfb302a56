"""A clinic of our own: a database, granian over it, and ways to kill both. Every process here is a child of ours."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
from attrs import define, field, frozen

from tests.machines import ADDRESS, free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_ANSWER = 60
BEFORE_QUESTION_1 = "/help/"  # an open page that reads the database


@frozen
class Place:
    """Where a throw-away clinic keeps its things, and the variables under which its programs run."""

    folder: Path
    variables: dict[str, str]

    def run(self, module: str, *words: str) -> str:
        """Run `python -m module words…` to its end; its standard output. RuntimeError with its words when it fails."""
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=ROOT, env=self.variables, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{module} {' '.join(words)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def start(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        """Start `python -m module words…` with a process group of its own; what it says goes to `folder/log`."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=ROOT,
                env=self.variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def place(folder: Path, *, database: str, **more: str) -> Place:
    """A clinic in test mode in a folder; nothing of the surrounding OPENIPT_ variables reaches it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("OPENIPT_")}
    ours |= {"OPENIPT_MODE": "test", "OPENIPT_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "clinic.settings"}
    return Place(folder=folder, variables=ours | {"OPENIPT_DATABASE": database} | more)


def fresh_database(address: str) -> str:
    """An empty database in a PostgreSQL cluster, by the address of any database in it; its own address."""
    name = f"clinic_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # our own letters and digits
    return f"{address.rpartition('/')[0]}/{name}"


@define
class Server:
    """Granian over a clinic: may be killed as by a power cut, and started again on the same port."""

    place: Place
    n_workers: int = 2
    port: int = field(factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and come back when it answers."""
        words = ["--interface", "wsgi", "--host", ADDRESS, "--port", str(self.port), "--no-ws", "--log-level", "error"]
        words += ["--workers", str(self.n_workers), "--blocking-threads", "2", "clinic.wsgi:application"]
        self.process = self.place.start("granian", *words)
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"granian does not answer:\n{(self.place.folder / 'log').read_text()[-3000:]}")

    def answers(self) -> bool:
        """Whether the help page comes."""
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=5)
        try:
            connection.request("GET", BEFORE_QUESTION_1)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """kill -9: granian and its workers, in the middle of whatever they do."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it as an operator would; by force when it does not go."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.kill()

    def megabytes(self) -> list[float]:
        """Memory held by each worker (resident set, MB of 10⁶ bytes); empty where the machine does not say."""
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):
                facts = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                if self.process and facts["PPid"].strip() == str(self.process.pid) and "VmRSS" in facts:
                    found.append(int(facts["VmRSS"].split()[0]) * 1024 / 1e6)
        return found


@contextlib.contextmanager
def serving(clinic: Place, *, n_workers: int = 2) -> Iterator[Server]:
    """A running server, ended with the block."""
    server = Server(clinic, n_workers=n_workers)
    try:
        server.start()
        yield server
    finally:
        server.stop()
