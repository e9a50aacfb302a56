"""Numbers as a person writes them: with a real minus, whole where they are whole."""

from fractions import Fraction
from math import ceil, floor

from ipt.adding import exact
from ipt.item import Number


def signed(change: Number) -> str:
    """A change with its sign, such as −7, +2, −0.25 and ±0."""
    return f"{change:+g}".replace("-", "−") if change else "±0"


def least_reached(points: float, *, decimals: int, strict: bool) -> Number:
    """The smallest change, at this many decimal places, that reaches so many points, or passes them where strict."""
    parts = Fraction(10) ** decimals
    n_steps: int = floor(exact(points) * parts) + 1 if strict else ceil(exact(points) * parts)
    return float(n_steps / parts) if decimals else n_steps


def for_plural(number: Number) -> int:
    """The number that decides between one and many: what is not whole is many."""
    return number if isinstance(number, int) else 2
