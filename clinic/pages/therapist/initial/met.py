"""Where two texts of one sheet met: what the other one says differently, to stand beside what was typed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.prompted import PromptForm, PromptRow, rows
from ipt.prompts import PromptSet, Value


def differing(prompts: PromptSet, *, theirs: Mapping[str, Value], typed: PromptForm) -> list[PromptRow]:
    """The prompts in which the other text differs from the typed one; “nothing” where the other holds none."""
    words = library().words(prompts, "en")
    mine = typed.texts() if typed.is_valid() else {}
    held = {row.id: row for row in rows(prompts, words, theirs)}
    return [
        held.get(prompt.id)
        or PromptRow(id=prompt.id, label=words[prompt.id], value=_("nothing"), is_private=prompt.is_private)
        for prompt in prompts.prompts
        if theirs.get(prompt.id) != mine.get(prompt.id)
    ]
