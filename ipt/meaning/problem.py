"""One thing that does not hold together in a definition, and how the usual ones are told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Problem = tuple[str, str, str]  # key path, what was expected, what came


def twice(key: str, *, ids: Sequence[str]) -> Iterator[Problem]:
    """An id that is there more than once, told at its second place."""
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield f"{key}[{index}]", "each one once", f"{name} again"


def same_keys(key: str, *, came: Mapping[str, str], expected: list[str]) -> Iterator[Problem]:
    """Texts that are missing, empty or not asked for."""
    for name in expected:
        if not came.get(name, "").strip():
            yield f"{key}.{name}", "a text", "nothing"
    yield from only_keys(key, came=came, known=expected)


def only_keys(key: str, *, came: Mapping[str, str], known: list[str]) -> Iterator[Problem]:
    """Texts that are not asked for."""
    for name in came:
        if name not in known:
            yield f"{key}.{name}", one_of(known), "another key"


def among(key: str, *, came: Iterable[str], known: Sequence[str]) -> Iterator[Problem]:
    """Names that are not known."""
    for name in came:
        if name not in known:
            yield key, one_of(known), f'"{name}"'


def one_of(choices: Iterable[object]) -> str:
    """The choices, in words."""
    return "one of " + (", ".join(str(choice) for choice in choices) or "none")
