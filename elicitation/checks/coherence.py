"""What an expert's answers imply, held against what the same expert says directly.

Five comparisons need whole tables: held-out rows with the rows that a method makes of its numbers,
the extreme situations of a ranked node with its expression, the ranks of causes with how far each
moves the rows of a full table, declared signs with the table that other methods make, and marginals
with the sum over causes,
P(x) = sum over pa of P(x | pa) P(pa), the most useful of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.cpds.extremes import Suggestion, extremes, suggest
from bayesnet.cpds.held_out import check_rows, misfit
from bayesnet.cpds.parameter import Array, Cpd
from bayesnet.cpds.ranked import Ranked
from bayesnet.cpds.table import fixed_rows
from bayesnet.kinds import PERSON, TEXT
from bayesnet.messages.facts import Fact, Node, State, items, phrase
from bayesnet.messages.surface import Surface
from bayesnet.messages.terminal import terminal
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.priors import ANALYST, Priors
from bayesnet.study.priors import Judgement as Answer
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled
from elicitation.checks.checks import Doubt, doubts, model_states, stated_signs
from elicitation.checks.dominated import dominated
from elicitation.checks.signs import contradictions, declared
from elicitation.questionnaire.question_words import parts_of
from elicitation.questionnaire.questions import causal_order
from elicitation.record.responses import Judgement

NEARLY = 0.05
"""By how much more a cause must move the rows than one that is ranked before it."""
FAR = 0.10
"""Between a marginal that was said and the one that rows imply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Tabled):
    """What to ask back, by expert, in the order to take it up."""

    by_expert: Mapping[str, tuple[Doubt, ...]]

    def table(self, spoken: Surface | None = None) -> ResultTable:
        """Return a row for each doubt. spoken: how people are spoken to; as typed if not given."""
        typed = terminal()
        spoken = spoken or typed
        rows = [(expert, doubt) for expert, own in self.by_expert.items() for doubt in own]
        own = [doubt for _, doubt in rows]
        parts = [typed.parts(doubt) for doubt in own]
        return ResultTable(
            columns=[
                Column("expert", "Expert", PERSON, [expert for expert, _ in rows]),
                Column("kind", "About", TEXT, [doubt.kind for doubt in own]),
                Column("questions", None, TEXT, [", ".join(doubt.questions) for doubt in own]),
                Column("message", None, TEXT, [message for message, _ in parts]),
                Column("remedy", None, TEXT, [remedy for _, remedy in parts]),
                Column("advice", None, TEXT, [typed.advice(doubt) for doubt in own]),
                Column("", "Ask back", TEXT, [spoken.advised(doubt) for doubt in own]),
            ]
        )


def coherence(
    study: Study,
    falling: frozenset[str],
    standing: Mapping[str, Mapping[str, Judgement]],
    scenario: Scenario | None,
    *,
    placeholders: bool = False,
) -> Queue:
    """Return the doubts about every expert's standing answers, as probabilities.

    scenario: in which marginals are meant; none are compared where it leaves a decision open.
    placeholders: whether the analyst's numbers, where nobody has answered, are held against the
    declared signs too; what contradicts them is ``analyst``'s.
    """
    model = model_states(study.diagram, falling)
    found = {}
    for expert, own in standing.items():
        answers = [own[key] for key in own]
        found[expert] = (
            *doubts(answers, model),
            *_misfits(study, own),
            *_methods(study, own),
            *_effects(study, own),
            *_against_signs(study, own, {**model.directions, **stated_signs(answers)}),
            *_totals(study, own, scenario),
            *_dominated(study, own),
        )
    analysts = tuple(_of_the_analyst(study, falling, standing)) if placeholders else ()
    return Queue(by_expert={**found, **({ANALYST: analysts} if analysts else {})})


def own_table(cpd: Cpd, own: Mapping[str, Judgement]) -> Array | None:
    """Return the table an expert's answers make, or None while they are not all there and sound."""
    fixed = fixed_rows(cpd)
    if not all(p.key in own for p in cpd.parameters() if p.key not in fixed):
        return None
    values = {
        p.key: tuple(own[p.key].answers[name].best for name in p.components)
        if p.key in own
        else cpd.placeholder[p.key]
        for p in cpd.parameters()
    }
    return None if cpd.check(values) else cpd.table(values)


