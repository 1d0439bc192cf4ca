"""Which numbers matter: swing each of them widely and see how far the outcomes move.

Before anybody is asked, every answer could be far from the number in ``model.toml``. Three sizes of
swing tell what to ask first:

``question``  one answer: a distribution's state up and down on its log-odds (the others keep their
              proportions), a weight or a spread doubled and halved, an effect by a half
``row``       one row of the table that a method makes, in the same way
``table``     all rows of a node at once, in one direction: a table of many rows whose rows matter
              little may still carry the argument

All swings are worlds of one network, answered together in a single pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.answers.beliefs import event_probability, findings_of
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.cpds.parameter import Array, Cpd, ManyValues, Parameter, normalised
from bayesnet.cpds.table import row_key
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.inference.circuit import Circuit
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from bayesnet.inference.worlds import first_world
from bayesnet.kinds import ENTRY, PROBABILITY, TEXT
from bayesnet.rounding import steady
from bayesnet.study.priors import best_values, judgements_on
from bayesnet.study.scenario import Scenario
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.structures import tables
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled, attributes

Size: TypeAlias = Literal["question", "row", "table"]
SIZES: tuple[Size, ...] = ("question", "row", "table")
SWING = 0.7
"""On log-odds, up and down: 50 % becomes 33 or 67 %."""
STEP = 0.5
VISIBLE = 0.01
"""An effect of a percentage point or more is one to ask about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How far the outcomes move when one thing is swung.

    key: a question's key, a row's or a node's name. by_outcome: how far each outcome's probability
    goes from its lowest to its highest over all swings of it.
    """

    size: Size
    node: str
    key: str
    by_outcome: Mapping[str, float]

    @property
    def largest(self) -> float:
        """Return the change of the outcome that moves most."""
        return max(self.by_outcome.values(), default=0.0)

    @property
    def outcome(self) -> str:
        """Return the id of the outcome that moves most."""
        return max(self.by_outcome, key=lambda o: steady(self.by_outcome[o]), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening(Tabled):
    """Every effect, those of one size together, the largest first.

    swing: on log-odds; worlds: how many were answered at once.
    """

    effects: tuple[Effect, ...]
    swing: float
    worlds: int
    provenance: Provenance

    def of(self, size: Size) -> tuple[Effect, ...]:
        """Return the effects of one size of swing, the largest first."""
        return tuple(effect for effect in self.effects if effect.size == size)

    def table(self, effects: Sequence[Effect] | None = None) -> ResultTable:
        """Return a row for each effect, or for those given, and a column for each outcome."""
        rows = self.effects if effects is None else effects
        outcomes = dict.fromkeys(outcome for effect in rows for outcome in effect.by_outcome)
        return ResultTable(
            columns=[
                Column("key", "Swung", ENTRY, [effect.key for effect in rows]),
                *attributes(rows, "size", "node"),
                Column("largest", "Largest", PROBABILITY, [effect.largest for effect in rows]),
                *(
                    Column(o, None, TEXT, [effect.by_outcome[o] for effect in rows])
                    for o in outcomes
                ),
                Column("", "on", TEXT, [effect.outcome for effect in rows]),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Swung:
    """What was swung, and the tables it makes, shape (*parents, child, swings)."""

    size: Size
    key: str
    tables: Array


def screen(view: StudyView, scenario: Scenario | None = None, *, swing: float = SWING) -> Screening:
    """Return the effect of every asked number, row and table on the outcomes.

    What an agent decides stays as it is forecast from the best answers.
    It starts from the mean of the experts' best answers; where some are still to be asked, there is
    nothing to start from and no effect. Decisions that the scenario leaves open,
    all of them if there is no scenario, take each option with the same probability.
    Raises TooLarge where the diagram is too dense, StudyError for a scenario that is not sound.
    """
    chosen = scenario or Scenario(id="", label="every option alike")
    problems = list(scenario_problems(view.diagram, chosen))
    if chosen.likely:
        problems.append(_refused("ask.soft-evidence-not-swung"))
    if problems:
        raise StudyError(problems)
    if view.study.unanswered:
        return Screening(effects=(), swing=swing, worlds=0, provenance=provenance(view))
    made, swung = {}, {}
    for name, cpd in view.study.cpds.items():
        values = {p.key: _mean(view.study, cpd, p) for p in cpd.parameters()}
        made[name] = cpd.tables(values)
        swung[name] = list(_swings(cpd, values, made[name], swing)) if cpd.asked else []
    spans, worlds = _worlds(swung)
    diagram = view.diagram
    network = _network(view, made, swung, spans, worlds)
    findings = findings_of(diagram, chosen)
    try:
        answer = Circuit(network).posteriors(
            set=findings.set,
            seen=findings.seen,
            derivatives=False,
        )
    except ImpossibleEvidence as error:
        raise StudyError([_refused("ask.what-seen-scenario-cannot-happen")]) from error
    nodes = {outcome.node: answer.marginals[outcome.node] for outcome in diagram.outcomes}
    moved = {o.id: event_probability(nodes, diagram, o) for o in diagram.outcomes}
    effects = [
        Effect(
            size=each.size,
            node=name,
            key=each.key,
            by_outcome={
                o: float(np.ptp([p[0], *p[spans[name, each.size, each.key]]]))
                for o, p in moved.items()
            },
        )
        for name, all_ in swung.items()
        for each in all_
    ]
    effects.sort(key=lambda e: (SIZES.index(e.size), -steady(e.largest)))
    return Screening(
        effects=tuple(effects),
        swing=swing,
        worlds=worlds,
        provenance=provenance(view, scenario=chosen.label),
    )


def counts(screening: Screening, visible: float) -> str:
    """Return how many of each size move an outcome by that much or more, as a sentence."""
    parts = []
    for size in SIZES:
        effects = screening.of(size)
        many = sum(effect.largest >= visible for effect in effects)
        parts.append(f"{many} of {len(effects)} {size}s")
    return (
        f"Swung by {screening.swing:g} on log-odds, {', '.join(parts)} "
        f"move an outcome by {100 * visible:g} point or more."
    )


def _refused(code: str) -> Problem:
    return problem_at("", "--scenario", code)


def _mean(study: Study, cpd: Cpd, parameter: Parameter) -> Array:
    """Return the experts' mean answer, shape (components, 1)."""
    best = best_values(judgements_on(cpd, parameter.key, study.priors))
    return np.asarray((best @ study.weights)[:, None])


