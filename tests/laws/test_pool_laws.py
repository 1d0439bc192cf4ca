"""What every pool owes: equal experts change nothing, zero weights change nothing, names do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.study.pools import POOLINGS, PoolRule

SEEDS = st.integers(0, 2**32 - 1)
RULES = st.builds(PoolRule, pooling=st.sampled_from(POOLINGS), epsilon=st.floats(1e-4, 0.05))


def rows_and_weights(seed, sparse=True):
    """Random distributions of shape (rows, states, experts), zeros among them, and weights."""
    random = np.random.default_rng(seed)
    rows, states, experts = random.integers(1, 4), random.integers(2, 6), random.integers(1, 7)
    drawn = random.dirichlet(np.full(states, 0.7), size=(rows, experts)).swapaxes(1, 2)
    if sparse:
        drawn = np.where(random.random(drawn.shape) < 0.2, 0.0, drawn) + 1e-12
        drawn = np.where(drawn <= 2e-12, 0.0, drawn)
        drawn[:, 0] += drawn.sum(axis=1) == 0
        drawn /= drawn.sum(axis=1, keepdims=True)
    return drawn, random.random(experts) + 0.05


@given(seed=SEEDS, rule=RULES)
def test_a_pool_is_a_distribution(seed, rule):
    rows, weights = rows_and_weights(seed)
    pooled = rule.pool(rows, weights)
    assert pooled.shape == rows.shape[:-1]
    assert (pooled >= 0).all()
    assert pooled.sum(axis=-1) == pytest.approx(1, abs=1e-12)


@given(seed=SEEDS, rule=RULES)
def test_equal_experts_are_pooled_into_what_they_all_say(seed, rule):
    rows, weights = rows_and_weights(seed)
    same = np.repeat(rows[..., :1], len(weights), axis=-1)
    assert rule.pool(same, weights) == pytest.approx(rows[..., 0], abs=1e-12)


@given(seed=SEEDS, rule=RULES)
def test_an_expert_of_weight_0_changes_nothing(seed, rule):
    rows, weights = rows_and_weights(seed)
    other = np.roll(rows[..., :1], 1, axis=-2)
    pooled = rule.pool(np.concatenate([rows, other], axis=-1), np.append(weights, 0.0))
    assert pooled == pytest.approx(rule.pool(rows, weights), abs=1e-12)


@given(seed=SEEDS, rule=RULES, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_experts_and_of_states_changes_nothing_else(seed, rule, shuffle):
    rows, weights = rows_and_weights(seed)
    experts, states = list(range(len(weights))), list(range(rows.shape[-2]))
    shuffle.shuffle(experts)
    shuffle.shuffle(states)
    pooled = rule.pool(rows[:, states][..., experts], weights[experts])
    assert pooled == pytest.approx(rule.pool(rows, weights)[:, states], abs=1e-12)


@given(seed=SEEDS, rule=RULES, factor=st.floats(0.01, 100))
def test_weights_count_only_in_proportion(seed, rule, factor):
    rows, weights = rows_and_weights(seed)
    assert rule.pool(rows, factor * weights) == pytest.approx(rule.pool(rows, weights), abs=1e-12)


@given(seed=SEEDS)
def test_a_log_pool_of_rows_updated_by_a_likelihood_is_the_updated_pool(seed):
    """Externally Bayesian (Genest 1984): where no epsilon bites, order does not matter."""
    rows, weights = rows_and_weights(seed, sparse=False)
    rows = 0.9 * rows + 0.1 / rows.shape[-2]
    likelihood = np.random.default_rng(seed + 1).random(rows.shape[-2])[:, None] + 0.5
    rule = PoolRule(pooling="log", epsilon=1e-6)

    def updated(distributions):
        changed = distributions * likelihood
        return changed / changed.sum(axis=-2, keepdims=True)

    pooled = rule.pool(rows, weights)[..., None]
    assert rule.pool(updated(rows), weights) == pytest.approx(updated(pooled)[..., 0], abs=1e-9)


@given(seed=SEEDS)
def test_a_linear_pool_keeps_the_marginals(seed):
    """Merging two states before or after pooling is the same."""
    rows, weights = rows_and_weights(seed)
    rule = PoolRule(pooling="linear")
    merged = np.concatenate([rows[:, :1] + rows[:, 1:2], rows[:, 2:]], axis=1)
    pooled = rule.pool(rows, weights)
    assert rule.pool(merged, weights)[:, 0] == pytest.approx(pooled[:, 0] + pooled[:, 1], abs=1e-12)
