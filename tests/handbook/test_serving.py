"""The handbook is served to this machine alone, from memory, without a network."""

from __future__ import annotations

import http.client
import threading

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.handbook.serving import server


@pytest.fixture
def address():
    pages = {"index.html": b"<h1>Handbook</h1>", "pictures/one.svg": b"<svg/>"}
    with server(pages, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving.server_address
        serving.shutdown()


def get(address, path):
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.getheader("Content-Type"), answer.read(), answer


def test_it_answers_this_machine_alone(address):
    assert address[0] == "127.0.0.1"


def test_pages_and_pictures_come_with_a_policy_that_lets_nothing_in(address):
    status, kind, content, answer = get(address, "/")
    assert (status, content) == (200, b"<h1>Handbook</h1>")
    assert kind.startswith("text/html")
    assert "default-src 'none'" in answer.getheader("Content-Security-Policy")
    assert get(address, "/pictures/one.svg?x")[:2] == (200, "image/svg+xml")


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/x", "/pictures/", "//etc/passwd"])
def test_nothing_but_the_pages_can_be_asked_for(address, path):
    assert get(address, path)[0] == 404


def test_a_port_that_is_taken_is_refused_with_a_remedy(address):
    result = CliRunner().invoke(main, ["docs", "--port", str(address[1])])
    assert result.exit_code == 2
    assert "--port 0" in result.stderr


def test_the_pages_can_be_written_and_nothing_is_written_over(tmp_path):
    out = tmp_path / "site"
    assert CliRunner().invoke(main, ["docs", "--out", str(out)]).exit_code == 0
    assert "Handbook" in (out / "index.html").read_text("utf-8")
    assert (out / "pictures" / "overview.svg").exists()
    again = CliRunner().invoke(main, ["docs", "--out", str(out)])
    assert again.exit_code == 2
    assert "there already" in again.stderr
