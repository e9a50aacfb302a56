"""Who does something: a member of staff, whoever holds a client's one-time link, or the software itself."""

from typing import Literal
from uuid import UUID

from attrs import frozen

Kind = Literal["staff", "link", "system"]


@frozen
class Actor:
    """Passed as `by` to every action and as `viewer` to every query. `id` is a User's or, for a link, a Client's."""

    kind: Kind
    id: UUID
    session: str = ""

    @property
    def user_id(self) -> UUID | None:
        """The User behind it, for the `_by` columns; None for a client and for the software."""
        return self.id if self.kind == "staff" else None


SYSTEM = Actor(kind="system", id=UUID(int=0))
