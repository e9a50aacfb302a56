"""`python -m ipt forecast`: its rows, that it never looks ahead, and what it refuses with the line and the field."""

import csv
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from ipt.__main__ import main
from ipt.expected import expect
from ipt.outcomes.commands.forecast import Range, read
from ipt.outcomes.expected import fit

Printed = pytest.CaptureFixture[str]
HEAD = "course,day,score\n"
TEST = "mood,score,course,day\nlow,20,bo,0\n,18,bo,7\n,25,ada,3.5\n,15,bo,21\n,10,bo,35\nflat,16,bo,7\n"
COLUMNS = ["course", "seen", "target", "day", "expected", "low", "high"]


@pytest.fixture
def train(tmp_path: Path) -> Path:
    chance = np.random.default_rng(5)
    path = tmp_path / "train.csv"
    rows = [
        f"c{course},{7 * week},{np.clip(round(level - 4 * np.log1p(week) + chance.normal(0, 2)), 0, 63)}\n"
        for course, level in enumerate(chance.normal(25, 6, size=40))
        for week in range(6)
    ]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def test(tmp_path: Path) -> Path:
    path = tmp_path / "test.csv"
    path.write_text(TEST, encoding="utf-8")
    return path


def told(train: Path, test: Path, *, printed: Printed) -> list[dict[str, str]]:
    assert main(["forecast", str(train), str(test), "--range", "0,63"]) == 0
    return list(csv.DictReader(StringIO(printed.readouterr().out)))


def refused(*arguments: str, printed: Printed) -> str:
    assert main(["forecast", *arguments]) == 2
    found = printed.readouterr()
    assert found.out == ""
    assert found.err.count("\n") == 1
    return found.err


def test_each_number_of_scores_seen_has_a_next_and_a_last_with_the_day_of_the_true_one(
    train: Path, test: Path, capsys: Printed
) -> None:
    rows = told(train, test, printed=capsys)

    assert list(rows[0]) == COLUMNS
    assert [(row["course"], row["seen"], row["target"], row["day"]) for row in rows] == [
        ("bo", "1", "next", "7"),
        ("bo", "1", "last", "35"),
        ("bo", "2", "next", "21"),
        ("bo", "2", "last", "35"),
        ("bo", "3", "next", "35"),
        ("bo", "3", "last", "35"),
    ]
    assert all(0 <= float(row["low"]) < float(row["expected"]) < float(row["high"]) <= 63 for row in rows)


def test_its_rows_are_what_one_course_is_expected_of(train: Path, test: Path, capsys: Printed) -> None:
    rows = told(train, test, printed=capsys)

    alone = expect(fit(read(train, allowed=Range(0, 63)), low=0, high=63), [(0, 20), (7, 18), (7, 16)], 35)

    assert alone is not None
    found = [float(rows[3][key]) for key in ("expected", "low", "high")]
    assert found == pytest.approx([alone.expected, alone.low, alone.high], abs=1e-4)


def test_what_comes_later_changes_nothing_before_it(train: Path, test: Path, capsys: Printed) -> None:
    before = told(train, test, printed=capsys)
    test.write_text(TEST.replace(",15,bo,21", ",60,bo,21").replace(",10,bo,35", ",63,bo,35"), encoding="utf-8")

    after = told(train, test, printed=capsys)

    assert after[:4] == before[:4]
    assert after[4:] != before[4:]


