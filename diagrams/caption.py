"""Put a picture into words: what it shows, for those who cannot see it."""

from __future__ import annotations

from diagrams.picture import Picture

MOST_CHANGES = 3
VISIBLE = 0.005
"""A change of probability smaller than this cannot be seen in whole percent."""


def alternative_text(picture: Picture) -> str:
    """Return the alternative text, made from the numbers the picture shows."""
    diagram = picture.diagram
    parts = [
        f"Influence diagram with {len(diagram.decisions)} decisions, {len(diagram.chance)} "
        f"uncertain quantities and {len(diagram.utilities)} values: {picture.title}."
    ]
    for kind in ("set", "seen", "likely"):
        names = [diagram.labels[n] for n, finding in picture.findings.items() if finding == kind]
        if names:
            parts.append(f"{kind.capitalize()}: {', '.join(names)}.")
    changes = sorted(
        (
            (abs(now - then), diagram.labels[name], diagram.states[name][index], then, now)
            for name, before in picture.before.items()
            if name not in picture.findings
            for index, (then, now) in enumerate(zip(before, picture.beliefs[name], strict=True))
        ),
        reverse=True,
    )
    told = [
        f"{label} {state.replace('_', ' ')} from {then:.0%} to {now:.0%}"
        for size, label, state, then, now in changes[:MOST_CHANGES]
        if size >= VISIBLE
    ]
    if told:
        parts.append(f"What changed most: {'; '.join(told)}.")
    if picture.notice:
        parts.append(picture.notice)
    return " ".join(parts)
