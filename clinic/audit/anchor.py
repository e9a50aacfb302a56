"""The anchor: the chain's head kept in a file beside the database, so that cutting off the newest events is found."""

import re
from pathlib import Path

from clinic.audit.action import head
from clinic.audit.chain import NO_EVENTS, Head

LINE = re.compile(r"(\d+) ([0-9a-f]{64})")


def drop(path: Path) -> Head:
    """Add today's head to the anchor file; returns it."""
    now = head()
    if now != remembered(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(f"\n{now.seq} {now.mac}\n")  # begins a line of its own, whatever a power cut left behind
    return now


def remembered(path: Path) -> Head:
    """The furthest head in the file, without lines that were never finished; an empty chain where there is no file."""
    if not path.exists():
        return NO_EVENTS
    lines = filter(None, map(LINE.fullmatch, path.read_text(errors="replace").splitlines()))
    return max((Head(seq=int(line[1]), mac=line[2]) for line in lines), key=lambda it: it.seq, default=NO_EVENTS)
