"""Keep what a library prints past Python out of this program's own output."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Throw away what is written to the standard output, whoever writes it.

    HiGHS 1.12 prints the name of one of its functions now and then, whatever it has been told.
    """
    sys.stdout.flush()
    try:
        own = os.dup(1)
    except OSError:  # there is no output to keep clean
        yield
        return
    _flush()
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        yield
    finally:
        _flush()
        os.dup2(own, 1)
        os.close(own)


def _flush() -> None:
    """Write out what C's own output holds back; where it cannot be reached, nothing is done."""
    with contextlib.suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).fflush(None)
