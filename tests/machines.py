"""What the tests need of the machine: a browser, and a PostgreSQL of their own. Standard library only.

`python -m tests.machines COMMAND …` runs a command with OPENIPT_TEST_DATABASE naming a private PostgreSQL.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    import pwd
except ImportError:  # Windows
    pwd = None  # type: ignore[assignment]

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
MAC_BROWSERS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
OWN_BROWSERS = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe")
POSTGRES_FOLDERS = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr/pgsql", "/usr/local/pgsql")
Command = list[str | Path]
SECONDS_TO_START = 60
ADDRESS = "127.0.0.1"


class MachineLacks(RuntimeError):
    """Something the tests need is not on this machine; the message says what and the way out."""


def chromium() -> str | None:
    """Path of a Chromium, Chrome or Edge: on the PATH, among the programs of a Mac, or Playwright's own download."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    candidates = [Path("/Applications", name) for name in MAC_BROWSERS]
    for pattern in OWN_BROWSERS:
        candidates += sorted(playwright_folder().glob(f"chromium-*/{pattern}"), reverse=True)
    return next((str(path) for path in candidates if path.is_file()), None)


def playwright_folder() -> Path:
    """Where Playwright keeps the browsers that it downloads."""
    if named := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", "")) / "ms-playwright"
    return Path.home() / ".cache" / "ms-playwright"


def postgres_programs() -> Path | None:
    """Folder with `initdb` and `postgres`, the newest where there are several; None where they are not installed."""
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    found = [
        program.parent
        for folder in POSTGRES_FOLDERS
        for program in [*Path(folder).glob("*/bin/initdb"), *Path(folder).glob("bin/initdb")]
    ]
    return max(found, key=major_version, default=None)


def major_version(programs: Path) -> int:
    """15 of `…/postgresql/15/bin` and of `…/postgresql@15/bin`; 0 when the folder does not say."""
    digits = "".join(letter for letter in programs.parent.name.rpartition("@")[2] if letter.isdigit())
    return int(digits or 0)


@contextmanager
def private_postgres(*, is_durable: bool = False) -> Iterator[str]:
    """A PostgreSQL of our own in a throw-away folder and on a free port; yields its `postgresql://…` address.

    Its role `openipt` may create databases. Unless `is_durable`, it does not wait for the disk at each commit.
    Raises MachineLacks when the programs are missing or the server does not start.
    """
    programs = postgres_programs()
    if programs is None:
        raise MachineLacks("PostgreSQL is not installed here (on Debian: apt-get install postgresql).")
    folder = Path(tempfile.mkdtemp(prefix="openipt-postgres-"))
    try:
        password = make_cluster(programs, folder)
        port = free_port()
        server = start_server(programs, folder, port=port, is_durable=is_durable)
        try:
            wait_for_server(programs, server, folder, port=port)
            yield f"postgresql://openipt:{password}@{ADDRESS}:{port}/postgres"
        finally:
            stop_server(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_cluster(programs: Path, folder: Path) -> str:
    """Make an empty cluster in `folder/data`; gives back the password of its one role, `openipt`."""
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    if user := server_user():
        for path in (folder, secret):
            shutil.chown(path, user=user)
    make: Command = [programs / "initdb", "--pgdata", folder / "data", "--username", "openipt"]
    done = subprocess.run(
        [*make, "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"],
        **as_server(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise MachineLacks(f"initdb failed:\n{done.stdout}")
    return password


def start_server(programs: Path, folder: Path, *, port: int, is_durable: bool) -> subprocess.Popen[bytes]:
    """The running `postgres`, a child of ours, writing to `folder/log`."""
    settings = {
        "port": port,
        "listen_addresses": ADDRESS,
        "unix_socket_directories": "",
        "max_connections": 60,
        "fsync": "on" if is_durable else "off",
        "synchronous_commit": "on" if is_durable else "off",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            **as_server(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests: the server goes when they are done
        )


def wait_for_server(programs: Path, server: subprocess.Popen[bytes], folder: Path, *, port: int) -> None:
    """Come back when the server takes connections."""
    ready: Command = [programs / "pg_isready", "--quiet", "--host", ADDRESS, "--port", str(port)]
    for _ in range(SECONDS_TO_START * 10):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise MachineLacks(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """Stop the server at once, open connections or not."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def server_user() -> str | None:
    """The user that PostgreSQL runs as: ourselves (None), or `postgres` (else `nobody`) when we are root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def as_server(folder: Path) -> dict[str, Any]:
    """Arguments of `subprocess` that run a program in `folder` as the server's user."""
    user = server_user()
    if user is None:
        return {"cwd": folder}
    return {"cwd": folder, "user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def free_port() -> int:
    """A port of this machine that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run the command with the address of a private PostgreSQL; its exit code, or 1 with a sentence."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is stopped then, too
    try:
        with private_postgres() as url:
            return subprocess.run(command, env=os.environ | {"OPENIPT_TEST_DATABASE": url}, check=False).returncode
    except MachineLacks as lack:
        print(lack, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
