"""The reference page of protocols, sheets and vocabularies, made from them."""

from collections.abc import Iterable

from ipt.library import shipped
from ipt.measure import Source
from ipt.prompts import Prompt, PromptSet
from ipt.protocol import Length, Protocol, Rule, Task
from ipt.suited import SuitedMeasure
from ipt.vocabulary import Vocabulary, Word
from ipt.words import Words

HEAD = """# Protocols, sheets and vocabularies

Made from the definitions: `python3 dev.py fix` writes it.
*S*: read in the source named. *BK*: known from the literature, not read again. *INF*: our default, which a clinician
may change.
"""
LEVELS = "concern-levels"


def page() -> str:
    """The whole page."""
    library = shipped()
    words = sorted({name.split("/")[1] for name in library.definitions if name.startswith("vocabulary/")} - {LEVELS})
    parts = [HEAD, "## Protocols\n", *(protocol_part(one) for one in library.protocols())]
    parts += ["## Sheets\n", *(sheet_part(one) for one in library.prompt_sets())]
    parts += ["## Vocabularies\n", *(vocabulary_part(library.vocabulary(one)) for one in words)]
    return "\n".join(parts)


def protocol_part(protocol: Protocol) -> str:
    """One protocol: lengths, tasks, measures, rules."""
    words = shipped().words(protocol, "en")
    state = "switched on" if protocol.is_on else "switched off"
    lines = [f"### {words.title} (`{protocol.id}`, version {protocol.version}, {state})\n", words.about]
    lines += [f"Edition: {protocol.edition}", f"Evidence: {protocol.evidence}\n"]
    lines += table("length", "sessions (fewest–most)", "minutes", "days apart", "phases", "review", "source")
    lines += [length_row(length, words=words) for length in protocol.lengths]
    lines += ["", *table("task", "phase", "done when", "due", "source")]
    lines += [task_row(task, words=words) for task in protocol.tasks]
    lines += ["", *table("measure", "when", "answered by")]
    lines += [
        f"| {asked.measure}{', the main one' if asked.is_main else ''} | {spaced(asked.rhythm)}"
        f"{f' ({asked.weeks})' if asked.weeks else ''} | {asked.answered_by} |"
        for asked in protocol.measures
    ]
    if protocol.suited_measures:
        lines += ["", *table("measure that suits", "whom", "when", "source")]
        lines += [suited_row(suited) for suited in protocol.suited_measures]
    if protocol.rules:
        lines += ["", *table("rule", "looks at", "suggests", "source")]
        lines += [rule_row(rule, words=words) for rule in protocol.rules]
    return "\n".join([*lines, "", *sources(protocol.sources)])


def length_row(length: Length, *, words: Words) -> str:
    """One length in one row."""
    phases = ", ".join(f"{words[f'phase.{one.phase}']} {one.first}–{one.last}" for one in length.phases)
    n_sessions = f"{length.n_sessions} ({length.fewest}–{length.most})"
    days = "/".join(dict.fromkeys(str(one.interval_days or length.interval_days) for one in length.phases))
    name = f"{words[f'length.{length.id}']}{', usual' if length.is_usual else ''}"
    return row(name, n_sessions, length.minutes, days, phases, length.midpoint or "–", cited(length))


def task_row(task: Task, *, words: Words) -> str:
    """One task in one row."""
    done = f"`{task.done_when}`" + (f" at least {task.at_least}" if task.at_least else "")
    due = "optional" if task.is_optional else spaced(task.due)
    return row(words[f"task.{task.id}"], words[f"phase.{task.phase}"], done, due, cited(task))


def rule_row(rule: Rule, *, words: Words) -> str:
    """One rule in one row: what it says, and the numbers it looks at."""
    numbers = [f"{rule.points} points" if rule.points else "", f"{rule.percent} %" if rule.percent else ""]
    sessions = f"sessions {rule.from_session}–{rule.to_session or '…'}" if rule.from_session else rule.at or ""
    looked = ", ".join(part for part in (rule.measure, spaced(rule.kind), *numbers, sessions) if part)
    return row(words[f"rule.{rule.id}"], looked, spaced(rule.suggests), cited(rule))


def suited_row(suited: SuitedMeasure) -> str:
    """One measure that a clinician may add, in one row: for whom, and when."""
    whom = ", ".join(spaced(name) for name in (*suited.areas, *suited.people, *suited.conditions)) or "everybody"
    return row(suited.measure, whom, ", ".join(spaced(when) for when in suited.when), cited(suited))


def sheet_part(prompt_set: PromptSet) -> str:
    """One sheet: what is asked, how it is filled in, who never sees it."""
    words = shipped().words(prompt_set, "en")
    lines = [f"### {words.title} (`{prompt_set.id}`, version {prompt_set.version})\n"]
    lines += [f"{words.about}\n"] if words.about else []
    lines += table("prompt", "in words", "kind", "source")
    lines += [
        row(f"`{prompt.id}`", words[prompt.id], ", ".join(kinds(prompt)), cited(prompt))
        for prompt in prompt_set.prompts
    ]
    return "\n".join([*lines, "", *sources(prompt_set.sources)])


def kinds(prompt: Prompt) -> Iterable[str]:
    """How a prompt is filled in, and its marks."""
    yield spaced(prompt.kind)
    if prompt.is_needed:
        yield "needed"
    if prompt.is_private:
        yield "*private*"


def vocabulary_part(vocabulary: Vocabulary) -> str:
    """One vocabulary: its words and what they mean; for a problem area its goals and strategies too."""
    words = shipped().words(vocabulary, "en")
    lines = [f"### {words.title} (`{vocabulary.id}`, version {vocabulary.version})\n", f"{vocabulary.source}\n"]
    lines += table("word", "in words", "more", "source")
    lines += [
        row(f"`{word.id}`", words[word.id], words.get(f"{word.id}.about"), cited_word(word))
        for word in vocabulary.words
    ]
    lines.append("")
    for word in vocabulary.words:
        lines += area_lines(word, words=words)
    return "\n".join(lines)


def cited_word(word: Word) -> str:
    """Where a word comes from; nothing for one that the project has set, as its vocabulary says."""
    return f"{word.source}, *{word.tag}*" if word.source else ""


def area_lines(word: Word, *, words: Words) -> list[str]:
    """The goals and strategies of a problem area; nothing for another word."""
    if not word.goals:
        return []
    goals = "; ".join(words[f"{word.id}.goal.{goal}"] for goal in word.goals)
    strategies = "; ".join(words[f"{word.id}.strategy.{strategy}"] for strategy in word.strategies)
    return [f"- {words[word.id]}. Goals: {goals}. Strategies: {strategies}.", ""]


def table(*columns: str) -> list[str]:
    """The two lines that begin a table."""
    return [row(*columns), row(*["---"] * len(columns))]


def row(*cells: object) -> str:
    """One line of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def cited(one: Length | Task | Rule | Prompt | SuitedMeasure) -> str:
    """Where a row comes from, and how far it was read."""
    return f"{one.source}, *{one.tag}*"


def spaced(name: str) -> str:
    """An id as words."""
    return name.replace("_", " ")


def sources(named: tuple[Source, ...]) -> list[str]:
    """Where the numbers come from."""
    return [f"- {source.id}: {source.text}" for source in named] + [""]
