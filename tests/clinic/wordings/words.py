"""Invented wordings of real measures, and the licence that an invented site holds."""

from attrs import evolve

from clinic.definitions.library import files
from clinic.wordings import writing
from clinic.wordings.statement import Statement
from ipt.wording import Option

LICENCE = Statement(
    owner="Somebody Who Holds It",
    terms="Our service may show it to its own clients.",
    uses=("clinical", "research"),
    commercial=False,
    stated="My service holds this licence.",
    reference="Agreement 7",
)

NORMS = """
id = "rcads-25"
version = 1
licence = "Invented."
sources = [{ id = "invented", text = "Nobody's manual." }]
groups = [{ scale = "total", source = "invented", sex = "woman", grades = [5, 6], mean = 20.0, sd = 8.0 }]
"""


def words(measure: str, *, language: str = "en", said: str = "Question {id}, as the site holds it") -> str:
    """A whole wording of a measure, every text of it invented."""
    one = files().measure(measure)
    wording = files().wording(one, "en")
    return writing.toml(
        evolve(
            wording,
            language=language,
            instruction="As the site asks it.",
            source="The form that the site holds.",
            not_applicable="Not for me",
            items={item.id: said.format(id=item.id) for item in one.items},
            options=options(writing.shared_values(one)),
            item_options={item.id: options(item.values) for item in writing.answered_apart(one)},
        )
    )


def options(values: tuple[int, ...]) -> tuple[Option, ...]:
    """An invented answer for each value."""
    return tuple(Option(value=value, label=f"Answer {value}") for value in values)
