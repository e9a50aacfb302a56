"""An administrator declares the use, brings a wording with its licence, puts a fault right, and withdraws it."""

import time
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.wordings.actions import declare_use, keep_wording
from clinic.wordings.models import SiteWording
from tests.browser.look import look
from tests.browser.site import Site
from tests.clinic.wordings.words import LICENCE, words
from tests.world import actor

pytestmark = pytest.mark.browser


def declare(page: Page, site: Site) -> None:
    """The first thing on the list."""
    page.goto(reverse("site_measures", args=[team_of(site)]))
    look(page, "Questionnaires")
    page.get_by_role("link", name="Declare the use").click()
    page.get_by_role("button", name="Declare", exact=True).click()
    look(page, "What you use questionnaires for")
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one.")
    page.get_by_label("Clinical work").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Declare", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Declared: clinical work; with no commercial purpose.")


def team_of(site: Site) -> object:
    """Gwen's team."""
    with site.facts() as world:
        return world.team.pk


def bring(page: Page, file: Path) -> None:
    """The file and the statement, sent."""
    page.get_by_label("The wording, as a file").set_input_files(file)
    page.get_by_label("What does the licence allow you to do?").fill("We may show it to our own clients.")
    page.get_by_label("Clinical work").check()
    page.get_by_label("My service holds this licence").check()
    page.get_by_role("button", name="Check and keep").click()


def heading(page: Page, words: str) -> None:
    """The page with this heading; axe needs the script that is off here."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_wording_comes_by_file_and_goes_again(site: Site, tmp_path: Path, has_script: bool) -> None:
    page = site.signed_in("gwen", site.desk(java_script_enabled=has_script))
    if has_script:
        declare(page, site)
    seen = look if has_script else heading
    page.goto(reverse("site_measure", args=[team_of(site), "wsas"]))
    seen(page, "WSAS")
    page.get_by_role("link", name="Add a wording from a file").click()
    wrong, right = tmp_path / "wrong.toml", tmp_path / "right.toml"
    wrong.write_text(words("wsas").replace('"5" = "Q', '"9" = "Q'), encoding="utf-8")
    right.write_text(words("wsas"), encoding="utf-8")

    bring(page, wrong)
    expect(page.get_by_role("table")).to_contain_text("items.9")
    seen(page, "Add the wording of WSAS")
    page.get_by_label("The wording, as a file").set_input_files(right)
    page.get_by_label("My service holds this licence").check()
    page.get_by_role("button", name="Check and keep").click()

    expect(page.get_by_role("status")).to_contain_text("The wording in English is kept as revision 1.")
    seen(page, "WSAS")
    page.get_by_role("link", name="Withdraw").click()
    seen(page, "Withdraw WSAS, English, revision 1")
    page.get_by_label("Why is it withdrawn?").fill("The licence has ended.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("main")).to_contain_text("The licence has ended.")


def test_another_process_asks_in_the_wording_within_seconds(site: Site) -> None:
    with site.facts() as world:
        ada, ines, now = site.signed_in("ada", site.desk()), world.ines.pk, timezone.now()
        ada.goto(reverse("client", args=[ines]))
        expect(ada.locator('option[value="wsas"]')).to_have_count(0)
        declare_use(purposes=["clinical"], is_commercial=False, by=actor(world.gwen), now=now)
        keep_wording(measure="wsas", text=words("wsas"), licence=LICENCE, by=actor(world.gwen), now=now)
        assert SiteWording.objects.count() == 1

    ends = time.monotonic() + 25
    while time.monotonic() < ends and ada.locator('option[value="wsas"]').count() == 0:
        ada.wait_for_timeout(1000)
        ada.reload()

    expect(ada.locator('option[value="wsas"]')).to_have_count(1)
