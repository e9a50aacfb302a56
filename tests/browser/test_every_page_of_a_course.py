"""Every page of a course stands a look with everything of a course in it; and an ended course, which is read only."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.therapy.actions.attendance import record_attendance, record_contact
from clinic.therapy.actions.circle import place
from clinic.therapy.actions.comments import comment
from clinic.therapy.actions.courses import mark_break
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.actions.formulation import share_formulation
from clinic.therapy.actions.hard_times import mark_in_hard_times, record_safety
from clinic.therapy.actions.issues import weigh_area
from clinic.therapy.actions.notes import save_note
from clinic.therapy.actions.workspace import tick_technique
from clinic.therapy.models import Course, Focus, Goal, LifeEvent, Relationship, SessionNote, TherapySession
from tests.browser.courses import in_the_middle, on_the_list
from tests.browser.look import see, status
from tests.browser.site import Site
from tests.clinic.therapy.beginnings import aimed, focused, found, written
from tests.clinic.therapy.endings import ended, letter_of
from tests.world import World, actor, holder

pytestmark = pytest.mark.browser
RUNNING = (
    "/caseload/ /diary/ /clients/{kit}/course/ /courses/{course}/ "
    "/courses/{course}/table/ /courses/{course}/plan/ /courses/{course}/contact/ /sessions/{next}/move/ "
    "/sessions/{now}/ /sessions/{now}/note/texts/ /sessions/{now}/private/ /sessions/{held}/ /sessions/{phone}/ "
    "/notes/{note}/add/ /notes/{note}/withdraw/ "
    "/courses/{course}/tasks/ /courses/{course}/people/ /courses/{course}/people/{person}/ "
    "/courses/{course}/people/{person}/safety/ /courses/{course}/circle/ /courses/{course}/timeline/ "
    "/courses/{course}/timeline/{event}/ /courses/{course}/issues/ /courses/{course}/issues/{issue}/ "
    "/courses/{course}/areas/ /courses/{course}/formulation/ /courses/{course}/focus/ "
    "/courses/{course}/focus/{focus}/ /courses/{course}/focus/{focus}/change/ /courses/{course}/goals/ "
    "/courses/{course}/goals/{goal}/ /courses/{course}/agreement/ /courses/{course}/sheets/illness/ "
    "/courses/{course}/sheets/across/ /courses/{course}/entries/{entry}/withdraw/ /courses/{course}/review/ "
    "/courses/{course}/ending/ /courses/{course}/end/ /courses/{course}/letters/ "
    "/courses/{course}/letters/?to=gp /letters/{letter}/ /letters/{letter}/?change=1 /courses/{course}/follow-up/ "
    "/clients/{client}/portal/"
)
ENDED = (
    "/courses/{course}/ /courses/{course}/people/ /courses/{course}/circle/ /courses/{course}/focus/ "
    "/courses/{course}/areas/ /courses/{course}/ending/ /courses/{course}/maintenance/ /sessions/{held}/"
)
NOTE = {"what_happened": "They spoke of the funeral.", "plan": "The cemetery."}


def furnish(world: World) -> dict[str, object]:
    """Ines's course in its sixth session, with something of everything; ids for addresses."""
    appointments = in_the_middle(world.ines, n_held=5)
    first, now = appointments[0], timezone.now()
    course = first.course
    person = Relationship.objects.get(client=world.ines, kind="partner")
    worked_out(course, person)
    at_hand(world, appointments)
    written_down(world, course)
    on_the_list(world.ines)
    return {
        "kit": world.jo.pk,
        "client": world.ines.pk,
        "course": course.pk,
        "now": appointments[5].pk,
        "next": appointments[6].pk,
        "held": first.pk,
        "phone": appointments[7].pk,
        "note": SessionNote.objects.get(session=first).pk,
        "person": person.pk,
        "event": LifeEvent.objects.get(client=world.ines).pk,
        "issue": found(course, "Tom does not ask", relationship=person, now=now).pk,
        "focus": Focus.objects.get(course=course, is_second=False).pk,
        "goal": Goal.objects.filter(focus__course=course).order_by("pk")[0].pk,
        "entry": write_entry(course=course, sheet="illness", values={"symptoms": "x"}, by=actor(world.ada), now=now).pk,
        "letter": letter_of(course, now=now).pk,
    }


