"""Declaring what the site uses questionnaires for; keeping a wording of its own, and withdrawing it."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import files
from clinic.definitions.use import PURPOSES
from clinic.wordings import checking, queries, statement
from clinic.wordings.latest import after_change
from clinic.wordings.models import Kind, SiteUse, SiteWording
from clinic.wordings.statement import Statement


class CannotDeclare(ValueError):
    """A declaration that says nothing; the message says what to do."""


class CannotWithdraw(ValueError):
    """A wording that stays as it is; the message says why."""


@action
def declare_use(*, purposes: Collection[str], is_commercial: bool, by: Actor, now: datetime) -> SiteUse:
    """The whole site's use from now on; what was declared before is kept. CannotDeclare without a purpose."""
    if not purposes or set(purposes) - set(PURPOSES):
        raise CannotDeclare("Choose at least one of clinical work, research and education.")
    row = SiteUse.objects.create(
        is_clinical="clinical" in purposes,
        is_research="research" in purposes,
        is_education="education" in purposes,
        is_commercial=is_commercial,
        declared_at=now,
        declared_by_id=by.user_id,
    )
    happened("use declared", about=row, by=by, now=now)
    after_change()
    return row


@action
def keep_wording(*, measure: str, text: str, licence: Statement, by: Actor, now: datetime) -> SiteWording:
    """A site's own text of a measure, a new revision of its language.

    CannotKeep with every fault of the text, or with why a site's own text may not stand here; NotStated for a licence
    statement that leaves something open. The same text under the same statement is not kept twice.
    """
    definition = files().measure(measure)
    statement.check(licence, on=timezone.localdate(now))
    language = checking.checked(text, measure=definition, use=queries.declared(queries.use()))
    place = {"kind": Kind.WORDING, "measure": definition.id, "version": definition.version, "language": language}
    return kept(place, text=text, licence=licence, by=by, now=now)


@action
def keep_norms(*, measure: str, text: str, licence: Statement, by: Actor, now: datetime) -> SiteWording:
    """A table of norms that the site may use, a new revision of its version; refused like a wording."""
    definition = files().measure(measure)
    statement.check(licence, on=timezone.localdate(now))
    version = checking.checked_norms(text, measure=definition)
    place = {"kind": Kind.NORMS, "measure": definition.id, "version": version, "language": ""}
    return kept(place, text=text, licence=licence, by=by, now=now)


def kept(place: dict[str, Any], *, text: str, licence: Statement, by: Actor, now: datetime) -> SiteWording:
    """The next revision at a place, with its event; the newest one where it says the same."""
    told = as_columns(licence) | {"text": text, "digest": hashlib.sha256(text.encode()).hexdigest()}
    rows = SiteWording.objects.filter(**place)
    newest = rows.order_by("-revision").first()
    if newest is not None and newest.withdrawn_at is None and all(getattr(newest, key) == told[key] for key in told):
        nothing_changed()
        return newest
    revision = (rows.aggregate(most=Max("revision"))["most"] or 0) + 1
    row = SiteWording.objects.create(**place, **told, revision=revision, uploaded_at=now, uploaded_by_id=by.user_id)
    happened(f"{row.kind} kept", about=row, by=by, now=now)
    after_change()
    return row


@action
def withdraw_wording(*, wording: SiteWording, why: str, by: Actor, now: datetime) -> SiteWording:
    """A wording counts no longer; the one before it does, where it was not withdrawn. CannotWithdraw without a reason.

    Answers and scores stay as they are.
    """
    if wording.withdrawn_at is not None:
        raise CannotWithdraw("This wording was withdrawn already.")
    if not why.strip():
        raise CannotWithdraw("Say in a few words why it is withdrawn.")
    wording.withdrawn_at, wording.withdrawn_by_id, wording.withdrawn_why = now, by.user_id, why.strip()
    wording.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    happened(f"{wording.kind} withdrawn", about=wording, by=by, now=now)
    after_change()
    return wording


def as_columns(licence: Statement) -> dict[str, object]:
    """The statement as a row holds it."""
    return {
        "owner": licence.owner.strip(),
        "terms": licence.terms.strip(),
        "for_clinical": "clinical" in licence.uses,
        "for_research": "research" in licence.uses,
        "for_education": "education" in licence.uses,
        "commercial": licence.commercial,
        "reference": licence.reference.strip(),
        "expires_on": licence.expires_on,
        "stated": licence.stated.strip(),
    }
