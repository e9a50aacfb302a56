"""What the demonstration's stories plan before anything is written: on any day of the year, always the same, whole."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic.demonstration.cast import Person, Plot, published
from clinic.demonstration.diary import Diary
from clinic.demonstration.filling import everybody, people_of
from clinic.demonstration.lives import NoRoom, appointments
from clinic.demonstration.plots import lived, plots, session_of
from clinic.demonstration.stories import story_of
from clinic.demonstration.story import Story
from clinic.demonstration.strangers import strangers, therapists_for, written
from clinic.demonstration.timetable import HELD, Timetable, days_of, is_open, last_day, slots_of, working_days_on
from clinic.therapy.choices import EndKind
from ipt.library import shipped
from ipt.prompts import PromptError, cleaned

FIRST = date(2026, 12, 20)  # the days to the middle of January hold every holiday and several weekends
PROTOCOL = shipped().protocol("ipt")
LENGTHS = ("sixteen", "twelve", "eight")


def planned(person: Person, *, diary: Diary, timetable: Timetable) -> list[datetime]:
    """The times of a person's appointments, those of a maintenance as well."""
    story = story_of(person, diary=diary)
    if story is None:
        return []
    found = appointments(timetable, person=person, story=story, diary=diary)
    if story.maintenance:
        month = timedelta(weeks=4)
        found += appointments(timetable, person=person, story=story.maintenance, diary=diary, interval=month)
    return [slot.at for slot in found]


@pytest.mark.parametrize("n", range(0, 26, 3))
def test_on_any_day_of_the_year_no_hour_of_a_therapist_is_given_twice(n: int) -> None:
    diary = Diary(now=datetime(FIRST.year, FIRST.month, FIRST.day, 9, 30, tzinfo=UTC) + timedelta(days=n))
    timetable, times = Timetable(), defaultdict(list)

    for person in people_of(everybody()):
        times[person.therapist] += planned(person, diary=diary, timetable=timetable)

    assert set(times) == {"ada", "bo", "hal"}
    for found in times.values():
        assert len(found) == len(set(found))
        assert all(is_open(at.date()) and 9 <= at.hour < 17 for at in found)


def test_the_next_appointment_is_on_the_next_working_day_whatever_today_is() -> None:
    eve = date(2026, 12, 24)  # a Thursday; the two days after it are holidays, the second a Saturday

    assert working_days_on(0, today=eve) == eve
    assert working_days_on(1, today=eve) == date(2026, 12, 28)
    assert working_days_on(0, today=date(2026, 12, 25)) == date(2026, 12, 28)
    assert working_days_on(3, today=date(2026, 12, 30)) == date(2027, 1, 5)


def test_appointments_keep_their_hour_when_the_clocks_change() -> None:
    story = Story(attended="cccc", coming_in=0)
    diary = Diary(now=datetime(2026, 4, 8, 7, 0, tzinfo=UTC))

    days = days_of(story, last=last_day(story, diary=diary))
    slots = slots_of(story, days=days, hour="10:00")

    assert [slot.at.astimezone(UTC).hour for slot in slots] == [10, 10, 9, 9]
    assert [slot.n for slot in slots] == [1, 2, 3, 4]


def test_an_hour_that_is_taken_is_free_again_later() -> None:
    timetable, monday = Timetable(), date(2026, 3, 2)
    week = timedelta(weeks=1)

    first = timetable.take(therapist="ada", first=monday, until=monday + week, hours=("10:00",))
    meanwhile = timetable.take(therapist="ada", first=monday + week, until=monday + 2 * week, hours=("10:00",))
    later = timetable.take(therapist="ada", first=monday + 2 * week, until=monday + 3 * week, hours=("10:00",))
    other = timetable.take(therapist="bo", first=monday, until=monday + week, hours=("10:00",))

    assert (first, meanwhile, later, other) == ("10:00", None, "10:00", "10:00")


