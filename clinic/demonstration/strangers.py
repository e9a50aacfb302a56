"""Made-up clients: thirty whose stages are written down, then as many more as are wanted. Always the same ones."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle, islice, product
from random import Random
from typing import Any

from attrs import frozen

from clinic.demonstration.cast import HERE, Person, Plot, Scores, structured
from clinic.demonstration.plots import plots

GIVEN = (
    "Agnes Bilal Carys Dmitri Elif Farid Gloria Hamza Irina Joao Kofi Lena Milan Nadia Oskar Paula Quentin Ritu Stefan "
    "Tara Umar Vera Wanjiru Ximena Yusuf Zofia"
).split()
FAMILY = (
    "Abara Bauer Castell Duarte Evans Fofana Grant Hussain Ivanov Jallow Kaya Larsen Moreau Nowak Osei Patel Quist "
    "Rossi Sato Thapa Ueda Vargas Walsh Yilmaz Zeller"
).split()
SHAPES = ("steady", "steady", "steady", "level", "late-rise", "sudden-gain", "slow-wave")
CHANNELS = ("email", "phone", "in_person", "in_person")
THERAPISTS = ("ada", "bo", "hal")
ENTERED_AS = {"email": "pages", "phone": "by_phone", "in_person": "in_person", "post": "from_paper"}
CLIENTS_EACH = 30  # how many strangers one more therapist is there for
ENDED = 0.65  # of those beyond the written stages
WAITING = 0.1
SPARED = ("people", "events", "circles", "issues", "areas")  # not written of those who have ended, to save time


@frozen
class Stage:
    """Where a made-up client stands: `stage` says it in words. Without `attended` they wait for a course."""

    stage: str
    plot: str = ""
    attended: str = ""
    therapist: str = ""
    channel: str = "in_person"
    by: str = ""
    has_account: bool = False
    age: int | None = None
    leave_out: tuple[str, ...] = ()
    refuses: str = ""
    more: Mapping[str, Any] = {}
    maintenance: Mapping[str, Any] = {}
    scores: Mapping[str, Any] = {}
    details: Mapping[str, Any] = {}


@frozen
class Stages:
    """All of them, in the order of stages.toml; `ends` are how the further ones ended."""

    stages: tuple[Stage, ...]
    ends: tuple[Mapping[str, Any], ...]


@cache
def written() -> Stages:
    """stages.toml, read once."""
    return structured(Stages, HERE / "stages.toml")


def strangers(n: int, *, therapists: tuple[str, ...] = THERAPISTS) -> Iterator[Person]:
    """So many people: first those of the written stages, then others who stand anywhere."""
    random = Random("strangers of the harbour")  # noqa: S311 - made-up people, always the same
    names = [f"{given} {family}" for given, family in product(GIVEN, FAMILY)]
    random.shuffle(names)
    stages, beyond = written().stages, cycle(therapists[len(THERAPISTS) :] or therapists)
    for place, name in enumerate(islice(numbered(names), n)):
        if place < len(stages):
            stage, therapist = stages[place], stages[place].therapist or THERAPISTS[place % len(THERAPISTS)]
        else:
            stage, therapist = anywhere(random=random), next(beyond)
        yield stranger(name, stage=stage, therapist=therapist, random=random)


def numbered(names: list[str]) -> Iterator[str]:
    """Each name once, then again as the second, the third and so on."""
    yield from names
    for turn in cycle(range(2, 1000)):
        yield from (f"{name} {turn}" for name in names)


def stranger(name: str, *, stage: Stage, therapist: str, random: Random) -> Person:
    """One more person; the way they answer follows from how they may be reached."""
    details = {
        "safe_channel": stage.channel,
        "email": f"{name.lower().replace(' ', '.')}@post.example" if stage.channel == "email" else "",
        "phone": f"07700 900{random.randrange(200, 1000)}" if stage.channel != "post" else "",
        **stage.details,
    }
    return Person(
        name=name,
        age=stage.age or random.randint(19, 76),
        therapist=therapist,
        details=details,
        scores=scores(stage, random=random),
        lives=lives(stage, random=random),
        has_account=stage.has_account,
    )


def lives(stage: Stage, *, random: Random) -> Plot | None:
    """The course of a stage, by its plot or any."""
    plot = stage.plot or random.choice(plots())
    if not stage.attended:
        return None
    return Plot(
        plot=plot,
        attended=stage.attended,
        leave_out=stage.leave_out,
        refuses=stage.refuses,
        more=stage.more,
        maintenance=stage.maintenance,
    )


def scores(stage: Stage, *, random: Random) -> Scores:
    """Starts and falls as in the English services' IPT (PHQ-9 15.7 to 9.6, 2022-23), less far on while it lasts."""
    first = min(25, max(6, round(random.gauss(15.7, 4.5))))
    passed = min(1.0, 0.25 + len(stage.attended) / 16)
    last = min(25, max(0, round(first + passed * random.gauss(-6, 4))))
    known = {"first": first, "last": last, "shape": random.choice(SHAPES), **stage.scores}
    by = stage.by or ENTERED_AS[stage.channel]
    weeks = {} if stage.attended else {"weeks": 1, "last_days_ago": random.randint(5, 30)}
    gad = {"gad_first": min(21, round(known["first"] * 0.75)), "gad_last": min(21, round(known["last"] * 0.75))}
    return Scores(**{"by": by, **weeks, **gad, **known})


def anywhere(*, random: Random) -> Stage:
    """A stage for one of many: most have ended, a few wait, the others are somewhere in a course."""
    channel, chance = random.choice(CHANNELS), random.random()
    if chance < WAITING:
        return Stage(stage="waiting", channel=channel)
    length, most = random.choice((("eight", 8), ("eight", 8), ("twelve", 12), ("sixteen", 16)))
    if chance < WAITING + ENDED:
        end = random.choice(written().ends)
        n = most if end["kind"] == "completed" else random.randint(1, most - 2)
        more = {"length": length, "last_days_ago": random.randint(3, 250), "end": end}
    else:
        n = random.randint(1, most)
        more = {"length": length, "coming_in": random.randrange(5)}
    leave_out = SPARED if "end" in more else ()
    attended = letters(n, random=random)
    return Stage(stage="anywhere", attended=attended, channel=channel, leave_out=leave_out, more=more)


def letters(n: int, *, random: Random) -> str:
    """Attendance as it goes: one in ten is missed, and the last one held."""
    return "".join(random.choice("cccccccccclxXnw") for _ in range(n - 1)) + "c"


def therapists_for(n: int) -> tuple[str, ...]:
    """Keys of the therapists that so many strangers need: three, and more beyond the written stages."""
    beyond = max(0, n - len(written().stages))
    return (*THERAPISTS, *(f"t{place}" for place in range(1, 1 + -(-beyond // CLIENTS_EACH))))
