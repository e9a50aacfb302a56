"""A protocol is not used because somebody switched it on: what it needs must be built, or the start is refused."""

import pytest

from clinic.definitions import apps
from clinic.definitions.in_use import is_in_use, not_ready
from ipt.library import SHIPPED, Library, shipped

pytestmark = pytest.mark.quick


def switched_on(protocol: str) -> Library:
    """What a service has whose own folder switches a shipped protocol on, as its next version."""
    texts = {}
    for folder, name in (("protocols", "{}.toml"), ("wordings/protocols", "{}.en.toml")):
        text = (SHIPPED / folder / protocol / name.format(1)).read_text(encoding="utf-8")
        on = text.replace("version = 1", "version = 2", 1).replace("is_on = false", "is_on = true", 1)
        texts[f"{folder}/{protocol}/{name.format(2)}"] = on
    return Library.from_texts(texts, base=shipped())


def test_the_protocol_that_is_shipped_switched_on_can_be_run() -> None:
    assert list(not_ready(shipped().protocol("ipt"))) == []
    assert is_in_use(shipped().protocol("ipt"))


@pytest.mark.parametrize(
    ("protocol", "why"),
    [
        ("group-ipt", "one client at a time"),
        ("ipsrt", "There is no page for social-rhythm."),
        ("dit", "Pages need its sheets for illness, sick_role"),
    ],
)
def test_a_protocol_that_is_not_ready_stops_the_start_though_it_is_switched_on(
    protocol: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = switched_on(protocol)
    assert known.protocol(protocol).is_on

    monkeypatch.setattr(apps, "library", lambda: known)
    faults = apps.check_definitions(None)

    assert not is_in_use(known.protocol(protocol))
    assert {fault.id for fault in faults} == {"definitions.E2"}
    assert why in " ".join(fault.msg for fault in faults)


def test_what_is_shipped_starts() -> None:
    assert apps.check_definitions(None) == []
