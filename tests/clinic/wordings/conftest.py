"""What tests of a site's wordings begin with: Gwen declares a use, keeps an invented wording, and it shows at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

from clinic.wordings import latest
from clinic.wordings.actions import declare_use, keep_wording
from clinic.wordings.models import SiteUse, SiteWording
from tests.clinic.wordings.words import LICENCE, words
from tests.world import MONDAY_TEN, World, actor


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
