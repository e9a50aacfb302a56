"""A site's own wordings: checked, stated, versioned; opened and shut by the declared use; seen by every process."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from clinic.answers.actions.answering import begin
from clinic.answers.actions.asking import invite
from clinic.answers.askable import CannotAsk, can_ask
from clinic.answers.models import Invitation
from clinic.audit.models import Event
from clinic.definitions.library import OfSite, files, library, put
from clinic.wordings import latest, queries, writing
from clinic.wordings.actions import (
    CannotDeclare,
    CannotWithdraw,
    declare_use,
    keep_norms,
    keep_wording,
    withdraw_wording,
)
from clinic.wordings.checking import MOST_BYTES, CannotKeep, decoded, read
from clinic.wordings.models import SiteUse, SiteWording
from clinic.wordings.statement import NotStated
from ipt.wording import Option, Wording
from tests.clinic.wordings.words import LICENCE, words
from tests.web.counting import counted
from tests.world import MONDAY_TEN, World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an action changed is shown by this process without waiting for the commit that a test never makes."""
    monkeypatch.setattr(latest.transaction, "on_commit", lambda show: show())


@pytest.fixture
def declare(world: World) -> Callable[..., SiteUse]:
    """`declare("clinical")`: Gwen says what the service does."""

    def said(*purposes: str, is_commercial: bool = False) -> SiteUse:
        return declare_use(purposes=purposes, is_commercial=is_commercial, by=actor(world.gwen), now=MONDAY_TEN)

    return said


@pytest.fixture
def keep(world: World) -> Callable[..., SiteWording]:
    """`keep("wsas")`: Gwen keeps an invented wording under a licence for clinical work and research."""

    def kept(measure: str = "wsas", *, language: str = "en", now: datetime = MONDAY_TEN, **changes: Any) -> SiteWording:
        text = changes.pop("text", None) or words(measure, language=language)
        return keep_wording(
            measure=measure, text=text, licence=evolve(LICENCE, **changes), by=actor(world.gwen), now=now
        )

    return kept


def can_be_asked(measure: str, language: str = "en") -> bool:
    """Whether a client can be asked now."""
    return can_ask(library().measure(measure), language=language)


def test_until_a_use_is_declared_only_what_is_free_for_everybody_opens() -> None:
    opened = {one.id for one in library().measures() if library().wording(one, "en").has_items}

    assert {"phq-9", "gad-7", "ces-d", "pcl-5", "openipt-alliance"} <= opened
    assert not opened & {"audit", "core-10", "dast-10", "who-5", "wsas", "epds"}


@pytest.mark.parametrize(("is_commercial", "opens"), [(False, True), (True, False)])
def test_the_pack_opens_for_a_use_that_is_not_commercial(
    declare: Callable[..., SiteUse], is_commercial: bool, opens: bool
) -> None:
    declare("clinical", "research", is_commercial=is_commercial)

    assert can_be_asked("audit") is opens
    assert can_be_asked("phq-9")


def test_a_questionnaire_that_is_shut_keeps_its_names_bands_and_scoring(world: World) -> None:
    audit = library().measure("audit")
    shut, whole = library().wording(audit, "en"), files().wording(audit, "en")

    assert (shut.items, shut.options, shut.item_options, shut.instruction) == ({}, (), {}, "")
    assert (shut.title, shut.bands) == (whole.title, whole.bands)
    assert library().digest(audit) == files().digest(audit)


def test_every_declaration_is_kept_and_the_newest_counts(declare: Callable[..., SiteUse], world: World) -> None:
    declare("clinical", is_commercial=True)
    second = declare_use(
        purposes=["clinical"], is_commercial=False, by=actor(world.gwen), now=MONDAY_TEN + timedelta(days=1)
    )

    assert queries.use() == second
    assert [row.is_commercial for row in queries.uses_declared()] == [False, True]
    assert Event.objects.filter(happened="use declared").count() == 2
    assert can_be_asked("who-5")


@pytest.mark.parametrize("purposes", [[], ["clinical", "sales"]])
def test_a_declaration_names_known_purposes(world: World, purposes: list[str]) -> None:
    with pytest.raises(CannotDeclare, match="at least one of clinical work, research and education"):
        declare_use(purposes=purposes, is_commercial=False, by=actor(world.gwen), now=MONDAY_TEN)


