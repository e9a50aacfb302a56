"""Which protocols a course can be started with: those switched on that have a page for each of their parts."""

from collections.abc import Iterator

from ipt.protocol import Protocol

SHEETS = ("illness", "sick_role", "agreement", "note", "review", "ending")  # purposes that pages ask for by name
REMOTE = ("phone", "video")  # such a session begins with where the client is: the sheet `phone`


def not_ready(protocol: Protocol) -> Iterator[str]:
    """Each reason why a course of this form cannot be run here yet, as a sentence; none when it can."""
    if "individual" not in protocol.formats:
        yield f"There are pages for one client at a time only, and its formats are {', '.join(protocol.formats)}."
    wanted = [*SHEETS, *(["phone"] if any(medium in REMOTE for medium in protocol.media) else [])]
    if missing := [purpose for purpose in wanted if purpose not in protocol.sheets]:
        yield f"Pages need its sheets for {', '.join(missing)}, and it names none."
    if protocol.extra_records:
        yield f"There is no page for {', '.join(protocol.extra_records)}."


def is_in_use(protocol: Protocol) -> bool:
    """Whether it is switched on and can be run."""
    return protocol.is_on and not any(not_ready(protocol))
