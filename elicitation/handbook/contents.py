"""Say which pages the handbook has, in the order in which they are listed beside each of them."""

from __future__ import annotations

from collections.abc import Mapping

CONTENTS: Mapping[str, tuple[str, ...]] = {
    "Start": ("index",),
    "Learn": (
        "learn-own-question",
        "learn-facilitator",
        "learn-analyst",
        "learn-author",
        "learn-programmer",
    ),
    "Do": (
        "do-own-study",
        "do-draw-model",
        "do-workshop-room",
        "do-pictures",
        "do-other-tools",
        "do-check-record",
    ),
    "Understand": (
        "why-differences",
        "why-levels-are-weak",
        "why-classical-model",
        "why-rules-and-rivals",
        "about-checks",
        "about-speed",
    ),
    "Look up": ("commands", "python", "files", "keys"),
}
"""Names of pages by section."""
MADE = ("commands", "python", "files")
"""Pages that no file in ``pages/`` holds: they are made, or stand elsewhere."""
PICTURES = (
    "overview.svg",
    "full-S5.svg",
    "plot-compare.svg",
    "plot-drivers.svg",
    "plot-plans.svg",
)
