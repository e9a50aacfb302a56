"""The closeness circle: people in rings around the client, where they are drawn, and who moved between two circles."""

from datetime import date
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Literal

from attrs import field, frozen
from attrs.validators import ge, in_, le, optional

RINGS = 4  # 1 is the closest

Status = Literal["living", "estranged", "deceased", "online"]
Kind = Literal["new", "gone", "closer", "further", "round", "same"]


@frozen
class Place:
    """Where one person stands: ring from 1, the closest, and angle in whole degrees clockwise from the top.

    `wished_ring` is where the client would like the person to be.
    """

    person: str
    ring: int = field(validator=[ge(1), le(RINGS)])
    angle: int = field(validator=[ge(0), le(359)])
    status: Status = field(default="living", validator=in_(["living", "estranged", "deceased", "online"]))
    supports: bool = False
    conflicts: bool = False
    wished_ring: int | None = field(default=None, validator=optional([ge(1), le(RINGS)]))


def _each_once(circle: "Circle", _: object, places: tuple[Place, ...]) -> None:
    people = [place.person for place in places]
    again = next((person for index, person in enumerate(people) if person in people[:index]), None)
    if again is not None:
        raise ValueError(f"Each person has one place in a circle; {again} has two.")


@frozen
class Circle:
    """The places of everybody on one day."""

    on: date
    places: tuple[Place, ...] = field(validator=_each_once)

    def place_of(self, person: str) -> Place | None:
        """This person's place, or None for somebody who is not in the circle."""
        return next((place for place in self.places if place.person == person), None)


@frozen
class Move:
    """What became of one person's place: `round` is another angle in the same ring."""

    person: str
    kind: Kind
    before: Place | None
    after: Place | None


def spot(place: Place, *, radius: float) -> tuple[float, float]:
    """Where a person is drawn, from the centre: x to the right, y downwards. The outermost ring has this radius.

    >>> spot(Place(person="sister", ring=2, angle=90), radius=100)
    (50.0, 0.0)
    """
    distance = radius * place.ring / RINGS
    angle = radians(place.angle)
    return round(distance * sin(angle), 6), round(-distance * cos(angle), 6) + 0.0


def ring_and_angle(x: float, y: float, *, radius: float) -> tuple[int, int]:
    """The ring and angle nearest to a point: the inverse of `spot`, for a person who was dragged there.

    The centre belongs to the client, so the point itself is ring 1; what is dropped outside is in the outermost ring.
    """
    ring = min(max(round(hypot(x, y) * RINGS / radius), 1), RINGS)
    return ring, round(degrees(atan2(x, 0 - y))) % 360


def free_angle(circle: Circle, *, ring: int) -> int:
    """The angle with the most room for somebody new in this ring: the top of an empty circle.

    In a ring without anybody the people of the other rings are kept clear of. Of gaps of one size the first, clockwise
    from the top, is taken.
    """
    in_ring = {place.angle for place in circle.places if place.ring == ring}
    taken = sorted(in_ring or {place.angle for place in circle.places})
    if not taken:
        return 0
    rooms = [after - before for before, after in pairwise([*taken, taken[0] + 360])]
    widest = max(rooms)
    return (taken[rooms.index(widest)] + widest // 2) % 360


def moves(before: Circle, after: Circle) -> tuple[Move, ...]:
    """What became of everybody between two circles: those of the later one in its order, then those who are gone."""
    gone = [place for place in before.places if after.place_of(place.person) is None]
    return (
        *(_move(before.place_of(place.person), after=place) for place in after.places),
        *(Move(person=place.person, kind="gone", before=place, after=None) for place in gone),
    )


def _move(before: Place | None, *, after: Place) -> Move:
    kind: Kind
    if before is None:
        kind = "new"
    elif after.ring != before.ring:
        kind = "closer" if after.ring < before.ring else "further"
    else:
        kind = "same" if after.angle == before.angle else "round"
    return Move(person=after.person, kind=kind, before=before, after=after)
