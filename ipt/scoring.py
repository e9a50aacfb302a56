"""Answers to a Result: totals, bands, cut-offs, scales, patterns and triage by the measure's published rule."""

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite

from attrs import evolve, frozen

from ipt.adding import counted, exact, rounded, scale_value, total_value
from ipt.answering import AnswerError as AnswerError
from ipt.answering import Answers as Answers
from ipt.answering import allowed_total, answered, does_not_apply, missing_items, skipped
from ipt.answering import check_answers as check_answers
from ipt.answering import read_answers as read_answers
from ipt.answering import read_total as read_total
from ipt.answering import refused as refused
from ipt.criteria import Sex
from ipt.item import Number
from ipt.measure import Measure, Scale, band_holding
from ipt.patterns import highest_triage, patterns_barred, patterns_met


@frozen
class ScaleScore:
    """The score of one scale, or None where too few of its items are answered; `cases` are its own cut-offs met."""

    id: str
    total: Number | None
    band: str | None = None
    cases: tuple[str, ...] = ()
    prorated: bool = False


@frozen
class Result:
    """What a measure's rule makes of some answers.

    `total` is None when it may not be given; then `band` is None too. `missing` are the items without an answer that
    need one, in order; `prorated` says that the total was made from the answered items. `out_of` is the highest total
    that was possible with the items that applied: where it is less than the measure's, no band and no cut-off is told.
    `cases` are the cut-offs met, those of the scales too. `triage` is the highest level met, and `not_applicable` are
    the patterns that say nothing about this person.
    """

    measure: str
    version: int
    total: Number | None
    band: str | None
    missing: tuple[str, ...] = ()
    prorated: bool = False
    scales: tuple[ScaleScore, ...] = ()
    patterns: tuple[str, ...] = ()
    entry: str = "items"
    out_of: Number | None = None
    cases: tuple[str, ...] = ()
    triage: str | None = None
    not_applicable: tuple[str, ...] = ()
    target: str | None = None


@frozen
class _Sheet:
    """What was answered, what each answer counts, and which items are missing or left out by rule."""

    given: Mapping[str, int]
    values: Mapping[str, int]
    missing: tuple[str, ...]
    left_out: frozenset[str]


def score(
    measure: Measure, answers: Answers, *, prorate: bool = False, sex: Sex | None = None, is_minor: bool = False
) -> Result:
    """The Result of answers by item id; None, or no entry, is a missing answer, and zero is an answer like any other.

    A missing scored item means no total, unless `prorate` is asked for and the measure's missing rule allows it; a
    mean is taken over the answered items as far as that rule goes, asked or not. `sex` opens the cut-offs published
    for one sex, `is_minor` the patterns published for minors. AnswerError for an item the measure does not have or a
    value the item does not allow.

    >>> from ipt.library import shipped
    >>> gad_2 = shipped().measure("gad-2")
    >>> score(gad_2, {"1": 0, "2": 3}).total
    3
    >>> score(gad_2, {"1": 0, "2": None}).missing
    ('2',)
    """
    if not measure.has_items:
        raise AnswerError(
            f"{measure.id} is entered as a total, not item by item.", item=None, allowed=allowed_total(measure)
        )
    check_answers(measure, answers)
    sheet = _sheet(measure, answers)
    exact_scales = {scale.id: _scale_value(scale, sheet=sheet, prorate=prorate) for scale in measure.scales}
    scales = tuple(
        _scale_score(measure, scale=scale, value=exact_scales[scale.id], sheet=sheet, sex=sex)
        for scale in measure.scales
    )
    prorated = _is_prorated(measure, sheet=sheet, scales=scales, prorate=prorate)
    total = _total(measure, sheet=sheet, scales=exact_scales, prorated=prorated)
    out_of = measure.high if prorated else _out_of(measure, sheet=sheet)
    is_whole = out_of == measure.high
    level = highest_triage(measure, sheet.given)
    return Result(
        measure=measure.id,
        version=measure.version,
        total=total,
        band=_band(measure, total=total) if is_whole else None,
        missing=sheet.missing,
        prorated=prorated,
        scales=scales,
        patterns=() if sheet.missing else patterns_met(measure, sheet.given, total=total, is_minor=is_minor),
        out_of=out_of,
        cases=(
            *(_cases(measure, score=total, sex=sex) if is_whole else ()),
            *(id_ for one in scales for id_ in one.cases),
        ),
        triage=level.id if level else None,
        not_applicable=patterns_barred(measure, sheet.given, is_minor=is_minor),
    )


def score_targets(
    measure: Measure, sheets: Mapping[str, Answers], *, prorate: bool = False, sex: Sex | None = None
) -> dict[str, Result]:
    """One Result for each target, such as mother or friend; AnswerError for one the measure does not have."""
    for target in sheets:
        if target not in measure.targets:
            allowed = f"one of {', '.join(measure.targets) or 'none'}"
            raise AnswerError(f"{measure.id} is about {allowed}; {target!r} came.", item=None, allowed=allowed)
    return {
        target: evolve(score(measure, answers, prorate=prorate, sex=sex), target=target)
        for target, answers in sheets.items()
    }


