"""Remember the texts of a study before and after each edit: undo gives back the same bytes."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.edits.texts import Texts

MOST = 200
"""Steps that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Texts in the order in which they came about. at: which of them stand now."""

    steps: tuple[Texts, ...]
    at: int = 0

    @property
    def now(self) -> Texts:
        """Return the texts that stand."""
        return self.steps[self.at]

    @property
    def can_undo(self) -> bool:
        """Return whether there is a step before."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Return whether there is a step behind."""
        return self.at + 1 < len(self.steps)

    def then(self, texts: Texts) -> History:
        """Return the history with new texts; what was undone before is forgotten."""
        if texts == self.now:
            return self
        steps = (*self.steps[: self.at + 1], dict(texts))[-MOST:]
        return History(steps=steps, at=len(steps) - 1)

    def undone(self) -> History:
        """Return the history one step back, or as it is at its beginning."""
        return History(steps=self.steps, at=max(self.at - 1, 0))

    def redone(self) -> History:
        """Return the history one step on, or as it is at its end."""
        return History(steps=self.steps, at=min(self.at + 1, len(self.steps) - 1))
