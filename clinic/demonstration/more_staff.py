"""More therapists than the three of people.toml, for whoever wants many clients; Cleo supervises them too."""

from collections.abc import Iterable

from attrs import evolve

from clinic.demonstration.cast import Cast, Staff

SUPERVISOR = "cleo"
FAMILY = "Ashe Birch Cove Dale Elm Firth Glen Heath Isle Jute Kelp Loch Mere Nook Oak".split()


def with_therapists(cast: Cast, *, keys: Iterable[str]) -> Cast:
    """The cast with a therapist for each key that nobody has yet."""
    known = {one.key for one in cast.staff}
    new = [key for key in dict.fromkeys(keys) if key not in known]
    added = [Staff(key=key, name=name_of(place), roles=("therapist",)) for place, key in enumerate(new)]
    staff = [evolve(one, supervises=(*one.supervises, *new)) if one.key == SUPERVISOR else one for one in cast.staff]
    return evolve(cast, staff=(*staff, *added))


def name_of(place: int) -> str:
    """A name of their own."""
    turn, number = divmod(place, len(FAMILY))
    return f"Sam {FAMILY[number]}" + (f" {turn + 1}" if turn else "")
