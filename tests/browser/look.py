"""What every page must stand: axe in both themes at 390 and 1280 px, nothing too wide at 320 px, no complaint."""

from typing import Any

from attrs import define, field
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, expect

WIDTHS = (390, 1280)
NARROWEST = 320  # a small phone, or a wide page at 400 %
OPTIONS = {"resultTypes": ["violations"]}


@define(slots=False)  # Playwright hangs its wrappers on the object
class Watch:
    """Listens to a browser: errors it reports (a breach of the CSP is one), and requests to anywhere but `here`."""

    context: BrowserContext
    here: str = field(kw_only=True)
    but: set[str] = field(kw_only=True, factory=set)
    faults: list[str] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.context.on("console", self.console)
        self.context.on("weberror", self.web_error)
        self.context.on("request", self.request)
        self.context.on("response", self.response)

    def console(self, message: ConsoleMessage) -> None:
        """An error in the console; refused pages (404, 422 …) are told by `response`."""
        told_by_status = ("Failed to load resource", "Response Status Error Code")  # the browser, and htmx
        if message.type == "error" and not message.text.startswith(told_by_status):
            self.faults.append(f"console: {message.text}")

    def web_error(self, error: WebError) -> None:
        """The script stumbled."""
        self.faults.append(f"script: {error.error}")

    def request(self, request: Request) -> None:
        """Nobody else hears of a visit."""
        if not request.url.startswith((self.here, "data:", "about:", *self.but)):
            self.faults.append(f"request to {request.url}")

    def response(self, response: Response) -> None:
        """A page may refuse; a picture, style or script may not be missing, and nothing may break."""
        is_page = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.status} {response.url}")


def look(page: Page, heading: str) -> None:
    """The page with this heading: light at its own width, dark at the other, and nothing wider than the screen."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    own = page.viewport_size
    assert own is not None
    other = WIDTHS[0] if own["width"] == WIDTHS[1] else WIDTHS[1]
    see(page, width=own["width"], height=own["height"], theme="light")
    see(page, width=other, height=900, theme="dark")
    page.set_viewport_size(own)
    page.emulate_media(color_scheme="light")


def see(page: Page, *, width: int, height: int, theme: Any) -> None:
    """One theme at one width; what fits a phone must fit the smallest one too."""
    page.emulate_media(color_scheme=theme)
    for wide in (NARROWEST, width) if width == WIDTHS[0] else (width,):
        page.set_viewport_size({"width": wide, "height": height})
        wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} px wider than a screen of {wide} px."
    found = axe(page, OPTIONS)
    assert found.violations_count == 0, f"{page.url} at {width} px, {theme}:\n{found.generate_report()}"


def axe(page: Page, options: dict[str, Any]) -> AxeResults:
    """What axe finds; its script is put into a page once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate("(options) => axe.run(options)", options))


def see_on_paper(page: Page) -> None:
    """As it is printed: every word stands out from the paper. The page stays in print."""
    page.emulate_media(media="print", color_scheme="light")
    found = axe(page, {**OPTIONS, "runOnly": ["color-contrast"]})
    assert found.violations_count == 0, f"{page.url} on paper:\n{found.generate_report()}"


def is_in_view(page: Page, locator: Any) -> bool:
    """Whether all of it shows without scrolling."""
    box, size = locator.bounding_box(), page.viewport_size
    assert box is not None and size is not None
    at_top = page.evaluate("() => window.scrollY") == 0
    return bool(at_top and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def status(response: Response | None) -> int:
    """The status of a page that was gone to."""
    assert response is not None
    return response.status
