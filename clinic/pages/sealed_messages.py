"""One-time messages on their way to the next page: they may name somebody, so the session holds them sealed."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from django.contrib.messages.storage.session import SessionStorage

from clinic.sealing.keys import CannotOpen, sealing_keys

CONTEXT = "pages.messages"


class SealedStorage(SessionStorage):
    """Django's own storage, sealed with the clinic's keys; what no key opens any more is left out."""

    def serialize_messages(self, messages: Sequence[Any]) -> str:
        return b64encode(sealing_keys().seal(super().serialize_messages(messages), context=CONTEXT)).decode()

    def deserialize_messages(self, data: Any) -> Any:
        if not data:
            return super().deserialize_messages(data)
        try:
            return super().deserialize_messages(sealing_keys().open(b64decode(data), context=CONTEXT))
        except (CannotOpen, ValueError):
            return []
