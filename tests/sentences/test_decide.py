"""Every sentence and cell of ``decide``, on studies of every kind, against every strategy."""

from __future__ import annotations

import numpy as np
import pytest

from tests.sentences.claims import Judge, claim, close, number
from tests.sentences.common import COMMON
from tests.sentences.printed import run
from tests.sentences.small import small_study
from tests.sentences.truth import Truth

STUDIES = 150
UNIT = r"(?:units of the imported file)"


@claim(r"fill in: what is to be decided\?")
def question(truth):
    return True


@claim(r"Weights: (?P<label>[^.]+)\.(?: Already known: (?P<known>.+)\.)?")
def weights_and_known(truth, label, known):
    said = dict(pair.split("=") for pair in known.split(", ")) if known else {}
    states = truth.diagram.states
    assert said == {name: states[name][at] for name, at in truth.known.items()}
    return label == truth.diagram.weight_sets[truth.diagram.default_weights].label


@claim(
    r"Expected utility (?P<worth>\S+) units of the imported file"
    r"(?: \(experts' own best plans (?P<low>\S+?)(?: to (?P<high>\S+))?\))?: (?P<parts>.+)\."
)
def expected_utility(truth, worth, low, high, parts):
    own = [truth.best(world) for world in range(1, len(truth.experts) + 1)]
    assert (low is None) == (len(own) == 1)
    if low is not None:
        assert close(low, min(own), truth.scale)
        assert close(high or low, max(own), truth.scale)
    attributes = [number(part.split()[-1]) for part in parts.split(", ")]
    digits = [len(part.split()[-1].partition(".")[2]) for part in parts.split(", ")]
    rounding = 0.5 * sum(10.0**-n for n in digits) + 1e-9 * truth.scale
    assert abs(sum(attributes) - truth.best()) <= rounding
    return close(worth, truth.best(), truth.scale)


@claim(
    r"(?P<label>\w+): always (?P<option>\w+), the best single option, would "
    r"(?:lose (?P<loss>\S+) units of the imported file|be as good)\."
)
def single_option(truth, label, option, loss):
    decision = truth.decision_of(label)
    fixed = {o: truth.fixed(decision, o) for o in truth.diagram.states[decision]}
    assert fixed[option] == pytest.approx(max(fixed.values()), abs=1e-9 * truth.scale)
    gap = truth.best() - max(fixed.values())
    return close(loss, gap, truth.scale) if loss else gap <= 1e-9 * truth.scale


@claim(
    r"(?P<label>\w+): in (?P<some>\d+) situations? of (?P<all_>\d+) \(probability (?P<share>\S+)\) "
    r"another option is exactly as good\."
)
def level_situations(truth, label, some, all_, share):
    met = truth.situations(truth.decision_of(label))
    level = [chance for chance, losses in met if min(losses, default=1) <= 1e-9 * truth.scale]
    assert (len(level), len(met)) == (int(some), int(all_))
    return sum(level) == pytest.approx(float(share), rel=0.06)


@claim(
    r"(?P<label>\w+): the closest call is (?P<option>\w+) if (?P<where>.+) \(probability "
    r"(?P<share>\S+)\): it would lose (?P<loss>\S+) units of the imported file on the whole\."
)
def closest(truth, label, option, where, share, loss):
    decision = truth.decision_of(label)
    least = min(loss for _, losses in truth.situations(decision) for loss in losses)
    assert close(loss, least, truth.scale)
    known = dict(pair.split("=") for pair in where.split(" and "))
    assert truth.deviation(decision, known, option) == pytest.approx(least, abs=1e-9 * truth.scale)
    return True


@claim(
    r"Lead: what the best plan without an option that the best rule takes would lose, in .+?\."
    r"(?P<experts> Agree: experts by whose own numbers it leads\. A tie: .+)?"
)
def what_a_lead_is(truth, experts):
    return (experts is not None) == (len(truth.experts) > 1)


JUDGE = Judge(
    claims=(
        expected_utility,
        weights_and_known,
        single_option,
        level_situations,
        closest,
        what_a_lead_is,
        question,
        *COMMON,
    )
)


def row_holds(truth, row):
    """The rule of a decision, its rival, its lead and the verdict."""
    decision = truth.decision_of(row["Decision"])
    scale = truth.scale
    best = truth.best()
    text = truth.texts[decision]
    taken = {o for o in truth.diagram.states[decision] if truth.probability(decision, o) > 1e-12}
    gap = best - truth.without(decision, taken)
    if np.isinf(gap):
        assert row["Next best"] == "no other is allowed"
        return
    assert close(row["Lead"], gap, scale), row
    assert (number(row["Lead"]) == 0) == (gap <= 1e-9 * scale), row
    other = truth.worths(only={decision: truth.rule(decision, row["Next best"])}).max()
    assert other == pytest.approx(best - gap, abs=1e-9 * scale), row
    assert text != row["Next best"], row
    if len(truth.experts) == 1:
        assert (row["Verdict"] == "tie") == (gap <= 1e-9 * scale), row
        return
    low, _, high = row["By expert"].partition(" to ")
    low, high = number(low), number(high or low)
    tie = row["Verdict"].startswith("tie")
    agree = int(row["Verdict"].removeprefix("tie (").split()[0])
    digits = 10.0 ** -len(row["Lead"].partition(".")[2])
    if agree == len(truth.experts):
        assert low >= -digits, row
    if agree == 0:
        assert high <= digits, row
    if not tie:
        assert agree == len(truth.experts), row
        assert high - low <= gap + digits, row


def heard(seed):
    """One study's answer judged; None where there is nothing to decide."""
    study = small_study(seed)
    truth = Truth(study)
    printed = run(study, "decide")
    if not (study.diagram.decisions and study.diagram.utilities):
        assert printed.code == 2
        assert "nothing to decide" in printed.output
        return None
    if truth.worths() is None:
        return None
    assert printed.code == 0, printed.output
    truth.texts = {truth.decision_of(r["Decision"]): r["Best rule"] for r in printed.tables[0]}
    rules = {decision: truth.rule(decision, text) for decision, text in truth.texts.items()}
    worth = float(truth.worths(only=rules)[0])
    assert worth == pytest.approx(truth.best(), abs=1e-9 * truth.scale)
    JUDGE.hear(printed.lines, truth)
    for row in printed.tables[0]:
        row_holds(truth, row)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_decide_says_what_is_so(block):
    size = STUDIES // 3
    answered = [heard(seed) for seed in range(block * size, (block + 1) * size)]
    assert sum(one is not None for one in answered) > size / 4
