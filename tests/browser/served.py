"""A served study, chromium to look at it, and whoever fills in its pages."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
# Milliseconds: nothing here measures speed, and a loaded machine is slow, not broken.
PATIENCE = 180_000
PASSWORD = "three small umbrellas"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RUN = "from elicitation.cli import main; main()"


def chromium() -> str:
    """Return the system's chromium; without it the test is skipped, or fails where CI is set.

    The same without the library that playwright's own node needs.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        lacking("chromium")
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libatomic.so.1")
        except OSError:
            lacking("libatomic1")
    return str(found)


def lacking(package: str) -> NoReturn:
    """Skip the test, or fail it where CI is set, for what only the system's packages bring."""
    why = f"{package} is not installed (Debian: apt-get install {package})"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start ``resolve serve`` as a facilitator would and wait until it answers."""
    words = ["serve", str(folder), "--port", str(port)]
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "RESOLVE_PASSWORD": PASSWORD,
        "OPENBLAS_NUM_THREADS": "1",
    }
    env["MALLOC_ARENA_MAX"] = "2"  # else each thread keeps free memory back, which looks like use
    running = subprocess.Popen(
        [sys.executable, "-c", RUN, *words],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://localhost:{port}/login", timeout=5).close()
            return running
        assert running.poll() is None, "the server ended"
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the study while the block runs; yield its address."""
    port = free_port()
    running = start(folder, port)
    try:
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        running.wait(20)
