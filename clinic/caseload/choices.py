"""Closed lists of the caseload: what needs a person, in order of what comes first, and how a client stands with us."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why a client needs a person now. The order is the rank; open alerts come before all of them and are read live."""

    MISSED_TWICE = "missed_twice", _("Did not come twice in a row")
    RETURNED = "returned", _("Symptoms may be coming back")
    DISAGREED = "disagreed", _("The client said no")
    NOT_IMPROVING = "not_improving", _("Not improving")
    FOLLOW_UP = "follow_up", _("Follow-up due")
    ATTENDANCE = "attendance", _("Attendance not recorded")
    MISSED = "missed", _("Did not come")
    NOTE_LATE = "note_late", _("Note late")
    END_PASSED = "end_passed", _("End date passed")
    SESSIONS_USED = "sessions_used", _("All sessions held")
    DOES_NOT_FIT = "does_not_fit", _("Sessions no longer fit")
    ENDING_DUE = "ending_due", _("Ending to be opened")
    REVIEW_DUE = "review_due", _("Review due")
    TASK_LATE = "task_late", _("Task late")
    MEASURE_OVERDUE = "measure_overdue", _("Questionnaire overdue")
    NO_APPOINTMENT = "no_appointment", _("No next appointment")
    COMMENTED = "commented", _("The client wrote something")
    SICK_ROLE = "sick_role", _("Sick role to be handed back")
    ASK_IN_SESSION = "ask_in_session", _("To ask in the session")
    NOTE_OPEN = "note_open", _("Note to sign")


RANKS = {kind: 10 + place for place, kind in enumerate(Kind)}
NOTHING = 99  # the rank of a client who needs nobody now
OF_SUPERVISION = frozenset(  # what a supervisor is shown; the rest is a therapist's own housekeeping
    {
        Kind.MISSED_TWICE,
        Kind.RETURNED,
        Kind.DISAGREED,
        Kind.NOT_IMPROVING,
        Kind.FOLLOW_UP,
        Kind.NOTE_LATE,
        Kind.END_PASSED,
        Kind.DOES_NOT_FIT,
        Kind.ENDING_DUE,
        Kind.REVIEW_DUE,
        Kind.TASK_LATE,
    }
)


class State(models.TextChoices):
    """How a client stands with us."""

    WAITING = "waiting", _("No course yet")
    RUNNING = "running", _("In a course")
    ENDED = "ended", _("Course ended")
