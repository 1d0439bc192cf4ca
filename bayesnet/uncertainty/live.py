"""Answer scenarios while a person clicks: one circuit a structure, prepared once and asked often.

The circuit holds the pool, every expert and the drawn worlds side by side, so that one pass gives
the bars, the experts' signs and the ranges, and differences are within one world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import check_scenario, findings_of, impossible_problem, soft_evidence
from bayesnet.answers.whatif import Believed, WhatIf, answered
from bayesnet.errors import StudyError
from bayesnet.inference.circuit import Circuit
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from bayesnet.study.draws import Draws, Picks, draw
from bayesnet.study.model import Name
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling, chunks
from bayesnet.uncertainty.comparison import Comparison, asked_in, laid_out
from bayesnet.uncertainty.ranges import Ranges, outcomes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A structure made ready for many scenarios. It works in memory of its own: ask one at a time.

    experts: whose world each draw is, as an index into the priors' experts.
    """

    view: StudyView
    sampling: Sampling
    experts: Picks | None
    circuit: Circuit


def drawn_once(study: Study, sampling: Sampling) -> Draws:
    """Return the worlds that ``compare`` draws; raises ValueError beyond one chunk of them."""
    (chunk,) = chunks(sampling)
    return draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=sampling.coherent)


def prepared(view: StudyView, draws: Draws, sampling: Sampling) -> Prepared:
    """Return the structure ready to be asked about the pool, every expert and the draws.

    A decision is a coin until a scenario sets it. Raises TooLarge.
    """
    best, drawn = view.network, view.drawn(draws)
    worlds = len(view.study.worlds), draws.number
    sizes = best.sizes
    tables = {
        name: Table(
            scope=table.scope,
            values=np.concatenate(
                [
                    np.broadcast_to(values, (*values.shape[:-1], number))
                    for values, number in zip(
                        (table.values, drawn.tables[name].values), worlds, strict=True
                    )
                ],
                axis=-1,
            ),
        )
        for name, table in best.tables.items()
    }
    for name in view.diagram.decisions:
        coin = np.full((sizes[name], 1), 1 / sizes[name])
        tables[name] = Table(scope=(name,), values=coin)
    return Prepared(
        view=view,
        sampling=sampling,
        experts=draws.experts,
        circuit=Circuit(Network(sizes=sizes, tables=tables)),
    )


def believed(ready: Prepared, scenario: Scenario) -> Mapping[Name, Array]:
    """Return the posterior of every node, (states, 1 + experts + draws), of a complete scenario.

    Raises StudyError, in the sentences of ``beliefs``.
    """
    view, diagram = ready.view, ready.view.diagram
    check_scenario(diagram, scenario)
    findings = findings_of(diagram, scenario)
    network = ready.circuit.network
    try:
        answer = ready.circuit.posteriors(
            set=findings.set,
            seen=findings.seen,
            likely=soft_evidence(diagram, network, scenario),
            derivatives=False,
        )
    except ImpossibleEvidence as error:
        known = tuple(world for world in error.worlds if world < len(view.study.worlds))
        who = ""
        if not known:
            who = f"{len(error.worlds)} of {ready.sampling.draws} drawn worlds"
        found = ImpossibleEvidence(error.findings, known)
        raise StudyError([impossible_problem(view, scenario, found, who)]) from error
    return dict(answer.marginals.items())


def live(ready: Prepared, now: Believed, then: Believed | None) -> tuple[WhatIf, Comparison]:
    """Return what ``what_if`` and ``compare`` say, from beliefs that ``believed`` gave."""
    view, study = ready.view, ready.view.study
    best = len(study.worlds)

    def first(found: Believed) -> Believed:
        return found[0], {name: values[:, :best] for name, values in found[1].items()}

    pair = now[0], then[0] if then else None
    known = {id(found[0]): found[1] for found in (now, then) if found}
    values = np.stack([outcomes_of(view, known[id(scenario)]) for scenario in asked_in([pair])])[
        None
    ]
    drawn = Ranges(
        structures=(view.structure,),
        values=values[..., best:],
        experts=ready.experts,
        sampling=ready.sampling,
    )
    return (
        answered(view, first(now), first(then) if then else None),
        laid_out(study, (view.structure,), [pair], values[..., :best], drawn),
    )
