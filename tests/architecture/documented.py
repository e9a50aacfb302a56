"""What a person can set, run or look up must stand in the documents."""

import re
from collections.abc import Iterator
from pathlib import Path

import dev
from tests.architecture.reference import reference
from tests.architecture.tree import ROOT, name_of, ours, text, under

VARIABLE = re.compile(r"\bOPENIPT_[A-Z][A-Z_]*[A-Z](?![A-Z_])")
READERS = ("clinic/", "ipt/", "manage.py", "dev.py", ".ci/", "tests/machines.py", "tests/conftest.py")


def documents() -> str:
    """README and everything under docs/, as one text."""
    return "\n".join(
        text(path) for path in [*under("docs"), ROOT / "README.md"] if path.suffix == ".md" and path.exists()
    )


def variables() -> Iterator[str]:
    """Every variable of the environment that the code reads is in the documents, and none is there in vain."""
    read = {found for path in ours() if name_of(path).startswith(READERS) for found in VARIABLE.findall(text(path))}
    written = set(VARIABLE.findall(documents()))
    for name in sorted(read - written):
        yield f"{name} is read by the code and in no document (docs/howto/settings.md)."
    for name in sorted(written - read):
        yield f"{name} is in the documents and nothing reads it."


def commands() -> Iterator[str]:
    """Every command of dev.py and manage.py is in the documents, with how it is called."""
    written = documents()
    ours_for_django = [path.stem for path in under("clinic") if is_command(path)]
    for program, known in (("dev.py", [command.__name__ for command in dev.COMMANDS]), ("manage.py", ours_for_django)):
        for name in known:
            if not re.search(rf"{re.escape(program)} {name}\b", written):
                yield f"`{program} {name}` is in no document."


def is_command(path: Path) -> bool:
    """Whether the file is a management command that a person can call."""
    return path.parent.name == "commands" and path.suffix == ".py" and not path.stem.startswith("_")


def definitions() -> Iterator[str]:
    """Every definition is in the reference, which is made from the definitions themselves."""
    written = "\n".join(text(path) for path in under("docs/reference"))
    for path in under("ipt/definitions"):
        kind, *identifier = path.relative_to(ROOT / "ipt" / "definitions").parts
        if len(identifier) == 2 and kind != "wordings" and identifier[0] not in written:
            yield f"{name_of(path)} is not in docs/reference."


RULES = (variables, commands, definitions, reference)
