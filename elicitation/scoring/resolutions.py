"""Read ``resolutions.toml``: which uncertain quantities have become known, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.errors import Problem, errors_in, problem_at
from bayesnet.formats.section import read_document
from bayesnet.messages.facts import Node
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import InfluenceDiagram, Name, State

RESOLUTIONS = "resolutions.toml"
FORMAT = "collective-resolve/resolutions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One quantity's state as it turned out; on, source: when and by what it was settled."""

    state: State
    on: dt.date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolutions:
    """What has become known; scenario: the one that was done, empty for the reference."""

    scenario: str
    nodes: Mapping[Name, Resolution]


def read_resolutions(
    text: str, diagram: InfluenceDiagram, file: str = RESOLUTIONS
) -> tuple[Resolutions | None, tuple[Problem, ...]]:
    """Return what has become known and all problems; None if any of them is an error."""
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return None, tuple(problems)
    top.text("format")  # both checked already; asked for, so that they are not unknown keys
    top.whole("version", required=False)
    nodes = {}
    for name, section in top.sections("resolution", required=True).items():
        nodes[name] = Resolution(
            state=section.text("state"), on=section.date("on"), source=section.text("source")
        )
        section.finish()
    found = Resolutions(scenario=top.text("scenario", required=False), nodes=nodes)
    top.finish()
    states = {name: resolution.state for name, resolution in nodes.items() if resolution.state}
    problems += resolution_problems(states, diagram, file, "resolution.")
    return (None if errors_in(problems) else found), tuple(problems)


def resolution_problems(
    states: Mapping[Name, State], diagram: InfluenceDiagram, file: str, place: str
) -> tuple[Problem, ...]:
    """Return why some states cannot be scored against: unknown, decided, or never to be known."""
    found = []
    for name, state in states.items():
        path, node = f"{place}{name}", Node(name)
        if name in diagram.decisions:
            found.append(problem_at(file, path, "score.decision", node=node))
        elif name not in diagram.chance:
            known = did_you_mean(name, diagram.chance)
            found.append(problem_at(file, path, "score.no-node", known, word=name))
        elif not diagram.chance[name].resolvable:
            found.append(problem_at(file, path, "score.not-resolvable", node=node))
        elif state not in diagram.states[name]:
            known = did_you_mean(state, diagram.states[name])
            found.append(problem_at(file, path, "score.no-state", known, node=node, word=state))
    return tuple(found)
