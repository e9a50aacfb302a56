"""What the first page of a client's side weighs: its HTML and every file it loads, as they go over the wire."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import brotli
from django.contrib.staticfiles import finders
from django.core.wsgi import get_wsgi_application

from tests.benchmarks.filled import Waiting
from tests.benchmarks.pairs import Request, ask

LOADED = re.compile(r'<(?:link|script|img|source|use)\b[^>]*\b(?:href|src)="([^"#]+)')
LOADED_BY_STYLE = re.compile(r'url\(["\']?([^"\')]+)|@import\s+["\']([^"\']+)')
ROOT = "/static/"


def first_page(waiting: Waiting) -> dict[str, Any]:
    """The page behind a fresh link: HTML uncompressed, static files by brotli as whitenoise serves them (kB of 10³)."""
    html = ask(get_wsgi_application(), Request(f"/l/{waiting.secret}/", session="")).body
    ours, others = loaded(html.decode())
    weights = {path: min(len(content), len(brotli.compress(content))) for path, content in ours.items()}
    return {"kilobytes": (len(html) + sum(weights.values())) / 1000, "n_files": len(ours), "others": sorted(others)}


def loaded(html: str) -> tuple[dict[str, bytes], set[str]]:
    """Our own files by path, style sheets' too; and whatever comes from elsewhere."""
    ours: dict[str, bytes] = {}
    others: set[str] = set()
    wanted = [urljoin("/", path) for path in LOADED.findall(html) if not path.startswith("data:")]
    while wanted:
        path = wanted.pop()
        if not path.startswith(ROOT):
            others.add(path)
        elif path not in ours and (found := finders.find(path.removeprefix(ROOT))):
            ours[path] = Path(str(found)).read_bytes()
            if path.endswith(".css"):
                inner = [first or second for first, second in LOADED_BY_STYLE.findall(ours[path].decode())]
                wanted += [urljoin(path, name) for name in inner if not name.startswith("data:")]
    return ours, others
