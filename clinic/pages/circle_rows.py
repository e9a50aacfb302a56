"""The table twin of the closeness circle: one row for each person, then and now."""

from collections.abc import Mapping

from attrs import frozen

from ipt.inventory import Circle, Kind, Place, moves


@frozen
class CircleRow:
    """One person. Without an earlier circle there is no kind."""

    name: str
    kind: Kind | None
    before: Place | None
    after: Place | None

    @property
    def now(self) -> Place | None:
        """The place that the signs are read from: today's, or the last one of somebody who is gone."""
        return self.after or self.before


def circle_rows(before: Circle | None, after: Circle, *, names: Mapping[str, str]) -> tuple[CircleRow, ...]:
    """Those of the later circle from the closest ring outwards, then those who are gone."""
    if before is None:
        rows = [CircleRow(names[place.person], None, None, place) for place in after.places]
    else:
        rows = [CircleRow(names[move.person], move.kind, move.before, move.after) for move in moves(before, after)]
    return tuple(sorted(rows, key=lambda row: row.after.ring if row.after else 99))
