"""Put the words round a picture of a study's answer: title, origin, caption, notice, stamp."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.answer import Provenance
from bayesnet.study import Study
from diagrams.frame import Words

MINUS = "\N{MINUS SIGN}"


def words_round(
    study: Study,
    told: Provenance,
    *,
    title: str,
    subtitle: str,
    about: str,
    more: Mapping[str, str] | None = None,
) -> Words:
    """Return the words; ``more`` is added to the stamp that the provenance makes."""
    notice = study.diagram.notice if study.illustrative else ""
    origin = f"From {told.line()}."
    parts = [f"{title.rstrip('.')}.", subtitle, origin]
    if notice:
        parts.append(f"Illustrative: {notice}")
    return Words(
        title=title,
        subtitle=subtitle,
        origin=origin,
        notice=notice,
        about=f"{about} {notice}".strip(),
        caption=" ".join(part for part in parts if part),
        stamp={**told.document(), **(more or {})},
    )


def signed_points(change: float) -> str:
    """Return a change of probability in percentage points, whole, with its sign."""
    told = f"{100 * change:+.0f}".replace("-", MINUS)
    return "0" if told in ("+0", f"{MINUS}0") else told


def points_apart(size: float) -> str:
    """Return the size of a change in words: ``16 points``, ``1 point``, ``under 1 point``."""
    whole = round(100 * abs(size))
    if not whole:
        return "under 1 point"
    return f"{whole} point{'' if whole == 1 else 's'}"
