"""Answers that add up to a total, as one person might give them: some items always weigh more than others."""

from collections.abc import Mapping
from random import Random

# How readily an item is endorsed. Our own guesses, in the order that clinicians know: sleep and tiredness first.
READINESS = {
    "phq-9": {"1": 1.1, "2": 1.2, "3": 1.5, "4": 1.7, "5": 1.0, "6": 1.2, "7": 1.0, "8": 0.4},
    "gad-7": {"1": 1.4, "2": 1.2, "3": 1.4, "4": 1.2, "5": 0.7, "6": 1.1, "7": 0.8},
}
MOST = 3


def leaning(measure: str, *, random: Random) -> dict[str, float]:
    """How readily one person endorses each item."""
    return {item: weight * random.uniform(0.6, 1.5) for item, weight in READINESS[measure].items()}


def answers(
    total: int, *, leaning: Mapping[str, float], given: Mapping[str, int], random: Random
) -> dict[str, int | None]:
    """Answers by item that add up to the total; `given` ones stand as they are."""
    found = dict.fromkeys(leaning, 0)
    left = total - sum(given.values())
    if not 0 <= left <= MOST * len(found):
        raise ValueError(f"A total of {total} cannot be made with {dict(given)} and {len(found)} other items.")
    while left:
        free = [item for item, value in found.items() if value < MOST]
        item = random.choices(free, weights=[leaning[item] * (MOST - found[item]) for item in free])[0]
        found[item] += 1
        left -= 1
    return {**found, **given}
