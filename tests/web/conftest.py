"""Fixtures of the page tests: one walk through everything, and the stage, made once a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.web.crawl import Crawl, walk_through
from tests.web.stage import Stage, make_stage, undone
from tests.world import PASSWORD


@pytest.fixture(scope="session")
def crawl(django_db_setup: None, django_db_blocker: Any) -> Crawl:
    """What everybody saw on every page (tests/web/crawl.py), as data: nothing of it stays in the database."""
    with django_db_blocker.unblock(), undone():
        return walk_through(make_stage())


@pytest.fixture(scope="module")
def stage_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The stage, made once for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_stage(password=make_password(PASSWORD, hasher="argon2"))
        transaction.set_rollback(True)


@pytest.fixture
def stage(stage_of_module: Stage, db: None) -> Stage:
    """The stage; what a test writes is taken back. Modules that use it are marked `django_db`."""
    return stage_of_module
