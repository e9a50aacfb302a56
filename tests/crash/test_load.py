"""Many at once: no error and no lost answer, a sheet sent twice is one record, a letter leaves once."""

from collections import Counter
from collections.abc import Iterator
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Reader
from attrs import evolve

from tests import machines
from tests.crash.answering import Connection, Noted, digits_of, open_link, steps
from tests.crash.load import Seeded, all_at_once, faults, press, seeded
from tests.crash.served import Place, fresh_database, place, serving

N_REQUESTS = 600
N_CONNECTIONS = 8
N_SHEETS = 40
N_TAPS = 4


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('load') / 'clinic.sqlite3'}"
    elif machines.postgres_programs() is None:
        pytest.skip("The PostgreSQL programs are not installed here (on Debian: apt-get install postgresql).")
    else:
        with machines.private_postgres() as address:
            yield fresh_database(address)


@pytest.fixture(scope="module")
def clinic(database: str, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A clinic in that database."""
    return place(tmp_path_factory.mktemp("clinic"), database=database)


@pytest.fixture(scope="module")
def seeds(clinic: Place) -> Seeded:
    """Its links and its therapist's session; each test takes links of its own from the end."""
    return seeded(clinic, n_sheets=N_SHEETS, n_weeks=12)


def test_six_hundred_requests_on_eight_connections_lose_nothing(clinic: Place, seeds: Seeded) -> None:
    with serving(clinic) as server:
        load = press(server, seeds, n_connections=N_CONNECTIONS, n_requests=N_REQUESTS)

    assert load.errors == []
    assert (load.n, len(load.writes)) == (N_REQUESTS, N_REQUESTS // 5)
    assert faults(clinic, load.noted) == []


def test_a_sheet_that_is_sent_from_four_connections_at_once_is_one_record_with_one_alert(
    clinic: Place, seeds: Seeded
) -> None:
    noted = Noted()
    with serving(clinic) as server:
        for _ in range(4):
            link, first = seeds.links.pop(), Connection(server.port)
            assert open_link(first, link)
            taps = [Connection(server.port, cookies=dict(first.cookies)) for _ in range(N_TAPS)]
            digits = digits_of(0)[:8] + "2"
            statuses = [Counter(all_at_once(taps, step)) for step in steps(link, digits=digits)]
            assert {status for counted in statuses for status in counted} <= {302, 303}
            for n, digit in enumerate(digits, start=1):
                noted.answer(link["about"], str(n), int(digit))
            noted.sending(link["about"])
            for connection in (first, *taps):
                connection.close()

    assert faults(clinic, noted) == []  # one Score and one alert for each sheet, told in look.py


def test_two_workers_that_press_at_once_send_each_letter_once(clinic: Place, seeds: Seeded) -> None:
    taken: Counter[str] = Counter()

    class Post(Reader):
        """A mail server that remembers what each letter says."""

        def handle_message(self, message: Message) -> None:
            taken[str(message.get_payload())] += 1

    controller = Controller(Post(), hostname=machines.ADDRESS, port=machines.free_port())
    controller.start()
    try:
        variables = {"OPENIPT_SMTP_HOST": machines.ADDRESS, "OPENIPT_SMTP_PORT": str(controller.port)}
        office = evolve(clinic, variables=clinic.variables | variables)
        workers = [office.start("django", "work", "--once") for _ in range(2)]
        assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    finally:
        controller.stop()

    asked = [n for letter, n in taken.items() if "/l/" in letter]
    assert asked == [1] * N_SHEETS
