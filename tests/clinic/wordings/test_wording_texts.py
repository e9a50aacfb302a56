"""A text that a site brings: refused with every fault and the way out, written and read alike."""

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clinic.definitions.library import files, library
from clinic.wordings import writing
from clinic.wordings.actions import (
    keep_norms,
)
from clinic.wordings.checking import MOST_BYTES, CannotKeep, decoded, read
from clinic.wordings.models import SiteUse, SiteWording
from clinic.wordings.statement import NotStated
from ipt.wording import Option, Wording
from tests.clinic.wordings.words import LICENCE, NORMS, words
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def test_a_shipped_instrument_is_not_reworded_but_translated(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")

    for language in ("en", "en-GB"):
        with pytest.raises(CannotKeep, match="a reworded PHQ-2 is another instrument"):
            keep("phq-2", language=language)
    assert not SiteWording.objects.exists()

    keep("phq-2", language="de")
    assert library().wording(library().measure("phq-2"), "de").items["1"] == "Question 1, as the site holds it"
    assert library().wording(library().measure("phq-2"), "en") == files().wording(files().measure("phq-2"), "en")


def test_a_licence_without_derivatives_allows_no_translation_of_ones_own(keep: Callable[..., SiteWording]) -> None:
    with pytest.raises(CannotKeep, match="allows no translation of one's own"):
        keep("core-10", language="de")


def test_a_measure_that_is_entered_as_a_total_has_nothing_to_word(keep: Callable[..., SiteWording]) -> None:
    with pytest.raises(CannotKeep, match="nothing to word"):
        keep("bdi-ii", text=words("wsas"))


def test_every_fault_of_a_text_is_told_and_nothing_is_kept(keep: Callable[..., SiteWording]) -> None:
    text = words("wsas").replace('"5" = "Question 5, as the site holds it"', '"6" = "One too many"')
    text = text.replace('severe = "', 'worst = "')

    with pytest.raises(CannotKeep, match="Nothing is kept yet") as refused:
        keep("wsas", text=text.replace('"severe" =', '"worst" ='))

    assert {fault.key for fault in refused.value.faults} >= {"items.5", "items.6", "bands.worst"}
    assert not SiteWording.objects.exists()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda text: text.replace("Question 3, as the site holds it", " "), "items.3"),
        (lambda text: text.replace('language = "en"', 'language = "English"'), "language"),
        (lambda text: text.replace('measure_id = "wsas"', 'measure_id = "epds"'), "measure_id"),
        (lambda text: text.replace("title = ", "titel = ", 1), "titel"),
        (lambda text: text + "\n[items", ""),
    ],
)
def test_a_text_that_does_not_fit_names_the_place(
    keep: Callable[..., SiteWording], change: Callable[[str], str], key: str
) -> None:
    with pytest.raises(CannotKeep) as refused:
        keep("wsas", text=change(words("wsas")))

    assert key in {fault.key for fault in refused.value.faults}


def test_the_template_is_refused_until_it_is_filled_in(keep: Callable[..., SiteWording]) -> None:
    measure = files().measure("wsas")
    blank = writing.template(measure, names=files().wording(measure, "en"), language="en")

    with pytest.raises(CannotKeep) as refused:
        keep("wsas", text=blank)

    assert {"instruction"} <= {fault.key for fault in refused.value.faults}


@pytest.mark.parametrize("measure", [one.id for one in files().measures() if one.has_items])
def test_what_is_written_is_read_alike(measure: str) -> None:
    one = files().measure(measure)
    invented = read(f"wordings/measures/{measure}/{one.version}.en.toml", words(measure))

    assert read(f"wordings/measures/{measure}/{one.version}.en.toml", writing.toml(invented)) == invented


def test_quotes_signs_and_lines_survive_the_writing() -> None:
    said = 'He said "no" \\ twice\nΩ – \u007f é'
    wording = Wording("x", 1, "en", title=said, full_title="", licence="", source="", options=(Option(0, said),))

    assert f"title = {writing.quoted(said)}" in writing.toml(wording)
    assert tomllib.loads(writing.toml(wording))["title"] == said


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner": " "}, "owner"),
        ({"terms": ""}, "terms"),
        ({"uses": ()}, "uses"),
        ({"uses": ("sales",)}, "uses"),
        ({"expires_on": date(2026, 3, 1)}, "expires_on"),
        ({"stated": ""}, "stated"),
    ],
)
def test_a_statement_leaves_nothing_open(keep: Callable[..., SiteWording], changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NotStated) as refused:
        keep("wsas", **changes)

    assert refused.value.field == field
    assert not SiteWording.objects.exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 200 kB"),
        ("title".encode("utf-16"), "UTF-16"),
        (b"title = 'a'\nfull = '\xe9'", "Line 2"),
    ],
)
def test_a_file_that_is_no_text_says_what_it_is(raw: bytes, says: str) -> None:
    with pytest.raises(CannotKeep, match=says):
        decoded(raw)


def test_a_mark_at_the_start_and_other_line_ends_do_not_matter() -> None:
    assert decoded(b"\xef\xbb\xbftitle = 'a'\r\n") == "title = 'a'\n"


@pytest.mark.parametrize(
    ("measure", "change", "says"),
    [
        ("phq-9", ("", ""), "has no scales with norms"),
        ("rcads-25", ('"total"', '"no-such-scale"'), "does not fit|do not fit"),
        ("rcads-25", ("version = 1", "version = 0"), "does not fit"),
        ("rcads-25", ("sd = 8.0", "sd = 0.0"), "fit"),
    ],
)
def test_norms_that_do_not_fit_are_refused(world: World, measure: str, change: tuple[str, str], says: str) -> None:
    with pytest.raises(CannotKeep, match=says):
        keep_norms(measure=measure, text=NORMS.replace(*change), licence=LICENCE, by=actor(world.gwen), now=MONDAY_TEN)
    assert not SiteWording.objects.exists()
