"""Fixtures of the browser tests: the browser of this machine, and `site`, a real server on a seeded database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, expect

from tests import machines
from tests.browser.seed import seed
from tests.browser.site import Site, running
from tests.browser.stores import Store, new_store, settled
from tests.world import PASSWORD, World

# Playwright's loop lives in the thread of the tests from its first use to the end of the session, which Django would
# take for an asynchronous caller, in tests of other folders too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium or Chrome of this machine; nothing is downloaded here."""
    path = machines.chromium()
    if path is None:
        pytest.fail("The browser tests need Chromium or Chrome: `python3 dev.py test` fetches one.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[tuple[Store, World]]:
    """A migrated database with the cast, made once a session; tests get copies."""
    store = new_store(tmp_path_factory.mktemp("seed"), server=os.environ.get("OPENIPT_TEST_DATABASE", ""))
    with store.in_place(django_db_blocker):
        call_command("migrate", verbosity=0)
        world = seed(password=make_password(PASSWORD), now=timezone.now())
    yield settled(store), world
    store.drop()


@pytest.fixture
def site(
    seeded: tuple[Store, World],
    tmp_path: Path,
    django_db_blocker: Any,
    new_context: Callable[..., BrowserContext],
) -> Iterator[Site]:
    """A clinic that answers, with nothing in it but the cast; stories add their own facts."""
    with running(seeded=seeded, folder=tmp_path, blocker=django_db_blocker, new_context=new_context) as site:
        yield site


@pytest.fixture(scope="module")
def clinic_of_module(
    seeded: tuple[Store, World],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
    browser: Browser,
) -> Iterator[Site]:
    """One clinic for the stories of a module; they come to it by `shared_site`."""
    options = {"blocker": django_db_blocker, "new_context": browser.new_context}
    with running(seeded=seeded, folder=tmp_path_factory.mktemp("site"), **options) as site:
        yield site


@pytest.fixture
def shared_site(clinic_of_module: Site) -> Iterator[Site]:
    """The module's clinic, with what earlier stories left in it: each story takes a client, or a course, of its own."""
    yield clinic_of_module
    assert clinic_of_module.close_browsers() == []


@pytest.fixture
def site_of_production(
    seeded: tuple[Store, World],
    tmp_path: Path,
    django_db_blocker: Any,
    new_context: Callable[..., BrowserContext],
) -> Iterator[Site]:
    """The same with the settings of a real installation: TLS, hashed static files, nothing of the demonstration."""
    options = {"blocker": django_db_blocker, "new_context": new_context, "is_production": True}
    with running(seeded=seeded, folder=tmp_path, **options) as site:
        yield site
