"""Which names and addresses the server answers to, and says."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from elicitation.cli import main, own_addresses
from elicitation.cli.passwords import VARIABLE
from elicitation.store.private import served_alone
from elicitation.workshop import serving
from elicitation.workshop.app import workshop
from tests.elicitation.workshop_site import Site

FIB = """\
Local:
  +-- 0.0.0.0/0 3 0 5
     +-- 127.0.0.0/8 2 0 2
           |-- 127.0.0.1
              /32 host LOCAL
     +-- 10.20.0.0/24 2 0 2
           |-- 10.20.0.0
              /24 link UNICAST
           |-- 10.20.0.7
              /32 host LOCAL
           |-- 10.20.0.255
              /32 link BROADCAST
"""


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "study")


@pytest.fixture
def asked(monkeypatch):
    """Keep what the server would have been started with."""
    kept = {}
    monkeypatch.setattr(serving, "run", lambda _folder, **settings: kept.update(settings))
    return kept


@pytest.fixture
def island(monkeypatch, tmp_path):
    """A network without a way out, in which the machine's name is that of its loopback."""

    class Probe(socket.socket):
        def connect(self, _address):
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(own_addresses.socket, "socket", Probe)
    monkeypatch.setattr(
        own_addresses.socket,
        "getaddrinfo",
        lambda *_: [(socket.AF_INET, 0, 0, "", (a, 0)) for a in ("127.0.1.1", "192.168.7.5")],
    )
    (tmp_path / "fib").write_text(FIB, "utf-8")
    monkeypatch.setattr(own_addresses, "FIB", tmp_path / "fib")


def serve(site, *words):
    result = CliRunner().invoke(main, ["serve", str(site.desk.folder), *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_name_is_answered_to_however_it_is_written(site, asked):
    serve(site, "--host", "MyLaptop.local")
    assert asked["base"] == "http://mylaptop.local:8000"
    app = workshop(site.desk, hosts={"MyLaptop.local"})
    for name in ("MyLaptop.local", "mylaptop.local:8000"):
        assert TestClient(app).get("/join", headers={"Host": name}).status_code == 200


def test_a_room_without_a_way_out_is_served_by_address(site, asked, island):
    output = serve(site, "--lan", "--port", "9000")
    assert "Experts: http://192.168.7.5:9000/join" in output
    assert "Also reached as: http://10.20.0.7:9000\n" in output
    assert "127.0.1.1" not in output
    assert {"192.168.7.5", "10.20.0.7", "localhost", "127.0.0.1"} == set(asked["hosts"])


def test_a_name_of_ones_own_keeps_the_addresses(site, asked, island):
    output = serve(site, "--lan", "--host", "room.example")
    assert "Experts: http://room.example:8000/join" in output
    assert "Also reached as: http://192.168.7.5:8000\n" in output
    assert {"room.example", "192.168.7.5"} < set(asked["hosts"])


def test_a_machine_without_any_address_says_its_name(site, asked, island, monkeypatch, tmp_path):
    def nothing(*_):
        raise socket.gaierror

    monkeypatch.setattr(own_addresses.socket, "getaddrinfo", nothing)
    monkeypatch.setattr(own_addresses, "FIB", tmp_path / "none")
    monkeypatch.setattr(socket, "gethostname", lambda: "Laptop")
    assert "Experts: http://laptop:8000/join" in serve(site, "--lan")


def test_only_this_machine_is_served_without_asking_for_addresses(site, asked):
    output = serve(site)
    assert "Also" not in output
    assert set(asked["hosts"]) == {"localhost", "127.0.0.1"}


def test_a_second_server_of_a_study_is_refused_and_changes_nothing(site, asked):
    """What a server has read it keeps in memory: of two, neither would know the other's answers."""
    secrets = site.desk.folder / "private" / "workshop.json"
    before = secrets.read_bytes()
    words = ["serve", str(site.desk.folder)]
    with served_alone(site.desk.folder):
        refused = CliRunner().invoke(main, words, env={VARIABLE: "another long password"})
    assert refused.exit_code == 2
    assert "another server of this study is running. Use that one, or stop it" in refused.stderr
    assert asked == {}
    assert secrets.read_bytes() == before
    serve(site)  # the first has ended
    assert asked["base"] == "http://localhost:8000"
