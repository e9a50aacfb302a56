"""Files of outcome numbers: CSV of what is stored, Parquet as it was stored, a report that can be read out."""

import csv
import io
import re
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from clinic.pages.outcomes.sheets import cell
from clinic.pages.paper import FOLDER
from clinic.reports.choices import Scope
from tests.web.outcomes.blocks import PARQUET, make_block
from tests.web.outcomes.content import column, content, nothing_shown, share
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def csv_of(browser: Any, block: Any, name: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    response = browser.get(reverse("outcomes_csv", args=[block.pk, name]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_a_table_has_the_numbers_of_the_page_and_a_held_back_one_is_empty(world: World, as_user: Any) -> None:
    told = content()
    told["outcomes"]["blocks"]["finished"]["deteriorated"] = share(None, 80)
    block = make_block(Scope.TEAM, about=world.team.pk, told=told)

    rows = csv_of(as_user(world.cleo), block, "rates")

    everybody = next(
        row for row in rows if row["view"] == "starters_missing_as_failure" and row["outcome"] == "recovered"
    )
    assert (everybody["n"], everybody["of"], round(float(everybody["rate"]), 4)) == ("40", "90", 0.4444)
    hidden = next(row for row in rows if row["view"] == "finished" and row["outcome"] == "deteriorated")
    assert (hidden["n"], hidden["of"], hidden["rate"]) == ("", "80", "")


def test_a_table_by_therapist_names_them_beside_their_ids(world: World, as_user: Any) -> None:
    by = {"therapist": column([str(world.ada.pk), str(world.bo.pk)])}
    block = make_block(Scope.TEAM, about=world.team.pk, told=content(by))

    rows = csv_of(as_user(world.cleo), block, "by-therapist")

    assert {(row["group"], row["name"]) for row in rows} == {
        (str(world.ada.pk), "Ada"),
        (str(world.bo.pk), "Bo"),
    }


def test_a_text_cannot_be_a_formula() -> None:
    assert [cell(text) for text in ("=1+1", "+1", "-1", "@x", "Harbour")] == ["'=1+1", "'+1", "'-1", "'@x", "Harbour"]
    assert cell(-1.5) == -1.5


def test_the_parquet_file_is_the_one_that_was_stored(world: World, as_user: Any) -> None:
    block = make_block(Scope.TEAM, about=world.team.pk)

    response = as_user(world.cleo).get(reverse("outcomes_parquet", args=[block.pk, "rates"]))

    assert response.content == PARQUET


def test_names_of_files_tell_the_day_and_the_table_and_nobody(world: World, as_user: Any) -> None:
    block = make_block(Scope.THERAPIST, about=world.ada.pk)
    browser = as_user(world.ada)

    names = [
        browser.get(reverse(name, args=[block.pk, *more])).headers["Content-Disposition"]
        for name, more in (("outcomes_csv", ["rates"]), ("outcomes_parquet", ["rates"]), ("outcomes_pdf", []))
    ]

    start = 'attachment; filename="openipt-2026-11-21-recent-'
    assert names == [f'{start}rates.csv"', f'{start}rates.parquet"', f'{start}report.pdf"']


def test_a_table_that_is_not_there_is_not_found(world: World, as_user: Any) -> None:
    block = make_block(Scope.TEAM, about=world.team.pk, told=nothing_shown())

    for name in ("outcomes_csv", "outcomes_parquet"):
        assert as_user(world.cleo).get(reverse(name, args=[block.pk, "by-focus"])).status_code == 404


def test_only_who_may_see_the_page_gets_its_files(world: World, as_user: Any) -> None:
    block = make_block(Scope.TEAM, about=world.team.pk)

    for name, more in (("outcomes_csv", ["rates"]), ("outcomes_parquet", ["rates"]), ("outcomes_pdf", [])):
        url = reverse(name, args=[block.pk, *more])
        assert as_user(world.finn).get(url).status_code == 200
        for person in (world.ada, world.eve, world.gwen, world.dan):
            assert as_user(person).get(url).status_code == 404


def test_the_report_says_on_paper_what_the_page_says_and_can_be_read_out(world: World, as_user: Any) -> None:
    by = {"therapist": column([str(user.pk) for user in (world.ada, world.bo, world.dan)], has_funnel=True)}
    block = make_block(Scope.TEAM, about=world.team.pk, told=content(by))

    response = as_user(world.cleo).get(reverse("outcomes_pdf", args=[block.pk]))

    read = PdfReader(BytesIO(response.content))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert "Outcomes of Harbour" in text
    assert "Counting everybody who started, 40 of 90 (44%) recovered" in text
    assert "Contains public sector information licensed under the Open Government Licence v3.0 (c) NHS England." in text
    assert "Data up to 21 November 2026" in text
    root: Any = read.trailer["/Root"]
    assert read.xmp_metadata is not None
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.xmp_metadata.rdf_root.toxml()
    marks = kinds(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= set(marks)


def kinds(node: Any) -> list[str]:
    """The kinds of a PDF's marks, in the order in which they are read out."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for child in node for kind in kinds(child)]
    if not isinstance(node, dict):
        return []
    return [str(kind) for kind in [node.get("/S")] if kind] + kinds(node.get("/K", []))


def test_the_template_of_a_report_opens_no_file_and_its_pictures_are_bytes_it_was_given() -> None:
    template = (FOLDER / "numbers" / "report.typ").read_text("utf-8")

    assert re.findall(r"\b(?:eval|read|plugin|include|csv|yaml|toml|xml|cbor)\(|@preview|#import", template) == []
    assert template.count("image(") == template.count("image(bytes(") == 2
