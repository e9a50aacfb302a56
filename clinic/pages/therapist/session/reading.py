"""A note as it is read: its prompts in words."""

from typing import Any

from clinic.definitions.library import library
from clinic.pages.prompted import PromptRow, rows
from ipt.prompts import Value


def reading(note: Any, values: dict[str, Value] | None = None) -> list[PromptRow]:
    """What a note (or another text of it) holds."""
    prompts = library().prompts(note.prompts, note.version)
    return rows(prompts, library().words(prompts, "en"), note.values if values is None else values)
