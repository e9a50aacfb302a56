"""A wording as a TOML text: the template to fill in, and what somebody typed into the form."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import evolve

from ipt.measure import Item, Measure
from ipt.wording import Option, Wording

LINES = ("title", "full_title", "instruction", "time_frame", "not_applicable", "copyright", "licence", "source")
HELD = "Shown by this service under a licence from the owner."
NAMES = ("bands", "scales", "cases", "patterns", "targets")
HOW_TO = """\
# The wording of {title} in one language, as your licence allows you to show it.
# Write between the quotes, exactly as the form has it; a reworded questionnaire is another questionnaire.
# Change `language` when it is not English (de, pt-BR …). Names below are ours: translate them, or leave them.
"""


def shared_values(measure: Measure) -> tuple[int, ...]:
    """The values that most questions are answered with; none where every question is answered in its own way."""
    counts = Counter(item.values for item in measure.items if item.values)
    values, n = counts.most_common(1)[0] if counts else ((), 0)
    return values if n > 1 or len(measure.items) == 1 else ()


def answered_apart(measure: Measure) -> tuple[Item, ...]:
    """Questions with answers of their own, beside those that share theirs."""
    shared = shared_values(measure)
    return tuple(item for item in measure.items if item.values and item.values != shared)


def template(measure: Measure, *, names: Wording, language: str) -> str:
    """A text to fill in: every question and answer that the measure has, and the names that are here already."""
    blank = evolve(
        names,
        version=measure.version,
        language=language,
        licence=HELD,
        source="",
        items={item.id: "" for item in measure.items},
        options=without_words(shared_values(measure)),
        item_options={item.id: without_words(item.values) for item in answered_apart(measure)},
    )
    return HOW_TO.format(title=names.title) + toml(blank)


NORMS_HOW_TO = """\
# Norms of {title}, from the manual that you are licensed to use. A group is one scale for one sex and some grades:
# either its mean and sd, or a table: points = [{{ raw = 0, t = 35 }}, {{ raw = 1, t = 37 }}]
# sex = "woman" or "man" (leave it out: both); grades = [3, 4] (leave it out: every grade). Copy [[groups]] for each.
"""


def norms_template(measure: Measure) -> str:
    """A text to fill in: a group for each scale of the measure that has norms."""
    scales = measure.norms.scales if measure.norms else ()
    lines = [f"id = {quoted(measure.id)}", "version = 1", f"licence = {quoted(HELD)}"]
    lines += ["", "[[sources]]", 'id = "manual"', 'text = ""']
    for scale in scales:
        lines += ["", "[[groups]]", f"scale = {quoted(scale)}", 'sex = "woman"', "grades = []", 'source = "manual"']
        lines += ["mean = ", "sd = "]
    return NORMS_HOW_TO.format(title=measure.id) + "\n".join(lines) + "\n"


def without_words(values: Iterable[int]) -> tuple[Option, ...]:
    """Answers that still have no words."""
    return tuple(Option(value=value, label="") for value in values)


def toml(wording: Wording) -> str:
    """The wording as ipt reads it; texts that are empty and may stay away are left out."""
    lines = [
        f"measure_id = {quoted(wording.measure_id)}",
        f"version = {wording.version}",
        f"language = {quoted(wording.language)}",
    ]
    needed = ("title", "full_title", "instruction", "licence", "source")
    lines += [f"{key} = {quoted(getattr(wording, key))}" for key in LINES if getattr(wording, key) or key in needed]
    if wording.options:
        lines += ["", f"options = {answers(wording.options)}"]
    lines += table("items", {key: quoted(text) for key, text in wording.items.items()})
    lines += table("item_options", {key: answers(options) for key, options in wording.item_options.items()})
    for key in NAMES:
        lines += table(key, {name: quoted(text) for name, text in getattr(wording, key).items()})
    return "\n".join(lines) + "\n"


def table(key: str, rows: Mapping[str, str]) -> list[str]:
    """One table of the text, or nothing."""
    return ["", f"[{key}]", *(f"{quoted(name)} = {value}" for name, value in rows.items())] if rows else []


def answers(options: Iterable[Option]) -> str:
    """Answers with their values, one a line."""
    rows = [f"  {{ value = {option.value}, label = {quoted(option.label)} }}," for option in options]
    return "\n".join(["[", *rows, "]"])


def quoted(text: str) -> str:
    """A text in quotes: what JSON escapes TOML reads alike, but for one sign that it wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
