"""What the surroundings say: one typed reading of every OPENIPT_ variable, each fault told as a sentence."""

import os
import secrets
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from attrs import field, frozen

from clinic.sealing.keys import read_keys

ROOT = Path(__file__).resolve().parent.parent
MODES = ("production", "demonstration", "test")


class UnsafeSetting(SystemExit):
    """The start is refused: each line is one thing to mend."""


@frozen
class Environment:
    """The OPENIPT_ variables of one start. `problems` collects sentences; `refuse()` stops when there are any."""

    variables: Mapping[str, str]
    problems: list[str] = field(factory=list)

    @property
    def mode(self) -> str:
        """One of MODES; without a word it is production, the strictest."""
        mode = self.variables.get("OPENIPT_MODE", "production")
        if mode not in MODES:
            self.problems.append(f"OPENIPT_MODE is {mode!r}: it must be one of {', '.join(MODES)}.")
            return "production"
        return mode

    @property
    def is_production(self) -> bool:
        """Whether real people may be in the database."""
        return self.mode == "production"

    @property
    def var(self) -> Path:
        """Folder of the data and keys of this installation."""
        return Path(self.variables.get("OPENIPT_VAR", ROOT / "var")).resolve()

    def text(self, name: str, *, default: str = "", needed: str = "") -> str:
        """The variable's text; `needed` says what it is for, and makes it compulsory in production."""
        value = self.variables.get(name, "")
        if not value and needed and self.is_production:
            self.problems.append(f"{name} is not set: {needed}")
        return value or default

    def whole(self, name: str, *, default: int, least: int, most: int) -> int:
        """The variable as a whole number from `least` to `most`."""
        value = self.variables.get(name, "")
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            self.problems.append(f"{name} is {value!r}: it must be a whole number from {least} to {most}.")
            return default
        return int(value)

    def key_file(self, name: str, *, needed: str) -> Path:
        """Path of a file of keys (`id:base64` a line, the last is current); made when it is not production."""
        if value := self.variables.get(name, ""):
            path = Path(value)
        elif self.is_production:
            self.problems.append(f"{name} is not set: {needed}")
            return Path("/nonexistent")
        else:
            path = self.var / "keys" / name.removeprefix("OPENIPT_").removesuffix("_FILE").lower()
            make_key_file(path)
        if not path.is_file():
            self.problems.append(f"{name} names {path}, which is not a file. Make it with `manage.py make_key {path}`.")
        elif self.is_production and path.stat().st_mode & 0o077:
            self.problems.append(f"{name}: others on this machine can read {path}. Use `chmod 600`.")
        else:
            self.check_keys(name, path)
        return path

    def check_keys(self, name: str, path: Path) -> None:
        """A file without a proper key is found now, not when the first answer is to be kept."""
        try:
            read_keys(path)
        except (OSError, ValueError) as fault:
            self.problems.append(f"{name}: {fault}")

    def database(self) -> dict[str, Any]:
        """Django's settings of the database named by OPENIPT_DATABASE (`sqlite:///path` or `postgresql://…`)."""
        url = self.variables.get("OPENIPT_DATABASE", f"sqlite:///{self.var / 'openipt.sqlite3'}")
        parts = urlsplit(url)
        if parts.scheme == "sqlite":
            return sqlite(Path(parts.path))
        if parts.scheme in ("postgresql", "postgres"):
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path.lstrip("/"),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": unquote(parts.hostname or ""),
                "PORT": str(parts.port or ""),
                "CONN_HEALTH_CHECKS": True,  # one round trip a request, so that a database that came back is met whole
                "OPTIONS": {"pool": {"min_size": 1, "max_size": 4}, **dict(parse_qsl(parts.query))},
            }
        self.problems.append("OPENIPT_DATABASE must begin with sqlite:/// or postgresql://.")
        return sqlite(self.var / "openipt.sqlite3")

    def refuse(self) -> None:
        """Stop the start, in words, when anything is unsafe."""
        if self.problems:
            lines = "\n".join(f"  - {problem}" for problem in dict.fromkeys(self.problems))
            raise UnsafeSetting(
                f"OpenIPT does not start, because this is not safe yet:\n{lines}\nSee docs/howto/settings.md."
            )


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as a clinic needs it: no lost commit at a power cut, no 'database is locked' among writers."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            "PRAGMA busy_timeout=20000;PRAGMA temp_store=MEMORY;",
        },
    }


def make_key_file(path: Path, *, key_id: str = "k1") -> None:
    """Write a new 256-bit key into a file that only its owner can read; an existing file is left alone."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{key_id}:{b64encode(secrets.token_bytes(32)).decode()}\n")
