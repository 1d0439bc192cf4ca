"""Read the settings of a scenario as they are typed: ``--set NODE=STATE`` and its like."""

from __future__ import annotations

import math

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.messages.facts import Fact, Node, State
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.scenario import Likely, Scenario
from bayesnet.study.scenario_checks import scenario_problems


def typed_change(
    diagram: InfluenceDiagram,
    sets: tuple[str, ...],
    seen: tuple[str, ...],
    likely: tuple[str, ...],
) -> Scenario | None:
    """Return the settings typed on the command line.

    Raises StudyError with what is wrong in them.
    """
    problems: list[Problem] = []
    pairs = {
        "--set": pairs_of("--set", sets, problems),
        "--seen": pairs_of("--seen", seen, problems),
        "--likely": pairs_of("--likely", likely, problems),
    }
    for option in ("--set", "--seen"):
        pairs[option] = {n: named_state(diagram, n, s) for n, s in pairs[option].items()}
    read = {name: _soft(name, text, problems) for name, text in pairs["--likely"].items()}
    soft = {name: said for name, said in read.items() if said is not None}
    label = ", ".join([*sets, *(f"{s} seen" for s in seen), *(f"{s} likely" for s in likely)])
    change_ = Scenario(id="", label=label, set=pairs["--set"], seen=pairs["--seen"], likely=soft)
    problems += scenario_problems(diagram, change_)
    if problems:
        raise StudyError(problems)
    return change_ if label else None


def named_state(diagram: InfluenceDiagram, name: str, said: str) -> str:
    """Return the state that was typed by its name or by its label; what is neither as it is."""
    if said in diagram.states.get(name, ()):
        return said
    labels = diagram.state_labels.get(name, {})
    return next((state for state, label in labels.items() if label == said), said)


def _soft(name: str, text: str, problems: list[Problem]) -> Likely | None:
    """Return the numbers of a half-known state; None, with the problem, if they are none."""
    separator = ":" if ":" in text else ","
    try:
        values = tuple(float(part) for part in text.split(separator))
    except ValueError:
        values = (math.nan,)
    if not all(math.isfinite(value) for value in values):
        problems.append(
            problem_at("", "--likely", "ask.neither-ratio-nor-probabilities", text=text, name=name)
        )
        return None
    return Likely(kind="ratio" if separator == ":" else "marginal", values=values)


def pairs_of(option: str, texts: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    """Return what was typed as NODE=STATE; what is wrong with it goes into ``problems``."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, state = (part.strip() for part in text.partition("="))
        if name and equals and not state:
            facts: dict[str, Fact] = {"option": option, "node": Node(name)}
            problems.append(problem_at("", option, "ask.nothing-typed-for", **facts))
        elif not (name and equals):
            problems.append(problem_at("", option, "ask.not-node-state", text=text, option=option))
        elif pairs.get(name, state) != state:
            facts = {"name": name, "pairs": pairs[name], "state": State(state)}
            problems.append(problem_at("", option, "ask.given-two-states", **facts))
        else:
            pairs[name] = state
    return pairs
