"""The reference page of evidence and benchmarks, made from them."""

from ipt.benchmark import Benchmark, Share, Stretch
from ipt.evidence import EvidenceSet, TrialFinding
from ipt.library import shipped
from ipt.words import Words

HEAD = """# Evidence and benchmarks

Made from the definitions: `python3 dev.py fix` writes it.
A figure that nobody has checked in its source is marked *not verified*; each grade is our judgement, for a clinical
lead to confirm. g and d above 0 favour IPT, ratios are IPT over the comparison, and *beside* is the same number in the
comparison.
"""
NAMES = {"odds_ratio": "odds ratio", "risk_ratio": "risk ratio", "hazard_ratio": "hazard ratio"}


def page() -> str:
    """The whole page."""
    library = shipped()
    grades = library.words(library.vocabulary("evidence-grades"), "en")
    parts = [HEAD, "## Grades\n", "| grade | means |", "| --- | --- |"]
    parts += [
        f"| {grades[one.id]} | {grades[f'{one.id}.about']} |" for one in library.vocabulary("evidence-grades").words
    ]
    parts += ["", "## Evidence\n", *(evidence_part(one, grades=grades) for one in library.evidence())]
    parts += ["## Benchmarks\n", *(benchmark_part(one) for one in library.benchmarks())]
    return "\n".join(parts)


def evidence_part(evidence: EvidenceSet, *, grades: Words) -> str:
    """One set: its grade, what is said to either reader, and its findings with their sources."""
    words = shipped().words(evidence, "en")
    confirmed = "confirmed" if evidence.is_confirmed else "not confirmed yet"
    of = ", ".join((*evidence.conditions, *evidence.people, *evidence.formats)).replace("_", " ")
    lines = [f"### {words.title} (`{evidence.id}`, version {evidence.version})\n"]
    lines += [f"**{grades[evidence.grade]}** ({confirmed}, weighed on {evidence.weighed_on}): {of}.\n"]
    lines += [f"{words['said']}\n", f"> {words['client']}\n"]
    lines += ["| finding | value | 95 % interval | beside | trials | people | source |", "| --- " * 7 + "|"]
    lines += [finding_row(one, text=words[f"finding.{one.id}"]) for one in evidence.findings]
    sources = [f"- {one.id}: {one.text}, {one.year}. {one.address}".rstrip() for one in evidence.sources]
    return "\n".join([*lines, "", *sources, ""])


def finding_row(finding: TrialFinding, *, text: str) -> str:
    """One finding in one row."""
    value, other = told(finding.value, finding), "–" if finding.other is None else told(finding.other, finding)
    span = "–" if finding.low is None else f"{told(finding.low, finding)} to {told(finding.high or 0.0, finding)}"
    name = NAMES.get(finding.kind, finding.kind)
    doubt = "" if finding.verified else ", *not verified*"
    counts = f"{finding.n_studies or '–'} | {finding.n_people or '–'}"
    return f"| {text} | {name} {value} | {span} | {other} | {counts} | {finding.source}{doubt} |"


def told(value: float, finding: TrialFinding) -> str:
    """A rate as a percentage, any other number as it is."""
    return f"{100 * value:.3g} %" if finding.kind == "rate" else f"{value:g}"


def benchmark_part(benchmark: Benchmark) -> str:
    """One benchmark: what it may not be read as, and its shares by stretch of time."""
    words = shipped().words(benchmark, "en")
    ids = dict.fromkeys(share.id for stretch in benchmark.stretches for share in stretch.shares)
    lines = [f"### {words.title} (`{benchmark.id}`, version {benchmark.version})\n"]
    lines += [f"{words.about} {words['caution']}\n".lstrip()]
    lines += ["| " + " | ".join(["", *(words[f"share.{one}"] for one in ids)]) + " |", "| --- " * (len(ids) + 1) + "|"]
    lines += [stretch_row(one, ids=list(ids), words=words) for one in benchmark.stretches]
    sources = [f"- {one.id}: {one.text}" for one in benchmark.sources]
    return "\n".join([*lines, "", *([f"{benchmark.attribution}\n"] if benchmark.attribution else []), *sources, ""])


def stretch_row(stretch: Stretch, *, ids: list[str], words: Words) -> str:
    """One stretch of time in one row; a dash where it has no such share."""
    name = words.get(f"stretch.{stretch.id}", stretch.id)
    return "| " + " | ".join([name, *(share_cell(stretch.share(one)) for one in ids)]) + " |"


def share_cell(share: Share | None) -> str:
    """A percentage with its counts or its interval."""
    if share is None:
        return "–"
    counts = f" ({share.n:,} of {share.of:,})" if share.n is not None else ""
    span = f" ({share.low:g} to {share.high:g})" if share.low is not None else ""
    return f"{share.percent:.1f} %{counts}{span}{'' if share.verified else ', *not verified*'}"
