"""A letter of a course as it stands on paper: the same words for the page and for the PDF."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.pages.paper import pdf

if TYPE_CHECKING:
    from clinic.therapy.models import Course, CourseLetter


@frozen
class Paper:
    """Everything that stands on the sheet, in order; lists are lines or paragraphs."""

    service: str
    phone: str
    addressee: tuple[str, ...]
    date: str
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]


def paper_of_letter(letter: "CourseLetter") -> Paper:
    """A letter as it was given, by whoever gave it; a draft as it would be given today."""
    writer = letter.given_by or letter.written_by
    at = letter.given_at or timezone.now()
    return paper_of(
        letter.course,
        to_whom=letter.to_whom,
        addressee=letter.addressee,
        text=letter.text,
        writer=writer.name,
        on=timezone.localdate(at),
    )


def paper_of(course: "Course", *, to_whom: str, addressee: str, text: str, writer: str, on: date) -> Paper:
    """Head, greeting and signature around a person's own words; no clinical sentence is added."""
    client = course.client
    born = date_format(client.born_on, "j F Y")
    about = _("%(name)s, born %(born)s, our reference %(reference)s") % {
        "name": client.name,
        "born": born,
        "reference": client.reference,
    }
    to_client = to_whom == "client"
    return Paper(
        service=client.team.public_name,
        phone=client.team.phone,
        addressee=lines(addressee),
        date=date_format(on, "j F Y"),
        subject="" if to_client else about,
        salutation=_("Dear %(name)s,") % {"name": client.is_called} if to_client else _("Dear colleague,"),
        paragraphs=tuple(part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()),
        closing=_("With best wishes,") if to_client else _("Yours sincerely,"),
        signature=(writer, client.team.public_name),
    )


def lines(text: str) -> tuple[str, ...]:
    """Lines that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def as_pdf(paper: Paper, *, title: str) -> bytes:
    """The sheet as a tagged file; PaperError when a sign in it cannot be printed."""
    words: dict[str, str | Sequence[str]] = {
        "service": paper.service,
        "phone": paper.phone,
        "addressee": paper.addressee,
        "date": paper.date,
        "subject": paper.subject,
        "salutation": paper.salutation,
        "paragraphs": paper.paragraphs,
        "closing": paper.closing,
        "signature": paper.signature,
        "page": _("Page {n} of {of}"),
    }
    return pdf("letter", words, language=settings.LANGUAGE_CODE, title=title)
