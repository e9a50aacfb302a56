"""What a definition of a measure can say: each rule scored by hand, each fault told with its place."""

import pytest

from ipt.concern import concerns
from ipt.library import DefinitionError, Library, shipped
from ipt.measure import Measure
from ipt.scoring import AnswerError, read_answers, score, score_targets, total_only

pytestmark = pytest.mark.quick

HEAD = """
id = "mine"
version = 1
rater = "self"
entry = "items"
better = "lower"
period_days = 7
domain = "goals"
status = "own"
missing = { prorate_up_to = 0, source = "made-up", verified = false }
sources = [{ id = "made-up", text = "Made up for this test." }]
"""
LICENCE = """
[licence]
tier = "own"
owner = "OpenIPT"
terms = "Made up for a test."
uses = ["research"]
commercial = false
checked_on = 2026-11-22
verified = false
source = "made-up"
"""
BY = 'source = "made-up", verified = false'
FOUR = 'items = [{ id = "a", values = [0, 1, 2, 3] }, { id = "b", values = [0, 1, 2, 3] }]\n'


def measure(body: str, *, head: str = HEAD) -> Measure:
    return Library.from_texts({"measures/mine/1.toml": head + body + LICENCE}, base=shipped()).measure("mine")


def fault(body: str, *, head: str = HEAD) -> str:
    with pytest.raises(DefinitionError) as broken:
        measure(body, head=head)
    return "\n".join(str(one).removeprefix("measures/mine/1.toml: ") for one in broken.value.faults)


def test_a_mean_is_rounded_halves_up_by_exact_arithmetic() -> None:
    mean = measure('low = 0\nhigh = 3\ndecimals = 1\nadding = { how = "mean" }\n' + FOUR)
    tenths = measure('low = 0\nhigh = 0.9\ndecimals = 1\nadding = { how = "mean", times = 0.3 }\n' + FOUR)

    assert score(mean, {"a": 2, "b": 3}).total == 2.5
    assert score(tenths, {"a": 0, "b": 3}).total == 0.5  # 1.5 x 0.3 = 0.45, which binary numbers hold as less


def test_a_whole_total_stays_whole() -> None:
    found = score(measure('low = 0\nhigh = 3\nadding = { how = "mean" }\n' + FOUR), {"a": 2, "b": 3})

    assert (found.total, type(found.total)) == (3, int)


def test_a_mean_over_the_answered_items_is_told_as_prorated_and_a_sum_only_when_asked_for() -> None:
    head = HEAD.replace("prorate_up_to = 0", "prorate_up_to = 1")
    mean = measure('low = 0\nhigh = 30\nadding = { how = "mean", times = 10 }\n' + FOUR, head=head)
    plain = measure("low = 0\nhigh = 6\n" + FOUR, head=head)

    assert (score(mean, {"a": 2}).total, score(mean, {"a": 2}).prorated) == (20, True)
    assert (score(plain, {"a": 2}).total, score(plain, {"a": 2}, prorate=True).total) == (None, 4)


def test_an_answer_that_says_it_does_not_apply_counts_nowhere_and_is_not_missing() -> None:
    items = 'items = [{ id = "a", values = [0, 1, 2], not_applicable = 9 }, { id = "b", values = [0, 1, 2] }]\n'
    bands = f'bands = [{{ id = "all", low = 0, high = 4, {BY} }}]\n'
    found = score(measure("low = 0\nhigh = 4\n" + bands + items), {"a": 9, "b": 2})

    assert (found.total, found.out_of, found.missing, found.band) == (2, 2, (), None)
    assert read_answers(measure("low = 0\nhigh = 4\n" + items), "n/a,1") == {"a": 9, "b": 1}


def test_does_not_apply_is_never_a_high_answer() -> None:
    watch = f'watch = [{{ item = "a", at_least = 1, level = "urgent", about = "a test", {BY} }}]\n'
    pattern = f'patterns = [{{ id = "p", items = ["a"], at_least = 1, n_least = 1, {BY} }}]\n'
    items = 'items = [{ id = "a", values = [0, 1, 2], not_applicable = 9 }, { id = "b", values = [0, 1, 2] }]\n'
    mine = measure("low = 0\nhigh = 4\n" + watch + pattern + items)
    found = score(mine, {"a": 9, "b": 0})

    assert found.patterns == ()
    assert concerns(mine, answers={"a": 9, "b": 0}, result=found) == ()


