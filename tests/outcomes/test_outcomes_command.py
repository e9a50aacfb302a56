"""`python -m ipt outcomes`: ten courses worked by hand, the courses of the NHS rules, and every way to be refused."""

from pathlib import Path
from typing import Any

import pytest

from tests.outcomes.asking import COURSES, JACOBSON, NHS, SCORES, counts, refused, told, write

Capture = pytest.CaptureFixture[str]

# First and last PHQ-9 and attended sessions of sixteen planned, all cases; the reliable change is 6, the cut-off 10.
TEN = [
    (18, 6, 16),
    (15, 8, 14),
    (12, 9, 12),
    (20, 18, 9),
    (16, 9, 16),
    (14, 15, 3),
    (22, 20, 2),
    (11, None, 1),
    (19, None, 1),
    (13, 4, 10),
]


def score_rows(ends: list[tuple[int, int | None]], *, measure: str = "phq-9") -> list[tuple[object, ...]]:
    rows = []
    for number, (first, last) in enumerate(ends):
        rows.append((f"c{number}", measure, "2024-01-08", first))
        if last is not None:
            rows.append((f"c{number}", measure, "2024-05-06", last))
    return rows


@pytest.fixture
def ten(tmp_path: Path) -> tuple[Path, Path]:
    scores = write(tmp_path / "scores.csv", SCORES, score_rows([(first, last) for first, last, _ in TEN]))
    rows = [
        (f"c{number}", "2023-12-01", "2024-01-08", "2024-05-06", n, 16, "agreed", "north" if number < 5 else None)
        for number, (_, _, n) in enumerate(TEN)
    ]
    return scores, write(tmp_path / "courses.csv", (*COURSES, "team"), rows)


def n_of(block: dict[str, Any], name: str) -> tuple[int, int]:
    return block[name]["n"], block[name]["of"]


def test_ten_courses_in_every_view(ten: tuple[Path, Path], capsys: Capture) -> None:
    scores, courses = ten

    found = told(capsys, scores, "--courses", courses, *NHS, "--measure", "phq-9")

    assert (found["n_starters"], found["n_finished"], found["n_paired"]) == (10, 8, 8)
    assert (found["reliable_change"], found["cutoff"], found["decided_by"]) == (6, 10, "phq-9 alone")
    assert n_of(found["completers"], "recovered") == (4, 4)
    assert n_of(found["finished"], "recovered") == (5, 8)
    assert n_of(found["starters_missing_as_failure"], "recovered") == (5, 10)
    assert n_of(found["completers"], "reliably_recovered") == (3, 4)
    assert n_of(found["finished"], "reliably_recovered") == (4, 8)
    assert n_of(found["starters_missing_as_failure"], "reliably_recovered") == (4, 10)
    assert n_of(found["finished"], "improved") == (4, 8)
    assert n_of(found["finished"], "deteriorated") == (0, 8)
    assert n_of(found["completers_50"], "recovered") == (5, 6)
    assert found["finished"]["recovered"]["rate"] == 0.625


def test_who_has_a_first_score_only_did_not_change_by_the_last_score(ten: tuple[Path, Path], capsys: Capture) -> None:
    found = told(capsys, ten[0], *NHS)

    assert n_of(found["starters_last_score"], "unchanged") == (6, 10)
    assert n_of(found["starters_missing_as_failure"], "unchanged") == (4, 10)


def test_without_courses_only_the_views_of_the_scores_are_there(ten: tuple[Path, Path], capsys: Capture) -> None:
    found = told(capsys, ten[0], *NHS)

    assert found["n_finished"] is None
    assert "finished" not in found and "completers" not in found
    assert found["notes"] == ["phq-9 alone decides: no anxiety measure is counted."]


def test_groups_have_the_same_numbers_and_add_up(ten: tuple[Path, Path], capsys: Capture) -> None:
    scores, courses = ten

    found = told(capsys, scores, "--courses", courses, *NHS, "--by", "team")

    assert [group["group"] for group in found["groups"]] == ["north", None]
    for view in ("paired", "finished", "completers", "starters_last_score", "starters_missing_as_failure"):
        for name in ("recovered", "reliably_recovered", "improved", "unchanged", "deteriorated"):
            for key in ("n", "of"):
                assert sum(group[view][name][key] for group in found["groups"]) == found[view][name][key]
    assert found["groups"][0]["finished"]["recovered"]["n"] == 4


def test_a_table_for_people_says_the_same(ten: tuple[Path, Path], capsys: Capture) -> None:
    from ipt.__main__ import main

    assert main(["outcomes", str(ten[0]), "--courses", str(ten[1]), *NHS]) == 0

    said = capsys.readouterr().out
    assert "10 starters, 8 finished, 8 with both scores" in said
    assert "recovered                    5 of 8           62.5%  (30.6% to 86.3%)" in said


