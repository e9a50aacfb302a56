"""`manage.py demo_check --url URL`: signs in to a running demonstration, as therapist and as client, and looks."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from clinic.demonstration.browser import Browser, CannotGoOn, Page
from clinic.demonstration.cast import DOMAIN
from clinic.demonstration.sign_ins import PASSWORD, client_accounts, codes, seconds_left
from clinic.people.models import Client
from clinic.therapy.models import Course

WHO = f"ada@{DOMAIN}"


class Command(BaseCommand):
    """Exit 0 when the pages of a client, of a course and of a client's own came; exit 1 with one sentence."""

    help = "Sign in to a running demonstration, as therapist and as client, and look at a course and at own pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True, metavar="URL", help="such as http://127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        url = options["url"].rstrip("/")
        if not url.startswith(("http://", "https://")):
            raise CommandError(f"{url} is not an address: it must begin with http:// or https://.")
        client = Client.objects.filter(is_made_up=True, therapist__email=WHO).order_by("name").first()
        if client is None:
            raise CommandError(f"{WHO} has no made-up client here: run `manage.py demo_clinic` first.")
        try:
            self.look(Browser(url), client=client)
            self.look_as_client(Browser(url))
        except CannotGoOn as problem:
            raise CommandError(str(problem)) from None

    def look(self, browser: Browser, *, client: Client) -> None:
        """Sign-in page, password, code; clients, one client; caseload, diary, the course of somebody."""
        self.sign_in(browser)
        self.see(browser, reverse("clients"), text=client.name)
        self.see(browser, reverse("client", args=[client.pk]), text=client.name)
        courses = Course.objects.filter(client__therapist__email=WHO, ended_on=None).select_related("client")
        course = courses.order_by("client__name").first()
        if course is not None:
            self.see(browser, reverse("caseload"), text=course.client.name)
            self.see(browser, reverse("course", args=[course.pk]), text=course.client.name)
            self.see(browser, reverse("diary"), text="</h1>")

    def look_as_client(self, browser: Browser) -> None:
        """A client's own pages, by e-mail address and password alone."""
        for client in client_accounts()[:1]:
            first = self.say(browser.fetch(reverse("account_login")))
            browser.submit(first, login=client.email, password=PASSWORD)
            page = self.say(browser.fetch(reverse("my")))
            if not page.url.endswith(reverse("my")):
                raise CannotGoOn(f"{client.email} was not let in with the demonstration's password.")

    def see(self, browser: Browser, path: str, *, text: str) -> None:
        """A page that shows this."""
        page = self.say(browser.fetch(path))
        if text not in page.text:
            raise CannotGoOn(f"{page.url} does not show {text}.")

    def sign_in(self, browser: Browser) -> None:
        """With the password, then with the code; a code that was used already is waited out, once."""
        first = self.say(browser.fetch(reverse("account_login")))
        second = self.say(browser.submit(first, login=WHO, password=PASSWORD))
        if second.url == first.url:
            raise CannotGoOn(f"{WHO} was not let in with the demonstration's password.")
        last = browser.submit(second, code=code_of(WHO))
        if last.url == second.url:
            self.stdout.write("The code was used already: waiting for the next one.")
            time.sleep(seconds_left() + 1)
            last = browser.submit(last, code=code_of(WHO))
        if last.url == second.url:
            raise CannotGoOn(f"{WHO} was not let in with the code of the second factor.")

    def say(self, page: Page) -> Page:
        """Print what came."""
        self.stdout.write(f"  200 {page.url} ({len(page.text) / 1000:.0f} kB)")
        return page


def code_of(email: str) -> str:
    """The code that counts now for one person."""
    found = next((row.code for row in codes() if row.email == email), None)
    if found is None:
        raise CannotGoOn(f"{email} has no second factor: run `manage.py demo_clinic` on an empty database.")
    return found
