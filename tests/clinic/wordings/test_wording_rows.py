"""The tables themselves refuse a wording without its licence, and a declared use that says nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinic.wordings.models import SiteUse, SiteWording
from tests.world import MONDAY_TEN

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHOLE: dict[str, Any] = {
    "measure": "wsas",
    "version": 1,
    "language": "en",
    "revision": 1,
    "text": "title = 'invented'",
    "digest": "0" * 64,
    "owner": "Somebody Who Holds It",
    "terms": "Our service may show it.",
    "for_clinical": True,
    "for_research": False,
    "for_education": False,
    "commercial": False,
    "stated": "We hold it.",
    "uploaded_at": MONDAY_TEN,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"owner": ""},
        {"terms": ""},
        {"stated": ""},
        {"for_clinical": False},
        {"withdrawn_at": datetime(2026, 3, 2, tzinfo=UTC)},
        {"withdrawn_why": "No moment is told."},
        {"revision": 1},
    ],
)
def test_a_wording_without_licence_reason_or_revision_of_its_own_is_refused(wrong: dict[str, Any]) -> None:
    SiteWording.objects.create(**WHOLE)

    with pytest.raises(IntegrityError), transaction.atomic():
        SiteWording.objects.create(**{**WHOLE, "revision": 2, **wrong})

    assert SiteWording.objects.create(**{**WHOLE, "revision": 2}).revision == 2


def test_a_declared_use_has_a_purpose() -> None:
    said = {"is_clinical": False, "is_research": False, "is_education": False, "is_commercial": True}

    with pytest.raises(IntegrityError), transaction.atomic():
        SiteUse.objects.create(**said, declared_at=MONDAY_TEN)
    assert SiteUse.objects.create(**{**said, "is_education": True}, declared_at=MONDAY_TEN).purposes == ("education",)
