"""Letters to clients whose link nobody has used yet: with one of them, whoever looks can be the client."""

from clinic.letters.models import Letter
from clinic.people.models import Link


def unused(letters: list[Letter]) -> list[Letter]:
    """Those of these letters that still open something (one statement)."""
    links = Link.objects.filter(pk__in=[letter.about_id for letter in letters if letter.about_id])
    open_ones = set(links.filter(opened_at=None, revoked_at=None).values_list("pk", flat=True))
    return [letter for letter in letters if letter.about_id in open_ones]
