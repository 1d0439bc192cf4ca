"""Random small studies of every kind that a command can be asked about, without files.

Chance nodes alone, nothing to decide, nothing of value; one expert or several, who agree in places;
one structure or two; evidence known before; both kinds of recall; utilities from millionths to
millions; exact ties.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np

from bayesnet.decisions.problem import UtilityTerm
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.graph import descendants
from bayesnet.interchange.problems import diagram_of
from bayesnet.interchange.study_in import files_of
from bayesnet.study.model import WeightSet
from bayesnet.study.priors import Judgement, Priors
from bayesnet.study.propositions import Event, Proposition, Sign
from bayesnet.study.structures import Attenuate, restructure
from bayesnet.study.study import Study
from tests.random_studies import TODAY, states_of
from tests.strategies import random_problem

UNITS = (1.0, 1.0, 1e-6, 1e4)
STEPS = 20
"""Probabilities are multiples of one in so many: ties and equal experts come about."""


def small_problem(rng, seed):
    """A decision problem whose utilities hang on its decisions."""
    recall = "limited" if rng.random() < 0.3 else "perfect"
    whole = random_problem(seed, recall)
    order = list(whole.network.sizes)
    known = {}
    for decision in whole.decisions:
        before = [n for n in order[: order.index(decision)] if n in whole.network.tables]
        known[decision] = tuple(before[-2:]) if rng.random() < 0.7 else ()
    unit = UNITS[rng.integers(len(UNITS))]
    sizes = whole.network.sizes
    chance = list(whole.network.tables)
    terms = []
    for index, decision in enumerate(whole.decisions):
        scope = (decision, chance[rng.integers(len(chance))])
        values = rng.integers(-4, 9, size=(*(sizes[n] for n in scope), 1)) * unit
        terms.append(UtilityTerm(name=f"u{index}", scope=scope, values=values.astype(float)))
    return dataclasses.replace(
        whole, seen={}, made={}, forbidden=(), decisions=known, utilities=tuple(terms)
    )


def small_study(seed):
    """One study, always the same of one seed."""
    rng = np.random.default_rng([seed, 7])
    problem = small_problem(rng, seed)
    kind = rng.choice(["all", "all", "all", "all", "no decisions", "no utilities"])
    diagram = diagram_of(problem, states_of(problem), name="small")
    if kind != "all":
        nodes = {n: node for n, node in diagram.nodes.items() if n not in diagram.utilities}
        diagram = dataclasses.replace(diagram, nodes=nodes)
    if kind == "no decisions":
        diagram = _decisions_as_chance(diagram)
    files, _ = files_of(diagram, source="small.xml", today=TODAY)
    model, cpds, problems = read_model(files["model.toml"])
    assert model is not None, problems
    book, problems = read_scenarios(scenarios(rng, model), model)
    assert book is not None, problems
    return Study(
        diagram=model,
        cpds=cpds,
        structures=structures(rng, model, cpds),
        book=book,
        propositions=claims(rng, model, book),
        context="S0",
        priors=priors(rng, cpds),
        model_sha256="1" * 64,
    )


def scaled_study(seed):
    """The same study on a scale from 0 to 100, with two sets of weights that sum to 1."""
    study = small_study(seed)
    model = study.diagram
    if not (model.decisions and model.utilities):
        return study
    rng = np.random.default_rng([seed, 8])
    nodes = {}
    for name, node in model.utilities.items():
        low, high = min(node.table.values()), max(node.table.values())
        wide = (high - low) or Decimal(1)
        table_ = {
            case: round(20 * (value - low) / wide) * Decimal(5)
            for case, value in node.table.items()
        }
        nodes[name] = dataclasses.replace(node, table=table_)
    sets = {}
    for name in ("ours", "theirs"):
        cuts = np.sort(rng.integers(0, 11, size=len(nodes) - 1))
        parts = np.diff([0, *cuts, 10])
        weights = {n: Decimal(int(part)) / 10 for n, part in zip(nodes, parts, strict=True)}
        sets[name] = WeightSet(id=name, label=f"as {name}", weights=weights)
    changed = {"utilities": nodes, "weight_sets": sets, "default_weights": "ours", "value_unit": ""}
    return dataclasses.replace(
        study,
        diagram=dataclasses.replace(model, **changed),
        structures={
            key: dataclasses.replace(one, diagram=dataclasses.replace(one.diagram, **changed))
            for key, one in study.structures.items()
        },
    )


def _decisions_as_chance(diagram):
    """The diagram with a fair coin in place of every decision."""
    from bayesnet.interchange.diagram import Chance  # noqa: PLC0415

    nodes = {}
    for name, node in diagram.nodes.items():
        if name in diagram.decisions:
            size = len(node.states)
            node = Chance(  # noqa: PLW2901
                name=name, states=node.states, parents=(), table=np.full(size, 1.0 / size)
            )
        nodes[name] = node
    return dataclasses.replace(diagram, nodes=nodes)


def scenarios(rng, model):
    """A reference, and what-ifs that set, see and half know."""
    graph = {name: node.parents for name, node in model.chance.items()}
    graph |= {name: node.informed_by for name, node in model.decisions.items()}
    below = set().union(*(descendants(graph, name) for name in model.decisions), set())
    free = [name for name in model.chance if name not in below]
    first = {name: node.states[0] for name, node in model.decisions.items()}
    lines = ['format = "collective-resolve/scenarios"', "version = 1", 'reference = "S0"']
    lines += ["[scenario.S0]", 'label = "As now"', f"set = {table(first)}"]
    if free and rng.random() < 0.3:
        name = str(rng.choice(free))
        lines.append(f"seen = {table({name: model.states[name][-1]})}")
    settable = [n for n, node in model.chance.items() if node.settable] + list(model.decisions)
    for number in (1, 2):
        name = str(rng.choice(settable or list(model.chance)))
        if name in settable:
            lines += [f"[scenario.S{number}]", f'label = "Set {name} {number}"']
            lines.append(f"set = {table({name: str(rng.choice(model.states[name]))})}")
    seen = str(rng.choice(list(model.chance)))
    lines += ["[scenario.S3]", f'label = "Seen {seen}"']
    lines.append(f"seen = {table({seen: str(rng.choice(model.states[seen]))})}")
    return "\n".join(lines) + "\n"


def table(entries):
    return "{ " + ", ".join(f'{name} = "{state}"' for name, state in entries.items()) + " }"


def structures(rng, model, cpds):
    """The model's own, and now and then one in which some node follows its parents less."""
    changes = {"A": ()}
    children = [name for name, node in model.chance.items() if node.parents]
    if children and rng.random() < 0.5:
        node = str(rng.choice(children))
        changes["B"] = (Attenuate(node=node, parents=model.chance[node].parents, keep=0.1),)
    return {
        name: restructure(
            model, cpds, change, id=name, label=f"as {name} has it", text="", sources=()
        )
        for name, change in changes.items()
    }


