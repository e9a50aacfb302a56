"""Checks every definition when the server starts."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from clinic.definitions.library import library
from ipt.library import DefinitionError


def check_definitions(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A faulty definition stops the start, with file, key, what was expected and what came."""
    try:
        library()
    except DefinitionError as faults:
        return [Error(str(faults), hint="`python -m ipt check FILE` looks at one file.", id="definitions.E1")]
    return []


class DefinitionsConfig(AppConfig):
    """No tables."""

    name = "clinic.definitions"
    label = "definitions"

    def ready(self) -> None:
        register(check_definitions)
