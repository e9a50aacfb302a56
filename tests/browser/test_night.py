"""The night: a client answers on a phone when nobody is in the building, and nothing is lost on the way to a person."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.safety.actions.plans import name_supporter
from tests.browser.look import is_in_view, look, status
from tests.browser.site import Site
from tests.browser.steps import answer, answer_last, open_link, press, sign_in_by_hand
from tests.browser.stories import asked, closed_for_two_days, on_duty
from tests.world import actor

pytestmark = pytest.mark.browser

CLINICAL = re.compile("depress|suicid|self-harm|mood|phq|questionnaire|measure|alert|risk|patient|client|mental", re.I)
NAMES = re.compile("Ines|Vale|Ada|H[A-Z0-9]{3}-[A-Z0-9]{4}")


def her_sister(site: Site) -> None:
    """Ines named her sister for hard times."""
    with site.facts() as world:
        name_supporter(
            client=world.ines,
            name="Olive Hart",
            relation="sister",
            phone="020 7946 0991",
            by=actor(world.ada),
            now=timezone.now(),
        )


COUNT = "const n = 1 + Number(sessionStorage.getItem('n')); sessionStorage.setItem('n', n);"


def counts_clicks(page: Page) -> None:
    """From now on every press of the mouse counts."""
    page.add_init_script(f"addEventListener('mousedown', () => {{ {COUNT} }}, true)")
    page.reload()
    page.evaluate("() => sessionStorage.removeItem('n')")


def n_clicks(page: Page) -> int:
    """How many there were."""
    return int(page.evaluate("() => Number(sessionStorage.getItem('n'))"))


def asks_by_link(ada: Page) -> None:
    """The therapist signs in and asks."""
    ada.goto("/clients/")
    look(ada, "Sign in")
    sign_in_by_hand(ada, "ada")
    look(ada, "Clients")
    ada.get_by_role("link", name="Ines Vale").click()
    look(ada, "Ines Vale")
    press(ada, "Ask by link")
    look(ada, "the link is made")


def opens(ines: Page, link: str) -> None:
    """The client opens the link; looking at it is not opening it. It says who reads, and by when."""
    ines.goto(link)
    look(ines, "This page is for you")
    ines.reload()
    press(ines, "Open")
    look(ines, "Hello Ines Vale")
    expect(ines.get_by_text(re.compile("Ada or a colleague reads your answers"))).to_contain_text("at the latest")
    press(ines, "Start")
    look(ines, "Little interest or pleasure")


def answers_and_lowers(ines: Page) -> None:
    """Eight times 1, item 9 is 2; she goes back, lowers it to 0, goes on and sends."""
    answer(ines, "11111111")
    look(ines, "Thoughts that you would be better off dead")
    answer(ines, "2", first=9)
    expect(ines.get_by_text("Question 10 of 10")).to_be_visible()
    press(ines, "Back")
    expect(ines.get_by_role("radio", name="More than half the days")).to_be_checked()
    answer(ines, "0", first=9)
    answer_last(ines)
    look(ines, "Check your answers")
    press(ines, "Send")


def is_helped(ines: Page) -> None:
    """Call buttons first, then her people, then when somebody reads it."""
    expect(ines.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    assert is_in_view(ines, ines.get_by_role("link", name=re.compile("^Call 999")))
    expect(ines.get_by_role("link", name=re.compile("Call Olive Hart"))).to_have_attribute("href", "tel:02079460991")
    expect(ines.get_by_text(re.compile("Somebody in the team reads your answers by"))).to_be_visible()
    expect(ines.get_by_text("Until then nobody is there")).to_have_count(0)
    look(ines, "Thank you for telling us")


def sees_as_duty(dan: Page, *, link: str, record: str) -> None:
    """The duty lead comes by the letter, sees the alert and what is needed to help, and not the record."""
    dan.goto(link)
    sign_in_by_hand(dan, "dan")
    expect(dan.get_by_role("listitem").filter(has_text="Ines Vale").first).to_contain_text("urgent")
    look(dan, "Alerts")
    dan.get_by_role("link", name="Ines Vale").click()
    expect(dan.get_by_text("open to duty while an alert is open")).to_be_visible()
    expect(dan.get_by_text("020 7946 0991")).to_be_visible()
    look(dan, "Ines Vale")
    assert status(dan.goto(record)) == 404
    dan.go_back()
    press(dan, "I have seen this")
    expect(dan.get_by_text(re.compile("seen .* by Dan"))).to_be_visible()


def records_and_closes(ada: Page, *, record: str) -> None:
    """In the morning the therapist looks, records and closes: four clicks. The new score of 8 stands in the chart."""
    ada.goto(record)
    expect(ada.get_by_text(re.compile("seen .* by Dan"))).to_be_visible()
    look(ada, "Ines Vale")
    counts_clicks(ada)
    ada.get_by_role("link", name="Record and close").click()
    ada.get_by_text("Wishes not to be alive, no thoughts of suicide", exact=True).click()
    ada.get_by_text("Talked about it", exact=True).click()
    press(ada, "Save and close")
    expect(ada.get_by_text(re.compile("asked directly .*, Ada"))).to_be_visible()
    assert n_clicks(ada) == 4
    expect(ada.get_by_role("link", name="Record and close")).to_have_count(0)
    ada.get_by_text("The same as a table").click()
    newest = ada.get_by_role("row").nth(1)
    expect(newest).to_contain_text("8mild")
    look(ada, "Ines Vale")


def test_the_night_from_link_to_closed_alert_with_duty_on(site: Site) -> None:
    closed_for_two_days(site)
    on_duty(site)
    her_sister(site)
    with site.facts() as world:
        record = f"/clients/{world.ines.pk}/"
    ada, ines, dan = site.desk(), site.phone(), site.desk()

    asks_by_link(ada)
    site.work()
    [letter] = site.mailbox.to("ines@post.example")
    assert not NAMES.search(letter.whole.replace("ines@post.example", ""))
    assert not CLINICAL.search(letter.whole.replace("Therapy", "").replace("therapy", ""))

    opens(ines, letter.link)
    answers_and_lowers(ines)
    is_helped(ines)

    site.work()
    [call] = site.mailbox.to("dan@harbour.example")
    assert not NAMES.search(call.whole)
    sees_as_duty(dan, link=call.link, record=record)
    records_and_closes(ada, record=record)

    # One record stands, and the alert is closed with it: it is not duty's any more.
    with site.facts() as world:
        [look_at_risk], [alert] = world.ines.risk_records.all(), world.ines.alerts.all()
        assert (alert.value, alert.level, alert.closed_by) == (2, "urgent", look_at_risk)
    assert status(dan.goto(record.replace("/clients/", "/duty/"))) == 404


def test_the_night_with_duty_off(site: Site) -> None:
    when = closed_for_two_days(site)
    link = asked(site)

    ines = site.phone()
    open_link(ines, link)
    press(ines, "Start")
    answer(ines, "000000003")
    answer_last(ines)
    press(ines, "Send")

    # She is told when a person reads it, by the team's hours, and that nobody is there before.
    card = ines.get_by_role("heading", name="When a person reads this").locator("..")
    expect(card).to_contain_text(f"by {when} at the latest")
    expect(card).to_contain_text("Until then nobody is there: please use the numbers above.")
    look(ines, "Thank you for telling us")

    # The therapist holds it and is told; the administrator is told that nobody is there.
    site.work()
    assert len(site.mailbox.to("ada@harbour.example")) == 1
    [told] = site.mailbox.to("gwen@harbour.example")
    assert told.subject == "Nobody is on duty"
    assert not NAMES.search(told.whole)
    assert site.mailbox.to("dan@harbour.example") == []
    with site.facts() as world:
        [alert] = world.ines.alerts.all()
        assert (alert.holder, alert.nobody_on_duty, alert.seen_at) == (world.ada, True, None)


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_call_buttons_show_without_scrolling_on_a_phone(site: Site, script: bool) -> None:
    closed_for_two_days(site)
    link = asked(site)
    ines = site.phone(java_script_enabled=script)
    open_link(ines, link)
    press(ines, "Start")
    answer(ines, "000000002")
    answer_last(ines)
    press(ines, "Send")

    emergency = ines.get_by_role("link", name=re.compile("^Call 999"))

    expect(emergency).to_have_attribute("href", "tel:999")
    expect(emergency).to_be_in_viewport(ratio=1)
    expect(ines.get_by_role("link", name=re.compile("^Call 116 123"))).to_be_in_viewport(ratio=1)


def test_a_lead_on_duty_sees_no_client_without_an_alert(site: Site) -> None:
    on_duty(site)
    with site.facts() as world:
        page_of_duty = f"/duty/{world.ines.pk}/"
    dan = site.signed_in("dan", site.desk())

    assert status(dan.goto(page_of_duty)) == 404
    look(dan, "not here")
