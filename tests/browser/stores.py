"""Databases of the browser tests: one is seeded once, each test gets a copy, and facts are made in it by actions."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from attrs import field, frozen
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings

ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@frozen
class Store:
    """One database: a SQLite file, or a PostgreSQL database beside the one that OPENIPT_TEST_DATABASE names."""

    name: str
    server: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """What a server is told in OPENIPT_DATABASE."""
        return (
            urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))
            if self.server
            else f"sqlite:///{self.name}"
        )

    def copy(self, folder: Path) -> "Store":
        """The same rows in a database of its own."""
        if self.server:
            copy = Store(name=f"site_{uuid4().hex}", server=self.server)
            copy.told(f'CREATE DATABASE "{copy.name}" TEMPLATE "{self.name}"')
            return copy
        path = folder / "openipt.sqlite3"
        shutil.copyfile(self.name, path)
        return Store(name=str(path))

    def drop(self) -> None:
        """Gone, with whatever still holds it open."""
        if self.server:
            self.told(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def told(self, statement: str) -> None:
        """One statement to the server."""
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(statement)  # type: ignore[arg-type]  # names are ours

    @contextmanager
    def in_place(self, blocker: Any, **settings: Any) -> Iterator[None]:
        """This database in place of the process's own, so that actions write here; settings as given."""
        known = connections.databases["default"]
        options = {name: value for name, value in known.get("OPTIONS", {}).items() if name != "pool"}
        known = {**known, "NAME": self.name, "OPTIONS": options}
        before = connections["default"]
        connections["default"] = load_backend(known["ENGINE"]).DatabaseWrapper(known, "default")
        try:
            with blocker.unblock(), override_settings(PASSWORD_HASHERS=ARGON2, **settings):
                yield
        finally:
            connections["default"].close()
            connections["default"] = before


def new_store(folder: Path, *, server: str) -> Store:
    """An empty database in the folder, or on the PostgreSQL server."""
    if not server:
        return Store(name=str(folder / "template.sqlite3"))
    store = Store(name=f"template_{uuid4().hex}", server=server)
    store.told(f'CREATE DATABASE "{store.name}"')
    return store


def settled(store: Store) -> Store:
    """The store with everything in its one file: what SQLite still has in its log is written into it."""
    if not store.server:
        with sqlite3.connect(store.name) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
    return store
