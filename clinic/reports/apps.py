"""Says at the start when the packages that outcomes are computed with are not here."""

from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

ENGINE = "ibis"


def has_engine() -> bool:
    """Whether outcome numbers can be computed on this machine."""
    return find_spec(ENGINE) is not None


def check_engine(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Without the engine everything else works, so this stops nothing."""
    if has_engine():
        return []
    hint = "Install requirements/analytics.txt, or leave it: everything else works without."
    return [Warning("No outcome numbers are computed here: the engine is not installed.", hint=hint, id="reports.W1")]


class ReportsConfig(AppConfig):
    """The room of reports."""

    name = "clinic.reports"
    label = "reports"

    def ready(self) -> None:
        register(check_engine)
