"""Sheets of prompts: what may be written down on one, and the values that are fit to keep."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from ipt.measure import Source

Value = str | int | bool | list[str]
Kind = Literal["line", "text", "choice", "choices", "yes_no", "scale", "day"]
LONGEST = {"line": 300, "text": 20_000}  # characters


@frozen
class Prompt:
    """One field of a sheet. A private one is a judgement or about safety, and never on the client's side.

    A scale runs from `low` to `high`, both included.
    """

    id: str
    kind: Kind
    source: str
    tag: Literal["S", "BK", "INF"]
    choices: tuple[str, ...] = ()
    is_private: bool = False
    is_needed: bool = False
    low: int = 0
    high: int = 10


@frozen
class PromptSet:
    """The prompts of one sheet, in order."""

    id: str
    version: int
    sources: tuple[Source, ...]
    prompts: tuple[Prompt, ...]

    def prompt(self, prompt_id: str) -> Prompt:
        """The prompt with this id; LookupError names the sheet and what it has."""
        for prompt in self.prompts:
            if prompt.id == prompt_id:
                return prompt
        raise LookupError(f"{self.id} has no prompt {prompt_id}; it has {', '.join(one.id for one in self.prompts)}.")

    @property
    def for_client(self) -> tuple[Prompt, ...]:
        """The prompts that may be on the client's side: all but the private ones."""
        return tuple(prompt for prompt in self.prompts if not prompt.is_private)


class PromptError(ValueError):
    """A value that a prompt does not take: `prompt` is the field's id, `way_out` the sentence for the person."""

    def __init__(self, prompt: str, *, way_out: str) -> None:
        self.prompt = prompt
        self.way_out = way_out
        super().__init__(f"{prompt}: {way_out}")


def cleaned(prompt_set: PromptSet, values: Mapping[str, object]) -> dict[str, Value]:
    """The values fit to keep, in the order of the sheet, without those that hold nothing.

    A value may come as it is kept or as a form sends it: "yes" and "no" for a truth, digits for a number. A day is kept
    as an ISO date. PromptError for the first that does not fit, that is unknown, or that is needed and missing.
    """
    for name in values:
        if name not in {prompt.id for prompt in prompt_set.prompts}:
            raise PromptError(name, way_out=f"This field is not on the sheet {prompt_set.id}; leave it out.")
    kept: dict[str, Value] = {}
    for prompt in prompt_set.prompts:
        value = values.get(prompt.id)
        value = value.strip() if isinstance(value, str) else value
        if _is_nothing(value):
            if prompt.is_needed:
                raise PromptError(prompt.id, way_out="Fill this in; it is needed.")
            continue
        kept[prompt.id] = _fit(prompt, value)
    return kept


def filled(values: Mapping[str, object]) -> tuple[str, ...]:
    """The ids of the prompts that hold something; a no and a zero are something, an empty text is not."""
    return tuple(name for name, value in values.items() if not _is_nothing(value))


def without_private(prompt_set: PromptSet, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values that may be on the client's side; what the sheet does not know is left out too."""
    return {prompt.id: values[prompt.id] for prompt in prompt_set.for_client if prompt.id in values}


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, list) and not value)


def _fit(prompt: Prompt, value: object) -> Value:
    match prompt.kind:
        case "line" | "text":
            return _text(prompt, value)
        case "choice":
            return _choice(prompt, value)
        case "choices":
            return _choices(prompt, value)
        case "yes_no":
            return _truth(prompt, value)
        case "scale":
            return _number(prompt, value)
        case "day":
            return _day(prompt, value)


def _text(prompt: Prompt, value: object) -> str:
    longest = LONGEST[prompt.kind]
    if not isinstance(value, str):
        raise PromptError(prompt.id, way_out="Write it in words.")
    if len(value) > longest:
        raise PromptError(prompt.id, way_out=f"Use at most {longest} characters; {len(value)} came.")
    if prompt.kind == "line" and len(value.splitlines()) > 1:
        raise PromptError(prompt.id, way_out="Write it on one line.")
    return value


def _choice(prompt: Prompt, value: object) -> str:
    if not isinstance(value, str) or value not in prompt.choices:
        raise PromptError(prompt.id, way_out=f"Choose one of {', '.join(prompt.choices)}.")
    return value


def _choices(prompt: Prompt, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or any(one not in prompt.choices for one in value):
        raise PromptError(prompt.id, way_out=f"Choose any of {', '.join(prompt.choices)}.")
    return [choice for choice in prompt.choices if choice in value]


def _truth(prompt: Prompt, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("yes", "no"):
        raise PromptError(prompt.id, way_out="Choose yes or no.")
    return value == "yes"


def _number(prompt: Prompt, value: object) -> int:
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,9}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not prompt.low <= value <= prompt.high:
        raise PromptError(prompt.id, way_out=f"Give a whole number from {prompt.low} to {prompt.high}.")
    return value


def _day(prompt: Prompt, value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise PromptError(prompt.id, way_out="Give a day such as 2026-05-01.") from None
