"""Read the ``agent`` tables of a model or a structure: who else decides, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from bayesnet.agents.agent import (
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
from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.errors import did_you_mean
from bayesnet.formats.cpt_rows import configuration, shown
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.section import Section
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
        section.problem("samples", f"{samples} draws.", f"From 1 to {MOST_SAMPLES:,}.")
    level = section.whole("level", required=False, default=1)
    if level not in LEVELS:
        section.problem("level", f"there is no level {level}.", "Write 0, 1 or 2.")
    seed = section.whole("seed", required=False)
    if seed < 0:
        section.problem("seed", f"{seed} is no seed.", "Write 0 or more.")
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


def _number(section: Section, key: str) -> Uncertain:
    """Return a number or its range; nothing uncertain here may be negative."""
    if not isinstance(section.value.get(key), dict):
        value = float(section.number(key))
        if value < 0:
            section.problem(key, f"{value:g} is negative.", "Write 0 or more.")
        return exactly(value)
    part = section.section(key)
    low, high = float(part.number("low")), float(part.number("high"))
    best = float(part.number("best", required=False)) if part.has("best") else None
    part.finish()
    middle = low if best is None else best
    if not low <= middle <= high:
        section.problem(key, "the range is not in order.", "Write low <= best <= high.")
    elif low < 0:
        section.problem(key, f"{low:g} is negative.", "Write 0 or more.")
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
        section.problem(
            "waiting", f"{node} has no state '{waiting}';", did_you_mean(waiting, own.states)
        )
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
            section.problem(key, f"the agent weighs no '{key}';", did_you_mean(key, keys))
    return found


def _value(name: str, section: Section, diagram: InfluenceDiagram) -> AgentValue:
    label = section.text("label", required=False) or name.replace("_", " ")
    parents = section.texts("parents")
    weight = _number(section, "weight") if section.has("weight") else KNOWN
    section.value.get("weight")
    otherwise = section.number("otherwise", required=False)
    reference = float(section.number("reference", required=False))
    items = section.items("rows", required=True)
    rows = [(item, item.texts("when"), item.number("u")) for item in items]
    section.finish()
    bad = [parent for parent in parents if parent not in diagram.states]
    for parent in bad:
        section.problem("parents", f"no node '{parent}';", did_you_mean(parent, diagram.states))
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
            item.problem("", f"the row for {shown(domain, when)} is there twice.", "Keep one.")
        seen.add(when)
        place = tuple(diagram.states[p].index(s) for p, s in zip(parents, when, strict=True))
        table[place] = float(worth)
    missing = [when for when in domain.configurations() if when not in seen]
    if missing and not section.has("otherwise") and rows:
        remedy = "Add it, or write what it is worth otherwise: otherwise = 0."
        section.problem("rows", f"no row for {shown(domain, missing[0])}.", remedy)
    return AgentValue(
        name=name, label=label, parents=parents, table=table, weight=weight, reference=reference
    )


def _beliefs(section: Section, diagram: InfluenceDiagram) -> dict[str, Cpd]:
    found = {}
    for name, part in section.sections("belief").items():
        given = part.texts("given", required=False)
        if name not in diagram.states:
            part.problem("", f"no node '{name}';", did_you_mean(name, diagram.states))
            continue
        if name in diagram.chance:
            if given:
                remedy = "Take 'given' away: the parents are those of the model."
                part.problem("given", f"{name} has parents already.", remedy)
            given = diagram.chance[name].parents
        unknown = [parent for parent in given if parent not in diagram.states]
        if unknown:
            part.problem(
                "given", f"no node '{unknown[0]}';", did_you_mean(unknown[0], diagram.states)
            )
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
