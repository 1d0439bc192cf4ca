"""Studies drawn at random, as folders: sound, but with everything in them that tries an answer.

Chance alone and decisions alone, nothing of value, values of 1e-9 and of 1e12, ties, rows of 0 and
1e-300, evidence before and behind decisions, limited memory, one set of numbers or several experts.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, field

import numpy as np

from bayesnet.cpds.table import row_key
from bayesnet.formats.model_toml import read_model
from bayesnet.interchange.study_text import key, listed, number, text

HEAD = """\
format = "collective-resolve/model"
version = 1

[model]
id = "drawn"
title = "Drawn at random"
question = "What is to be done?"
decision_maker = "nobody"
as_of = 2026-01-01
horizon_end = 2026-12-31
source = "drawn"
illustrative = true
notice = "Made-up numbers."
"""
ABOUT = 'definition = "A quantity drawn at random."\nby = 2026-06-01\nsettled_by = "chance"\n'
SCALES = (1e-9, 1e-3, 1.0, 1.0, 1e3, 1e12)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a study is made of; states of every variable in the order of time."""

    states: dict[str, tuple[str, ...]]
    decisions: tuple[str, ...]
    parents: dict[str, tuple[str, ...]]
    rows: dict[str, list[list[float]]]
    values: dict[str, tuple[tuple[str, ...], list[float]]]
    recall: str
    unit: str
    outcomes: dict[str, tuple[str, ...]]
    set: dict[str, str]
    seen: dict[str, str] = field(default_factory=dict)
    settable: tuple[str, ...] = ()
    experts: int = 0

    @property
    def chance(self):
        return tuple(name for name in self.states if name not in self.decisions)

    def cases(self, names):
        return list(itertools.product(*(self.states[name] for name in names)))


def drawn(seed):
    """Return what the study of that number is made of."""
    rng = np.random.default_rng(seed)
    chance = [f"c{i}" for i in range(rng.integers(1, 5))]
    decisions = [f"d{i}" for i in range(rng.choice([0, 1, 1, 2, 2, 3, 3]))]
    if decisions and rng.random() < 0.03:
        chance = []
    order = [*chance, *decisions]
    rng.shuffle(order)
    states = {n: tuple(f"{n}_{k}" for k in range(rng.choice([2, 2, 3]))) for n in order}
    parents, rows = {}, {}
    for index, name in enumerate(order):
        before = [p for p in order[:index] if rng.random() < 0.5]
        parents[name] = tuple(before[: 2 if name in decisions else 3])
        if name in chance:
            cases = int(np.prod([len(states[p]) for p in parents[name]], dtype=int))
            rows[name] = [_row(rng, len(states[name])) for _ in range(cases)]
    unit = str(rng.choice(["", "euro", "lives saved"]))
    values = {} if rng.random() < 0.1 else _values(rng, order, states, unit)
    outcomes = {
        name: states[name][: rng.integers(1, len(states[name]))]
        for name in chance
        if name == chance[0] or rng.random() < 0.7
    }
    below = _below(decisions, parents)
    seen = {
        name: str(rng.choice(states[name]))
        for name in chance
        if rng.random() < (0.05 if name in below else 0.25)
    }
    return Drawn(
        states=states,
        decisions=tuple(n for n in order if n in decisions),
        parents=parents,
        rows=rows,
        values=values,
        recall=str(rng.choice(["perfect", "perfect", "limited"])),
        unit=unit,
        outcomes=outcomes,
        set={n: str(rng.choice(states[n])) for n in decisions if rng.random() < 0.95},
        seen=seen,
        settable=tuple(name for name in chance if rng.random() < 0.5),
        experts=int(rng.choice([0, 0, 1, 2, 3])),
    )


def _below(decisions, parents):
    """Return what depends on a decision; parents come in the order of time."""
    below = set(decisions)
    for name, above in parents.items():
        if below.intersection(above):
            below.add(name)
    return below


def _row(rng, size):
    """Return a distribution: ordinary, even, certain, or nearly so."""
    kind = rng.random()
    if kind < 0.15:
        return [1 / size] * size
    if kind < 0.3:
        return [1.0, *[0.0] * (size - 1)]
    if kind < 0.45:
        tiny = float(10.0 ** -rng.choice([9, 12, 16, 100, 160, 300, 320]))
        return [tiny, *[0.0] * (size - 2), 1.0 - tiny]
    row = np.round(rng.dirichlet(np.ones(size)), 3)
    row[-1] = 1 - row[:-1].sum()
    return [abs(round(float(p), 3)) for p in row]


def _values(rng, order, states, unit):
    values = {}
    for index in range(rng.choice([1, 1, 2])):
        scope = tuple(rng.choice(order, size=min(len(order), rng.integers(1, 3)), replace=False))
        cases = int(np.prod([len(states[n]) for n in scope]))
        if not unit:
            numbers = rng.choice([0, 0, 25, 50, 100], size=cases)
        else:
            scale = rng.choice(SCALES)
            numbers = scale * rng.choice([-7, -1, 0, 0, 1, 1, 3, 1 / 3], size=cases)
        values[f"u{index}"] = (tuple(map(str, scope)), [float(x) for x in numbers])
    return values


