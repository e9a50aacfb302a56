"""A total as a column: a whole number comes back whole, so that no page ever shows 12.0."""

from typing import Any

from django.db import models


class Total(models.FloatField):  # type: ignore[type-arg]  # the stubs would have the class subscripted at run time
    """A number of a measure: whole for most, with decimals for means."""

    def from_db_value(self, value: float | None, expression: Any, connection: Any) -> float | None:
        """The number as it was scored: 12 for 12.0, 2.25 for 2.25."""
        return int(value) if value is not None and value == int(value) else value
