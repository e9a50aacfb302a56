"""Parsed TOML into frozen values, strictly: each fault says its key path, what was expected and what came."""

from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from types import NoneType, UnionType
from typing import Literal, Protocol, TypeVar, Union, cast, get_args, get_origin

from attrs import fields, frozen, has
from cattrs import (
    AttributeValidationNote,
    BaseConverter,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

T = TypeVar("T")
Hook = Callable[[object, type], object]

WORDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", date: "a date (2024-04-01)"}


class _Maker(Protocol):
    def __call__(self, kind: type, converter: BaseConverter, /, **named: object) -> Hook: ...


@frozen
class Fault:
    """One thing wrong with a definition: where, what was expected there, and what came instead."""

    file: str
    key: str
    expected: str
    came: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: expected {self.expected}, came {self.came}"


class Unfit(ValueError):
    """A value of another kind than the definition asks for."""

    def __init__(self, *, expected: str, came: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.came = came


def structure(data: object, *, into: type[T], file: str) -> tuple[T | None, tuple[Fault, ...]]:
    """A value of class `into` and no fault, or None and every fault found, each with its key path."""
    try:
        return _CONVERTER.structure(data, into), ()
    except (ClassValidationError, IterableValidationError, Unfit) as problem:
        return None, tuple(_faults(problem, path="", file=file))


def shown(value: object) -> str:
    """A value as its author wrote it, near enough: texts in quotes, a table by name, long ones cut.

    >>> shown("no"), shown(True), shown([0, "1"])
    ('"no"', 'true', '[0, "1"]')
    """
    match value:
        case bool():
            text = "true" if value else "false"
        case str():
            text = '"' + value.replace("\n", " ") + '"'
        case Mapping():
            text = "a table"
        case list():
            text = "[" + ", ".join(shown(part) for part in value) + "]"
        case _:
            text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _faults(problem: BaseException, *, path: str, file: str) -> list[Fault]:
    """The faults inside cattrs' nested groups; the path grows on the way down."""
    match problem:
        case Unfit():
            return [Fault(file=file, key=path, expected=problem.expected, came=shown(problem.came))]
        case ForbiddenExtraKeysError():
            known = ", ".join(_keys(problem.cl).values())
            return [
                Fault(file=file, key=_join(path, key), expected=f"only the keys {known}", came="this unknown key")
                for key in sorted(problem.extra_fields)
            ]
        case KeyError():
            expected = next(_kind(note.type) for note in problem.__notes__ if isinstance(note, AttributeValidationNote))
            return [Fault(file=file, key=path, expected=expected, came="nothing")]
        case ClassValidationError() | IterableValidationError():
            return [
                fault
                for inner in problem.exceptions
                for fault in _faults(inner, path=_step(inner, path=path), file=file)
            ]
    raise problem  # a bug of ours, not a fault of the author: it must be seen


def _step(problem: BaseException, *, path: str) -> str:
    """The path one level down, read from the note that cattrs leaves on the problem."""
    for note in getattr(problem, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return _join(path, note.name.rstrip("_"))
        if isinstance(note, IterableValidationNote):
            return f"{path}[{note.index}]" if isinstance(note.index, int) else _join(path, note.index)
    return path


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _keys(kind: type) -> dict[str, str]:
    """The key of each attribute: its name, without the underscore behind a name that is a word of Python (`as_`)."""
    return {attribute.name: attribute.name.rstrip("_") for attribute in fields(kind)}


def _kind(kind: type) -> str:
    """What a key of this type holds, in words."""
    inner = [part for part in get_args(kind) if part is not NoneType]
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(str(choice) for choice in inner)
    if {int, float} <= set(inner):
        return WORDS[float]
    if kind in WORDS:
        return WORDS[kind]
    return "a table" if has(kind) or get_origin(kind) is Mapping else "a list"


def _only(kind: type) -> Hook:
    """A hook that lets values of exactly this class pass unchanged; so true is no number and a datetime no date."""

    def hook(value: object, _: type) -> object:
        if type(value) is not kind:
            raise Unfit(expected=WORDS[kind], came=value)
        return value

    return hook


def _number(value: object, _: type) -> object:
    if type(value) not in (int, float) or not isfinite(cast(float, value)):
        raise Unfit(expected=WORDS[float], came=value)
    return value


def _choice(value: object, kind: type) -> object:
    if not any(type(value) is type(choice) and value == choice for choice in get_args(kind)):
        raise Unfit(expected=_kind(kind), came=value)
    return value


def _shaped(value: object, *, shape: type, kind: type) -> None:
    """A look at the outer shape, so that a text is never taken for a list of letters."""
    if not isinstance(value, shape):
        raise Unfit(expected=_kind(kind), came=value)


def _table(kind: type, converter: BaseConverter) -> Hook:
    named = {name: override(rename=key) for name, key in _keys(kind).items() if name != key}
    inner = cast(_Maker, make_dict_structure_fn)(kind, converter, **named)

    def hook(value: object, target: type) -> object:
        _shaped(value, shape=dict, kind=kind)
        return inner(value, target)

    return hook


def _texts(kind: type, converter: BaseConverter) -> Hook:
    inner = cast(Hook, mapping_structure_factory(kind, converter))

    def hook(value: object, target: type) -> object:
        _shaped(value, shape=dict, kind=kind)
        return inner(value, target)

    return hook


def _list(kind: type, converter: BaseConverter) -> Hook:
    inner = homogenous_tuple_structure_factory(kind, converter)

    def hook(value: object, target: type) -> object:
        _shaped(value, shape=list, kind=kind)
        return inner(value, target)

    return hook


def _made_of(outer: object) -> Callable[[type], bool]:
    return lambda kind: get_origin(kind) is outer


def _is_number(kind: type) -> bool:
    """Whether a key may hold a whole number or one with decimals: each stays what it was written as."""
    return get_origin(kind) in (Union, UnionType) and {int, float} == set(get_args(kind)) - {NoneType}


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (int, bool, str, date):
        converter.register_structure_hook(kind, _only(kind))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook_func(_made_of(Literal), _choice)
    converter.register_structure_hook_func(_is_number, _number)
    converter.register_structure_hook_factory(has, _table)
    converter.register_structure_hook_factory(_made_of(tuple), _list)
    converter.register_structure_hook_factory(_made_of(Mapping), _texts)
    return converter


_CONVERTER = _converter()