def test_the_highest_of_a_group_counts_and_one_of_two_may_stay_empty() -> None:
    adding = 'low = 0\nhigh = 3\nadding = { how = "groups", groups = [["a", "b"]], either = [["a", "b"]] }\n'
    mine = measure(adding + FOUR)

    assert score(mine, {"a": 2}).total == 2
    assert score(mine, {"a": 1, "b": 3}).total == 3
    assert score(mine, {}).missing == ("a", "b")


def test_a_cut_off_for_one_sex_is_told_for_that_one_only() -> None:
    mine = measure(
        f'low = 0\nhigh = 6\ncases = [{{ id = "c", at_least = 3, sex = "woman", about = "x", {BY} }}]\n' + FOUR
    )

    assert score(mine, {"a": 3, "b": 0}, sex="woman").cases == ("c",)
    assert score(mine, {"a": 3, "b": 0}, sex="man").cases == score(mine, {"a": 3, "b": 0}).cases == ()


def test_a_watched_total_is_of_concern_and_so_is_a_level() -> None:
    watch = f'watch_total = [{{ at_least = 5, level = "soon", about = "a high total", {BY} }}]\n'
    mine = measure("low = 0\nhigh = 6\n" + watch + FOUR)
    (found,) = concerns(mine, answers={"a": 3, "b": 2}, result=score(mine, {"a": 3, "b": 2}))

    assert (found.kind, found.level, found.value, found.item) == ("watched-total", "soon", 5, None)
    assert found.why == "The total is 5 out of 6: a high total."


def test_the_highest_level_is_told_though_other_answers_are_missing() -> None:
    levels = f"""low = 0
high = 2
adding = {{ how = "triage" }}
triage = [
  {{ id = "low", any = [{{ item = "a", at_least = 1 }}], level = "notice", {BY} }},
  {{ id = "high", any = [{{ item = "b", at_least = 2 }}], level = "urgent", {BY} }},
]
"""
    mine = measure(levels + FOUR)

    assert score(mine, {"a": 1, "b": 0}).triage == "low"
    assert (score(mine, {"b": 2}).triage, score(mine, {"b": 2}).missing) == ("high", ("a",))
    assert [one.kind for one in concerns(mine, answers={"b": 2}, result=score(mine, {"b": 2}))] == ["triage"]
    with pytest.raises(AnswerError, match="mine has no total"):
        total_only(mine, 1)


def test_a_sheet_is_about_one_target() -> None:
    mine = measure('low = 0\nhigh = 6\ntargets = ["mother", "friend"]\n' + FOUR)
    found = score_targets(mine, {"mother": {"a": 1, "b": 1}, "friend": {"a": 3, "b": 3}})

    assert {target: (one.target, one.total) for target, one in found.items()} == {
        "mother": ("mother", 2),
        "friend": ("friend", 6),
    }
    with pytest.raises(AnswerError, match="mine is about one of mother, friend; 'boss' came"):
        score_targets(mine, {"boss": {}})


