"""Say what numbers could be instead: another expert's, the end of a range, a swing, a draw.

===========  ===========================  =====================================================
spread       for                          the pool's numbers are replaced by
===========  ===========================  =====================================================
experts      rows, questions, tables      each expert's own, for everyone
ranges       questions, tables            every expert's own low, and every expert's own high
swing        rows, questions, tables      log-odds of a state, lower and higher by a stated step
draws        rows, tables                 each drawn world's
===========  ===========================  =====================================================

Whatever goes through an expert goes through that expert's table, the structure and the pool, as the
study's own answers do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bayesnet.answers.screening import SWING
from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.sensitivity.rows import moved, swung
from bayesnet.study.draws import Draws
from bayesnet.study.model import Name
from bayesnet.study.priors import Array, Judgement, best_values, expert_tables, judgements_on
from bayesnet.study.structures import tables
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling

Kind = Literal["experts", "ranges", "swing", "draws"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far numbers are taken to move.

    logit: the step of a swing, in log-odds (in logarithms for a number such as a weight).
    sampling: the worlds to draw, for the kind of that name.
    """

    kind: Kind = "experts"
    logit: float = SWING
    sampling: Sampling | None = None

    @property
    def text(self) -> str:
        """Return how a person would say it."""
        return {
            "experts": "each expert's own numbers in place of the pool's",
            "ranges": "every expert at their own low, then at their own high",
            "swing": f"log-odds lower and higher by {self.logit:g}",
            "draws": f"the central 90 % of the draws ({self.sampling})",
        }[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """What a table could be instead.

    names: of each alternative; empty for draws, which have none.
    differences: what is added to the pool's table, shape (rows, states, alternatives).
    """

    names: tuple[str, ...]
    differences: Array


def table_alternatives(view: StudyView, node: str, spread: Spread) -> Alternatives:
    """Return what a node's table could be instead, every row at once; each row moves alike.

    By the experts' own tables or a swing; ranges are given to questions, not to tables.
    """
    table = view.network.tables[node].values
    shape = (-1, table.shape[-2])
    base = table[..., 0].reshape(shape)
    if spread.kind == "experts":
        return Alternatives(
            names=view.study.priors.experts,
            differences=table[..., 1:].reshape(*base.shape, -1) - base[..., None],
        )
    states = view.diagram.states[node]
    names, columns = [], []
    for index, state in enumerate(states):
        for sign, word in ((-1, "less"), (1, "more")):
            to = swung(base[:, index], sign * spread.logit)
            columns.append(
                np.stack(
                    [moved(row, index, x[None])[:, 0] for row, x in zip(base, to, strict=True)]
                )
            )
            names.append(f"{state} {word} likely")
    return Alternatives(
        names=tuple(names), differences=np.stack(columns, axis=-1) - base[..., None]
    )


def drawn_alternatives(view: StudyView, draws: Draws) -> dict[Name, Alternatives]:
    """Return what every node's table is in the drawn worlds; these have no names."""
    found = {}
    for node, table in view.drawn(draws).tables.items():
        base = view.network.tables[node].values[..., :1]
        apart = np.broadcast_to(table.values - base, (*base.shape[:-1], draws.number))
        rows = apart.reshape(-1, *apart.shape[-2:])
        found[node] = Alternatives(names=(), differences=rows)
    return found


def question_alternatives(
    view: StudyView, node: str, questions: Sequence[Parameter], spread: Spread
) -> Alternatives:
    """Return what a node's table could be if questions were answered otherwise, all alike.

    ``questions`` are of the node's own CPT in the model; what the structure changes is changed.
    """
    cpd = view.study.cpds[node]
    worlds = len(view.study.priors.experts)
    judged = {q.key: judgements_on(cpd, q.key, view.study.priors) for q in cpd.parameters()}
    names, answers = _answers(view.study, questions, judged, spread)
    values = {}
    for key, judgements in judged.items():
        best = best_values(judgements)
        own = answers.get(key, np.repeat(best[:, None, :], len(names), axis=1))
        values[key] = own.reshape(len(best), -1)
    made = cpd.tables(values)
    made = np.broadcast_to(made, (*cpd.domain.shape, len(names) * worlds))
    pooled = _pooled(view, node, made, len(names))
    base = view.network.tables[node].values[..., 0]
    base = base.reshape(-1, base.shape[-1])
    return Alternatives(
        names=names,
        differences=pooled.reshape(*base.shape, -1) - base[..., None],
    )


def _pooled(view: StudyView, node: str, made: Array, alternatives: int) -> Array:
    """Return the pool's tables for each alternative, shape (*table, alternatives)."""
    base = expert_tables(view.study.cpds, view.study.priors)
    changed = tables(view.drawing, {**base, node: made})[node][1]
    experts = changed.reshape(*changed.shape[:-1], alternatives, -1)
    return np.moveaxis(view.study.pooled(node, np.moveaxis(experts, -2, -3)), -2, -1)


def _answers(
    study: Study,
    questions: Sequence[Parameter],
    judged: Mapping[str, Sequence[Judgement]],
    spread: Spread,
) -> tuple[tuple[str, ...], dict[str, Array]]:
    """Return names, and by question answers of shape (components, alternatives, experts)."""
    if spread.kind == "experts":
        experts = study.priors.experts
        return experts, {
            q.key: np.repeat(best_values(judged[q.key])[:, :, None], len(experts), axis=2)
            for q in questions
        }
    components = questions[0].components
    names = tuple(
        f"{component} {word}"
        for component in components
        for word in (("low", "high") if spread.kind == "ranges" else ("lower", "higher"))
    )
    found = {}
    for q in questions:
        best = best_values(judged[q.key])
        columns = [
            _moved(q, best, _end(q, judged[q.key], best, index, sign, spread), index)
            for index in range(len(components))
            for sign in (-1, 1)
        ]
        found[q.key] = np.stack(columns, axis=1)
    return names, found


def _end(
    question: Parameter,
    judgements: Sequence[Judgement],
    best: Array,
    index: int,
    sign: int,
    spread: Spread,
) -> Array:
    """Return one component's end for every expert, shape (experts,)."""
    if spread.kind == "ranges":
        ends = [(j.low if sign < 0 else j.high) or j.best for j in judgements]
        return np.array([float(end[index]) for end in ends])
    if question.kind == "distribution":
        return swung(best[index], sign * spread.logit)
    return np.asarray(best[index] * np.exp(sign * spread.logit))


def _moved(question: Parameter, best: Array, to: Array, index: int) -> Array:
    """Return every expert's answer with one component elsewhere, shape (components, experts)."""
    if question.kind == "number":
        least = np.nextafter(question.lower, 1.0) if question.lower == 0 else question.lower
        return np.clip(to, least, question.upper)[None]
    return np.stack([moved(best[:, e], index, to[e : e + 1])[:, 0] for e in range(len(to))], axis=1)


def questions_of(view: StudyView, node: str) -> tuple[Parameter, ...]:
    """Return the questions whose answers a node's table is made of under a structure.

    None where nobody is asked, or the structure puts another table in its place.
    """
    cpd: Cpd = view.study.cpds[node]
    if view.drawing.cpds[node] is not cpd or not cpd.asked:
        return ()
    return cpd.parameters()
