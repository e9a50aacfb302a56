"""What a client does to get in: opens a link to their own pages, chooses a password, signs in, leaves."""

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.people.actions.accounts import invite_to_portal, make_account
from clinic.people.models import Client, User
from tests.web.crawl import post
from tests.web.stage import secret_of
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
