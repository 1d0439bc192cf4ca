"""Exact sensitivity functions: published answers, and the joint summed with the number replaced."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions.problem import UtilityTerm
from bayesnet.errors import StudyError
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.query import Findings, ImpossibleEvidence, Network, Table
from bayesnet.sensitivity.functions import sensitivity_function, two_way
from bayesnet.sensitivity.quantity import Part, Quantity, respond, value_of
from bayesnet.sensitivity.rows import Entry, away, parse_entry, rows_of, swung
from tests.strategies import random_network

# Poole's fire alarm; states no, yes.
FIRE_ALARM = {
    ("tampering",): [0.98, 0.02],
    ("fire",): [0.99, 0.01],
    ("tampering", "fire", "alarm"): [0.9999, 0.0001, 0.01, 0.99, 0.15, 0.85, 0.5, 0.5],
    ("fire", "smoke"): [0.99, 0.01, 0.1, 0.9],
    ("alarm", "leaving"): [0.999, 0.001, 0.12, 0.88],
    ("leaving", "report"): [0.99, 0.01, 0.25, 0.75],
}


def network_of(rows):
    tables = {
        scope[-1]: Table(scope=scope, values=np.array(values).reshape(*(2,) * len(scope), 1))
        for scope, values in rows.items()
    }
    return Network(sizes=dict.fromkeys(tables, 2), tables=tables)


def probability(node, size, states, coefficient=1.0, **findings):
    indicator = np.array([[float(state in states)] for state in range(size)])
    return Part(
        coefficient=coefficient,
        terms=(UtilityTerm(name="event", scope=(node,), values=indicator),),
        findings=Findings(**findings),
    )


def asked(*parts):
    return Quantity(label="q", unit="probability", parts=parts)


def entry(node, *given, state):
    return Entry(node=node, given=given, state=state)


def replaced(network, at, x):
    """The network with one entry at x and the rest of its row in proportion, by hand."""
    table = network.tables[at.node]
    values = table.values.copy()
    row = values[(*at.given, slice(None), 0)].copy()
    rest = 1 - row[at.state]
    for state in range(len(row)):
        if state == at.state:
            values[(*at.given, state, 0)] = x
        elif rest > 0:
            values[(*at.given, state, 0)] = row[state] * (1 - x) / rest
        else:
            values[(*at.given, state, 0)] = (1 - x) / (len(row) - 1)
    return Network(
        sizes=network.sizes,
        tables={**network.tables, at.node: Table(scope=table.scope, values=values)},
    )


def test_fire_alarm_published():
    """Poole; bnmonitor: P(report | alarm) is .6612, and .3 at leaving .391892 or report .339545."""
    network = network_of(FIRE_ALARM)
    quantity = asked(probability("report", 2, {1}, seen={"alarm": 1}))
    response = respond(quantity, network)
    assert response.value[0] == pytest.approx(0.6612, abs=1e-12)
    for at, published in (
        (entry("leaving", 1, state=1), 0.391892),
        (entry("report", 1, state=1), 0.339545),
    ):
        function = sensitivity_function(response, network, at)
        (found,) = function.reaching(0.3)
        assert round(found, 6) == published
        assert function(found) == pytest.approx(0.3, abs=1e-12)
    nothing = sensitivity_function(response, network, entry("smoke", 1, state=1))
    assert (nothing.sensitivity_value, nothing.reaching(0.3)) == (0.0, ())


def test_diagnosis_is_a_quotient_and_its_form_is_the_textbook_one():
    """P(fire | report) by P(report | no leaving): a rectangular hyperbola, checked by hand."""
    network = network_of(FIRE_ALARM)
    quantity = asked(probability("fire", 2, {1}, seen={"report": 1}))
    at = entry("report", 0, state=1)
    function = sensitivity_function(respond(quantity, network), network, at)
    (part,) = function.parts
    assert part.c != 0
    assert part.c * function.at + part.d == pytest.approx(1, abs=1e-12)
    for x in (0.0, 0.003, 0.4, 1.0):
        marginals, _ = enumerate_marginals(replaced(network, at, x), seen={"report": 1})
        assert function(x) == pytest.approx(marginals["fire"][1], abs=1e-12)


def random_question(seed):
    """A random network (one world), an entry, and a difference of two what-ifs about it."""
    rng = np.random.default_rng(seed)
    network = random_network(seed, most=5, worlds=1, sparse=seed % 3 == 0)
    names = list(network.tables)
    node = str(rng.choice(names))
    given = rows_of(network.tables[node])[rng.integers(len(rows_of(network.tables[node])))]
    at = Entry(node=node, given=given, state=int(rng.integers(network.sizes[node])))
    target = str(rng.choice(names))
    states = {int(rng.integers(network.sizes[target]))}
    seen = {str(n): int(rng.integers(network.sizes[n])) for n in names if rng.random() < 0.3}
    set_ = {str(n): int(rng.integers(network.sizes[n])) for n in names if rng.random() < 0.2}
    seen = {n: s for n, s in seen.items() if n not in set_}
    return network, at, target, states, seen, set_


def test_one_way_functions_equal_the_joint_summed_with_the_number_replaced():
    compared = 0
    for seed in range(150):
        network, at, target, states, seen, set_ = random_question(seed)
        size = network.sizes[target]
        quantity = asked(
            probability(target, size, states, set=set_, seen=seen),
            probability(target, size, states, -1.0),
        )
        try:
            function = sensitivity_function(respond(quantity, network), network, at)
        except ImpossibleEvidence:
            continue
        for x in (0.0, 0.13, 0.5, 0.92, 1.0):
            other = replaced(network, at, x)
            one, possible = enumerate_marginals(other, set=set_, seen=seen)
            if possible < 1e-9:
                continue
            two, _ = enumerate_marginals(other)
            truth = sum(one[target][s] - two[target][s] for s in states)
            assert function(x) == pytest.approx(truth, abs=1e-10)
            compared += 1
    assert compared > 400


def test_slopes_equal_finite_differences():
    for seed in range(40):
        network, at, target, states, seen, _ = random_question(seed)
        quantity = asked(probability(target, network.sizes[target], states, seen=seen))
        try:
            function = sensitivity_function(respond(quantity, network), network, at)
        except ImpossibleEvidence:
            continue
        if not 0.01 < function.at < 0.99:
            continue
        step = 1e-6
        ends = [
            float(value_of(quantity, replaced(network, at, function.at + s))[0])
            for s in (-step, step)
        ]
        assert (ends[1] - ends[0]) / (2 * step) == pytest.approx(
            function.slope(function.at), abs=1e-6
        )
        assert function.sensitivity_value == abs(function.slope(function.at))


def test_levels_are_reached_where_a_grid_finds_sign_changes():
    found = 0
    for seed in range(80):
        network, at, target, states, seen, set_ = random_question(seed)
        size = network.sizes[target]
        quantity = asked(
            probability(target, size, states, set=set_, seen=seen),
            probability(target, size, states, -1.0),
        )
        try:
            function = sensitivity_function(respond(quantity, network), network, at)
        except ImpossibleEvidence:
            continue
        grid = np.linspace(0.0005, 0.9995, 2000)
        values = function(grid)
        level = float(values.min() + values.max()) / 2
        if np.ptp(values) < 1e-6:
            continue
        crossings = np.flatnonzero(np.diff(np.sign(values - level)) != 0)
        reached = function.reaching(level)
        for x in reached:
            assert function(x) == pytest.approx(level, abs=1e-9)
        for place in crossings:
            assert any(grid[place] - 1e-9 <= x <= grid[place + 1] + 1e-9 for x in reached)
            found += 1
    assert found > 20


def test_two_way_functions_equal_both_numbers_replaced():
    compared = 0
    for seed in range(120):
        network, first, target, states, seen, _ = random_question(seed)
        other = random_question(seed)[0]
        rng = np.random.default_rng(seed + 1000)
        node = str(rng.choice(list(other.tables)))
        rows = rows_of(other.tables[node])
        second = Entry(
            node=node,
            given=rows[rng.integers(len(rows))],
            state=int(rng.integers(network.sizes[node])),
        )
        quantity = asked(probability(target, network.sizes[target], states, seen=seen))
        if (first.node, first.given) == (second.node, second.given):
            with pytest.raises(ValueError, match="one row"):
                two_way(quantity, network, first, second)
            continue
        try:
            function = two_way(quantity, network, first, second)
        except ImpossibleEvidence:
            continue
        for x, y in ((0.2, 0.7), (0.9, 0.1), (0.5, 0.5)):
            both = replaced(replaced(network, first, x), second, y)
            marginals, possible = enumerate_marginals(both, seen=seen)
            if possible > 1e-9:
                truth = sum(marginals[target][s] for s in states)
                assert function(x, y) == pytest.approx(truth, abs=1e-9)
                compared += 1
        assert function(*function.at) == pytest.approx(
            float(value_of(quantity, network)[0]), abs=1e-10
        )
    assert compared > 150


def test_frames_are_tables_of_the_function():
    network = network_of(FIRE_ALARM)
    quantity = asked(probability("report", 2, {1}, seen={"alarm": 1}))
    at, other = entry("leaving", 1, state=1), entry("report", 1, state=1)
    function = sensitivity_function(respond(quantity, network), network, at)
    assert function.table(3).frame()["quantity"].tolist() == pytest.approx([0.01, 0.38, 0.75])
    grid = two_way(quantity, network, at, other).table(3).frame()
    assert grid.loc[1.0].tolist() == pytest.approx([0.0, 0.5, 1.0])


def test_a_row_gives_way_in_proportion_or_evenly_from_nothing():
    assert away(np.array([0.2, 0.3, 0.5]), 2).tolist() == pytest.approx([-0.4, -0.6, 1.0])
    assert away(np.array([0.0, 0.0, 1.0]), 2).tolist() == [-0.5, -0.5, 1.0]
    assert swung(np.array([0.0, 0.5, 1.0]), np.log(3)).tolist() == pytest.approx([0, 0.75, 1])


STATES = {"report": ("no", "yes"), "alarm": ("off", "on"), "fire": ("none", "small")}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("repart[alarm=on]=yes", "no table of a node 'repart'; did you mean 'report'?"),
        ("report[alarn=on]=yes", "report has no parent 'alarn'; did you mean 'alarm'?"),
        ("report[fire=small]=yes", "a row of report needs a state of alarm. Name it."),
        ("report[fire=small, alarm=loud]=yes", "alarm has no state 'loud'"),
        ("report[fire=small, alarm=on]=maybe", "report has no state 'maybe'"),
        ("report[", "this is not NODE[PARENT=STATE, ...]=STATE."),
    ],
)
def test_entries_that_are_not_there_are_refused_with_a_sentence(text, sentence):
    tables = {"report": Table(scope=("fire", "alarm", "report"), values=np.full((2, 2, 2, 1), 0.5))}
    with pytest.raises(StudyError, match=r".") as refusal:
        parse_entry(text, tables, STATES)
    assert sentence in str(refusal.value)


def test_entries_are_read_in_any_order_of_parents():
    tables = {"report": Table(scope=("fire", "alarm", "report"), values=np.full((2, 2, 2, 1), 0.5))}
    found = parse_entry(" report[ alarm = on,fire=small ] = no", tables, STATES)
    assert found == Entry(node="report", given=(1, 1), state=0)
    assert found.name(tables["report"].scope, STATES) == "report[fire=small, alarm=on]=no"
    assert parse_entry("report[alarm=on, fire=small]", tables, STATES).state == 1