def test_the_order_of_rows_does_not_matter(ten: tuple[Path, Path], tmp_path: Path, capsys: Capture) -> None:
    scores, courses = ten
    rows = score_rows([(first, last) for first, last, _ in TEN])
    backwards = write(tmp_path / "backwards.csv", SCORES, reversed(rows))

    before = told(capsys, scores, "--courses", courses, *NHS)

    assert told(capsys, backwards, "--courses", courses, *NHS) == before


def test_several_scores_of_one_day_are_one_their_mean(tmp_path: Path, capsys: Capture) -> None:
    rows = [("c", "phq-9", 0, 12), ("c", "phq-9", 0, 16), ("c", "phq-9", 1, 9), ("c", "phq-9", 1, 7)]
    several = write(tmp_path / "several.csv", SCORES, rows)
    one_day = write(tmp_path / "one_day.csv", SCORES, rows[:2])

    assert counts(told(capsys, several, *NHS)["paired"]) == (1, 1, 0, 0)
    assert told(capsys, one_day, *NHS)["n_paired"] == 0


# The worked courses of the NHS rules: first and last of PHQ-9, of the anxiety measure, then what they count as.
WORKED = [
    ((15, 8), "gad-7", (12, 6), "case recovered improved reliably_recovered"),
    ((10, 9), "gad-7", (7, 7), "case recovered unchanged"),
    ((9, 9), "gad-7", (8, 7), "case recovered unchanged"),
    ((20, 14), "gad-7", (15, 11), "case improved"),
    ((20, 15), "gad-7", (15, 12), "case unchanged"),
    ((20, 12), "gad-7", (10, 14), "case unchanged"),
    ((9, 3), "gad-7", (7, 2), "improved"),
    ((9, 15), "gad-7", (7, 7), "deteriorated"),
    ((12, 5), "gad-7", (9, 8), "case improved"),
    ((14, None), "gad-7", (None, None), "case"),
    ((12, 6), "spin", (30, 18), "case recovered improved reliably_recovered"),
    ((5, 5), "spin", (15, 15), "unchanged"),
    ((16, 6), "gad-7", (12, 4), "case recovered improved reliably_recovered"),
    ((18, 9), "gad-7", (6, 10), "case unchanged"),
]


@pytest.mark.parametrize(("depression", "measure", "anxiety", "expected"), WORKED)
def test_a_worked_course_counts_as_it_should(
    depression: tuple[int, int | None],
    measure: str,
    anxiety: tuple[int | None, int | None],
    expected: str,
    tmp_path: Path,
    capsys: Capture,
) -> None:
    rows = [
        ("c", name, on, score)
        for name, ends in (("phq-9", depression), (measure, anxiety), ("gad-7", (14, 14) if measure == "spin" else ()))
        for on, score in enumerate(ends)
        if score is not None
    ]
    # another course, so that the file has an anxiety measure
    rows += [("other", "gad-7", 0, 3)]
    courses = [(name, None, "2024-01-01", "2024-05-01", 2, 16, "agreed") for name in ("c", "other")]
    scores = write(tmp_path / "scores.csv", SCORES, rows)

    found = told(capsys, scores, "--courses", write(tmp_path / "courses.csv", COURSES, courses), *NHS)

    block, words = found["finished"], expected.split()
    told_of = ("recovered", "improved", "unchanged", "deteriorated", "reliably_recovered")
    assert {name: block[name]["n"] for name in told_of} == {name: int(name in words) for name in told_of}
    assert block["recovered"]["of"] == int("case" in words)
    assert block["improved"]["of"] == 2


def test_one_attended_session_makes_no_finished_course(tmp_path: Path, capsys: Capture) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, score_rows([(16, 6), (16, 6)]))
    rows = [
        ("c0", None, "2024-01-01", "2024-05-01", 1, 16, None),
        ("c1", None, "2024-01-01", "2024-05-01", 2, 16, None),
    ]

    found = told(capsys, scores, "--courses", write(tmp_path / "courses.csv", COURSES, rows), *NHS)

    assert (found["n_starters"], found["n_finished"]) == (2, 1)


def test_a_starter_without_any_score_stays_in_the_denominator(tmp_path: Path, capsys: Capture) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, score_rows([(16, 6)]))
    rows = [
        ("c0", None, "2024-01-01", "2024-05-01", 16, 16, "agreed"),
        ("c1", None, "2024-01-01", "2024-05-01", 16, 16, "agreed"),
        ("c2", "2024-01-01", None, None, 0, 16, None),
    ]

    found = told(capsys, scores, "--courses", write(tmp_path / "courses.csv", COURSES, rows), *NHS)

    assert (found["n_starters"], found["n_paired"]) == (2, 1)
    assert n_of(found["finished"], "recovered") == (1, 2)
    assert n_of(found["starters_last_score"], "unchanged") == (0, 2)


