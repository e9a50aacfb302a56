"""`python -m tests.crash look FILE`: is all that was acknowledged in the database, once, and is the trail whole?"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

from clinic.answers.models import AnswerSheet, Score
from clinic.audit.models import Event
from clinic.letters.models import Letter
from clinic.safety.models import Alert


def main(words: Sequence[str]) -> None:
    """Faults as a list of sentences on standard output; an empty list when all is well."""
    json.dump(list(faults(json.loads(Path(words[0]).read_text()))), sys.stdout)


def faults(noted: dict[str, Any]) -> Iterator[str]:
    """Everything that is not as it was acknowledged, a sentence each. `noted`: as answering.Noted writes it."""
    sheets = {str(sheet.invitation_id): sheet for sheet in AnswerSheet.objects.exclude(invitation=None)}
    events = Counter(Event.objects.values_list("about_id", "happened"))
    for about, answers in noted["answers"].items():
        sheet = sheets.get(about)
        lost = [item for item, value in answers.items() if sheet is None or sheet.answers.get(item) != value]
        if lost:
            yield f"Sheet {about}: the answers to {', '.join(lost)} were acknowledged and are lost."
        elif sheet and events[sheet.pk, "answers kept"] < len(answers):
            yield f"Sheet {about}: an answer was kept without its event."
    for about in noted["sent"]:
        sheet = sheets.get(about)
        if sheet is None or sheet.sent_at is None:
            yield f"Sheet {about} was acknowledged as sent and is not."
    for sheet in sheets.values():
        yield from faults_of(sheet, events=events)
    yield from faults_of_the_trail()


def faults_of(sheet: AnswerSheet, *, events: Counter[Any]) -> Iterator[str]:
    """One sheet, acknowledged or not: a Score if it was sent and only then, an alert if item 9 says so, each once."""
    scores = list(Score.objects.filter(sheet=sheet).values_list("total", flat=True))
    wanted = [] if sheet.sent_at is None else [sum(sheet.answers.values()) if len(sheet.answers) == 9 else None]
    if scores != wanted:
        yield f"Sheet {sheet.invitation_id} has the totals {scores}; {wanted} was expected."
    if events[sheet.pk, "answers recorded"] != len(wanted):
        yield f"Sheet {sheet.invitation_id} was recorded {events[sheet.pk, 'answers recorded']} times in the trail."
    alerts = list(Alert.objects.filter(about_id=sheet.pk, kind="watched-answer"))
    if len(alerts) != bool(sheet.answers.get("9")):
        yield f"Sheet {sheet.invitation_id} has {len(alerts)} alerts; item 9 is {sheet.answers.get('9')}."
    for alert in alerts:
        n_letters = Letter.objects.filter(about_id=alert.pk, kind="alert").count()
        if n_letters != 1:
            yield f"{n_letters} letters tell of the alert of sheet {sheet.invitation_id}."


def faults_of_the_trail() -> Iterator[str]:
    """The chain, its triggers, and the database file itself."""
    try:
        call_command("verify_audit", stdout=sys.stderr)
    except CommandError as fault:
        yield str(fault)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            state = cursor.execute("PRAGMA integrity_check").fetchall()
        if state != [("ok",)]:
            yield f"SQLite says: {state}"
