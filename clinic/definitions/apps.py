"""Checks every definition when the server starts."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from clinic.definitions.in_use import not_ready
from clinic.definitions.library import library
from ipt.library import DefinitionError

OFF = "Leave `is_on = false` in its file until everything it needs is there."


def check_definitions(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A faulty definition stops the start, with file, key, what was expected and what came; so does one that is
    switched on and that no course can be run with.
    """
    try:
        known = library()
    except DefinitionError as faults:
        return [Error(str(faults), hint="`python -m ipt check FILE` looks at one file.", id="definitions.E1")]
    return [
        Error(f"The protocol {one.id} is switched on and cannot be run. {why}", hint=OFF, id="definitions.E2")
        for one in known.protocols()
        if one.is_on
        for why in not_ready(one)
    ]


class DefinitionsConfig(AppConfig):
    """No tables."""

    name = "clinic.definitions"
    label = "definitions"

    def ready(self) -> None:
        register(check_definitions)
