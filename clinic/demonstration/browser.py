"""A browser without a screen: cookies, forms and redirects, for looking at a running demonstration over HTTP."""

import urllib.error
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin

from attrs import define, field, frozen

SECONDS = 20


class CannotGoOn(Exception):
    """A page is not as it should be; the message is one sentence."""


@frozen
class Page:
    """A fetched page: where it was in the end, and its HTML."""

    url: str
    text: str

    def form_with(self, name: str) -> dict[str, str]:
        """Hidden fields of the form that has a field of this name."""
        reader = Forms()
        reader.feed(self.text)
        found = next((form for form in reader.forms if name in form), None)
        if found is None:
            raise CannotGoOn(f"{self.url} has no form with the field {name!r}.")
        return {field: value for field, value in found.items() if value is not None}


class Forms(HTMLParser):
    """Reads the fields of every form: the value of hidden ones, None for others."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and self.forms and (name := given.get("name")):
            self.forms[-1][name] = (given.get("value") or "") if given.get("type") == "hidden" else None


@define
class Browser:
    """Keeps cookies between pages and goes past any proxy."""

    root: str
    _opener: urllib.request.OpenerDirector = field(init=False)

    def __attrs_post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def fetch(self, path: str, *, answers: dict[str, str] | None = None) -> Page:
        """A page by GET or, with answers, by POST; CannotGoOn unless it comes with 200."""
        url = urljoin(f"{self.root}/", path)
        body = urlencode(answers).encode() if answers is not None else None
        request = urllib.request.Request(url, data=body, headers={"Referer": url})  # noqa: S310 - checked by the command
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return Page(url=answer.url, text=answer.read().decode())
        except urllib.error.HTTPError as error:
            raise CannotGoOn(f"{url} answers {error.code} where 200 was expected.") from None
        except OSError as error:
            raise CannotGoOn(f"{url} does not answer: {getattr(error, 'reason', error)}.") from None

    def submit(self, page: Page, **answers: str) -> Page:
        """Fill in the form that has these fields, and send it to its own page."""
        return self.fetch(page.url, answers=page.form_with(next(iter(answers))) | answers)
