"""The glossary tells the truth: every name it gives exists in the code, in the room it says, and once."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from attrs import frozen

pytestmark = pytest.mark.quick

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
COLUMNS = ["word", "in code", "room", "what it means", "not to be confused with"]


@frozen
class Row:
    """One word of the glossary."""

    word: str
    names: tuple[str, ...]
    room: str
    is_later: bool


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def tables() -> list[list[str]]:
    return [cells(line) for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]


@cache
def rows() -> tuple[Row, ...]:
    found = [line for line in tables() if line != COLUMNS and set("".join(line)) != {"-"}]
    return tuple(
        Row(
            word=word,
            names=tuple(re.findall(r"`([A-Za-z_]+)`", code)),
            room=room.partition(",")[0],
            is_later="later" in room,
        )
        for word, code, room, _, _ in found
    )


@cache
def names_in(room: str) -> frozenset[str]:
    defined = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(
        node.name
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, defined)
    )


def test_every_table_has_the_five_columns() -> None:
    assert len(rows()) > 40
    assert {len(line) for line in tables()} == {len(COLUMNS)}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.word)
def test_every_word_has_a_name_and_a_room(row: Row) -> None:
    assert row.names
    assert row.room in {"ipt", "clinic"}


@pytest.mark.parametrize("row", [row for row in rows() if not row.is_later], ids=lambda row: row.word)
def test_every_name_exists_in_the_room_it_says(row: Row) -> None:
    missing = set(row.names) - names_in(row.room)

    assert not missing, f"docs/glossary.md, “{row.word}”: {room_says(row, missing)}"


def test_no_word_stands_twice() -> None:
    words = [row.word for row in rows()]

    assert sorted(words) == sorted(set(words))


def test_no_class_lives_in_both_rooms() -> None:
    classes = {name for row in rows() for name in row.names if name[0].isupper()}

    assert not classes & names_in("ipt") & names_in("clinic")


def room_says(row: Row, missing: set[str]) -> str:
    return f"no class or function {', '.join(sorted(missing))} in {row.room}/"
