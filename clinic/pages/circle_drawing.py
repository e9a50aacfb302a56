"""The closeness circle as a picture: rings, people with their signs, wishes, and arrows from then to now. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from math import hypot

from attrs import evolve, frozen

from clinic.pages.circle_labels import Label, Sheet, around, labels
from clinic.pages.circle_ties import arrow, conflict, support
from ipt.inventory import RINGS, Circle, Kind, Place, moves, spot

Point = tuple[int, int]


@frozen
class CircleSize:
    """One drawing, its middle being 0,0; lengths in pixels."""

    width: int
    height: int
    radius: int
    dot: int
    me: int
    font: int

    @property
    def view_box(self) -> str:
        return f"{-self.width // 2} {-self.height // 2} {self.width} {self.height}"

    @property
    def radii(self) -> tuple[int, ...]:
        """From the outermost ring inwards."""
        return tuple(round(self.radius * ring / RINGS) for ring in range(RINGS, 0, -1))

    @property
    def square(self) -> int:
        """The side of the sign for somebody known online."""
        return 2 * (self.dot - 1)

    @property
    def cross(self) -> str:
        """The two strokes over somebody who has died."""
        k = self.dot
        return f"M{-k} {-k}L{k} {k}M{-k} {k}L{k} {-k}"

    def spot(self, place: Place) -> Point:
        x, y = spot(place, radius=self.radius)
        return round(x), round(y)


ASIDE = CircleSize(width=280, height=256, radius=104, dot=8, me=8, font=13)  # beside a course
PAGE = CircleSize(width=360, height=324, radius=136, dot=10, me=10, font=14)  # for a phone, or half a desk


@frozen
class PersonDot:
    """A person: where the dot stands, the name measured from it, the lines to the middle. `kind`: what has moved."""

    place: Place
    name: str
    x: int
    y: int
    label: Label
    support: str
    conflict: str
    kind: Kind | None = None


@frozen
class Ghost:
    """Where somebody was, or is wished to be; with a path from there or to there ("" where they touch)."""

    x: int
    y: int
    kind: str  # was, gone or wish
    path: str
    name: str = ""
    label: Label | None = None


@frozen
class CirclePicture:
    """Everything a template needs. `since`: the day of the earlier circle in an overlay of two."""

    size: CircleSize
    on: date
    people: tuple[PersonDot, ...]
    ghosts: tuple[Ghost, ...] = ()
    since: date | None = None

    @property
    def rings(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The names in each ring from the closest, in words for who sees no picture; empty rings are left out."""
        named = (
            (ring, tuple(dot.name for dot in self.people if dot.place.ring == ring)) for ring in range(1, RINGS + 1)
        )
        return tuple((ring, names) for ring, names in named if names)

    @property
    def signs(self) -> frozenset[str]:
        """The signs that are used, for the key."""
        of_people = ((dot.place.status, *_ties_of(dot.place), dot.kind or "") for dot in self.people)
        return frozenset(chain(*of_people, (ghost.kind for ghost in self.ghosts))) - {""}


def draw_circle(circle: Circle, *, names: Mapping[str, str], size: CircleSize = PAGE) -> CirclePicture:
    """One circle, with everybody's wished-for place as a ghost. `names`: what to call each `Place.person`."""
    spots = spread(circle.places, size=size)
    wishes = [
        (Ghost(*size.spot(evolve(place, ring=place.wished_ring)), "wish", ""), at)
        for place, at in zip(circle.places, spots, strict=True)
        if place.wished_ring and place.wished_ring != place.ring
    ]
    ghosts = [evolve(ghost, path=_way(at, end=(ghost.x, ghost.y), size=size)) for ghost, at in wishes]
    return _picture(circle, names=names, size=size, spots=spots, ghosts=ghosts)


def draw_moves(before: Circle, after: Circle, *, names: Mapping[str, str], size: CircleSize = PAGE) -> CirclePicture:
    """Two circles over each other: the later one, ghosts where people were, arrows from then to now."""
    spots = spread(after.places, size=size)
    at = {place.person: point for place, point in zip(after.places, spots, strict=True)}
    kinds: dict[str, Kind] = {}
    ghosts = []
    for move in moves(before, after):
        kinds[move.person] = move.kind
        if move.before is None or move.kind == "same":
            continue
        x, y = size.spot(move.before)
        if move.after is None:
            ghosts.append(Ghost(x, y, "gone", "", name=names[move.person]))
        else:
            ghosts.append(Ghost(x, y, "was", arrow((x, y), end=at[move.person], short=size.dot)))
    picture = _picture(after, names=names, size=size, spots=spots, ghosts=ghosts)
    people = tuple(evolve(dot, kind=kinds[dot.place.person]) for dot in picture.people)
    return evolve(picture, people=people, since=before.on)


def _picture(
    circle: Circle, *, names: Mapping[str, str], size: CircleSize, spots: Sequence[Point], ghosts: Sequence[Ghost]
) -> CirclePicture:
    """Names are set around all dots, ghosts and the middle."""
    gone = [n for n, ghost in enumerate(ghosts) if ghost.name]
    edges = (-size.width / 2, -size.height / 2, size.width / 2, size.height / 2)
    texts = labels(
        [*(names[place.person] for place in circle.places), *(ghosts[n].name for n in gone)],
        at=[*spots, *((ghosts[n].x, ghosts[n].y) for n in gone)],
        sheet=Sheet(edges=edges, font=size.font, dot=size.dot),
        kept_clear=[around((0, 0), reach=size.me), *(around((each.x, each.y), reach=size.dot) for each in ghosts)],
    )
    of_gone = dict(zip(gone, texts[len(spots) :], strict=True))
    return CirclePicture(
        size=size,
        on=circle.on,
        people=tuple(
            _dot(place, name=names[place.person], at=at, label=label, size=size)
            for place, at, label in zip(circle.places, spots, texts, strict=False)
        ),
        ghosts=tuple(evolve(ghost, label=of_gone.get(n)) for n, ghost in enumerate(ghosts)),
    )


def _dot(place: Place, *, name: str, at: Point, label: Label, size: CircleSize) -> PersonDot:
    start, short = size.me + 2, size.dot + 2
    return PersonDot(
        place=place,
        name=name,
        x=at[0],
        y=at[1],
        label=label,
        support=support(at, start=start, short=short, with_conflict=place.conflicts) if place.supports else "",
        conflict=conflict(at, start=start, short=short) if place.conflicts else "",
    )


def spread(places: Iterable[Place], *, size: CircleSize) -> list[Point]:
    """Where each dot stands: on its spot, or a little round the ring where somebody stands there already."""
    spots: list[Point] = []
    for place in places:
        tries = (size.spot(evolve(place, angle=(place.angle + turn) % 360)) for turn in _turns())
        free = (point for point in tries if all(_apart(point, other) > 2 * size.dot + 1 for other in spots))
        spots.append(next(free, size.spot(place)))
    return spots


def _turns() -> Iterable[int]:
    return chain((0,), *((turn, -turn) for turn in range(4, 181, 4)))


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _way(begin: Point, *, end: Point, size: CircleSize) -> str:
    return arrow(begin, end=end, short=size.dot)


def _ties_of(place: Place) -> tuple[str, ...]:
    return (*(("supports",) if place.supports else ()), *(("conflicts",) if place.conflicts else ()))
