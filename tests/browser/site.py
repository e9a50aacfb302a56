"""A real server on a database of its own, and the ways to it: browsers, facts made by actions, the worker, letters."""

import os
import re
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from attrs import define, field
from django.conf import settings
from playwright.sync_api import BrowserContext, Page

from tests.browser import production
from tests.browser.look import Watch
from tests.browser.mailbox import Mailbox, mail_server
from tests.browser.stores import Store
from tests.machines import ADDRESS, free_port
from tests.world import World, sign_in

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
EXIT_URL = "https://weather.example/"
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
BOTH = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce", "ignore_https_errors": True}


@define
class Site:
    """A clinic that answers at `url`. `world` are its people; write to its database in `facts()` only."""

    url: str
    store: Store
    mailbox: Mailbox
    variables: dict[str, str]
    _world: World
    _blocker: Any
    _new_context: Callable[..., BrowserContext]
    _watches: list[Watch] = field(factory=list)

    @contextmanager
    def facts(self) -> Iterator[World]:
        """What is so when the story begins, or what came about meanwhile: rows of this site, made by actions."""
        with self.store.in_place(self._blocker, PUBLIC_URL=self.url):
            yield self._world

    def desk(self, **options: Any) -> Page:
        """A browser on a desk."""
        return self.browser(DESK | options).new_page()

    def phone(self, **options: Any) -> Page:
        """A browser on a phone, with touch; leaving our pages leads to a weather page of the test's own."""
        context = self.browser(PHONE | options)
        context.route(f"{EXIT_URL}**", lambda route: route.fulfill(body="The weather", content_type="text/plain"))
        return context.new_page()

    def browser(self, options: dict[str, Any]) -> BrowserContext:
        """A browser with nothing in it, watched for errors and for requests that go elsewhere.

        Nothing is routed: a kept-alive request that is redirected (circle.js) would wait for ever in a routed one.
        """
        context = self._new_context(**{"base_url": self.url, **BOTH, **options})
        self._watches.append(Watch(context, here=self.url, but={EXIT_URL}))
        return context

    def signed_in(self, name: str, page: Page) -> Page:
        """The page's browser with a session that passed both factors; journeys about signing in type it instead."""
        with self.facts() as world:
            session = sign_in(getattr(world, name)).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": self.url}])
        return page

    def close_browsers(self) -> list[str]:
        """Whatever a story opened is closed; what it complained of, which counts no more."""
        found = self.forgive()
        for watch in self._watches:
            watch.context.close()
        self._watches.clear()
        return found

    def work(self) -> None:
        """Press the worker once."""
        command = [sys.executable, "manage.py", "work", "--once"]
        done = subprocess.run(command, cwd=ROOT, env=self.variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip().endswith("things done."), done.stdout

    def faults(self) -> list[str]:
        """What browsers complained about, and requests that went elsewhere."""
        return [fault for watch in self._watches for fault in watch.faults]

    def forgive(self) -> list[str]:
        """The faults so far, which count no more: for a test that makes some on purpose."""
        found = self.faults()
        for watch in self._watches:
            watch.faults.clear()
        return found


@contextmanager
def running(
    *,
    seeded: tuple[Store, World],
    folder: Path,
    blocker: Any,
    new_context: Callable[..., BrowserContext],
    is_production: bool = False,
) -> Iterator[Site]:
    """A copy of the seeded database behind a server, until the block ends; then nothing may have gone wrong in it."""
    template, world = seeded
    port = free_port()
    url = f"{'https' if is_production else 'http'}://{ADDRESS}:{port}"
    store = template.copy(folder)
    log = folder / "server.log"
    with mail_server() as mailbox:
        variables = surroundings(folder, store=store, url=url, mail_port=mailbox.port)
        options = []
        if is_production:
            variables |= production.VARIABLES
            production.collect_static(variables)
            options = production.tls(folder)
        server = serve(port, *options, variables=variables, log=log)
        try:
            wait_for(url, server, log=log)
            site = Site(url, store, mailbox, variables, deepcopy(world), blocker, new_context)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=20)
            store.drop()
            print(log.read_text(errors="replace"))  # shown when the test fails
    assert site.faults() == []
    assert [line for line in log.read_text().splitlines() if re.search(r" ERROR | CRITICAL ", line)] == []


def surroundings(folder: Path, *, store: Store, url: str, mail_port: int) -> dict[str, str]:
    """The server's variables: this process's keys, since facts are sealed with them here and read there."""
    (folder / "static").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENIPT_")}
    return kept | {
        "OPENIPT_MODE": "test",
        "OPENIPT_VAR": str(folder),
        "OPENIPT_DATABASE": store.url,
        "OPENIPT_PUBLIC_URL": url,
        "OPENIPT_SECRET_KEY_FILE": str(settings.SECRET_KEY_FILE),
        "OPENIPT_SEALING_KEYS_FILE": str(settings.SEALING_KEYS),
        "OPENIPT_AUDIT_KEYS_FILE": str(settings.AUDIT_KEYS),
        "OPENIPT_EXIT_URL": EXIT_URL,
        "OPENIPT_SMTP_HOST": ADDRESS,
        "OPENIPT_SMTP_PORT": str(mail_port),
    }


def serve(port: int, *options: str, variables: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """The running granian, a child of ours."""
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        ADDRESS,
        "--port",
        str(port),
        "--no-ws",
    ]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "2",
        "--log-level",
        "warning",
        *options,
        "clinic.wsgi:application",
    ]
    with log.open("wb") as file:
        return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=file, stderr=file, start_new_session=True)


def wait_for(url: str, server: subprocess.Popen[bytes], *, log: Path) -> None:
    """Come back when the server answers."""
    trusting = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), trusting)
    for _ in range(SECONDS_TO_START * 20):
        assert server.poll() is None, f"The server ended by itself:\n{log.read_text(errors='replace')}"
        try:
            opener.open(f"{url}/account/login/", timeout=20).close()
        except HTTPError as error:
            raise AssertionError(f"The server answers {error.code}:\n{log.read_text(errors='replace')}") from None
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer:\n{log.read_text(errors='replace')}")
