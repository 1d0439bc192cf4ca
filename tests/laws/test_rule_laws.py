"""What decide says is so of every strategy there is: the rule, its worth, its rival, its ties."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.answers.recommend import recommend
from bayesnet.cli.decide import document_of, worded_table
from bayesnet.study.view import StudyView
from tests.exhaustive import every_strategy, function_rule, probability_of
from tests.random_studies import option_in, plain_problem, states_of, study_of

BLOCK = 160
BLOCKS = 16
TAKEN = 1e-12
CLOSE = 1e-9


def as_printed(text):
    """A number as printed, and half of its last digit."""
    text = text.replace(",", "")
    places = len(text.partition(".")[2])
    return float(text), 0.5 * 10.0**-places + CLOSE


def rule_in_words(problem, decision, text, states):
    """The rule that a text says, over the cells of the joint."""

    def option_of(known):
        named = {name: states[name][at] for name, at in known.items()}
        return states[decision].index(option_in(text, named))

    return function_rule(problem, decision, option_of)


def best_without(problem, worth, decision, taken):
    """The best of the strategies that never take one of some options."""
    found = [worth[probability_of(problem, decision, option) <= TAKEN] for option in taken]
    return max((float(one.max()) for one in found if one.size), default=-np.inf)


def check(seed, recall, folder):
    """Compare one study's printed answer with all strategies; whether it depends, and ties."""
    problem = plain_problem(seed, recall)
    worth = every_strategy(problem)
    if worth is None:
        return None
    states = states_of(problem)
    study = study_of(problem, folder / str(seed))
    answer = recommend(StudyView(study, "A", study.diagram.default_weights, {}))
    table, document = worded_table(answer, study), document_of(answer)
    best = float(worth.max())
    assert document["expected"]["pool"] == pytest.approx(best, abs=CLOSE), seed
    rules = {
        d["decision"]: rule_in_words(problem, d["decision"], d["rule"], states)
        for d in document["decisions"]
    }
    assert every_strategy(problem, rules)[0] == pytest.approx(best, abs=CLOSE), seed
    depends, ties = 0, 0
    for row, told in zip(table.texts(), document["decisions"], strict=True):
        _, rule, rival, lead, verdict = row
        assert (rule, told["tie"]) == (told["rule"], verdict == "tie"), seed
        decision = told["decision"]
        taken = {states[decision].index(case["option"]) for case in told["cases"]}
        gap = best - best_without(problem, worth, decision, taken)
        value, half = as_printed(lead)
        assert value == pytest.approx(gap, abs=half), seed
        assert told["rival"]["lead"]["pool"] == pytest.approx(gap, abs=CLOSE), seed
        assert (verdict == "tie") == (gap < CLOSE), seed
        assert bool(value) == (gap > CLOSE), seed
        other = every_strategy(problem, {decision: rule_in_words(problem, decision, rival, states)})
        assert other.max() == pytest.approx(best - gap, abs=CLOSE), seed
        fixed = [
            every_strategy(
                problem, {decision: rule_in_words(problem, decision, state, states)}
            ).max()
            for state in states[decision]
        ]
        loss = told["best_fixed"]["loses"]
        assert loss == pytest.approx(best - max(fixed), abs=CLOSE), seed
        named = fixed[states[decision].index(told["best_fixed"]["option"])]
        assert named == pytest.approx(max(fixed), abs=CLOSE), seed
        if recall == "perfect":
            situations_hold(problem, told, rules, states, best, seed)
        depends += len(taken) > 1
        ties += verdict == "tie"
    return depends, ties


def situations_hold(problem, told, rules, states, best, seed):
    """Every worth is of taking the option there, what follows decided as well as it can be."""
    decision = told["decision"]
    before = {name: rules[name] for name in list(rules)[: list(rules).index(decision)]}
    losses = []
    for situation in told["situations"]:
        known = situation["known"]
        for option, worth in situation["worth"].items():
            if option == situation["option"]:
                continue

            def option_of(cell, known=known, option=option):
                named = {name: states[name][at] for name, at in cell.items()}
                here = all(named[name] == state for name, state in known.items())
                return states[decision].index(option if here else option_in(told["rule"], named))

            changed = {**before, decision: function_rule(problem, decision, option_of)}
            lost = best - every_strategy(problem, changed).max()
            gap = situation["worth"][situation["option"]] - worth
            assert situation["probability"] * gap == pytest.approx(lost, abs=CLOSE), seed
            assert (option in situation["ties"]) == (gap < CLOSE), seed
            losses.append(lost)
    if told["closest"]:
        assert told["closest"]["loses"] == pytest.approx(min(losses), abs=CLOSE), seed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("recall", "block"),
    [("perfect", block) for block in range(BLOCKS)] + [("limited", b) for b in range(BLOCKS // 2)],
)
def test_decide_says_what_holds_among_all_strategies(recall, block, tmp_path):
    """2,000 random diagrams with information arcs, by table and JSON."""
    seeds = range(block * BLOCK, (block + 1) * BLOCK)
    checked = [one for seed in seeds if (one := check(seed, recall, tmp_path)) is not None]
    assert len(checked) >= 2000 / BLOCKS / 2
    assert sum(depends for depends, _ in checked) >= 5
    assert sum(ties for _, ties in checked) >= 3
