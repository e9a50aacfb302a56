"""What a table of norms must mean: each group once, with a table or a mean, for a scale of its measure."""

from collections.abc import Iterator

from ipt.meaning.problem import Problem, one_of
from ipt.measure import Measure
from ipt.norms import NormTable
from ipt.strict import shown


def norm_problems(table: NormTable, *, measure: Measure | None) -> Iterator[Problem]:
    """Everything in a table of norms that does not hold together or does not fit its measure."""
    known = [source.id for source in table.sources]
    seen: set[tuple[object, ...]] = set()
    for index, group in enumerate(table.groups):
        key = f"groups[{index}]"
        if group.source not in known:
            yield f"{key}.source", one_of(known), shown(group.source)
        if bool(group.points) == (group.mean is not None) or (group.mean is None) != (group.sd is None):
            yield key, "either points, or mean and sd", "another choice"
        if group.sd is not None and group.sd <= 0:
            yield f"{key}.sd", "a number above 0", f"{group.sd:g}"
        raws = [point.raw for point in group.points]
        if raws != sorted(set(raws)):
            yield f"{key}.points", "different raw scores, lowest first", shown(raws)
        for grade in group.grades or (None,):
            place = (group.scale, group.sex, grade)
            if place in seen:
                yield key, "each scale, sex and grade once", f"{group.scale} again"
            seen.add(place)
        if measure and group.scale not in (measure.norms.scales if measure.norms else ()):
            yield f"{key}.scale", one_of(measure.norms.scales if measure.norms else ()), shown(group.scale)
