"""A session: who came, what was ticked, the note and its signature; and what follows when nobody came."""

from datetime import datetime, timedelta
from functools import partial

from clinic.demonstration.beginning import tell_of
from clinic.demonstration.looks import ask_directly, is_looked_for, look_after
from clinic.demonstration.story import Hour
from clinic.demonstration.telling import Telling, book_another
from clinic.demonstration.timetable import HELD, UNSAID, Slot
from clinic.therapy.actions.attendance import What, record_attendance, record_contact
from clinic.therapy.actions.courses import open_ending
from clinic.therapy.actions.notes import save_note, save_process_note, sign_note
from clinic.therapy.actions.workspace import tick_strategy, tick_technique
from clinic.therapy.models import TherapySession

WRITTEN_UP = timedelta(minutes=75)  # after the session began
MISSED: dict[str, What] = {
    "x": {"attendance": "client_cancelled", "was_in_time": True},
    "X": {"attendance": "client_cancelled", "was_in_time": False},
    "u": {"attendance": "therapist_cancelled", "was_in_time": True},
    "n": {"attendance": "did_not_come", "had_word": False},
    "w": {"attendance": "did_not_come", "had_word": True},
}
KNOWN_AT = {  # from the hour of the appointment
    "x": timedelta(days=-1),
    "X": timedelta(hours=-2),
    "u": timedelta(days=-1),
    "n": timedelta(minutes=40),
    "w": timedelta(minutes=40),
}
REASONS = {"x": "Ill with a cold.", "X": "Child ill in the morning.", "u": "Therapist ill.", "w": "Kept at work."}
RISK_EVERY = 4  # sessions
OPEN_ALERT = "I hold the alert that is open and ring today; it is closed with what comes of that."


def write_slot(telling: Telling, slot: Slot) -> None:
    """Put one appointment into the diary."""
    diary = telling.house.diary
    if slot.letter in HELD:
        diary.add(slot.at + WRITTEN_UP, partial(hold, telling, slot=slot))
    elif slot.letter != UNSAID:
        diary.add(slot.at + KNOWN_AT[slot.letter], partial(miss, telling, slot=slot))


def hold(telling: Telling, *, slot: Slot, now: datetime) -> None:
    """The client came: everything that belongs to this session, then the note."""
    what: What = {"attendance": "came" if slot.letter == "c" else "late"}
    session = record_attendance(session=telling.sessions[slot.on], what=what, by=telling.by, now=now)
    telling.sessions[slot.on] = session
    n = slot.n or 0
    tell_of(telling, n=n, now=now)
    if n == telling.story.ending_opened:
        telling.course = open_ending(course=telling.course, by=telling.by, now=now)
    hour = next((hour for hour in telling.story.hours if hour.session == n), None)
    if hour is not None:
        write_up(telling, hour, session=session, now=now)


def write_up(telling: Telling, hour: Hour, *, session: TherapySession, now: datetime) -> None:
    """Ticks, note and signature; where an alert is open, the signature says why all the same."""
    by, is_first = telling.by, hour.session == 1
    for technique, line in hour.techniques.items():
        tick_technique(session=session, technique=technique, is_used=True, line=line, by=by, now=now)
    for strategy in hour.strategies if telling.foci else ():
        area = telling.foci[0].area
        tick_strategy(session=session, area=area, strategy=strategy, is_used=True, by=by, now=now)
    if hour.process:
        save_process_note(session=session, text=hour.process, revision=0, by=by, now=now)
    is_open = is_looked_for(telling.house, telling.client)
    if is_first:
        ask_directly(telling.house, name=telling.person.name, now=now)
    is_asked = not is_open and hour.session % RISK_EVERY == 1
    saved = save_note(
        session=session,
        draft={"values": note(telling, hour, is_asked=is_asked), "revision": 0, "page": ""},
        by=by,
        now=now,
    )
    if hour.session not in telling.story.unsigned:
        sign_note(
            note=saved.note,
            revision=saved.note.revision,
            asked_none=is_asked and not is_first and not was_looked_at(telling, session),
            open_alert_why=OPEN_ALERT if is_open else "",
            by=by,
            now=now,
        )


def was_looked_at(telling: Telling, session: TherapySession) -> bool:
    """Whether somebody has recorded a look at risk since the session began (at most one statement)."""
    if telling.client.pk not in telling.house.looked_for:
        return False
    return telling.client.risk_records.filter(at__gte=session.starts_at, was_asked=True).exists()


def note(telling: Telling, hour: Hour, *, is_asked: bool) -> dict[str, str]:
    """The prompts of a note."""
    focus = hour.focus if telling.foci or telling.after else "not_yet"
    return {
        "what_happened": hour.what,
        "link": hour.link,
        "affect": hour.affect,
        "went_well": hour.went_well,
        "focus_kept": focus,
        "drift": hour.drift,
        "last_plan": hour.last_plan or ("none_made" if hour.session == 1 else "in_part"),
        "plan": hour.plan,
        "risk_asked": "asked" if is_asked else "not_asked",
    }


def miss(telling: Telling, *, slot: Slot, now: datetime) -> None:
    """Nobody came: said with the reason, booked anew where it was cancelled, and asked after where nobody knows."""
    reason = telling.story.reasons.get(str(slot.place), REASONS.get(slot.letter, ""))
    what: What = {**MISSED[slot.letter], "reason": reason}
    session = record_attendance(session=telling.sessions[slot.on], what=what, by=telling.by, now=now)
    telling.sessions[slot.on] = session
    if slot.letter in "xXu":
        book_another(telling, now=now)
    if slot.letter == "n":
        ask_after(telling, slot=slot, now=now)


def ask_after(telling: Telling, *, slot: Slot, now: datetime) -> None:
    """Somebody rings the next morning, unless it was the second time in a row; who comes again was reached."""
    before, after = telling.story.attended[: slot.place], telling.story.attended[slot.place + 1 :]
    comes_again = any(letter in HELD for letter in after[:-1]) or telling.story.end is not None
    look_after(telling.house, telling.client, left_open="" if comes_again else "seen", now=now)
    if comes_again or not before.endswith("n"):
        diary = telling.house.diary
        diary.add(diary.day_after(now, "11:10"), partial(ring, telling, is_reached=after[:1] not in ("", "n")))


def ring(telling: Telling, *, is_reached: bool, now: datetime) -> None:
    """A call after an absence."""
    said = "Overslept after a bad night and did not dare to ring. Comes next week." if is_reached else ""
    record_contact(
        client=telling.client,
        course=telling.course,
        was_reached=is_reached,
        note=said or "Rang twice, no answer. No message left.",
        by=telling.by,
        now=now,
    )
