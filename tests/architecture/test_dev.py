"""dev.py tells each trouble in one sentence with the way out, and leaves real installations alone."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests import machines
from tests.architecture.tree import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """dev.py and what it needs in a folder of its own, without a .venv."""
    locks = [f"requirements/{name}.txt" for name in ("app", "analytics", "dev")]
    for name in ("dev.py", "tests/machines.py", *locks):
        (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "clone" / name)
    return tmp_path / "clone"


def say(*words: str, folder: Path = ROOT, **variables: str) -> tuple[int, str, str]:
    """Exit code, output and errors of `dev.py` with these words."""
    done = subprocess.run(
        [sys.executable, "dev.py", *words],
        cwd=folder,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr.strip()


def stub(folder: Path, *, name: str, content: str) -> Path:
    """A file that a child meets before the real thing; its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    (folder / name).chmod(0o755)
    return folder


def test_a_port_in_use_is_told_in_one_sentence_with_a_free_one_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code, output, errors = say("demo", "--port", str(port))

    assert (code, output) == (1, "")
    assert errors == f"Port {port} is in use: end what uses it, or python3 dev.py demo --port 8000."


@pytest.mark.parametrize("port", ["0", "65536", "-1", "web"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    code, _, errors = say("demo", f"--port={port}")

    assert code == 2
    assert errors.splitlines()[-1].endswith("it must be a whole number from 1 to 65535")


def test_a_python_without_venv_is_told_with_the_package_to_install(clone: Path, tmp_path: Path) -> None:
    broken = stub(tmp_path / "broken", name="ensurepip.py", content="raise ImportError")

    code, output, errors = say("quick", folder=clone, PYTHONPATH=str(broken), PATH=str(broken))

    assert (code, output) == (1, "")
    assert "has no venv module: install it (Debian, Ubuntu: apt-get install python3-venv)" in errors
    assert len(errors.splitlines()) == 1


def test_a_python_too_old_is_told_before_anything_newer_is_read(clone: Path, tmp_path: Path) -> None:
    old = stub(
        tmp_path / "old", name="sitecustomize.py", content="import sys\nsys.version_info = (3, 9, 2, 'final', 0)\n"
    )

    code, output, errors = say("check", folder=clone, PYTHONPATH=str(old))

    assert (code, output) == (1, "")
    assert errors == "OpenIPT needs Python 3.11, 3.12 or 3.13; this is 3.9. Start dev.py with one of these."


def test_a_failed_installation_is_told_and_tried_again_next_time(clone: Path, tmp_path: Path) -> None:
    failing = stub(tmp_path / "bin", name="uv", content='#!/bin/sh\n[ "$1" = venv ] || exit 1\n')

    code, _, errors = say("check", folder=clone, PATH=f"{failing}{os.pathsep}{os.defpath}")

    assert (code, errors) == (1, "Installing failed: see to the connection and run it again.")
    assert not (clone / ".venv" / "installed").exists()


def test_no_browser_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    empty = stub(tmp_path / "bin", name="python", content="#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(dev, "PYTHON", empty / "python")
    monkeypatch.setattr(machines, "MAC_BROWSERS", ())

    with pytest.raises(dev.Stop, match=r"need Chromium or Chrome on the PATH.*: install one\.$"):
        dev.see_to_browser()

    assert capfd.readouterr().out == "No browser here yet: fetching Chromium …\n"


def test_an_unknown_word_is_refused_where_no_other_program_takes_it() -> None:
    code, _, errors = say("demo", "--frehs")

    assert code == 2
    assert errors.endswith("demo does not know --frehs")


def test_nothing_of_a_real_installation_reaches_the_demonstration_or_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENIPT_DATABASE", "postgresql://real")
    monkeypatch.setenv("OPENIPT_TEST_DATABASE", "postgresql://private")

    variables = dev.surroundings("demonstration", Path("var/demo"))

    ours = {name: value for name, value in variables.items() if name.startswith("OPENIPT_")}
    assert ours == {
        "OPENIPT_MODE": "demonstration",
        "OPENIPT_VAR": "var/demo",
        "OPENIPT_TEST_DATABASE": "postgresql://private",
    }


def test_a_server_that_ends_by_itself_ends_the_demonstration_with_a_sentence() -> None:
    child = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    child.wait()

    with pytest.raises(dev.Stop, match=r"^The server ended by itself \(code 3\): its words are above\.$"):
        dev.need_alive({"server": child})


def test_a_child_that_does_not_want_to_end_is_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    dev.end({"worker": child})

    assert child.returncode is not None


def test_only_what_has_changed_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    locks = {name: tmp_path / f"{name}.txt" for name in ("app", "dev")}
    for file in locks.values():
        file.write_text("a==1")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "REQUIREMENTS", locks)
    monkeypatch.setattr(dev, "run", lambda command, *, otherwise: started.append(command))

    dev.prepare("app", "dev")
    dev.prepare("app")
    dev.prepare("app", "dev")
    assert len(started) == 1

    locks["app"].write_text("a==2")
    dev.prepare("app")
    locks["app"].write_text("a==1")
    dev.prepare("app")
    assert len(started) == 3
