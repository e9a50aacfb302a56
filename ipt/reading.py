"""Files or texts into definitions, each with its faults; nothing is judged here but form and place."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path

from attrs import frozen

from ipt.benchmark import Benchmark
from ipt.evidence import EvidenceSet
from ipt.framework import Framework
from ipt.measure import Measure
from ipt.norms import NormTable
from ipt.prior import Prior
from ipt.prompts import PromptSet
from ipt.protocol import Protocol
from ipt.strict import Fault, shown, structure
from ipt.vocabulary import Vocabulary
from ipt.wording import Wording
from ipt.words import Words

Shape = (
    Measure
    | Framework
    | Vocabulary
    | PromptSet
    | Protocol
    | EvidenceSet
    | Benchmark
    | NormTable
    | Prior
    | Wording
    | Words
)
SHAPES: dict[str, type[Shape]] = {
    "measures": Measure,
    "frameworks": Framework,
    "vocabulary": Vocabulary,
    "prompts": PromptSet,
    "protocols": Protocol,
    "evidence": EvidenceSet,
    "benchmarks": Benchmark,
    "norms": NormTable,
    "expected": Prior,
    "wordings/measures": Wording,
    "wordings/vocabulary": Words,
    "wordings/prompts": Words,
    "wordings/protocols": Words,
    "wordings/evidence": Words,
    "wordings/benchmarks": Words,
}
PLACE = re.compile(
    r"(?:^|/)(?:(?P<kind>measures|frameworks|vocabulary|prompts|protocols|evidence|benchmarks|norms|expected)"
    r"/(?P<id>[a-z0-9-]+)/(?P<version>[1-9][0-9]*)"
    r"|(?P<texts>wordings/(?:measures|vocabulary|prompts|protocols|evidence|benchmarks))/(?P<text_id>[a-z0-9-]+)"
    r"/(?P<text_version>[1-9][0-9]*)\.(?P<language>[A-Za-z-]+))"
    r"\.toml$"
)
RELEASED = "released.toml"


@frozen
class Definition:
    """One file: its place among the definitions (`name`), the label it came under, and its value unless broken."""

    name: str
    file: str
    digest: str
    value: Shape | None


def texts_at(*paths: Path) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """Every TOML file at or below these paths by its path, and a fault for each that is missing or cannot be read.

    The list of released digests of a folder is not one of them.
    """
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for path in paths:
        if not path.exists():
            faults.append(Fault(file=path.as_posix(), key="", expected="a file or a folder", came="nothing"))
            continue
        for file in sorted(path.rglob("*.toml")) if path.is_dir() else [path]:
            if file == path / RELEASED:
                continue
            try:
                texts[file.as_posix()] = file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                faults.append(Fault(file=file.as_posix(), key="", expected="a text in UTF-8", came="other bytes"))
    return texts, tuple(faults)


def read(texts: Mapping[str, str], *, anywhere: bool = False) -> tuple[tuple[Definition, ...], tuple[Fault, ...]]:
    """Definitions by label, and the faults of their form.

    A label ends in `<kind>/<id>/<version>.toml`, or `wordings/<kind>/<id>/<version>.<language>.toml`. With `anywhere` a
    file may lie in another place, as an author's draft does; its kind is then told from its keys, which those of words
    (`of`, `texts`) do not allow.
    """
    found: list[Definition] = []
    faults: list[Fault] = []
    for label, text in texts.items():
        definition, problems = _read_one(label, text=text, anywhere=anywhere)
        faults += problems
        if definition:
            found.append(definition)
    return tuple(found), tuple(faults)


def released(folder: Path) -> dict[str, str]:
    """The digests of published definitions by name, from the folder's `released.toml`; none without that file."""
    path = folder / RELEASED
    if not path.is_file():
        return {}
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: digest for name, digest in listed.items() if isinstance(digest, str)}


def changed(published: Mapping[str, str], *, definitions: Iterable[Definition]) -> tuple[Fault, ...]:
    """A fault for every published definition that is gone or says something else than when it was published."""
    now = {definition.name: definition for definition in definitions}
    faults = []
    for name, digest in sorted(published.items()):
        definition = now.get(name)
        if definition is None:
            faults.append(Fault(file=name, key="", expected="a published definition, which is kept", came="nothing"))
        elif definition.digest != digest:
            expected = "the content published under this version (a change gets a new version number)"
            faults.append(Fault(file=definition.file, key="version", expected=expected, came="a changed content"))
    return tuple(faults)


def _read_one(label: str, *, text: str, anywhere: bool) -> tuple[Definition | None, tuple[Fault, ...]]:
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return None, (Fault(file=label, key="", expected="a TOML file", came=f"a text that is none: {problem}"),)
    place = PLACE.search(label)
    kind = (place["kind"] or place["texts"]) if place else _kind_by_keys(parsed) if anywhere else None
    if kind is None:
        expected = "a path that ends in " + ", ".join(f"{kind}/<id>/<version>{_language(kind)}.toml" for kind in SHAPES)
        return None, (Fault(file=label, key="", expected=expected, came=shown(label)),)
    value, faults = structure(parsed, into=SHAPES[kind], file=label)
    if value is not None and place:
        faults = tuple(_misplaced(value, place=place, file=label))
    name = _name(kind, parsed=parsed, place=place)
    return Definition(name=name, file=label, digest=_digest(parsed), value=value), faults


def _language(kind: str) -> str:
    return ".<language>" if kind.startswith("wordings/") else ""


def _kind_by_keys(parsed: Mapping[str, object]) -> str | None:
    if "of" in parsed or "texts" in parsed:
        return None
    if "findings" in parsed:
        return "evidence"
    if "stretches" in parsed:
        return "benchmarks"
    if "lengths" in parsed or "tasks" in parsed:
        return "protocols"
    if "correlation" in parsed:
        return "expected"
    if "groups" in parsed:
        return "norms"
    if "prompts" in parsed:
        return "prompts"
    if "language" in parsed or "measure_id" in parsed:
        return "wordings/measures"
    if "words" in parsed:
        return "vocabulary"
    return "frameworks" if "rules" in parsed or "method" in parsed else "measures"


def _name(kind: str, *, parsed: Mapping[str, object], place: re.Match[str] | None) -> str:
    if place:
        return place[0].removeprefix("/")
    if kind.startswith("wordings"):
        return f"{kind}/{parsed.get('measure_id')}/{parsed.get('version')}.{parsed.get('language')}.toml"
    return f"{kind}/{parsed.get('id')}/{parsed.get('version')}.toml"


def _misplaced(value: Shape, *, place: re.Match[str], file: str) -> Iterable[Fault]:
    """A fault for each of id, version and language that differs from the file's own place."""
    if isinstance(value, Wording | Words):
        key, of = ("of", value.of) if isinstance(value, Words) else ("measure_id", value.measure_id)
        told = {key: of, "version": str(value.version), "language": value.language}
        lies = {key: place["text_id"], "version": place["text_version"], "language": place["language"]}
    else:
        told = {"id": value.id, "version": str(value.version)}
        lies = {"id": place["id"], "version": place["version"]}
    for key, said in told.items():
        if said != lies[key]:
            yield Fault(file=file, key=key, expected=f"{lies[key]}, as in the file's path", came=said)


def _digest(parsed: Mapping[str, object]) -> str:
    """SHA-256 of the parsed content as hex, so that comments and spaces do not count."""
    plain = json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)
    return hashlib.sha256(plain.encode()).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a definition.")
