"""What the machine gives the tests: the newest PostgreSQL, a browser under any of its names, or a clear word."""

import sys
from pathlib import Path

import pytest

from tests import machines


def test_the_newest_postgresql_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9", "14", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(machines, "POSTGRES_FOLDERS", (str(tmp_path),))

    assert machines.postgres_programs() == tmp_path / "15" / "bin"


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
def test_a_browser_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert machines.chromium() == str(tmp_path / name)


def test_the_browser_that_playwright_fetched_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    own.parent.mkdir(parents=True)
    own.touch(mode=0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(machines, "MAC_BROWSERS", ())

    assert machines.chromium() == str(own)


def test_a_machine_without_postgresql_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(machines, "POSTGRES_FOLDERS", ())

    code = machines.main([sys.executable, "-c", "pass"])

    assert code == 1
    assert capsys.readouterr().err == "PostgreSQL is not installed here (on Debian: apt-get install postgresql).\n"
