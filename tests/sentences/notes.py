"""Sentences on what was set and seen, which several commands say of a scenario."""

from __future__ import annotations

import dataclasses

import numpy as np

from tests.sentences.claims import claim, close


@claim(r"(?:Note: )?Set: (?P<names>[\w, ]+)\. Each assumes .*")
def what_is_set(truth, names):
    asked = {name for scenario in truth.asked for name in scenario.set}
    return set(names.split(", ")) <= asked


@claim(
    r"(?:Note: )?You set (?P<node>\w+)\. If you learned it was (?P<state>\w+), "
    r"P\((?P<cause>\w+)=(?P<row>\w+)\) would (?P<verb>rise|fall) from (?P<low>\S+) to (?P<high>\S+)\. "
    r"Use 'seen' for that\."
)
def set_is_not_seen(truth, node, state, cause, row, verb, low, high):
    """As told of one of the scenarios asked, by the pool."""
    assert cause in truth.diagram.chance[node].parents
    for scenario in truth.asked:
        if scenario.set.get(node) != state:
            continue
        rest = {name: s for name, s in scenario.set.items() if name != node}
        learned = dataclasses.replace(scenario, set=rest, seen={**scenario.seen, node: state})
        at = truth.diagram.states[cause].index(row)
        before, after = (
            float(truth.belief(truth.structure, s, cause)[at, 0]) for s in (scenario, learned)
        )
        if close(low, before) and close(high, after):
            return (after > before) == (verb == "rise")
    return False


@claim(
    r"(?:Note: )?What was seen does not fit together well \((?P<bits>\S+) bits of conflict\)\. "
    r"Look first at (?P<node>\w+)=(?P<state>\w+): .*"
)
def does_not_fit(truth, bits, node, state):
    """That many bits rarer together than one by one, in one of the scenarios asked."""
    for scenario in truth.asked:
        if scenario.seen.get(node) != state or len(scenario.seen) < 2:
            continue
        free = dataclasses.replace(scenario, seen={})
        names, weight = truth.joint(truth.structure, free)
        together = alone = np.log2(weight[..., 0].sum())
        kept = weight[..., 0]
        total = 0.0
        for name, at in scenario.seen.items():
            row = truth.diagram.states[name].index(at)
            total += np.log2(truth.belief(truth.structure, free, name)[row, 0])
            kept = np.take(kept, [row], axis=names.index(name))
        together = np.log2(kept.sum()) - alone
        if close(bits, total - together):
            return True
    return False


NOTES = (what_is_set, set_is_not_seen, does_not_fit)