@pytest.mark.parametrize(("total", "is_right"), [(2.5, True), (2, True), (2.25, False), (3.1, False), (True, False)])
def test_a_total_from_paper_has_no_more_decimals_than_the_measure(total: float, is_right: bool) -> None:
    mine = measure('low = 0\nhigh = 3\ndecimals = 1\nadding = { how = "mean" }\n' + FOUR)

    if is_right:
        assert total_only(mine, total).total == total
    else:
        with pytest.raises(AnswerError, match="a number from 0 to 3 with at most one decimal place"):
            total_only(mine, total)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('low = 0\nhigh = 6\nreverse = ["c"]\n', 'reverse: expected one of a, b, came "c"'),
        ('low = 0\nhigh = 6\nadding = { how = "mean" }\n', "high: expected 3, which the scored items can give, came 6"),
        (
            'low = 0\nhigh = 3\nadding = { how = "groups", groups = [["a"]] }\n',
            "adding.groups: expected each scored item",
        ),
        ('low = 0\nhigh = 6\nadding = { how = "sum", groups = [["a"]] }\n', "adding.groups: expected groups when how"),
        ('low = 0\nhigh = 6\nadding = { how = "scales-sum" }\n', "adding.scales: expected scales when how needs them"),
        ('low = 0\nhigh = 6\ntargets = ["x", "x"]\n', "targets[1]: expected each one once, came x again"),
        (
            f'low = 0\nhigh = 6\ncases = [{{ id = "c", at_least = 7, about = "x", {BY} }}]\n',
            "cases[0].at_least: expected",
        ),
        (f'low = 0\nhigh = 6\ncases = [{{ id = "c", about = "x", {BY} }}]\n', "cases[0]: expected at_least or at_most"),
        (
            "low = 0\nhigh = 6\n"
            f'triage = [{{ id = "t", any = [{{ item = "a", at_least = 1 }}], level = "soon", {BY} }}]\n',
            "triage: expected levels when adding.how is triage, none otherwise",
        ),
        (
            'low = 0\nhigh = 6\nskips = [{ when = { item = "b", at_most = 0 }, items = ["a"] }]\n',
            "skips[0].items: expected items after b, by which they are skipped",
        ),
        (
            'low = 0\nhigh = 6\nskips = [{ when = { item = "a", at_least = 9 }, items = ["b"] }]\n',
            "skips[0].when: expected a condition that an answer to item a can meet",
        ),
        (
            'low = 0\nhigh = 6\nscales = [{ id = "s", items = ["a"], low = 0, high = 4 }]\n',
            "scales[0].high: expected 3, which its items can give, came 4",
        ),
        (
            'low = 0\nhigh = 6\nscales = [{ id = "s", items = ["a"], n_least = 2 }]\n',
            "scales[0].n_least: expected a number from 1 to 1",
        ),
        (
            f'low = 0\nhigh = 6\nwatch_total = [{{ at_least = 5, level = "now", about = "x", {BY} }}]\n',
            "watch_total[0].level: expected one of notice, soon, urgent",
        ),
    ],
)
def test_a_rule_that_does_not_hold_together_is_told(body: str, told: str) -> None:
    assert told in fault(body + FOUR)


def test_bands_are_told_at_the_resolution_of_the_total() -> None:
    def with_bands(second: str) -> str:
        bands = f'bands = [{{ id = "x", low = 0, high = 1.4, {BY} }}, {{ id = "y", low = {second}, high = 3, {BY} }}]\n'
        return 'low = 0\nhigh = 3\ndecimals = 1\nadding = { how = "mean" }\n' + bands + FOUR

    assert score(measure(with_bands("1.5")), {"a": 1, "b": 2}).band == "y"
    assert "bands[1].low: expected 1.5, where the band before ends, came 1.6, which leaves a gap" in fault(
        with_bands("1.6")
    )


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (
            '{ id = "c", values = [0, 1], not_applicable = 1 }',
            "items[0].not_applicable: expected a number outside [0, 1]",
        ),
        ('{ id = "c", values = [0, 1], least = 0, most = 9 }', "items[0].values: expected either values or least and"),
        ('{ id = "c" }', "items[0].values: expected values, or least and most, came neither"),
        ('{ id = "c", least = 0, most = 9, scored = true }', "items[0].scored: expected false, or no such key"),
        ('{ id = "c", values = [0, 1], counts = [{ value = 2, as = 0 }] }', "items[0].counts: expected one of 0, 1"),
    ],
)
def test_an_item_that_does_not_hold_together_is_told(item: str, told: str) -> None:
    assert told in fault(f"low = 0\nhigh = 1\nitems = [{item}]\n")


def test_a_licence_of_the_projects_own_is_for_its_own_measures_only() -> None:
    head = HEAD.replace('status = "own"\n', "")

    assert "licence.tier: expected own when status is own, and only then" in fault(
        "low = 0\nhigh = 6\n" + FOUR, head=head
    )