def total_only(measure: Measure, total: Number, *, sex: Sex | None = None) -> Result:
    """The Result of a total added up elsewhere, for example on paper; AnswerError outside the measure's range."""
    if not measure.has_total:
        raise AnswerError(f"{measure.id} has no total; enter its answers.", item=None, allowed="answers")
    if type(total) not in (int, float) or not _is_possible(measure, total):
        raise AnswerError(
            f"{measure.id} takes a total that is {allowed_total(measure)}; {total} came.",
            item=None,
            allowed=allowed_total(measure),
        )
    told = rounded(exact(total), decimals=measure.decimals)
    return Result(
        measure=measure.id,
        version=measure.version,
        total=told,
        band=_band(measure, total=told),
        entry="total",
        out_of=measure.high,
        cases=_cases(measure, score=told, sex=sex),
    )


def _sheet(measure: Measure, answers: Answers) -> _Sheet:
    given = answered(measure, answers)
    needless = skipped(measure, answers)
    values = {
        item.id: counted(item, given[item.id], reverse=item.id in measure.reverse)
        for item in measure.items
        if item.id in given and not item.is_typed
    }
    values |= {item: as_ for item, as_ in needless.items() if as_ is not None}
    nowhere = {item for item, as_ in needless.items() if as_ is None}
    return _Sheet(
        given=given,
        values=values,
        missing=missing_items(measure, answers),
        left_out=does_not_apply(measure, answers) | nowhere,
    )


def _scale_value(scale: Scale, *, sheet: _Sheet, prorate: bool) -> Fraction | None:
    """The unrounded score of a scale; None where more of its items are missing than its rule can do without."""
    n_given = sum(item in sheet.values for item in scale.items)
    is_missing = _lacks(scale, sheet=sheet)
    if n_given < (scale.n_least or 0) or (is_missing and scale.n_least is None):
        return None
    if is_missing and scale.how == "sum" and not prorate:
        return None
    return scale_value(scale, sheet.values, raised=prorate and scale.n_least is not None)


def _lacks(scale: Scale, *, sheet: _Sheet) -> bool:
    """Whether an item of the scale is missing, not only left out by rule."""
    return any(item not in sheet.values and item not in sheet.left_out for item in scale.items)


def _scale_score(
    measure: Measure, *, scale: Scale, value: Fraction | None, sheet: _Sheet, sex: Sex | None
) -> ScaleScore:
    if value is None:
        return ScaleScore(scale.id, None)
    told = rounded(value, decimals=scale.decimals)
    band = band_holding(told, bands=scale.bands)
    return ScaleScore(
        id=scale.id,
        total=told,
        band=band.id if band else None,
        cases=_cases(measure, score=told, sex=sex, scale=scale.id),
        prorated=_lacks(scale, sheet=sheet) or value != scale_value(scale, sheet.values),
    )


def _is_prorated(measure: Measure, *, sheet: _Sheet, scales: tuple[ScaleScore, ...], prorate: bool) -> bool:
    """Whether the total is made from fewer items than the rule asks for, and may be."""
    adding = measure.adding
    if adding.how in ("scales-sum", "scales-mean"):
        return any(scale.prorated for scale in scales if scale.id in adding.scales)
    lacking = [item.id for item in measure.scored_items if item.id not in sheet.values]
    if adding.how == "mean":
        return any(item not in sheet.left_out for item in lacking) and len(lacking) <= measure.missing.prorate_up_to
    return adding.how == "sum" and prorate and 0 < len(lacking) <= measure.missing.prorate_up_to


def _total(measure: Measure, *, sheet: _Sheet, scales: Mapping[str, Fraction | None], prorated: bool) -> Number | None:
    known = {name: value for name, value in scales.items() if value is not None}
    is_missing = any(item.id in sheet.missing for item in measure.scored_items)
    if is_missing and not prorated:
        return None
    value = total_value(measure, sheet.values, scales=known, raised=prorated)
    return None if value is None else rounded(value, decimals=measure.decimals)


def _out_of(measure: Measure, *, sheet: _Sheet) -> Number | None:
    """The highest total with the items that applied; None for a measure without a total."""
    if not measure.has_total or not sheet.left_out or measure.adding.how != "sum":
        return measure.high if measure.has_total else None
    highest = {item.id: max(item.counted) for item in measure.scored_items if item.id not in sheet.left_out}
    value = total_value(measure, highest, scales={})
    return None if value is None else rounded(value, decimals=measure.decimals)


def _cases(measure: Measure, *, score: Number | None, sex: Sex | None, scale: str | None = None) -> tuple[str, ...]:
    if score is None:
        return ()
    mine = (case for case in measure.cases if case.scale == scale and case.sex in (None, sex))
    return tuple(case.id for case in mine if case.is_met(score))


def _is_possible(measure: Measure, total: Number) -> bool:
    if not isfinite(total) or not measure.low <= total <= measure.high:
        return False
    return isinstance(total, int) or (
        measure.decimals > 0 and rounded(exact(total), decimals=measure.decimals) == total
    )


def _band(measure: Measure, *, total: Number | None) -> str | None:
    band = measure.band_of(total)
    return band.id if band else None
