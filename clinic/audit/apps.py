"""Puts the audit triggers and the cache table in place after migrations and checks them at start."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.core.management import call_command
from django.db.models.signals import post_migrate


def make_cache_table(sender: Any, **_: Any) -> None:
    """The shared cache in which sign-in counts its tries; does nothing when it is there."""
    call_command("createcachetable", verbosity=0)


class AuditConfig(AppConfig):
    """The lowest record room."""

    name = "clinic.audit"
    label = "audit"

    def ready(self) -> None:
        from clinic.audit import triggers  # models are loaded only now

        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(make_cache_table, sender=self)
        register(triggers.check, Tags.database)
