"""One part of a report: heading, sentences, picture, table, what to know beside it; page and paper show the same."""

from collections.abc import Sequence

from attrs import field, frozen

from clinic.pages.outcomes.shapes import Picture


@frozen
class Grid:
    """A table as it is shown: `heads` and rows of texts; columns from `numbers` on are numbers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int = 1

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Each row as its first cell, and the others with their heads and whether they are numbers."""
        return [
            (
                row[0],
                [
                    (head, cell, place >= self.numbers)
                    for place, (head, cell) in enumerate(zip(self.heads[1:], row[1:], strict=True), start=1)
                ],
            )
            for row in self.rows
        ]

    @property
    def head_cells(self) -> list[tuple[str, bool]]:
        """The heads, and whether numbers stand below."""
        return [(head, place >= self.numbers) for place, head in enumerate(self.heads)]


@frozen
class Figure:
    """A big number with its plain meaning."""

    label: str
    value: str
    note: str = ""


@frozen
class Section:
    """`sheets` are the names of its tables among the downloads; `is_folded`: shut until wanted."""

    id: str
    title: str
    says: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    picture: Picture | None = None
    key: tuple[tuple[str, str], ...] = ()
    grid: Grid | None = None
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    parts: Sequence["Section"] = field(factory=tuple)
    is_folded: bool = False
    is_wide: bool = False

    @property
    def has_folded_grid(self) -> bool:
        """Whether the table stands for something that is shown already."""
        return self.grid is not None and (self.picture is not None or bool(self.figures))
