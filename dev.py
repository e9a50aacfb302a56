#!/usr/bin/env python3
"""The one entry for people who work on OpenIPT: `python3 dev.py --help`. Needs Python 3.11 to 3.13 and nothing else."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):  # told before anything newer is read
    this = ".".join(str(number) for number in sys.version_info[:2])
    sys.exit(f"OpenIPT needs Python 3.11, 3.12 or 3.13; this is {this}. Start dev.py with one of these.")

import argparse
import contextlib
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests import machines

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_OF_SPARK = ROOT / ".venv-spark"  # an environment of its own, a gigabyte large
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("app", "analytics", "dev", "spark")}
ADDRESS = "127.0.0.1"
SECONDS_TO_ANSWER = 60
DAYS_OF_REST = 7  # a release younger than this is not locked
QUICK_MARK = "pytestmark = pytest.mark.quick"


Command = list[str | Path]


class Stop(Exception):
    """The command cannot go on; the message is one sentence with the way out."""


# --- the commands -----------------------------------------------------------------------------------------------------


def demo(options: argparse.Namespace) -> int:
    """Fill a demonstration clinic and serve it until Ctrl-C; with --once, look at it and end."""
    if options.once:
        with tempfile.TemporaryDirectory(prefix="openipt-demo-") as throw_away:
            return demo_once(Path(throw_away), clients=options.clients)
    need_free_port(options.port)
    folder = ROOT / "var" / "demo"
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    with demonstration(folder, port=options.port, clients=options.clients) as running:
        say(f"\nOpenIPT is open at {running.url} (made-up people only). Ctrl-C ends it.")
        while True:
            need_alive(running.children)
            time.sleep(0.5)


def demo_once(folder: Path, *, clients: int | None) -> int:
    """Build, migrate, fill, serve, fetch the sign-in page and a signed-in page, say ok."""
    with demonstration(folder, port=machines.free_port(), clients=clients) as running:
        with fetch(f"{running.url}/account/login/") as answer:
            say(f"The sign-in page answers {answer.status}.")
        look: Command = [PYTHON, "manage.py", "demo_check", "--url", running.url]
        run(look, variables=running.variables, otherwise="No signed-in page came: the reason is above.")
    say("ok")
    return 0


def test(options: argparse.Namespace) -> int:
    """Run the tests, or those of the named paths; `test spark` those on Spark. Anything else goes to pytest."""
    if options.rest[:1] == ["spark"]:
        return test_on_spark(options.rest[1:])
    paths = [word for word in options.rest if (ROOT / word.partition("::")[0]).exists()]
    prepare("app", "analytics", "dev")
    if not paths or any("browser" in path or Path(path) == Path("tests") for path in paths):
        see_to_browser()
    few = paths and all(".py" in path for path in paths)
    return pytest([] if few else ["-n", str(min(os.cpu_count() or 1, 4))], options.rest)


def test_on_spark(rest: list[str]) -> int:
    """Run tests/spark in an environment of its own, which needs Java; without Django, so without our conftest."""
    if shutil.which("java") is None:
        raise Stop("Spark needs Java 17 or newer: install it (Debian, Ubuntu: apt-get install default-jre-headless).")
    prepare("spark", own=VENV_OF_SPARK)
    command: Command = [VENV_OF_SPARK / PYTHON.relative_to(VENV), "-m", "pytest", "--noconftest"]
    command += ["-p", "no:cacheprovider", "tests/spark", *rest]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"OPENIPT_MODE": "test"}, check=False).returncode


def quick(options: argparse.Namespace) -> int:
    """Run what takes seconds: ipt, and modules that say `pytestmark = pytest.mark.quick`."""
    prepare("app", "analytics", "dev")
    folders = [path for path in [ROOT / "tests" / "ipt"] if path.exists()]
    marked = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if QUICK_MARK in path.read_text("utf-8")]
    paths = folders + [path for path in marked if not any(path.is_relative_to(folder) for folder in folders)]
    return pytest(["-q", "-p", "no:playwright", *paths], options.rest)


def check(options: argparse.Namespace) -> int:
    """Say everything that is not as it should be, and change nothing."""
    prepare("app", "analytics", "dev")
    steps: dict[str, Command] = {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "types": [PYTHON, "-m", "mypy"],
        "borders": [PROGRAMS / "lint-imports", "--no-logo"],
        "django": [PYTHON, "manage.py", "check"],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "definitions": [PYTHON, "-m", "ipt", "check"],
        "house rules": [PYTHON, "-m", "tests.architecture"],
    }
    with tempfile.TemporaryDirectory(prefix="openipt-check-") as folder:
        variables = surroundings("test", Path(folder))
        failed = [name for name, command in steps.items() if not passes(name, command, variables=variables)]
    if failed:
        raise Stop(f"Not as it should be: {', '.join(failed)}. `python3 dev.py fix` mends format and some of lint.")
    return 0


def fix(options: argparse.Namespace) -> int:
    """Mend what a program can mend: the reference, lint, then format."""
    prepare("app", "analytics", "dev")
    run([PYTHON, "-m", "tests.architecture.reference"], otherwise="The reference could not be made.")
    mended = subprocess.run([PYTHON, "-m", "ruff", "check", "--fix", "."], cwd=ROOT, check=False)
    run([PYTHON, "-m", "ruff", "format", "."], otherwise="ruff could not format.")
    return mended.returncode


def lock(options: argparse.Namespace) -> int:
    """Write the hash-locked requirements from pyproject.toml; what is locked already stays unless --upgrade."""
    prepare("app", "analytics", "dev")
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - DAYS_OF_REST * 86_400))
    make: Command = [PROGRAMS / "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    make += ["--generate-hashes", "--no-header", "--no-annotate", "--exclude-newer", day]
    make += ["--upgrade"] if options.upgrade else []
    sources: dict[str, Command] = {
        "app": ["pyproject.toml"],
        "analytics": ["pyproject.toml", "--extra", "analytics", "-c", REQUIREMENTS["app"]],
        "dev": ["--group", "dev", "-c", REQUIREMENTS["analytics"]],
        "spark": ["--group", "spark", "-c", REQUIREMENTS["dev"]],
    }
    for name, source in sources.items():
        run([*make, *source, "-o", REQUIREMENTS[name]], otherwise=f"requirements/{name}.txt could not be written.")
    say("requirements/ is written.")
    return 0


def bench(options: argparse.Namespace) -> int:
    """Run the benchmarks; anything else after `bench` goes to them."""
    prepare("app", "analytics", "dev")
    return subprocess.run([PYTHON, "-m", "tests.benchmarks", *options.rest], cwd=ROOT, check=False).returncode


COMMANDS = (demo, test, quick, check, fix, lock, bench)

# --- the environment --------------------------------------------------------------------------------------------------


def prepare(*wanted: str, own: Path | None = None) -> None:
    """See to .venv (or `own`) and its packages; nothing is installed when the locked files have not changed."""
    venv, python = (own, own / PYTHON.relative_to(VENV)) if own else (VENV, PYTHON)
    if not python.exists():
        make_venv(venv)
    files = [REQUIREMENTS[name] for name in wanted]
    stamp = venv / "installed"
    lines = {f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files}
    if stamp.exists() and lines <= set(stamp.read_text().splitlines()):
        return
    stamp.unlink(missing_ok=True)
    say(f"Installing {' and '.join(f'requirements/{file.name}' for file in files)} into {venv.name} …")
    whole: Command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if uv := shutil.which("uv"):
        whole = [uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
    whole += ["--require-hashes", *(part for file in files for part in ("-r", file))]
    run(whole, otherwise="Installing failed: see to the connection and run it again.")
    stamp.write_text("\n".join(sorted(lines)))


def make_venv(venv: Path) -> None:
    """Make an environment with uv where it is there, else with Python's own module."""
    if uv := shutil.which("uv"):
        command: Command = [uv, "venv", "--quiet", "--clear", "--seed", "--python", sys.executable, venv]
        run(command, otherwise=f"uv could not make {venv.name}.")
        return
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        way_out = "install it (Debian, Ubuntu: apt-get install python3-venv)"
        raise Stop(f"This Python ({sys.executable}) has no venv module: {way_out} and run this again.")
    run([sys.executable, "-m", "venv", "--clear", venv], otherwise=f"{venv.name} could not be made.")


