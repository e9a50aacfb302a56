"""Plots: courses written once for sixteen sessions, lived by many under other names and in other lengths."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

from clinic.definitions.library import library
from clinic.demonstration.cast import CONVERTER, Plot
from clinic.demonstration.story import Story
from ipt.protocol import Length

HERE = Path(__file__).parent / "plots"
NAMES = {
    "~f": "Amina Beth Chiara Dora Edith Freya Hazel Iris Jo Kate Lucy Maya Nora Orla Ruth Sally Tess Una Wendy Yara",
    "~m": "Alan Ben Carl Dev Emil Frank Greg Henri Idris Jack Karim Leo Matt Neil Otis Paul Rob Sean Tim Will",
}
WRITTEN_FOR = 16
OF_SOME = ("maintenance", "transition-baby", "transition-country")  # not anybody's
NAMED = re.compile(r"\{([a-z_]+)\}")


@cache
def plots() -> tuple[str, ...]:
    """The names of the plots that anybody can live."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml") if path.stem not in OF_SOME))


@cache
def told(plot: str) -> Mapping[str, Any]:
    """A plot as it stands in its file."""
    return tomllib.loads((HERE / f"{plot}.toml").read_text("utf-8"))


def lived(lives: Plot, *, of: str) -> Story:
    """The story that somebody (`of`: their name) lives by a plot."""
    length = str(lives.more.get("length", "sixteen"))
    random = Random(f"{lives.plot} of {of}")  # noqa: S311 - made-up names, always the same
    words = named(told(lives.plot), known=lives.names, random=random)
    if length != "monthly":
        words = fitted(words, span=library().protocol("ipt").length(length))
    leave_out = {*lives.leave_out}
    if lives.refuses:
        first = words["formulations"][0]
        words["formulations"] = [{**first, "agrees": False, "said": lives.refuses}]
        leave_out |= {"foci", "agreement", "review"}
    words = {name: value for name, value in words.items() if name not in leave_out}
    words["sheets"] = [sheet for sheet in words.get("sheets", ()) if sheet["sheet"] not in leave_out]
    if lives.maintenance:
        words["maintenance"] = {**told("maintenance"), "length": "monthly", **lives.maintenance}
    more = {"attended": lives.attended, **lives.more}
    return CONVERTER.structure({**words, **more}, Story)


def named(words: Mapping[str, Any], *, known: Mapping[str, str], random: Random) -> dict[str, Any]:
    """The words with names in the place of {keys}: those that are known, and drawn ones where ~f or ~m stands."""
    pools = {kind: names.split() for kind, names in NAMES.items()}
    for pool in pools.values():
        random.shuffle(pool)
    names = {
        one["key"]: known.get(one["key"]) or (pools[one["name"]].pop() if one["name"] in pools else one["name"])
        for one in words.get("people", ())
    }
    people = [{**one, "name": names[one["key"]]} for one in words.get("people", ())]
    filled = replaced({**words, "people": people}, names=names)
    return dict(filled)


def replaced(value: Any, *, names: Mapping[str, str]) -> Any:
    """Every {key} in every text, however deep."""
    if isinstance(value, str):
        return NAMED.sub(lambda found: names[found[1]], value)
    if isinstance(value, Mapping):
        return {name: replaced(one, names=names) for name, one in value.items()}
    if isinstance(value, list):
        return [replaced(one, names=names) for one in value]
    return value


def fitted(words: Mapping[str, Any], *, span: Length) -> dict[str, Any]:
    """The words with the sessions of this length in the place of the sixteen."""
    found = moved(words, span=span)
    found["hours"] = list({hour["session"]: hour for hour in found.get("hours", ())}.values())
    return dict(found)


def moved(value: Any, *, span: Length) -> Any:
    """Every session that is named, however deep: fields `session` and `ending_opened`, and the keys of `rated`."""
    if isinstance(value, list):
        return [moved(one, span=span) for one in value]
    if not isinstance(value, Mapping):
        return value
    found: dict[str, Any] = {}
    for name, one in value.items():
        if name in ("session", "ending_opened"):
            found[name] = session_of(one, span=span)
        elif name == "rated":
            found[name] = {str(session_of(int(n), span=span)): rating for n, rating in one.items()}
        else:
            found[name] = moved(one, span=span)
    return found


def session_of(n: int, *, span: Length) -> int:
    """Which session of this length does the work of the n-th of sixteen."""
    initial, ending = span.phases[0].last, span.phases[-1].first
    if n <= 4:
        return ceil(n * initial / 4)
    if n >= 13:
        n_ending = span.n_sessions - ending + 1
        return span.n_sessions - (WRITTEN_FOR - n) * n_ending // 4
    return initial + max(1, round((n - 4) * (ending - 1 - initial) / 8))
