"""The texts of a protocol, a sheet of prompts or a vocabulary in one language, by flat keys."""

from collections.abc import Mapping

from attrs import frozen


@frozen
class Words:
    """Title and texts of the definition `of` in one language; `words["task.focus"]` is a text."""

    of: str
    version: int
    language: str
    title: str
    texts: Mapping[str, str]
    about: str = ""

    def __getitem__(self, key: str) -> str:
        """The text of this key; KeyError says which definition and language lack it."""
        try:
            return self.texts[key]
        except KeyError:
            raise KeyError(f"{self.of} version {self.version} has no text {key} in {self.language}.") from None

    def get(self, key: str, default: str = "") -> str:
        """The text of this key, or the default where there is none."""
        return self.texts.get(key, default)
