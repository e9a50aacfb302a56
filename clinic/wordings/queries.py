"""Reading the site's declared use and its own wordings. Nothing here is about a client."""

from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, Value
from django.http import Http404

from clinic.definitions.use import DeclaredUse, allows
from clinic.wordings.models import Kind, SiteUse, SiteWording


def use() -> SiteUse | None:
    """The use declared last (one statement), or None."""
    return SiteUse.objects.select_related("declared_by").order_by("-declared_at", "-pk").first()


def uses_declared() -> list[SiteUse]:
    """Every use that was declared, newest first (one statement)."""
    return list(SiteUse.objects.select_related("declared_by").order_by("-declared_at", "-pk"))


def declared(row: SiteUse | None) -> DeclaredUse | None:
    """The use of a row (no statement)."""
    return None if row is None else DeclaredUse(frozenset(row.purposes), is_commercial=row.is_commercial)


def wordings() -> list[SiteWording]:
    """Every wording that counts, the newest that was not withdrawn, by name (one statement)."""
    return [row for row in newest_of_each() if row.withdrawn_at is None and row.kind == Kind.WORDING]


def newest_of_each() -> list[SiteWording]:
    """Of each place the wording, or norms, that count, else those withdrawn last (one statement)."""
    newest: dict[str, SiteWording] = {}
    for row in SiteWording.objects.order_by("kind", "measure", "version", "language", "revision"):
        before = newest.get(row.name)
        if before is None or row.withdrawn_at is None or before.withdrawn_at is not None:
            newest[row.name] = row
    return list(newest.values())


def history(measure: str) -> list[SiteWording]:
    """Every wording of a measure that was ever kept, newest first (one statement)."""
    rows = SiteWording.objects.filter(measure=measure).select_related("uploaded_by", "withdrawn_by")
    return list(rows.order_by("-uploaded_at", "-revision"))


def wording(pk: UUID, *, measure: str) -> SiteWording:
    """One wording of a measure (one statement), or 404."""
    row = SiteWording.objects.select_related("uploaded_by").filter(pk=pk, measure=measure).first()
    if row is None:
        raise Http404
    return row


def may_be_shown(row: SiteWording, use: DeclaredUse | None, *, on: date) -> bool:
    """Whether the licence that was stated allows the declared use, on a day (no statement)."""
    return row.withdrawn_at is None and not is_over(row, on=on) and allows(row, use)


def is_over(row: SiteWording, *, on: date) -> bool:
    """Whether the last day of the licence is past."""
    return row.expires_on is not None and row.expires_on < on


def stamp() -> tuple[tuple[str, int, int], ...]:
    """Changes with every declaration, upload and withdrawal (one statement), since no row ever goes."""
    uses = SiteUse.objects.order_by().annotate(room=Value("use", output_field=CharField())).values("room")
    texts = SiteWording.objects.order_by().annotate(room=Value("wording", output_field=CharField())).values("room")
    counts = uses.annotate(n=Count("pk"), gone=Count("pk")).union(
        texts.annotate(n=Count("pk"), gone=Count("withdrawn_at"))
    )
    return tuple(sorted((row["room"], row["n"], row["gone"]) for row in counts))
