"""Whose a measure is and what may be done with its text, in the project's own words."""

from datetime import date
from typing import Literal

from attrs import frozen

Tier = Literal["A", "A-NC", "B", "C", "own"]
Use = Literal["clinical", "research", "education"]


@frozen
class Licence:
    """Who owns a measure, for which uses its text is free, and when that was last looked up.

    Tier A: the text may be shipped; A-NC: in a pack apart, for non-commercial use; B: only after the owner has
    confirmed it in writing; C: the site supplies the text and its licence; own: written by the project.
    """

    tier: Tier
    owner: str
    terms: str
    uses: tuple[Use, ...]
    commercial: bool
    checked_on: date
    verified: bool
    source: str
    terms_url: str = ""
    derivatives: bool = True  # whether the text may be changed or translated