def test_a_therapist_without_an_hour_left_is_told_so() -> None:
    diary, timetable = Diary(now=datetime(2026, 3, 18, 9, tzinfo=UTC)), Timetable()
    person = next(strangers(1))

    with pytest.raises(NoRoom, match="has no hour left on a Wednesday"):
        for _ in range(20):
            appointments(timetable, person=person, story=Story(attended="c", coming_in=0), diary=diary)


def test_the_same_people_live_the_same_lives_every_time() -> None:
    diary = Diary(now=datetime(2026, 3, 18, 9, tzinfo=UTC))
    once, again = people_of(70), people_of(70)

    assert once == again
    assert [story_of(one, diary=diary) for one in once] == [story_of(one, diary=diary) for one in again]
    assert once[: everybody()] == people_of(everybody())


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("plot", (*plots(), "transition-baby", "transition-country"))
def test_a_plot_fits_every_length_and_its_words_the_sheets(plot: str, length: str) -> None:
    story = lived(Plot(plot=plot, attended="c", more={"length": length}), of="Somebody")
    n = PROTOCOL.length(length).n_sessions

    assert_whole(story)
    assert {hour.session for hour in story.hours} >= {1, n}
    assert max(hour.session for hour in story.hours) == n
    assert [sheet.session for sheet in story.sheets if sheet.sheet == "review"] == [PROTOCOL.length(length).midpoint]


@pytest.mark.parametrize("person", published(), ids=lambda person: person.case[:2])
def test_a_published_case_is_whole(person: Person) -> None:
    assert_whole(person.story)
    n_held = sum(letter in HELD for letter in person.story.attended)
    assert {hour.session for hour in person.story.hours} >= set(range(1, n_held))


def assert_whole(story: Story) -> None:
    """Every value fits its prompt, every word is known, and everybody who is named is among the people."""
    keys = {known.key for known in story.people}
    for known in story.people:
        assert_fits("inventory", known.said)
    for sheet in story.sheets:
        assert_fits(sheet.sheet, sheet.values)
    for focus in story.foci:
        area = shipped().vocabulary("problem-areas").word(focus.area)
        assert set(focus.who) <= keys
        assert all(set(hour.strategies) <= set(area.strategies) for hour in story.hours)
        for found in focus.found:
            assert_fits(area.prompts or "", found.values)
    assert all(set(event.who) <= keys for event in story.events)
    assert all(set(hour.techniques) <= set(PROTOCOL.techniques) for hour in story.hours)
    assert "{" not in repr([known.said for known in story.people]).replace("{'", "").replace("{}", "")


def assert_fits(sheet: str, values: object) -> None:
    """The values are fit to keep; days are written as weeks and are filled in later, needed prompts may come later."""
    prompts = shipped().prompts(sheet)
    known = {name: as_day(value) for name, value in dict(values).items()}  # type: ignore[call-overload]
    needed = {one.id: one.choices[0] if one.choices else "x" for one in prompts.prompts if one.is_needed}
    try:
        cleaned(prompts, {**needed, **known})
    except PromptError as fault:
        pytest.fail(f"{sheet}: {fault}")


def as_day(value: object) -> object:
    """A day where one is written as "today" or "week -26"."""
    is_day = isinstance(value, str) and (value == "today" or value.startswith("week "))
    return "2026-01-01" if is_day else value


def test_every_kind_of_end_is_among_the_stages() -> None:
    assert {stage.more["end"]["kind"] for stage in written().stages if "end" in stage.more} == set(EndKind.values)


def test_more_clients_need_more_therapists() -> None:
    n = len(written().stages)

    assert therapists_for(n) == ("ada", "bo", "hal")
    assert len(therapists_for(n + 5000)) == 170


def test_the_work_of_a_session_moves_with_the_length() -> None:
    def sessions(length: str) -> list[int]:
        return [session_of(n, span=PROTOCOL.length(length)) for n in (1, 4, 5, 8, 12, 13, 16)]

    assert sessions("sixteen") == [1, 4, 5, 8, 12, 13, 16]
    assert sessions("twelve") == [1, 3, 4, 6, 9, 10, 12]
    assert sessions("eight") == [1, 2, 3, 4, 6, 7, 8]
