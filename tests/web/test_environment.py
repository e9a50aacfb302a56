"""Production starts on safe settings only, and says in words what is not: each start here is a process of its own."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("SECRET_KEY", "SEALING_KEYS", "AUDIT_KEYS")
# What `check --deploy` may still say, and why that is so.
ACCEPTED = {
    "security.W009": "256 random bits, which are 44 signs in base64 and not the 50 it looks for",
    "security.W021": "preload: a clinic decides for its whole domain whether browsers ship with it",
}
HEADERS = """
import django, json
django.setup()
from django.test import Client
answer = Client(headers={"Host": "clinic.example"}).get("/account/login/", secure=True)
plain = Client(headers={"Host": "clinic.example"}).get("/account/login/")
from django.conf import settings
cookies = {name: dict(one) for name, one in answer.cookies.items()}
print(json.dumps({"headers": dict(answer.headers), "cookies": cookies, "to": plain.headers["Location"],
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "proxies": getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0), "debug": settings.DEBUG}))
"""


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings with which production starts."""
    folder = tmp_path_factory.mktemp("production")
    for name in KEYS:
        path = folder / name.lower()
        path.write_text(f"k1:{b64encode(os.urandom(32)).decode()}\n")
        path.chmod(0o600)
    return {
        "OPENIPT_MODE": "production",
        "OPENIPT_VAR": str(folder),
        **{f"OPENIPT_{name}_FILE": str(folder / name.lower()) for name in KEYS},
        "OPENIPT_PUBLIC_URL": "https://clinic.example",
        "OPENIPT_HOSTS": "clinic.example",
        "OPENIPT_SMTP_HOST": "mail.example",
        "OPENIPT_LETTERS_FROM": "clinic@clinic.example",
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "PATH": os.environ["PATH"],
    }


