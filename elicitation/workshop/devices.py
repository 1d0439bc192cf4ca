"""Say roughly what somebody joins with: it tells one seat from another, and no person."""

from __future__ import annotations

OTHER = "another device"
_KINDS = (
    ("tablet", ("ipad", "tablet", "kindle")),
    ("phone", ("iphone", "mobi")),
    ("tablet", ("android",)),  # a phone's says mobile, too
    ("computer", ("windows", "macintosh", "x11", "cros")),
)


def device_of(user_agent: str) -> str:
    """Return ``phone``, ``tablet`` or ``computer``; nothing else of the header is kept or shown."""
    given = user_agent.lower()
    return next((kind for kind, marks in _KINDS if any(m in given for m in marks)), OTHER)
