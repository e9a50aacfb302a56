"""Norms that a site puts in: looked up by scale, sex and grade; without a table there is no T score."""

import pytest

from ipt.library import DefinitionError, Library, shipped
from ipt.norms import t_score

pytestmark = pytest.mark.quick

RCADS = shipped().measure("rcads-47")
TABLE = """
id = "rcads-47"
version = 1
licence = "Made up for this test."
sources = [{ id = "made-up", text = "Made up for this test." }]
groups = [
  { scale = "total-anxiety", sex = "woman", grades = [5, 6], mean = 25, sd = 12.5, source = "made-up" },
  { scale = "total-anxiety", sex = "man", grades = [5, 6], points = [{ raw = 40, t = 66 }], source = "made-up" },
]
"""


def with_table(text: str = TABLE) -> Library:
    return Library.from_texts({"norms/rcads-47/1.toml": text}, base=shipped())


def test_nothing_is_shipped_and_there_is_no_t_score_without_a_table() -> None:
    assert shipped().norms(RCADS) is None
    assert RCADS.norms is not None
    assert "total-anxiety" in RCADS.norms.scales


@pytest.mark.parametrize(
    ("raw", "sex", "grade", "t"),
    [
        (25, "woman", 5, 50),
        (50, "woman", 6, 70),
        (26, "woman", 5, 51),
        (40, "man", 5, 66),
        (41, "man", 5, None),
        (25, "woman", 7, None),
        (25, None, 5, None),
    ],
)
def test_a_t_score_is_told_for_whom_the_table_speaks_of(raw: int, sex: str | None, grade: int, t: int | None) -> None:
    table = with_table().norms(RCADS)

    assert table is not None
    assert t_score(table, scale="total-anxiety", raw=raw, sex=sex, grade=grade) == t  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "rcads-47"', 'id = "rcads-48"', "id: expected rcads-47, as in the file's path, came rcads-48"),
        ('scale = "total-anxiety", sex = "man"', 'scale = "joy", sex = "man"', "groups[1].scale: expected one of"),
        ("sd = 12.5", "sd = 0", "groups[0].sd: expected a number above 0, came 0"),
        ("mean = 25, sd = 12.5,", "", "groups[0]: expected either points, or mean and sd"),
        ('sex = "man"', 'sex = "woman"', "groups[1]: expected each scale, sex and grade once"),
        ('source = "made-up" },', 'source = "book" },', 'groups[0].source: expected one of made-up, came "book"'),
    ],
)
def test_a_fault_in_a_table_is_told(old: str, new: str, fault: str) -> None:
    with pytest.raises(DefinitionError, match="norms/rcads-47") as broken:
        with_table(TABLE.replace(old, new, 1))

    assert any(fault in str(one) for one in broken.value.faults)
