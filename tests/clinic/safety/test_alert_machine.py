"""Whatever happens in whatever order: no alert is lost, none closes without a record, none loses its first time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from clinic.answers.actions.mending import withdraw
from clinic.answers.models import AnswerSheet
from clinic.audit.actor import SYSTEM
from clinic.audit.chain import audit_keys, first_fault
from clinic.audit.queries import all_events
from clinic.people.actions import staff
from clinic.people.models import Client
from clinic.safety.actions.alerts import see_alert
from clinic.safety.actions.handover import change_therapist
from clinic.safety.actions.risk import withdraw_risk_record
from clinic.safety.due import held_by_nobody_there, press_alerts
from clinic.safety.models import Alert, RiskRecord
from ipt.concern import rank
from tests.clinic.steps import asked, covered, duty, looked, sent, tapped
from tests.world import MONDAY_TEN, World, actor, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class AlertMachine(RuleBasedStateMachine):
    """A client answers; staff see, close, withdraw, cover and hand over; the worker presses; time goes on."""

    world: World
    now: datetime

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = make_world()
        self.now = MONDAY_TEN
        self.sheets: list[AnswerSheet] = []
        self.highest: dict[Any, int] = {}  # the worst answer to item 9 of each sheet
        self.first: dict[Any, datetime] = {}  # when each alert was raised
        self.levels: dict[Any, int] = {}

    def teardown(self) -> None:
        assert first_fault(all_events(), ring=audit_keys()) is None
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def client(self, name: str) -> Client:
        """One of the clients as they stand now."""
        return Client.objects.select_related("team", "therapist").get(name=name)

    def open_ones(self) -> list[Alert]:
        """Open alerts as they stand now."""
        found = Alert.objects.filter(closed_at=None).select_related("client__team", "client__therapist")
        return list(found.order_by("raised_at", "kind"))

    @rule(minutes=st.integers(1, 3000))
    def time_goes_on(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(name=st.sampled_from(["Ines Vale", "Jo Marlow"]))
    def a_client_opens_a_questionnaire(self, name: str) -> None:
        self.now += timedelta(seconds=1)  # so that no order hangs on ids, which are drawn by chance
        self.sheets.append(asked(self.client(name), now=self.now))

    @precondition(lambda self: self.sheets)
    @rule(value=st.integers(0, 3), send=st.booleans())
    def a_client_answers(self, value: int, send: bool) -> None:
        sheet = AnswerSheet.objects.select_related("client").get(pk=self.sheets[-1].pk)
        is_kept = sheet.sent_at is None and sheet.withdrawn_at is None
        is_changed = send or sheet.answers.get("9") != value
        if send:
            sent(sheet, f"00000000{value}", now=self.now)
        else:
            tapped(sheet, "9", value, now=self.now)
        if is_kept:
            self.highest[sheet.pk] = max(value, self.highest.get(sheet.pk, 0))
            if value and is_changed:
                assert Alert.objects.filter(about_id=sheet.pk, closed_at=None, value__gte=value).exists()

    @precondition(lambda self: self.open_ones())
    @rule()
    def somebody_sees_an_alert(self) -> None:
        alert = self.open_ones()[0]
        see_alert(alert=alert, by=actor(alert.holder), now=self.now)

    @precondition(lambda self: self.open_ones())
    @rule()
    def somebody_closes_an_alert(self) -> None:
        self.now += timedelta(seconds=1)
        alert = self.open_ones()[-1]
        looked(alert.client, alert.client.therapist, alert, now=self.now)

    @precondition(lambda self: RiskRecord.objects.filter(withdrawn_at=None).exists())
    @rule()
    def a_record_is_withdrawn(self) -> None:
        records = RiskRecord.objects.filter(withdrawn_at=None).select_related("client__team", "client__therapist", "by")
        record = records.order_by("-at", "pk").first()
        assert record is not None
        withdraw_risk_record(record=record, why="not so", by=actor(record.by), now=self.now)

    @precondition(lambda self: AnswerSheet.objects.filter(withdrawn_at=None).exists())
    @rule(is_known=st.booleans())
    def a_sheet_was_the_wrong_clients(self, is_known: bool) -> None:
        sheet = AnswerSheet.objects.filter(withdrawn_at=None).order_by("began_at").first()
        assert sheet is not None
        other = self.client("Jo Marlow" if sheet.client.name == "Ines Vale" else "Ines Vale")
        copy = withdraw(
            sheet=sheet,
            why="wrong client",
            to=other if is_known else None,
            by=actor(sheet.client.therapist),
            now=self.now,
        )
        worst = self.highest.pop(sheet.pk, 0)
        if copy is not None and worst:
            assert Alert.objects.filter(about_id=copy.pk, client=other).exists()

    @rule(hours=st.integers(1, 100))
    def ada_is_covered(self, hours: int) -> None:
        covered(self.world, self.now, self.now + timedelta(hours=hours))

    @rule(hours=st.integers(1, 20))
    def dan_is_on_duty(self, hours: int) -> None:
        duty(self.world, self.world.dan, self.now, hours=hours)

    @rule()
    def a_client_changes_hands(self) -> None:
        client = self.client("Jo Marlow")
        to = self.world.bo if client.therapist == self.world.ada else self.world.ada
        change_therapist(client=client, therapist=to, by=actor(self.world.gwen), now=self.now)

    @rule()
    def the_supervision_ends_or_begins(self) -> None:
        running = [row for row in self.world.cleo.supervises.all() if row.until is None]
        if running:
            staff.end_arrangement(row=running[0], by=SYSTEM, now=self.now)
        else:
            cleo, ada = self.world.cleo, self.world.ada
            staff.supervise(supervisor=cleo, therapist=ada, since=self.now, until=None, by=SYSTEM, now=self.now)

    @rule()
    def the_worker_presses(self) -> None:
        press_alerts(now=self.now)
        assert press_alerts(now=self.now) == 0 or list(held_by_nobody_there(now=self.now)) == []
        assert list(held_by_nobody_there(now=self.now)) == []
        assert not Alert.objects.filter(closed_at=None, seen_at=None, escalate_at__lte=self.now).exists()

    @invariant()
    def every_alert_stands_as_it_must(self) -> None:
        for alert in Alert.objects.select_related("closed_by", "holder", "client"):
            assert self.first.setdefault(alert.pk, alert.raised_at) == alert.raised_at
            assert rank(alert.level) >= self.levels.get(alert.pk, 0)
            self.levels[alert.pk] = rank(alert.level)
            if alert.closed_at is not None:
                assert alert.closed_by is not None
                assert alert.closed_by.withdrawn_at is None or self.is_open_anew(alert)
            elif alert.seen_at is None:
                assert alert.escalate_at is not None

    def is_open_anew(self, alert: Alert) -> bool:
        """Whether another alert stands for the same answer."""
        same = Alert.objects.filter(client=alert.client, about_id=alert.about_id, item=alert.item)
        return same.exclude(pk=alert.pk).exists()

    @invariant()
    def duty_sees_exactly_the_clients_with_an_open_alert(self) -> None:
        seen = set(Client.objects.exclude(open_to_duty_since=None).values_list("pk", flat=True))
        assert seen == set(Alert.objects.filter(closed_at=None).values_list("client_id", flat=True))


def test_no_order_of_events_loses_an_alert(db: None) -> None:
    run_state_machine_as_test(
        AlertMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
