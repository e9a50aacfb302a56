"""The stored numbers of a block, read: a share, a count, or that it is held back; never a word of their making."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.outcomes.shapes import many, percent

Content = Mapping[str, Any]
NOT_SHOWN = gettext_lazy("not shown")


@frozen
class Part:
    """`n` of so many, with the Wilson 95 % interval, shares from 0 to 1."""

    n: int
    of: int
    share: float
    low: float
    high: float

    @property
    def told(self) -> str:
        """The count and the share."""
        return _("%(n)s of %(of)s (%(share)s)") % {"n": many(self.n), "of": many(self.of), "share": percent(self.share)}

    @property
    def within(self) -> str:
        """The interval."""
        low, high = percent(self.low).removesuffix("%"), percent(self.high)
        return _("%(low)s to %(high)s") % {"low": low, "high": high}


def part(found: Any) -> Part | None:
    """A share as it is stored; None where it is held back, missing, or of nobody."""
    if not isinstance(found, Mapping) or found.get("rate") is None:
        return None
    return Part(found["n"], found["of"], found["rate"], found["low"], found["high"])


def count(found: Any) -> int | None:
    """A count as it is stored; None where it is held back or missing."""
    return found.get("n") if isinstance(found, Mapping) else None


def told(n: int | None) -> str:
    """A count in words."""
    return str(NOT_SHOWN) if n is None else many(n)


def told_part(found: Part | None) -> str:
    """A share in words."""
    return str(NOT_SHOWN) if found is None else found.told


def inner(content: Any, *keys: str) -> Any:
    """What stands below these keys; None where there is nothing."""
    for key in keys:
        if not isinstance(content, Mapping):
            return None
        content = content.get(key)
    return content


def reason(found: Any) -> str:
    """Why there are no numbers here; empty where there are."""
    return str(found["reason"]) if isinstance(found, Mapping) and "reason" in found else ""


def groups(found: Any) -> Sequence[Content]:
    """The groups of a column or of a time; none where there are too few courses to tell them apart."""
    listed = inner(found, "groups")
    return listed if isinstance(listed, Sequence) else ()


def fewest(content: Content) -> int:
    """Below this a number is held back."""
    return int(content.get("threshold") or 5)
