"""The same blocks by groups: small groups joined into one, nothing hidden to be had from the others, and funnels."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from attrs import frozen

from ipt.framework import Framework
from ipt.outcomes.counting import Group, Outcomes, outcomes_of
from ipt.outcomes.funnel import Funnel, Limits, Point, Unit, funnel, with_case_mix
from ipt.outcomes.indicators.beside import Places, Told, betraying, betraying_pairs
from ipt.outcomes.indicators.changes import Known, change_of, pairs_of
from ipt.outcomes.indicators.cohort import Cohort, relabelled
from ipt.outcomes.indicators.sheet import Plain, Sheet, told_count, told_rate
from ipt.outcomes.indicators.spared import Spared, enough_hidden, spared, tally
from ipt.outcomes.indicators.views import OUTCOMES, PEOPLE, WHOLE, count_key
from ipt.outcomes.proportion import Rate

OTHERS = "\N{HORIZONTAL ELLIPSIS}others"
FUNNELS = ("therapist", "team", "site")


@frozen
class Joined:
    """The name under which each value is told; None where fewer than two groups are left to tell apart."""

    labels: Mapping[str | None, str | None]
    n_joined: int


def joined(sizes: Mapping[str | None, int], *, threshold: int) -> Joined | None:
    """Join the groups that are smaller than the threshold, and with them the next ones, until they are large enough."""
    ordered = sorted(sizes.items(), key=lambda pair: (pair[1], pair[0] is None, pair[0] or ""))
    others: list[str | None] = []
    n = 0
    for value, size in ordered:
        if size >= threshold and (not others or n >= threshold):
            break
        others.append(value)
        n += size
    labels = {value: OTHERS if value in others else value for value in sizes}
    if len(others) == 1:
        labels = {value: value for value in sizes}
    if len(set(labels.values())) < 2 or (others and n < threshold):
        return None
    return Joined(labels, len(others) if len(others) > 1 else 0)


def by_groups(
    sheet: Sheet, found: Cohort, *, by: Sequence[str], framework: Framework, known: Mapping[str, Known]
) -> dict[str, Plain]:
    """For each column the groups with their blocks and effect sizes, by name; or why there are none.

    `sheet` is settled: what is hidden of the whole is known. Columns with few values come first, and those with more
    give way where both cannot be told.
    """
    before: list[Told] = []
    told = {
        column: _by(sheet, found, column=column, framework=framework, known=known, before=before)
        for column in sorted(by, key=lambda column: len(set(found.texts(column))) if found.has(column) else 0)
    }
    return {column: told[column] for column in by}


def _by(
    sheet: Sheet,
    found: Cohort,
    *,
    column: str,
    framework: Framework,
    known: Mapping[str, Known],
    before: list[Told],
) -> Plain:
    """One column's groups; what is told of them is added to `before`."""
    if not found.has(column):
        return {"reason": f"The courses have no column {column}."}
    if found.told is None:
        return {"reason": found.reason}
    started = found.claims("has_started").tolist()
    sizes: Counter[str | None] = Counter(dict.fromkeys(found.texts(column), 0))
    sizes.update(value for value, counts in zip(found.texts(column), started, strict=True) if counts)
    names = joined(sizes, threshold=sheet.threshold)
    if names is None:
        return {"reason": "There are too few courses to tell groups apart."}
    here = relabelled(found, column=column, labels=names.labels)
    groups = outcomes_of(here.told or found.told, framework=framework, by=column).groups
    place_of = {group.value: place for place, group in enumerate(groups)}
    where = np.array([place_of[value] for value in here.texts(column)], dtype=np.intp)
    tallies = tuple(tally(group.outcomes) for group in groups)
    guard = spared(
        tallies,
        whole_tells=lambda view, outcome: not sheet.is_hidden(count_key(WHOLE, outcome, view)),
        threshold=sheet.threshold,
        betraying=lambda kept, tells, is_safe: betraying(
            tallies, where=where, kept=kept, before=before, tells=tells, is_safe=is_safe
        ),
    )
    pairs = _pairs(
        here,
        guard=guard,
        where=where,
        n_groups=len(groups),
        known=known,
        before=before,
        threshold=sheet.threshold,
    )
    changed = _changes(here, pairs=pairs, where=where, known=known)
    before.append(Told(where, tallies, guard, pairs))
    n_paired = [group.outcomes.n_paired for group in groups]
    small = [place for place, n in enumerate(n_paired) if 0 < n < sheet.threshold]
    unpaired = enough_hidden(n_paired, hidden=small, threshold=sheet.threshold)
    told: list[Plain] = [
        {
            "value": None if group.value == OTHERS else group.value,
            "is_others": group.value == OTHERS,
            "n_joined": names.n_joined if group.value == OTHERS else 0,
            "n_starters": told_count(group.outcomes.n_starters, is_hidden=False),
            "n_paired": told_count(n_paired[place], is_hidden=place in unpaired),
            "blocks": _blocks(group.outcomes, place=place, guard=guard),
            "effects": changed[place] if changed else {},
        }
        for place, group in enumerate(groups)
    ]
    drawn = _funnel(sheet, here, column=column, groups=groups, guard=guard) if column in FUNNELS else None
    return {"groups": told, "funnel": drawn}


