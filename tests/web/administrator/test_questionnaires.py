"""The pages on questionnaires: the list, the declared use, a wording by file or by form, and withdrawing it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.answering import begin
from clinic.answers.actions.asking import invite
from clinic.answers.models import Invitation
from clinic.definitions.library import files, library
from clinic.people.actions.links import open_link
from clinic.wordings import latest, writing
from clinic.wordings.actions import declare_use, keep_wording
from clinic.wordings.models import SiteUse, SiteWording
from tests.clinic.wordings.words import LICENCE, words
from tests.web.counting import counted
from tests.world import World, actor, hold_link, holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]
STATED = {
    "owner": "Somebody Who Holds It",
    "terms": "Our service may show it to its own clients.",
    "uses": ["clinical"],
    "reference": "Agreement 7",
    "expires_on": "",
    "stated": "on",
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page changed is shown without waiting for the commit that a test never makes."""
    monkeypatch.setattr(latest.transaction, "on_commit", lambda show: show())


@pytest.fixture
def gwen(world: World, as_user: Callable[..., Browser]) -> Browser:
    """The administrator's browser."""
    return as_user(world.gwen)


def at(world: World, page: str, *args: Any) -> str:
    """The address of a page of Gwen's team."""
    return reverse(page, args=[world.team.pk, *args])


def text(response: Any) -> str:
    """The page with its spaces folded."""
    return " ".join(response.content.decode().split())


def declare(world: World, *, is_commercial: bool = False) -> None:
    """A clinical use, declared."""
    declare_use(purposes=["clinical"], is_commercial=is_commercial, by=actor(world.gwen), now=timezone.now())


def keep(world: World, **changes: Any) -> SiteWording:
    """An invented wording of the WSAS, kept."""
    return keep_wording(measure="wsas", text=words("wsas"), licence=LICENCE, by=actor(world.gwen), now=timezone.now())


def upload(text: str | bytes, **changes: Any) -> dict[str, Any]:
    """What the form with the file sends."""
    raw = text.encode() if isinstance(text, str) else text
    return {**STATED, **changes, "file": SimpleUploadedFile("wsas.toml", raw)}


def test_every_measure_stands_in_the_list_under_what_it_is_about(gwen: Browser, world: World) -> None:
    page = text(gwen.get(at(world, "site_measures")))

    for measure in files().measures():
        assert reverse("site_measure", args=[world.team.pk, measure.id]) in page
    assert '<h2 id="domain-1">Mood</h2>' in page
    assert "Say what you use questionnaires for" in page


@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ({"show": "ready"}, "phq-9", "wsas"),
        ({"show": "closed"}, "audit", "phq-9"),
        ({"show": "missing"}, "wsas", "audit"),
        ({"domain": "alcohol"}, "audit", "phq-9"),
        ({"show": "nonsense", "domain": "nonsense"}, "phq-9", "no-such-measure"),
    ],
)
def test_the_list_can_be_sieved(gwen: Browser, world: World, asked: dict[str, str], there: str, absent: str) -> None:
    page = text(gwen.get(at(world, "site_measures"), asked))

    assert f"/of/{there}/" in page
    assert f"/of/{absent}/" not in page


def test_nothing_of_a_kind_says_so(gwen: Browser, world: World) -> None:
    assert "None of this kind" in text(gwen.get(at(world, "site_measures"), {"show": "ready", "domain": "sleep"}))


def test_the_list_costs_three_statements_however_many_wordings_there_are(gwen: Browser, world: World) -> None:
    declare(world)
    keep(world)
    gwen.get(at(world, "site_measures"))

    with counted() as statements:
        gwen.get(at(world, "site_measures"))

    assert len([one for one in statements if "wordings_" in one]) == 2


def test_a_use_is_declared_and_what_it_closes_is_said(gwen: Browser, world: World) -> None:
    given = {"purposes": ["clinical", "research"], "is_commercial": "yes"}

    answer = gwen.post(at(world, "site_use"), given, follow=True)

    assert answer.redirect_chain == [(at(world, "site_measures"), 303)]
    assert "Declared: clinical work, research; with a commercial purpose." in text(answer)
    assert "WHO-5" in text(answer)
    assert SiteUse.objects.get().declared_by == world.gwen
    assert "by Gwen" in text(gwen.get(at(world, "site_use")))


