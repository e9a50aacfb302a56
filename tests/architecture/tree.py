"""The project's own files, and what is in them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__"}
ASIDE = {"LICENSE"}  # a text that must stay as it was given


@cache
def ours() -> tuple[Path, ...]:
    """Every file that belongs to the project: tracked by git or about to be; every file where git cannot say."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        files = [ROOT / name for name in done.stdout.split("\0") if name]
    else:
        files = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in files if path.is_file() and path.name not in ASIDE))


def name_of(path: Path) -> str:
    """The path as it is written in the project, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def python() -> tuple[Path, ...]:
    """Every hand-written Python file (migrations are written by Django)."""
    return tuple(path for path in ours() if path.suffix == ".py" and "migrations" not in path.parts)


def text(path: Path) -> str:
    """The file's text; empty for pictures and other binaries, and when there is no such file."""
    try:
        return path.read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


@cache
def syntax(path: Path) -> ast.Module:
    """The parsed Python file."""
    return ast.parse(text(path), filename=name_of(path))


def under(*folders: str) -> tuple[Path, ...]:
    """Our files in the named folders of the project."""
    return tuple(path for path in ours() if name_of(path).startswith(tuple(f"{folder}/" for folder in folders)))
