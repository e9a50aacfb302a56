"""What the pages on questionnaires say in words: tiers of licences, how a wording stands, purposes, languages."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.definitions.use import DeclaredUse
from ipt.licence import Licence

PURPOSES: dict[str, Promise] = {
    "clinical": gettext_lazy("Clinical work"),
    "research": gettext_lazy("Research"),
    "education": gettext_lazy("Education and training"),
}
TIERS: dict[str, Promise] = {
    "A": gettext_lazy("Free for everybody"),
    "A-NC": gettext_lazy("Free for use that is not commercial"),
    "B": gettext_lazy("Needs the owner's word in writing"),
    "C": gettext_lazy("Needs a licence from the owner"),
    "own": gettext_lazy("Written by OpenIPT, not validated"),
}
STANDINGS: dict[str, tuple[Promise, str]] = {  # words, kind of the tag
    "shipped": (gettext_lazy("ready"), "good"),
    "own": (gettext_lazy("ready, your own wording"), "good"),
    "over": (gettext_lazy("your licence is over"), "urgent"),
    "shut": (gettext_lazy("closed by the declared use"), "watch"),
    "names": (gettext_lazy("no wording here"), "calm"),
    "total": (gettext_lazy("entered as a total"), "calm"),
}
LANGUAGES = {
    "ar": gettext_lazy("Arabic"),
    "cy": gettext_lazy("Welsh"),
    "da": gettext_lazy("Danish"),
    "de": gettext_lazy("German"),
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "fa": gettext_lazy("Persian"),
    "fi": gettext_lazy("Finnish"),
    "fr": gettext_lazy("French"),
    "hi": gettext_lazy("Hindi"),
    "it": gettext_lazy("Italian"),
    "ja": gettext_lazy("Japanese"),
    "nl": gettext_lazy("Dutch"),
    "no": gettext_lazy("Norwegian"),
    "pl": gettext_lazy("Polish"),
    "pt": gettext_lazy("Portuguese"),
    "ro": gettext_lazy("Romanian"),
    "so": gettext_lazy("Somali"),
    "sv": gettext_lazy("Swedish"),
    "tr": gettext_lazy("Turkish"),
    "uk": gettext_lazy("Ukrainian"),
    "ur": gettext_lazy("Urdu"),
    "zh": gettext_lazy("Chinese"),
}


def language(tag: str) -> str:
    """A language as people call it, with its tag where it has a region: German, Portuguese (pt-BR)."""
    name = LANGUAGES.get(tag.split("-")[0])
    if name is None:
        return tag
    return str(name) if "-" not in tag else f"{name} ({tag})"


def languages(tags: Iterable[str]) -> str:
    """Languages in a line."""
    return ", ".join(language(tag) for tag in tags)


def tier(licence: Licence) -> str:
    """The licence of a measure in a few words."""
    return str(TIERS[licence.tier])


def use_in_words(use: DeclaredUse | None) -> str:
    """The declared use as half a sentence."""
    if use is None:
        return str(_("not declared yet"))
    told = ", ".join(str(name).lower() for purpose, name in PURPOSES.items() if purpose in use.purposes)
    kind = _("with a commercial purpose") if use.is_commercial else _("with no commercial purpose")
    return f"{told}; {kind}"


def allowed_in_words(uses: Iterable[str], *, is_commercial: bool) -> str:
    """What a licence allows, as a line."""
    told = ", ".join(str(name).lower() for purpose, name in PURPOSES.items() if purpose in set(uses))
    if not told:
        return str(_("nothing without a licence of your own"))
    more = _("commercial use too") if is_commercial else _("no commercial use")
    return f"{told}; {more}"


def faults_in_words(faults: Iterable[Any]) -> list[dict[str, str]]:
    """Each fault of a text as a row: where, what was expected, what came."""
    return [{"key": one.key or str(_("the whole text")), "expected": one.expected, "came": one.came} for one in faults]


def n_closed_in_words(titles: list[str]) -> str:
    """Which questionnaires a declared use closes, as a sentence; nothing when none is."""
    if not titles:
        return ""
    names = ", ".join(titles)
    return ngettext(
        "It closes one questionnaire: %(names)s.", "It closes %(n)s questionnaires: %(names)s.", len(titles)
    ) % {"n": len(titles), "names": names}
