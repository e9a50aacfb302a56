"""Every test that the safety documents name is there."""

import ast
import re

import pytest

from tests.architecture.tree import ROOT, text, under

pytestmark = pytest.mark.quick
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)")


def test_every_test_that_a_hazard_names_exists() -> None:
    missing = []
    for page in under("docs/safety"):
        for path, name in NAMED.findall(text(page)):
            file = ROOT / path
            if not file.exists() or name not in functions(file.read_text(encoding="utf-8")):
                missing.append(f"{page.name}: {path}::{name}")

    assert missing == []


def functions(source: str) -> set[str]:
    """Names of the functions and classes in a module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)}
