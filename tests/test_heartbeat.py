"""Whoever watches the tests is told where they are when nothing else is heard of them."""

from __future__ import annotations

from tests.heartbeat import BEAT, Heartbeat


class Watched:
    """A heartbeat whose time is set by hand."""

    def __init__(self):
        self.now = 100.0
        self.told = []
        self.beating = Heartbeat(self.told.append, lambda: self.now)

    def after(self, seconds):
        """Let time pass; return what is said then."""
        self.now += seconds
        self.told.clear()
        self.beating.beat()
        return list(self.told)


def test_silence_is_broken_by_what_runs():
    watched = Watched()
    watched.beating.pytest_runtest_logstart("tests/test_a.py::test_one")
    watched.beating.pytest_runtest_logstart("tests/test_b.py::test_two")
    assert watched.after(BEAT - 1) == []
    assert watched.after(1) == [
        f"  {BEAT:.0f} s: still at tests/test_a.py::test_one, tests/test_b.py::test_two"
    ]
    assert watched.after(1) == []
    watched.beating.pytest_runtest_logfinish("tests/test_a.py::test_one")
    assert watched.after(BEAT - 1) == []
    assert watched.after(1) == [f"  {2 * BEAT + 1:.0f} s: still at tests/test_b.py::test_two"]


def test_before_the_first_test_it_collects():
    assert Watched().after(BEAT) == [f"  {BEAT:.0f} s: still at collecting"]


def test_it_ends_with_the_session():
    beating = Watched().beating
    beating.pytest_sessionstart()
    beating.pytest_sessionfinish()
    assert not beating._thread.is_alive()
