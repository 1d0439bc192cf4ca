"""Find what is wrong with a what-if, so that set, seen and likely are told apart."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping

from bayesnet.errors import Place, Problem, problem_at
from bayesnet.messages.facts import Fact, Node, finding, items, nodes, phrase, states
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import MINDS, OTHERS, ChanceNode, InfluenceDiagram, Name
from bayesnet.study.model import State as StateName
from bayesnet.study.scenario import Likely, Scenario


def scenario_problems(
    diagram: InfluenceDiagram, scenario: Scenario, *, file: str = "", path: str = ""
) -> list[Problem]:
    """Return every problem of one scenario's own settings."""
    checks: tuple[Callable[[InfluenceDiagram, Scenario], Iterator[Problem]], ...] = (
        _set,
        _seen,
        _likely,
        _twice,
    )
    problems = [problem for check in checks for problem in check(diagram, scenario)]
    return [
        dataclasses.replace(p, place=Place(file, ".".join(filter(None, (path, p.place.path)))))
        for p in problems
    ]


def _set(diagram: InfluenceDiagram, scenario: Scenario) -> Iterator[Problem]:
    for name, state in scenario.set.items():
        yield from _setting(diagram, "set", name, state)
        node = diagram.chance.get(name)
        if node is None or node.settable:
            continue
        levers = [lever for lever in diagram.decisions if name in diagram.reached_from({lever})]
        instead = phrase("scenario.or-set-a-lever", levers=nodes(levers)) if levers else ""
        code, facts = _not_settable(node)
        yield problem_at(
            "",
            f"set.{name}",
            code,
            node=Node(name),
            finding=finding(name, state),
            instead=instead,
            table=name,
            **facts,
        )


def _not_settable(node: ChanceNode) -> tuple[str, dict[str, Fact]]:
    """Return why nobody can make it so, as far as the model says whose it is."""
    if (node.role in (*MINDS, *OTHERS) or not node.resolvable) and node.perceiver:
        return "scenario.in-the-mind-of", {"perceiver": node.perceiver}
    if node.role in OTHERS:
        return "scenario.another-decides", {"whose": node.role.replace("_", " ")}
    if node.role in MINDS:
        return "scenario.in-somebodys-mind", {}
    if not node.resolvable:
        return "scenario.nobody-decides", {}
    return "scenario.learned-not-made", {}


def _seen(diagram: InfluenceDiagram, scenario: Scenario) -> Iterator[Problem]:
    for name, state in scenario.seen.items():
        yield from _setting(diagram, "seen", name, state)
        if name in diagram.decisions:
            facts: dict[str, Fact] = {"node": Node(name), "finding": finding(name, state)}
            yield problem_at("", f"seen.{name}", "scenario.own-choice-is-no-evidence", **facts)


def _likely(diagram: InfluenceDiagram, scenario: Scenario) -> Iterator[Problem]:
    for name, likely in scenario.likely.items():
        place = f"likely.{name}"
        unknown = _unknown_node(diagram, place, name)
        if unknown:
            yield unknown
        elif name in diagram.decisions:
            yield problem_at("", place, "scenario.choice-is-not-likely", node=Node(name))
        else:
            yield from _bad_weights(place, name, likely, diagram.states[name])


def _bad_weights(
    place: str, name: Name, likely: Likely, own: tuple[StateName, ...]
) -> Iterator[Problem]:
    values = likely.values
    code, facts = "", dict[str, Fact]()
    if len(values) != len(own):
        code = "scenario.numbers-for-states"
        facts = {"numbers": len(values), "state_count": len(own)}
    elif any(not math.isfinite(value) or value < 0 for value in values):
        code = "scenario.negative-likelihood"
    elif not any(values):
        code = "scenario.no-state-possible"
    elif likely.kind == "marginal" and abs(sum(values) - 1) > 1e-6:  # noqa: PLR2004 - as typed
        code, facts = "scenario.no-new-distribution", {"total": sum(values)}
    if code:
        yield problem_at("", place, code, node=Node(name), states=states(own), **facts)


def _twice(_: InfluenceDiagram, scenario: Scenario) -> Iterator[Problem]:
    kinds: tuple[tuple[str, Mapping[Name, object]], ...] = (
        ("set", scenario.set),
        ("seen", scenario.seen),
        ("likely", scenario.likely),
    )
    for name in dict.fromkeys(name for _, entries in kinds for name in entries):
        used = [kind for kind, entries in kinds if name in entries]
        if len(used) > 1:
            facts: dict[str, Fact] = {"node": Node(name), "words": items(used, "and-and")}
            yield problem_at("", f"{used[1]}.{name}", "scenario.in-two-words", **facts)


def _setting(
    diagram: InfluenceDiagram, kind: str, name: Name, state: StateName
) -> Iterator[Problem]:
    place = f"{kind}.{name}"
    unknown = _unknown_node(diagram, place, name)
    if unknown:
        yield unknown
    elif state not in diagram.states[name]:
        owners = [node for node, own in diagram.states.items() if state in own]
        code = "scenario.state-of-another-node" if owners else "scenario.no-state"
        facts: dict[str, Fact] = {
            "node": Node(name),
            "state": state,
            "owners": nodes(owners[:3]),
            "states": states(diagram.states[name]),
        }
        yield problem_at("", place, code, **facts)


def _unknown_node(diagram: InfluenceDiagram, place: str, name: Name) -> Problem | None:
    if name in diagram.utilities:
        return problem_at("", place, "scenario.value-is-counted", node=Node(name))
    if name not in diagram.states:
        return problem_at(
            "", place, "scenario.no-node", did_you_mean(name, diagram.states, Node), word=name
        )
    return None
