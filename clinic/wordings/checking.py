"""A text that a site brings: read from bytes, and checked against its measure before anything is kept."""

import re
import tomllib

from attrs import evolve

from clinic.definitions.library import faults_of_text, files, is_open
from clinic.definitions.use import DeclaredUse
from ipt.library import Library, WordingMissing
from ipt.measure import Measure
from ipt.strict import Fault
from ipt.wording import Wording

MOST_BYTES = 200_000  # the longest questionnaire here has some 10,000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")  # en, pt-BR


class CannotKeep(ValueError):
    """A wording that is not kept; the message says why and what to do, `faults` hold every place to put right."""

    def __init__(self, message: str, *, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark; CannotKeep says what the file is instead."""
    if len(raw) > MOST_BYTES:
        most = f"{MOST_BYTES // 1000:,} kB"
        raise CannotKeep(f"The file is larger than {most}. A wording is a short text: choose the right file.")
    if not raw.strip():
        raise CannotKeep("The file is empty: fill in the template and choose it again.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotKeep("The file is in UTF-16: save it as “UTF-8” in your editor, and choose it again.")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise CannotKeep(
            f"Line {line} of the file is not in UTF-8: save it as “UTF-8”, and choose it again."
        ) from fault


def checked(text: str, *, measure: Measure, use: DeclaredUse | None) -> str:
    """The language of a text that may stand for this measure; CannotKeep with every fault, or with why it may not."""
    language = language_of(text)
    refuse_reworded(measure, language=language, use=use)
    name = f"wordings/measures/{measure.id}/{measure.version}.{language}.toml"
    faults = faults_of_text(name, text) or left_empty(read(name, text))
    if faults:
        raise CannotKeep(put_right(len(faults)), faults=tuple(evolve(one, file="") for one in faults))
    return language


def checked_norms(text: str, *, measure: Measure) -> int:
    """The version of a table of norms that may stand for this measure; CannotKeep with every fault."""
    if measure.norms is None:
        raise CannotKeep(f"{title_of(measure)} has no scales with norms, so there is no table to add.")
    version = parsed(text).get("version")
    if type(version) is not int or not 0 < version < 1000:
        raise CannotKeep(put_right(1), faults=(Fault("", "version", "a whole number from 1", repr(version)),))
    if faults := faults_of_text(f"norms/{measure.id}/{version}.toml", text):
        raise CannotKeep(put_right(len(faults)), faults=tuple(evolve(one, file="") for one in faults))
    return version


def put_right(n: int) -> str:
    """How many places there are."""
    places = "one place does" if n == 1 else f"{n} places do"
    return f"Nothing is kept yet: {places} not fit the measure. Put right what is listed here, and send it again."


def language_of(text: str) -> str:
    """The language that a text says it is in."""
    found = parsed(text).get("language")
    if not isinstance(found, str) or len(found) > 12 or not LANGUAGE.fullmatch(found):
        wanted = "a language such as en, de or pt-BR"
        raise CannotKeep(put_right(1), faults=(Fault(file="", key="language", expected=wanted, came=repr(found)),))
    return found


def parsed(text: str) -> dict[str, object]:
    """The keys of a text; CannotKeep where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        broken = Fault(file="", key="", expected="a TOML file", came=f"a text that is none: {fault}")
        raise CannotKeep(put_right(1), faults=(broken,)) from fault


def refuse_reworded(measure: Measure, *, language: str, use: DeclaredUse | None) -> None:
    """Nobody rewords an instrument: not where its own wording is open here, and no translation its owner forbids."""
    known, title = files(), title_of(measure)
    if not measure.has_items:
        raise CannotKeep(f"{title} is entered as a total and has no questions here, so there is nothing to word.")
    for tag in known.languages(measure):
        wording = known.wording(measure, tag)
        if tag.split("-")[0] != language.split("-")[0] or not wording.has_items:
            continue
        if is_open(known, wording, use=use):
            raise CannotKeep(
                f"{title} comes with its exact wording in this language, and a reworded {title} is another instrument: "
                "give it an id of its own among the service's own definitions."
            )
    has_english = language.split("-")[0] == "en"
    if not measure.licence.derivatives and not has_english:
        raise CannotKeep(
            f"The licence of {title} allows no translation of one's own: put the translation that its owner published "
            "into the service's folder of definitions, as the guide “Add a questionnaire” says."
        )


def left_empty(wording: Wording) -> tuple[Fault, ...]:
    """A fault for every text of the template that nobody filled in."""
    if not wording.has_items:
        return (Fault(file="", key="items", expected="the text of every question", came="none"),)
    texts = {f"items.{key}": text for key, text in wording.items.items()}
    texts |= {key: getattr(wording, key) for key in ("title", "full_title")}
    options = {"options": wording.options}
    options |= {f"item_options.{key}": options for key, options in wording.item_options.items()}
    texts |= {f"{key}: {option.value}": option.label for key, of in options.items() for option in of}
    empty = [key for key, text in texts.items() if not text.strip()]
    return tuple(Fault(file="", key=key, expected="its text", came="nothing") for key in empty)


def title_of(measure: Measure) -> str:
    """How a measure is called in English, or its id where it has no name yet."""
    try:
        return files().wording(measure, "en").title
    except WordingMissing:
        return measure.id


def read(name: str, text: str) -> Wording:
    """The wording of a text that was checked."""
    found = Library.from_texts({name: text}, base=files()).definitions[name].value
    if not isinstance(found, Wording):
        raise TypeError(f"{name} is no wording of a measure.")
    return found
