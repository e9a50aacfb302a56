"""What a fresh Python loads: ipt without Django or the packages of the analysts, the web without the latter."""

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT

HEAVY = ("duckdb", "ibis", "numpy", "pandas", "polars", "pyarrow", "scipy")
WEB = ("django", "allauth", "granian", "clinic")


def loaded_by(statement: str, *, names: tuple[str, ...], folder: Path) -> list[str]:
    """Which of the named packages are loaded after the statement."""
    program = f"import sys\n{statement}\nprint(*(name for name in {names!r} if name in sys.modules))"
    variables = os.environ | {"OPENIPT_MODE": "test", "OPENIPT_VAR": str(folder)}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_ipt_loads_neither_django_nor_the_packages_of_the_analysts(tmp_path: Path) -> None:
    modules = [module.name for module in pkgutil.iter_modules([str(ROOT / "ipt")]) if module.name != "outcomes"]

    found = loaded_by(f"import {', '.join(f'ipt.{name}' for name in modules)}", names=WEB + HEAVY, folder=tmp_path)

    assert found == []


def test_a_web_worker_loads_none_of_the_packages_of_the_analysts(tmp_path: Path) -> None:
    found = loaded_by("import clinic.wsgi, clinic.urls", names=("django", *HEAVY), folder=tmp_path)

    assert found == ["django"]
