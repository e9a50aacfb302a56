"""What tests of the first phase's pages share: Ines's course that begins today, its pages and its forms."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.people.models import Client, User
from clinic.therapy.models import Course, Relationship
from tests.clinic.therapy import beginnings
from tests.web.stage import PAGE
from tests.world import World, sign_in


def begun(world: World) -> Course:
    """Ines's course, from today on."""
    return beginnings.started(world, now=timezone.now())


def person(client: Client, name: str = "Tom", kind: str = "partner", **given: Any) -> Relationship:
    """Somebody in the client's life, named just now."""
    row: Relationship = beginnings.known(client, name, kind, now=timezone.now(), **given)
    return row


def seen(user: User, name: str, /, *ids: Any, query: str = "") -> HttpResponse:
    """A page as this member of staff sees it."""
    return sign_in(user).get(reverse(name, args=ids) + query, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]


def sent(user: User, name: str, /, *ids: Any, browser: Browser | None = None, query: str = "", **body: Any) -> Any:
    """A form of a page, sent by this member of staff."""
    return (browser or sign_in(user)).post(reverse(name, args=ids) + query, body, HTTP_ACCEPT=PAGE)


def words(response: HttpResponse) -> str:
    """The words of a page's main part."""
    [main] = re.findall(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def told(response: HttpResponse) -> list[str]:
    """What stands in the summary of faults."""
    found = re.search(r'<div class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
    assert found is not None, "no summary"
    return [unescape(re.sub(r"<[^>]+>", "", line)) for line in re.findall(r"<li>(.*?)</li>", found.group(), re.DOTALL)]
