"""What a site uses questionnaires for, and whether a licence allows that."""

from collections.abc import Collection
from typing import Protocol, get_args

from attrs import frozen

from ipt.licence import Use

PURPOSES: tuple[str, ...] = get_args(Use)  # clinical, research, education
FREE = frozenset({"A", "own"})  # tiers whose wording everybody may show, whatever they do with it


class Permission(Protocol):
    """What a licence allows: the one of a measure, or the one that a site states for its own wording."""

    @property
    def uses(self) -> Collection[str]:
        """Of PURPOSES."""

    @property
    def commercial(self) -> bool:
        """Whether it may serve a commercial purpose."""


@frozen
class DeclaredUse:
    """What a site does: every purpose of its own, and whether any of them is commercial."""

    purposes: frozenset[str]
    is_commercial: bool


def allows(permission: Permission, use: DeclaredUse | None) -> bool:
    """Whether every declared use is allowed; nothing is before a use is declared."""
    if use is None:
        return False
    return use.purposes <= set(permission.uses) and (permission.commercial or not use.is_commercial)
