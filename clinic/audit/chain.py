"""The chain: each event's MAC covers the event and the MAC before it, under a key that is not in the database."""

import hmac
from collections.abc import Iterable
from datetime import UTC
from functools import cache
from hashlib import sha256

from attrs import frozen
from django.conf import settings

from clinic.audit.models import Event
from clinic.sealing.keys import KeyRing, read_keys

START = "0" * 64


@frozen
class Head:
    """The newest link: how many events there are and the last MAC."""

    seq: int
    mac: str


NO_EVENTS = Head(seq=0, mac=START)


@cache
def audit_keys() -> KeyRing:
    """The ring of OPENIPT_AUDIT_KEYS_FILE, read once."""
    return read_keys(settings.AUDIT_KEYS)


def link(event: Event, *, after: str, ring: KeyRing) -> str:
    """MAC of one event that follows the MAC `after`."""
    fields = (
        str(event.seq),
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by_kind,
        str(event.by_id),
        event.session,
        event.happened,
        event.about_kind,
        str(event.about_id),
        str(event.client_id or ""),
        event.key,
    )
    return hmac.new(ring.keys[event.key], "\x1f".join((after, *fields)).encode(), sha256).hexdigest()


def chained(events: Iterable[Event], *, head: Head, ring: KeyRing) -> list[Event]:
    """The events with their place and MAC after `head`."""
    linked = []
    for event in events:
        event.seq, event.key = head.seq + 1, ring.current
        event.mac = link(event, after=head.mac, ring=ring)
        head = Head(seq=event.seq, mac=event.mac)
        linked.append(event)
    return linked


def first_fault(events: Iterable[Event], *, ring: KeyRing, anchor: Head = NO_EVENTS) -> str | None:
    """What is wrong with the trail, as a sentence; None when every link holds and it reaches the anchor."""
    head = NO_EVENTS
    for event in events:
        if event.seq <= head.seq:
            return f"Event {event.seq} stands before the first one: it was put there."
        if event.seq != head.seq + 1:
            return f"Events {head.seq + 1} to {event.seq - 1} are missing."
        if event.key not in ring.keys:
            return f"Event {event.seq} names the key {event.key!r}, which is not in the key ring."
        if not hmac.compare_digest(event.mac, link(event, after=head.mac, ring=ring)):
            return f"Event {event.seq} was changed, or one before it was."
        head = Head(seq=event.seq, mac=event.mac)
        if head.seq == anchor.seq and head.mac != anchor.mac:
            return f"Event {event.seq} is not the one that the anchor outside the database remembers."
    if head.seq < anchor.seq:
        return f"The trail ends at event {head.seq}, but {anchor.seq} were there: the end was cut off."
    return None
