"""`python -m ipt check | score`: what it prints, where, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ipt.__main__ import main
from ipt.library import SHIPPED

Printed = pytest.CaptureFixture[str]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ipt", *arguments], capture_output=True, text=True, check=False)


def test_a_score_is_told_as_json() -> None:
    done = run("score", "phq-9", "2,2,1,2,1,2,1,0,1", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "measure": "phq-9",
        "version": 1,
        "total": 12,
        "out_of": 27,
        "band": "moderate",
        "is_case": True,
        "cases": ["depression"],
        "scales": [],
        "patterns": ["major"],
        "not_applicable": [],
        "triage": None,
        "missing": [],
        "prorated": False,
        "concerns": [
            {
                "item": "9",
                "level": "soon",
                "why": "Item 9, about thoughts of being better off dead or of self-harm, was answered 1 out of 3.",
            }
        ],
    }


def test_a_refusal_is_one_sentence_on_standard_error_and_nothing_on_standard_output() -> None:
    done = run("score", "phq-9", "2,2,1,2,7,2,1,0,1", "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Item 5 takes one of 0, 1, 2, 3; '7' came.\n"


def test_every_shipped_definition_is_checked() -> None:
    done = run("check")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{len(list(SHIPPED.rglob('*.toml')))} definitions, no fault.\n"


def test_missing_answers_mean_no_total_unless_prorating_is_asked_for(capsys: Printed) -> None:
    written = ["score", "phq-9", "-,2,1,2,1,2,1,0,0", "--json"]

    assert main(written) == 0
    strict = json.loads(capsys.readouterr().out)
    assert main([*written, "--prorate"]) == 0
    prorated = json.loads(capsys.readouterr().out)

    assert (strict["total"], strict["band"], strict["is_case"], strict["missing"]) == (None, None, None, ["1"])
    assert (prorated["total"], prorated["is_case"], prorated["missing"], prorated["prorated"]) == (
        10,
        True,
        ["1"],
        True,
    )


def test_all_missing_is_an_answer_sheet_without_a_total(capsys: Printed) -> None:
    assert main(["score", "--json", "gad-7", "-,-,-,-,-,-,-"]) == 0

    assert json.loads(capsys.readouterr().out)["missing"] == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("measure", "answers", "total", "is_case"),
    [("gad-7", "1,1,1,1,1,1,1", 7, False), ("gad-7", "2,1,1,1,1,1,1", 8, True), ("bdi-ii", "23", 23, None)],
)
def test_caseness_is_by_the_nhs_framework_and_unknown_where_it_has_no_rule(
    capsys: Printed, measure: str, answers: str, total: int, is_case: bool | None
) -> None:
    assert main(["score", measure, answers, "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["is_case"]) == (total, is_case)


def test_a_score_is_told_in_words_too(capsys: Printed) -> None:
    assert main(["score", "phq-9", "3,3,3,3,3,3,3,3,3"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "PHQ-9: 27, severe",
        "cut-off reached: at or above the usual cut-off",
        "pattern met: pattern of many symptoms, to be looked at by a clinician",
        "a case by NHS Talking Therapies",
        "urgent: Item 9, about thoughts of being better off dead or of self-harm, was answered 3 out of 3.",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["phq-10", "1"], "There is no measure phq-10; there is asrm, audit, audit-c, bdi-ii, "),
        (["gad-2", "1"], "Item 2 has no answer: gad-2 takes 2 answers, each one of 0, 1, 2, 3 or - for a missing"),
        (["gad-2", "1,1,1"], "There is no item after item 2: gad-2 takes 2 answers, each one of 0, 1, 2, 3 or -"),
        (["gad-2", "1,4"], "Item 2 takes one of 0, 1, 2, 3; '4' came."),
        (["gad-2", "-1,1"], "Item 1 takes one of 0, 1, 2, 3; '-1' came."),
        (["bdi-ii", "64"], "bdi-ii takes a total that is a whole number from 0 to 63; 64 came."),
        (["bdi-ii", "-1"], "bdi-ii takes a total that is a whole number from 0 to 63; -1 came."),
        (["bdi-ii", "-"], "bdi-ii takes a total that is a whole number from 0 to 63; '-' came."),
        (["bdi-ii", "1,1"], "bdi-ii takes a total that is a whole number from 0 to 63; '1,1' came."),
    ],
)
def test_what_cannot_be_scored_ends_with_2_and_one_sentence(
    capsys: Printed, arguments: list[str], sentence: str
) -> None:
    assert main(["score", *arguments, "--json"]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(sentence)
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["weigh"], ["score"], ["score", "phq-9"], ["score", "phq-9", "1", "--jsn"]])
def test_a_command_that_is_not_understood_ends_with_2_and_one_sentence(capsys: Printed, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    printed = capsys.readouterr()
    assert (ended.value.code, printed.out, printed.err.count("\n")) == (2, "", 1)


def test_a_fault_in_a_named_file_is_told_and_ends_with_1(capsys: Printed, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    shipped = (SHIPPED / "measures/phq-9/1.toml").read_text(encoding="utf-8")
    draft.write_text(shipped.replace('rater = "self"', 'rater = "patient"'), encoding="utf-8")

    assert main(["check", str(draft)]) == 1

    expected = 'rater: expected one of self, clinician, parent, partner, came "patient"'
    assert capsys.readouterr().out == f"{draft.as_posix()}: {expected}\n"


def test_a_fault_of_meaning_in_a_named_file_is_told(capsys: Printed, tmp_path: Path) -> None:
    draft = tmp_path / "1.toml"
    shipped = (SHIPPED / "measures/phq-9/1.toml").read_text(encoding="utf-8")
    draft.write_text(shipped.replace('"mild", low = 5', '"mild", low = 6'), encoding="utf-8")

    assert main(["check", str(draft)]) == 1

    assert capsys.readouterr().out.startswith(f"{draft.as_posix()}: bands[1].low: expected 5, where the band before")


@pytest.mark.parametrize("name", ["measures/phq-9/1.toml", "wordings/measures/phq-9/1.en.toml", "frameworks"])
def test_a_shipped_file_or_folder_can_be_named(capsys: Printed, name: str) -> None:
    assert main(["check", str(SHIPPED / name)]) == 0

    assert "no fault" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "fault"),
    [(None, "expected a file or a folder, came nothing"), (b"\xff\xfe", "expected a text in UTF-8, came other bytes")],
)
def test_a_file_that_cannot_be_read_is_told(capsys: Printed, tmp_path: Path, content: bytes | None, fault: str) -> None:
    draft = tmp_path / "draft.toml"
    if content:
        draft.write_bytes(content)

    assert main(["check", str(draft)]) == 1

    assert capsys.readouterr().out == f"{draft.as_posix()}: {fault}\n"


def test_two_drafts_of_one_definition_are_told(capsys: Printed, tmp_path: Path) -> None:
    shipped = (SHIPPED / "measures/bdi-ii/1.toml").read_text(encoding="utf-8")
    drafts = [tmp_path / "one.toml", tmp_path / "two.toml"]
    for draft in drafts:
        draft.write_text(shipped, encoding="utf-8")

    assert main(["check", *map(str, drafts)]) == 1

    assert capsys.readouterr().out == (
        f"{drafts[1].as_posix()}: version: expected a version number of its own, came one that is defined already\n"
    )


def test_a_draft_with_a_time_in_it_is_told_and_not_a_crash(capsys: Printed, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text("id = 07:32:00\n", encoding="utf-8")

    assert main(["check", str(draft)]) == 1

    assert f"{draft.as_posix()}: id: expected a text, came 07:32:00\n" in capsys.readouterr().out
