"""One-time links: a GET uses nothing up, a POST opens once, and whatever is wrong with one looks the same."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.asking import cancel, invite, send_link, share_plan
from clinic.answers.actions.mending import withdraw
from clinic.answers.models import AnswerSheet, Invitation
from clinic.letters.models import Letter
from clinic.people.models import Client, Link
from tests.web.crawl import post
from tests.web.signing import words
from tests.web.stage import Stage, secret_of
from tests.world import actor, hold_link

pytestmark = [pytest.mark.django_db, pytest.mark.database]
USED = "This link does not open any more"


def asked(client: Client, stage: Stage, measure: str = "phq-9") -> str:
    """The address of a fresh link to a questionnaire."""
    made = invite(client=client, measure=measure, by=actor(client.therapist), now=timezone.now())
    return reverse("link", args=[secret_of(made.url)])


def opened(url: str, browser: Browser | None = None) -> tuple[Browser, str]:
    """Open a link by its button; where it leads."""
    browser = browser or Browser()
    return browser, post(browser, url).headers.get("Location", "")


def test_opening_a_link_does_not_use_it_up(stage: Stage) -> None:
    url = asked(stage.ines.client, stage)
    for _ in range(3):
        for method in ("get", "head", "options"):
            getattr(Browser(), method)(url)

    _, to = opened(url)

    assert to.startswith("/q/")


def test_a_link_opens_once(stage: Stage) -> None:
    url = asked(stage.ines.client, stage)

    _, first = opened(url)
    second = post(Browser(), url)

    assert first.startswith("/q/")
    assert (second.status_code, USED in second.content.decode()) == (404, True)


def wrong_links(stage: Stage) -> dict[str, str]:
    """A used, an expired, an unknown, a revoked, a cancelled and a withdrawn link, by what is wrong."""
    now, by = timezone.now(), actor(stage.world.ada)
    urls = {name: asked(stage.ines.client, stage) for name in ("used", "expired", "revoked", "cancelled", "withdrawn")}
    links = dict(zip(urls, Link.objects.filter(client=stage.ines.client).order_by("-made_at")[:5][::-1], strict=True))
    opened(urls["used"])
    Link.objects.filter(pk=links["expired"].pk).update(last_used_at=now - timedelta(days=15))
    invitations = {name: Invitation.objects.get(pk=link.about_id) for name, link in links.items()}
    send_link(invitation=invitations["revoked"], by=by, now=now)  # the earlier one is revoked
    cancel(invitation=invitations["cancelled"], by=by, now=now)
    phone, to = opened(urls["withdrawn"])
    post(phone, to)
    withdraw(
        sheet=AnswerSheet.objects.get(invitation=invitations["withdrawn"]), why="wrong person", to=None, by=by, now=now
    )
    return {**urls, "unknown": reverse("link", args=["n" * 43]), "strange": reverse("link", args=["ö <b>'\""])}


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_and_unknown_links_look_the_same(method: str, stage: Stage) -> None:
    pages = {name: getattr(Browser(), method)(url) for name, url in wrong_links(stage).items()}

    bodies = {name: words(page) for name, page in pages.items()}
    assert {page.status_code for page in pages.values()} == {404}
    assert len(set(bodies.values())) == 1
    assert USED in bodies["used"] and 'href="tel:999"' in bodies["used"]


def test_asking_for_a_new_link_is_answered_alike(stage: Stage) -> None:
    pages = {name: post(Browser(), url + "again/") for name, url in wrong_links(stage).items()}

    bodies = {words(page) for page in pages.values()}
    assert {page.status_code for page in pages.values()} == {200}
    assert len(bodies) == 1


def test_a_new_link_goes_to_the_safe_address_only_and_not_at_once_again(stage: Stage) -> None:
    url, client = asked(stage.ines.client, stage), stage.ines.client
    opened(url)
    Link.objects.filter(client=client).update(made_at=timezone.now() - timedelta(hours=1))

    n_before = Letter.objects.count()
    for _ in range(3):
        post(Browser(), url + "again/")
    Link.objects.filter(client=client).update(made_at=timezone.now() - timedelta(hours=1))
    Client.objects.filter(pk=client.pk).update(safe_channel="in_person")
    post(Browser(), url + "again/")

    assert Letter.objects.count() == n_before + 1
    assert Letter.objects.latest("written_at").to == client.email


def test_a_new_link_really_opens(stage: Stage) -> None:
    url = asked(stage.ines.client, stage)
    opened(url)
    Link.objects.filter(client=stage.ines.client).update(made_at=timezone.now() - timedelta(hours=1))

    post(Browser(), url + "again/")
    body = Letter.objects.latest("written_at").body
    secret = next(secret_of(word) for word in body.split() if "/l/" in word)
    _, to = opened(reverse("link", args=[secret]))

    assert to.startswith("/q/")


def test_a_link_opens_one_questionnaire_of_one_client(stage: Stage) -> None:
    first, own = opened(asked(stage.ines.client, stage))
    second, other = opened(asked(stage.ines.client, stage, "gad-7"))
    _, stranger = opened(asked(stage.kit.client, stage))
    opened(
        reverse(
            "link",
            args=[secret_of(share_plan(client=stage.ines.client, by=actor(stage.world.ada), now=timezone.now()).url)],
        )
    )

    assert [first.get(url).status_code for url in (own, other, stranger, reverse("my_plan"))] == [200, 404, 404, 404]
    assert second.get(other).status_code == 200


def test_a_link_of_somebody_else_in_the_same_browser_replaces_the_first(stage: Stage) -> None:
    browser, ines = opened(asked(stage.ines.client, stage))

    _, kit = opened(asked(stage.kit.client, stage), browser)

    assert [browser.get(url).status_code for url in (ines, kit)] == [404, 200]


def test_a_second_link_of_the_same_client_leaves_the_first_open(stage: Stage) -> None:
    browser, first = opened(asked(stage.ines.client, stage))

    _, second = opened(asked(stage.ines.client, stage, "gad-7"), browser)

    assert [browser.get(url).status_code for url in (first, second)] == [200, 200]


def test_one_goes_on_after_closing_the_page(stage: Stage) -> None:
    url = asked(stage.ines.client, stage)
    browser, to = opened(url)
    post(browser, to, page="one")
    post(browser, to + "1/", answer="2")

    again = post(browser, url)
    start = browser.get(to).content.decode()

    assert again.headers["Location"] == to
    assert "Go on" in start
    assert 'value="2" checked' in browser.get(to + "1/").content.decode()


def test_the_session_has_a_new_name_after_a_link_is_opened(stage: Stage) -> None:
    browser = Browser()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key

    opened(asked(stage.ines.client, stage), browser)

    assert browser.session.session_key != before


def test_quick_exit_ends_it_in_this_browser(stage: Stage) -> None:
    url = asked(stage.ines.client, stage)
    browser, to = opened(url)

    left = browser.post(reverse("leave"))

    assert left.status_code == 204
    assert [USED in browser.get(one).content.decode() for one in (to, url)] == [True, True]


@pytest.mark.parametrize(("shares", "lasts"), [(True, ""), (False, 14 * 86400)])
def test_on_a_shared_device_it_ends_with_the_browser(shares: bool, lasts: int | str, stage: Stage) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(shares_device=shares)

    browser, _ = opened(asked(stage.ines.client, stage))

    assert browser.cookies["session"]["max-age"] == lasts


@pytest.mark.parametrize(("days", "status"), [(13.9, 200), (14.1, 404)])
def test_a_link_lasts_fourteen_days_after_it_was_last_used(days: float, status: int, stage: Stage) -> None:
    browser, to = opened(asked(stage.ines.client, stage))
    post(browser, to, page="one")

    Link.objects.filter(client=stage.ines.client).update(last_used_at=timezone.now() - timedelta(days=days))

    assert {browser.get(to + page).status_code for page in ("", "1/", "all/", "check/")} == {status}


def test_after_withdrawal_it_is_gone(stage: Stage) -> None:
    browser, to = opened(asked(stage.ines.client, stage))
    post(browser, to, page="one")
    sheet = AnswerSheet.objects.get(invitation=to.strip("/").split("/")[1])

    withdraw(sheet=sheet, why="wrong person", to=None, by=actor(stage.world.ada), now=timezone.now())

    statuses = {browser.get(to + page, follow=True).status_code for page in ("", "1/", "all/", "check/", "sent/")}
    statuses |= {browser.post(to + page, {"answer": "1"}).status_code for page in ("", "1/", "all/", "keep/", "check/")}
    assert statuses <= {404, 409}
    assert AnswerSheet.objects.get(pk=sheet.pk).answers == {}


def test_the_plan_of_another_client_is_never_shown(stage: Stage) -> None:
    page = hold_link(stage.kit.client).get(reverse("my_plan"))

    assert page.status_code == 200
    assert stage.ines.client.name not in page.content.decode()


def test_the_address_is_told_once_and_kept_nowhere(stage: Stage) -> None:
    made = invite(client=stage.ines.client, measure="phq-9", by=actor(stage.world.ada), now=timezone.now())

    secret = secret_of(made.url)
    row = Link.objects.get(pk=made.link.pk)

    assert len(secret) >= 43
    assert secret not in str({name: str(value) for name, value in vars(row).items()})
