"""`manage.py dumpdata` is refused: it would write clinical text or unusable ciphertext into a plain file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Says what to use instead."""

    help = "Refused: use a backup of the database together with a separate copy of the keys."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("anything", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "dumpdata is refused here: sealed columns must not leave the database. Back the database up instead."
        )