def test_numbers_of_jacobson_and_truax_can_be_the_frameworks_own(tmp_path: Path, capsys: Capture) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, score_rows([(18, 9), (18, 12), (12, 9), (4, 15)]))

    found = told(capsys, scores, *JACOBSON)

    assert found["cutoff"] == 10 and found["reliable_change"] == pytest.approx(5.20, abs=0.005)
    assert counts(found["paired"]) == (1, 1, 1, 1)
    assert found["paired"]["harmed"]["n"] == 1


def test_a_cut_off_can_be_a_number_and_is_passed_only_beyond_it(tmp_path: Path, capsys: Capture) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, score_rows([(18, 12), (18, 11), (12, 3)]))

    found = told(capsys, scores, *JACOBSON, "--set", "cutoff=12")

    assert found["cutoff"] == 12
    assert counts(found["paired"]) == (1, 2, 0, 0)


# --- refused ----------------------------------------------------------------------------------------------------------

HEAD, GOOD = "course,measure,on,score\n", "c0,phq-9,2024-01-08,16\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        (HEAD, "has no row below its first line"),
        ("course,measure,on\nc0,phq-9,1\n", "line 1: there is no column score"),
        ("course;measure;on;score\n", "line 1: there is no column course"),
        ("course,measure,on,score,score\n", "line 1: the column score is there twice"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,12a\n", "line 3, score: “12a” is not a number"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,nan\n", "line 3, score: “nan” is not a number"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,-inf\n", "line 3, score: “-inf” is not a number"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,1_0\n", "line 3, score: “1_0” is not a number"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,\n", "line 3, score: it is empty"),
        (HEAD + GOOD + " ,phq-9,2024-02-01,3\n", "line 3, course: it is empty"),
        (HEAD + GOOD + "c0,,2024-02-01,3\n", "line 3, measure: it is empty"),
        (HEAD + GOOD + "c0,phq-9,2024-02-30,3\n", "line 3, on: “2024-02-30” is not a date"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01 10:00,3\n", "line 3, on: “2024-02-01 10:00” is not a date"),
        (HEAD + GOOD + "c0,phq-9,7,3\n", "line 3, on: “7” is not a date"),
        (HEAD + "c0,phq-9,7,3\n" + GOOD, "line 3, on: “2024-01-08” is not a date such as 2024-01-31 or a number"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01\n", "line 3: 3 fields where the first line has 4"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,3,4\n", "line 3: 5 fields where the first line has 4"),
        (HEAD + GOOD + "c0,phq-9,2024-02-01,28\n", "line 3, score: 28 is outside phq-9, whose scores go from 0 to 27"),
        (HEAD + GOOD + "c0,phq9,2024-02-01,2\n", "line 3, measure: OpenIPT knows no phq9"),
        (HEAD + GOOD + '"c0,phq-9,2024-02-01,2\n', "line 3: unexpected end of data"),
        (HEAD + GOOD + "\n\nc0,phq-9,x,2\n", "line 5, on: “x”"),
        (HEAD + '"c\n0",phq-9,2024-01-08,16\nc0,phq-9,x,2\n', "line 4, on: “x”"),
    ],
)
def test_a_bad_row_of_scores_is_named_with_its_line(text: str, sentence: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "scores.csv").write_text(text, "utf-8")

    assert sentence in refused(capsys, tmp_path / "scores.csv", *NHS)


def test_what_is_not_utf_8_is_named_with_its_line(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "scores.csv").write_bytes((HEAD + GOOD).encode() + b"c\xff,phq-9,2024-02-01,3\n")

    assert "line 3: this is not UTF-8" in refused(capsys, tmp_path / "scores.csv", *NHS)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_file_may_have_a_mark_of_order_quotes_spaces_more_columns_and_other_line_ends(
    start: bytes, end: str, tmp_path: Path, capsys: Capture
) -> None:
    lines = ['"note",course,measure,on,score', 'x," c0 ","phq-9",2024-01-08, 16 ', "", ",c0,phq-9,2024-05-06,6"]
    (tmp_path / "scores.csv").write_bytes(start + end.join(lines).encode())

    assert counts(told(capsys, tmp_path / "scores.csv", *NHS)["paired"]) == (1, 1, 0, 0)


