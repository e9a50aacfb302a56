"""The examples in ipt's docstrings are run."""

import doctest
import importlib
import pkgutil

import pytest

import ipt

pytestmark = pytest.mark.quick

MODULES = [module.name for module in pkgutil.walk_packages(ipt.__path__, "ipt.") if module.name != "ipt.__main__"]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_say_the_truth(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))

    assert outcome.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)

    assert sum(len(finder.find(importlib.import_module(name))) for name in MODULES) >= 8