def _swings(cpd: Cpd, values: ManyValues, table: Array, swing: float) -> Iterator[_Swung]:
    for parameter in cpd.parameters():
        answer = _swung_answer(parameter, values[parameter.key], swing)
        shown = cpd.tables({**values, parameter.key: answer})
        yield _Swung(size="question", key=parameter.key, tables=shown)
    tilted = _tilted(table[..., 0], swing)
    for index, configuration in enumerate(cpd.domain.configurations()):
        one = np.repeat(table, tilted.shape[-1], axis=-1)
        place = np.unravel_index(index, cpd.domain.shape[:-1])
        one[place] = tilted[place]
        yield _Swung(size="row", key=row_key(cpd.domain, configuration), tables=one)
    yield _Swung(size="table", key=cpd.domain.child, tables=tilted)


def _swung_answer(parameter: Parameter, answer: Array, swing: float) -> Array:
    """Return the answer in each of its swings, shape (components, swings)."""
    if parameter.kind == "distribution":
        return _tilted(normalised(answer)[:, 0], swing)
    moved = (
        np.array([answer[0, 0] - STEP, answer[0, 0] + STEP])
        if parameter.lower < 0
        else np.array([answer[0, 0] / 2, answer[0, 0] * 2])
    )
    return np.asarray(np.clip(moved, parameter.lower, parameter.upper)[None])


def _tilted(rows: Array, swing: float) -> Array:
    """Return rows, states on the last axis, with each state's log-odds down and up.

    The swings become the last axis; of two states one is enough.
    """
    states = rows.shape[-1]
    swung = range(states) if states > 2 else range(states - 1)  # noqa: PLR2004
    factors = np.ones((states, 2 * len(swung)))
    for index, state in enumerate(swung):
        factors[state, 2 * index : 2 * index + 2] = np.exp(-swing), np.exp(swing)
    tilted = rows[..., None] * factors
    return np.asarray(tilted / tilted.sum(axis=-2, keepdims=True))


def _worlds(
    swung: Mapping[str, Sequence[_Swung]],
) -> tuple[Mapping[tuple[str, Size, str], slice], int]:
    """Return which worlds belong to which swing, and how many there are; the first is unswung."""
    spans, start = {}, 1
    for name, all_ in swung.items():
        for each in all_:
            stop = start + each.tables.shape[-1]
            spans[name, each.size, each.key] = slice(start, stop)
            start = stop
    return spans, start


def _network(
    view: StudyView,
    made: Mapping[str, Array],
    swung: Mapping[str, Sequence[_Swung]],
    spans: Mapping[tuple[str, Size, str], slice],
    worlds: int,
) -> Network:
    whole = {}
    for name, table in made.items():
        whole[name] = np.repeat(table, worlds, axis=-1)
        for each in swung[name]:
            whole[name][..., spans[name, each.size, each.key]] = each.tables
    chosen = view.drawing
    sizes = chosen.diagram.sizes
    found = {
        name: Table(scope=(*parents, name), values=np.asarray(values))
        for name, (parents, values) in tables(chosen, whole).items()
        if not chosen.diagram.chance[name].decided_by
    }
    found |= {
        name: first_world(view.network).tables[name]
        for name, node in chosen.diagram.chance.items()
        if node.decided_by
    }
    for name, decision in chosen.diagram.decisions.items():
        alike = np.full((len(decision.states), 1), 1 / len(decision.states))
        found[name] = Table(scope=(name,), values=alike)
    return Network(sizes=sizes, tables=found)