def worked_out(course: Course, person: Relationship) -> None:
    """People with all that can be said of them, a second circle, an area weighed, a second focus with a goal."""
    by, now = actor(course.client.therapist), timezone.now()
    mark_in_hard_times(
        relationship=Relationship.objects.get(client=course.client, kind="sibling"),
        phone="020 7946 0991",
        by=by,
        now=now,
    )
    record_safety(relationship=person, values={"fear": "often", "violence": "now"}, by=by, now=now)
    place(relationship=person, ring=4, by=by, now=now)
    found(course, "Nobody asks how I am", now=now)
    weigh_area(
        course=course, area="grief", weight={"evidence": "It began then.", "by_client": 8}, revision=0, by=by, now=now
    )
    aimed(focused(course, "dispute", title="Tom and I", is_second=True, now=now), "Say what I need", rated=2, now=now)


def at_hand(world: World, appointments: list[TherapySession]) -> None:
    """The session that is on has two texts of a note; a later one is by phone; a break is planned."""
    by, now, session = actor(world.ada), timezone.now(), appointments[5]
    record_attendance(session=session, what={"attendance": "came"}, by=by, now=now)
    tick_technique(session=session, technique="clarification", is_used=True, line="What he meant", by=by, now=now)
    for page, text in (("a", "From one tab."), ("b", "From another.")):
        save_note(
            session=session,
            draft={"values": {**NOTE, "what_happened": text}, "revision": 0, "page": page},
            by=by,
            now=now,
        )
    TherapySession.objects.filter(pk=appointments[7].pk).update(medium="phone")
    day = now.date() + timedelta(weeks=4)
    mark_break(course=session.course, first_on=day, last_on=day + timedelta(days=6), why="Her holiday", by=by, now=now)


def written_down(world: World, course: Course) -> None:
    """Sheets, a version that waits for an answer, words of the client, a try to reach them."""
    by, now = actor(world.ada), timezone.now()
    for sheet, values in (
        ("review", {"focus": "kept", "outcome": "continue", "how_it_is_going": "Well"}),
        ("ending", {"gains": "I sleep again.", "therapist_view": "By grieving."}),
        ("across", {"patterns": "Gives in."}),
    ):
        write_entry(course=course, sheet=sheet, values=values, by=by, now=now)
    share_formulation(formulation=written(course, "A newer text", based_on=1, now=now), by=by, now=now)
    goal = Goal.objects.filter(focus__course=course).order_by("pk")[0]
    comment(client=world.ines, about="goal", about_id=goal.pk, text="I try", by=holder(world.ines), now=now)
    record_contact(client=world.ines, course=course, was_reached=False, note="No answer.", by=by, now=now)


def look_at(page: Page, addresses: str, ids: dict[str, object]) -> None:
    """Each page with everything unfolded: light at one width, dark at the other."""
    for n, address in enumerate(addresses.split()):
        assert status(page.goto(address.format(**ids))) == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("() => document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        see(page, width=(390, 1280)[n % 2], height=900, theme="light")
        see(page, width=(1280, 390)[n % 2], height=900, theme="dark")


def test_every_page_of_a_running_course_stands_a_look(shared_site: Site) -> None:
    with shared_site.facts() as world:
        ids = furnish(world)
    look_at(shared_site.signed_in("ada", shared_site.desk()), RUNNING, ids)
    look_at(shared_site.signed_in("cleo", shared_site.desk()), "/supervision/caseload/", ids)


def test_an_ended_course_stands_a_look_and_has_nothing_to_fill_in(shared_site: Site) -> None:
    with shared_site.facts() as world:
        appointments = in_the_middle(world.jo, n_held=3, minutes_ago=80)
        course = appointments[0].course
        weigh_area(
            course=course, area="grief", weight={"evidence": "x"}, revision=0, by=actor(world.ada), now=timezone.now()
        )
        ended(course, now=timezone.now(), kind="early_by_agreement", why="She moves away.", result="improved")
        on_the_list(world.jo)
    ids: dict[str, object] = {"course": course.pk, "held": appointments[0].pk}
    ada = shared_site.signed_in("ada", shared_site.desk())
    look_at(ada, ENDED, ids)
    for page in ("people", "areas", "focus", "formulation"):
        ada.goto(f"/courses/{course.pk}/{page}/")
        expect(ada.get_by_role("main").get_by_role("textbox")).to_have_count(0)
