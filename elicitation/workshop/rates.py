"""How often somebody may try: guesses, places taken, forms, pages; each kind counted for itself."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Rate:
    """How often something may happen in so many seconds, for each one and for all together.

    clock: seconds that never go back. Only the newest ``names`` are kept: memory is bounded. To
    look and to count is one step, so that a hundred threads at once are not more than one.
    """

    clock: Callable[[], float]
    each: int
    total: int
    seconds: float = 60.0
    names: int = 10_000
    _times: dict[str, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str) -> bool:
        """Count one more, and return True, unless the one or all together have used them up."""
        return self.allows(name, right=False)

    def allows(self, name: str, *, right: bool) -> bool:
        """Return whether a guess may be answered at all; a wrong one is counted with that."""
        with self._lock:
            if self._over(name):
                return False
            if not right:
                now = self.clock()
                self._times[name] = self._times.pop(name, deque())
                self._times[name].append(now)
                self._all.append(now)
                while len(self._times) > self.names:
                    self._times.pop(next(iter(self._times)))
            return True

    def give_back(self, name: str) -> None:
        """Count one less: what was taken before a costly look turned out to be no failure."""
        with self._lock:
            for times in (self._times.get(name), self._all):
                if times:
                    times.pop()

    def _over(self, name: str) -> bool:
        since = self.clock() - self.seconds
        own = self._times.get(name, deque[float]())
        for times in (own, self._all):
            while times and times[0] <= since:
                times.popleft()
        return len(own) >= self.each or len(self._all) >= self.total


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The counters of one server: what fails at one door closes no other.

    codes, passwords, links: wrong ones by address. here: passwords typed at this machine itself,
    which nobody else can use up. claims: pseudonyms given out by address, a whole room behind one
    among them. posts: forms by person. pages: by person, or by address of whoever is nobody yet.
    """

    codes: Rate
    passwords: Rate
    here: Rate
    links: Rate
    claims: Rate
    posts: Rate
    pages: Rate


def limits(clock: Callable[[], float]) -> Limits:
    """Return fresh counters."""
    return Limits(
        codes=Rate(clock=clock, each=10, total=1000),
        passwords=Rate(clock=clock, each=10, total=300),
        here=Rate(clock=clock, each=10, total=300),
        links=Rate(clock=clock, each=10, total=300),
        claims=Rate(clock=clock, each=40, total=300),
        posts=Rate(clock=clock, each=240, total=1_000_000),
        pages=Rate(clock=clock, each=1200, total=1_000_000),
    )
