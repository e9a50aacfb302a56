"""Heartbeat: when the worker last went round."""

from datetime import datetime, timedelta

from django.db import models

RED_AFTER = timedelta(minutes=3)


class Heartbeat(models.Model):
    """One row: the last round, how many things it did, and what stopped it, if anything did."""

    at = models.DateTimeField()
    n_done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"

    def is_red(self, *, now: datetime) -> bool:
        """Whether the worker has stopped, or its last round failed."""
        return now - self.at > RED_AFTER or bool(self.problem)
