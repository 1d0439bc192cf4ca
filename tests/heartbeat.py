"""Say where the tests are whenever nothing was heard of them for a while: silence looks like a hang.

Slow tests on both processors of a slow machine can take a minute with no dot.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

BEAT = 10.0
"""Seconds of silence that are too long."""


class Heartbeat:
    """A plugin of the process that prints; with xdist the workers' tests are reported to it, too."""

    def __init__(
        self, say: Callable[[str], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._say, self._now = say, now
        self._begun = self._heard = now()
        self._running: dict[str, None] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def pytest_sessionstart(self) -> None:
        self._thread.start()

    def pytest_sessionfinish(self) -> None:
        self._ended.set()
        self._thread.join()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._running[nodeid] = None

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._running.pop(nodeid, None)
        self._heard = self._now()

    def _watch(self) -> None:
        while not self._ended.wait(1.0):
            self.beat()

    def beat(self) -> None:
        """Say how long it has been and what is running, if it has been silent for too long."""
        now = self._now()
        if now - self._heard >= BEAT:
            self._heard = now
            at = ", ".join(self._running) or "collecting"
            self._say(f"  {now - self._begun:.0f} s: still at {at}")
