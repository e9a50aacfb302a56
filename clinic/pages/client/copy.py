"""The client's own copy of their data, part by part: only what they entered, agreed to or were shown."""

from typing import TYPE_CHECKING, Any

from attrs import frozen
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers import queries as answers
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.pages.client import afterwards, people, story
from clinic.pages.client.plan import plan_to_show
from clinic.pages.letter_paper import paper_of_letter
from clinic.pages.prompted import rows
from clinic.safety.queries import client as safety
from clinic.therapy.queries import focus, inventory, own
from clinic.therapy.queries.after import own_letters
from clinic.therapy.queries.agreement import own_agreements
from clinic.therapy.queries.comments import own_comments
from clinic.therapy.queries.formulation import own_formulations
from clinic.therapy.queries.story import own_events

if TYPE_CHECKING:
    from clinic.answers.models import AnswerSheet
    from clinic.answers.queries import Series
    from clinic.people.models import Client
    from clinic.therapy.models import Agreement

OWN_DETAILS = ("name", "called", "born_on", "email", "phone", "address", "language")
Row = dict[str, Any]


@frozen
class Part:
    """One part: its name in the file, its heading on paper, and rows of names and values."""

    id: str
    heading: str
    rows: list[Row]


def own_copy(viewer: Actor, client: "Client") -> list[Part]:
    """Every part in order; those without rows hold nothing."""
    series = [one for one in answers.series_of(client) if one.measure.rater == "self"]
    sheets = [sheet(each, of=one, client=client) for one in series for each in one.sheets]
    return [
        Part("details", _("About me"), [{name: getattr(client, name) for name in OWN_DETAILS}]),
        Part("appointments", _("My appointments"), appointments(viewer)),
        Part("answers", _("What I answered"), sheets),
        Part("people", _("My people"), own_people(viewer)),
        Part("story", _("My story"), own_story(viewer)),
        Part("found", _("What we found"), found_together(viewer)),
        Part("goals", _("My goals"), goals(viewer)),
        Part("agreement", _("What we agreed"), agreement(viewer)),
        Part("plan_for_hard_times", _("My plan for hard times"), plan(client)),
        Part("people_in_hard_times", _("People I can call"), people_in_hard_times(client)),
        Part("plan_for_the_end", _("My plan for the end, and after"), plan_for_the_end(viewer)),
        Part("comments", _("What I wrote to my therapist"), comments(viewer)),
        Part("letters", _("Letters"), letters(viewer)),
    ]


def sheet(one: "AnswerSheet", *, of: "Series", client: "Client") -> Row:
    """One time a questionnaire was answered; the word for its severity only when the client wants such words."""
    wording = library().wording(of.measure, one.language) if of.wording.has_items else of.wording
    given = {}
    for item in of.measure.items if wording.has_items else ():
        labels = {option.value: option.label for option in wording.options_for(item.id)}
        if item.not_applicable is not None:
            labels[item.not_applicable] = wording.not_applicable
        value = one.answers.get(item.id)
        given[wording.items[item.id]] = None if value is None else labels.get(value, value)
    found = {"questionnaire": of.title, "on": one.answered_on, "number": one.score.total, "answers": given}
    if not client.hides_severity:
        found["in_words"] = of.wording.bands.get(one.score.band, "")
    return found


def appointments(viewer: Actor) -> list[Row]:
    """What is booked."""
    ahead = own.own_appointments(viewer, now=timezone.now())
    return [{"at": one.starts_at, "minutes": one.minutes, "place": one.place} for one in ahead]


def own_people(viewer: Actor) -> list[Row]:
    """Each person with what they are to the client and how close."""
    kinds, rings = dict(people.kinds()), {int(ring): str(label) for ring, label in people.RINGS if ring}
    status = {str(value): str(label) for value, label in people.STATUS}
    return [
        {
            "name": one.relationship.name,
            "relation": kinds.get(one.relationship.kind, ""),
            "closeness": rings.get(one.ring or 0, ""),
            "today": status[one.relationship.status],
            "helps_me": one.relationship.supports,
            "we_often_quarrel": one.relationship.conflicts,
            "written_together": {row.label: row.value for row in people.shown_values(one.relationship)},
        }
        for one in inventory.own_people(viewer)
    ]


def own_story(viewer: Actor) -> list[Row]:
    """Each event as it stands in the story."""
    words = dict(story.kinds())
    events = [story.told(one, words=words) for one in own_events(viewer)]
    return [{"when": one.when, "about": one.kind, "what": one.what, "people": list(one.people)} for one in events]


def found_together(viewer: Actor) -> list[Row]:
    """Each text that was found together, and the answer to it."""
    return [{"text": row.text, **answer(row)} for row in own_formulations(viewer)]


def agreement(viewer: Actor) -> list[Row]:
    """The points of each agreement, and the answer to it."""
    return [points_of(row) for row in own_agreements(viewer)]


def points_of(row: "Agreement") -> Row:
    """One agreement without anything private."""
    prompts = library().prompts(row.prompts, row.prompts_version)
    points = rows(prompts, library().words(prompts, "en"), row.values, for_client=True)
    numbers = {"sessions": row.n_sessions, "minutes": row.minutes, "until": row.ends_on}
    return {**numbers, "points": {one.label: one.value for one in points}, **answer(row)}


def answer(row: Any) -> Row:
    """A yes or a no with its day and the client's words."""
    return {"said_yes_on": row.agreed_on, "said_no_on": row.refused_on, "my_words": row.client_said}


def goals(viewer: Actor) -> list[Row]:
    """Each goal with its numbers."""
    return [
        {"goal": one.goal.text, "ratings": {str(each.on): each.value for each in one.ratings}}
        for one in focus.own_goals_ever(viewer)
    ]


def plan(client: "Client") -> list[Row]:
    """The newest plan as the client sees it, without anybody marked as not safe."""
    newest = plan_to_show(client)
    if newest is None:
        return []
    parts = safety.shown_to_client(newest, safety.supporters(client))
    return [{"made_on": newest.made_on, **{part.heading: list(part.lines) for part in parts}}]


def people_in_hard_times(client: "Client") -> list[Row]:
    """Whom they named for hard times."""
    found = safety.in_hard_times(safety.supporters(client))
    return [{"name": one.name, "relation": one.relation, "phone": one.phone} for one in found]


def plan_for_the_end(viewer: Actor) -> list[Row]:
    """The plan for the end, without anything private."""
    found = afterwards.plan_for_end(viewer)
    return [] if found is None else [{row.label: row.value for row in afterwards.in_words(found)}]


def comments(viewer: Actor) -> list[Row]:
    """What they said about what they were shown, oldest first."""
    return [{"at": one.at, "text": one.text} for one in own_comments(viewer)[::-1]]


def letters(viewer: Actor) -> list[Row]:
    """Each letter in its words."""
    papers = [paper_of_letter(one) for one in own_letters(viewer)]
    return [{"date": one.date, "from": one.signature[0], "text": list(one.paragraphs)} for one in papers]
