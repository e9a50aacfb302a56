"""Closed lists of words about risk: what was found, what was done. Our own words; not a scale, not a diagnosis."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Finding(models.TextChoices):
    """What was found. Our own plain words, in order of weight; not a scale and not a diagnosis."""

    NONE = "none", _("No thoughts of death or suicide")
    PASSIVE = "passive", _("Wishes not to be alive, no thoughts of suicide")
    THOUGHTS = "thoughts", _("Thoughts of suicide, no plan")
    PLAN = "plan", _("Thoughts of suicide with a plan or intent")
    SELF_HARM = "self_harm", _("Self-harm without wish to die")
    ATTEMPT = "attempt", _("Attempted suicide")
    TO_OTHERS = "to_others", _("Risk to somebody else")
    FROM_OTHERS = "from_others", _("At risk from somebody else")
    NOT_KNOWN = "not_known", _("Not known: could not be asked")


class Done(models.TextChoices):
    """What was done. More than one may be ticked."""

    TALKED = "talked", _("Talked about it")
    PLAN_MADE = "plan_made", _("Safety plan made or gone through")
    MEANS = "means", _("Surroundings made safer")
    NAMED_PERSON = "named_person", _("Somebody close was brought in")
    SUPERVISOR = "supervisor", _("Talked with supervisor")
    GP = "gp", _("GP or other clinician told")
    CRISIS_TEAM = "crisis_team", _("Crisis team asked in")
    EMERGENCY = "emergency", _("Emergency services called")
    TRIED = "tried", _("Tried to reach the client")
    NOTHING_NEEDED = "nothing_needed", _("Nothing more was needed")
