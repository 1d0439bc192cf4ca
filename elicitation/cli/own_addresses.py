"""The addresses by which others in the room reach this machine; nothing is sent to find them."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from pathlib import Path

FIB = Path("/proc/net/fib_trie")
_LOCAL = re.compile(r"\|-- (\S+)\n\s+/32 host LOCAL")


def own_addresses() -> tuple[str, ...]:
    """Return the IPv4 addresses of this machine, that towards the outside first.

    A room without a way out has none towards the outside: then its name and, on Linux, the kernel's
    table of routes say what it is called.
    """
    found = [*_towards_the_outside(), *_of_its_name(), *_of_the_kernel()]
    return tuple(dict.fromkeys(a for a in found if not _of_no_network(a)))


def _of_no_network(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return known.is_loopback or known.is_unspecified


def _towards_the_outside() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return [str(probe.getsockname()[0])]
    return []


def _of_its_name() -> list[str]:
    with contextlib.suppress(OSError, UnicodeError):
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        return [str(address[0]) for *_, address in found]
    return []


def _of_the_kernel() -> list[str]:
    with contextlib.suppress(OSError):
        return _LOCAL.findall(FIB.read_text("ascii", "replace"))
    return []
