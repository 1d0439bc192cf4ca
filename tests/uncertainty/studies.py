"""Small studies with several experts, each with ranges of their own.

The umbrella, with two structures; and one that may test, sees a signal, and acts.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from bayesnet.formats.model_toml import read_model
from bayesnet.formats.propositions_toml import read_propositions
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.study.priors import Judgement, Priors
from bayesnet.study.structures import Attenuate, restructure
from bayesnet.study.study import Study
from tests.bayesnet.small_study import MODEL, PROPOSITIONS, SCENARIOS


def uncertain_study(seed, experts=3, width=0.2):
    """The umbrella with experts drawn at random, and structure B, in which weather counts less."""
    diagram, cpds, _ = read_model(MODEL)
    book, _ = read_scenarios(SCENARIOS, diagram)
    propositions, context, _ = read_propositions(PROPOSITIONS, diagram, book)
    weaker = Attenuate(node="mood", parents=("weather",), keep=0.3)
    structures = {
        id_: restructure(diagram, cpds, changes, id=id_, label=id_, text="", sources=())
        for id_, changes in (("A", ()), ("B", (weaker,)))
    }
    rng = np.random.default_rng(seed)
    names = [f"E{n}" for n in range(1, experts + 1)]
    weights = rng.dirichlet(np.full(experts, 5.0))
    return Study(
        diagram=diagram,
        cpds=cpds,
        structures=structures,
        book=book,
        propositions=propositions,
        context=context,
        priors=Priors(
            number=1,
            sha256="0" * 64,
            created_at="",
            reason="drawn at random",
            illustrative=True,
            model_sha256="1" * 64,
            weights=dict(zip(names, weights.tolist(), strict=True)),
            judgements={name: _judgements(rng, cpds, width) for name in names},
        ),
        model_sha256="1" * 64,
    )


SIGNAL = """\
format = "collective-resolve/model"
version = 1
[model]
id = "signal"
title = "Test, then act"
question = "Test first, and then act?"
decision_maker = "us"
as_of = 2026-12-01
horizon_end = 2027-12-01
source = "made up"
recall = "perfect"
value_unit = "k$"
default_weights = "w"
[decision.test]
label = "Test"
states = ["n", "y"]
[decision.act]
label = "Act"
states = ["wait", "go"]
informed_by = ["test", "signal"]
[chance.state]
label = "State"
role = "context"
states = ["x", "y"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.5, 0.5] }} ] }}
[chance.signal]
label = "Signal"
role = "indicator"
states = ["low", "high"]
parents = ["state", "test"]
[chance.signal.cpt]
method = "table"
rows = [
  {{ when = ["x", "n"], p = [0.5, 0.5] }},
  {{ when = ["x", "y"], p = [0.9, 0.1] }},
  {{ when = ["y", "n"], p = [0.5, 0.5] }},
  {{ when = ["y", "y"], p = [0.1, 0.9] }},
]
[utility.gain]
label = "Gain"
parents = ["act", "state"]
table = [{gain}]
[utility.cost]
label = "Cost"
parents = ["test", "act"]
table = [{cost}]
[[outcome]]
id = "high"
label = "High signal"
node = "signal"
states = ["high"]
better = "higher"
[weights.w]
label = "w"
gain = {share}
cost = {rest}
"""
SIGNAL_SCENARIOS = """\
format = "collective-resolve/scenarios"
version = 1
reference = "idle"
[scenario.idle]
label = "Idle"
set = { test = "n", act = "wait" }
"""


def signal_study(seed, scale=1.0, experts=2, width=0.3):
    """A study that may test, sees a signal and acts; two attributes, whole numbers times scale."""
    rng = np.random.default_rng(seed)

    def table(first, second, most):
        cases = [(a, b) for a in first for b in second]
        return ", ".join(
            f'{{ when = ["{a}", "{b}"], value = {float(rng.integers(-most, most + 1)) * scale!r} }}'
            for a, b in cases
        )

    text = SIGNAL.format(
        gain=table(("wait", "go"), "xy", 20),
        cost=table("ny", ("wait", "go"), 6),
        share=(share := int(rng.integers(1, 10)) / 10),
        rest=round(1 - share, 1),
    )
    diagram, cpds, problems = read_model(text)
    assert diagram is not None, problems
    book, _ = read_scenarios(SIGNAL_SCENARIOS, diagram)
    structure = restructure(diagram, cpds, (), id="A", label="A", text="", sources=())
    names = [f"E{n}" for n in range(1, experts + 1)]
    return Study(
        diagram=diagram,
        cpds=cpds,
        structures={"A": structure},
        book=book,
        propositions=(),
        context="",
        priors=Priors(
            number=1,
            sha256="0" * 64,
            created_at="",
            reason="drawn at random",
            illustrative=True,
            model_sha256="1" * 64,
            weights=dict.fromkeys(names, 1 / experts),
            judgements={name: _judgements(rng, cpds, width) for name in names},
        ),
        model_sha256="1" * 64,
    )


def _judgements(rng, cpds, width):
    found = {}
    for cpd in cpds.values():
        for question in cpd.parameters():
            first = Decimal(int(rng.integers(150, 850))) / 1000
            best = (first, 1 - first)
            half = Decimal(round(width * 500)) / 1000
            found[question.key] = Judgement(
                best=best,
                low=tuple(max(Decimal(0), b - half) for b in best) if width else None,
                high=tuple(min(Decimal(1), b + half) for b in best) if width else None,
            )
    return found
