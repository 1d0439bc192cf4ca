"""Ask what the advice hangs on: drivers, thresholds, what to learn, how the experts differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bayesnet.adversary.answer import Adversary, adversary
from bayesnet.answers.recommend import solving
from bayesnet.errors import StudyError
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import contest, lead_quantity
from bayesnet.sensitivity.drivers import Drivers, find_drivers
from bayesnet.sensitivity.parameters import Parameter, parameters
from bayesnet.sensitivity.pedigree import PedigreeTable, pedigree_table
from bayesnet.sensitivity.prospects import Prospects, find_prospects
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.sensitivity.regions import Regions, find_regions
from bayesnet.sensitivity.robustness import Robustness, find_flips
from bayesnet.sensitivity.thresholds import Switches, find_switches
from bayesnet.study.named import known_before
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.agenda import Agenda, agenda
from bayesnet.uncertainty.disagreement import Disagreement, disagreement
from bayesnet.uncertainty.learning import Learning, learning
from bayesnet.uncertainty.observations import Observations, observable, observations

DRAWS = 10_000
LEARNED_FROM = 2_000
"""Most draws that the worth of learning is worked out from: it takes longest by far."""


class Faced(NamedTuple):
    """What would deter somebody else who decides, under a structure."""

    view: StudyView
    answer: Adversary


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What the best plan's lead over its nearest rival hangs on, under the model's own structure.

    Each answer is worked out when it is first wanted, and kept: pictures and tables say the same.
    All raise StudyError where there is no best plan. view: with what is known when deciding.
    sampling, fewer: the draws of plans and of learning, None where nothing is drawn. progress:
    told, in words, what is being worked out.
    """

    view: StudyView
    sampling: Sampling | None = None
    fewer: Sampling | None = None
    progress: Callable[[str], None] = lambda _: None

    @cached_property
    def tables(self) -> Drivers:
        """What moves the lead, by table."""
        with self._asking("what drives the advice"):
            return find_drivers(self.view, self._lead, "table", spread_of(self.study))

    @cached_property
    def assumptions(self) -> Drivers:
        """What moves the lead, by assumption."""
        with self._asking("what it assumes"):
            return find_drivers(self.view, self._lead, "assumption")

    @cached_property
    def footings(self) -> PedigreeTable:
        """Pedigree beside influence."""
        with self._asking("how well it is founded"):
            return pedigree_table(self.view, self._lead, spread_of(self.study))

    @cached_property
    def switches(self) -> Switches:
        """Where the plan changes as one number moves."""
        with self._asking("what would change it"):
            return find_switches(self.view)

    @cached_property
    def flips(self) -> Robustness:
        """Whose view of one table would change the plan."""
        with self._asking("whose view would change it"):
            return find_flips(self.view)

    @cached_property
    def turning(self) -> tuple[Parameter, ...]:
        """Weights that switch the plan, the soonest first."""
        with self._asking("which weights turn it"):
            found = find_switches(self.view, ("weight",))
            known = parameters(self.view, ("weight",))
        by_name = {weight.name: weight for weight in known}
        return tuple(by_name[n] for n in dict.fromkeys(s.name for s in found.switches))

    def regions(self, across: Parameter, upward: Parameter, steps: int) -> Regions:
        """Return which plan is best where, as two numbers move."""
        with self._asking("which plan is best where"):
            return find_regions(self.view, across, upward, steps)

    @cached_property
    def observed(self) -> Observations:
        """What could be seen before each decision, and what that is worth."""
        with self._asking("what is worth seeing"):
            visible = observable(self.study, self.view.findings)
            return observations(self.view, visible, tuple(self.study.diagram.decisions))

    @cached_property
    def learned(self) -> Learning | None:
        """What knowing the numbers would be worth; None without draws."""
        if self.fewer is None:
            return None
        others = [name for name in self.study.structures if name != self.view.structure]
        with self._asking("what is worth learning"):
            return learning(self.view, self.fewer, others)

    @cached_property
    def prospects(self) -> Prospects:
        """What becomes of every plan, over draws where there are any."""
        with self._asking("how often each plan is best"):
            return find_prospects(self.view, self.sampling)

    @cached_property
    def differing(self) -> Disagreement | None:
        """Where the experts differ; None where there is one set of numbers."""
        if not self.several:
            return None
        with self._asking("how the experts differ"):
            return disagreement(self.view)

    @cached_property
    def topics(self) -> Agenda | None:
        """What the experts had best discuss; None where there is one set of numbers."""
        if not self.several:
            return None
        with self._asking("what is worth discussing"):
            return agenda(self.view)

    @cached_property
    def adversaries(self) -> tuple[Faced, ...]:
        """What would deter who else decides, structure by structure; none where nobody does.

        Nor where what the reference scenario has seen cannot be with it: the report says less.
        """
        reference = self.study.book.full(self.study.book.reference)
        found = []
        for structure in self.study.structures.values():
            view = self.view.under(structure.id)
            for agent in structure.agents:
                with self._asking(f"what would deter {agent.label}"), suppress(StudyError):
                    found.append(Faced(view, adversary(view, reference, agent)))
        return tuple(found)

    @property
    def study(self) -> Study:
        """Return the study that is asked."""
        return self.view.study

    @property
    def several(self) -> bool:
        """Return whether there is more than one set of numbers."""
        return len(self.study.priors.experts) > 1

    @cached_property
    def _lead(self) -> Quantity:
        return lead_quantity(self.view, contest(self.view))

    @contextmanager
    def _asking(self, words: str) -> Iterator[None]:
        self.progress(words)
        with solving(self.study.diagram):
            yield


def spread_of(study: Study) -> Spread:
    """Return how far numbers are moved: to each expert's own; of one set of numbers, by a swing."""
    return Spread(kind="experts" if len(study.priors.experts) > 1 else "swing")


def is_spread(study: Study) -> bool:
    """Return whether there is anything to draw from: several experts, or somebody's range."""
    return study.several or study.priors.ranged


def sampling_of(study: Study, draws: int, seed: int) -> Sampling | None:
    """Return the draws that a report is made over; None for none, or where nothing is spread."""
    return Sampling(draws=draws, seed=seed) if draws and is_spread(study) else None


def inquiry_of(
    study: Study,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Inquiry | None:
    """Return what is to be asked of the study's plan; None where nothing is decided or valued."""
    if not (study.diagram.decisions and study.diagram.weight_sets):
        return None
    return Inquiry(
        view=StudyView(study, findings=known_before(study)),
        sampling=sampling_of(study, draws, seed),
        fewer=sampling_of(study, min(draws, LEARNED_FROM), seed),
        progress=progress,
    )
