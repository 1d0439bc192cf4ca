"""A certificate of the facilitator's own, for a room that no certificate authority knows.

Browsers warn of it once. Whoever compares the fingerprint that the server told with the one that
the browser shows knows that nobody stands in between (RFC 5280; RFC 6125 for the name).
"""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Iterable, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from elicitation.store.private import change_private

FILE = "private/tls.pem"
VALID = datetime.timedelta(days=365)
RENEWED = datetime.timedelta(days=7)  # before it ends: never in the middle of a workshop


def self_signed(folder: Path, names: Iterable[str]) -> tuple[Path, str]:
    """Return the PEM file with key and certificate, and its fingerprint.

    names: every name and address the server is reached as. The study's private folder keeps the
    file, so that devices are warned once and not at every start. It is made anew where a name is
    new to it and shortly before it ends. Raises StudyError if the folder cannot be written.
    """
    kept: list[bytes] = []
    wanted = [_general(name) for name in sorted(names)]

    def change(content: bytes | None) -> bytes | None:
        if content is not None and _serves(content, wanted):
            kept.append(content)
            return None
        kept.append(_made(wanted))
        return kept[0]

    change_private(folder, FILE, change)
    digest = x509.load_pem_x509_certificate(kept[0]).fingerprint(hashes.SHA256())
    return folder / FILE, digest.hex(":").upper()


def _serves(content: bytes, wanted: Sequence[x509.GeneralName]) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(content)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    ends = certificate.not_valid_after_utc - RENEWED
    return set(wanted) <= set(names) and datetime.datetime.now(datetime.UTC) < ends


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _made(names: Sequence[x509.GeneralName]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Collective Resolve workshop")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))  # devices whose clock is behind
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)