def test_a_wording_that_the_site_holds_opens_its_questionnaire(
    world: World, keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")
    assert not can_be_asked("wsas")

    row = keep("wsas")

    assert can_be_asked("wsas")
    assert library().wording(library().measure("wsas"), "en").items["1"] == "Question 1, as the site holds it"
    assert (row.revision, row.language, row.owner, row.uploaded_by) == (1, "en", LICENCE.owner, world.gwen)
    assert Event.objects.get(happened="wording kept").about_id == row.pk


def test_it_stays_shut_while_no_use_is_declared(keep: Callable[..., SiteWording]) -> None:
    keep("wsas")

    assert not can_be_asked("wsas")


@pytest.mark.parametrize(
    ("changes", "opens"),
    [
        ({}, True),
        ({"uses": ("research",)}, False),
        ({"expires_on": date(2026, 3, 31)}, True),
    ],
)
def test_the_stated_licence_decides_for_the_declared_use(
    keep: Callable[..., SiteWording],
    declare: Callable[..., SiteUse],
    changes: dict[str, Any],
    opens: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(latest.timezone, "localdate", lambda *_: MONDAY_TEN.date())
    declare("clinical")

    keep("wsas", **changes)

    assert can_be_asked("wsas") is opens


def test_commercial_use_needs_a_licence_that_says_so(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical", is_commercial=True)
    keep("wsas")
    assert not can_be_asked("wsas")

    keep("wsas", commercial=True)

    assert can_be_asked("wsas")


def test_the_day_after_its_last_day_a_wording_is_shut(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare("clinical")
    monkeypatch.setattr(latest.timezone, "localdate", lambda *_: date(2026, 3, 31))
    keep("wsas", expires_on=date(2026, 3, 31))
    assert can_be_asked("wsas")

    settings.SECONDS_BETWEEN_LOOKS = 0
    monkeypatch.setattr(latest.timezone, "localdate", lambda *_: date(2026, 4, 1))
    latest.look()

    assert not can_be_asked("wsas")


def test_each_upload_is_a_revision_and_earlier_ones_stay(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")
    first = keep("wsas")
    again = keep("wsas")
    second = keep("wsas", text=words("wsas", said="Corrected question {id}"))

    assert again == first
    assert (first.revision, second.revision) == (1, 2)
    assert library().wording(library().measure("wsas"), "en").items["2"] == "Corrected question 2"
    assert [row.revision for row in queries.history("wsas")] == [2, 1]


def test_when_one_is_withdrawn_the_one_before_counts_then_none(
    world: World, keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")
    first, second = keep("wsas"), keep("wsas", text=words("wsas", said="Corrected question {id}"))

    withdraw_wording(wording=second, why="A misprint.", by=actor(world.gwen), now=MONDAY_TEN)
    assert library().wording(library().measure("wsas"), "en").items["2"] == "Question 2, as the site holds it"

    withdraw_wording(wording=first, why="The licence has ended.", by=actor(world.gwen), now=MONDAY_TEN)
    assert not library().wording(library().measure("wsas"), "en").has_items
    assert not can_be_asked("wsas")
    assert Event.objects.filter(happened="wording withdrawn").count() == 2


def test_a_withdrawal_says_why_once(world: World, keep: Callable[..., SiteWording]) -> None:
    row = keep("wsas")

    with pytest.raises(CannotWithdraw, match="why"):
        withdraw_wording(wording=row, why=" ", by=actor(world.gwen), now=MONDAY_TEN)
    withdraw_wording(wording=row, why="The licence has ended.", by=actor(world.gwen), now=MONDAY_TEN)
    with pytest.raises(CannotWithdraw, match="already"):
        withdraw_wording(wording=row, why="Again.", by=actor(world.gwen), now=MONDAY_TEN)


def test_what_was_answered_in_a_language_that_was_withdrawn_keeps_its_names(
    world: World, keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")
    row = keep("wsas", language="de")
    assert can_be_asked("wsas", "de")

    withdraw_wording(wording=row, why="The licence has ended.", by=actor(world.gwen), now=MONDAY_TEN)

    german = library().wording(library().measure("wsas"), "de")
    assert (german.language, german.items) == ("de", {})
    assert german.bands["severe"] == files().wording(files().measure("wsas"), "en").bands["severe"]


def test_a_shipped_instrument_is_not_reworded_but_translated(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")

    for language in ("en", "en-GB"):
        with pytest.raises(CannotKeep, match="a reworded PHQ-2 is another instrument"):
            keep("phq-2", language=language)
    assert not SiteWording.objects.exists()

    keep("phq-2", language="de")
    assert library().wording(library().measure("phq-2"), "de").items["1"] == "Question 1, as the site holds it"
    assert library().wording(library().measure("phq-2"), "en") == files().wording(files().measure("phq-2"), "en")


def test_a_licence_without_derivatives_allows_no_translation_of_ones_own(keep: Callable[..., SiteWording]) -> None:
    with pytest.raises(CannotKeep, match="allows no translation of one's own"):
        keep("core-10", language="de")


def test_a_measure_that_is_entered_as_a_total_has_nothing_to_word(keep: Callable[..., SiteWording]) -> None:
    with pytest.raises(CannotKeep, match="nothing to word"):
        keep("bdi-ii", text=words("wsas"))


def test_every_fault_of_a_text_is_told_and_nothing_is_kept(keep: Callable[..., SiteWording]) -> None:
    text = words("wsas").replace('"5" = "Question 5, as the site holds it"', '"6" = "One too many"')
    text = text.replace('severe = "', 'worst = "')

    with pytest.raises(CannotKeep, match="Nothing is kept yet") as refused:
        keep("wsas", text=text.replace('"severe" =', '"worst" ='))

    assert {fault.key for fault in refused.value.faults} >= {"items.5", "items.6", "bands.worst"}
    assert not SiteWording.objects.exists()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda text: text.replace("Question 3, as the site holds it", " "), "items.3"),
        (lambda text: text.replace('language = "en"', 'language = "English"'), "language"),
        (lambda text: text.replace('measure_id = "wsas"', 'measure_id = "epds"'), "measure_id"),
        (lambda text: text.replace("title = ", "titel = ", 1), "titel"),
        (lambda text: text + "\n[items", ""),
    ],
)
def test_a_text_that_does_not_fit_names_the_place(
    keep: Callable[..., SiteWording], change: Callable[[str], str], key: str
) -> None:
    with pytest.raises(CannotKeep) as refused:
        keep("wsas", text=change(words("wsas")))

    assert key in {fault.key for fault in refused.value.faults}


def test_the_template_is_refused_until_it_is_filled_in(keep: Callable[..., SiteWording]) -> None:
    measure = files().measure("wsas")
    blank = writing.template(measure, names=files().wording(measure, "en"), language="en")

    with pytest.raises(CannotKeep) as refused:
        keep("wsas", text=blank)

    assert {"instruction"} <= {fault.key for fault in refused.value.faults}


@pytest.mark.parametrize("measure", [one.id for one in files().measures() if one.has_items])
def test_what_is_written_is_read_alike(measure: str) -> None:
    one = files().measure(measure)
    invented = read(f"wordings/measures/{measure}/{one.version}.en.toml", words(measure))

    assert read(f"wordings/measures/{measure}/{one.version}.en.toml", writing.toml(invented)) == invented


def test_quotes_signs_and_lines_survive_the_writing() -> None:
    said = 'He said "no" \\ twice\nΩ – \u007f é'
    wording = Wording("x", 1, "en", title=said, full_title="", licence="", source="", options=(Option(0, said),))

    assert f"title = {writing.quoted(said)}" in writing.toml(wording)
    assert tomllib.loads(writing.toml(wording))["title"] == said


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner": " "}, "owner"),
        ({"terms": ""}, "terms"),
        ({"uses": ()}, "uses"),
        ({"uses": ("sales",)}, "uses"),
        ({"expires_on": date(2026, 3, 1)}, "expires_on"),
        ({"stated": ""}, "stated"),
    ],
)
def test_a_statement_leaves_nothing_open(keep: Callable[..., SiteWording], changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NotStated) as refused:
        keep("wsas", **changes)

    assert refused.value.field == field
    assert not SiteWording.objects.exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 200 kB"),
        ("title".encode("utf-16"), "UTF-16"),
        (b"title = 'a'\nfull = '\xe9'", "Line 2"),
    ],
)
def test_a_file_that_is_no_text_says_what_it_is(raw: bytes, says: str) -> None:
    with pytest.raises(CannotKeep, match=says):
        decoded(raw)


def test_a_mark_at_the_start_and_other_line_ends_do_not_matter() -> None:
    assert decoded(b"\xef\xbb\xbftitle = 'a'\r\n") == "title = 'a'\n"


def test_a_client_is_asked_in_the_site_s_wording_and_no_longer_after_it_is_withdrawn(
    world: World, keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    with pytest.raises(CannotAsk, match="adds the wording under Questionnaires"):
        invite(client=world.ines, measure="wsas", by=actor(world.ada), now=MONDAY_TEN)

    declare("clinical")
    row = keep("wsas")
    asked = invite(client=world.ines, measure="wsas", by=actor(world.ada), now=MONDAY_TEN)
    begin(invitation=Invitation.objects.get(pk=asked.link.about_id), by=holder(world.ines), now=MONDAY_TEN)

    withdraw_wording(wording=row, why="The licence has ended.", by=actor(world.gwen), now=MONDAY_TEN)
    with pytest.raises(CannotAsk):
        invite(client=world.ines, measure="wsas", by=actor(world.ada), now=MONDAY_TEN)


def test_what_a_clinician_rates_is_not_asked_of_a_client(world: World) -> None:
    with pytest.raises(CannotAsk, match="not answered by the client"):
        invite(client=world.ines, measure="ymrs", by=actor(world.ada), now=MONDAY_TEN)


def test_another_process_sees_a_change_when_it_looks(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse], settings: Any
) -> None:
    declare("clinical")
    keep("wsas")
    put(OfSite())
    latest.looked.mark, latest.looked.at = None, float("-inf")
    assert not can_be_asked("wsas")

    settings.SECONDS_BETWEEN_LOOKS = 15
    latest.look()

    assert can_be_asked("wsas")


def test_looking_costs_one_statement_and_none_before_its_time(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse], settings: Any
) -> None:
    declare("clinical")
    keep("wsas")
    settings.SECONDS_BETWEEN_LOOKS = 0
    latest.looked.at = float("-inf")
    latest.look()

    with counted() as unchanged:
        latest.look()
    settings.SECONDS_BETWEEN_LOOKS = 15
    with counted() as too_early:
        latest.look()

    assert (len(unchanged), len(too_early)) == (1, 0)


