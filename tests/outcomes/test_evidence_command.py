"""`python -m ipt evidence`: its table, its JSON, its plot, and what it refuses with the line and the field."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from ipt.__main__ import main
from ipt.outcomes.commands.evidence import EXPLAINED

Printed = pytest.CaptureFixture[str]
SVG = "{http://www.w3.org/2000/svg}"
HEAD = "study,year,g,g_se,format\n"
FOUR = HEAD + '"Ada, 2001",2001,0.5,0.2,grp\n"Ada, 2001",2001,0.7,0.2,grp\nBo,1999,0.1,0.3,ind\nCleo,2010,0.9,0.4,ind\n'
KEYS = ["g", "se", "low", "high", "pi_low", "pi_high", "tau2", "i2", "n_trials", "n_rows", "nnt"]
KEYS += ["method", "within_trial_correlation"]


@pytest.fixture
def effects(tmp_path: Path) -> Path:
    path = tmp_path / "effects.csv"
    path.write_text(FOUR, encoding="utf-8")
    return path


def refused(path: Path, *, printed: Printed, more: tuple[str, ...] = ()) -> str:
    assert main(["evidence", str(path), "--json", *more]) == 2
    told = printed.readouterr()
    assert told.out == ""
    return told.err


def test_the_pooled_effect_is_told_as_json_with_the_documented_keys(effects: Path, capsys: Printed) -> None:
    assert main(["evidence", str(effects), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert list(told) == KEYS
    assert (told["n_trials"], told["n_rows"], told["method"], told["within_trial_correlation"]) == (
        3,
        4,
        "reml-hk",
        0.6,
    )


def test_each_group_has_the_same_keys_and_only_its_own_trials(effects: Path, capsys: Printed) -> None:
    main(["evidence", str(effects), "--json", "--by", "format", "--method", "dl"])

    told = json.loads(capsys.readouterr().out)
    assert list(told) == [*KEYS, "groups"]
    assert [list(group) for group in told["groups"]] == [["group", *KEYS]] * 2
    assert [(group["group"], group["n_trials"], group["n_rows"]) for group in told["groups"]] == [
        ("grp", 1, 2),
        ("ind", 2, 2),
    ]
    # One trial of two effects, joined with .6: 0.6 with a variance of 0.04 * 1.6 / 2.
    assert (told["groups"][0]["g"], told["groups"][0]["se"] ** 2) == pytest.approx((0.6, 0.032))


def test_the_correlation_within_trials_is_taken_from_the_command(effects: Path, capsys: Printed) -> None:
    main(["evidence", str(effects), "--json", "--by", "format", "--within-trial-correlation", "0"])

    assert json.loads(capsys.readouterr().out)["groups"][0]["se"] ** 2 == pytest.approx(0.02)


def test_without_json_it_is_a_table_with_every_group_and_how_it_was_pooled(effects: Path, capsys: Printed) -> None:
    main(["evidence", str(effects), "--by", "format"])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[1:4]] == [["grp", "1", "2"], ["ind", "2", "2"], ["all", "3", "4"]]
    assert "Hartung and Knapp" in lines[-2]
    assert "correlation of 0.6" in lines[-2]


def test_a_cell_without_a_group_is_a_group_that_was_not_stated(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "effects.csv"
    path.write_text(HEAD + "Ada,2001,0.5,0.2,\nBo,2001,0.5,0.2,zzz\n", encoding="utf-8")

    main(["evidence", str(path), "--json", "--by", "format"])

    assert [group["group"] for group in json.loads(capsys.readouterr().out)["groups"]] == ["zzz", "not stated"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no column study: it has none"),
        ("study,g\nAda,1\n", "has no column g_se: it has study, g."),
        (
            "study,.g,.g_se\nAda,1,1\n",
            "has no column g: write its .g as g, with g above 0 where the therapy did better.",
        ),
        ("study,g,g,g_se\nAda,1,1,1\n", "has the column g more than once"),
        (HEAD, "has no effect: it needs a row for each"),
        (HEAD + "\n\n", "has no effect"),
        (HEAD + "Ada,2001,0.5,0.2,grp\nBo,2001,0.5,0,ind\n", "line 3: g_se is a standard error above 0, not 0."),
        (HEAD + "Ada,2001,0.5,-0.2,grp\n", "line 2: g_se is a standard error above 0, not -0.2."),
        (HEAD + "\nAda,2001,much,0.2,grp\n", "line 3: g is a number, not much."),
        (HEAD + "Ada,2001,,0.2,grp\n", "line 2: g is a number, and it is empty."),
        (HEAD + "Ada,2001,nan,0.2,grp\n", "line 2: g is a number, not nan."),
        (HEAD + "Ada,2001,0.5,inf,grp\n", "line 2: g_se is a number, not inf."),
        (HEAD + " ,2001,0.5,0.2,grp\n", "line 2: study is empty"),
        (HEAD + "Ada,2001,0.5,0.2\n", "line 2: 5 fields are needed, not 4."),
        (HEAD + '"Ada\nand others",2001,0.5,0.2,grp\nBo,2001,x,0.2,ind\n', "line 4: g is a number, not x."),
        (HEAD + '"Ada,2001,0.5,0.2,grp\n', "is not a CSV file that can be read"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_nothing_is_written(
    content: str, sentence: str, tmp_path: Path, capsys: Printed
) -> None:
    path, plot = tmp_path / "effects.csv", tmp_path / "plot.svg"
    path.write_text(content, encoding="utf-8")

    told = refused(path, printed=capsys, more=("--plot", str(plot)))

    assert sentence in told
    assert told.count("\n") == 1
    assert not plot.exists()


def test_a_file_that_is_not_there_or_not_in_utf_8_is_refused(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "latin.csv").write_bytes("study,g,g_se\nMüller,1,1\n".encode("latin-1"))

    assert "cannot be read" in refused(tmp_path / "none.csv", printed=capsys)
    assert "cannot be read" in refused(tmp_path, printed=capsys)
    assert "not a text in UTF-8" in refused(tmp_path / "latin.csv", printed=capsys)


def test_a_group_column_that_is_not_there_is_refused(effects: Path, capsys: Printed) -> None:
    assert "has no column country: it has study, year" in refused(effects, printed=capsys, more=("--by", "country"))


@pytest.mark.parametrize("written", ["1", "-0.1", "half", "nan"])
def test_a_correlation_outside_its_range_is_refused(written: str, effects: Path, capsys: Printed) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evidence", str(effects), "--within-trial-correlation", written])

    assert ended.value.code == 2
    assert f"a correlation is from 0 to less than 1, not {written}" in capsys.readouterr().err


def test_a_plot_that_cannot_be_written_is_refused(effects: Path, tmp_path: Path, capsys: Printed) -> None:
    told = refused(effects, printed=capsys, more=("--plot", str(tmp_path / "no" / "plot.svg")))

    assert "The plot cannot be written" in told


def test_a_plot_never_overwrites_the_effects(effects: Path, capsys: Printed) -> None:
    assert "name another file" in refused(effects, printed=capsys, more=("--plot", str(effects)))
    assert effects.read_text(encoding="utf-8") == FOUR


def test_rows_that_are_the_same_are_counted_and_named(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "effects.csv"
    path.write_text(HEAD + "Ada,2001,0.5,0.2,grp\nAda,2001,0.5,0.2,grp\n", encoding="utf-8")

    assert main(["evidence", str(path), "--json"]) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["n_rows"] == 2
    assert told.err == "Lines 2 and 3 are the same; both were counted.\n"


def test_the_plot_shows_each_trial_by_year_then_the_pooled_effect_and_what_to_expect(
    effects: Path, tmp_path: Path
) -> None:
    plot = tmp_path / "plot.svg"

    main(["evidence", str(effects), "--plot", str(plot)])

    drawing = ElementTree.fromstring(plot.read_text(encoding="utf-8"))
    names = [text.text for text in drawing.iter(f"{SVG}text") if text.get("x") == "16"]
    assert names == ["3 trials, random effects", "Trial", "Bo", "Ada, 2001", "Cleo", "Pooled", "A trial to come"]
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "forest-title forest-said"
    assert "3 trials with 4 effects: pooled g " in str(drawing.findtext(f"{SVG}desc"))


def test_a_plot_by_groups_has_each_group_with_its_own_mean(effects: Path, tmp_path: Path) -> None:
    plot = tmp_path / "plot.svg"

    main(["evidence", str(effects), "--by", "format", "--plot", str(plot)])

    drawing = ElementTree.fromstring(plot.read_text(encoding="utf-8"))
    names = [text.text for text in drawing.iter(f"{SVG}text") if text.get("x") == "16"]
    assert names[2:] == [
        *["grp", "Ada, 2001", "Pooled", "ind", "Bo", "Cleo", "Pooled"],
        *["All trials", "A trial to come"],
    ]


def test_a_plot_of_one_trial_has_its_interval_and_expects_nothing(tmp_path: Path) -> None:
    path, plot = tmp_path / "effects.csv", tmp_path / "plot.svg"
    path.write_text(HEAD + "Ada,2001,0.5,0.2,grp\n", encoding="utf-8")

    main(["evidence", str(path), "--plot", str(plot)])

    texts = [text.text for text in ElementTree.fromstring(plot.read_text(encoding="utf-8")).iter(f"{SVG}text")]
    assert texts[0] == "1 trial, random effects"
    assert texts.count("0.50 (0.11 to 0.89)") == 2
    assert "A trial to come" not in texts


def test_a_plot_holds_hostile_and_very_long_names(tmp_path: Path) -> None:
    path, plot = tmp_path / "effects.csv", tmp_path / "plot.svg"
    long = "A very long name of a study with many authors and places, 1987"
    path.write_text(HEAD + f'"<script>&\x01",2001,50,0.2,grp\n"{long}",1987,0.1,40,grp\n', encoding="utf-8")

    main(["evidence", str(path), "--plot", str(plot)])

    text = plot.read_text(encoding="utf-8")
    drawing = ElementTree.fromstring(text)
    assert "<script" not in text
    assert any(title.text and title.text.startswith(long) for title in drawing.iter(f"{SVG}title"))
    assert any(part.text and part.text.endswith("…") for part in drawing.iter(f"{SVG}text"))


def test_the_help_says_what_a_percentage_and_the_sign_mean(capsys: Printed) -> None:
    with pytest.raises(SystemExit):
        main(["evidence", "--help"])

    assert " ".join(EXPLAINED.split()) in " ".join(capsys.readouterr().out.split())
