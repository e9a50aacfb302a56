"""Every page that staff can open stands a look: axe in both themes, nothing too wide, no complaint of the browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.answers.actions.asking import invite
from clinic.people.actions.clients import break_glass
from clinic.safety.actions.plans import make_plan, mark_unsafe, name_supporter
from clinic.safety.actions.risk import record_risk
from tests.browser.look import see, see_on_paper, status
from tests.browser.site import Site
from tests.browser.stories import on_duty
from tests.world import World, actor, answered

pytestmark = pytest.mark.browser

PAGES = {
    "ada": (
        "/clients/ /clients/?q=nobody /clients/new/ /alerts/ /break-glass/ /clients/{ines}/ /clients/{ines}/details/ "
        "/clients/{ines}/risk/ /clients/{ines}/plan/ /clients/{ines}/people/ /clients/{ines}/opened/ "
        "/clients/{ines}/enter/bdi-ii/ /risk/{risk}/withdraw/ /answers/{sheet}/ /clients/{jo}/"
    ),
    "cleo": "/supervision/ /clients/{ines}/",
    "dan": "/alerts/ /duty/{ines}/ /clients/{ines}/risk/",
    "finn": "/numbers/",
    "gwen": (
        "/team/ /team/{team}/ /team/{team}/members/new/ /team/{team}/members/{ada}/ "
        "/team/{team}/members/{ada}/clients/ /team/{team}/members/{ada}/leaving/ /team/{team}/supervision/ "
        "/team/{team}/cover/ /team/{team}/duty/ /team/{team}/settings/ /team/{team}/alert-rules/ "
        "/team/{team}/crisis-lines/ /team/{team}/crisis-lines/GB/ /team/{team}/crisis-lines/GB/lines/new/ "
        "/team/{team}/letters/ /team/{team}/questionnaires/ /team/{team}/questionnaires/?show=ready&domain=sleep "
        "/team/{team}/questionnaires/use/ /team/{team}/questionnaires/of/rcads-47/ "
        "/team/{team}/questionnaires/of/wsas/file/ /team/{team}/questionnaires/of/wsas/form/"
    ),
    "bo": "/account/2fa/ /account/password/change/ /clients/",
}


def furnish(world: World) -> dict[str, object]:
    """A record with something of everything in it; ids for addresses."""
    by, now = actor(world.ada), timezone.now()
    before = now - timedelta(days=1)
    sheet = answered(world.ines, "333-33332", before.date(), now=before, by=world.ada).sheet
    risk = record_risk(
        client=world.ines,
        look={"was_asked": True, "finding": "thoughts", "done": ["talked"], "plan": "She phones on Wednesday."},
        by=by,
        now=now,
    )
    name_supporter(client=world.ines, name="Olive Hart", relation="sister", phone="020 7946 0991", by=by, now=now)
    unsafe = name_supporter(client=world.ines, name="Ruprecht Thornfield", relation="husband", by=by, now=now)
    parts = {"warning_signs": "when Ruprecht is late", "coping": "a walk by the river", "helpers": "Olive Hart"}
    make_plan(
        client=world.ines, parts=parts, was_made_together=True, made_on=now.date(), review_on=None, by=by, now=now
    )
    mark_unsafe(supporter=unsafe, why="He reads her letters.", by=by, now=now)
    invite(client=world.ines, measure="gad-7", by=by, now=now)
    break_glass(client=world.ines, reason="She called at night.", by=actor(world.bo), now=now - timedelta(hours=3))
    return {
        "ines": world.ines.pk,
        "jo": world.jo.pk,
        "ada": world.ada.pk,
        "team": world.team.pk,
        "risk": risk.pk,
        "sheet": sheet.pk,
    }


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_staff_stands_a_look(site: Site, name: str) -> None:
    on_duty(site)
    with site.facts() as world:
        ids = furnish(world)
    page = site.signed_in(name, site.desk())

    for n, address in enumerate(PAGES[name].split()):
        assert status(page.goto(address.format(**ids))) == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("() => document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        see(page, width=(390, 1280)[n % 2], height=900, theme="light")
        see(page, width=(1280, 390)[n % 2], height=900, theme="dark")
    assert page.url.startswith(site.url)


def test_a_record_prints_with_its_chart_and_without_the_furniture(site: Site) -> None:
    with site.facts() as world:
        ids = furnish(world)
    ada = site.signed_in("ada", site.desk())
    ada.goto("/clients/{ines}/".format(**ids))
    see_on_paper(ada)

    expect(ada.get_by_role("navigation")).to_be_hidden()
    expect(ada.get_by_role("button")).to_have_count(0)
    expect(ada.get_by_role("region", name="PHQ-9").locator("svg[role=img]:visible")).to_have_count(1)
    assert ada.pdf(format="A4").startswith(b"%PDF")