def see_to_browser() -> None:
    """A Chromium or Chrome for the browser tests: the one that is here, else Debian's, else Playwright's own."""
    if machines.chromium():
        return
    say("No browser here yet: fetching Chromium …")
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "-qq", "--no-install-recommends", "chromium"]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if not machines.chromium():
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], cwd=ROOT, check=False)
    if not machines.chromium():
        raise Stop("The browser tests need Chromium or Chrome on the PATH, and none could be fetched: install one.")


def surroundings(mode: str, folder: Path, **more: str) -> dict[str, str]:
    """The variables of a child: none of a real installation's, so that made-up people never meet real ones."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENIPT_", "DJANGO_"))}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("OPENIPT_TEST_")}
    return kept | {"OPENIPT_MODE": mode, "OPENIPT_VAR": str(folder)} | more


# --- children ---------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print at once, in order with what the children print."""
    print(text, flush=True)


def run(command: Command, *, otherwise: str, variables: dict[str, str] | None = None) -> None:
    """Run a command in the project's folder, or stop with the sentence."""
    if subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode:
        raise Stop(otherwise)


def pytest(options: Command, rest: list[str]) -> int:
    """Run pytest with a throw-away folder for data and keys; its exit code."""
    with tempfile.TemporaryDirectory(prefix="openipt-test-") as folder:
        command = [PYTHON, "-m", "pytest", *options, *rest]
        return subprocess.run(command, cwd=ROOT, env=surroundings("test", Path(folder)), check=False).returncode


