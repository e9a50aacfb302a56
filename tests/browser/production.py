"""What makes a site one of production: TLS by its own certificate, safe settings, hashed and packed static files."""

import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils import timezone

from tests.machines import ADDRESS

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = {
    "OPENIPT_MODE": "production",
    "OPENIPT_HOSTS": ADDRESS,
    "OPENIPT_SMTP_TLS": "no",
    "OPENIPT_LETTERS_FROM": "letters@harbour.example",
}


def tls(folder: Path) -> list[str]:
    """Options of granian that serve by TLS."""
    certificate, key = make_certificate(folder)
    return ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)]


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key; the browser is told to take it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ADDRESS)]), timezone.now()
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(ADDRESS))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, secret


def collect_static(variables: dict[str, str]) -> None:
    """Static files as an installation serves them."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
