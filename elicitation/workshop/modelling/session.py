"""Keep a study's files as they stand while they are edited: undo, redo, changes from elsewhere."""

from __future__ import annotations

import difflib
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bayesnet.edits.checked import Draft, check_whole, draft_of
from bayesnet.edits.history import History
from bayesnet.edits.texts import Edit, Texts
from bayesnet.study.model import Name
from diagrams.network.layout import Point
from diagrams.selectable import Standing
from elicitation.store.model_files import change_model_files, ledger_of, model_files
from elicitation.workshop.modelling.locks import Lock, check_lock, lock_of
from elicitation.workshop.modelling.places import kept_in_text

MOST_SHOWN = 60
"""Lines of a difference that are shown."""


class Stale(Exception):
    """Raised where a form was made from files that are others by now.

    differences: by file, the lines that differ, the page's first.
    """

    def __init__(self, differences: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__("the files have changed")
        self.differences = differences


@dataclass(kw_only=True)
class ModelSession:
    """One study, edited on pages. One request at a time changes it or looks at it."""

    folder: Path
    lock: threading.RLock = field(default_factory=threading.RLock)
    standing: Standing | None = None
    _history: History | None = None
    _seen: dict[str, Texts] = field(default_factory=dict)

    @property
    def history(self) -> History:
        """Return the files as they stand on the disk, with what they were before."""
        texts = model_files(self.folder)
        history = self._history or History(steps=(texts,))
        self._history = history.then(texts)
        return self._history

    @property
    def texts(self) -> Texts:
        """Return the files as they stand on the disk."""
        return self.history.now

    @property
    def draft(self) -> Draft:
        """Return what they say so far."""
        return draft_of(self.texts)

    @property
    def locked(self) -> Lock | None:
        """Return what answers rest on, None before anybody has given one."""
        return lock_of(ledger_of(self.folder))

    def places(self, texts: Texts) -> Mapping[Name, Point]:
        """Return where nodes stand: as people placed them in the files, else as they stood last."""
        return kept_in_text(texts) or self.centres

    @property
    def centres(self) -> Mapping[Name, Point]:
        """Return where nodes stood on the page before."""
        return self.standing.layout.centres if self.standing else {}

    def mark(self, texts: Texts) -> str:
        """Return what says that a page was made from these files, and remember them."""
        mark = _mark(texts)
        self._seen[mark] = texts
        while len(self._seen) > MOST_SHOWN:
            del self._seen[next(iter(self._seen))]
        return mark

    def edit(self, edit: Edit, mark: str) -> None:
        """Make an edit of what the page showed; raises StudyError or Stale with all as it was."""
        before, after = self._as_shown(mark), self.previewed(edit, mark)
        change_model_files(self.folder, before, after)
        self._history = self.history.then(after)

    def previewed(self, edit: Edit, mark: str) -> Texts:
        """Return the files as an edit would make them; raises StudyError or Stale."""
        before = self._as_shown(mark)
        after = edit.change(before)
        check_lock(self.locked, before, after)
        check_whole(before, after)
        return after

    def undo(self, mark: str) -> None:
        """Put back the files as they were before the last edit, to the byte."""
        self._step(mark, self.history.undone())

    def redo(self, mark: str) -> None:
        """Make the edit again that was undone last."""
        self._step(mark, self.history.redone())

    def _step(self, mark: str, history: History) -> None:
        before = self._as_shown(mark)
        check_lock(self.locked, before, history.now)
        change_model_files(self.folder, before, history.now)
        self._history = history

    def _as_shown(self, mark: str) -> Texts:
        texts = self.texts
        if mark != _mark(texts):
            raise Stale(_differences(self._seen.get(mark, {}), texts))
        return texts


def _mark(texts: Texts) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def _differences(shown: Texts, now: Texts) -> Mapping[str, tuple[str, ...]]:
    """Return by file the lines that differ, as ``diff`` marks them; none of a page too old."""
    found = {}
    for name in sorted({*shown, *now}):
        old, new = shown.get(name, ""), now.get(name, "")
        if old != new and shown:
            lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
            found[name] = tuple(line for line in lines if not line.startswith(("---", "+++")))
    return {name: lines[:MOST_SHOWN] for name, lines in found.items()}
