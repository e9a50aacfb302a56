"""A form that is sent twice is one record, and an older page closes nothing that became more pressing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.answers.models import AnswerSheet, Score
from clinic.safety.models import Alert, RiskRecord
from tests.world import World, actor, answered
from tests.world import sign_in as signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def once_of(page: str) -> str:
    """The form's own id."""
    return re.findall(r'name="once" value="([0-9a-f-]+)"', page)[0]


def test_entering_the_same_form_twice_is_one_sheet_and_one_alert(world: World, no_stray_writes: None) -> None:
    ada = signed_in(world.ada)
    address = reverse("enter", args=[world.ines.pk, "phq-9"])
    once = once_of(ada.get(address).content.decode())
    form = {"once": once, "digits": "221212101", "answered_on": timezone.localdate(), "entered_as": "by_phone"}

    first, second = ada.post(address, form), ada.post(address, form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert [AnswerSheet.objects.count(), Score.objects.count(), Alert.objects.count()] == [1, 1, 1]


def test_two_visits_to_the_same_page_are_two_sheets(world: World) -> None:
    ada = signed_in(world.ada)
    address = reverse("enter", args=[world.ines.pk, "gad-2"])

    for digits in ("11", "12"):
        once = once_of(ada.get(address).content.decode())
        form = {"once": once, "digits": digits, "answered_on": timezone.localdate(), "entered_as": "by_phone"}
        ada.post(address, form)

    assert AnswerSheet.objects.count() == 2


def test_an_id_of_another_clients_sheet_is_not_taken_over(world: World) -> None:
    other = answered(world.kit, "000000000", timezone.localdate(), now=timezone.now(), by=world.bo).sheet
    ada = signed_in(world.ada)
    form = {"once": other.pk, "digits": "11", "answered_on": timezone.localdate(), "entered_as": "by_phone"}

    ada.post(reverse("enter", args=[world.ines.pk, "gad-2"]), form)

    other.refresh_from_db()
    assert (other.client_id, other.measure) == (world.kit.pk, "phq-9")
    assert AnswerSheet.objects.get(client=world.ines).measure == "gad-2"


def test_saving_the_same_risk_record_twice_is_one_record(world: World, no_stray_writes: None) -> None:
    ada = signed_in(world.ada)
    address = reverse("risk", args=[world.ines.pk])
    form = {"once": once_of(ada.get(address).content.decode()), "was_asked": "yes", "finding": "none"}

    ada.post(address, form)
    ada.post(address, form)

    assert RiskRecord.objects.count() == 1


def test_an_alert_that_changed_meanwhile_is_not_closed_by_an_older_page(world: World, no_stray_writes: None) -> None:
    sheet = answered(world.ines, "000000001", timezone.localdate(), now=timezone.now(), by=world.ada).sheet
    ada = signed_in(world.ada)
    address = reverse("risk", args=[world.ines.pk])
    page = ada.get(address).content.decode()
    shown = re.findall(r'name="closes" value="([^"]+)"', page)
    form = {"once": once_of(page), "was_asked": "yes", "finding": "passive", "done": "talked", "closes": shown}

    lift(sheet, world)
    refused = ada.post(address, form)
    fresh = re.findall(r'name="closes" value="([^"]+)"', ada.get(address).content.decode())
    done = ada.post(address, {**form, "closes": fresh})

    assert refused.status_code == 422
    assert "An alert changed while you wrote" in refused.content.decode()
    assert done.status_code == 303
    assert not Alert.objects.filter(closed_at=None).exists()


def lift(sheet: AnswerSheet, world: World) -> None:
    """The same answer becomes worse while somebody writes."""
    from clinic.safety.actions.alerts import raise_alert
    from ipt.concern import Concern

    why = "the answer was raised"
    worse = Concern(kind="watched-answer", measure="phq-9", item="9", value=3, level="urgent", why=why)
    about = list(Alert.objects.filter(about_id=sheet.pk))
    raise_alert(
        client=world.ines, concern=worse, about_id=sheet.pk, about_it=about, by=actor(world.ada), now=timezone.now()
    )


def test_a_key_can_be_made_before_anything_else_is_set(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    bare: dict[str, Any] = {name: value for name, value in os.environ.items() if not name.startswith("OPENIPT_")}
    key = tmp_path / "sealing"

    made = subprocess.run(
        [sys.executable, "manage.py", "make_key", str(key)], env=bare, capture_output=True, check=False
    )
    other = subprocess.run([sys.executable, "manage.py", "check"], env=bare, capture_output=True, check=False)

    assert (made.returncode, key.stat().st_mode & 0o077) == (0, 0)
    assert b"OPENIPT_SEALING_KEYS_FILE is not set" in other.stderr
