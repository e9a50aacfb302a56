"""`manage.py verify_audit`: every link of the trail, its triggers, and the anchor outside the database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.audit import anchor, queries, triggers
from clinic.audit.action import head
from clinic.audit.chain import audit_keys, first_fault


class Command(BaseCommand):
    """Exit 0 when the trail is whole; exit 1 with the first fault in words."""

    help = "Check the audit trail: changed, missing or cut-off events, and dropped triggers."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if dropped := triggers.missing():
            raise CommandError(
                f"The audit trigger {dropped[0]} is missing. Run `manage.py migrate`, and find out who dropped it."
            )
        fault = first_fault(queries.all_events(), ring=audit_keys(), anchor=anchor.remembered(settings.AUDIT_ANCHOR))
        if fault:
            raise CommandError(fault)
        self.stdout.write(f"The audit trail is whole: {head().seq} events.")