def model_text(study):
    """Return model.toml."""
    lines = [HEAD, f'recall = "{study.recall}"']
    if study.values:
        lines.append('default_weights = "drawn"')
    if study.unit:
        lines.append(f"value_unit = {text(study.unit)}")
    for name in study.states:
        kind = "decision" if name in study.decisions else "chance"
        lines += [f"[{kind}.{name}]", f"label = {text(name.upper())}", ABOUT]
        lines.append(f"states = {listed(study.states[name])}")
        word = "informed_by" if kind == "decision" else "parents"
        lines.append(f"{word} = {listed(study.parents[name])}")
        if kind == "chance":
            lines.append('role = "mechanism"')
            if name in study.settable:
                lines.append("settable = true")
            lines += [f"[chance.{name}.cpt]", 'method = "table"', "rows = ["]
            for case, row in zip(study.cases(study.parents[name]), study.rows[name], strict=True):
                lines.append(f"{{ when = {listed(case)}, p = [{', '.join(map(number, row))}] }},")
            lines.append("]")
    for name, (scope, values) in study.values.items():
        lines += [f"[utility.{name}]", f"label = {text(name.upper())}"]
        lines += [f"parents = {listed(scope)}", "table = ["]
        for case, value in zip(study.cases(scope), values, strict=True):
            lines.append(f"{{ when = {listed(case)}, value = {number(value)} }},")
        lines.append("]")
    for name, states in study.outcomes.items():
        lines += ["[[outcome]]", f'id = "{name}"', f"label = {text(f'{name} so')}"]
        lines += [f'node = "{name}"', f"states = {listed(states)}", 'better = "lower"']
    if study.values:
        share = 1.0 if study.unit else 1 / len(study.values)
        lines += ["[weights.drawn]", 'label = "As drawn"']
        lines += [f"{key(name)} = {number(share)}" for name in study.values]
    return "\n".join([*lines, ""])


def scenarios_text(study):
    """Return scenarios.toml: what is so, and the same without what was seen."""

    def pairs(states):
        return ", ".join(f"{key(name)} = {text(state)}" for name, state in states.items())

    lines = ['format = "collective-resolve/scenarios"', "version = 1", 'reference = "so"']
    lines += ["[scenario.so]", 'label = "As it is"', f"set = {{ {pairs(study.set)} }}"]
    lines.append(f"seen = {{ {pairs(study.seen)} }}")
    other = {name: study.states[name][-1] for name in study.set}
    lines += ["[scenario.other]", 'label = "Otherwise"', f"set = {{ {pairs(other)} }}", ""]
    return "\n".join(lines)


def write(study, seed, folder):
    """Write the study into an empty folder."""
    model = model_text(study)
    (folder / "model.toml").write_text(model, "utf-8")
    (folder / "scenarios.toml").write_text(scenarios_text(study), "utf-8")
    if study.experts and study.chance:
        _write_priors(study, np.random.default_rng((seed, 1)), model, folder)


def _write_priors(study, rng, model, folder):
    cpds = read_model(model)[1]
    experts = {}
    for number_ in range(1, study.experts + 1):
        experts[f"E{number_}"] = {
            row_key(cpds[name].domain, case): _answer(rng, study.states[name])
            for name in study.chance
            for case in study.cases(study.parents[name])
        }
    document = {
        "format": "collective-resolve/priors",
        "version": 2,
        "number": 1,
        "created_at": "2026-01-02T00:00:00Z",
        "reason": "drawn at random",
        "illustrative": True,
        "model_sha256": hashlib.sha256(model.encode()).hexdigest(),
        "pooling": str(rng.choice(["linear", "log"])),
        "weighting": "equal",
        "weights": dict.fromkeys(experts, 1 / len(experts)),
        "experts": experts,
    }
    frozen = json.dumps(document)
    (folder / "priors").mkdir()
    (folder / "priors" / "0001.json").write_text(frozen, "utf-8")
    entry = {"seq": 1, "prev": "", "hash": "1", "path": "priors/0001.json"}
    entry["sha256"] = hashlib.sha256(frozen.encode()).hexdigest()
    (folder / "ledger.jsonl").write_text(json.dumps(entry) + "\n", "utf-8")


def _answer(rng, states):
    """Return an expert's row as it was typed, with ranges."""
    row = _row(rng, len(states))
    answer = {}
    for state, p in zip(states, row, strict=True):
        low, high = max(0.0, p - 0.05), min(1.0, p + 0.05)
        answer[state] = {"best": repr(p), "low": repr(low), "high": repr(high)}
    return answer
