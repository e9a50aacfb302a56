"""The project keeps its own rules, and each rule finds what it is there for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture import documented, rules, tree

Write = Callable[[str, str], None]
EVERY_RULE = [*rules.RULES, *documented.RULES]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a file of a made-up project that the rules look at instead of ours."""

    def write_file(name: str, content: str) -> None:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")

    for module in (tree, rules, documented):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    tree.ours.cache_clear()
    write_file("LICENSE", "Apache License")
    write_file("NOTICE", "PHQ-9")
    write_file("pyproject.toml", '[project]\nlicense = "Apache-2.0"\n')
    write_file("README.md", "`python3 dev.py demo`")
    yield write_file
    tree.ours.cache_clear()


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule_on(rule: Callable[[], Iterator[str]]) -> None:
    assert list(rule()) == []


def test_a_file_of_401_lines_is_too_long(write: Write) -> None:
    write("ipt/short.py", "x = 1\n" * 400)
    write("ipt/long.py", "x = 1\n" * 401)

    [fault] = rules.sizes()

    assert fault.startswith("ipt/long.py has 401 lines")


@pytest.mark.parametrize(("first", "second", "n_faults"), [(299, 299, 0), (300, 1, 1), (299, 301, 2)])
def test_a_script_has_fewer_than_300_lines_and_all_have_fewer_than_600(
    first: int, second: int, n_faults: int, write: Write
) -> None:
    write("clinic/static/a.js", "\n" * first)
    write("clinic/static/b.js", "\n" * second)

    assert len(list(rules.sizes())) == n_faults


@pytest.mark.parametrize("name", ["clinic/utils.py", "clinic/common/letter.py", "ipt/base.py", "ipt/manager.py"])
def test_a_module_name_that_says_nothing_is_refused(write: Write, name: str) -> None:
    write(name, '"""One idea."""\n')

    assert len(list(rules.names())) == 1


def test_the_pages_of_managers_may_be_called_so(write: Write) -> None:
    write("clinic/pages/manager/overview.py", '"""One idea."""\n')

    assert list(rules.names()) == []


def test_a_module_without_its_one_idea_is_found(write: Write) -> None:
    write("ipt/scoring.py", "x = 1\n")
    write("ipt/change.py", '"""Change."""\nx = 1\n')
    write("ipt/__init__.py", '"""Names."""\nfrom ipt.change import x\n__all__ = ["x"]\n')

    [fault] = rules.docstrings()

    assert fault.startswith("ipt/scoring.py")


def test_a_package_does_nothing_when_it_is_imported(write: Write) -> None:
    write("clinic/__init__.py", "print(1)\n")

    assert len(list(rules.docstrings())) == 1


@pytest.mark.parametrize(
    "content",
    ["see /" + "root/x/y", "/" + "home/ada/openipt/", "from " + "pypi" + ".org", "files.python" + "hosted" + ".org"],
)
def test_a_place_that_only_one_machine_has_is_found_with_its_line(write: Write, content: str) -> None:
    write("docs/howto/install.md", f"# Install\n{content}\n")

    [fault] = rules.places()

    assert fault.startswith("docs/howto/install.md:2")


def test_a_path_of_a_page_or_of_the_project_is_not_a_place_of_a_machine(write: Write) -> None:
    write("docs/tour.md", "clinic/" + "root/x https://example.org/home/ada/ ../work/x /account/login/ /clients/work/")

    assert list(rules.places()) == []


def test_a_lock_with_an_address_is_found(write: Write) -> None:
    write("requirements/app.txt", "django @ https://example.org/django.whl")
    write("requirements/dev.txt", "--" + "index-url x")

    assert len(list(rules.places())) == 2


def test_only_pages_and_the_worker_look_up_for_a_type(write: Write) -> None:
    block = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from clinic.people.models import Client\n"
    write("clinic/pages/client/start.py", block)
    write("clinic/audit/actor.py", block)

    [fault] = rules.borders()

    assert fault.startswith("clinic/audit/actor.py:3")


@pytest.mark.parametrize(
    "content",
    [
        "<script>x()</script>",
        '<p style="color: red">',
        '<a onclick="x()">',
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
    ],
)
def test_a_template_with_something_inline_or_from_elsewhere_is_found(write: Write, content: str) -> None:
    write("clinic/templates/base.html", content)

    assert len(list(rules.templates())) == 1


def test_a_template_may_link_to_others_load_our_own_script_and_carry_plain_values(write: Write) -> None:
    write(
        "clinic/templates/base.html", '<a href="https://example.org/">x</a><script src="/static/x.js" defer></script>'
    )

    assert list(rules.templates()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("clinic/pages/therapist/people.py", "if request.htmx:\n    pass\n"),
        ("clinic/pages/therapist/people.py", 'request.headers.get("HX-Request")\n'),
        ("clinic/people/queries/who.py", "from django_htmx.http import push_url\n"),
        ("clinic/templates/people.html", '<a hx-on:click="x()">'),
        ("clinic/templates/people.html", """<a hx-vals='js:{x: 1}'>"""),
        ("clinic/templates/people.html", """<input hx-trigger="keyup[key=='Enter']">"""),
        ("clinic/templates/people.html", '<a hx-get="/x" hx-push-url="true">'),
    ],
)
def test_htmx_asked_for_elsewhere_or_with_code_in_it_is_found(name: str, content: str, write: Write) -> None:
    write(name, content)

    assert len(list(rules.parts())) == 1


def test_a_page_may_use_htmx_and_one_module_may_ask_for_it(write: Write) -> None:
    write("clinic/pages/respond.py", "request.htmx\n")
    write("clinic/templates/people.html", """<form hx-post="/x" hx-target="#people" hx-vals='{"n": [1]}'></form>""")

    assert list(rules.parts()) == []


def test_a_wording_without_an_owner_is_found(write: Write) -> None:
    folder = "ipt/definitions/wordings/measures"
    write(f"{folder}/phq-9/1.en.toml", 'title = "PHQ-9"\nlicence = "free"\nsource = "owner"\n[items]\n1 = "x"\n')
    write(f"{folder}/gad-7/1.en.toml", 'title = "GAD-7"\nsource = "owner"\n[items]\n1 = "x"\n')

    faults = list(rules.licences())

    assert [fault.split()[1:4] for fault in faults] == [["has", "no", "licence:"], ["does", "not", "name"]]


def test_a_variable_that_no_document_knows_is_found(write: Write) -> None:
    write("clinic/settings.py", 'read("OPENIPT_KNOWN"), read("OPENIPT_UNKNOWN")')
    write("docs/howto/settings.md", "OPENIPT_KNOWN and OPENIPT_GONE")

    faults = list(documented.variables())

    assert [fault.split()[0] for fault in faults] == ["OPENIPT_UNKNOWN", "OPENIPT_GONE"]


def test_a_command_that_no_document_knows_is_found(write: Write) -> None:
    write("clinic/audit/management/commands/verify_audit.py", "")

    faults = " ".join(documented.commands())

    assert "`manage.py verify_audit`" in faults
    assert "`dev.py check`" in faults
    assert "`dev.py demo`" not in faults


def test_a_definition_that_the_reference_does_not_know_is_found(write: Write) -> None:
    write("ipt/definitions/measures/phq-9/1.toml", "")
    write("ipt/definitions/measures/gad-7/1.toml", "")
    write("docs/reference/measures.md", "## phq-9")

    assert list(documented.definitions()) == ["ipt/definitions/measures/gad-7/1.toml is not in docs/reference."]