def _blocks(found: Outcomes, *, place: int, guard: Spared) -> Plain:
    return {
        name: {
            outcome: _told_rate(getattr(rates, outcome), is_told=guard.tells(place, view=_view(name), outcome=outcome))
            for outcome in OUTCOMES
            if outcome != "harmed"
        }
        for name, rates in found.blocks.items()
    }


def _view(block: str) -> str:
    return "starters" if block == "paired" else PEOPLE[block]


def _told_rate(found: Rate | None, *, is_told: bool) -> Plain:
    return None if found is None else told_rate(found if is_told else None, of=None)


def _changes(
    found: Cohort,
    *,
    pairs: Mapping[str, Sequence[int | None]],
    where: Places,
    known: Mapping[str, Known],
) -> list[dict[str, Plain]]:
    """The effect sizes of each group by measure, where `pairs` says of how many it may be told."""
    told: list[dict[str, Plain]] = []
    for name, numbers in pairs.items():
        paired, first, last = pairs_of(found, name=name)
        here = where[paired]
        told = told or [{} for _ in numbers]
        for place, n in enumerate(numbers):
            change = None if n is None else change_of(first[here == place], last=last[here == place], what=known[name])
            told[place][name] = {"n_paired": told_count(n or 0, is_hidden=n is None), "change": change}
    return told


def _pairs(
    found: Cohort,
    *,
    guard: Spared,
    where: Places,
    n_groups: int,
    known: Iterable[str],
    before: Sequence[Told],
    threshold: int,
) -> dict[str, list[int | None]]:
    """By measure how many pairs each group has; None where neither it nor what else would be left may be told."""
    told: dict[str, list[int | None]] = {}
    for name in known:
        pairs = np.bincount(where[pairs_of(found, name=name)[0]], minlength=n_groups).tolist()
        beside = [(one.where, one.pairs[name]) for one in before]
        small = {
            place
            for place, n in enumerate(pairs)
            if n < threshold or not guard.tells(place, view="starters", outcome="improved")
        }
        away = enough_hidden(pairs, hidden=small, threshold=threshold)
        while more := betraying_pairs(pairs, where=where, away=away, before=beside, threshold=threshold):
            away = enough_hidden(pairs, hidden=away | more, threshold=threshold)
        told[name] = [None if place in away else n for place, n in enumerate(pairs)]
    return told


def _funnel(sheet: Sheet, found: Cohort, *, column: str, groups: Sequence[Group], guard: Spared) -> Plain:
    """Recovery among the finished by unit, held against the severity at the start where bands of that are known.

    All courses are in the pooled rate, those of units that are not drawn too: else what is not drawn were the rest.
    """
    outcome = "recovered" if found.told is not None and "recovered" in found.told.flags else "improved"
    if sheet.is_hidden(count_key(WHOLE, outcome, "finished")):
        return {"reason": "There are too few courses to compare units."}
    counts = found.claims("is_finished")
    if found.told is not None and "not_at_case" in found.told.flags:
        counts &= ~found.claims("not_at_case")
    had = found.claims(outcome) & counts
    strata = found.texts("baseline") if found.has("baseline") else [None] * found.n
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    for name, stratum, of, n in zip(found.texts(column), strata, counts.tolist(), had.tolist(), strict=True):
        before = pairs.get((name or "", stratum or ""), (0, 0))
        pairs[name or "", stratum or ""] = (before[0] + n, before[1] + of)
    shown = {
        group.value
        for place, group in enumerate(groups)
        if group.value not in (None, OTHERS) and guard.tells(place, view="finished", outcome=outcome)
    }
    drawn = funnel(with_case_mix(pairs) if found.has("baseline") else _units(pairs))
    if drawn is None:
        return {"reason": "There is nothing to compare: nobody finished, or all or none fared alike."}
    return _drawn(drawn, outcome=outcome, shown=shown)


def _units(pairs: Mapping[tuple[str, str], tuple[int, int]]) -> list[Unit]:
    return [Unit(name, n, of) for (name, _), (n, of) in sorted(pairs.items())]


def _drawn(found: Funnel, *, outcome: str, shown: Collection[str | None]) -> Plain:
    points: list[Plain] = [_point(point) for point in found.points if point.name in shown]
    limits: list[Plain] = [_limits(one) for one in found.limits]
    return {
        "outcome": outcome,
        "view": "finished",
        "case_mix": "baseline" if found.has_case_mix else None,
        "pooled": round(found.pooled, 4),
        "over_dispersion": round(found.tau, 4),
        "n_units": found.n_units,
        "n_not_shown": found.n_units - len(points),
        "points": points,
        "limits": limits,
    }


def _point(point: Point) -> Plain:
    return {
        "name": point.name,
        "n": point.n,
        "of": point.of,
        "share": round(point.share, 4),
        "at": round(point.at, 1),
        "z": round(point.z_wide, 2),
        "is_outside": point.outside,
    }


def _limits(found: Limits) -> Plain:
    pairs = {"95": found.wide_95, "998": found.wide_998, "plain_95": found.plain_95, "plain_998": found.plain_998}
    ends: dict[str, Plain] = {name: [round(end, 4) for end in pair] for name, pair in pairs.items()}
    return {"at": round(found.at, 1)} | ends
