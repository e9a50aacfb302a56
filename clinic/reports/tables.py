"""The tables of a block: what stands beside every picture, in the downloads and in the report on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen


@frozen
class Table:
    """One table: a name for files, its columns, and rows of plain values, None for what is held back or not there."""

    name: str
    columns: tuple[str, ...]
    plain: tuple[Sequence[Any], ...]


def tables_of(content: Mapping[str, Any]) -> tuple[Table, ...]:
    """Every table of a block, in the order of the page."""
    return ()
