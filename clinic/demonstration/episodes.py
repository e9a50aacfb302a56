"""Episodes: what happens once to somebody, beside the course. Each is left out when its people are not there."""

from datetime import datetime, timedelta
from functools import partial

from clinic.answers.actions.answering import begin, enter, save_answers
from clinic.answers.actions.asking import Asked, invite, share_plan
from clinic.answers.actions.mending import withdraw
from clinic.answers.choices import EnteredAs
from clinic.answers.models import AnswerSheet
from clinic.audit.actor import Actor
from clinic.demonstration.cast import Person, PlanWords, SupporterWords
from clinic.demonstration.house import House
from clinic.demonstration.looks import ask_directly
from clinic.demonstration.scores import opened
from clinic.people.actions.clients import break_glass
from clinic.safety.actions.plans import make_plan, mark_unsafe, name_supporter
from clinic.safety.models import Supporter

MARKED_WRONG = "Entered in the wrong record: the paper form was Fatima Khan's."
WHY_GLASS = "Her husband rang the duty line and could not reach her. I needed to know whether there is a safety plan."


def write_episodes(house: House, *, names: set[str]) -> None:
    """Put the single events into the diary."""
    diary = house.diary
    if "Rosa Delgado" in names:
        diary.add(diary.at(diary.working_day(2), "10:15"), partial(share, house, client="Rosa Delgado"))
    if "Samuel Adeyemi" in names:
        diary.add(diary.at(diary.working_day(2), "12:10"), partial(ask_for_half, house, client="Samuel Adeyemi"))
    if "Daniel Roth" in names:
        diary.add(diary.at(diary.working_day(1), "16:05"), partial(ask, house, client="Daniel Roth"))
    if {"Leila Haddad", "Fatima Khan"} <= names:
        diary.add(diary.at(diary.working_day(16), "10:20"), partial(enter_wrongly, house))
    if "Grace Mensah" in names:
        diary.add(diary.at(3, "02:15"), partial(break_into, house, client="Grace Mensah"))


def write_safety(house: House, *, person: Person, known_since: datetime) -> None:
    """Supporters a week after the first meeting, then the versions of the plan."""
    diary = house.diary
    for supporter in person.supporters:
        diary.add(known_since + timedelta(days=7), partial(name, house, person=person, words=supporter))
    for plan in person.plans:
        diary.add(
            diary.at(diary.working_day(plan.days_ago), "11:30"),
            partial(plan_together, house, person=person, words=plan),
        )


def name(house: House, *, person: Person, words: SupporterWords, now: datetime) -> None:
    """The client names somebody close; who turns out to be unsafe is marked later."""
    by = house.actor(person.therapist)
    supporter = name_supporter(
        client=house.client(person.name), name=words.name, relation=words.relation, phone=words.phone, by=by, now=now
    )
    if words.unsafe_days_ago is not None:
        later = house.diary.at(house.diary.working_day(words.unsafe_days_ago), "12:40")
        house.diary.add(later, partial(mark, house, person=person, supporter=supporter, why=words.unsafe_why))


def mark(house: House, *, person: Person, supporter: Supporter, why: str, now: datetime) -> None:
    """Somebody is not safe for the client after all."""
    mark_unsafe(supporter=supporter, why=why, by=house.actor(person.therapist), now=now)


def plan_together(house: House, *, person: Person, words: PlanWords, now: datetime) -> None:
    """One version of the safety plan, made together."""
    make_plan(
        client=house.client(person.name),
        parts=words.parts,
        was_made_together=True,
        made_on=now.date(),
        review_on=now.date() + timedelta(days=words.review_in_days),
        held_by=words.held_by,
        by=house.actor(person.therapist),
        now=now,
    )


def share(house: House, *, client: str, now: datetime) -> None:
    """A link to the client's own plan, which nobody has opened yet."""
    share_plan(client=house.client(client), by=house.actor("hal"), now=now)


def ask(house: House, *, client: str, now: datetime) -> None:
    """Two invitations that wait: whoever looks at the demonstration can answer them."""
    for measure in ("phq-9", "gad-7"):
        invite(client=house.client(client), measure=measure, by=house.actor("hal"), now=now)


def ask_for_half(house: House, *, client: str, now: datetime) -> None:
    """An invitation that will be left half answered in the evening."""
    asked = invite(client=house.client(client), measure="gad-7", by=house.actor("ada"), now=now)
    house.diary.add(now + timedelta(hours=9, minutes=20), partial(answer_half, house, client=client, asked=asked))


def answer_half(house: House, *, client: str, asked: Asked, now: datetime) -> None:
    """Four questions, then the phone is put away."""
    holder = Actor(kind="link", id=house.client(client).pk)
    sheet = begin(invitation=opened(asked, by=holder, now=now), by=holder, now=now)
    for item, value in (("1", 1), ("2", 0), ("3", 1), ("4", 1)):
        save_answers(sheet=sheet, answers={item: value}, by=holder, now=now)


def enter_wrongly(house: House, *, now: datetime) -> None:
    """A paper form goes into the wrong record, and is found within the hour."""
    answers = {"1": 1, "2": 1, "3": 2, "4": 2, "5": 1, "6": 1, "7": 1, "8": 0, "9": 0}
    recorded = enter(
        client=house.client("Leila Haddad"),
        measure="phq-9",
        answers=answers,
        entered_as=EnteredAs.FROM_PAPER,
        answered_on=now.date(),
        by=house.actor("ada"),
        now=now,
    )
    house.diary.add(now + timedelta(minutes=40), partial(put_right, house, sheet=recorded.sheet))


def put_right(house: House, *, sheet: AnswerSheet, now: datetime) -> None:
    """Withdrawn there, and moved to the client whose answers they are."""
    withdraw(sheet=sheet, why=MARKED_WRONG, to=house.client("Fatima Khan"), by=house.actor("ada"), now=now)


def break_into(house: House, *, client: str, now: datetime) -> None:
    """The duty lead opens a record in the night; the supervisors have not looked at it yet."""
    break_glass(client=house.client(client), reason=WHY_GLASS, by=house.actor("dan"), now=now)


def screen(house: House, *, person: Person, now: datetime) -> None:
    """Two questions by phone at the first contact."""
    enter(
        client=house.client(person.name),
        measure="phq-2",
        answers={str(place): value for place, value in enumerate(person.screened, start=1)},
        entered_as=EnteredAs.BY_PHONE,
        answered_on=now.date(),
        by=house.actor(person.therapist),
        now=now,
    )
    ask_directly(house, name=person.name, now=now)