def test_the_library_asks_the_database_nothing(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")
    keep("wsas")

    with counted() as statements:
        assert can_be_asked("wsas")

    assert statements == []


def test_a_text_that_no_longer_fits_is_left_out_and_the_rest_stays(
    keep: Callable[..., SiteWording], declare: Callable[..., SiteUse]
) -> None:
    declare("clinical")
    row = keep("isi")
    assert not latest.fits(row.name, "title = 1")

    put(OfSite(use=queries.declared(queries.use()), texts={row.name: row.text}))
    assert can_be_asked("isi")


NORMS = """
id = "rcads-25"
version = 1
licence = "Invented."
sources = [{ id = "invented", text = "Nobody's manual." }]
groups = [{ scale = "total", source = "invented", sex = "woman", grades = [5, 6], mean = 20.0, sd = 8.0 }]
"""


def test_norms_count_while_their_licence_allows_the_declared_use(world: World, declare: Callable[..., SiteUse]) -> None:
    scale = files().measure("rcads-25").norms.scales[0]  # type: ignore[union-attr]
    text = NORMS.replace('"total"', f'"{scale}"')
    row = keep_norms(measure="rcads-25", text=text, licence=LICENCE, by=actor(world.gwen), now=MONDAY_TEN)
    assert library().norms(library().measure("rcads-25")) is None

    declare("clinical")
    table = library().norms(library().measure("rcads-25"))
    assert table is not None
    assert (table.groups[0].mean, table.groups[0].sd) == (20, 8)
    assert (row.language, row.revision, row.name) == ("", 1, "norms/rcads-25/1.toml")
    assert not can_be_asked("rcads-25")

    withdraw_wording(wording=row, why="The licence has ended.", by=actor(world.gwen), now=MONDAY_TEN)
    assert library().norms(library().measure("rcads-25")) is None


@pytest.mark.parametrize(
    ("measure", "change", "says"),
    [
        ("phq-9", ("", ""), "has no scales with norms"),
        ("rcads-25", ('"total"', '"no-such-scale"'), "does not fit|do not fit"),
        ("rcads-25", ("version = 1", "version = 0"), "does not fit"),
        ("rcads-25", ("sd = 8.0", "sd = 0.0"), "fit"),
    ],
)
def test_norms_that_do_not_fit_are_refused(world: World, measure: str, change: tuple[str, str], says: str) -> None:
    with pytest.raises(CannotKeep, match=says):
        keep_norms(measure=measure, text=NORMS.replace(*change), licence=LICENCE, by=actor(world.gwen), now=MONDAY_TEN)
    assert not SiteWording.objects.exists()