def claims(rng, model, book):
    """Claims that moving one node moves another one way; true or not as it happens."""
    seen = book.full("S0").seen
    nodes = [name for name in model.states if name not in seen]
    made = []
    for number in range(1, 4):
        outcome, move = str(rng.choice(nodes)), str(rng.choice(nodes))
        check = Sign(
            outcome=Event(node=outcome, states=(model.states[outcome][0],)),
            move=move,
            through=model.states[move],
            direction=str(rng.choice(["up", "down", "not_up"])),
        )
        text = f"{move} moves {outcome}"
        made.append(Proposition(id=f"Q{number}", text=text, article=(), checks=(check,)))
    return tuple(made)


def priors(rng, cpds):
    """One set of numbers, or those of two to four experts who agree in places."""
    experts = 1 if rng.random() < 0.3 else int(rng.integers(2, 5))
    names = [f"E{number}" for number in range(1, experts + 1)]
    common = answers(rng, cpds)
    own = {name: answers(rng, cpds) for name in names}
    alike = {key: rng.random() < 0.4 for key in common}
    return Priors(
        number=1,
        sha256="0" * 64,
        created_at="",
        reason="drawn at random",
        illustrative=bool(rng.random() < 0.5),
        model_sha256="1" * 64,
        weights=dict.fromkeys(names, 1.0 / experts),
        judgements={
            name: {key: common[key] if alike[key] else own[name][key] for key in common}
            for name in names
        },
    )


def answers(rng, cpds):
    """One expert's answers: best values, and ranges for about half of them."""
    given = {}
    for cpd in cpds.values():
        for question in cpd.parameters():
            size = len(question.components)
            cut = np.sort(rng.integers(0 if rng.random() < 0.1 else 1, STEPS, size=size - 1))
            parts = np.diff([0, *cut, STEPS])
            best = tuple(Decimal(int(part)) / STEPS for part in parts)
            ranged = rng.random() < 0.5
            wide = Decimal(int(rng.integers(1, 4))) / STEPS
            given[question.key] = Judgement(
                best=best,
                low=tuple(max(Decimal(0), b - wide) for b in best) if ranged else None,
                high=tuple(min(Decimal(1), b + wide) for b in best) if ranged else None,
            )
    return given
