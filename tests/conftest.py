"""Settings for every test, the cast, and a guard: no statement writes a record outside an action."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["OPENIPT_MODE"] = "test"
os.environ["OPENIPT_VAR"] = tempfile.mkdtemp(prefix="openipt-tests-")
if url := os.environ.get("OPENIPT_TEST_DATABASE"):
    os.environ["OPENIPT_DATABASE"] = url
os.environ["DJANGO_SETTINGS_MODULE"] = "clinic.settings"

import django
from django.conf import settings

django.setup()
if url and not url.startswith(settings.DATABASES["default"]["ENGINE"].rpartition(".")[2][:6]):
    pytest.exit("The settings were loaded before tests/conftest.py: unset DJANGO_SETTINGS_MODULE.", returncode=2)

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client as Browser

from clinic.definitions.library import OfSite, put
from clinic.reports.kept import forget
from tests.guard import refuse_stray_writes
from tests.world import PASSWORD, World, make_world, sign_in


@pytest.fixture(autouse=True)
def fast_hasher(settings: Any) -> None:
    """A fast hasher everywhere but where the hasher is the matter (tests/web/test_sign_in.py)."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_anchor(settings: Any, tmp_path: Path) -> None:
    """Each test has a trail of its own, so it has an anchor of its own too."""
    settings.AUDIT_ANCHOR = tmp_path / "audit.anchor"


@pytest.fixture(autouse=True)
def wordings_of_the_files(settings: Any) -> Iterator[None]:
    """Each test begins with the wordings of the files and no declared use, and no request looks for other ones."""
    settings.SECONDS_BETWEEN_LOOKS = None
    put(OfSite())
    yield
    put(OfSite())


@pytest.fixture(autouse=True)
def nothing_expected_from_before() -> None:
    """What an earlier test's courses let one expect is forgotten."""
    forget()


@pytest.fixture
def world(db: None) -> World:
    """The cast of a small clinic, made by actions only (tests/world.py)."""
    return make_world(password=make_password(PASSWORD))


@pytest.fixture
def as_user() -> Callable[..., Browser]:
    """`as_user(world.ada)`: a browser in which this member of staff is signed in with a second factor."""
    return sign_in


@pytest.fixture
def no_stray_writes(db: None) -> Iterator[None]:
    """Every write to a record table must come from an action, raw SQL included."""
    with connection.execute_wrapper(refuse_stray_writes):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of data that is not part of the project; tests that need it say so when it is absent."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("The reference data (folder `shared` beside the project) are not here.")
    return folder
