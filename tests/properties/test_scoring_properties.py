"""Properties of scoring and concerns that hold for all answers of every shipped measure."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ipt.concern import highest, rank, watched
from ipt.library import shipped
from ipt.measure import Measure
from ipt.scoring import score

MEASURES = [measure for measure in shipped().measures() if measure.has_items]
PHQ_9 = shipped().measure("phq-9")


@st.composite
def complete(draw: st.DrawFn) -> tuple[Measure, dict[str, int | None]]:
    measure = draw(st.sampled_from(MEASURES))
    return measure, {item.id: draw(st.sampled_from(item.values)) for item in measure.scored_items}


@st.composite
def partial(draw: st.DrawFn) -> tuple[Measure, dict[str, int | None]]:
    measure, answers = draw(complete())
    left_out = draw(st.sets(st.sampled_from(sorted(answers)), min_size=1))
    return measure, {item: None if item in left_out else value for item, value in answers.items()}


@given(complete(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_never_matters(
    sheet: tuple[Measure, dict[str, int | None]], shuffler: Random
) -> None:
    measure, answers = sheet
    shuffled = list(answers.items())
    shuffler.shuffle(shuffled)

    assert score(measure, dict(shuffled)) == score(measure, answers)


@given(complete())
def test_a_complete_sheet_has_a_total_in_range_and_in_one_band(sheet: tuple[Measure, dict[str, int | None]]) -> None:
    measure, answers = sheet

    result = score(measure, answers)

    assert result.total is not None
    assert measure.low <= result.total <= measure.high
    assert [band.id for band in measure.bands if band.low <= result.total <= band.high] == [result.band]
    assert (result.missing, result.prorated) == ((), False)


@given(partial())
def test_a_missing_answer_means_no_total(sheet: tuple[Measure, dict[str, int | None]]) -> None:
    measure, answers = sheet

    result = score(measure, answers)

    assert (result.total, result.band, result.prorated, result.patterns) == (None, None, False, ())
    assert result.missing == tuple(item.id for item in measure.scored_items if answers[item.id] is None)


@given(partial())
def test_a_prorated_total_is_in_range_and_only_for_as_many_missing_as_the_rule_allows(
    sheet: tuple[Measure, dict[str, int | None]],
) -> None:
    measure, answers = sheet

    result = score(measure, answers, prorate=True)

    assert result.prorated == (len(result.missing) <= measure.missing.prorate_up_to)
    assert (result.total is not None) == result.prorated
    assert result.total is None or measure.low <= result.total <= measure.high


@given(complete())
def test_prorating_changes_nothing_when_all_is_answered(sheet: tuple[Measure, dict[str, int | None]]) -> None:
    measure, answers = sheet

    assert score(measure, answers, prorate=True) == score(measure, answers)


@given(st.sampled_from(MEASURES))
def test_zero_is_an_answer_and_its_absence_is_not(measure: Measure) -> None:
    zeros: dict[str, int | None] = {item.id: 0 for item in measure.scored_items}

    assert score(measure, zeros).total == 0
    assert score(measure, {}).total is None


@given(complete(), st.data())
def test_a_higher_answer_never_gives_a_lower_total(
    sheet: tuple[Measure, dict[str, int | None]], data: st.DataObject
) -> None:
    measure, answers = sheet
    item = data.draw(st.sampled_from(measure.scored_items))
    raised = {**answers, item.id: data.draw(st.sampled_from(item.values))}

    before, after = score(measure, answers).total, score(measure, raised).total

    assert before is not None
    assert after is not None
    assert after - before == (raised[item.id] or 0) - (answers[item.id] or 0)


answer_to_9 = st.integers(0, 3)


@given(answer_to_9, answer_to_9, st.none() | answer_to_9)
def test_a_higher_watched_answer_is_never_of_less_concern(one: int, other: int, assessed: int | None) -> None:
    def level(answer: int) -> int:
        stood = None if assessed is None else {"9": assessed}
        found = highest(watched(PHQ_9, {"9": answer}, assessed=stood))
        return rank(found.level) if found else 0

    assert level(min(one, other)) <= level(max(one, other))


@given(answer_to_9, st.none() | answer_to_9)
def test_an_assessment_never_makes_a_concern_go_away_or_grow(answer: int, assessed: int | None) -> None:
    stood = None if assessed is None else {"9": assessed}

    fresh, after = watched(PHQ_9, {"9": answer}), watched(PHQ_9, {"9": answer}, assessed=stood)

    assert len(fresh) == len(after) == (1 if answer else 0)
    for one, other in zip(fresh, after, strict=True):
        assert rank(one.level) - 1 <= rank(other.level) <= rank(one.level)


@given(st.integers(0, 3), st.dictionaries(st.sampled_from("12345678"), st.none() | st.integers(0, 3)))
def test_no_other_answer_touches_the_watched_one(answer: int, others: dict[str, int | None]) -> None:
    assert watched(PHQ_9, {**others, "9": answer}) == watched(PHQ_9, {"9": answer})
