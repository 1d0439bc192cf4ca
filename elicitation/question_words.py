"""Say in words which number a judgement key and a component stand for."""

from __future__ import annotations

import re

_KEY = re.compile(r"(?P<node>[^.\[\]]+)(?:\.(?P<part>leak|link|weight|spread))?(?:\[(?P<in>.*)\])?")


def quantity(key: str, component: str) -> str:
    """Return e.g. ``P(rain = yes) when season is wet and wind is west`` for a question's state."""
    match = _KEY.fullmatch(key)
    if not match:
        return f"{component} of {key}"
    node, part, inside = match["node"], match["part"], match["in"] or ""
    if part == "spread":
        return f"the spread of {node}"
    if part == "weight":
        return f"the weight of {inside} in {node}"
    said = f"P({node} = {component})"
    if part == "leak":
        return f"{said} when no cause is at work"
    conditions = [" is ".join(item.strip().split("=", 1)) for item in inside.split(",") if item]
    if part == "link":
        return f"{said} when only {conditions[0]}"
    return said + (f" when {_listed(conditions)}" if conditions else "")


def _listed(items: list[str]) -> str:
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def node_of(key: str) -> str:
    """Return the node that a judgement key is about."""
    match = _KEY.fullmatch(key)
    return match["node"] if match else key
