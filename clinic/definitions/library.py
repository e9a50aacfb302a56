"""The definitions in use here: those that come with ipt, the packs and folder of the service, and its own wordings."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import define, evolve, field, frozen
from django.conf import settings

from clinic.definitions.use import FREE, DeclaredUse, allows
from ipt.library import SHIPPED, DefinitionError, Library
from ipt.reading import Definition
from ipt.strict import Fault
from ipt.wording import Wording


@frozen
class OfSite:
    """What stands in the site's rows: its declared use, and its own texts by name, open and shut.

    A name is such as `wordings/measures/<id>/<version>.<language>.toml`. Of texts that are `shut` the names stay, so
    that what was answered in that language can still be read.
    """

    use: DeclaredUse | None = None
    texts: Mapping[str, str] = field(factory=dict)
    shut: Mapping[str, str] = field(factory=dict)


@define
class Shown:
    """What this process shows; changed by `put` only, and never in part."""

    of_site: OfSite = field(factory=OfSite)
    library: Library | None = None


shown = Shown()


def library() -> Library:
    """Every definition, with the wordings that may be shown; DefinitionError tells every fault of the files.

    Where the declared use is not allowed, a measure keeps its name, its bands and its scoring, and has no questions.
    """
    found = shown.library
    if found is None:
        found = shown.library = made(shown.of_site)
    return found


def put(of_site: OfSite) -> None:
    """Show these from now on, in this process; DefinitionError, and nothing changes, where a text has a fault."""
    if of_site != shown.of_site:
        shown.of_site, shown.library = of_site, made(of_site)


def faults_of_text(name: str, text: str) -> tuple[Fault, ...]:
    """What is wrong with a text that would stand among the definitions under this name."""
    try:
        Library.from_texts({name: text}, base=files())
    except DefinitionError as faults:
        return faults.faults
    return ()


@cache
def files() -> Library:
    """Shipped definitions, the pack for uses that are not commercial, and the folder of OPENIPT_DEFINITIONS."""
    pack = [settings.NON_COMMERCIAL] if settings.NON_COMMERCIAL.is_dir() else []
    own = [Path(settings.DEFINITIONS)] if settings.DEFINITIONS else []
    return Library.from_folders(SHIPPED, *pack, *own)


def made(of_site: OfSite) -> Library:
    """The files with what the declared use does not open shut, and the site's own texts on top."""
    base = files()
    gone = Library.from_texts({name: of_site.shut[name] for name in of_site.shut.keys() - base.definitions}, base=base)
    closed = {
        name: evolve(one, value=names_only(one.value))
        for name, one in gone.definitions.items()
        if isinstance(one.value, Wording)
        and one.value.has_items
        and not (name in base.definitions and is_open(base, one.value, use=of_site.use))
    }
    definitions: dict[str, Definition] = {**gone.definitions, **closed}
    return Library.from_texts(of_site.texts, base=Library(definitions))  # each was checked with its questions


def is_open(known: Library, wording: Wording, *, use: DeclaredUse | None) -> bool:
    """Whether a wording of the files may be shown: free ones always, others when the declared use is allowed."""
    licence = known.measure(wording.measure_id, wording.version).licence
    return licence.tier in FREE or allows(licence, use)


def names_only(wording: Wording) -> Wording:
    """A wording without its questions: how the measure, its scales and its bands are called."""
    return evolve(wording, instruction="", items={}, options=(), item_options={})
