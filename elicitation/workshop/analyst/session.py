"""Keep a study ready to be asked: read again when its files change, prepared once a structure."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bayesnet.answers.whatif import WhatIf
from bayesnet.folder.hashes import input_hashes
from bayesnet.folder.reading import open_study
from bayesnet.study.draws import Draws, Picks
from bayesnet.study.model import Name
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.comparison import Comparison
from bayesnet.uncertainty.live import Prepared, believed, drawn_once, live, prepared
from diagrams.canvas.provenance import Stamp
from diagrams.clickable import Frame, frame_of
from diagrams.layout_file import kept_in
from diagrams.network.kept_layout import Kept
from diagrams.network.scenes import scenario_picture
from elicitation.store.scenarios import scenarios_sha256
from elicitation.study import plan_in
from elicitation.workshop.page_words import Words, words_of

DRAWS = Sampling(draws=1000)
KEPT_ANSWERS = 64
"""Scenarios whose beliefs are kept: what one compares with, and the way back."""
_WATCHED = (
    "model.toml",
    "scenarios.toml",
    "propositions.toml",
    "elicitation.toml",
    "layout.json",
    "ledger.jsonl",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is known of one what-if.

    answer: the pool and the experts; compared: with ranges over the draws. now, then: beliefs of
    every node, (states, 1 + experts + draws). experts: whose world each draw is.
    """

    answer: WhatIf
    compared: Comparison
    now: Mapping[Name, Array]
    then: Mapping[Name, Array]
    experts: Picks | None


@dataclass(kw_only=True)
class Opened:
    """A study as it was read, and what its names are called.

    scenarios_sha256: of the file that a new scenario is added to.
    """

    study: Study
    words: Words
    scenarios_sha256: str
    inputs: Stamp
    kept: Kept
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _ready: dict[str, Prepared] = field(default_factory=dict)
    _frames: dict[str, Frame] = field(default_factory=dict)
    _known: OrderedDict[object, Mapping[Name, Array]] = field(default_factory=OrderedDict)

    @cached_property
    def draws(self) -> Draws:
        """Return the drawn worlds, the same for every structure."""
        return drawn_once(self.study, DRAWS)

    def ready(self, structure: str) -> Prepared:
        """Return the structure's circuit."""
        with self._lock:
            if structure not in self._ready:
                self._ready[structure] = prepared(
                    StudyView(self.study, structure), self.draws, DRAWS
                )
            return self._ready[structure]

    def reply(self, structure: str, scenario: Scenario, comparison: Scenario) -> Reply:
        """Return the answer to complete scenarios; raises StudyError."""
        with self._lock:  # a circuit works in memory of its own: one question at a time
            now = self._believed(structure, scenario)
            then = self._believed(structure, comparison)
            answer, compared = live(self.ready(structure), (scenario, now), (comparison, then))
        return Reply(
            answer=answer, compared=compared, now=now, then=then, experts=self.draws.experts
        )

    def frame(self, structure: str, reply: Reply) -> Frame:
        """Return the places of the structure's nodes; the first reply makes them."""
        with self._lock:
            if structure not in self._frames:
                picture = scenario_picture(StudyView(self.study, structure), reply.answer)
                self._frames[structure] = frame_of(picture, self.kept)
            return self._frames[structure]

    def _believed(self, structure: str, scenario: Scenario) -> Mapping[Name, Array]:
        key = (
            structure,
            frozenset(scenario.set.items()),
            frozenset(scenario.seen.items()),
            frozenset((n, v.kind, v.values) for n, v in scenario.likely.items()),
        )
        if key not in self._known:
            self._known[key] = believed(self.ready(structure), scenario)
            while len(self._known) > KEPT_ANSWERS:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


def _people(folder: Path, study: Study) -> Mapping[str, str]:
    """Return the labels of the experts; none where the plan cannot be read: it is not needed."""
    plan = plan_in(folder, study, [])
    return {e: expert.label for e, expert in plan.experts.items()} if plan else {}


@dataclass(kw_only=True)
class AnalystSession:
    """One study's folder, and the study as it stands there."""

    folder: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _opened: tuple[object, Opened] | None = None

    def opened(self) -> Opened:
        """Return the study, read again when a file of it has changed; raises StudyError."""
        with self._lock:
            now = self._stamp()
            if self._opened is None or self._opened[0] != now:
                study, _ = open_study(self.folder)
                found = Opened(
                    study=study,
                    words=words_of(study, _people(self.folder, study)),
                    scenarios_sha256=scenarios_sha256(self.folder),
                    inputs=input_hashes(self.folder),
                    kept=kept_in(self.folder),
                )
                self._opened = now, found
            return self._opened[1]

    def _stamp(self) -> object:
        found = []
        structures = sorted((self.folder / "structures").glob("*.toml"))
        for path in (*(self.folder / name for name in _WATCHED), *structures):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((path.name, status.st_mtime_ns, status.st_size, status.st_ino))
        return found