def _misfits(study: Study, own: Mapping[str, Judgement]) -> Iterator[Doubt]:
    """Yield every held-out row that is far from what the method makes of the expert's numbers."""
    for node, cpd in study.cpds.items():
        keys = [key for key in check_rows(cpd, 3) if key in own]
        table = own_table(cpd, own) if keys else None
        if table is None:
            continue
        for key in keys:
            said = [float(own[key].answers[state].best) for state in cpd.domain.states]
            found = misfit(cpd, table, key, said)
            if found is not None and found.far_off:
                yield Doubt(
                    kind="misfit",
                    questions=(key,),
                    code="doubt.misfit",
                    facts={
                        "state": State(found.state),
                        "stated": 100 * found.said,
                        "node": Node(node),
                        "situation": items(
                            (
                                phrase("doubt.node-is", node=Node(cause), state=State(state))
                                for cause, state in parts_of(key).pairs
                            ),
                            "and",
                        ),
                        "made": 100 * found.made,
                    },
                )


def _methods(study: Study, own: Mapping[str, Judgement]) -> Iterator[Doubt]:
    """Yield where an expert's extreme situations suit other weights, or another expression."""
    for node, cpd in study.cpds.items():
        if not isinstance(cpd, Ranked):
            continue
        rows = [each.configuration for each in extremes(cpd)]
        keys = [f"{node}.extreme[{cpd.domain.when(row)}]" for row in rows]
        if not all(key in own for key in keys):
            continue
        modes = [int(own[key].answers["value"].best) - 1 for key in keys]
        suggestions = suggest(cpd, modes)
        best = suggestions[0]
        model = next(s for s in suggestions if s.expression == cpd.expression)
        table = own_table(cpd, own)
        given = None if table is None else _given_back(cpd, table, rows, modes)
        if best.agreeing > model.agreeing:
            expression = phrase(f"doubt.expression-{model.expression}")
            facts: dict[str, Fact] = {"other": expression, "other_agreeing": model.agreeing}
            yield _suits(keys, node, best, "doubt.another-expression", facts)
        elif given is not None and given < model.agreeing:
            yield _suits(keys, node, model, "doubt.other-weights", {"other_agreeing": given})


def _effects(study: Study, own: Mapping[str, Judgement]) -> Iterator[Doubt]:
    """Yield where a cause is ranked before another that moves the rows of a full table more."""
    for node, cpd in study.cpds.items():
        keys = {name: f"{node}.rank[{name}]" for name, _ in cpd.domain.parents}
        table = own_table(cpd, own) if cpd.method == "table" else None
        ranked = [name for name in keys if keys[name] in own and not own[keys[name]].reason]
        if table is None or len(ranked) < 2:  # noqa: PLR2004 - one has nothing to stand before
            continue
        places = {name: own[keys[name]].answers["value"].best for name in ranked}
        moved = {name: _moved(table, axis) for axis, name in enumerate(keys)}
        first, second = max(
            permutations(ranked, 2),
            key=lambda pair: (
                (places[pair[0]] < places[pair[1]]) * (moved[pair[1]] - moved[pair[0]])
            ),
        )
        if places[first] < places[second] and moved[second] - moved[first] > NEARLY:
            yield Doubt(
                kind="effect",
                questions=(keys[first], keys[second]),
                code="doubt.rank-against-rows",
                facts={
                    "first": Node(first),
                    "second": Node(second),
                    "node": Node(node),
                    "first_moved": 100 * moved[first],
                    "second_moved": 100 * moved[second],
                },
            )


def _against_signs(
    study: Study, own: Mapping[str, Judgement], signs: Mapping[tuple[str, str], int]
) -> Iterator[Doubt]:
    """Yield where a method's table runs against a sign; full tables are seen to by ``doubts``."""
    for cpd in study.cpds.values():
        table = own_table(cpd, own) if cpd.asked and cpd.method != "table" else None
        keys = [parameter.key for parameter in cpd.parameters()]
        if table is None or not keys or any(own[key].reason for key in keys):
            continue
        rows = [each.rows_said() for each in contradictions(cpd.domain, table, signs)]
        if rows:  # one doubt: its questions are all that tell it from others
            yield Doubt(
                kind="sign",
                questions=tuple(keys),
                code="doubt.sign",
                facts={"rows": items(rows, "semicolon")},
            )


def _of_the_analyst(
    study: Study, falling: frozenset[str], standing: Mapping[str, Mapping[str, Judgement]]
) -> Iterator[Doubt]:
    """Yield where the model's own numbers on a node that nobody answers run against a sign."""
    signs = declared(study.diagram, falling)
    for node, cpd in study.cpds.items():
        if cpd.asked and any(own_table(cpd, own) is not None for own in standing.values()):
            continue
        for each in contradictions(cpd.domain, cpd.table(cpd.placeholder), signs):
            yield Doubt(
                kind="sign",
                questions=tuple(parameter.key for parameter in cpd.parameters()),
                code="doubt.sign-of-the-model",
                facts={"rows": each.rows_said(), "cause": Node(each.cause), "node": Node(node)},
            )


