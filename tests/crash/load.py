"""Four reads to one write on some connections at once: clinicians look, clients answer."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import define, field

from tests.crash.answering import LOST, Connection, Noted, Step, digits_of, open_link, steps, take
from tests.crash.served import Place, Server

READS_FOR_A_WRITE = 4


@define
class Load:
    """What came of a load: milliseconds of each request by kind, and everything that was not as it should be."""

    noted: Noted = field(factory=Noted)
    reads: list[float] = field(factory=list)
    writes: list[float] = field(factory=list)
    errors: list[str] = field(factory=list)
    seconds: float = 0.0

    @property
    def n(self) -> int:
        """Requests that were answered as they should be."""
        return len(self.reads) + len(self.writes)


@define
class Seeded:
    """What tests/crash/seed.py wrote down: links to open, the session of a therapist, pages to look at."""

    links: list[dict[str, str]]
    session: str
    read: list[str]


def seeded(clinic: Place, *, n_sheets: int, n_weeks: int) -> Seeded:
    """Fill an empty clinic."""
    path = clinic.folder / "seeded.json"
    clinic.run("tests.crash", "seed", str(path), str(n_sheets), str(n_weeks))
    return Seeded(**json.loads(path.read_text()))


def press(
    server: Server, seeds: Seeded, *, n_connections: int, n_requests: int | None = None, seconds: float | None = None
) -> Load:
    """Load the server until so many requests are done, or so many seconds have passed."""
    load, begin = Load(), time.monotonic()
    n_each = None if n_requests is None else n_requests // n_connections

    def go_on(n_done: int) -> bool:
        return (n_each is None or n_done < n_each) and (seconds is None or time.monotonic() - begin < seconds)

    threads = [
        threading.Thread(target=work, args=(load, seeds), kwargs={"port": server.port, "go_on": go_on})
        for _ in range(n_connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.monotonic() - begin
    return load


def work(load: Load, seeds: Seeded, *, port: int, go_on: Callable[[int], bool]) -> None:
    """One connection: its reads are a therapist's, its writes those of one client after the other."""
    staff, client = Connection(port, cookies={"session": seeds.session}), Connection(port)
    pages, answers = itertools.cycle(seeds.read), writes(load, seeds, client=client)
    turn = 0
    while go_on(turn):
        is_read = turn % (READS_FOR_A_WRITE + 1) != READS_FOR_A_WRITE
        turn += 1
        begin = time.perf_counter()
        try:
            fault = read(staff, next(pages)) if is_read else next(answers, "There are no more links.")
        except LOST as lost:
            fault = f"The connection broke: {lost!r}"
        took = (time.perf_counter() - begin) * 1000
        if fault:
            load.errors.append(fault)
        else:
            (load.reads if is_read else load.writes).append(took)
    staff.close()
    client.close()


def read(staff: Connection, path: str) -> str:
    """Look at a page; what was wrong with it."""
    status = staff.ask("GET", path)
    return "" if status == 200 else f"GET of a page came with {status}."


def writes(load: Load, seeds: Seeded, *, client: Connection) -> Iterator[str]:
    """One writing request each time it is asked for; yields what was wrong with it."""
    while seeds.links:
        link = seeds.links.pop()
        yield "" if open_link(client, link) else "A fresh link did not open."
        for step in steps(link, digits=digits_of(int(link["about"][:8], 16))):
            yield "" if take(client, step, about=link["about"], noted=load.noted) else f"{step.path} was refused."


def faults(clinic: Place, noted: Noted) -> list[str]:
    """Everything that the database does not hold as it was acknowledged."""
    path: Path = clinic.folder / "noted.json"
    noted.write(path)
    found: list[str] = json.loads(clinic.run("tests.crash", "look", str(path)))
    return found


def all_at_once(connections: list[Connection], step: Step) -> list[int]:
    """The same request on every connection in the same moment; the statuses."""
    barrier = threading.Barrier(len(connections))
    statuses: list[int] = []

    def send(connection: Connection) -> None:
        barrier.wait()
        statuses.append(connection.ask("POST", step.path, **step.fields))

    threads = [threading.Thread(target=send, args=(connection,)) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses
