"""Whose story is whose: written for a published case, drawn for a stranger, or lived by a plot beside known scores."""

from datetime import date, timedelta

from attrs import evolve

from clinic.demonstration.cast import Person, Scores
from clinic.demonstration.diary import Diary
from clinic.demonstration.plots import lived
from clinic.demonstration.story import Story
from clinic.demonstration.timetable import UNSAID, WEEK, is_open


def story_of(person: Person, *, diary: Diary) -> Story | None:
    """The course of a person, or None for who waits for one."""
    if person.story is not None or person.lives is None:
        return person.story
    story = lived(person.lives, of=person.name)
    if story.coming_in is not None or story.last_days_ago or person.scores is None:
        return story
    return beside(story, scores=person.scores, diary=diary)


def beside(story: Story, *, scores: Scores, diary: Diary) -> Story:
    """The story with its last letter held at the appointment that belongs to the last answers.

    Appointments of which nobody has said anything come after it, and of a course that runs those of the weeks since.
    """
    day = diary.today - timedelta(days=scores.last_days_ago)
    if scores.by == "link":
        day = next_open(day + timedelta(days=1))
    else:
        day = diary.today - timedelta(days=diary.working_day(scores.last_days_ago))
    attended = story.attended
    day += WEEK * (len(attended) - len(attended.rstrip(UNSAID)))
    while story.end is None and day + WEEK <= diary.today:
        day, attended = day + WEEK, f"{attended}c"
    if day < diary.today:
        return evolve(story, attended=attended, last_days_ago=(diary.today - day).days)
    ahead = [diary.today + timedelta(days=n) for n in range((day - diary.today).days)]
    return evolve(story, attended=attended, coming_in=sum(is_open(one) for one in ahead))


def next_open(day: date) -> date:
    """This day, or the next on which the team works."""
    while not is_open(day):
        day += timedelta(days=1)
    return day
