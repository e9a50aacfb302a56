"""The report of a block as a file to print or to send."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outcomes.naming import names_for
from clinic.pages.outcomes.on_paper import pdf
from clinic.pages.outcomes.report import report
from clinic.pages.outcomes.sheets import READERS, file_name, sent
from clinic.reports import queries
from clinic.reports.choices import Scope

if TYPE_CHECKING:
    from clinic.reports.models import Block


@staff_page("GET", roles=READERS)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whoever may see the page may have it on paper."""
    now = timezone.now()
    block = queries.block_or_404(request.actor, pk, now=now)
    found = report(block.content, names=names_for(block.content, viewer=request.actor, now=now))
    title, about = titled(block)
    service = getattr(request, "service_name", "OpenIPT")
    content = pdf(found, block=block, service=service, title=title, about=about)
    response = HttpResponse(content, content_type="application/pdf")
    return sent(response, f"{file_name(block.as_of.isoformat(), block.period, 'report')}.pdf")


def titled(block: "Block") -> tuple[str, str]:
    """What the report is called, and of whom it tells."""
    if block.scope == Scope.SERVICE:
        return _("Outcomes of the service"), _("How people fared who came to this service.")
    if block.team is not None:
        telling = {"team": block.team.name}
        return _("Outcomes of %(team)s") % telling, _("How people fared who came to this team.")
    telling = {"name": block.therapist.name if block.therapist else ""}
    return _("Outcomes of one therapist"), _("How people fared with whom %(name)s held most sessions.") % telling
