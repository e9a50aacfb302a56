"""What tests of the ending's pages share: a course up to yesterday's session, its pages as Ada sees them, its forms."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.therapy.models import Course
from tests.clinic.therapy.beginnings import aimed, focused, started
from tests.clinic.therapy.endings import MILD, MODERATE, answered_at, came
from tests.web.stage import PAGE
from tests.world import World, sign_in


def first_of(n: int) -> datetime:
    """The start of a course whose session `n` was yesterday, in the morning, whatever the hour of the test."""
    return timezone.now().replace(hour=10, minute=0) - timedelta(days=7 * (n - 1) + 1)


def course_at(world: World, n: int, *, digits: tuple[str, ...] = (MODERATE, MILD)) -> Course:
    """Ines's course after session `n` of sixteen: a focus, a goal, and a PHQ-9 at each of the first sessions."""
    first = first_of(n)
    course = started(world, now=first)
    came(course, n, booked=16, first=first)
    for number, answers in enumerate(digits, start=1):
        answered_at(world.ines, number, answers, first=first)
    aimed(focused(course, now=first), rated=3, now=first)
    return course


def page(world: World, name: str, course: Course, *, query: str = "") -> HttpResponse:
    """A page of the course, as Ada sees it."""
    return sign_in(world.ada).get(reverse(name, args=[course.pk]) + query, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]


def sent(world: World, name: str, pk: Any, *, browser: Browser | None = None, **body: Any) -> HttpResponse:
    """A form of a page, sent by Ada."""
    ada = browser or sign_in(world.ada)
    return ada.post(reverse(name, args=[pk]), body, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]


def text_of(response: HttpResponse) -> str:
    """The words of a page's main part."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(response))).split())


def main_of(response: HttpResponse) -> str:
    """The main part of a page, as HTML."""
    [main] = re.findall(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return str(main)


def squeezed(html: str) -> str:
    """The words of some HTML without any space."""
    return "".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
