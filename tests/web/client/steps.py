"""What a client does to get in, what they were shown before, and what a page then says to them."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.people.actions.accounts import invite_to_portal, make_account
from clinic.people.models import Client, User
from clinic.therapy.actions.formulation import share_formulation
from clinic.therapy.models import Course, Formulation, TherapySession
from tests.clinic.therapy.beginnings import written
from tests.clinic.therapy.endings import ended
from tests.web.crawl import post
from tests.web.stage import Stage, secret_of
from tests.world import PASSWORD, actor, holder


def link_to_own_pages(client: Client) -> str:
    """The address of a fresh link."""
    made = invite_to_portal(client=client, by=actor(client.therapist), now=timezone.now())
    return reverse("link", args=[secret_of(made.url)])


def came_by_link(client: Client, browser: Browser | None = None) -> Browser:
    """A browser in which the client opened the link to their own pages, and no other."""
    browser = browser or Browser()
    post(browser, link_to_own_pages(client))
    return browser


def with_account(client: Client, password: str = PASSWORD) -> User:
    """The client's account, made by them."""
    own = Client.objects.get(pk=client.pk)  # as it stands now: a stage is shared by the tests of a module
    return make_account(client=own, password=password, by=holder(own), now=timezone.now())


def signs_in(client: Client, browser: Browser | None = None, **more: str) -> Browser:
    """A browser in which the client has signed in with their password, for real."""
    browser = browser or Browser()
    given = {"login": client.email, "password": PASSWORD, **more}
    response = post(browser, reverse("account_login"), **given)
    assert response.status_code == 302, response.content.decode()
    return browser


def landed(response: HttpResponse) -> str:
    """Where an answer leads, without its query."""
    return response.headers.get("Location", "").split("?")[0]


def course_of(stage: Stage) -> Course:
    """The course she is in."""
    rows = Course.objects.select_related("client__team", "client__therapist")
    return rows.get(pk=stage.ines.in_course.course)


def shown(stage: Stage, text: str = "A newer text") -> Formulation:
    """A new text, shown to her and not answered yet."""
    course = course_of(stage)
    row = written(course, text, based_on=course.formulations.count(), now=timezone.now())
    return share_formulation(formulation=row, by=actor(stage.world.ada), now=timezone.now())


def text_of(response: HttpResponse) -> str:
    """The words of the main part."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def read(browser: Browser, name: str, *args: object) -> str:
    """What a page says."""
    return text_of(browser.get(reverse(name, args=args)))


def ended_now(stage: Stage) -> None:
    """Her course is over."""
    course = course_of(stage)
    TherapySession.objects.filter(course=course, attendance="").update(removed_at=timezone.now())
    ended(course, now=timezone.now(), open_alert_why="We spoke about it.")
