"""Each kind of need as one sentence, from the facts of its row: what happened or is missing, never an order."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.caseload.choices import Kind
from clinic.definitions.library import library
from ipt.words import Words

Facts = Mapping[str, Any]
Sentence = Callable[[Facts, Words | None], str]


def missed_twice(facts: Facts, words: Words | None) -> str:
    """Did not come again, and what was tried."""
    times = ngettext("%(n)s time in a row", "%(n)s times in a row", facts["times"]) % {"n": facts["times"]}
    if facts["tried_on"]:
        return _("Did not come %(times)s; tried on %(day)s, not reached") % {
            "times": times,
            "day": day(facts["tried_on"]),
        }
    return _("Did not come %(times)s, last on %(day)s; nobody has been in touch") % {
        "times": times,
        "day": day(facts["on"]),
    }


def missed(facts: Facts, words: Words | None) -> str:
    """Did not come once."""
    return _("Did not come on %(day)s; nobody has been in touch") % {"day": day(facts["on"])}


def scores(facts: Facts, words: Words | None) -> str:
    """The first total and the last."""
    return _("%(measure)s %(first)s at the start, %(last)s now") % {
        "measure": title(facts["measure"]),
        "first": facts["first"],
        "last": facts["last"],
    }


def returned(facts: Facts, words: Words | None) -> str:
    """At the end, and now."""
    return _("%(measure)s %(first)s at the end, %(last)s now") % {
        "measure": title(facts["measure"]),
        "first": facts["first"],
        "last": facts["last"],
    }


def disagreed(facts: Facts, words: Words | None) -> str:
    """What the client said no to."""
    named = {"agreement": _("the agreement"), "formulation": _("the formulation")}
    return _("Said no to %(what)s") % {"what": listed(named[one] for one in facts["about"])}


def attendance(facts: Facts, words: Words | None) -> str:
    """Of which appointment nobody said what became of it."""
    return more(_("Session of %(day)s not recorded") % {"day": day(facts["on"])}, n=facts["n"])


def note(facts: Facts, words: Words | None) -> str:
    """Which note is not signed."""
    return more(_("Note of %(day)s not signed") % {"day": day(facts["on"])}, n=facts["n"])


def end_passed(facts: Facts, words: Words | None) -> str:
    """The end date is over."""
    left = facts["n_left"]
    if not left:
        return _("All sessions are held; the course is still open")
    return ngettext("%(n)s session is left", "%(n)s sessions are left", left) % {"n": left}


def sessions_used(facts: Facts, words: Words | None) -> str:
    """Nothing is left of the plan."""
    return _("%(n)s of %(n)s held: end the course, or plan anew") % {"n": facts["n_planned"]}


def does_not_fit(facts: Facts, words: Words | None) -> str:
    """More sessions than time."""
    return _("%(left)s sessions left, room for %(fit)s before the end date") % {
        "left": facts["n_left"],
        "fit": facts["n_fit"],
    }


def coming(facts: Facts, words: Words | None) -> str:
    """Review or ending, by the session in which it is due."""
    if facts["is_late"]:
        return _("Was due by session %(n)s") % {"n": facts["by"]}
    return _("In session %(n)s") % {"n": facts["n"]}


def task_late(facts: Facts, words: Words | None) -> str:
    """As `ipt.standing.why_late` says it, of the first late task, and how many more."""
    first = words[f"task.{facts['tasks'][0]}.late"] if words else facts["tasks"][0]
    if facts["n_left"]:
        why = _("session %(n)s, %(what)s") % {"n": facts["n"], "what": first}
    else:
        why = _("after session %(n)s, %(what)s") % {"n": facts["n_held"], "what": first}
    return more(why, n=len(facts["tasks"]))


def measures(facts: Facts, words: Words | None) -> str:
    """Which questionnaires."""
    return listed(title(measure) for measure in facts["measures"])


def no_appointment(facts: Facts, words: Words | None) -> str:
    """How many sessions are left to be booked."""
    left = facts["n_left"]
    return ngettext("%(n)s session left to book", "%(n)s sessions left to book", left) % {"n": left}


def commented(facts: Facts, words: Words | None) -> str:
    """How much there is to read."""
    return ngettext("%(n)s comment to read", "%(n)s comments to read", facts["n"]) % {"n": facts["n"]}


def nothing_more(facts: Facts, words: Words | None) -> str:
    """The tag says it all."""
    return ""


SENTENCES: Mapping[Kind, Sentence] = {
    Kind.MISSED_TWICE: missed_twice,
    Kind.RETURNED: returned,
    Kind.DISAGREED: disagreed,
    Kind.NOT_IMPROVING: scores,
    Kind.FOLLOW_UP: nothing_more,
    Kind.ATTENDANCE: attendance,
    Kind.MISSED: missed,
    Kind.NOTE_LATE: note,
    Kind.END_PASSED: end_passed,
    Kind.SESSIONS_USED: sessions_used,
    Kind.DOES_NOT_FIT: does_not_fit,
    Kind.ENDING_DUE: coming,
    Kind.REVIEW_DUE: coming,
    Kind.TASK_LATE: task_late,
    Kind.MEASURE_OVERDUE: measures,
    Kind.NO_APPOINTMENT: no_appointment,
    Kind.COMMENTED: commented,
    Kind.SICK_ROLE: nothing_more,
    Kind.ASK_IN_SESSION: measures,
    Kind.NOTE_OPEN: note,
}


def more(text: str, *, n: int) -> str:
    """The first of several, and how many more there are."""
    return _("%(first)s, and %(n)s more") % {"first": text, "n": n - 1} if n > 1 else text


def listed(texts: Iterable[str]) -> str:
    """A few things in a row."""
    return ", ".join(texts)


def day(text: str) -> str:
    """A day of the facts as a person says it."""
    return date_format(date.fromisoformat(text), "j F")


def title(measure: str) -> str:
    """The short title of a measure."""
    return library().wording(library().measure(measure), "en").title
