"""The definitions in use here: those that come with ipt, and the service's own folder, when it keeps one."""

from functools import cache
from pathlib import Path

from django.conf import settings

from ipt.library import SHIPPED, Library


@cache
def library() -> Library:
    """Shipped definitions with the folder of OPENIPT_DEFINITIONS added; DefinitionError tells every fault."""
    own = [Path(settings.DEFINITIONS)] if settings.DEFINITIONS else []
    return Library.from_folders(SHIPPED, *own)