def test_a_use_without_purpose_or_answer_is_refused_at_its_field(gwen: Browser, world: World) -> None:
    answer = gwen.post(at(world, "site_use"), {})

    assert answer.status_code == 422
    assert {"Choose at least one.", "Say yes or no."} <= set(text_of_errors(answer))
    assert not SiteUse.objects.exists()


def text_of_errors(answer: Any) -> list[str]:
    """Every error of the page's form."""
    return [error for errors in answer.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize("measure", [one.id for one in files().measures()])
def test_each_measure_has_a_page_with_what_it_scores(gwen: Browser, world: World, measure: str) -> None:
    answer = gwen.get(at(world, "site_measure", measure))

    one = files().measure(measure)
    page = text(answer)
    assert answer.status_code == 200
    assert (f"<dd>{one.low}–{one.high}</dd>" if one.has_total else "<dd>none</dd>") in page
    assert ("not verified" in page) or all(band.verified for band in one.bands)


def test_a_measure_that_is_not_there_is_404(gwen: Browser, world: World) -> None:
    assert gwen.get(at(world, "site_measure", "no-such-measure")).status_code == 404
    assert gwen.get(at(world, "site_wording_file", "bdi-ii")).status_code == 404
    assert gwen.get(at(world, "site_wording_form", "bdi-ii")).status_code == 404
    assert gwen.get(at(world, "site_wording_template", "bdi-ii")).status_code == 404


def test_a_file_is_kept_with_its_licence_and_opens_the_questionnaire(gwen: Browser, world: World) -> None:
    declare(world)

    answer = gwen.post(at(world, "site_wording_file", "wsas"), upload(words("wsas")), follow=True)

    assert answer.redirect_chain == [(at(world, "site_measure", "wsas"), 303)]
    assert "The wording in English is kept as revision 1." in text(answer)
    assert "ready, your own wording" in text(answer)
    assert "Somebody Who Holds It: Our service may show it to its own clients." in text(answer)
    assert library().wording(library().measure("wsas"), "en").has_items


def test_before_a_use_is_declared_it_is_kept_and_said_to_stay_shut(gwen: Browser, world: World) -> None:
    answer = gwen.post(at(world, "site_wording_file", "wsas"), upload(words("wsas")), follow=True)

    assert "It opens when your service has declared what it uses questionnaires for." in text(answer)
    assert not library().wording(library().measure("wsas"), "en").has_items


def test_a_licence_that_is_too_narrow_is_said_at_once(gwen: Browser, world: World) -> None:
    declare(world, is_commercial=True)

    answer = gwen.post(at(world, "site_wording_file", "wsas"), upload(words("wsas")), follow=True)

    assert "its licence does not allow all of the declared use" in text(answer)


def test_every_fault_of_a_file_is_listed_with_what_was_expected(gwen: Browser, world: World) -> None:
    wrong = words("wsas").replace("Question 2, as the site holds it", "").replace('"5" = "Q', '"9" = "Q')

    answer = gwen.post(at(world, "site_wording_file", "wsas"), upload(wrong))

    page = text(answer)
    assert answer.status_code == 422
    assert "<code>items.5</code>" in page
    assert "<code>items.9</code>" in page
    assert 'value="Agreement 7"' in page
    assert not SiteWording.objects.exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "The file is empty"),
        (b"x" * 300_000, "larger than 200 kB"),
        ("title".encode("utf-16"), "UTF-16"),
        (b"\xff\x00\xff", "not in UTF-8"),
        (b"this is no wording", "a TOML file"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(gwen: Browser, world: World, raw: bytes, says: str) -> None:
    answer = gwen.post(at(world, "site_wording_file", "wsas"), upload(raw))

    assert answer.status_code == 422
    assert says in text(answer)


def test_a_file_with_the_mark_of_an_editor_is_kept(gwen: Browser, world: World) -> None:
    gwen.post(at(world, "site_wording_file", "wsas"), upload(b"\xef\xbb\xbf" + words("wsas").encode()))

    assert SiteWording.objects.get().text == words("wsas")


@pytest.mark.parametrize("missing", ["owner", "terms", "uses", "stated"])
def test_without_the_whole_statement_nothing_is_kept(gwen: Browser, world: World, missing: str) -> None:
    given = {name: value for name, value in upload(words("wsas")).items() if name != missing}

    answer = gwen.post(at(world, "site_wording_file", "wsas"), given)

    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert not SiteWording.objects.exists()


def test_a_licence_that_is_over_is_refused_at_its_field(gwen: Browser, world: World) -> None:
    answer = gwen.post(at(world, "site_wording_file", "wsas"), upload(words("wsas"), expires_on="2020-01-01"))

    assert "This licence is over" in text(answer)


def test_a_reworded_shipped_instrument_is_refused(gwen: Browser, world: World) -> None:
    answer = gwen.post(at(world, "site_wording_file", "phq-2"), upload(words("phq-2")))

    assert answer.status_code == 422
    assert "a reworded PHQ-2 is another instrument" in text(answer)


def typed(measure: str, **changes: str) -> dict[str, Any]:
    """What the form made from a measure sends, every text invented."""
    one = files().measure(measure)
    given: dict[str, Any] = {
        **STATED,
        "language": "en",
        "title": "Short",
        "full_title": "The Full Title",
        "instruction": "As the site asks it.",
        "source": "The form that the site holds.",
        "not_applicable": "Not for me",
    }
    given |= {f"option_{value}": f"Answer {value}" for value in writing.shared_values(one)}
    given |= {f"item_{item.id}": f"Question {item.id}, typed" for item in one.items}
    given |= {
        f"answers_{item.id}": "\n".join(f"Own answer {value}" for value in item.values)
        for item in writing.answered_apart(one)
    }
    wording = files().wording(one, "en")
    for kind in ("bands", "scales", "cases", "patterns", "targets"):
        given |= {f"{kind}.{key}": name for key, name in getattr(wording, kind).items()}
    return {**given, **changes}


@pytest.mark.parametrize("measure", ["wsas", "epds", "isi", "ymrs", "rcads-25"])
def test_a_wording_can_be_typed_in(gwen: Browser, world: World, measure: str) -> None:
    declare(world)

    answer = gwen.post(at(world, "site_wording_form", measure), typed(measure))

    assert (answer.status_code, answer.headers.get("Location")) == (303, at(world, "site_measure", measure))
    wording = library().wording(library().measure(measure), "en")
    first = library().measure(measure).items[0]
    assert wording.items[first.id] == f"Question {first.id}, typed"
    assert len(wording.options_for(first.id)) == len(first.values)


def test_the_form_begins_with_the_names_and_then_with_what_was_kept(gwen: Browser, world: World) -> None:
    fresh = text(gwen.get(at(world, "site_wording_form", "wsas")))
    assert 'value="significant impairment"' in fresh
    assert 'value="Isaac Marks"' in fresh

    keep(world)

    assert "Question 4, as the site holds it" in text(gwen.get(at(world, "site_wording_form", "wsas") + "?language=en"))


def test_a_typed_wording_that_leaves_something_out_keeps_what_was_typed(gwen: Browser, world: World) -> None:
    given = typed("wsas", item_3="")

    answer = gwen.post(at(world, "site_wording_form", "wsas"), given)

    assert answer.status_code == 422
    assert "item_3" in answer.context["form"].errors
    assert "Question 2, typed" in text(answer)
    assert not SiteWording.objects.exists()


def test_own_answers_have_a_line_for_each_value(gwen: Browser, world: World) -> None:
    apart = writing.answered_apart(files().measure("ymrs"))[0].id

    answer = gwen.post(at(world, "site_wording_form", "ymrs"), typed("ymrs", **{f"answers_{apart}": "only one"}))

    assert answer.status_code == 422
    assert "there are 1" in text(answer)


@pytest.mark.parametrize("language", ["English", "e", "de_DE", "../en"])
def test_a_language_is_its_code(gwen: Browser, world: World, language: str) -> None:
    answer = gwen.post(at(world, "site_wording_form", "wsas"), typed("wsas", language=language))

    assert "Write the code of the language" in text(answer)


def test_template_and_kept_text_are_saved_as_files(gwen: Browser, world: World) -> None:
    row = keep(world)

    blank = gwen.get(at(world, "site_wording_template", "wsas"))
    kept = gwen.get(at(world, "site_wording_text", "wsas", row.pk))

    assert blank.headers["Content-Disposition"] == 'attachment; filename="wsas.1.toml"'
    assert '"5" = ""' in blank.content.decode()
    assert kept.content.decode() == row.text
    assert gwen.get(at(world, "site_wording_text", "epds", row.pk)).status_code == 404


def test_a_wording_is_withdrawn_with_a_reason_and_stays_in_the_history(gwen: Browser, world: World) -> None:
    declare(world)
    row = keep(world)
    assert gwen.post(at(world, "site_wording_gone", "wsas", row.pk), {"why": ""}).status_code == 422

    answer = gwen.post(at(world, "site_wording_gone", "wsas", row.pk), {"why": "The licence ended."}, follow=True)

    assert "The licence ended." in text(answer)
    assert "withdrawn" in text(answer)
    assert not library().wording(library().measure("wsas"), "en").has_items
    assert "withdrawn already" in text(gwen.get(at(world, "site_wording_gone", "wsas", row.pk)))


def test_a_client_is_offered_only_what_they_can_be_asked(world: World, as_user: Callable[..., Browser]) -> None:
    ada = as_user(world.ada)
    page = reverse("client", args=[world.ines.pk])
    assert '<option value="wsas">' not in text(ada.get(page))

    declare(world)
    keep(world)

    shown = text(ada.get(page))
    assert '<optgroup label="Functioning"><option value="wsas">' in shown
    assert '<option value="ymrs">' not in shown


def test_asking_for_what_is_not_here_names_the_way_out(world: World, as_user: Callable[..., Browser]) -> None:
    ada = as_user(world.ada)

    answer = ada.post(reverse("ask", args=[world.ines.pk]), {"measure": "epds"}, follow=True)

    assert "adds the wording under Questionnaires; until then, enter its total instead." in text(answer)


@pytest.mark.parametrize("page", ["question", "all_questions", "check_answers"])
def test_whose_a_questionnaire_is_stands_under_it(world: World, page: str) -> None:
    now = timezone.now()
    asked = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=now)
    secret = asked.url.rstrip("/").rsplit("/", 1)[1]
    open_link(secret=secret, by=holder(world.ines), now=now)
    begin(invitation=Invitation.objects.get(pk=asked.link.about_id), by=holder(world.ines), now=now)
    place = [asked.link.about_id, 1] if page == "question" else [asked.link.about_id]

    shown = text(hold_link(world.ines).get(reverse(page, args=place)))

    wording = library().wording(library().measure("phq-9"), "en")
    assert f"data-copyright>{(wording.copyright or wording.licence)[:40]}" in shown


@pytest.mark.parametrize("measure", ["audit", "phq-9"])
def test_neither_form_nor_template_gives_away_a_wording(gwen: Browser, world: World, measure: str) -> None:
    first = files().wording(files().measure(measure), "en").items["1"]

    for page in ("site_wording_form", "site_wording_template", "site_measure", "site_wording_file"):
        assert first not in text(gwen.get(at(world, page, measure)))


def test_norms_come_by_file_and_faults_are_listed(gwen: Browser, world: World) -> None:
    template = gwen.get(at(world, "site_norms_template", "rcads-25")).content.decode()
    filled = (
        template.replace("mean = ", "mean = 20.0").replace("sd = ", "sd = 8.0").replace("grades = []", "grades = [5]")
    )

    refused = gwen.post(at(world, "site_norms_file", "rcads-25"), upload(filled.replace("20.0", "'twenty'", 1)))
    assert refused.status_code == 422
    assert "<code>groups[0].mean</code>" in text(refused)

    answer = gwen.post(at(world, "site_norms_file", "rcads-25"), upload(filled), follow=True)
    assert "The norms are kept as revision 1." in text(answer)
    assert gwen.get(at(world, "site_norms_file", "wsas")).status_code == 404
