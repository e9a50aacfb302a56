"""Closed lists of words about people: roles of staff, and the one safe way to reach a client."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member may be; one person can be several."""

    THERAPIST = "therapist", _("Therapist")
    SUPERVISOR = "supervisor", _("Supervisor")
    DUTY = "duty", _("Duty lead")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class SafeChannel(models.TextChoices):
    """The one way in which the client wants to be reached."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone call")
    POST = "post", _("Post")
    IN_PERSON = "in_person", _("Only in person")
