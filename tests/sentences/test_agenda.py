"""Every sentence and cell of ``agenda``: each answer taken over by all, the joint summed again."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bayesnet.inference.query import Network, Table
from tests.exhaustive import written_out
from tests.sentences.claims import Judge, claim, close, number
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.truth import Truth

STUDIES = 60


def decides(study):
    return bool(study.diagram.decisions and study.diagram.utilities)


class Settled:
    """Every question on which experts differ, and what one answer for all would make of it."""

    def __init__(self, truth):
        self.truth, self.every = truth, EveryPlan(truth) if decides(truth.study) else None
        self.tables = truth.study.network("A").tables
        judgements = list(truth.study.priors.judgements.values())
        states = truth.diagram.states
        self.questions = {}
        for node, table in self.tables.items():
            for given in np.ndindex(table.values.shape[:-2]):
                pairs = [f"{p}={states[p][g]}" for p, g in zip(table.scope, given, strict=False)]
                answers = [own[f"{node}[{', '.join(pairs)}]"].best for own in judgements]
                if len({*answers}) > 1:
                    text = f"{node}: {', '.join(pairs)}" if pairs else node
                    self.questions[text.replace("_", " ")] = (node, given, answers)

    def adopted(self, node, given, expert):
        """Every expert's tables, with one row as one expert has it."""
        values = self.tables[node].values.copy()
        values[given] = values[given][:, [1 + expert]]
        return {**self.tables, node: Table(scope=self.tables[node].scope, values=values)}

    def worths(self, tables):
        """What every strategy is worth, pooled over the experts; NaN of impossible evidence."""
        total = 0.0
        for world, share in enumerate(self.truth.study.weights, 1):
            weight, utility, _ = written_out(self.truth.problem_of(tables, world))
            chance = float(self.every.taken[0] @ weight)
            total = total + share * (self.every.taken @ (weight * utility)) / (chance or np.nan)
        return total

    def settling(self, node, given):
        """What every strategy is worth by each answer, shape (strategies, experts)."""
        experts = range(len(self.truth.experts))
        return np.stack([self.worths(self.adopted(node, given, e)) for e in experts], axis=-1)

    def shift(self, node, given, outcome):
        """How far the answers shift an outcome, pooled over experts: a standard deviation."""
        truth, weights = self.truth, self.truth.study.weights
        sizes = truth.study.network("A").sizes
        scenario, pooled = truth.full("S0"), []
        for expert in range(len(truth.experts)):
            network = Network(sizes=sizes, tables=self.adopted(node, given, expert))
            values = np.broadcast_to(
                truth.outcome("A", scenario, outcome, network), (1 + len(weights),)
            )
            pooled.append(float(values[1:] @ weights))
        mean = float(weights @ np.array(pooled))
        return float(np.sqrt(weights @ (np.array(pooled) - mean) ** 2))


@claim(
    r"(?P<some>\d+) questions? (?:has|have) differing answers(?:; here are the (?P<top>\d+) to "
    r"discuss)?\. First: (?P<first>.+)\."
)
def how_many(truth, some, top, first):
    assert int(some) == len(truth.said.questions)
    assert (top is None) == (int(some) <= 12)
    return first == truth.rows[0]["Discuss"]


@claim(r"The experts give the same answers: there is nothing to discuss\.")
def nothing(truth):
    return not truth.said.questions


@claim(r"On (?P<some>\d+) of them agreement could change the plan\.")
def could_change(truth, some):
    """On no more than there are; plans are chosen from some, as the page says."""
    turning = 0
    now = truth.said.worths(truth.said.tables)
    for node, given, _ in truth.said.questions.values():
        worths = truth.said.settling(node, given)
        best = worths[np.argmax(now)]
        turning += bool((worths.max(axis=0) > best + truth.said.every.slack).any())
    return 0 < int(some) <= turning


@claim(
    r"Agreement on no single question would change the plan\.(?: The lead most in danger is that at "
    r"(?P<decision>\w+): (?P<lead>\S+)(?: of 100| units of the imported file), shifted by "
    r"(?P<moves>\S+)\.)?"
)
def no_change(truth, decision, lead, moves):
    if decision:
        cell = truth.rows[0]["Lead in danger"]
        assert cell == f"{lead} ± {moves} {decision}"
    now = truth.said.worths(truth.said.tables)
    level = np.flatnonzero(now >= now.max() - truth.said.every.slack)
    for node, given, _ in truth.said.questions.values():
        worths = truth.said.settling(node, given)
        behind = worths.max(axis=0) - worths[level].max(axis=0)
        assert not (behind > 10 * truth.said.every.slack).any(), (node, given)


@claim(r"Worth: of settling whose answer holds, in .+")
def what_worth_is(truth):
    return True


@claim(r"Outcome ±: how far the experts' answers shift it, all else as each one has it\.")
def only_outcomes(truth):
    return not decides(truth.study)


JUDGE = Judge(
    claims=(how_many, nothing, could_change, no_change, what_worth_is, only_outcomes, *COMMON)
)


def row_holds(truth, row):
    node, given, answers = truth.said.questions[row["Discuss"]]
    best = np.array(answers, dtype=float)
    component, low, _, high = row["Answers"].split(" ")
    at = truth.diagram.states[node].index(component)
    assert np.ptp(best[:, at]) >= np.ptp(best, axis=0).max() - 1e-12, row
    assert float(low) == pytest.approx(best[:, at].min(), abs=6e-4), row
    assert float(high) == pytest.approx(best[:, at].max(), abs=6e-4), row
    if decides(truth.study):
        worths, weights = truth.said.settling(node, given), truth.study.weights
        most = float(weights @ worths.max(axis=0) - (worths @ weights).max())
        assert number(row["Worth"]) <= most + 10.0 ** -len(row["Worth"].partition(".")[2]), row
    if row["Outcome moved"] == "-":
        moved = [truth.said.shift(node, given, o) for o in truth.diagram.outcomes]
        assert max(moved, default=0.0) <= 1e-8, row
        return
    _, shift, name = row["Outcome moved"].split()
    outcome = next(o for o in truth.diagram.outcomes if o.id == name)
    assert close(shift, truth.said.shift(node, given, outcome)), row


def heard(study):
    """One study's agenda judged; None where nobody can differ, or too much is to be tried."""
    printed = run(study, "agenda")
    if printed.code:
        assert printed.code == 2, printed.output
        assert "nan" not in printed.output
        return None
    truth = Truth(study)
    if decides(study) and EveryPlan(truth).taken is None:
        return None
    truth.said = Settled(truth)
    truth.rows = printed.tables[0] if printed.tables else ()
    JUDGE.hear(printed.lines, truth)
    if decides(study):
        worths = [number(row["Worth"]) for row in truth.rows]
    else:
        moved = [row["Outcome moved"] for row in truth.rows]
        worths = [0.0 if cell == "-" else number(cell.split()[1]) for cell in moved]
    assert worths == sorted(worths, reverse=True), worths
    for row in truth.rows:
        row_holds(truth, row)
    return re.search("differing", printed.output)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_agenda_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 6
