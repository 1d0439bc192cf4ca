"""Accounts of a what-if: shares against all orders, paths and arcs against sums written out."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest

from bayesnet.answers.beliefs import beliefs
from bayesnet.answers.whatif import what_if
from bayesnet.attribution.contributions import (
    TooManyFindings,
    contributions,
    differing,
    mixed,
)
from bayesnet.attribution.explanation import explanation
from bayesnet.attribution.paths import directed_paths, path_effect, told_through
from bayesnet.attribution.sentences import Weighed, account_of
from bayesnet.errors import StudyError
from bayesnet.inference.arc_removal import cut_arc
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.query import Findings, ImpossibleEvidence, Network, Table
from bayesnet.rounding import digits, shown, span
from bayesnet.study.scenario import Likely, Scenario
from bayesnet.study.view import StudyView
from tests.bayesnet.joint import joint
from tests.strategies import random_network


def scenario(**kinds):
    return Scenario(id="", label="", **kinds)


def test_what_differs_and_what_a_mixture_says():
    one = scenario(set={"a": "x", "b": "y"}, seen={"c": "z"})
    other = scenario(set={"a": "x", "c": "z"}, likely={"d": Likely(kind="ratio", values=(1, 2))})
    assert differing(one, other) == ("b", "c", "d")
    assert mixed(one, other, ("c",)) == scenario(
        set={"a": "x"}, seen={"c": "z"}, likely=other.likely
    )
    assert mixed(one, other, ("b", "c", "d")) == one
    assert mixed(one, other, ()) == other


def test_shares_are_the_average_over_all_orders():
    """A made-up worth of each set of findings; permutations are gone through one by one."""
    names = ("a", "b", "c", "d")
    rng = np.random.default_rng(1)
    worth = {
        frozenset(s): rng.random(2) for r in range(5) for s in itertools.combinations(names, r)
    }
    after = scenario(set=dict.fromkeys(names, "new"))
    before = scenario(set=dict.fromkeys(names, "old"))

    def value(asked):
        return worth[frozenset(n for n in names if asked.set[n] == "new")]

    found = contributions(value, after, before)
    for index, name in enumerate(names):
        gains = []
        for order in itertools.permutations(names):
            earlier = frozenset(order[: order.index(name)])
            gains.append(worth[earlier | {name}] - worth[earlier])
        assert found[index].share == pytest.approx(np.mean(gains, axis=0), abs=1e-12)
        assert found[index].alone == pytest.approx(
            worth[frozenset([name])] - worth[frozenset()], abs=1e-12
        )
        rest = frozenset(names) - {name}
        assert found[index].last == pytest.approx(worth[frozenset(names)] - worth[rest], abs=1e-12)
    total = sum(c.share for c in found)
    assert total == pytest.approx(worth[frozenset(names)] - worth[frozenset()], abs=1e-12)


def test_too_many_findings_are_not_guessed_at():
    after = scenario(set={f"n{i}": "new" for i in range(11)})
    with pytest.raises(TooManyFindings, match="differ in 11 findings"):
        contributions(lambda _: np.zeros(1), after, scenario())


def triangle():
    """x -> m -> y and x -> y, x from w; all of two states, two worlds."""
    rng = np.random.default_rng(4)
    scopes = [("w",), ("w", "x"), ("x", "m"), ("x", "m", "y")]
    tables = {}
    for scope in scopes:
        values = rng.dirichlet(np.ones(2), size=(*(2,) * (len(scope) - 1), 2))
        tables[scope[-1]] = Table(scope=scope, values=np.moveaxis(values, -1, -2))
    return Network(sizes=dict.fromkeys("wxmy", 2), tables=tables)


def test_a_path_carries_what_its_nested_sum_says():
    """x set from 0 to 1: by m alone, sum over m of P(m | 1) P(y | 0, m), less the same from 0."""
    network = triangle()
    m, y = network.tables["m"].values, network.tables["y"].values
    before = Findings(set={"x": 0})
    event = np.array([0.0, 1.0])
    paths = list(directed_paths(network, "x", "y", {"x"}))
    assert sorted(paths) == [("x", "m", "y"), ("x", "y")]
    base = (m[0] * y[0, :, 1]).sum(axis=0)
    through = path_effect(network, before, ("x", "m", "y"), 1, event)
    assert through == pytest.approx((m[1] * y[0, :, 1]).sum(axis=0) - base, abs=1e-12)
    direct = path_effect(network, before, ("x", "y"), 1, event)
    assert direct == pytest.approx((m[0] * y[1, :, 1]).sum(axis=0) - base, abs=1e-12)


def test_a_path_from_a_setting_taken_back_starts_from_its_own_table():
    """x was set to 0 and is left open: the copy follows w, as x would."""
    network = triangle()
    w, x = network.tables["w"].values, network.tables["x"].values
    m, y = network.tables["m"].values, network.tables["y"].values
    event = np.array([0.0, 1.0])
    belief = (w[:, None] * x).sum(axis=0)
    found = path_effect(network, Findings(set={"x": 0}), ("x", "y"), None, event)
    truth = sum(belief[s] * (m[0] * y[s, :, 1]).sum(axis=0) for s in (0, 1))
    assert found == pytest.approx(truth - (m[0] * y[0, :, 1]).sum(axis=0), abs=1e-12)


def test_what_is_set_blocks_a_path():
    assert list(directed_paths(triangle(), "x", "y", {"x", "m"})) == [("x", "y")]
    assert list(directed_paths(triangle(), "w", "y", {"x"})) == []


def test_one_path_alone_carries_the_whole_effect():
    """On random networks, where only one path leads from cause to effect, nothing is left over."""
    alone = 0
    for seed in range(200):
        network = random_network(seed, most=5, worlds=2)
        names = list(network.sizes)
        cause, effect = names[0], names[-1]
        paths = list(directed_paths(network, cause, effect, {cause}))
        if len(paths) != 1 or cause == effect:
            continue
        event = np.eye(network.sizes[effect])[0]
        found = path_effect(network, Findings(set={cause: 0}), paths[0], 1, event)
        for world in (0, 1):
            ends = [
                enumerate_marginals(network, world=world, set={cause: s})[0][effect][0]
                for s in (0, 1)
            ]
            assert found[world] == pytest.approx(ends[1] - ends[0], abs=1e-12)
        alone += 1
    assert alone > 15


def along(network, world, set_, seen, path, state, event):
    """What a path carries: every state of the comparison in turn, two vectors handed down it."""
    weights = joint(network, world, set=set_, seen=seen)
    weights = weights / weights.sum()
    names = list(network.sizes)
    total = 0.0
    for states in np.ndindex(weights.shape):
        at = dict(zip(names, states, strict=True))
        ends = np.eye(network.sizes[path[0]])
        carried = ends[state] - ends[set_[path[0]]]
        for earlier, name in itertools.pairwise(path):
            table = network.tables[name]
            place = tuple(slice(None) if p == earlier else at[p] for p in table.scope[:-1])
            carried = carried @ table.values[..., world][place]
        total += weights[states] * float(event @ carried)
    return total


def test_paths_of_random_networks_equal_the_states_gone_through_one_by_one():
    """Whatever is seen beside the path; and where nothing changes, nothing is carried."""
    below = 0
    for seed in range(40):
        network = random_network(seed, most=5, worlds=2)
        for cause, effect, observed in itertools.permutations(network.sizes, 3):
            set_, seen = {cause: 0}, {observed: 0}
            event = np.eye(network.sizes[effect])[-1]
            for path in directed_paths(network, cause, effect, {cause, observed}):
                before = Findings(set=set_, seen=seen)
                assert path_effect(network, before, path, 0, event) == pytest.approx(0, abs=1e-12)
                found = path_effect(network, before, path, 1, event)
                for world in (0, 1):
                    truth = along(network, world, set_, seen, path, 1, event)
                    assert np.broadcast_to(found, 2)[world] == pytest.approx(truth, abs=1e-12)
                below += not {cause, effect}.isdisjoint(network.ancestors([observed]))
    assert below > 10


def test_what_is_told_through_an_arc_is_what_goes_missing_without_it():
    """x seen: through w -> x it tells of w (nothing else leads there), through x -> m of m."""
    network = triangle()
    event = np.array([0.0, 1.0])
    after = Findings(seen={"x": 1})
    found = told_through(network, after, "x", "m", event)
    assert set(found) == {("w", "x"), ("x", "m"), ("x", "y")}
    w, x, m = (network.tables[n].values for n in "wxm")
    belief = (w[:, None] * x).sum(axis=0)
    average = (belief[:, None] * m).sum(axis=0)[1]
    assert found["x", "m"] == pytest.approx(m[1, 1] - average, abs=1e-12)
    assert found["w", "x"] == pytest.approx(np.zeros(2), abs=1e-12)
    of_w = told_through(network, after, "x", "w", event)
    posterior = w[1] * x[1, 1] / (w * x[:, 1]).sum(axis=0)
    assert of_w["w", "x"] == pytest.approx(posterior - w[1], abs=1e-12)
    assert told_through(network, Findings(seen={"x": 1, "w": 0}), "x", "m", event).keys() == {
        ("x", "m"),
        ("x", "y"),
    }


def test_told_through_on_random_networks_with_one_route_tells_all():
    """A leaf with one parent tells everything through that one arc."""
    told = 0
    for seed in range(150):
        network = random_network(seed, most=5, worlds=1)
        parents = {p for t in network.tables.values() for p in t.scope[:-1]}
        leaves = [n for n, t in network.tables.items() if n not in parents and len(t.scope) == 2]
        if not leaves:
            continue
        leaf = leaves[0]
        target = next(n for n in network.sizes if n != leaf)
        event = np.eye(network.sizes[target])[0]
        try:
            found = told_through(network, Findings(seen={leaf: 0}), leaf, target, event)
        except ImpossibleEvidence:
            continue
        (arc,) = found
        one = enumerate_marginals(network, seen={leaf: 0})[0][target][0]
        two = enumerate_marginals(network)[0][target][0]
        assert found[arc] == pytest.approx(one - two, abs=1e-12)
        told += 1
    assert told > 20


def test_nothing_passes_through_what_is_seen(frozen):
    reference, outcome = frozen.book.full("S0"), frozen.diagram.outcome("serious_or_lethal")
    before = dataclasses.replace(reference, seen={"message_coherence": "mixed"})
    after = dataclasses.replace(before, set={**before.set, "message_discipline": "joint_line"})
    found = explanation(StudyView(frozen, "A"), after, before, outcome)
    assert [r.name for r in found.reasons if r.kind == "path"] == []  # all lead through coherence
    unseen = explanation(
        StudyView(frozen, "A"), dataclasses.replace(after, seen={}), reference, outcome
    )
    assert [r for r in unseen.reasons if r.kind == "path"]


@pytest.mark.parametrize("kind", ["path", "arc"])
def test_a_new_marginal_counts_like_the_ratio_that_gives_it(frozen, kind):
    """Half known in both scenarios, while something is set, or seen, in one."""
    reference, outcome = frozen.book.full("S0"), frozen.diagram.outcome("serious_or_lethal")
    said, node = np.array([0.1, 0.9]), "hardliner_influence"
    change = {"set": {**reference.set, "response_style": "threat_trading"}}
    if kind == "arc":
        change = {"seen": {"rift_line": "present"}}
    told_when = reference if kind == "path" else dataclasses.replace(reference, **change)
    ratio = said / beliefs(StudyView(frozen, "A"), told_when, (node,))[node][:, 0]
    effects = []
    for likely in (
        Likely(kind="marginal", values=tuple(said)),
        Likely(kind="ratio", values=tuple(ratio)),
    ):
        before = dataclasses.replace(reference, likely={node: likely})
        found = explanation(
            StudyView(frozen, "A"), dataclasses.replace(before, **change), before, outcome
        )
        effects.append({r.name: r.effect for r in found.reasons if r.kind == kind})
    assert any(abs(effect) > 0.001 for effect in effects[1].values())
    assert effects[0] == pytest.approx(effects[1], abs=1e-9)


@pytest.mark.parametrize("pair", [("S5", "S0"), ("S8", "S0"), ("S3", "S5"), ("S1", "S1b")])
def test_accounts_of_the_study_add_up(pair, frozen):
    after, before = (frozen.book.full(name) for name in pair)
    outcome = frozen.diagram.outcome("serious_or_lethal")
    found = explanation(StudyView(frozen, "A"), after, before, outcome)
    ends = [
        beliefs(StudyView(frozen, "A"), s, ("provocation_level",))["provocation_level"][1:].sum(
            axis=0
        )
        for s in (after, before)
    ]
    change = np.broadcast_to(ends[0] - ends[1], (7,))
    shares = [r for r in found.reasons if r.kind == "finding"]
    assert sum(r.effect for r in shares) == pytest.approx(change[0], abs=1e-12)
    for expert in range(6):
        own = sum(r.by_expert[expert] for r in shares)
        assert own == pytest.approx(change[expert + 1], abs=1e-12)
    rest = [r for r in found.reasons if r.kind == "together"]
    if rest:
        paths = [r.effect for r in found.reasons if r.kind == "path"]
        assert sum(paths) + rest[0].effect == pytest.approx(change[0], abs=1e-12)
    assert bool(rest) == (pair[0] != "S8")  # there findings were seen, which no path carries
    assert "priors 0002" in found.provenance.line()
    assert found.frame().shape[1] == 3


def test_the_account_of_a_cancelled_exercise_reads_aloud(frozen):
    book, outcome = frozen.book, frozen.diagram.outcome("readiness_degraded")
    found = explanation(StudyView(frozen, "A"), book.full("S6"), book.full("S0"), outcome)
    assert found.sentences == (
        "Readiness degraded rises by 0.34, from 0.342 to 0.679 "
        "(6 of 6 experts higher; their changes +0.33 to +0.36).",
        "What moved it: Exercise plan cancelled instead of modified (+0.34).",
        "Nothing of weight opposes it.",
        "It works from Exercise plan directly (+0.34).",
        "It holds under all 4 structures.",
    )


def test_structures_that_disagree_on_the_direction_are_named(frozen):
    """Full scale instead of cancelled: hardly anything under A, more provocation under B."""
    reference = frozen.book.full("S0")
    after, before = (
        dataclasses.replace(reference, set={**reference.set, "exercise_plan": plan})
        for plan in ("full_scale", "cancelled")
    )
    outcome = frozen.diagram.outcome("serious_or_lethal")
    found = explanation(StudyView(frozen, "A"), after, before, outcome)
    for other in "BCD":
        own = what_if(StudyView(frozen, other), after, before).outcomes
        change = next(a.difference for a in own if a.outcome is outcome or a.outcome == outcome)
        assert found.by_structure[other] == pytest.approx(change, abs=1e-12)
    assert found.change < -0.0005
    assert found.by_structure["B"] > 0.03
    assert found.sentences[-1].startswith("It holds under 3 of 4 structures; not under B (+0.0")


def test_what_was_seen_is_told_apart_from_what_was_set(frozen):
    book, outcome = frozen.book, frozen.diagram.outcome("serious_or_lethal")
    found = explanation(StudyView(frozen, "A"), book.full("S8"), book.full("S0"), outcome)
    text = " ".join(found.sentences)
    assert "Early pressure move seen yes" in text
    assert "It is learned from Early pressure move by what it does to Provocation level" in text
    names = [r.name for r in found.reasons if r.kind == "arc"]
    assert "pressure_move <- internal_strain" not in names  # that strain is severe was seen itself


def test_what_opposes_and_what_is_not_agreed_is_said(frozen):
    book, outcome = frozen.book, frozen.diagram.outcome("serious_or_lethal")
    found = explanation(StudyView(frozen, "A"), book.full("S6"), book.full("S0"), outcome)
    assert "What opposes: Message coherence set mixed (-0.003)." in found.sentences
    levels = (np.array([0.3, 0.25, 0.35]), np.array([0.3, 0.3, 0.3]))
    split = account_of("It", levels, findings=[], paths=[], arcs=[], structures={})
    assert split[0].startswith("It: no visible difference")
    reasons = [Weighed(name="This", effect=0.0, by_expert=(-0.05, 0.05))]
    told = account_of("It", levels, findings=reasons, paths=[], arcs=[], structures={})
    assert told[-1] == "The sign is not agreed: some experts see it fall, others rise."


def test_the_same_scenario_needs_no_explanation(frozen):
    book, outcome = frozen.book, frozen.diagram.outcome("serious_or_lethal")
    found = explanation(StudyView(frozen, "A"), book.full("S0"), book.full("S0"), outcome)
    assert found.sentences[-1] == "The two scenarios say the same, so there is nothing to explain."


def test_a_mixture_that_leaves_a_decision_open_is_refused(frozen):
    after = scenario(set={"exercise_plan": "cancelled"})
    with pytest.raises(StudyError, match="leaves the decision"):
        explanation(StudyView(frozen, "A"), after, after, frozen.diagram.outcomes[0])


@pytest.mark.parametrize(
    ("value", "spread", "written"),
    [
        (0.3553, (0.327, 0.385), "0.36"),
        (0.3553, (0.2, 0.55), "0.4"),
        (0.3553, (0.3553,), "0.355"),
        (0.3553, (), "0.355"),
        (0.0008, (0.0002, 0.0029), "0.001"),
        (0.5, (0.0, 2.0), "0"),
        (-0.0004, (-0.0009, 0.0001), "0.000"),
    ],
)
def test_no_more_digits_than_the_spread_supports(value, spread, written):
    assert shown(value, spread) == written


def test_digits_never_go_beyond_the_first_of_half_the_spread():
    rng = np.random.default_rng(2)
    for low, high in np.sort(rng.random((300, 2)), axis=1).tolist():
        places = digits((low, high), 6)
        half = (high - low) / 2
        assert half < 10 ** (1 - places) * (1 + 1e-6) or places == 0
        assert places == 6 or half >= 10**-places * (1 - 1e-6) or places == 0
        assert math.isfinite(float(span((low, high))[:5].split()[0]))


def test_ends_of_a_range_can_be_told_apart():
    assert span((0.327, 0.384)) == "0.33 to 0.38"
    assert span((0.2, 0.57)) == "0.2 to 0.6"
    assert span((-0.05, 0.12), signed=True) == "-0.05 to +0.12"
    assert span((0.1, 0.1)) == "0.100"


def test_a_cut_arc_leaves_the_average_row_over_the_belief():
    network = triangle()
    belief = np.array([[0.25], [0.75]])
    cut = cut_arc(network, "x", "y", belief).tables["y"]
    y = network.tables["y"].values
    assert cut.scope == ("m", "y")
    assert cut.values == pytest.approx(0.25 * y[0] + 0.75 * y[1], abs=1e-15)
