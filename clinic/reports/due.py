"""Once a day, after midnight, the worker has the numbers computed: by a process of its own, so that nothing waits."""

import subprocess
import sys
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from clinic.audit.action import due, nothing_changed
from clinic.environment import ROOT
from clinic.reports.apps import has_engine
from clinic.reports.models import Computing

TRIED_AGAIN = timedelta(hours=1)  # our default: a process that has not finished by then is taken for dead
MOST_TRIES = 5
COMMAND = "compute_reports"


RUNNING: list["subprocess.Popen[bytes]"] = []  # at most one at a time, of this process


def press_reports(*, now: datetime) -> int:
    """Start the day's computing when nobody has; it is not counted among the things done."""
    RUNNING[:] = [child for child in RUNNING if child.poll() is None]
    day = last_whole_day(now)
    if settings.COMPUTES_REPORTS and has_engine() and not RUNNING and take_up(as_of=day, now=now):
        RUNNING.append(start(day))
    return 0


def stop_computing() -> None:
    """End what is still computing, because the worker ends: the day is taken up again later."""
    for child in RUNNING:
        child.terminate()
        child.wait()


def last_whole_day(now: datetime) -> date:
    """Yesterday, by the server's own time."""
    return timezone.localtime(now).date() - timedelta(days=1)


@due
def take_up(*, as_of: date, now: datetime) -> bool:
    """Claim the day: a new row, or one whose process has not finished in time. Two workers never both get it."""
    nothing_changed()
    row, is_new = Computing.objects.get_or_create(as_of=as_of, defaults={"taken_up_at": now})
    if is_new:
        return True
    if row.finished_at is not None or row.n_tries >= MOST_TRIES or now - row.taken_up_at < TRIED_AGAIN:
        return False
    mine = Computing.objects.filter(pk=row.pk, n_tries=row.n_tries, finished_at=None)
    return mine.update(n_tries=row.n_tries + 1, taken_up_at=now) == 1


def start(as_of: date) -> "subprocess.Popen[bytes]":
    """The process that computes; what comes of it stands in the row."""
    command = [sys.executable, "manage.py", COMMAND, "--as-of", as_of.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
