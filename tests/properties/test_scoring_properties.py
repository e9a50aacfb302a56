"""Properties of scoring and concerns that hold for all answers of every shipped measure."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ipt.adding import counted, reach
from ipt.concern import highest, rank, watched
from ipt.item import Item
from ipt.library import shipped
from ipt.measure import Measure
from ipt.scoring import score

MEASURES = [measure for measure in shipped().measures() if measure.has_items]
PHQ_9 = shipped().measure("phq-9")


Answers = dict[str, int | None]


def answer_to(item: Item) -> st.SearchStrategy[int]:
    return st.integers(item.low, item.high) if item.is_typed else st.sampled_from(item.values)


def one_of_two(measure: Measure, answers: Answers, *, kept: str) -> Answers:
    """Only one of each set is answered where the measure says so, as on its form."""
    sets = [either for either in measure.adding.either if kept in either]
    return {item: None if any(item in one and item != kept for one in sets) else answers[item] for item in answers}


@st.composite
def complete(draw: st.DrawFn) -> tuple[Measure, Answers]:
    measure = draw(st.sampled_from(MEASURES))
    answers: Answers = {item.id: draw(answer_to(item)) for item in measure.written_items}
    for either in measure.adding.either:
        answers = one_of_two(measure, answers, kept=draw(st.sampled_from(either)))
    return measure, answers


@st.composite
def partial(draw: st.DrawFn) -> tuple[Measure, Answers]:
    """Answers of a measure added up item by item, of which some that count are missing."""
    measure = draw(st.sampled_from([one for one in MEASURES if one.adding.how == "sum" and not one.skips]))
    answers: Answers = {item.id: draw(answer_to(item)) for item in measure.written_items}
    left_out = draw(st.sets(st.sampled_from([item.id for item in measure.scored_items]), min_size=1))
    return measure, {item: None if item in left_out else value for item, value in answers.items()}


@given(complete(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_never_matters(sheet: tuple[Measure, Answers], shuffler: Random) -> None:
    measure, answers = sheet
    shuffled = list(answers.items())
    shuffler.shuffle(shuffled)

    assert score(measure, dict(shuffled)) == score(measure, answers)


@given(complete())
def test_a_complete_sheet_has_a_total_in_range_and_in_one_band(sheet: tuple[Measure, Answers]) -> None:
    measure, answers = sheet

    result = score(measure, answers)

    assert (result.missing, result.prorated) == ((), False)
    if measure.has_total:
        assert result.total is not None
        assert measure.low <= result.total <= measure.high
        within = [band.id for band in measure.bands if band.low <= result.total <= band.high]
        assert within == ([result.band] if measure.bands else [])
        assert isinstance(result.total, int) == (measure.decimals == 0)


@given(complete())
def test_a_scale_of_a_complete_sheet_is_in_its_range_and_in_one_band(sheet: tuple[Measure, Answers]) -> None:
    measure, answers = sheet

    for found in score(measure, answers).scales:
        scale = measure.scale(found.id)
        ends = reach(measure, scale)
        assert found.total is not None
        assert ends is not None
        assert ends[0] <= found.total <= ends[1]
        within = [band.id for band in scale.bands if band.low <= found.total <= band.high]
        assert within == ([found.band] if scale.bands else [])


@given(partial())
def test_a_missing_answer_means_no_total(sheet: tuple[Measure, Answers]) -> None:
    measure, answers = sheet

    result = score(measure, answers)

    assert (result.total, result.band, result.prorated, result.patterns) == (None, None, False, ())
    assert result.missing == tuple(item.id for item in measure.scored_items if answers[item.id] is None)


@given(partial())
def test_a_prorated_total_is_in_range_and_only_for_as_many_missing_as_the_rule_allows(
    sheet: tuple[Measure, Answers],
) -> None:
    measure, answers = sheet

    result = score(measure, answers, prorate=True)

    assert result.prorated == (len(result.missing) <= measure.missing.prorate_up_to)
    assert (result.total is not None) == result.prorated
    assert result.total is None or measure.low <= result.total <= measure.high


@given(partial())
def test_a_missing_answer_never_counts_as_its_lowest(sheet: tuple[Measure, Answers]) -> None:
    measure, answers = sheet
    filled = {item: measure.item(item).low if value is None else value for item, value in answers.items()}

    assert score(measure, answers) != score(measure, filled)
    assert score(measure, answers).total is None


@given(complete())
def test_prorating_changes_nothing_when_all_is_answered(sheet: tuple[Measure, Answers]) -> None:
    measure, answers = sheet

    assert score(measure, answers, prorate=True) == score(measure, answers)


@given(st.sampled_from(MEASURES))
def test_the_lowest_is_an_answer_and_its_absence_is_not(measure: Measure) -> None:
    lowest: Answers = {item.id: item.low for item in measure.written_items}

    assert score(measure, lowest).missing == ()
    assert score(measure, {}).total is None


@given(complete(), st.data())
def test_a_higher_answer_never_gives_a_lower_total_but_for_reversed_items(
    sheet: tuple[Measure, Answers], data: st.DataObject
) -> None:
    measure, answers = sheet
    plain = [item for item in measure.scored_items if not item.counts and answers[item.id] is not None]
    item = data.draw(st.sampled_from(plain or list(measure.items)))
    raised = {**answers, item.id: data.draw(answer_to(item))}

    before, after = score(measure, answers), score(measure, raised)

    if before.total is not None and after.total is not None:
        moved = (raised[item.id] or 0) - (answers.get(item.id) or 0)
        towards = -1 if item.id in measure.reverse else 1
        assert (after.total - before.total) * moved * towards >= 0


@given(complete())
def test_reversing_twice_is_no_reversing(sheet: tuple[Measure, Answers]) -> None:
    measure, answers = sheet

    for item in measure.scored_items:
        answer = answers[item.id]
        if answer is not None and not item.counts and list(item.values) == list(range(item.low, item.high + 1)):
            turned = counted(item, answer, reverse=True)
            assert counted(item, turned, reverse=True) == answer


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
