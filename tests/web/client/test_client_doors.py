"""Who comes to a client's own pages, and where a client never comes: by link, by account, after closing or leaving."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.letters.models import Letter
from clinic.people.actions.accounts import close_account
from clinic.people.models import Client, Link, User
from tests.web.client.steps import came_by_link, landed, link_to_own_pages, signs_in, with_account
from tests.web.crawl import Crawl, post
from tests.web.matrix import Row, address, ask, outcome, rows
from tests.web.signing import words
from tests.web.stage import Stage, left_alone, undone
from tests.world import PASSWORD, actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OWN = sorted({row.name for row in rows() if row.name.startswith("my") and row.method == "GET"} - {"my_left"})
USED = "This link does not open any more"
NEVER_FOR_CLIENTS = {"mfa_activate_totp", "mfa_deactivate_totp"}


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """The hasher is not the matter here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def statuses(browser: Browser, names: list[str]) -> set[int]:
    """How pages answer that need no id."""
    return {browser.get(reverse(name)).status_code for name in names if name not in ("my_plan",)}


def plain(names: list[str], stage: Stage) -> list[str]:
    """Addresses of the client's own pages, with Ines's ids."""
    return [address(name, stage) for name in names]


def test_an_account_opens_every_own_page_and_the_questions(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    answers = {url: ines.get(url).status_code for url in plain(OWN, stage)}
    questions = ines.get(reverse("questionnaire", args=[stage.ines.invitation])).status_code

    wanted = {url: 302 if url == reverse("my_account") else 200 for url in answers}
    assert answers == wanted
    assert questions == 200


def test_the_link_to_own_pages_opens_them_all_and_the_questions(stage: Stage) -> None:
    ines = came_by_link(stage.ines.client)

    answers = {url: ines.get(url).status_code for url in plain(OWN, stage)}

    assert answers == dict.fromkeys(answers, 200)
    assert ines.get(reverse("questionnaire", args=[stage.ines.invitation])).status_code == 200


@pytest.mark.parametrize("way", ["link", "account"])
def test_questions_are_answered_whichever_way_one_came(way: str, stage: Stage) -> None:
    if way == "account":
        with_account(stage.ines.client)
    ines = came_by_link(stage.ines.client) if way == "link" else signs_in(stage.ines.client)
    pk = stage.ines.invitation
    with undone():
        post(ines, reverse("questionnaire", args=[pk]), page="one")
        post(ines, reverse("question", args=[pk, 1]), answer="2")
        sent = post(ines, reverse("check_answers", args=[pk]))
        trail = Event.objects.order_by("-seq").values_list("by_kind", flat=True)[0]
        thanks = ines.get(reverse("sent", args=[pk])).status_code

    assert landed(sent) == reverse("sent", args=[pk])
    assert (trail, thanks) == ("link" if way == "link" else "client", 200)


@pytest.mark.parametrize("way", ["link", "account"])
def test_what_is_another_clients_is_not_there(way: str, stage: Stage) -> None:
    if way == "account":
        with_account(stage.ines.client)
    ines = came_by_link(stage.ines.client) if way == "link" else signs_in(stage.ines.client)

    questions = [reverse(name, args=[stage.kit.invitation]) for name in ("questionnaire", "all_questions", "sent")]
    pages = [ines.get(url) for url in plain(OWN, stage)]

    assert {ines.get(url).status_code for url in questions} == {404}
    assert [page for page in pages if stage.kit.client.name.split()[0] in page.content.decode()] == []


def test_a_link_to_questions_opens_no_own_page(stage: Stage) -> None:
    phone = Browser()
    post(phone, reverse("link", args=[stage.ines.secret]))

    pages = [phone.get(url) for url in plain([name for name in OWN if name != "my_plan"], stage)]

    assert {page.status_code for page in pages} == {404}
    assert all(USED in page.content.decode() for page in pages)


def staff_rows() -> list[Row]:
    """Every address of staff: those that send a stranger to sign-in, allauth's and the client's own apart."""
    apart = ("account_", "mfa_", "my", "unlock", "still_here", "home")
    return [row for row in rows() if row.outcomes["anon"] == "S" and not row.name.startswith(apart)]


@pytest.mark.parametrize("way", ["link", "account"])
def test_a_client_never_comes_to_a_page_of_staff(way: str, stage: Stage) -> None:
    if way == "account":
        with_account(stage.ines.client)
    ines = came_by_link(stage.ines.client) if way == "link" else signs_in(stage.ines.client)

    came = {
        f"{row.method} {row.name}": outcome(ask(ines, row.method, address(row.name, stage))) for row in staff_rows()
    }

    assert len(came) > 60
    assert came == dict.fromkeys(came, "S" if way == "link" else "4")


def test_home_leads_everybody_to_their_own(stage: Stage) -> None:
    with_account(stage.ines.client)

    assert landed(signs_in(stage.ines.client).get(reverse("home"))) == reverse("my")
    assert landed(sign_in(stage.world.ada).get(reverse("home"))) not in ("", reverse("my"))


@pytest.mark.parametrize("to", ["", "/", "/my/chart/", "/clients/"])
def test_signing_in_lands_on_their_own_pages(to: str, stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = Browser()

    response = post(ines, reverse("account_login"), login=stage.ines.client.email, password=PASSWORD, next=to)
    page = ines.get(response.headers["Location"], follow=True)

    wanted = {"/my/chart/": ("/my/chart/", 200), "/clients/": ("/clients/", 404)}.get(to, ("/my/", 200))
    assert (page.request["PATH_INFO"], page.status_code) == wanted


def test_no_second_step_is_asked_of_a_client(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    assert ines.get(reverse("my")).status_code == 200
    assert landed(ines.get(reverse("mfa_index"))) == reverse("my_settings")
    assert {ines.get(reverse(name)).status_code for name in NEVER_FOR_CLIENTS} == {404}


def test_a_client_may_add_a_passkey_and_change_the_password_in_their_own_layout(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    pages = [ines.get(reverse(name)) for name in ("mfa_list_webauthn", "mfa_add_webauthn", "account_change_password")]

    assert {page.status_code for page in pages} == {200}
    assert all("Leave this page" in page.content.decode() for page in pages)


def test_a_passkey_stands_beside_the_password_and_is_no_second_step(stage: Stage) -> None:
    user = with_account(stage.ines.client)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "phone", "credential": {}})

    ines = signs_in(stage.ines.client)
    page = ines.get(reverse("my")).content.decode()

    assert "Hello Ines" in page
    assert "Successfully" not in page
    assert landed(ines.get(reverse("mfa_view_recovery_codes"))) == reverse("my_settings")


def test_choosing_a_password_signs_in_and_closes_the_link(stage: Stage) -> None:
    url = link_to_own_pages(stage.ines.client)
    phone = Browser()
    post(phone, url)

    made = post(phone, reverse("my_account"), password="four boats under a lamp")
    page = phone.get(reverse("my"))

    assert landed(made) == reverse("my")
    assert page.wsgi_request.actor.kind == "client"  # type: ignore[attr-defined]
    assert not Link.objects.filter(client=stage.ines.client, purpose="portal", revoked_at=None).exists()


@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_weak_password_is_refused_in_words(password: str, stage: Stage) -> None:
    phone = came_by_link(stage.ines.client)

    page = post(phone, reverse("my_account"), password=password)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert password == "" or f'value="{password}"' not in page.content.decode()
    assert not User.objects.filter(is_client=True).exists()


def test_a_client_without_an_address_is_told_why_there_is_no_password(stage: Stage) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(email="", safe_channel="in_person")
    phone = came_by_link(Client.objects.get(pk=stage.ines.client.pk))

    page = phone.get(reverse("my_account"))
    post(phone, reverse("my_account"), password="four boats under a lamp")

    assert "we need an e-mail address" in page.content.decode()
    assert not User.objects.filter(is_client=True).exists()


def test_the_open_tab_of_a_closed_account_leads_to_sign_in(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    close_account(client=stage.ines.client, by=actor(stage.world.ada), now=timezone.now())

    assert {landed(ines.get(url)) for url in plain(["my", "my_chart", "my_record_file"], stage)} == {
        reverse("account_login")
    }


def test_the_open_tab_of_a_closed_link_shows_the_help_page(stage: Stage) -> None:
    phone = came_by_link(stage.ines.client)

    close_account(client=stage.ines.client, by=actor(stage.world.ada), now=timezone.now())

    assert USED in phone.get(reverse("my")).content.decode()


def test_whoever_closed_their_pages_stays_out_with_the_right_password(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    left = post(ines, reverse("my_settings"), do="close")
    again = post(Browser(), reverse("account_login"), login=stage.ines.client.email, password=PASSWORD)

    assert landed(left) == reverse("my_left")
    assert landed(again) == reverse("account_inactive")


@pytest.mark.parametrize("way", ["link", "account"])
def test_leaving_ends_it_in_this_browser(way: str, stage: Stage) -> None:
    if way == "account":
        with_account(stage.ines.client)
    ines = came_by_link(stage.ines.client) if way == "link" else signs_in(stage.ines.client)

    left = ines.post(reverse("leave"))

    assert left.status_code == 204
    assert landed(ines.get(reverse("my"))) == reverse("account_login")


@pytest.mark.parametrize("way", ["link", "account"])
def test_every_own_page_has_the_quick_way_out_and_is_kept_nowhere(way: str, stage: Stage) -> None:
    if way == "account":
        with_account(stage.ines.client)
    ines = came_by_link(stage.ines.client) if way == "link" else signs_in(stage.ines.client)

    pages = [ines.get(url) for url in plain(OWN, stage)]

    assert all("no-store" in page.headers["Cache-Control"] for page in pages)
    html = [page.content.decode() for page in pages if page.headers["Content-Type"].startswith("text/html")]
    bodies = [body for body in html if body]
    assert len(bodies) >= len(OWN) - 2
    assert all(f'data-exit-end-url="{reverse("leave")}"' in body for body in bodies)


def test_staff_who_leave_a_clients_page_stay_signed_in(stage: Stage) -> None:
    ada = came_by_link(stage.ines.client, sign_in(stage.world.ada))

    ada.post(reverse("leave"))

    assert ada.get(reverse("clients")).status_code == 200


def test_two_people_on_one_device_do_not_see_each_other(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    kit = came_by_link(stage.kit.client, ines)
    seen_by_kit = kit.get(reverse("my")).content.decode()
    ines_again = signs_in(stage.ines.client, kit)
    seen_by_ines = ines_again.get(reverse("my")).content.decode()

    assert "Hello Kit" in seen_by_kit
    assert "Hello Ines" in seen_by_ines
    assert ines_again.get(reverse("questionnaire", args=[stage.kit.invitation])).status_code == 404


@pytest.mark.parametrize(("shares", "limit"), [(False, 30), (True, 10)])
def test_a_page_left_alone_asks_to_sign_in_again(shares: bool, limit: int, stage: Stage) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(shares_device=shares)
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)

    def after(minutes: float) -> str:
        ines.get(reverse("my"))
        session = ines.session
        session["used"] = int(time.time() - minutes * 60)
        session.save()
        return landed(ines.get(reverse("my"))) or "in"

    assert after(limit - 1) == "in"
    assert after(limit + 1) == reverse("account_login")


def test_what_was_being_written_when_the_page_was_covered_is_given_back(stage: Stage) -> None:
    with_account(stage.ines.client)
    ines = signs_in(stage.ines.client)
    ines.get(reverse("my"))

    covered = post(left_alone(ines, minutes=31, idle_minutes=30), reverse("my_settings"), do="hide")

    assert covered.status_code == 403
    assert 'name="do" value="hide"' in covered.content.decode()
    assert "Leave this page" in covered.content.decode()


def test_an_account_ends_with_the_browser(stage: Stage) -> None:
    with_account(stage.ines.client)

    assert signs_in(stage.ines.client).cookies["session"]["max-age"] == ""


def test_a_forgotten_password_is_asked_for_where_email_is_safe_only(stage: Stage) -> None:
    with_account(stage.ines.client)
    Letter.objects.all().delete()

    answers = []
    for channel in ("email", "phone"):
        Client.objects.filter(pk=stage.ines.client.pk).update(safe_channel=channel, phone="020 7946 0001")
        answers.append(post(Browser(), reverse("account_reset_password"), email=stage.ines.client.email))

    letters = list(Letter.objects.all())
    assert {landed(answer) for answer in answers} == {reverse("account_reset_password_done")}
    assert [letter.kind for letter in letters] == ["portal_password"]
    assert not any(word in f"{letters[0].subject} {letters[0].body}" for word in ("Ines", "OpenIPT", "therap"))


def test_a_reset_password_signs_a_client_in(stage: Stage) -> None:
    with_account(stage.ines.client)
    post(Browser(), reverse("account_reset_password"), email=stage.ines.client.email)
    body = Letter.objects.filter(kind="portal_password").latest("written_at").body
    url = next(word for word in body.split() if "/account/" in word)
    phone = Browser()

    form = phone.get("/" + url.split("/", 3)[3], follow=True)
    new = "seven quiet stones in a jar"
    post(phone, form.request["PATH_INFO"], password1=new, password2=new)

    assert signs_in(stage.ines.client, password=new).get(reverse("my")).status_code == 200


def test_titles_say_nothing_to_a_stranger(stage: Stage) -> None:
    ines = came_by_link(stage.ines.client)

    pages = [ines.get(url).content.decode() for url in plain([name for name in OWN if "file" not in name], stage)]

    titles = [page.split("<title>")[1].split("</title>")[0].split("–")[0].lower() for page in pages]
    telling = ("phq", "depress", "therap", "ipt", "mood", "clinic", "patient", "ines", "risk")
    assert [title for title in titles for word in telling if word in title] == []


def test_a_link_that_was_not_used_for_a_fortnight_opens_nothing(stage: Stage) -> None:
    phone = came_by_link(stage.ines.client)

    Link.objects.filter(purpose="portal").update(last_used_at=timezone.now() - timedelta(days=14, minutes=1))

    assert USED in phone.get(reverse("my")).content.decode()


def test_the_same_words_for_an_address_with_and_without_account(stage: Stage) -> None:
    with_account(stage.ines.client)

    known, unknown = (
        words(post(Browser(), reverse("account_reset_password"), email=email))
        for email in (stage.ines.client.email, "nobody@post.example")
    )

    assert known == unknown
