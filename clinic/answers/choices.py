"""How answers came in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnteredAs(models.TextChoices):
    """How the answers came in."""

    BY_CLIENT = "by_client", _("Answered by the client")
    FROM_PAPER = "from_paper", _("Entered from paper")
    BY_PHONE = "by_phone", _("Asked by phone")
    IN_PERSON = "in_person", _("Asked in person")
    INTERPRETED = "interpreted", _("Asked with an interpreter")


class Met(models.TextChoices):
    """What came of an occasion on which a protocol asks a measure."""

    INVITED = "invited", _("Asked by link")
    IN_SESSION = "in_session", _("To be asked in the session")
    ANSWERED = "answered", _("Answered already")
