"""Who does something: a member of staff, a client (by account or by one-time link), or the software itself."""

from typing import Literal
from uuid import UUID

from attrs import frozen

Kind = Literal["staff", "link", "client", "system"]


@frozen
class Actor:
    """Passed as `by` to every action and as `viewer` to every query.

    `id` is a User's for staff, a Client's for "link" (holds a one-time link) and "client" (signed in to an account).
    """

    kind: Kind
    id: UUID
    session: str = ""

    @property
    def user_id(self) -> UUID | None:
        """The User behind it, for the `_by` columns; None for a client and for the software."""
        return self.id if self.kind == "staff" else None

    @property
    def is_client(self) -> bool:
        """Whether a client acts for themselves, by whichever way they came in."""
        return self.kind in ("link", "client")


SYSTEM = Actor(kind="system", id=UUID(int=0))
