"""The texts of one measure in one language, with the licence that allows to show them."""

from collections.abc import Mapping

from attrs import field, frozen


@frozen
class Option:
    """One answer that can be chosen: the value that is stored and the words that are shown."""

    value: int
    label: str


@frozen
class Wording:
    """Title, instruction, questions, answers and names in one language.

    A wording without `items` holds names only: the questions are the site's, or the measure is entered as a total.
    `bands` names the bands of the total and of the scales, and the levels of a triage. `not_applicable` is the label of
    the answer that says so; `copyright` is printed under the questions.
    """

    measure_id: str
    version: int
    language: str
    title: str
    full_title: str
    licence: str
    source: str
    instruction: str = ""
    items: Mapping[str, str] = field(factory=dict)
    options: tuple[Option, ...] = ()
    item_options: Mapping[str, tuple[Option, ...]] = field(factory=dict)
    bands: Mapping[str, str] = field(factory=dict)
    scales: Mapping[str, str] = field(factory=dict)
    cases: Mapping[str, str] = field(factory=dict)
    patterns: Mapping[str, str] = field(factory=dict)
    targets: Mapping[str, str] = field(factory=dict)
    time_frame: str = ""
    not_applicable: str = ""
    copyright: str = ""

    @property
    def has_items(self) -> bool:
        """Whether the text of the questions is here, so that a page can ask them."""
        return bool(self.items)

    def options_for(self, item_id: str) -> tuple[Option, ...]:
        """The answers of one item: its own where it has some, else those all items share."""
        return self.item_options.get(item_id, self.options)
