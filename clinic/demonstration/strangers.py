"""More made-up clients than the twelve of people.toml, for whoever wants a full caseload. Always the same ones."""

from collections.abc import Iterator
from itertools import cycle, islice, product
from random import Random

from clinic.demonstration.cast import CourseShape, Person

GIVEN = (
    "Agnes Bilal Carys Dmitri Elif Farid Gloria Hamza Irina Joao Kofi Lena Milan Nadia Oskar Paula Quentin Ritu Stefan "
    "Tara Umar Vera Wanjiru Ximena Yusuf Zofia"
).split()
FAMILY = (
    "Abara Bauer Castell Duarte Evans Fofana Grant Hussain Ivanov Jallow Kaya Larsen Moreau Nowak Osei Patel Quist "
    "Rossi Sato Thapa Ueda Vargas Walsh Yilmaz Zeller"
).split()
SHAPES = ("steady", "steady", "steady", "level", "late-rise", "sudden-gain", "slow-wave")
CHANNELS = ("email", "email", "phone", "in_person")
THERAPISTS = ("ada", "bo", "hal")
ENTERED_AS = {"email": "link", "phone": "by_phone", "in_person": "in_person"}


def strangers(n: int) -> Iterator[Person]:
    """So many more people, each with a course."""
    random = Random("strangers of the harbour")  # noqa: S311 - made-up people, always the same
    names = [f"{given} {family}" for given, family in product(GIVEN, FAMILY)]
    random.shuffle(names)
    for name, therapist in zip(islice(numbered(names), n), cycle(THERAPISTS), strict=False):
        yield stranger(name, therapist=therapist, random=random)


def numbered(names: list[str]) -> Iterator[str]:
    """Each name once, then again as the second, the third and so on."""
    yield from names
    for turn in cycle(range(2, 100)):
        yield from (f"{name} {turn}" for name in names)


def stranger(name: str, *, therapist: str, random: Random) -> Person:
    """One more person; the way they answer follows from how they may be reached."""
    channel = random.choice(CHANNELS)
    details = {
        "safe_channel": channel,
        "email": f"{name.lower().replace(' ', '.')}@post.example" if channel == "email" else "",
        "phone": f"07700 900{random.randrange(200, 1000)}",
    }
    return Person(
        name=name,
        age=random.randint(18, 78),
        therapist=therapist,
        details=details,
        course=course(channel, random=random),
    )


def course(channel: str, *, random: Random) -> CourseShape:
    """A course of 4 to 20 weeks. Starts and falls as in the English services' IPT (PHQ-9 15.7 to 9.6, 2022-23)."""
    first = min(25, max(5, round(random.gauss(15.7, 4.5))))
    last = min(25, max(0, round(first + random.gauss(-6, 4.5))))
    weeks = random.randint(4, 20)
    gad = random.random() < 0.7
    return CourseShape(
        shape=random.choice(SHAPES),
        weeks=weeks,
        first=first,
        last=last,
        gad_first=min(21, round(first * 0.75)) if gad else None,
        gad_last=min(21, round(last * 0.75)) if gad else None,
        by=ENTERED_AS[channel],
        last_days_ago=random.randint(4, 40),
        clock=random.choice(("09:20", "11:40", "14:10", "16:00")),
        missed=tuple(week for week in range(1, weeks - 1) if random.random() < 0.1),
        item_9={str(random.randrange(weeks)): 1} if first > 14 and random.random() < 0.4 else {},
    )
