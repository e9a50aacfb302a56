"""`manage.py compute_reports`: the day's outcome numbers and fits, computed and stored. The worker starts it."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from clinic.answers.series import FRAMEWORK
from clinic.audit.actor import SYSTEM
from clinic.definitions.library import library
from clinic.reports.actions import fail_computing, finish_computing, keep_block, keep_fit
from clinic.reports.due import last_whole_day
from clinic.reports.engine import blocks
from clinic.reports.fitting import fits
from clinic.reports.rows import gather

FAULTS = (DatabaseError, LookupError, ValueError, ArithmeticError, MemoryError, OSError)


class Command(BaseCommand):
    """Harmless at any time: nothing stands in these tables that cannot be computed again."""

    help = "Compute outcome numbers up to a day (yesterday unless told otherwise) and what scores to expect."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the last day that counts")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or last_whole_day(timezone.now())
        try:
            n_blocks, n_fits = compute(as_of)
        except FAULTS as fault:
            fail_computing(as_of=as_of, problem=type(fault).__name__, by=SYSTEM, now=timezone.now())
            raise CommandError(f"The numbers up to {as_of} could not be computed: {type(fault).__name__}.") from fault
        self.stdout.write(f"{n_blocks} blocks and {n_fits} fits are computed, up to {as_of}.")


def compute(as_of: date) -> tuple[int, int]:
    """Everything of one day; how many blocks and fits."""
    rows = gather(as_of=as_of)
    framework = library().framework(FRAMEWORK)
    n_blocks = n_fits = 0
    for made in blocks(rows, as_of=as_of):
        keep_block(
            scope=made.part.scope,
            about=made.part.about,
            period=(made.period, made.first_on, made.last_on),
            framework=(framework.id, framework.version),
            content=made.content,
            parquet=made.parquet,
            as_of=as_of,
            by=SYSTEM,
            now=timezone.now(),
        )
        n_blocks += 1
    for one in fits(rows):
        keep_fit(
            team=one.team,
            measure=(one.measure, one.version),
            content=one.content,
            n_courses=one.n_courses,
            is_calibrated=one.is_calibrated,
            by=SYSTEM,
            now=timezone.now(),
        )
        n_fits += 1
    finish_computing(as_of=as_of, n_blocks=n_blocks, n_fits=n_fits, by=SYSTEM, now=timezone.now())
    return n_blocks, n_fits