def test_json_has_the_same_keys_and_values(train: Path, test: Path, capsys: Printed) -> None:
    rows = told(train, test, printed=capsys)

    assert main(["forecast", str(train), str(test), "--range", "0,63", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [list(row) for row in found] == [COLUMNS] * 6
    assert [{key: str(value) for key, value in row.items()} for row in found] == rows


def test_the_order_of_the_training_rows_does_not_matter(train: Path, test: Path, capsys: Printed) -> None:
    rows = told(train, test, printed=capsys)
    first, *others = train.read_text(encoding="utf-8").splitlines(keepends=True)
    train.write_text(first + "".join(reversed(others)), encoding="utf-8")

    again = told(train, test, printed=capsys)

    for row, other in zip(rows, again, strict=True):
        assert float(row["expected"]) == pytest.approx(float(other["expected"]), abs=0.02)


def test_courses_with_one_score_each_have_nothing_to_expect(train: Path, tmp_path: Path, capsys: Printed) -> None:
    alone = tmp_path / "alone.csv"
    alone.write_text(HEAD + "ada,0,3\nbo,2,4\n", encoding="utf-8")

    assert told(train, alone, printed=capsys) == []


def test_a_higher_range_and_days_below_0_serve_too(train: Path, tmp_path: Path, capsys: Printed) -> None:
    early = tmp_path / "early.csv"
    early.write_text("\ufeff" + HEAD + "ada,-7.5,33\nada,0,30\n", encoding="utf-8")

    assert [row["day"] for row in told(train, early, printed=capsys)] == ["0", "0"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no column course"),
        (HEAD, "has no score"),
        ("course,day,bdi\na,0,1\n", "has no column score: it needs course, day, score, and has course, day, bdi"),
        ("course,day,score,day\na,0,1,2\n", "has the column day more than once"),
        (HEAD + "a,0,1\na,7,64\n", "line 3: score lies from 0 to 63 (--range), not 64"),
        (HEAD + "a,0,-0.5\n", "line 2: score lies from 0 to 63 (--range), not -0.5"),
        (HEAD + "a,0,1\n\na,7,nan\n", "line 4: score is a number, not nan"),
        (HEAD + "a,0,1_0\n", "line 2: score is a number, not 1_0"),
        (HEAD + "a,0,\n", "line 2: score is a number, and it is empty: leave the row out"),
        (HEAD + "a,2024-04-01,5\n", "line 2: day is a number, not 2024-04-01"),
        (HEAD + "a,inf,5\n", "line 2: day is a number, not inf"),
        (HEAD + "a,1e300,5\n", "line 2: day is a number of days, and 1e300 is too far from 0"),
        (HEAD + " ,0,5\n", "line 2: course is empty"),
        (HEAD + "a,0\n", "line 2: 3 fields are needed, not 2"),
        (HEAD + 'a,0,"5\n', "is not a CSV file that can be read"),
    ],
)
@pytest.mark.parametrize("is_train", [True, False])
def test_a_file_that_cannot_be_used_is_refused_with_its_line_and_field(
    train: Path, test: Path, tmp_path: Path, capsys: Printed, content: str, sentence: str, is_train: bool
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text(content, encoding="utf-8")
    files = (str(broken), str(test)) if is_train else (str(train), str(broken))

    said = refused(*files, "--range", "0,63", printed=capsys)

    assert str(broken) in said
    assert sentence in said


def test_a_file_that_is_not_there_or_no_text_is_refused(train: Path, tmp_path: Path, capsys: Printed) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEAD.encode() + "Zoë,0,3\n".encode("latin-1"))

    assert "no-such.csv cannot be read" in refused(str(train), "no-such.csv", "--range", "0,63", printed=capsys)
    assert "is not a text in UTF-8" in refused(str(train), str(latin), "--range", "0,63", printed=capsys)


def test_too_few_courses_to_learn_from_are_refused(test: Path, capsys: Printed) -> None:
    said = refused(str(test), str(test), "--range", "0,63", printed=capsys)

    assert said == f"{test}: 10 courses with two scores are needed to fit on, and there are 1.\n"


@pytest.mark.parametrize("written", ["63", "63,0", "0,x", "0,1,2", "0,inf", "5,5"])
def test_a_range_is_two_numbers_the_lower_first(train: Path, test: Path, capsys: Printed, written: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["forecast", str(train), str(test), "--range", written])

    found = capsys.readouterr()
    assert (stopped.value.code, found.out) == (2, "")
    assert "a range is two numbers, the lower first" in found.err
