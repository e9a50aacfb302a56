"""What a drag, a key or a button of the circle asks for: a person, a ring, an angle."""

from collections.abc import Mapping

from attrs import frozen
from django.utils.translation import gettext as _

from ipt.inventory import RINGS, Circle, Place

TURN = 15  # degrees round the ring with each press
STEPS = {"closer": (-1, 0), "further": (1, 0), "left": (0, -TURN), "right": (0, TURN)}


@frozen
class MoveAsked:
    """Where somebody is to stand."""

    person: str
    ring: int
    angle: int


def asked_move(fields: Mapping[str, str], *, circle: Circle) -> MoveAsked:
    """Reads a POST of circle_edit.html: `person` with `move` (a button), or with `ring` and `angle` (a drag, a key).

    Raises ValueError with a sentence for the page when somebody or something is asked for that is not there.
    """
    place = circle.place_of(fields.get("person", ""))
    if place is None:
        raise ValueError(_("Choose a person who is in the circle."))
    if "move" in fields:
        return _pressed(fields["move"], place=place)
    try:
        asked = MoveAsked(place.person, int(fields["ring"]), int(fields["angle"]))
    except (KeyError, ValueError):
        raise ValueError(_("Say how to move the person: closer, further, round left or round right.")) from None
    if not (1 <= asked.ring <= RINGS and 0 <= asked.angle < 360):
        raise ValueError(_("That place is outside the circle. Choose one of its four rings."))
    return asked


def _pressed(move: str, *, place: Place) -> MoveAsked:
    """One step; at the edge and beside the middle a person stays where they are."""
    if move not in STEPS:
        raise ValueError(_("Say how to move the person: closer, further, round left or round right."))
    inwards, round_ = STEPS[move]
    ring = min(max(place.ring + inwards, 1), RINGS)
    return MoveAsked(place.person, ring, (place.angle + round_) % 360)
