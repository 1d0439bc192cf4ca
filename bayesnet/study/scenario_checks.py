"""Find what is wrong with a what-if, in sentences that teach set, seen and likely apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from bayesnet.errors import Problem, did_you_mean
from bayesnet.study.model import MINDS, OTHERS, ChanceNode, InfluenceDiagram, Name, State
from bayesnet.study.scenario import Likely, Scenario

Finding = tuple[str, str, str]  # key path below the scenario, message, remedy


def scenario_problems(
    diagram: InfluenceDiagram, scenario: Scenario, *, file: str = "", path: str = ""
) -> list[Problem]:
    """Return every problem of one scenario's own settings."""
    checks: tuple[Callable[[InfluenceDiagram, Scenario], Iterator[Finding]], ...] = (
        _set,
        _seen,
        _likely,
        _twice,
    )
    return [
        Problem(
            file=file, path=f"{path}.{place}" if path else place, message=message, remedy=remedy
        )
        for check in checks
        for place, message, remedy in check(diagram, scenario)
    ]


def _set(diagram: InfluenceDiagram, scenario: Scenario) -> Iterator[Finding]:
    for name, state in scenario.set.items():
        yield from _finding(diagram, "set", name, state)
        node = diagram.chance.get(name)
        if node is None or node.settable:
            continue
        yield f"set.{name}", _not_settable(node), _instead(diagram, name, state)


def _not_settable(node: ChanceNode) -> str:
    """Return why nobody can make it so, as far as the model says whose it is."""
    if (node.role in (*MINDS, *OTHERS) or not node.resolvable) and node.perceiver:
        return f"{node.name} is in the mind of {node.perceiver}: nobody else can set it."
    if node.role in OTHERS:
        whose = node.role.replace("_", " ")
        return f"{node.name} is the {whose}'s to decide: nobody here can set it."
    if node.role in MINDS:
        return f"{node.name} is in somebody's mind: nobody here can set it."
    if not node.resolvable:
        return f"{node.name} is nobody's here to decide: it cannot be set."
    return f"{node.name} is something one learns, not something one makes so."


def _instead(diagram: InfluenceDiagram, name: Name, state: State) -> str:
    """Return what to ask in place of setting it, or how to say that it can be set."""
    levers = [lever for lever in diagram.decisions if name in diagram.reached_from({lever})]
    remedy = f"Use seen ({name}={state}) to ask what learning it would tell"
    remedy += f", or set a lever that moves it: {', '.join(levers)}." if levers else "."
    return f"{remedy} If somebody could make it so, write settable = true in [chance.{name}]."


def _seen(diagram: InfluenceDiagram, scenario: Scenario) -> Iterator[Finding]:
    for name, state in scenario.seen.items():
        yield from _finding(diagram, "seen", name, state)
        if name in diagram.decisions:
            message = f"{name} is decided, not learned: one's own choice is no evidence."
            yield f"seen.{name}", message, f"Use set ({name}={state})."


def _likely(diagram: InfluenceDiagram, scenario: Scenario) -> Iterator[Finding]:
    for name, likely in scenario.likely.items():
        place = f"likely.{name}"
        unknown = _unknown_node(diagram, name)
        if unknown:
            yield place, *unknown
        elif name in diagram.decisions:
            message = f"{name} is decided, not learned: nothing makes it more likely."
            yield place, message, f"Use set ({name}=...)."
        else:
            message = _bad_weights(likely, diagram.states[name])
            if message:
                yield place, f"{name}: {message}", f"States in order: {_list(diagram, name)}."


def _bad_weights(likely: Likely, states: tuple[State, ...]) -> str:
    values = likely.values
    if len(values) != len(states):
        return f"{len(values)} numbers for {len(states)} states."
    if any(not math.isfinite(value) or value < 0 for value in values):
        return "a likelihood is never negative."
    if not any(values):
        return "at least one state must stay possible."
    if likely.kind == "marginal" and abs(sum(values) - 1) > 1e-6:  # noqa: PLR2004 - typed tolerance
        return f"the new probabilities sum to {sum(values):g}, not 1."
    return ""


def _twice(_: InfluenceDiagram, scenario: Scenario) -> Iterator[Finding]:
    kinds: tuple[tuple[str, Mapping[Name, object]], ...] = (
        ("set", scenario.set),
        ("seen", scenario.seen),
        ("likely", scenario.likely),
    )
    for name in dict.fromkeys(name for _, entries in kinds for name in entries):
        used = [kind for kind, entries in kinds if name in entries]
        if len(used) > 1:
            message = f"{name} is both {' and '.join(used)}."
            remedy = (
                "Say set if you make it so, seen if you learn it, likely if you only half know."
            )
            yield f"{used[1]}.{name}", message, remedy


def _finding(diagram: InfluenceDiagram, kind: str, name: Name, state: State) -> Iterator[Finding]:
    unknown = _unknown_node(diagram, name)
    if unknown:
        yield f"{kind}.{name}", *unknown
    elif state not in diagram.states[name]:
        owners = [node for node, states in diagram.states.items() if state in states]
        hint = f" '{state}' is a state of {', '.join(owners[:3])}." if owners else ""
        message = f"{name} has no state '{state}'.{hint}"
        yield f"{kind}.{name}", message, f"Its states: {_list(diagram, name)}."


def _unknown_node(diagram: InfluenceDiagram, name: Name) -> tuple[str, str] | None:
    if name in diagram.utilities:
        return f"{name} is a value: it is counted, never set or seen.", "Set or see what it counts."
    if name not in diagram.states:
        return f"no node '{name}';", did_you_mean(name, diagram.states)
    return None


def _list(diagram: InfluenceDiagram, name: Name) -> str:
    return ", ".join(diagram.states[name])