def _moved(table: Array, axis: int) -> float:
    """Return by how much the rows move with one cause: their total variation, on average.

    Between the two of its states that are furthest apart. table: shape (*parents, child).
    """
    rows = np.moveaxis(table, axis, 0)
    pairs = combinations(range(len(rows)), 2)
    return max(float(np.abs(rows[i] - rows[j]).sum(axis=-1).mean()) / 2 for i, j in pairs)


def _given_back(
    cpd: Ranked, table: Array, rows: Sequence[tuple[str, ...]], modes: Sequence[int]
) -> int:
    """Return how many of the most probable states are those of the table's rows."""
    parents = [states for _, states in cpd.domain.parents]
    places = [tuple(s.index(x) for s, x in zip(parents, row, strict=True)) for row in rows]
    return sum(int(table[p].argmax()) == m for p, m in zip(places, modes, strict=True))


def _suits(
    keys: Sequence[str], node: str, better: Suggestion, code: str, other: Mapping[str, Fact]
) -> Doubt:
    """Return the doubt that a suggestion gives more of the expert's answers back."""
    return Doubt(
        kind="method",
        questions=tuple(dict.fromkeys(keys)),
        code=code,
        facts={
            "node": Node(node),
            "expression": phrase(f"doubt.expression-{better.expression}"),
            "key": better.expression,
            "weights": items((f"{weight:g}" for weight in better.weights), "and"),
            "agreeing": better.agreeing,
            "asked": better.asked,
            **other,
        },
    )


def _totals(
    study: Study, own: Mapping[str, Judgement], scenario: Scenario | None
) -> Iterator[Doubt]:
    """Yield every marginal that is far from the one the expert's rows imply."""
    keys = [f"{node}.marginal" for node in causal_order(study.diagram)]
    keys = [key for key in keys if key in own]
    if not keys or scenario is None or set(study.diagram.decisions) - set(scenario.set):
        return
    nodes = [key.removesuffix(".marginal") for key in keys]
    mine = alone(study, own)
    if mine.unanswered:  # nothing is implied by rows that are not there
        return
    made = unchecked_beliefs(StudyView(mine, study.diagram.structure), scenario, nodes)
    for key, node in zip(keys, nodes, strict=True):
        states = study.diagram.states[node]
        said = np.array([float(own[key].answers[state].best) for state in states])
        implied = made[node][:, 0]
        gaps = np.abs(said - implied).round(9)
        place = int(np.flatnonzero(gaps == gaps.max())[-1])  # of no and yes, yes
        if abs(said[place] - implied[place]) > FAR:
            yield Doubt(
                kind="total",
                questions=(key,),
                code="doubt.total",
                facts={
                    "node": Node(node),
                    "state": State(states[place]),
                    "stated": 100 * float(said[place]),
                    "implied": 100 * float(implied[place]),
                },
            )


def _dominated(study: Study, own: Mapping[str, Judgement]) -> Iterator[Doubt]:
    """Yield the acts that somebody else would never take, by what the expert says it weighs."""
    keys = [p.key for p in agent_parameters(study.agents)]
    if any(key in own for key in keys) and not any(own[key].reason for key in keys if key in own):
        yield from dominated(alone(study, own))


def _of_number(judgement: Judgement) -> Answer:
    """Return an answer that is a number, with its range."""
    said = judgement.answers["value"]
    low, high = ((end,) if end is not None else None for end in (said.low, said.high))
    return Answer(best=(said.best,), low=low, high=high)


def alone(study: Study, own: Mapping[str, Judgement]) -> Study:
    """Return the study with this expert's answers alone.

    What they have not answered keeps the number of ``model.toml``, where it has one.
    """
    answers = {
        p.key: Answer(best=tuple(own[p.key].answers[name].best for name in p.components))
        for cpd in study.cpds.values()
        if cpd.asked and own_table(cpd, own) is not None
        for p in cpd.parameters()
        if p.key in own
    }
    on_agents = [p.key for p in agent_parameters(study.agents) if p.key in own]
    answers |= {key: _of_number(own[key]) for key in on_agents}
    priors = Priors(
        number=0,
        sha256="",
        created_at="",
        reason="one expert's standing answers",
        illustrative=True,
        model_sha256=study.model_sha256,
        weights={"own": 1.0},
        judgements={"own": answers},
    )
    return study.with_priors(priors)
