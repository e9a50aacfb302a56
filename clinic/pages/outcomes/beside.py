"""Published figures beside one's own, with what they may not be read as, and their attribution."""

from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.outcomes.reading import NOT_SHOWN, Content, inner, part
from clinic.pages.outcomes.section import Grid, Section
from clinic.pages.outcomes.shapes import percent
from clinic.pages.outcomes.tracks import Group, Track, tracks
from ipt.benchmark import Benchmark
from ipt.library import NotDefined

SHOWN = ("nhs-talking-therapies-ipt", "nhs-talking-therapies")
RULES = "nhs-talking-therapies"  # only numbers counted by the same rules stand beside these
SHARES = {
    "recovery": "recovered",
    "reliable_recovery": "reliably_recovered",
    "reliable_improvement": "improved",
    "no_reliable_change": "unchanged",
    "reliable_deterioration": "deteriorated",
}
FINISHED = "finished"
KINDS = ("square", "diamond")


def beside(content: Content) -> Section | None:
    """None where numbers are counted by other rules or all held back, or the definitions have no figures."""
    if inner(content, "framework", "id") != RULES or inner(content, "outcomes", "reason"):
        return None
    try:
        found = [library().benchmark(one) for one in SHOWN]
    except NotDefined:
        return None
    words = [library().words(one, "en") for one in found]
    named = [f"{text.title}, {year(one)}" for one, text in zip(found, words, strict=True)]
    if not any(part(inner(content, "outcomes", "blocks", FINISHED, one)) for one in SHARES.values()):
        return None
    listed = [(words[0].get(f"share.{share}"), share, outcome) for share, outcome in SHARES.items()]
    tracked = [Group(name, tuple(_lines(content, found, named, share, outcome))) for name, share, outcome in listed]
    title = _("Beside published figures")
    return Section(
        "beside",
        title,
        says=(words[0].get("caution"),),
        picture=tracks(
            tracked,
            id="beside",
            title=title,
            says="; ".join(
                f"{group.label}: {', '.join(f'{one.label} {one.told}' for one in group.tracks)}" for group in tracked
            ),
        ),
        key=(
            ("round", _("here, of those who finished, with the 95% interval")),
            *((kind, name) for kind, name in zip(KINDS, named, strict=True)),
        ),
        grid=Grid(
            title,
            (_("Outcome"), _("Here"), *named),
            tuple((group.label, *(one.told for one in group.tracks)) for group in tracked),
        ),
        notes=(
            *(text.about for text in words if text.about),
            *dict.fromkeys(one.attribution for one in found if one.attribution),
        ),
        sheets=("beside",),
        is_wide=True,
    )


def year(benchmark: Benchmark) -> str:
    """The newest year that was published."""
    return benchmark.newest.id.replace("-", "\N{EN DASH}")


def _lines(content: Content, found: list[Benchmark], named: list[str], share: str, outcome: str) -> list[Track]:
    own = part(inner(content, "outcomes", "blocks", FINISHED, outcome))
    first = (
        Track(_("Here"), percent(own.share), own.share, own.low, own.high)
        if own
        else Track(_("Here"), str(NOT_SHOWN), None)
    )
    return [first, *(_published(one, share, name, kind) for one, name, kind in zip(found, named, KINDS, strict=True))]


def _published(benchmark: Benchmark, share: str, name: str, kind: str) -> Track:
    stated = benchmark.newest.share(share)
    if stated is None:
        return Track(name, _("not published"), None)
    return Track(name, f"{stated.percent:g}%", stated.percent / 100, kind=kind)
