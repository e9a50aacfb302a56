"""`manage.py recheck`: the caseload computed anew from the facts; with --compare it only says what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import batches, recheck_everybody
from clinic.caseload.computing import differences


class Command(BaseCommand):
    """Harmless at any time: nothing stands in these tables that cannot be computed again."""

    help = "Compute the caseload anew. --compare: write nothing, say what differs, exit 1 when anything does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compare", action="store_true", help="only say where the tables and the facts differ")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not options["compare"]:
            self.stdout.write(f"{recheck_everybody(by=SYSTEM, now=now)} rows are computed anew.")
            return
        n = 0
        for batch in batches():
            for sentence in differences(batch, now=now):
                self.stdout.write(sentence)
                n += 1
        if n:
            raise CommandError(f"{n} differences. `manage.py recheck` mends them.")
        self.stdout.write("The caseload is what the facts say.")
