"""The house rules that no linter knows; each gives one sentence for each fault."""

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.architecture.tree import ROOT, name_of, ours, python, syntax, text, under

LINES = 400
LINES_OF_SCRIPT, LINES_OF_SCRIPTS = 300, 600  # in one file, in all
LINES_OF_FUNCTION = 40
BANNED = {"utils", "util", "common", "helpers", "helper", "base", "manager", "managers", "service", "services"}
BANNED |= {"handler", "handlers", "data", "info", "misc", "new", "old", "v2", "tools", "lib", "core"}
AUDIENCES = {"manager"}  # a person: whose pages a folder may hold

# Places of one person's machine, and hosts that packages come from: neither works for the next person.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:root|work|home/\w+|Users/\w+|opt/\w+/simple)/")
REGISTRY_HOST = re.compile(
    r"\b(?:pypi|python" + r"hosted|npmjs|yarnpkg|crates|deb\.debian|security\.debian)\.(?:org|com|io)\b"
)
REGISTRY_OPTION = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host")
INLINE = re.compile(
    r"""<script(?![^>]*(?:\bsrc=|\btype="application/json"))|\s(?:style|on[a-z]+)\s*=\s*["']|<style\b"""
)
ASKS_HTMX = re.compile(r"""\.htmx\b|["']HTTP_HX_|["']HX-|\bdjango_htmx\b""")
MAY_ASK = ("clinic/pages/respond.py", "clinic/settings.py")
CODE_IN_ATTRIBUTE = re.compile(
    r"""\bhx-on[:=-]|\bhx-(?:vals|vars|headers)=["']js(?:cript)?:|\bhx-trigger=["'][^"']*\[|\bhx-(?:push|replace)-url\b"""
)
ELSEWHERE = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)\s*=\s*["'](?:https?:)?//""")


def sizes() -> Iterator[str]:
    """No Python file is longer than 400 lines; a script of ours has fewer than 300, and all of them fewer than 600."""
    for path in python():
        if (n_lines := text(path).count("\n")) > LINES:
            yield f"{name_of(path)} has {n_lines} lines: {LINES} is the most, so give one of its ideas a module."
    scripts = {path: text(path).count("\n") for path in under("clinic/static") if path.suffix in (".js", ".mjs")}
    for path, n_lines in scripts.items():
        if n_lines >= LINES_OF_SCRIPT:
            yield f"{name_of(path)} has {n_lines} lines: fewer than {LINES_OF_SCRIPT} is the rule for a script."
    if (n_lines := sum(scripts.values())) >= LINES_OF_SCRIPTS:
        yield f"Our own scripts have {n_lines} lines in all: fewer than {LINES_OF_SCRIPTS} is the rule."


def names() -> Iterator[str]:
    """A module says what it is about."""
    for path in python():
        for word in {*path.relative_to(ROOT).parts[:-1], path.stem} & BANNED:
            if word not in AUDIENCES or path.stem == word:
                yield f"{name_of(path)}: `{word}` says nothing about what is in it; name the idea."


def docstrings() -> Iterator[str]:
    """Each module begins with its one idea; a package's __init__ holds names only."""
    for path in python():
        module = syntax(path)
        if path.name != "__init__.py":
            if not ast.get_docstring(module):
                yield f"{name_of(path)} has no docstring: one line at the top says its one idea."
        elif not name_of(path).startswith("tests/") and any(not is_name_only(node) for node in module.body):
            yield f"{name_of(path)} does more than name things: move that into a module."


def is_name_only(node: ast.stmt) -> bool:
    """Whether a statement is a docstring, an import or __all__."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.startswith("__") for target in node.targets)
    return isinstance(node, (ast.Import, ast.ImportFrom))


def places() -> Iterator[str]:
    """No path of one person's machine and no package host; the locks hold no address at all."""
    for path in ours():
        content = text(path)
        for pattern in (MACHINE_PATH, REGISTRY_HOST):
            for found in pattern.finditer(content):
                line = content.count("\n", 0, found.start()) + 1
                yield f"{name_of(path)}:{line} names {found.group()}, which the next machine may not have."
    for path in [*under("requirements"), ROOT / "pyproject.toml"]:
        if REGISTRY_OPTION.search(text(path)) or (path.suffix == ".txt" and "://" in text(path)):
            yield f"{name_of(path)} says where packages come from: that is for each machine's own set-up."


def borders() -> Iterator[str]:
    """An import for types only may look up from pages and the worker; elsewhere it would hide a circle."""
    for path in under("ipt", "clinic"):
        if path.suffix != ".py" or name_of(path).startswith(("clinic/pages/", "clinic/worker/")):
            continue
        for block in (node for node in ast.walk(syntax(path)) if isinstance(node, ast.If)):
            if "TYPE_CHECKING" not in ast.unparse(block.test):
                continue
            for node in (inner for inner in ast.walk(block) if isinstance(inner, ast.ImportFrom)):
                if (node.module or "").partition(".")[0] in ("clinic", "ipt"):
                    yield f"{name_of(path)}:{node.lineno} imports {node.module} for types: move it down."


def templates() -> Iterator[str]:
    """Pages carry no inline script or style, and ask nothing of other servers: the content policy refuses both."""
    for path in under("clinic/templates"):
        content = text(path)
        for pattern, fault in ((INLINE, "is inline"), (ELSEWHERE, "asks another server")):
            for found in pattern.finditer(content):
                line = content.count("\n", 0, found.start()) + 1
                yield f"{name_of(path)}:{line} {fault}: {found.group().strip()}"


def parts() -> Iterator[str]:
    """Only pages/respond.py asks whether htmx is there; no attribute asks htmx for what it is forbidden."""
    for path in under("clinic"):
        if path.suffix == ".py" and name_of(path) not in MAY_ASK and (found := ASKS_HTMX.search(text(path))):
            yield f"{name_of(path)} asks for htmx ({found.group()}): pages/respond.py alone does, so use respond()."
        if path.suffix == ".html" and (found := CODE_IN_ATTRIBUTE.search(text(path))):
            yield f"{name_of(path)}: {found.group()} cannot work (components/scripts.html says what htmx may do)."


def licences() -> Iterator[str]:
    """The code's licence stands, and every measure's text names its owner, in its file and in NOTICE.

    The texts of protocols, sheets and vocabularies are the project's own and stand under the licence of the code.
    """
    notice = text(ROOT / "NOTICE")
    if "Apache License" not in text(ROOT / "LICENSE"):
        yield "LICENSE is not the Apache License."
    if tomllib.loads(text(ROOT / "pyproject.toml"))["project"].get("license") != "Apache-2.0":
        yield "pyproject.toml: project.license must be Apache-2.0."
    for path in under("ipt/definitions/wordings/measures"):
        if path.suffix != ".toml":
            continue
        wording = tomllib.loads(text(path))
        for key in ("licence", "source"):
            if not wording.get(key):
                yield f"{name_of(path)} has no {key}: say who owns the text and on what terms it is here."
        if wording.get("items") and str(wording.get("title")) not in notice:
            yield f"NOTICE does not name {wording.get('title')}, whose text is in {name_of(path)}."


def long_functions() -> Iterator[tuple[int, str, str]]:
    """Functions of more than 40 lines: how long, in which file, what name. A report, not a rule."""
    for path in python():
        for node in ast.walk(syntax(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                n_lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if n_lines > LINES_OF_FUNCTION:
                    yield n_lines, name_of(path), node.name


RULES = (sizes, names, docstrings, places, borders, templates, parts, licences)
