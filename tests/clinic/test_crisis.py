"""The crisis lines: every shipped list is whole, dated and honest, and a faulty one is refused by name."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic.safety import crisis

pytestmark = pytest.mark.quick

WHOLE = """
country = "XY"
name = "Exampleland"

[[line]]
id = "emergency"
name = "Emergency services"
kind = "emergency"
number = "1 12"
dial = "112"
hours = "24 hours, every day"
languages = ["en"]
free = true
link = "https://example.org"
verified = true
verified_on = 2026-01-02
source_dated = "2025"
checked_in = ["https://example.org/numbers"]

[[line]]
id = "evening"
name = "Evening Line"
kind = "text"
number = "555"
text = "555"
keyword = "HELLO"
hours = "6 in the evening to midnight, every day"
languages = ["en", "cy"]
regions = ["North"]
free = true
link = "https://example.org"
verified = true
verified_on = 2026-01-05
source_dated = "undated"
checked_in = ["https://example.org/evening"]

[[line]]
id = "unread"
name = "Unread Line"
kind = "crisis"
number = "556"
dial = "556"
hours = "To be checked; open every day"
languages = ["en"]
free = false
link = "https://example.org"
verified = false
checked_in = ["https://example.org/unread"]
"""


@pytest.fixture(params=crisis.shipped_countries())
def country_list(request: pytest.FixtureRequest) -> crisis.CrisisList:
    found = crisis.shipped(request.param)
    assert found is not None
    return found


def test_the_countries_we_promise_have_a_list() -> None:
    promised = {"GB", "IE", "US", "CA", "AU", "NZ", "DE", "AT", "CH", "NL", "FR", "ES", "IT", "SE", "NO", "DK", "ZA"}

    assert promised | {"IN"} <= set(crisis.shipped_countries())


def test_the_first_line_is_a_verified_emergency_number(country_list: crisis.CrisisList) -> None:
    first = country_list.lines[0]

    assert first.kind == "emergency"
    assert first.verified
    assert first.always_open
    assert first.dial


def test_every_number_can_be_dialled(country_list: crisis.CrisisList) -> None:
    for line in country_list.lines:
        for number in filter(None, (line.dial, line.text)):
            assert re.fullmatch(r"^\+?[0-9*#]+$", number), line.id
        assert line.dial or line.text, line.id


def test_the_number_shown_is_the_number_dialled(country_list: crisis.CrisisList) -> None:
    for line in country_list.lines:
        digits = re.sub(r"[^0-9]", "", line.number.partition(" or ")[0])

        assert digits == (line.dial or line.text), line.id


def test_no_check_is_dated_in_the_future(country_list: crisis.CrisisList) -> None:
    today = datetime.now(tz=UTC).date()

    for line in country_list.lines:
        assert line.verified_on is None or line.verified_on <= today, line.id


def test_every_verified_line_says_where_it_was_read(country_list: crisis.CrisisList) -> None:
    for line in country_list.shown():
        assert line.verified_on is not None
        assert line.source_dated
        assert line.checked_in.startswith("http")


def test_no_line_is_open_in_office_hours_only(country_list: crisis.CrisisList) -> None:
    for line in country_list.lines:
        assert line.hours.endswith("every day"), line.id


def test_the_button_that_matters_most_in_britain() -> None:
    britain = crisis.shipped("gb")

    assert britain is not None
    assert [(line.id, line.dial) for line in britain.shown("Northern Ireland")] == [
        ("emergency", "999"),
        ("samaritans", "116123"),
        ("lifeline-ni", "08088088000"),
        ("shout", ""),
    ]
    assert [line.id for line in britain.shown("Wales")] == ["emergency", "nhs-111", "samaritans", "shout"]


def test_a_country_without_a_list_is_none_and_has_a_sentence() -> None:
    assert crisis.shipped("XX") is None
    assert crisis.shipped("../gb") is None
    assert crisis.shipped("") is None
    assert "call the local emergency number" in crisis.NO_LIST


def test_a_whole_list_is_read() -> None:
    found = crisis.read(WHOLE, source="xy.toml")

    assert (found.country, found.name, found.source) == ("XY", "Exampleland", "xy.toml")
    assert found.verified_on == date(2026, 1, 2)
    assert [line.id for line in found.shown()] == ["emergency", "evening"]
    assert [line.id for line in found.unverified] == ["unread"]


def test_an_unknown_region_hides_nothing() -> None:
    found = crisis.read(WHOLE, source="xy.toml")

    assert [line.id for line in found.shown("north")] == ["emergency", "evening"]
    assert [line.id for line in found.shown("Somewhere")] == ["emergency", "evening"]


@pytest.mark.parametrize(
    ("days", "stale"), [(0, False), (180, False), (181, True), (400, True), (-1, False), (-2, True)]
)
def test_a_list_is_stale_after_180_days(days: int, stale: bool) -> None:
    found = crisis.read(WHOLE, source="xy.toml")

    assert crisis.is_stale(found, on=date(2026, 1, 2) + timedelta(days=days)) is stale


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ('country = "XY"', 'country = "xy"', "xy.toml: country: expected two capital letters"),
        ('name = "Exampleland"', "", "xy.toml: name: expected this key, came nothing"),
        ('dial = "112"', 'dial = "1 12"', "xy.toml: line 1: dial: expected digits"),
        ('dial = "112"', "", "xy.toml: line 1: dial: expected a number to call"),
        ('dial = "112"', "dial = 112", "xy.toml: line 1: dial: expected words in quotes, came 112"),
        ('kind = "emergency"', 'kind = "crisis"', "line 1: kind: expected a verified emergency number first"),
        ('kind = "emergency"', 'kind = "urgent"', "line 1: kind: expected one of emergency"),
        (
            'hours = "24 hours, every day"',
            'hours = "9 to 5, Monday to Friday"',
            "line 1: hours: expected hours on every",
        ),
        (
            'hours = "24 hours, every day"',
            'hours = "9 to 5, every day"',
            "line 1: hours: expected “24 hours, every day” for",
        ),
        ("free = true", 'free = "no"', "line 1: free: expected true or false, came 'no'"),
        ('languages = ["en"]', 'languages = "en"', "line 1: languages: expected a list of words, came 'en'"),
        ('languages = ["en"]', "languages = []", "line 1: languages: expected a list of words"),
        ("verified_on = 2026-01-02", 'verified_on = "2026-01-02"', "line 1: verified_on: expected a date"),
        ("verified_on = 2026-01-02", "verified_on = 2026-01-02T10:00:00", "line 1: verified_on: expected a date"),
        ("verified_on = 2026-01-02", "", "line 1: verified_on: expected with source_dated"),
        ('source_dated = "2025"', "", "line 1: verified_on: expected with source_dated"),
        ("verified = false", "verified = true", "line 3: verified_on: expected with source_dated"),
        ('text = "555"', 'dial = "555"', "line 2: text: expected a number for texts"),
        ('link = "https://example.org"', 'link = "example.org"', "line 1: link: expected an address with https://"),
        ('id = "evening"', 'id = "emergency"', "xy.toml: id: expected each id once, came 'emergency'"),
        ('keyword = "HELLO"', 'keywrod = "HELLO"', "line 2: keywrod: expected only known keys"),
        ("[[line]]", "[[lines]]", "xy.toml: line: expected this key"),
        ('country = "XY"', "country = XY", "xy.toml: expected TOML"),
    ],
)
def test_a_fault_is_told_by_file_key_expected_and_came(good: str, bad: str, says: str) -> None:
    assert good in WHOLE
    faulty = WHOLE.replace(good, bad) if good == "[[line]]" else WHOLE.replace(good, bad, 1)

    with pytest.raises(crisis.CrisisListError) as told:
        crisis.read(faulty, source="xy.toml")

    assert says in str(told.value)
