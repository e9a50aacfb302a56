"""Properties of standing that hold for every course, and of the closeness circle."""

from datetime import date, timedelta
from itertools import accumulate, pairwise

from attrs import evolve, frozen
from hypothesis import example, given
from hypothesis import strategies as st

from ipt.happened import Break, Happened, Plan
from ipt.inventory import RINGS, Circle, Place, free_angle, moves, ring_and_angle, spot
from ipt.library import shipped
from ipt.protocol import FACTS, Length, Protocol
from ipt.standing import Standing, phase_at, standing

START = date(2026, 1, 5)
PROTOCOLS = shipped().protocols()
LENGTHS = [(protocol, length) for protocol in PROTOCOLS for length in protocol.lengths]


@frozen
class Step:
    """Something that is added to a course on its day."""

    kind: str
    day: date
    fact: str = ""
    n_sessions: int = 0
    n_days: int = 0


@frozen
class Story:
    """A course that grows step by step, in order of time."""

    protocol_id: str
    length_id: str
    steps: tuple[Step, ...]

    @property
    def protocol(self) -> Protocol:
        return shipped().protocol(self.protocol_id)

    def standings(self) -> list[Standing]:
        """The standing after each step, on the day of that step, the bare start first."""
        days = [START, *(step.day for step in self.steps)]
        return [
            standing(self.protocol, length=self.length_id, happened=happened, on=day)
            for happened, day in zip(self.grown(), days, strict=True)
        ]

    def grown(self) -> list[Happened]:
        """What had happened after each step, the bare start first."""
        n_sessions = self.protocol.length(self.length_id).n_sessions
        bare = Happened(started_on=START, plans=(Plan(START, n_sessions, START + timedelta(200)),))
        return list(accumulate(self.steps, lambda happened, step: _grown(happened, step=step), initial=bare))


def _grown(happened: Happened, *, step: Step) -> Happened:
    match step.kind:
        case "held":
            return evolve(happened, held=(*happened.held, step.day))
        case "plan":
            plan = Plan(on=step.day, n_sessions=step.n_sessions, ends_on=step.day + timedelta(step.n_days))
            return evolve(happened, plans=(*happened.plans, plan))
        case "break":
            return evolve(happened, breaks=(*happened.breaks, Break(step.day, step.day + timedelta(step.n_days))))
    return evolve(happened, facts={step.fact: step.day, **happened.facts})


@st.composite
def stories(draw: st.DrawFn) -> Story:
    protocol, length = draw(st.sampled_from(LENGTHS))
    kinds = st.sampled_from(["held", "held", "held", "held", "fact", "plan", "break"])
    gaps = draw(st.lists(st.tuples(kinds, st.integers(0, 9)), max_size=40))
    day, steps = START, []
    for kind, gap in gaps:
        day += timedelta(gap)
        steps.append(
            Step(
                kind=kind,
                day=day,
                fact=draw(st.sampled_from([*_starters(length), *FACTS])) if kind == "fact" else "",
                n_sessions=draw(st.integers(1, 30)) if kind == "plan" else 0,
                n_days=draw(st.integers(0, 200)) if kind in ("plan", "break") else 0,
            )
        )
    return Story(protocol.id, length.id, tuple(steps))


def _starters(length: Length) -> list[str]:
    return [fact for one in length.phases for fact in (one.needs, one.opens) if fact]


def place_of(found: Standing) -> int:
    return [one.state for one in found.phases].index("now")


@given(stories())
@example(  # a plan cut short and made long again on the day of the session after it
    Story(
        "ipt",
        "sixteen",
        (
            *(Step("held", START + timedelta(7 * n)) for n in range(6)),
            Step("plan", START + timedelta(35), n_sessions=8, n_days=50),
            Step("plan", START + timedelta(35), n_sessions=20, n_days=150),
            Step("held", START + timedelta(42)),
        ),
    )
)
def test_standing_never_goes_back_whatever_is_added_in_time_order(story: Story) -> None:
    found = story.standings()

    for before, after in pairwise(found):
        assert place_of(before) <= place_of(after)
        assert before.n_held <= after.n_held