def passes(name: str, command: Command, *, variables: dict[str, str]) -> bool:
    """Run one step of the check; say how long it took, and what it found."""
    begin = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    is_well = done.returncode == 0
    say(f"{'ok ' if is_well else 'NO '} {name:<12} {time.monotonic() - begin:5.1f} s")
    if not is_well:
        say(done.stdout.rstrip())
    return is_well


class Running(NamedTuple):
    """A demonstration that answers: where, with which variables, and its processes by name."""

    url: str
    variables: dict[str, str]
    children: dict[str, subprocess.Popen[bytes]]


def fill(variables: dict[str, str], *, clients: int | None) -> None:
    """Make the tables and the made-up people; what is there already stays."""
    way_out = "its reason is above; `python3 dev.py demo --fresh` begins again."
    migrate: Command = [PYTHON, "manage.py", "migrate", "--verbosity", "0"]
    run(migrate, variables=variables, otherwise=f"The database could not be made: {way_out}")
    people: Command = [PYTHON, "manage.py", "demo_clinic"]
    people += ["--clients", str(clients)] if clients is not None else []
    run(people, variables=variables, otherwise=f"The clinic could not be filled: {way_out}")


@contextlib.contextmanager
def demonstration(folder: Path, *, port: int, clients: int | None) -> Iterator[Running]:
    """The demonstration clinic, filled, served and worked for, until the block ends."""
    prepare("app", "analytics")
    url = f"http://{ADDRESS}:{port}"
    running = Running(url, surroundings("demonstration", folder, OPENIPT_PUBLIC_URL=url), {})
    fill(running.variables, clients=clients)
    serve: Command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", ADDRESS, "--port", str(port), "--no-ws"]
    serve += ["--blocking-threads", "2", "--log-level", "warning", "clinic.wsgi:application"]
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, signal.default_int_handler)  # a closed terminal is a Ctrl-C
    commands: dict[str, Command] = {"server": serve, "worker": [PYTHON, "manage.py", "work"]}
    try:
        for name, command in commands.items():
            child = subprocess.Popen(command, cwd=ROOT, env=running.variables, start_new_session=True)
            running.children[name] = child
        wait_for_answer(f"{url}/account/login/", running.children)
        yield running
    finally:
        end(running.children)


def need_free_port(port: int) -> None:
    """Stop when something else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError:
            raise Stop(f"Port {port} is for administrators: choose another, python3 dev.py demo --port 8001.") from None
        except OSError:
            other = 8001 if port == 8000 else 8000
            raise Stop(f"Port {port} is in use: end what uses it, or python3 dev.py demo --port {other}.") from None


def wait_for_answer(url: str, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Come back when the address answers."""
    for _ in range(SECONDS_TO_ANSWER * 5):
        need_alive(children)
        try:
            fetch(url).close()
        except urllib.error.HTTPError as error:
            raise Stop(f"{url} answers {error.code}: the server's words are above.") from None
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Stop(f"{url} does not answer after {SECONDS_TO_ANSWER} s: its words are above.")


def fetch(url: str) -> http.client.HTTPResponse:
    """The answer of a server of ours, past any proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer: http.client.HTTPResponse = opener.open(url, timeout=20)
    return answer


def need_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Stop when the server or the worker has ended by itself."""
    for name, child in children.items():
        if child.poll() is not None:
            raise Stop(f"The {name} ended by itself (code {child.returncode}): its words are above.")


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """End every child, in the end by force."""
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


# --- the words --------------------------------------------------------------------------------------------------------


def words() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Work on OpenIPT. Everything goes into .venv and var/.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        text = (command.__doc__ or "").strip()
        part = commands.add_parser(command.__name__, help=text, description=text)
        part.set_defaults(command=command, takes_rest=command in (test, quick, bench))
        if command is demo:
            part.add_argument("--port", type=port_number, default=8000, metavar="N", help="where it listens (8000)")
            part.add_argument("--fresh", action="store_true", help="throw the old demonstration away first")
            part.add_argument("--clients", type=int, metavar="N", help="how many made-up clients")
            part.add_argument("--once", action="store_true", help="in a throw-away folder: start, look, say ok, end")
        if command is lock:
            part.add_argument("--upgrade", action="store_true", help="take the newest versions that are a week old")
    return parser


def port_number(text: str) -> int:
    """A port from 1 to 65535."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: it must be a whole number from 1 to 65535")
    return int(text)


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; its exit code."""
    parser = words()
    options, rest = parser.parse_known_args(arguments)
    options.rest = rest
    if options.rest and not options.takes_rest:
        parser.error(f"{options.command.__name__} does not know {' '.join(options.rest)}")
    try:
        return int(options.command(options))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
