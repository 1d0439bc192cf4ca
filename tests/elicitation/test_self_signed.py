"""TLS without an authority: made once, for one host, served, and told by its fingerprint."""

from __future__ import annotations

import datetime
import hashlib
import os
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.workshop import self_signed as made_by
from elicitation.workshop.self_signed import self_signed
from tests.browser.served import PASSWORD, ROOT, RUN, free_port
from tests.elicitation.workshop import begin


@pytest.fixture
def folder(tmp_path):
    begin(tmp_path / "study")
    return tmp_path / "study"


def test_it_is_made_once_a_name_and_only_its_owner_reads_it(folder):
    path, fingerprint = self_signed(folder, {"192.168.1.20", "localhost"})
    made = path.read_bytes()
    assert self_signed(folder, {"192.168.1.20", "localhost"}) == (path, fingerprint)
    assert path.read_bytes() == made  # no second warning at the next start
    assert path.parent.stat().st_mode & 0o077 == 0
    assert self_signed(folder, {"workshop.local"})[1] != fingerprint


def test_it_is_made_anew_before_it_ends_and_where_it_is_damaged(folder, monkeypatch):
    monkeypatch.setattr(made_by, "VALID", made_by.RENEWED - datetime.timedelta(minutes=1))
    path, short = self_signed(folder, {"localhost"})
    monkeypatch.undo()
    _, fingerprint = self_signed(folder, {"localhost"})
    assert fingerprint != short
    path.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert self_signed(folder, {"localhost"})[1] not in (short, fingerprint)


def test_the_server_speaks_tls_and_says_the_fingerprint_that_browsers_show(folder):
    port = free_port()
    words = ["serve", str(folder), "--port", str(port), "--self-signed"]
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "RESOLVE_PASSWORD": PASSWORD,
        "PYTHONUNBUFFERED": "1",
    }
    running = subprocess.Popen(
        [sys.executable, "-c", RUN, *words], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        said = [running.stdout.readline() for _ in range(6)]
        assert f"https://localhost:{port}/login" in said[1]
        trusting = ssl.create_default_context(cafile=folder / "private" / "tls.pem")
        for _ in range(600):
            try:
                answer = urllib.request.urlopen(
                    f"https://localhost:{port}/login", context=trusting, timeout=30
                )
                break
            except urllib.error.URLError as error:
                assert isinstance(error.reason, ConnectionRefusedError)
                assert running.poll() is None
        with answer:
            assert answer.status == 200
        by_number = f"https://127.0.0.1:{port}/login"
        with urllib.request.urlopen(by_number, context=trusting, timeout=30) as answer:
            assert answer.status == 200
        met = ssl.get_server_certificate(("localhost", port))
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(met)).digest()
        assert said[5].strip() == digest.hex(":").upper()
    finally:
        running.terminate()
        running.communicate(timeout=60)


def test_one_certificate_is_enough(folder, tmp_path):
    (tmp_path / "given.pem").write_text("", "utf-8")
    words = ["serve", str(folder), "--self-signed", "--certificate", str(tmp_path / "given.pem")]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2
    assert "Give either --self-signed or a certificate." in refused.output
