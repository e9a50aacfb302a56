"""A site's own wordings: stated, versioned; opened and shut by the declared use; seen by every process."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from clinic.answers.actions.answering import begin
from clinic.answers.actions.asking import invite
from clinic.answers.askable import CannotAsk, can_ask
from clinic.answers.models import Invitation
from clinic.audit.models import Event
from clinic.definitions.library import OfSite, files, library, put
from clinic.wordings import latest, queries
from clinic.wordings.actions import (
    CannotDeclare,
    CannotWithdraw,
    declare_use,
    keep_norms,
    withdraw_wording,
)
from clinic.wordings.models import SiteUse, SiteWording
from tests.clinic.wordings.words import LICENCE, NORMS, words
from tests.web.counting import counted
from tests.world import MONDAY_TEN, World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


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