def test_lines_that_end_in_two_ways_are_named(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "scores.csv").write_bytes((HEAD + GOOD).encode() + b"c0,phq-9,2024-02-01,3\r\n")

    assert "line 3: it ends unlike the lines before it" in refused(capsys, tmp_path / "scores.csv", *NHS)


COURSE_HEAD, COURSE = ",".join(COURSES) + "\n", "c0,2023-12-01,2024-01-08,2024-05-06,12,16,agreed\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "courses.csv is empty"),
        (COURSE_HEAD, "scores.csv, line 2, course: c0 is not in courses.csv"),
        (COURSE_HEAD + COURSE + COURSE, "courses.csv, line 3, course: c0 is there twice"),
        (COURSE_HEAD + COURSE.replace("c0", ""), "line 2, course: a course without a name"),
        (COURSE_HEAD.replace("n_planned,", ""), "line 1: there is no column n_planned"),
        (COURSE_HEAD + COURSE.replace("2024-05-06", "2023-12-31"), "line 2, ended_on: 2023-12-31 is before the start"),
        (COURSE_HEAD + COURSE.replace("2023-12-01", "2024-02-01"), "line 2, started_on: 2024-01-08 is before the ref"),
        (COURSE_HEAD + COURSE.replace("2024-01-08", "8/1/24"), "line 2, started_on: “8/1/24” is no date"),
        (COURSE_HEAD + COURSE.replace("12,16", "-1,16"), "line 2, n_attended: “-1” is no count"),
        (COURSE_HEAD + COURSE.replace("12,16", "1.5,16"), "line 2, n_attended: “1.5” is no count"),
        (COURSE_HEAD + COURSE.replace("12,16", "12,0"), "line 2, n_planned: 0 sessions were planned"),
    ],
)
def test_a_bad_row_of_courses_is_named_with_its_line(text: str, sentence: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "scores.csv").write_text(HEAD + GOOD, "utf-8")
    (tmp_path / "courses.csv").write_text(text, "utf-8")

    assert sentence in refused(capsys, tmp_path / "scores.csv", "--courses", tmp_path / "courses.csv", *NHS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--framework", "made-up"), "There is no framework made-up"),
        ((*JACOBSON,), "decides by one measure and there are das, phq-9: choose one with --measure"),
        ((*JACOBSON, "--measure", "gds"), "--measure gds: scores.csv has no such score; it has das, phq-9"),
        ((*JACOBSON, "--measure", "das"), "does not know das: --set direction=lower or direction=higher"),
        ((*JACOBSON, "--measure", "das", "--set", "direction=higher"), "no reliability of das: --set reliability=…"),
        ((*JACOBSON, "--measure", "das", "--set", "direction=up"), "--set direction=up: one of lower, higher"),
        ((*JACOBSON, "--measure", "das", "--set", "reliability=2"), "a reliability lies between 0 and 1"),
        ((*JACOBSON, "--measure", "das", "--set", "trust=1"), "--set trust=1: jacobson-truax takes reliability=…"),
        ((*JACOBSON, "--measure", "das", "--set", "cutoff=d"), "--set cutoff=d: a, b, c or a number is needed"),
        ((*JACOBSON, "--measure", "das", "--set", "cutoff=c"), "needs functional_mean=… and functional_sd=… too"),
        ((*JACOBSON, "--measure", "das", "--set", "functional_mean=3"), "--set functional_sd=… is missing"),
        ((*JACOBSON, "--measure", "das", "--set", "method=x"), "--set method=x: one of jt, edwards-nunnally"),
        ((*JACOBSON, "--measure", "das", "--set", "cutoff=1", "cutoff=2"), "--set cutoff is given twice"),
        ((*JACOBSON, "--measure", "phq-9", "--set", "direction=higher"), "lower is better in jacobson-truax"),
        ((*JACOBSON, "--measure", "phq-9", "--set", "reliability=.8"), "a spread needs at least 2"),
        ((*NHS, "--set", "reliability=.8"), "nhs-talking-therapies takes anxiety=…"),
        ((*NHS, "--measure", "das"), "--measure das: nhs-talking-therapies decides by phq-9, gad-7"),
        ((*NHS, "--by", "team"), "--by team needs --courses"),
        ((*NHS, "--engine", "abacus"), "invalid choice: 'abacus'"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    words: tuple[str, ...], sentence: str, tmp_path: Path, capsys: Capture
) -> None:
    scores = write(tmp_path / "scores.csv", SCORES, [("c0", "phq-9", 0, 3), ("c0", "das", 0, 90), ("c0", "das", 1, 95)])

    assert sentence in refused(capsys, scores, *words)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert "cannot be read: No such file or directory" in refused(capsys, tmp_path / "none.csv", *NHS)
