"""Courses of the last years, all ended: what a service's numbers and its expected scores are made from. Made up.

Each is written in few strokes: referral, sessions, scores, end. How they fare leans on the English services' IPT
(PHQ-9 15.7 to 9.6, one in five leaves early); no row of any data set is in it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import product
from random import Random

from attrs import define, field, frozen

from clinic.answers.actions.answering import enter
from clinic.answers.choices import EnteredAs
from clinic.audit.actor import Actor
from clinic.demonstration import items
from clinic.demonstration.diary import ZONE
from clinic.demonstration.house import House
from clinic.demonstration.timetable import is_open
from clinic.people.actions.clients import register_client
from clinic.people.models import Client
from clinic.therapy.actions.appointments import book_series
from clinic.therapy.actions.attendance import What, record_attendance
from clinic.therapy.actions.courses import End, Settings, end_course, start_course
from clinic.therapy.actions.focus import Chosen, agree_focus
from clinic.therapy.choices import EndResult
from clinic.therapy.models import Course, TherapySession

N_COURSES = 51
LENGTHS = (("eight", 8), ("twelve", 12), ("twelve", 12), ("sixteen", 16))
ENDS: tuple[str, ...] = (
    *("completed",) * 14, *("early_by_agreement",) * 2, *("early_by_client",) * 3, *("lost_contact",) * 2,
    "transferred", "never_started",
)  # fmt: skip
MADE_UP = "Made up, like everybody here: an old paper file."
WHY = "From the paper file: kept for the numbers."
GIVEN = "Amara Beatriz Chidi Dalia Emeka Freya Goran Hana Ines Jonas Kiran Lucia Malik Noor Otto Priya".split()
FAMILY = "Abel Brandao Cohen Demir Eze Fischer Garcia Haas Imani Juric Klein Lopez".split()
THERAPISTS = ("ada", "bo", "hal")
ASKED_EVERY = 2  # sessions
HOUR = 13  # the one that no story of the demonstration uses
AREAS = ("grief", "dispute", "dispute", "transition", "transition", "sensitivities")
BEFORE = timedelta(hours=2)  # the course is begun before its first session
LONGEST_SEARCH = 5 * 40  # days
FOCUS_AT = 2  # after so many appointments
RELIABLE = 6  # points of the PHQ-9


@frozen
class Old:
    """One ended course: whose, when it began, which sessions were held, and the totals of each that asked for one."""

    name: str
    therapist: str
    length: str
    began_on: date
    waited: int
    medium: str
    area: str
    held: tuple[bool, ...]
    totals: dict[int, tuple[int, int | None]]
    end: str


@define
class Lived:
    """What was made of it so far."""

    client: Client | None = None
    course: Course | None = None
    sessions: list[TherapySession] = field(factory=list)


def write_archive(house: House, *, n: int = N_COURSES) -> None:
    """Put every course into the diary."""
    for old in old_courses(n, today=house.diary.today):
        lived, diary = Lived(), house.diary
        first = datetime(old.began_on.year, old.began_on.month, old.began_on.day, HOUR, tzinfo=ZONE)
        known = first - timedelta(days=old.waited)
        diary.add(known, partial(come, house, old=old, lived=lived))
        diary.add(first - BEFORE, partial(begin, house, old=old, lived=lived))
        for place, was_held in enumerate(old.held):
            at = first + timedelta(weeks=place)
            diary.add(at, partial(meet, house, old=old, lived=lived, place=place, was_held=was_held))
        over = first + timedelta(weeks=max(0, len(old.held) - 1), hours=3)
        diary.add(over, partial(finish, house, old=old, lived=lived))


def old_courses(n: int, *, today: date) -> Iterator[Old]:
    """So many, always the same ones; the last ended some weeks ago, the first began about two and a half years ago."""
    random = Random("the archive of the harbour")  # noqa: S311 - made-up people, always the same
    names = [f"{given} {family}" for given, family in product(GIVEN, FAMILY)]
    random.shuffle(names)
    taken: dict[str, list[tuple[date, date]]] = {key: [] for key in THERAPISTS}
    for place, name in enumerate(names[:n]):
        therapist = THERAPISTS[place % len(THERAPISTS)]
        length, most = random.choice(LENGTHS)
        end = random.choice(ENDS)
        n_sessions = {"completed": most, "never_started": 0}.get(end, random.randint(1, most - 2))
        days_ago = 50 + most * 7 + round(800 * place / n)
        began_on = free_day(today - timedelta(days=days_ago), n_weeks=n_sessions, taken=taken[therapist])
        held = tuple(random.random() > 0.08 or step in (0, n_sessions - 1) for step in range(n_sessions))
        yield Old(
            name=name,
            therapist=therapist,
            length=length,
            began_on=began_on,
            waited=random.randint(12, 55) if random.random() < 0.8 else random.randint(56, 140),
            medium=random.choice(("in_person", "in_person", "in_person", "video", "phone")),
            area=random.choice(AREAS),
            held=held,
            totals=totals(held, left_early=end in ("early_by_client", "lost_contact"), random=random),
            end=end,
        )


def free_day(wanted: date, *, n_weeks: int, taken: list[tuple[date, date]]) -> date:
    """A day in that week or before it from which on the hour is free each week and the team is there; taken now."""
    for step in range(LONGEST_SEARCH):
        first = wanted - timedelta(days=wanted.weekday() + 7 * (step // 5) - step % 5)
        days = [first + timedelta(weeks=week) for week in range(max(1, n_weeks))]
        is_free = all(first.weekday() != begin.weekday() or days[-1] < begin or end < first for begin, end in taken)
        if is_free and all(is_open(day) for day in days):
            taken.append((first, days[-1]))
            return first
    raise LookupError(f"There is no free hour before {wanted}.")


def totals(held: tuple[bool, ...], *, left_early: bool, random: Random) -> dict[int, tuple[int, int | None]]:
    """PHQ-9 at every second session held and at the last; GAD-7 at both ends. Who leaves early got less better."""
    asked = [place for place, was_held in enumerate(held) if was_held]
    chosen = sorted({*asked[::ASKED_EVERY], *asked[-1:]})
    first = min(23, max(7, random.gauss(15.7, 4.2)))
    fall = random.gauss(2.0 if left_early else 7.2, 4.0)
    drift, found = 0.0, {}
    for place in chosen:
        passed = (place / max(1, len(held) - 1)) ** 0.6
        drift = 0.6 * drift + random.gauss(0, 1.4)
        phq = min(23, max(0, round(first - passed * fall + (drift if place else 0))))
        is_end = place in (chosen[0], chosen[-1])
        found[place] = (phq, min(20, max(0, round(0.78 * phq + random.gauss(0, 1.5)))) if is_end else None)
    return found


def come(house: House, *, old: Old, lived: Lived, now: datetime) -> None:
    """They are referred and registered."""
    lived.client = register_client(
        team=house.team,
        therapist=house.staff[old.therapist],
        details={
            "name": old.name,
            "born_on": date(1950 + 2 * len(old.name), 5, 7),
            "safe_channel": "in_person",
            "contact_note": MADE_UP,
        },
        is_made_up=True,
        by=house.actor(old.therapist),
        now=now,
    )


def begin(house: House, *, old: Old, lived: Lived, now: datetime) -> None:
    """The course starts."""
    settings: Settings = {
        "referred_on": old.began_on - timedelta(days=old.waited),
        "started_on": old.began_on,
        "medium": old.medium,
        "tags": ["archive"],
    }
    by = house.actor(old.therapist)
    lived.course = start_course(
        client=client_of(lived), protocol="ipt", length=old.length, settings=settings, by=by, now=now
    )
    if old.held:
        first_at = now + BEFORE
        lived.sessions = book_series(course=course_of(lived), first_at=first_at, n=len(old.held), by=by, now=now)


def meet(house: House, *, old: Old, lived: Lived, place: int, was_held: bool, now: datetime) -> None:
    """One session, held or cancelled, and the answers before it."""
    by: Actor = house.actor(old.therapist)
    what: What = {"attendance": "came"} if was_held else {"attendance": "client_cancelled", "was_in_time": True}
    record_attendance(session=lived.sessions[place], what=what, by=by, now=now)
    if place == FOCUS_AT:
        chosen: Chosen = {"area": old.area, "title": WHY, "how": "by_word", "on": now.astimezone(ZONE).date()}
        agree_focus(course=course_of(lived), chosen=chosen, by=by, now=now)
    phq, gad = old.totals.get(place, (None, None))
    for measure, total in (("phq-9", phq), ("gad-7", gad)):
        if total is not None:
            answers = answers_to(measure, total=total, name=old.name)
            enter(
                client=client_of(lived), measure=measure, answers=answers, entered_as=EnteredAs.FROM_PAPER,
                answered_on=now.astimezone(ZONE).date(), by=by, now=now,
            )  # fmt: skip


def answers_to(measure: str, *, total: int, name: str) -> dict[str, int | None]:
    """Answers that add up to it, nothing on item 9."""
    random = Random(f"{name} {measure} {total}")  # noqa: S311 - made-up answers, always the same
    given = {"9": 0} if measure == "phq-9" else {}
    return items.answers(total, leaning=items.leaning(measure, random=random), given=given, random=random)


def finish(house: House, *, old: Old, lived: Lived, now: datetime) -> None:
    """It ends in one of the ways courses end."""
    on = now.astimezone(ZONE).date()
    end: End = {"kind": old.end, "on": on, "why": WHY, "result": result_of(old), "open_alert_why": WHY}
    end_course(course=course_of(lived), end=end, by=house.actor(old.therapist), now=now)


def result_of(old: Old) -> str:
    """What the scores say, by the PHQ-9 alone."""
    found = [old.totals[place][0] for place in sorted(old.totals)]
    if len(found) < 2:
        return EndResult.NOT_KNOWN
    fall = found[0] - found[-1]
    return EndResult.IMPROVED if fall >= RELIABLE else EndResult.WORSE if fall <= -RELIABLE else EndResult.NO_CHANGE


def client_of(lived: Lived) -> Client:
    """The client, once registered."""
    if lived.client is None:
        raise LookupError("Nobody was registered.")
    return lived.client


def course_of(lived: Lived) -> Course:
    """The course, once started."""
    if lived.course is None:
        raise LookupError("No course was started.")
    return lived.course
