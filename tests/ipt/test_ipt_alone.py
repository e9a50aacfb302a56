"""ipt stands alone: importing it loads neither Django nor the analytics packages."""

import subprocess
import sys

import pytest

FOREIGN = ("django", "clinic", "ibis", "duckdb", "numpy", "scipy", "pandas")


@pytest.mark.parametrize("module", ["ipt", "ipt.__main__"])
def test_importing_ipt_loads_no_framework(module: str) -> None:
    code = f"import sys, {module}; print([name for name in sys.modules if name.split('.')[0] in {FOREIGN!r}])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"
