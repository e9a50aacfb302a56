"""`manage.py make_key FILE`: a new key at the end of a key file, which makes it the current one."""

import os
import secrets
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.sealing.keys import read_keys


class Command(BaseCommand):
    """Adds one line; the keys before it stay, so that what they sealed still opens."""

    help = "Add a new current key to a key file, making the file when it is not there."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            known = list(read_keys(path).keys) if path.exists() else []
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        name = f"k{max(map(number, known), default=0) + 1}"
        start = "\n" if known and not path.read_text().endswith("\n") else ""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a") as file:
            file.write(f"{start}{name}:{b64encode(secrets.token_bytes(32)).decode()}\n")
        self.stdout.write(f"{name} is now the current key of {path}. Keep a copy apart from the backups of the data.")


def number(name: str) -> int:
    """7 of `k7`, so that a name is not given twice after an old key was taken out; 0 of any other name."""
    digits = name.removeprefix("k")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
