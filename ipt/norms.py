"""Published norms of a measure's scales, supplied by a site: raw scores to T scores by sex and school grade."""

from fractions import Fraction

from attrs import frozen

from ipt.adding import exact, rounded
from ipt.criteria import Sex, Source
from ipt.item import Number


@frozen
class NormPoint:
    """One line of a published table: this raw score has this T score."""

    raw: Number
    t: Number


@frozen
class NormGroup:
    """The norms of one scale for one group: a published table (`points`), or the group's mean and deviation.

    Without `sex` they are for both, without `grades` for every grade.
    """

    scale: str
    source: str
    sex: Sex | None = None
    grades: tuple[int, ...] = ()
    points: tuple[NormPoint, ...] = ()
    mean: float | None = None
    sd: float | None = None


@frozen
class NormTable:
    """The norms of one measure, named by its `id`; the owner's, put in by a site that may use them."""

    id: str
    version: int
    licence: str
    sources: tuple[Source, ...]
    groups: tuple[NormGroup, ...]


def t_score(
    table: NormTable, *, scale: str, raw: Number, sex: Sex | None = None, grade: int | None = None
) -> Number | None:
    """The T score of a scale's raw score, or None where the table says nothing for this person or this score.

    From a published table the T score as printed; from mean and standard deviation 50 + 10 (raw - mean) / sd, rounded
    to a whole number, halves upwards.

    >>> from ipt.criteria import Source
    >>> girls = NormGroup(scale="total", source="manual", sex="woman", grades=(5, 6), mean=20, sd=8)
    >>> table = NormTable("mine", 1, "ours", (Source("manual", "A manual."),), (girls,))
    >>> t_score(table, scale="total", raw=28, sex="woman", grade=5), t_score(table, scale="total", raw=28, sex="man")
    (60, None)
    """
    group = next((one for one in table.groups if _is_for(one, scale=scale, sex=sex, grade=grade)), None)
    if group is None:
        return None
    if group.points:
        return next((point.t for point in group.points if point.raw == raw), None)
    if group.mean is None or not group.sd:
        return None
    return rounded(50 + 10 * (exact(raw) - Fraction(str(group.mean))) / Fraction(str(group.sd)), decimals=0)


def _is_for(group: NormGroup, *, scale: str, sex: Sex | None, grade: int | None) -> bool:
    if group.scale != scale or group.sex not in (None, sex):
        return False
    return not group.grades or grade in group.grades
