"""The most probable explanation is the largest entry of the joint; MAP, of the marginal joint."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.inference.contraction import LARGEST_ENTRIES, TooLarge
from bayesnet.inference.explanation import most_probable
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from tests.bayesnet.joint import as_pyagrum, asia, joint, kept
from tests.strategies import random_findings, random_network

SEEDS = st.integers(0, 10**6)


def _random_question(seed, sparse):
    """A network, what is set, seen and likely, and some of its variables."""
    network = random_network(seed, sparse=sparse)
    set_, seen = random_findings(seed, network)
    rng = np.random.default_rng(seed + 1)
    likely = {
        name: rng.random((size, int(rng.integers(1, 3)))) * (rng.random((size, 1)) < 0.9) + 1e-3
        for name, size in network.sizes.items()
        if rng.random() < 0.25
    }
    over = [name for name in network.sizes if rng.random() < 0.5]
    rng.shuffle(over)
    return network, {"set": set_, "seen": seen, "likely": likely}, over


def _agrees(network, findings, over):
    """Whether the answer is the largest entry; returns whether the evidence was possible."""
    joints = [joint(network, world, **findings) for world in range(2)]
    if any(values.sum() == 0 for values in joints):
        with pytest.raises(ImpossibleEvidence):
            most_probable(network, over=over, **findings)
        return False
    answer = most_probable(network, over=over, **findings)
    asked = list(network.sizes) if over is None else over
    assert list(answer.states) == asked
    for world, values in enumerate(joints):
        summed = kept(network, values, *asked)
        at = tuple(int(answer.states[name][world]) for name in network.sizes if name in asked)
        assert summed[at] == pytest.approx(summed.max(), rel=1e-10)
        assert answer.log_probability[world] == pytest.approx(np.log(summed.max()), abs=1e-10)
        assert answer.posterior[world] == pytest.approx(summed.max() / values.sum(), abs=1e-10)
    return True


@settings(max_examples=300)
@given(SEEDS, st.booleans())
def test_the_explanation_of_everything_is_the_largest_entry_of_the_joint(seed, sparse):
    network, findings, _ = _random_question(seed, sparse)
    _agrees(network, findings, None)


@settings(max_examples=300)
@given(SEEDS, st.booleans())
def test_the_map_is_the_largest_entry_of_the_marginal_joint(seed, sparse):
    network, findings, over = _random_question(seed, sparse)
    _agrees(network, findings, over)


def test_most_random_questions_can_be_answered():
    questions = [_random_question(seed, sparse=seed % 2 == 0) for seed in range(40)]
    assert sum(_agrees(*question) for question in questions) >= 20


@pytest.mark.parametrize(
    "seen",
    [{"dysp": 1}, {"dysp": 1, "asia": 1}, {"xray": 1, "dysp": 0}, {"either": 1, "smoke": 1}],
)
def test_asia_as_in_pyagrum(seen):
    gum = pytest.importorskip("pyagrum", exc_type=ImportError)
    engine = gum.LazyPropagation(as_pyagrum(gum, asia()))
    engine.setEvidence(seen)
    engine.makeInference()
    states, log2_posterior = engine.mpeLog2Posterior()
    answer = most_probable(asia(), seen=seen)
    assert {name: int(s[0]) for name, s in answer.states.items()} == {**states.todict(), **seen}
    assert np.log2(answer.posterior[0]) == pytest.approx(log2_posterior, abs=1e-10)


def test_the_map_of_one_variable_need_not_be_its_state_in_the_whole_explanation():
    # P(a=0) = 0.4 in one piece, P(a=1) = 0.6 in three equal ones.
    tables = {
        "a": Table(scope=("a",), values=np.array([[0.4], [0.6]])),
        "b": Table(scope=("a", "b"), values=np.array([[1, 0, 0], [1 / 3] * 3])[..., None]),
    }
    network = Network(sizes={"a": 2, "b": 3}, tables=tables)
    assert most_probable(network).states["a"].tolist() == [0]
    alone = most_probable(network, over=("a",))
    assert alone.states["a"].tolist() == [1]
    assert alone.posterior[0] == pytest.approx(0.6)


def test_a_decision_counts_once_it_is_set():
    rows = np.array([[0.9, 0.1], [0.2, 0.8]])[..., None]
    network = Network(
        sizes={"d": 2, "c": 2, "free": 3}, tables={"c": Table(scope=("d", "c"), values=rows)}
    )
    answer = most_probable(network, set={"d": 1})
    assert {name: int(s[0]) for name, s in answer.states.items()} == {"d": 1, "c": 1}
    assert answer.posterior[0] == pytest.approx(0.8)
    with pytest.raises(ValueError, match="'d' has no table, so it has to be set"):
        most_probable(network)


def test_nothing_asked_has_the_evidence_as_its_probability():
    answer = most_probable(asia(), seen={"dysp": 1}, over=())
    assert answer.states == {}
    assert np.exp(answer.log_probability[0]) == pytest.approx(0.4359706, abs=1e-9)
    assert answer.posterior[0] == pytest.approx(1.0)


def test_of_equals_the_lowest_state_is_taken():
    even = Table(scope=("a",), values=np.full((3, 2), 1 / 3))
    answer = most_probable(Network(sizes={"a": 3}, tables={"a": even}))
    assert answer.states["a"].tolist() == [0, 0]


def _hidden_chain(length, rng):
    """A chain of hidden states, each with an observation that is rare in either state."""
    sizes, tables = {}, {}
    for i in range(length):
        scope = (f"h{i - 1}", f"h{i}") if i else ("h0",)
        step = rng.dirichlet(np.ones(2), size=(2, 1)) if i else rng.dirichlet(np.ones(2), size=1)
        tables[f"h{i}"] = Table(scope=scope, values=np.moveaxis(step, -1, -2))
        rare = rng.uniform(1e-7, 1e-6, size=2)
        values = np.stack([rare, 1 - rare], axis=-1)[..., None]
        tables[f"o{i}"] = Table(scope=(f"h{i}", f"o{i}"), values=values)
        sizes |= {f"h{i}": 2, f"o{i}": 2}
    return Network(sizes=sizes, tables=tables)


def test_a_chain_of_400_does_not_vanish():
    network = _hidden_chain(400, np.random.default_rng(5))
    seen = {f"o{i}": 0 for i in range(400)}
    best = np.log(network.tables["h0"].values[:, 0] * network.tables["o0"].values[:, 0, 0])
    total = best  # Viterbi's recursion, and the forward one
    for i in range(1, 400):
        step = np.log(network.tables[f"h{i}"].values[..., 0])
        rare = np.log(network.tables[f"o{i}"].values[:, 0, 0])
        best = (best[:, None] + step).max(axis=0) + rare
        total = np.logaddexp.reduce(total[:, None] + step, axis=0) + rare
    answer = most_probable(network, seen=seen)
    assert answer.log_probability[0] == pytest.approx(best.max(), rel=1e-12)
    assert answer.log_probability[0] < -5000
    states = [int(answer.states[f"h{i}"][0]) for i in range(400)]
    retraced = np.log(network.tables["h0"].values[states[0], 0]) + sum(
        np.log(network.tables[f"h{i}"].values[states[i - 1], states[i], 0]) for i in range(1, 400)
    )
    retraced += sum(np.log(network.tables[f"o{i}"].values[s, 0, 0]) for i, s in enumerate(states))
    assert retraced == pytest.approx(best.max(), rel=1e-12)
    last = most_probable(network, seen=seen, over=("h399",))
    assert last.log_probability[0] == pytest.approx(total.max(), rel=1e-12)
    share = np.exp(total.max() - np.logaddexp.reduce(total))
    assert last.posterior[0] == pytest.approx(share, abs=1e-10)


def test_summing_out_first_can_be_too_large_and_says_over_what():
    rows = np.array([[0.9, 0.1], [0.2, 0.8]])[..., None]
    names = [f"x{i}" for i in range(30)]
    tables = {"cause": Table(scope=("cause",), values=np.full((2, 1), 0.5))}
    tables |= {name: Table(scope=("cause", name), values=rows) for name in names}
    network = Network(sizes=dict.fromkeys(tables, 2), tables=tables)
    with pytest.raises(TooLarge, match="x17, x18") as refusal:
        most_probable(network, over=names)
    assert set(refusal.value.variables) == {"cause", *names}
    assert refusal.value.entries == 2**31 > LARGEST_ENTRIES
    assert most_probable(network).log_probability[0] == pytest.approx(np.log(0.5 * 0.9**30))


def test_impossible_evidence_names_what_conflicts():
    with pytest.raises(ImpossibleEvidence) as refusal:
        most_probable(asia(), seen={"dysp": 1, "either": 0, "lung": 1})
    assert dict(refusal.value.findings) == {"either": 0, "lung": 1}


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"no variable 'smok' to explain; did you mean 'smoke'\?"):
        most_probable(asia(), over=("smok",))