@given(stories())
def test_phases_are_done_then_one_is_now_then_all_are_to_come(story: Story) -> None:
    for found in story.standings():
        states = [one.state for one in found.phases]
        now = states.index("now")

        assert states == ["done"] * now + ["now"] + ["to_come"] * (len(states) - now - 1)
        assert found.phase == found.phases[now].phase


@given(stories())
def test_phases_follow_one_another_without_gap_or_overlap(story: Story) -> None:
    for found in story.standings():
        assert found.phases[0].first == 1
        for one, following in pairwise(found.phases):
            assert one.last == following.first - 1
            assert one.first <= following.first
        assert found.phases[-1].last >= found.n_held


@given(stories())
def test_a_phase_that_began_keeps_its_day_and_its_first_session(story: Story) -> None:
    found = story.standings()

    for before, after in pairwise(found):
        for was, now in zip(before.phases, after.phases, strict=True):
            assert was.began_on in (None, now.began_on)


@given(stories())
def test_numbers_of_sessions_hold_together(story: Story) -> None:
    for found in story.standings():
        assert found.n_next == found.n_held + 1
        assert found.n_left == max(0, found.n_planned - found.n_held)
        assert found.fits == (found.n_fit >= found.n_left)
        assert found.weeks_left >= 0
        assert all(one.by_session >= 1 for one in found.tasks)
        assert {one.state for one in found.tasks if one.task.is_optional} <= {"open", "done"}


@given(stories(), st.integers(1, 40))
def test_a_session_number_has_the_phase_whose_range_holds_it(story: Story, n: int) -> None:
    found = story.standings()[-1]

    name = phase_at(story.protocol, length=story.length_id, happened=story.grown()[-1], n=n)
    phase = next(one for one in found.phases if one.phase == name)

    assert phase.first <= n
    assert n <= phase.last or phase == found.phases[-1]


rings = st.integers(1, RINGS)
angles = st.integers(0, 359)
radii = st.floats(20, 1000)


@given(rings, angles, radii)
def test_a_spot_leads_back_to_its_ring_and_angle(ring: int, angle: int, radius: float) -> None:
    x, y = spot(Place(person="sister", ring=ring, angle=angle), radius=radius)

    assert ring_and_angle(x, y, radius=radius) == (ring, angle)


@given(st.floats(-500, 500), st.floats(-500, 500), radii)
def test_every_point_has_a_ring_and_an_angle(x: float, y: float, radius: float) -> None:
    ring, angle = ring_and_angle(x, y, radius=radius)

    assert 1 <= ring <= RINGS
    assert 0 <= angle <= 359


@st.composite
def circles(draw: st.DrawFn) -> Circle:
    people = draw(st.sets(st.sampled_from("abcdefgh")))
    return Circle(START, tuple(Place(person=one, ring=draw(rings), angle=draw(angles)) for one in sorted(people)))


def _apart(one: int, other: int) -> int:
    return min((one - other) % 360, (other - one) % 360)


@given(circles(), rings)
def test_no_angle_of_a_ring_has_more_room_than_the_free_one(circle: Circle, ring: int) -> None:
    taken = [place.angle for place in circle.places if place.ring == ring]
    free = free_angle(circle, ring=ring)

    def room(angle: int) -> int:
        return min((_apart(angle, one) for one in taken), default=180)

    assert 0 <= free <= 359
    assert room(free) == max(room(angle) for angle in range(360))


@given(circles(), circles())
def test_everybody_of_two_circles_has_one_move(before: Circle, after: Circle) -> None:
    found = moves(before, after)

    people = {place.person for place in (*before.places, *after.places)}
    assert sorted(move.person for move in found) == sorted(people)
    assert {move.person for move in moves(before, before) if move.kind != "same"} == set()
