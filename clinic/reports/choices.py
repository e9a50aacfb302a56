"""Closed lists of reports: whose numbers they are, and over which time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Whose courses are counted."""

    SERVICE = "service", _("The whole service")
    TEAM = "team", _("A team")
    THERAPIST = "therapist", _("A therapist")


FEWEST = 5  # our default, as England's national statistics: a count of one to four is not shown
RECENT = "recent"  # the twelve months up to the day before
EVER = "all"
