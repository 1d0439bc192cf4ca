"""Answer scenarios in every drawn world under every structure: paired, draw by draw.

All scenarios and structures meet the same draws, so that a difference between two of them is a
difference within one world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from bayesnet.answers.beliefs import event_probability, need_outcomes, unchecked_beliefs
from bayesnet.study.draws import Picks, draw
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Chunk, Progress, Sampling, check_kept, chunks, silent, sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Every outcome's probability in every drawn world.

    values: shape (structures, scenarios, outcomes, draws), in the orders of ``structures``, of the
    scenarios asked and of the diagram's outcomes. experts: whose world each draw is, (draws,), as
    an index into the priors' experts; None where every question picked its own.
    """

    structures: tuple[str, ...]
    values: Array
    experts: Picks | None
    sampling: Sampling


def ranges(
    study: Study,
    structures: Sequence[str],
    scenarios: Sequence[Scenario],
    sampling: Sampling,
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Ranges:
    """Return the outcomes of complete, checked scenarios; the same for the same sampling.

    Tables are kept for one chunk of draws at a time, outcomes for all. Raises StudyError where
    those would not fit in memory, or what was seen cannot happen in some world.
    """
    check_kept(sampling, len(structures) * len(scenarios) * len(study.diagram.outcomes))
    work = partial(_chunk, study, tuple(structures), tuple(scenarios), sampling.coherent)
    found = list(sweep(work, chunks(sampling), executor, progress))
    picks = [experts for _, experts in found if experts is not None]
    return Ranges(
        structures=tuple(structures),
        values=np.concatenate([values for values, _ in found], axis=-1),
        experts=np.concatenate(picks) if picks else None,
        sampling=sampling,
    )


def _chunk(
    study: Study,
    structures: tuple[str, ...],
    scenarios: tuple[Scenario, ...],
    coherent: bool,
    chunk: Chunk,
) -> tuple[Array, Picks | None]:
    drawn = draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=coherent)
    outcomes = study.diagram.outcomes
    values = np.empty((len(structures), len(scenarios), len(outcomes), chunk.size))
    for s, structure in enumerate(structures):
        view = StudyView(study, structure)
        network = view.drawn(drawn)
        for k, scenario in enumerate(scenarios):
            nodes = dict.fromkeys(outcome.node for outcome in outcomes)
            beliefs = unchecked_beliefs(view, scenario, tuple(nodes), network)
            values[s, k] = outcomes_of(view, beliefs)
    return values, drawn.experts


def exact(study: Study, structures: Sequence[str], scenarios: Sequence[Scenario]) -> Array:
    """Return every outcome at the best values, for the pool and then each expert.

    Shape (structures, scenarios, outcomes, 1 + experts); no draws. Raises StudyError.
    """
    nodes = tuple(dict.fromkeys(outcome.node for outcome in study.diagram.outcomes))
    shape = (len(study.diagram.outcomes), len(study.worlds))
    return np.array(
        [
            [
                np.broadcast_to(outcomes_of(view, unchecked_beliefs(view, s, nodes)), shape)
                for s in scenarios
            ]
            for view in (StudyView(study, structure) for structure in structures)
        ]
    )


def outcomes_of(view: StudyView, beliefs: Mapping[str, Array]) -> Array:
    """Return every outcome's probability, (outcomes, worlds), from beliefs about their nodes."""
    diagram = view.diagram
    need_outcomes(diagram)
    return np.stack([event_probability(beliefs, diagram, o) for o in diagram.outcomes])
