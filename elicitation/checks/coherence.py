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
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.cpds.extremes import Suggestion, extremes, suggest
from bayesnet.cpds.held_out import check_rows, misfit
from bayesnet.cpds.parameter import Array, Cpd
from bayesnet.cpds.ranked import EXPRESSIONS, Ranked
from bayesnet.cpds.table import fixed_rows
from bayesnet.kinds import PERSON, TEXT
from bayesnet.mentions import mention
from bayesnet.plurals import listed
from bayesnet.study.priors import ANALYST, Priors
from bayesnet.study.priors import Judgement as Answer
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.table import Column, ResultTable, Tabled, attributes
from diagrams.network.wording import in_a_sentence
from elicitation.checks.checks import Doubt, doubts, model_states, stated_signs
from elicitation.checks.signs import contradictions, declared
from elicitation.questionnaire.questions import causal_order
from elicitation.record.responses import Judgement

if TYPE_CHECKING:
    pass

NEARLY = 0.05
"""By how much more a cause must move the rows than one that is ranked before it."""
FAR = 0.10
"""Between a marginal that was said and the one that rows imply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Tabled):
    """What to ask back, by expert, in the order to take it up."""

    by_expert: Mapping[str, tuple[Doubt, ...]]

    def table(self, labels: Mapping[str, str] | None = None) -> ResultTable:
        """Return a row for each doubt. labels: what nodes are called in the sentences."""
        rows = [(expert, doubt) for expert, own in self.by_expert.items() for doubt in own]
        own = [doubt for _, doubt in rows]
        return ResultTable(
            columns=[
                Column("expert", "Expert", PERSON, [expert for expert, _ in rows]),
                Column("kind", "About", TEXT, [doubt.kind for doubt in own]),
                Column("questions", None, TEXT, [", ".join(doubt.questions) for doubt in own]),
                *attributes(own, "message", "remedy"),
                Column(
                    "", "Ask back", TEXT, [in_a_sentence(d.sentence, labels or {}) for d in own]
                ),
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
                    message=f"{mention(key)}: you say {found.state} {100 * found.said:.0f} %, and "
                    f"your numbers for {mention(node)} ({cpd.method}) "
                    f"make it {100 * found.made:.0f} %.",
                    remedy="Off by more than 15 points: ask the table of this node directly.",
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
            other = f"the model's {EXPRESSIONS[model.expression]} {model.agreeing}"
            yield _suits(keys, node, best, other, f'Consider expression = "{best.expression}".')
        elif given is not None and given < model.agreeing:
            other = f"the weights you gave {given}"
            yield _suits(keys, node, model, other, "Change the weights, or say why.")


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
                message=f"You rank {mention(first)} before {mention(second)} among the causes of "
                f"{mention(node)}, and your "
                f"rows move by {100 * moved[first]:.0f} points with it, by "
                f"{100 * moved[second]:.0f} with {mention(second)}.",
                remedy="Which do you mean? Say why, or change one.",
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
        for each in contradictions(cpd.domain, table, signs):
            yield Doubt(
                kind="sign",
                questions=tuple(keys),
                message=f"By your numbers {each.sentence()}.",
                remedy="The model says that it goes the other way. Intended? Say why, or change "
                "one.",
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
                message=f"By the numbers in model.toml {each.sentence()}.",
                remedy=f"The sign of {mention(each.cause)} on {mention(node)} says that it goes "
                "the other way. Change one of them.",
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


def _suits(keys: Sequence[str], node: str, better: Suggestion, other: str, remedy: str) -> Doubt:
    """Return the doubt that a suggestion gives more of the expert's answers back."""
    weights = listed([f"{weight:g}" for weight in better.weights])
    return Doubt(
        kind="method",
        questions=tuple(dict.fromkeys(keys)),
        message=f"{mention(node)}: a {EXPRESSIONS[better.expression]} with weights {weights} gives "
        f"{better.agreeing} of your {better.asked} extreme situations back, {other}.",
        remedy=remedy,
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
    made = unchecked_beliefs(mine, study.diagram.structure, scenario, nodes)
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
                message=f"You give {mention(node)} ({states[place]}) {100 * said[place]:.0f} % "
                f"all in all; your rows, weighed by what you say of their causes, give "
                f"{100 * implied[place]:.0f} %.",
                remedy="Which do you mean? Change one, or say why.",
            )


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
