"""Read the ``agent`` tables of a model or a structure: who else decides, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.formats.cpt_rows import configuration, shown
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.section import Section
from bayesnet.messages.facts import Node
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.agents.agent import (
    KINDS,
    LEVELS,
    PARAMETER,
    SAMPLES,
    SAYS,
    Agent,
    AgentValue,
    Kind,
    OwnedDecision,
    Reading,
    Says,
    Uncertain,
    exactly,
)
from bayesnet.study.model import InfluenceDiagram

MOST_SAMPLES = 100_000
KNOWN = exactly(1.0)


def read_agent(id_: str, section: Section, diagram: InfluenceDiagram) -> Agent:
    """Return the agent of one ``[agent.ID]`` table; what is wrong is added to the problems."""
    behaviour = cast(Kind, section.choice("behaviour", KINDS, required=False, default="best"))
    key = PARAMETER.get(behaviour, "")
    parameter = _number(section, key) if key else KNOWN
    samples = section.whole("samples", required=False, default=SAMPLES)
    if not 1 <= samples <= MOST_SAMPLES:
        section.problem("samples", "agent.not-that-many-draws", samples=samples, most=MOST_SAMPLES)
    level = section.whole("level", required=False, default=1)
    if level not in LEVELS:
        section.problem("level", "agent.no-level", level=level)
    seed = section.whole("seed", required=False)
    if seed < 0:
        section.problem("seed", "agent.no-seed", seed=seed)
    values = {k: _value(k, s, diagram) for k, s in section.sections("value").items()}
    agent = Agent(
        id=id_,
        label=section.text("label"),
        text=section.text("text", required=False),
        decisions=tuple(_decision(s, diagram) for s in section.items("decides")),
        values=values,
        beliefs=_beliefs(section, diagram),
        readings=tuple(_reading(s) for s in section.items("shows")),
        behaviour=behaviour,
        parameter=parameter,
        level=level,
        views={
            expert: _view(view, [*values, *([key] if key else [])])
            for expert, view in section.sections("view").items()
        },
        samples=samples,
        seed=seed,
    )
    section.finish()
    return agent


def _number(section: Section, key: str, *, required: bool = True) -> Uncertain:
    """Return a number or its range; nothing uncertain here may be negative."""
    if not isinstance(section.value.get(key), dict):
        value = float(section.number(key, required=required))
        if value < 0:
            section.problem(key, "agent.negative", value=value)
        return exactly(value)
    part = section.section(key, required=required)
    low, high = float(part.number("low")), float(part.number("high"))
    best = float(part.number("best", required=False)) if part.has("best") else None
    part.finish()
    middle = low if best is None else best
    if not low <= middle <= high:
        section.problem(key, "agent.range-not-in-order")
    elif low < 0:
        section.problem(key, "agent.negative", value=low)
    return Uncertain(low=low, high=high, best=best)


def _decision(section: Section, diagram: InfluenceDiagram) -> OwnedDecision:
    node = section.text("node")
    own = diagram.chance.get(node)
    knows = section.texts("knows", required=False) if section.has("knows") else None
    if knows is None:
        knows = own.parents if own else ()
    waiting = section.text("waiting", required=False)
    section.finish()
    if own and waiting and waiting not in own.states:
        near = did_you_mean(waiting, own.states)
        section.problem("waiting", "agent.no-state", near, node=Node(node), word=waiting)
    return OwnedDecision(node=node, knows=knows, waiting=waiting or (own.states[0] if own else ""))


def _reading(section: Section) -> Reading:
    truth = section.section("truth", required=False)
    found = {name: truth.text(name) for name in truth.value}
    reading = Reading(
        node=section.text("node"),
        of=section.text("of"),
        says=cast(Says, section.choice("says", SAYS, default=SAYS[0])),
        truth=found,
    )
    section.finish()
    return reading


def _view(section: Section, keys: list[str]) -> Mapping[str, Uncertain]:
    found = {key: _number(section, key) for key in section.value if key in keys}
    for key in section.value:
        if key not in keys:
            section.problem(key, "agent.weighs-no", did_you_mean(key, keys), word=key)
    return found


def _value(name: str, section: Section, diagram: InfluenceDiagram) -> AgentValue:
    label = section.text("label", required=False) or name.replace("_", " ")
    parents = section.texts("parents")
    weight = _number(section, "weight", required=False) if section.has("weight") else KNOWN
    otherwise = section.number("otherwise", required=False)
    reference = float(section.number("reference", required=False))
    items = section.items("rows", required=True)
    rows = [(item, item.texts("when"), item.number("u")) for item in items]
    section.finish()
    bad = [parent for parent in parents if parent not in diagram.states]
    for parent in bad:
        near = did_you_mean(parent, diagram.states)
        section.problem("parents", "agent.no-node", near, word=parent)
    if bad or not parents:
        return AgentValue(name=name, label=label, parents=(), table=np.zeros(()), weight=weight)
    domain = Domain(child=name, states=(), parents=tuple((p, diagram.states[p]) for p in parents))
    table = np.full(domain.shape[:-1], float(otherwise))
    seen = set()
    for item, when, worth in rows:
        item.finish()
        if not configuration(item, domain, when):
            continue
        if when in seen:
            item.problem("", "agent.row-twice", row=shown(domain, when))
        seen.add(when)
        place = tuple(diagram.states[p].index(s) for p, s in zip(parents, when, strict=True))
        table[place] = float(worth)
    missing = [when for when in domain.configurations() if when not in seen]
    if missing and not section.has("otherwise") and rows:
        section.problem("rows", "agent.no-row", row=shown(domain, missing[0]))
    return AgentValue(
        name=name, label=label, parents=parents, table=table, weight=weight, reference=reference
    )


def _beliefs(section: Section, diagram: InfluenceDiagram) -> dict[str, Cpd]:
    found = {}
    for name, part in section.sections("belief").items():
        given = part.texts("given", required=False)
        if name not in diagram.states:
            part.problem("", "agent.no-node", did_you_mean(name, diagram.states), word=name)
            continue
        if name in diagram.chance:
            if given:
                part.problem("given", "agent.has-parents-already", node=Node(name))
            given = diagram.chance[name].parents
        unknown = [parent for parent in given if parent not in diagram.states]
        if unknown:
            near = did_you_mean(unknown[0], diagram.states)
            part.problem("given", "agent.no-node", near, word=unknown[0])
            continue
        domain = Domain(
            child=name,
            states=diagram.states[name],
            parents=tuple((p, diagram.states[p]) for p in given),
        )
        cpd = read_cpt(part, domain)
        if cpd is not None:
            found[name] = cpd
    return found
