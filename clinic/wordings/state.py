"""How the wording of a measure stands here: shipped, the site's own, shut by the declared use, or names only."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from attrs import frozen

from clinic.definitions.library import files, is_open
from clinic.definitions.use import DeclaredUse
from clinic.wordings.models import Kind as Brought
from clinic.wordings.models import SiteWording
from clinic.wordings.queries import is_over, may_be_shown
from ipt.measure import Measure

Kind = Literal["shipped", "own", "over", "shut", "names", "total"]


@frozen
class WordingState:
    """One measure: the languages it can be asked in, and the site's own wordings among them, or that are shut."""

    kind: Kind
    languages: tuple[str, ...]
    own: tuple[SiteWording, ...] = ()
    shut: tuple[SiteWording, ...] = ()


def state_of(measure: Measure, *, rows: Sequence[SiteWording], use: DeclaredUse | None, on: date) -> WordingState:
    """How a measure stands on a day; `rows` are the wordings that count, of this and of other measures."""
    known = files()
    shipped = {tag for tag in known.languages(measure) if known.wording(measure, tag).has_items}
    free = {tag for tag in shipped if is_open(known, known.wording(measure, tag), use=use)}
    place = (Brought.WORDING, measure.id, measure.version)
    mine = [row for row in rows if (row.kind, row.measure, row.version) == place]
    own = tuple(row for row in mine if may_be_shown(row, use, on=on))
    shut = tuple(row for row in mine if row not in own)
    languages = tuple(sorted(free | {row.language for row in own}))
    return WordingState(
        kind=kind_of(
            has_items=measure.has_items,
            is_shipped=bool(free),
            is_own=bool(own),
            is_over=bool(shut) and all(is_over(row, on=on) for row in shut),
            is_shut=bool(shut) or bool(shipped),
        ),
        languages=languages,
        own=own,
        shut=shut,
    )


def kind_of(*, has_items: bool, is_shipped: bool, is_own: bool, is_over: bool, is_shut: bool) -> Kind:
    """The first that is so."""
    if not has_items:
        return "total"
    found: tuple[tuple[bool, Kind], ...] = (
        (is_shipped, "shipped"),
        (is_own, "own"),
        (is_over, "over"),
        (is_shut, "shut"),
    )
    return next((kind for is_so, kind in found if is_so), "names")