def start(settings: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """A process of Python with these settings and no others."""
    wanted = command or ("-c", "import clinic.settings")
    return subprocess.run(
        [sys.executable, *wanted], env=settings, cwd=ROOT, capture_output=True, text=True, check=False
    )


def key_file(folder: str, text: str, *, mode: int = 0o600) -> str:
    """A file of keys that is not as it should be."""
    path = Path(folder) / f"bad-{abs(hash((text, mode)))}"
    path.write_text(text)
    path.chmod(mode)
    return str(path)


GOOD_KEY = f"k1:{b64encode(bytes(32)).decode()}\n"
MISSING = {
    "OPENIPT_SECRET_KEY_FILE": "OPENIPT_SECRET_KEY_FILE is not set: it signs sign-ins.",
    "OPENIPT_SEALING_KEYS_FILE": "OPENIPT_SEALING_KEYS_FILE is not set: clinical text is sealed with it.",
    "OPENIPT_AUDIT_KEYS_FILE": "OPENIPT_AUDIT_KEYS_FILE is not set: the audit trail is chained with it.",
    "OPENIPT_PUBLIC_URL": "OPENIPT_PUBLIC_URL is not set: the address in letters",
    "OPENIPT_HOSTS": "OPENIPT_HOSTS is not set: names this server answers to.",
    "OPENIPT_SMTP_HOST": "OPENIPT_SMTP_HOST is not set: letters leave by this mail server.",
    "OPENIPT_LETTERS_FROM": "OPENIPT_LETTERS_FROM is not set: the sender's address of letters.",
}
UNSAFE = [
    ("OPENIPT_MODE", "staging", "it must be one of production, demonstration, test"),
    ("OPENIPT_PUBLIC_URL", "http://clinic.example", "must begin with https://"),
    ("OPENIPT_HOSTS", "*", "must name each host"),
    ("OPENIPT_HOSTS", "clinic.example, *.example", "must name each host"),
    ("OPENIPT_DATABASE", "mysql://root@localhost/x", "must begin with sqlite:/// or postgresql://"),
    ("OPENIPT_IDLE_MINUTES", "0", "must be a whole number from 1 to 60"),
    ("OPENIPT_IDLE_MINUTES", "600", "must be a whole number from 1 to 60"),
    ("OPENIPT_IDLE_MINUTES", "²", "must be a whole number from 1 to 60"),
    ("OPENIPT_SESSION_HOURS", "168", "must be a whole number from 1 to 24"),
    ("OPENIPT_SMTP_PORT", "smtp", "must be a whole number from 1 to 65535"),
    ("OPENIPT_EXIT_URL", "javascript:alert(1)", "must begin with https://"),
    ("OPENIPT_SEALING_KEYS_FILE", "/nowhere/at/all", "which is not a file. Make it with `manage.py make_key"),
]
BAD_KEYS = [
    ("", 0o600, "holds no key"),
    ("k1:c2hvcnQ=\n", 0o600, "32 bytes in base64"),
    (GOOD_KEY, 0o644, "Use `chmod 600`"),
]


@pytest.mark.parametrize("name", MISSING)
def test_production_refuses_to_start_without(name: str, safe: dict[str, str]) -> None:
    refused = start({key: value for key, value in safe.items() if key != name})

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "OpenIPT does not start, because this is not safe yet:" in refused.stderr
    assert MISSING[name] in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(("name", "value", "because"), UNSAFE)
def test_production_refuses_an_unsafe_setting_in_words(
    name: str, value: str, because: str, safe: dict[str, str]
) -> None:
    refused = start({**safe, name: value})

    (line,) = [line for line in refused.stderr.splitlines() if line.startswith("  - ")]
    assert refused.returncode == 1
    assert because in line and "Traceback" not in refused.stderr


@pytest.mark.parametrize(("text", "mode", "because"), BAD_KEYS)
@pytest.mark.parametrize("name", KEYS)
def test_production_refuses_a_bad_key_file(name: str, text: str, mode: int, because: str, safe: dict[str, str]) -> None:
    path = key_file(safe["OPENIPT_VAR"], text, mode=mode)

    refused = start({**safe, f"OPENIPT_{name}_FILE": path})

    assert refused.returncode == 1
    assert because in refused.stderr and f"OPENIPT_{name}_FILE" in refused.stderr
    assert text.strip()[3:] not in refused.stderr or not text  # the key itself is never told


def test_production_refuses_one_file_for_two_keys(safe: dict[str, str]) -> None:
    refused = start({**safe, "OPENIPT_AUDIT_KEYS_FILE": safe["OPENIPT_SEALING_KEYS_FILE"]})

    assert "Each key needs a file of its own" in refused.stderr


def test_everything_that_is_unsafe_is_told_at_once(safe: dict[str, str]) -> None:
    refused = start({"OPENIPT_MODE": "production", "PATH": safe["PATH"]})

    lines = [line for line in refused.stderr.splitlines() if line.startswith("  - ")]
    assert len(lines) == len(set(lines)) == len(MISSING) + 1


def test_without_a_word_about_the_mode_it_is_production(safe: dict[str, str]) -> None:
    refused = start({"PATH": safe["PATH"], "OPENIPT_VAR": safe["OPENIPT_VAR"]})

    assert "OPENIPT_SECRET_KEY_FILE is not set" in refused.stderr


def test_a_safe_production_starts_and_passes_the_check(safe: dict[str, str]) -> None:
    assert start(safe).returncode == 0

    checked = start(safe, "manage.py", "check", "--deploy", "--fail-level", "ERROR")

    told = set(re.findall(r"security\.W\d+", checked.stderr))
    assert checked.returncode == 0, checked.stderr
    assert told <= set(ACCEPTED), checked.stderr


def test_production_pages_are_bound_to_https(safe: dict[str, str]) -> None:
    assert start(safe, "manage.py", "migrate", "--verbosity", "0").returncode == 0
    assert start(safe, "manage.py", "collectstatic", "--noinput", "--verbosity", "0").returncode == 0

    found = start({**safe, "OPENIPT_BEHIND_PROXY": "yes"}, "-c", HEADERS)
    seen = json.loads(found.stdout)

    assert seen["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "unsafe" not in seen["headers"]["Content-Security-Policy"]
    cookie = seen["cookies"]["__Host-csrf"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert seen["session"] == ["__Host-session", True, True]
    assert seen["to"] == "https://clinic.example/account/login/"
    assert (seen["proxies"], seen["debug"]) == (1, False)


def test_the_demonstrations_pages_are_not_in_production(safe: dict[str, str]) -> None:
    code = "import django; django.setup(); from django.urls import reverse; reverse('demonstration')"

    assert "NoReverseMatch" in start(safe, "-c", code).stderr
