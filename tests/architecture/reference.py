"""The reference pages of all definitions, made from them: `python -m tests.architecture.reference` writes them."""

from collections.abc import Iterator

from ipt.framework import Framework, Rule
from ipt.library import shipped
from ipt.measure import Measure, Source
from tests.architecture import reference_evidence, reference_protocols
from tests.architecture.tree import ROOT, text

FOLDER = ROOT / "docs" / "reference"
HEAD = """# Definitions

Made from the definitions: `python3 dev.py fix` writes it.
A number that nobody has checked in a source is marked *not verified*.
"""


def page() -> str:
    """The page of measures, frameworks and the levels of concern."""
    library = shipped()
    parts = [HEAD, "## Measures\n", *(measure_part(measure) for measure in library.measures())]
    parts += ["## Frameworks\n", *(framework_part(framework) for framework in library.frameworks())]
    levels = library.vocabulary("concern-levels")
    rows = "\n".join(f"| {word.id} | {word.meaning} |" for word in levels.words)
    title = f"## Vocabulary `{levels.id}`, version {levels.version}\n"
    parts += [title, "| word | meaning |", "| --- | --- |", rows, ""]
    return "\n".join(parts)


def measure_part(measure: Measure) -> str:
    """One measure: how it is answered, range, bands, what is watched."""
    wording = shipped().wording(measure, "en")
    entry = f"{len(measure.scored_items)} items" if measure.has_items else "entered as a total"
    lines = [
        f"### {wording.title} (`{measure.id}`, version {measure.version})\n",
        f"{wording.full_title}. {entry.capitalize()}, {measure.low} to {measure.high}, {measure.better} is better.",
        f"Wording: {wording.licence}\n",
    ]
    if measure.bands:
        lines += ["| band | from | to | source |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {wording.bands[band.id]} | {band.low} | {band.high} | {band.source}{doubt(band.verified)} |"
            for band in measure.bands
        ]
        lines.append("")
    lines += [
        f"Watched: item {watch.item} ({watch.about}) at {watch.at_least} and above is *{watch.level}*"
        f" ({watch.source}{doubt(watch.verified)}).\n"
        for watch in measure.watch
    ]
    return "\n".join([*lines, *sources(measure.sources)])


def framework_part(framework: Framework) -> str:
    """One framework: cut-off and reliable change by measure."""
    rows = [rule_row(rule) for rule in framework.rules]
    head = f"### {framework.title} (`{framework.id}`, version {framework.version})\n"
    table = [
        "| measure | for whom | case at | reliable change | source |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]
    return "\n".join([head, *table, *sources(framework.sources)])


def rule_row(rule: Rule) -> str:
    """One measure of a framework in one row: for whom, and its numbers."""
    whom, numbers = rule.population or rule.problem or "", f"{number(rule.case_at)} | {number(rule.points)}"
    return f"| {rule.measure} | {whom} | {numbers} | {rule.source}{doubt(rule.verified)} |"


def sources(named: tuple[Source, ...]) -> list[str]:
    """Where the numbers come from."""
    return [f"- {source.id}: {source.text}" for source in named] + [""]


def number(value: float | None) -> str:
    """A number as written; a dash where there is none."""
    return "–" if value is None else f"{value:g}"


def doubt(verified: bool) -> str:
    """The mark of a number that was not checked."""
    return "" if verified else ", *not verified*"


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {
        "definitions.md": page(),
        "protocols.md": reference_protocols.page(),
        "evidence.md": reference_evidence.page(),
    }


def reference() -> Iterator[str]:
    """The pages are what the definitions say now."""
    for name, content in pages().items():
        if not (FOLDER / name).exists() or text(FOLDER / name) != content:
            yield f"docs/reference/{name} is not what the definitions say: run `python3 dev.py fix`."


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file_name, content in pages().items():
        (FOLDER / file_name).write_text(content, encoding="utf-8")
