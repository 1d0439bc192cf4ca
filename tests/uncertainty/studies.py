"""Small studies with several experts, each with ranges of their own, and two structures."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from bayesnet.formats.model_toml import read_model
from bayesnet.formats.propositions_toml import read_propositions
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.priors import Judgement, Priors
from bayesnet.structures import Attenuate, restructure
from bayesnet.study import Study
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
