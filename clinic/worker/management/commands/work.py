"""`manage.py work`: the worker. Sends letters, moves on alerts that nobody has seen, and beats, every few seconds."""

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from clinic.reports.due import stop_computing
from clinic.worker.round import go_round


class Command(BaseCommand):
    """Runs until it is stopped; two of them at once do no harm."""

    help = "Do what time has made due: letters, alerts that nobody has seen, the audit's anchor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")
        parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping: list[int] = []
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, frame: stopping.append(number))
        try:
            while not stopping:
                close_old_connections()
                beat = go_round(now=timezone.now())
                if options["once"]:
                    self.stdout.write(f"{beat.n_done} things done. {beat.problem}".strip())
                    return
                time.sleep(options["every"])
        finally:
            stop_computing()
