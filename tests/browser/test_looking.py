"""A look would notice: faint words, a page that is too wide, a breach of the CSP, a request to somebody else."""

import pytest
from playwright.sync_api import Page

from tests.browser.look import look
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("() => { document.querySelector('h1').style.color = '#ddd'; }", "color-contrast"),
        ("() => { document.querySelector('h1').style.width = '2000px'; }", "wider than a screen"),
        ("() => { document.querySelector('select').labels[0].remove(); }", "select-name"),
    ],
    ids=["faint", "too wide", "no label"],
)
def test_a_spoilt_page_does_not_stand_a_look(site: Site, spoil: str, told: str) -> None:
    page = site.desk()
    page.goto("/help/")
    look(page, "Help now")
    page.evaluate(spoil)

    with pytest.raises(AssertionError, match=told):
        look(page, "Help now")


def test_a_request_elsewhere_and_a_breach_of_the_csp_are_noticed(site: Site) -> None:
    page = site.desk()
    page.goto("/help/")

    insert(page, "<img alt='' src='https://elsewhere.example/pixel.png'>")
    insert(page, "<p style='color: red'>styled in place</p>")

    faults = site.forgive()
    assert any("elsewhere.example" in fault for fault in faults)
    assert any("style" in fault and "Content Security Policy" in fault for fault in faults)


def insert(page: Page, html: str) -> None:
    """Put something into the page, and wait until the browser has dealt with it."""
    page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
