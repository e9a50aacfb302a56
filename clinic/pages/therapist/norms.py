"""The scales of one sheet beside the norms that the service brought: T scores for each group it may be read in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from clinic.answers.scored import OF_AGE, scored
from clinic.definitions.library import library
from ipt.criteria import Sex
from ipt.measure import Measure
from ipt.norms import NormTable, t_score
from ipt.wording import Wording

if TYPE_CHECKING:
    from clinic.answers.models import AnswerSheet

YEARS_BEFORE_SCHOOL = (6, 5)  # at seven years somebody is in grade 1 or 2, by the month of their birthday

Group = tuple[Sex | None, tuple[int, ...]]


def beside_norms(sheet: "AnswerSheet", *, measure: Measure, wording: Wording) -> dict[str, Any] | None:
    """A row for each scale, a column for each sex and span of grades at this age; None without norms to read it by.

    The record holds neither sex nor grade, so nothing is chosen here: the clinician reads the column that fits.
    """
    if measure.norms is None:
        return None
    age, table = sheet.client.age_on(sheet.answered_on), library().norms(measure)
    groups = groups_at(table, age=age) if table else []
    result = scored(sheet, measure=measure, is_prorated=sheet.score.is_prorated)
    totals = {scale.id: scale.total for scale in result.scales}
    rows = [
        row(scale, totals=totals, table=table, groups=groups, age=age, wording=wording)
        for scale in measure.norms.scales
    ]
    return {
        "is_here": table is not None,
        "age": age,
        "groups": [group_in_words(group, age=age) for group in groups],
        "rows": rows if totals else [],
    }


def groups_at(table: NormTable, *, age: int) -> list[Group]:
    """The groups of a table that somebody of this age can belong to, once each, youngest first."""
    grades = {age - years for years in YEARS_BEFORE_SCHOOL}
    found = {(one.sex, one.grades) for one in table.groups if not one.grades or grades & {*one.grades}}
    return sorted(found, key=lambda group: (group[1], group[0] or ""))


def row(
    scale: str,
    *,
    totals: Mapping[str, Any],
    table: NormTable | None,
    groups: list[Group],
    age: int,
    wording: Wording,
) -> dict[str, Any]:
    """One scale: its score, and its T score in each group, or none where the table says nothing."""
    raw, told = totals.get(scale), []
    for sex, grades in groups:
        grade = grades[0] if grades else None
        t = None if raw is None or table is None else t_score(table, scale=scale, raw=raw, sex=sex, grade=grade)
        told.append((group_in_words((sex, grades), age=age), t))
    return {"name": wording.scales.get(scale, scale), "raw": None if raw is None else f"{raw:g}", "told": told}


def group_in_words(group: Group, *, age: int) -> str:
    """A group as the head of a column."""
    sex, grades = group
    girls, boys = (_("girls"), _("boys")) if age < OF_AGE else (_("women"), _("men"))
    who = {"woman": girls, "man": boys, None: _("everybody")}[sex]
    if not grades:
        return who
    first, last = min(grades), max(grades)
    span = str(first) if first == last else f"{first}–{last}"
    return _("%(who)s, grade %(span)s") % {"who": who, "span": span}
