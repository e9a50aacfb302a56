"""How far scores moved: means, effect size of the change, response and remission at the last score."""

from collections.abc import Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ipt.change import is_well, responded
from ipt.measure import Direction, Measure
from ipt.outcomes.disclosure import Key
from ipt.outcomes.effect import Pairs, standardised_change
from ipt.outcomes.indicators.cohort import Cohort
from ipt.outcomes.indicators.sheet import Behind, Draft, Plain, Share, Sheet
from ipt.outcomes.indicators.times import HALF
from ipt.outcomes.indicators.views import WHOLE, size_key


@frozen
class Known:
    """What is known of a measure here: which way is better, and its definition where the library has one."""

    better: Direction
    measure: Measure | None


def effects(sheet: Sheet, found: Cohort, *, known: Mapping[str, Known]) -> Draft:
    """For each measure with pairs: how many, means and standard deviations, and the standardised change."""
    told: dict[str, Draft] = {}
    for name, what in known.items():
        first, last = pairs_of(found, name=name)[1:]
        count = sheet.write_size(("pairs", name), len(first))
        told[name] = {"n_paired": count, "change": Behind((count.key,), change_of(first, last=last, what=what))}
    return told


def responses(sheet: Sheet, found: Cohort, *, known: Mapping[str, Known]) -> Draft:
    """Response and remission at the last score, of those with both scores and of all who started."""
    told: dict[str, Draft] = {}
    started = found.claims("has_started")
    for name, what in known.items():
        responds = what.measure.responds if what.measure else None
        if responds is None:
            continue
        first, last = found.numbers(f"first_{name}"), found.numbers(f"last_{name}")
        paired = found.claims(f"is_paired_{name}") & started
        part: dict[str, Draft] = {}
        if responds.response is not None or responds.remission_below is not None:
            fraction = responds.response or HALF
            had = paired & (first > 0) & responded(first, last=last, fraction=fraction, better=what.better)
            part["response"] = _views(sheet, had, paired=paired, started=started, key=("response", name))
        if responds.remission_below is not None:
            well = paired & is_well(last, cut=float(responds.remission_below), better=what.better)
            part["remission"] = _views(sheet, well, paired=paired, started=started, key=("remission", name))
        told[name] = part
    return told


def _views(
    sheet: Sheet, had: NDArray[np.bool_], *, paired: NDArray[np.bool_], started: NDArray[np.bool_], key: Key
) -> Draft:
    sheet.write(key, int(had.sum()), wanted=10)
    told: dict[str, Draft] = {}
    for view, rows, of in (
        ("paired", paired, ("paired", key)),
        ("starters_missing_as_failure", started, size_key(WHOLE, "starters")),
    ):
        sheet.write_size(of, int(rows.sum()))
        if rows.any():
            rest = ("rest", key, view)
            sheet.write(rest, int(rows.sum() - had.sum()), kind="difference")
            sheet.adds_up(of, (key, rest))
        told[view] = Share(key, of)
    return told


def pairs_of(found: Cohort, *, name: str) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    """Which courses have both scores of a measure, and these first and last scores."""
    paired = found.claims(f"is_paired_{name}")
    return paired, found.numbers(f"first_{name}")[paired], found.numbers(f"last_{name}")[paired]


def change_of(first: NDArray[np.float64], *, last: NDArray[np.float64], what: Known) -> Plain:
    """Means, standard deviations and the standardised change of one measure; None for fewer than three pairs."""
    if len(first) < 3:
        return None
    spread_first, spread_last = float(first.std(ddof=1)), float(last.std(ddof=1))
    correlation = float(np.corrcoef(first, last)[0, 1]) if spread_first > 0 and spread_last > 0 else 0.0
    pairs = Pairs(len(first), float(first.mean()), spread_first, float(last.mean()), spread_last, correlation)
    effect = standardised_change(pairs, better=what.better)
    corrected = standardised_change(pairs, better=what.better, corrected=True)
    return {
        "mean_first": round(pairs.mean_first, 1),
        "sd_first": round(pairs.sd_first, 1),
        "mean_last": round(pairs.mean_last, 1),
        "sd_last": round(pairs.sd_last, 1),
        "effect": None if effect is None else round(effect.value, 2),
        "low": None if effect is None else round(effect.low, 2),
        "high": None if effect is None else round(effect.high, 2),
        "corrected": None if corrected is None else round(corrected.value, 2),
    }
