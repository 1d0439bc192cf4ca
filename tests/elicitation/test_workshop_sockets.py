"""What goes over real sockets: slow and greedy clients, and what is kept of a request."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import threading
import time

import pytest
import uvicorn

from elicitation.workshop import connections
from elicitation.workshop.app import workshop
from tests.elicitation.workshop_site import Site

PATIENCE = 60  # seconds: nothing here measures speed, and a loaded machine is slow, not broken


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "study")


@contextlib.contextmanager
def served(site, monkeypatch, **settings):
    """Serve the site on a real socket in a thread; yield its port."""
    monkeypatch.setattr(connections, "WAIT_SECONDS", 0.3)
    monkeypatch.setattr(connections, "READ_SECONDS", 0.5)
    app = workshop(site.desk, hosts={"127.0.0.1"}, body_seconds=0.5)
    config = uvicorn.Config(
        app,
        port=0,
        http=connections.Impatient,
        ws="none",
        log_level="critical",
        lifespan="off",
        timeout_keep_alive=1000,  # so that whatever is closed is closed by us
    )
    server = uvicorn.Server(config)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    listening.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


HEAD = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n"
HEAD += b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"


@pytest.mark.parametrize(("sent", "told"), [(b"GET /join HT", b""), (HEAD + b"code=", b"408")])
def test_a_slow_client_is_shut_out(site, monkeypatch, sent, told):
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(10)
        line.sendall(sent)
        answer_ = b"".join(itertools.takewhile(bool, iter(lambda: line.recv(4096), None)))
    assert told in answer_


def test_a_header_with_a_line_break_is_no_request(site, monkeypatch):
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(10)
        line.sendall(b"GET /join HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\rb\r\nBad Name: 1\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 400")


def test_nothing_is_logged_of_a_request(site, monkeypatch, capfd):
    secret = site.desk.new_link("E03")
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"GET /me/{secret} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert b"303" in line.recv(4096)
    out, err = capfd.readouterr()
    assert secret not in out + err


def answered(line):
    """Read one answer that has no body or says how long it is."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(4096)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        (part for part in head.lower().split(b"\r\n") if part.startswith(b"content-length")), b":0"
    )
    while len(body) < int(length.split(b":")[1]):
        body += line.recv(4096)
    return head


def closed(line, dripped=b""):
    """Send a byte every now and then; return whether the other side closes before patience ends."""
    ends = time.monotonic() + PATIENCE
    line.settimeout(0.05)
    with contextlib.suppress(ConnectionError):
        while time.monotonic() < ends:
            with contextlib.suppress(TimeoutError):
                line.sendall(dripped)
                if not line.recv(4096):
                    return True
        return False
    return True


GET = b"GET /join HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LATE = b"POST /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n"


def test_a_slow_second_head_is_shut_out_too(site, monkeypatch):
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(GET)
        assert b" 200 " in answered(line)
        assert closed(line, b"G")


def test_a_body_that_was_answered_early_is_not_waited_for(site, monkeypatch):
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(LATE)
        assert b" 404 " in answered(line)
        assert closed(line, b"x")


def test_a_connection_serves_the_next_request_once_an_early_answered_body_is_there(
    site, monkeypatch
):
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(LATE)
        assert b" 404 " in answered(line)
        line.sendall(b"x" * 9999 + GET)
        assert b" 200 " in answered(line)


def test_a_body_that_was_answered_early_is_not_read_without_end(site, monkeypatch):
    monkeypatch.setattr(connections, "MAX_BODY", 100_000)
    with served(site, monkeypatch) as port, socket.create_connection(("127.0.0.1", port)) as line:
        monkeypatch.setattr(connections, "WAIT_SECONDS", 60)
        line.sendall(LATE.replace(b"9999", b"1999999"))
        assert b" 404 " in answered(line)
        assert closed(line, b"x" * 10_000)


def test_an_answer_that_nobody_takes_is_not_kept_without_end(site, monkeypatch):
    ended, lost = threading.Event(), connections.Impatient.connection_lost

    def noted(connection, exc):
        lost(connection, exc)
        ended.set()

    monkeypatch.setattr(connections.Impatient, "connection_lost", noted)
    with served(site, monkeypatch) as port, socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.sendall(20 * GET)
        assert ended.wait(PATIENCE)


def test_one_address_has_only_so_many_connections(site, monkeypatch):
    monkeypatch.setattr(connections, "MOST_OF_ONE", 3)
    with served(site, monkeypatch) as port, contextlib.ExitStack() as kept:
        monkeypatch.setattr(connections, "WAIT_SECONDS", 60)
        lines = [
            kept.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(4)
        ]
        assert closed(lines[3])
        other = kept.enter_context(
            socket.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0))
        )
        for line in (lines[0], other):
            line.sendall(GET)
            assert b" 200 " in answered(line)
