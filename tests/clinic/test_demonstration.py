"""The demonstration clinic: made through actions, in order of time, whole, and nothing but made-up people."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from clinic.answers import queries as answers
from clinic.answers.models import AnswerSheet, Invitation, Score
from clinic.audit.actor import SYSTEM, Actor
from clinic.audit.chain import audit_keys, first_fault
from clinic.audit.models import Event
from clinic.audit.queries import all_events
from clinic.demonstration import items, shapes
from clinic.demonstration.browser import CannotGoOn, Page
from clinic.demonstration.cast import Scores, cast
from clinic.demonstration.filling import fill
from clinic.demonstration.sign_ins import PASSWORD, code_of
from clinic.demonstration.strangers import strangers
from clinic.letters.models import Letter
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import BreakGlass, Client, Cover, Duty, Membership, User
from clinic.people.queries.who import glass_to_look_at
from clinic.safety.models import Alert, RiskRecord, SafetyPlan, Supporter
from clinic.safety.queries.client import shown_to_client
from ipt.library import shipped
from tests.guard import refuse_stray_writes

NOW = datetime(2026, 3, 18, 15, 0, tzinfo=UTC)  # a Wednesday afternoon
OPEN = {  # who, how soon, about what, known before, seen
    ("Marta Kowalska", "urgent", "watched-answer", False, False),
    ("Priya Raman", "soon", "watched-answer", False, False),
    ("Tom Whitcombe", "soon", "reliable-worsening", False, True),
    ("Grace Mensah", "notice", "watched-answer", True, True),
}


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The twelve and two more; read by every test here, and rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.execute_wrapper(refuse_stray_writes):
            fill(n_clients=14, by=SYSTEM, now=NOW)
        yield
        transaction.set_rollback(True)


def open_now() -> set[tuple[str, str, str, bool, bool]]:
    rows = Alert.objects.filter(closed_at=None).select_related("client")
    return {(row.client.name, row.level, row.kind, row.is_known, row.seen_at is not None) for row in rows}


def test_the_audit_trail_is_whole_and_in_order_of_time(filled: None) -> None:
    times = list(Event.objects.order_by("seq").values_list("at", flat=True))

    assert first_fault(all_events(), ring=audit_keys()) is None
    assert times == sorted(times)
    assert times[-1] < NOW


def test_everything_that_was_written_left_an_event(filled: None) -> None:
    for model, verbs in {
        Client: ["client registered"],
        RiskRecord: ["risk recorded"],
        SafetyPlan: ["safety plan made"],
        Supporter: ["supporter named"],
        BreakGlass: ["glass broken"],
        Letter: ["letter written"],
        Duty: ["duty arranged"],
        Alert: ["alert raised"],
        Score: ["answers recorded", "answers moved here"],
    }.items():
        assert model._default_manager.count() == Event.objects.filter(happened__in=verbs).count(), model


def test_everybody_is_made_up(filled: None) -> None:
    assert Client.objects.count() == 14
    assert not Client.objects.filter(is_made_up=False).exists()
    for address in [*User.objects.values_list("email", flat=True), *Client.objects.values_list("email", flat=True)]:
        assert not address or address.endswith(".example")
    for phone in Client.objects.values_list("phone", flat=True):
        assert re.fullmatch(r"07700 900\d{3}|", phone), phone


def test_every_number_in_the_file_is_kept_free_for_drama() -> None:
    numbers = re.findall(r"\b0\d{4} ?\d{6}\b", repr(cast()))

    assert numbers
    assert all(number.startswith(("07700 900", "01632 960")) for number in numbers)


def test_every_role_is_there_and_one_person_has_several(filled: None) -> None:
    roles = [Membership.objects.filter(user=user).count() for user in User.objects.all()]

    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert sorted(roles)[-2:] == [1, 3]


def test_everybody_can_sign_in_with_a_second_factor_of_their_own(filled: None, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    factors = list(Authenticator.objects.select_related("user"))

    assert len({factor.data["secret"] for factor in factors}) == User.objects.filter(is_client=False).count() == 7
    assert len(PASSWORD) >= 12
    assert all(factor.user.check_password(PASSWORD) for factor in factors)
    assert all(TOTP(factor).validate_code(code_of(factor)) for factor in factors)


def test_four_alerts_are_open_and_all_others_were_closed_by_a_record(filled: None) -> None:
    closed = Alert.objects.exclude(closed_at=None)

    assert open_now() == OPEN
    assert closed.filter(level="urgent").exists()
    assert all(alert.raised_at < alert.seen_at < alert.closed_at for alert in closed)
    assert Client.objects.exclude(open_to_duty_since=None).count() == len(OPEN)


def test_an_urgent_answer_of_last_night_was_seen_by_nobody(filled: None) -> None:
    alert = Alert.objects.get(level="urgent", closed_at=None)

    assert NOW - alert.raised_at < timedelta(hours=24)
    assert alert.nobody_on_duty
    assert alert.holder.email == "ada@harbour.example"
    assert Letter.objects.filter(kind="nobody_on_duty", about_id=alert.pk).count() == 1


def test_the_rota_has_a_gap_last_night_and_one_to_come(filled: None) -> None:
    def on_duty(at: datetime) -> bool:
        return Duty.objects.filter(since__lte=at, until__gt=at).exists()

    nights = [NOW.replace(hour=23) + timedelta(days=day) for day in range(-8, 21)]

    assert [round((night - NOW).days) for night in nights if not on_duty(night)] == [-1, 9, 10]
    assert Cover.objects.filter(since__gt=NOW).count() == 1


def test_totals_are_what_the_answers_add_up_to(filled: None) -> None:
    for score in Score.objects.exclude(total=None).filter(sheet__stated_total=None).select_related("sheet"):
        scored = shipped().measure(score.sheet.measure).scored_items
        assert score.total == sum(score.sheet.answers[item.id] for item in scored)


def test_the_courses_differ_as_real_ones_do(filled: None) -> None:
    totals = {
        client.name: [
            sheet.score.total for sheet in answers.sheets_of(client).filter(measure="phq-9").order_by("answered_on")
        ]
        for client in Client.objects.all()
    }
    falls = [
        before - after for before, after in zip(totals["Samuel Adeyemi"], totals["Samuel Adeyemi"][1:], strict=False)
    ]

    assert len(totals["Jonas Berg"]) == 21
    assert len(totals["Owen Price"]) == 4
    assert totals["Mei Tanaka"][0] < 6
    assert totals["Rosa Delgado"].count(None) == totals["Leila Haddad"].count(None) == 1
    assert max(falls) >= 5
    assert totals["Tom Whitcombe"][-1] - totals["Tom Whitcombe"][0] >= 6
    assert totals["Fatima Khan"][0] - totals["Fatima Khan"][-1] >= 6


def test_measures_and_ways_of_answering_are_mixed(filled: None) -> None:
    sent = AnswerSheet.objects.exclude(sent_at=None)

    assert set(sent.values_list("measure", flat=True)) == {"phq-9", "gad-7", "phq-2", "bdi-ii", "hrsd-17"}
    assert set(sent.values_list("entered_as", flat=True)) == {
        "by_client",
        "from_paper",
        "by_phone",
        "in_person",
        "interpreted",
    }


def test_a_sheet_given_to_the_wrong_client_was_moved(filled: None) -> None:
    wrong = AnswerSheet.objects.exclude(withdrawn_at=None).select_related("client", "moved_to__client").get()

    assert (wrong.client.name, wrong.moved_to.client.name) == ("Leila Haddad", "Fatima Khan")
    assert wrong.moved_to.answers == wrong.answers


def test_one_invitation_is_half_answered_and_others_wait(filled: None) -> None:
    waiting = Invitation.objects.filter(sheet=None, cancelled_at=None)
    by_hand = waiting.filter(asked_by__isnull=False).values_list("client__name", "measure")
    half = AnswerSheet.objects.get(sent_at=None)

    assert {("Daniel Roth", "phq-9"), ("Daniel Roth", "gad-7")} <= set(by_hand)
    assert waiting.filter(asked_by=None).exists()  # the worker asked before the sessions of the next days
    assert not [row for row in waiting.filter(asked_by=None) if not row.occasions.exists()]
    assert (half.client.name, len(half.answers)) == ("Samuel Adeyemi", 4)


def test_nobody_marked_unsafe_is_in_the_newest_plan(filled: None) -> None:
    unsafe = Supporter.objects.exclude(unsafe_at=None).get()
    first, second = SafetyPlan.objects.filter(client=unsafe.client).order_by("version")

    assert unsafe.name in first.helpers
    assert unsafe.name not in second.helpers
    assert shown_to_client(second, list(unsafe.client.supporters.all()))


def test_supervisors_have_a_broken_glass_to_look_at(filled: None) -> None:
    for email in ("cleo@harbour.example", "hal@harbour.example"):
        viewer = Actor(kind="staff", id=User.objects.get(email=email).pk)

        assert [glass.client.name for glass in glass_to_look_at(viewer, now=NOW)] == ["Grace Mensah"]


def test_no_letter_waits(filled: None) -> None:
    assert Letter.objects.exists()
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_second_filling_changes_nothing_and_says_who_can_sign_in(filled: None) -> None:
    before = Event.objects.count()
    told = StringIO()

    call_command("demo_clinic", stdout=told)

    assert Event.objects.count() == before
    assert "nothing was changed" in told.getvalue()
    assert PASSWORD in told.getvalue()
    assert all(one.email in told.getvalue() for one in cast().staff)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 3, 21, 0, 20, tzinfo=UTC), id="in the night to a Saturday"),
        pytest.param(datetime(2026, 3, 30, 9, 0, tzinfo=UTC), id="a Monday after the clocks changed"),
        pytest.param(datetime(2027, 1, 1, 12, 0, tzinfo=UTC), id="a holiday"),
    ],
)
def test_the_same_alerts_are_open_whatever_the_day(now: datetime) -> None:
    fill(n_clients=4, by=SYSTEM, now=now)

    assert {row[:4] for row in open_now()} == {row[:4] for row in OPEN}
    assert ("Marta Kowalska", "urgent", "watched-answer", False, False) in open_now()


@pytest.mark.django_db
def test_a_database_with_other_people_is_left_alone() -> None:
    team = staff.make_team(settings={"name": "Real", "country": "GB", "time_zone": "UTC"}, by=SYSTEM, now=NOW)
    staff.join(email="eve@clinic.example", name="Eve", team=team, roles=[Role.THERAPIST], by=SYSTEM, now=NOW)

    with pytest.raises(CommandError, match="not made up"):
        call_command("demo_clinic")

    assert not Client.objects.exists()


@pytest.mark.django_db
def test_a_clinic_without_clients_is_refused() -> None:
    with pytest.raises(CommandError, match="at least one"):
        call_command("demo_clinic", clients=0)


@pytest.mark.parametrize("shape", sorted(shapes.SHAPES))
def test_a_shape_begins_and_ends_where_it_is_told_and_stays_in_range(shape: str) -> None:
    scores = Scores(shape=shape, weeks=20, by="link")

    found = shapes.totals(scores, line=shapes.Line(first=24, last=2, high=27), random=Random(7))

    assert (found[0], found[-1], len(found)) == (24, 2, 20)
    assert 0 <= min(found) <= max(found) <= 27


@pytest.mark.parametrize("total", range(25))
def test_items_add_up_to_the_total(total: int) -> None:
    random = Random(total)

    found = items.answers(total, leaning=items.leaning("phq-9", random=random), given={"9": 0}, random=random)

    assert sum(value for value in found.values() if value is not None) == total
    assert set(found.values()) <= {0, 1, 2, 3}


def test_items_that_cannot_make_the_total_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be made"):
        items.answers(25, leaning=items.leaning("phq-9", random=Random(1)), given={"9": 0}, random=Random(1))


def test_strangers_have_names_of_their_own() -> None:
    found = list(strangers(900))

    assert len({person.name for person in found}) == 900
    assert found[:3] == list(strangers(3))


def test_a_form_is_read_with_its_hidden_fields_only() -> None:
    page = Page(
        url="/in",
        text='<form><input name="q"></form><form><input type="hidden" name="t" value="1"><input name="code"></form>',
    )

    assert page.form_with("code") == {"t": "1"}
    with pytest.raises(CannotGoOn, match="no form with the field 'password'"):
        page.form_with("password")
