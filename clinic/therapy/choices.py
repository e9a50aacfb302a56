"""Closed lists of words about courses: how they are held, who came, how they end, how something was agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    """How a session is held; a protocol says which of these it allows."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")


class Attendance(models.TextChoices):
    """What became of an appointment."""

    CAME = "came", _("Came")
    LATE = "late", _("Came late")
    CLIENT_CANCELLED = "client_cancelled", _("Cancelled by the client")
    THERAPIST_CANCELLED = "therapist_cancelled", _("Cancelled by us")
    DID_NOT_COME = "did_not_come", _("Did not come")


HELD = (Attendance.CAME, Attendance.LATE)
CANCELLED = (Attendance.CLIENT_CANCELLED, Attendance.THERAPIST_CANCELLED)


class AgreedHow(models.TextChoices):
    """How the client said yes or no."""

    PORTAL = "portal", _("On their own page")
    BY_WORD = "by_word", _("By word, in a session")
    ON_PAPER = "on_paper", _("On paper, signed")


class EndKind(models.TextChoices):
    """How a course ended; whether it helped is said apart from it, by the scores."""

    COMPLETED = "completed", _("Completed as planned")
    EARLY_BY_AGREEMENT = "early_by_agreement", _("Ended early, by agreement")
    EARLY_BY_CLIENT = "early_by_client", _("Ended early by the client")
    LOST_CONTACT = "lost_contact", _("Lost contact")
    TRANSFERRED = "transferred", _("Moved to another treatment or service")
    ADMITTED = "admitted", _("Admitted to hospital")
    DIED = "died", _("Died")
    NEVER_STARTED = "never_started", _("Never started")


class EndResult(models.TextChoices):
    """What the scores say at the end of a course, by the framework in use."""

    IMPROVED = "improved", _("Reliably improved")
    NO_CHANGE = "no_change", _("No reliable change")
    WORSE = "worse", _("Reliably worse")
    NOT_KNOWN = "not_known", _("Not known: there are not two scores to compare")


class Precision(models.TextChoices):
    """How exactly the day of something is known."""

    DAY = "day", _("That day")
    MONTH = "month", _("That month")
    YEAR = "year", _("That year")


class LifeStatus(models.TextChoices):
    """What a person is to the client now; the same words as `ipt.inventory`."""

    LIVING = "living", _("Living")
    ESTRANGED = "estranged", _("Estranged")
    DECEASED = "deceased", _("Deceased")
    ONLINE = "online", _("Known online")
