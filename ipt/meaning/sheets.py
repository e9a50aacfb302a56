"""What a sheet of prompts must mean: each prompt once, choices where there is one to make, sources that are listed."""

from collections.abc import Iterator

from ipt.meaning.problem import Problem, one_of, twice
from ipt.prompts import Prompt, PromptSet
from ipt.strict import shown


def prompt_set_problems(prompt_set: PromptSet) -> Iterator[Problem]:
    """Everything that does not hold together in a prompt set."""
    yield from twice("sources", ids=[source.id for source in prompt_set.sources])
    yield from twice("prompts", ids=[prompt.id for prompt in prompt_set.prompts])
    if not prompt_set.prompts:
        yield "prompts", "at least one", "none"
    known = [source.id for source in prompt_set.sources]
    for index, prompt in enumerate(prompt_set.prompts):
        if prompt.source not in known:
            yield f"prompts[{index}].source", one_of(known), shown(prompt.source)
        yield from _prompt_problems(prompt, key=f"prompts[{index}]")


def _prompt_problems(prompt: Prompt, *, key: str) -> Iterator[Problem]:
    if "." in prompt.id or not prompt.id:
        yield f"{key}.id", "a word without a dot", shown(prompt.id)
    if (prompt.kind in ("choice", "choices")) != bool(prompt.choices):
        came = f"{len(prompt.choices)} for {prompt.kind}"
        yield f"{key}.choices", "choices for choice and choices, none otherwise", came
    yield from twice(f"{key}.choices", ids=prompt.choices)
    if "hint" in prompt.choices:
        yield f"{key}.choices", "any other word: hint is the key of the hint's text", shown("hint")
    if prompt.low >= prompt.high:
        yield f"{key}.high", f"a whole number above low, {prompt.low}", str(prompt.high)
