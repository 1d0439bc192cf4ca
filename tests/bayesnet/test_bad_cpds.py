"""A parameterisation that is not sound is refused, each with its own sentence."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from bayesnet.cpds.parameter import Domain
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.section import Section

RANKED = {
    "method": "ranked",
    "expression": "wmean",
    "variant": "midpoint",
    "weights": {"a": 1, "b": 1},
    "spread": Decimal("0.2"),
}
NOISY = {
    "method": "noisy_max",
    "wording": "diez",
    "leak": [Decimal("0.9"), Decimal("0.1")],
    "links": [
        {"parent": "a", "state": "yes", "p": [Decimal("0.5"), Decimal("0.5")]},
        {"parent": "b", "state": "yes", "p": [Decimal("0.5"), Decimal("0.5")]},
    ],
}
PRODUCT = {
    "method": "product",
    "intervals": {"a": [0, Decimal("0.5"), 1], "b": [0, Decimal("0.5"), 1]},
    "cuts": [0, Decimal("0.5"), 1],
}

BAD = {
    "unknown expression": ({**RANKED, "expression": "wmaen"}, "did you mean 'wmean'?"),
    "unknown variant": ({**RANKED, "variant": "mid"}, "'mid' is not one of the choices;"),
    "weight missing": ({**RANKED, "weights": {"a": 1}}, "weights.b: this key is missing."),
    "weight of no parent": (
        {**RANKED, "weights": {"a": 1, "b": 1, "c": 1}},
        "weights.c: unknown key 'c';",
    ),
    "weight of nought": ({**RANKED, "weights": {"a": 0, "b": 1}}, "y.weight[a]: 0 is not above 0"),
    "no spread": ({**RANKED, "spread": 0}, "y.spread: 0 is not above 0"),
    "scores too few": ({**RANKED, "scores": {"a": [0]}}, "1 scores for 2 states."),
    "scores outside": ({**RANKED, "scores": {"a": [0, 2]}}, "a score lies outside 0 to 1."),
    "scores sampled": (
        {**RANKED, "variant": "agenarisk", "scores": {"a": [0, 1]}},
        "the agenarisk variant samples equal intervals.",
    ),
    "too many combinations": (
        {**RANKED, "variant": "agenarisk", "weights": dict.fromkeys("abcdefgh", 1)},
        "the agenarisk variant would average 100,000,000 combinations.",
    ),
    "falling of no parent": ({**RANKED, "falling": ["c"]}, "no parent 'c';"),
    "minimum below one": (
        {**RANKED, "expression": "wmin", "weights": {"a": Decimal("0.5"), "b": 1}},
        "is not at least 1",
    ),
    "unknown wording": ({**NOISY, "wording": "dietz"}, "did you mean 'diez'?"),
    "leak too long": ({**NOISY, "leak": [1, 0, 0]}, "leak: 3 probabilities for 2 states."),
    "link missing": ({**NOISY, "links": NOISY["links"][:1]}, "b: no, yes have no link."),
    "link twice": (
        {**NOISY, "links": [*NOISY["links"], NOISY["links"][0]]},
        "the link of a=yes is there twice.",
    ),
    "link of every state": (
        {**NOISY, "links": [*NOISY["links"], {**NOISY["links"][0], "state": "no"}]},
        "a: every state has a link.",
    ),
    "link of no parent": (
        {**NOISY, "links": [*NOISY["links"], {**NOISY["links"][0], "parent": "c"}]},
        "no parent 'c';",
    ),
    "edges too few": ({**PRODUCT, "cuts": [0, 1]}, "cuts: 2 edges for 2 states. Write 3."),
    "edges fall": ({**PRODUCT, "cuts": [0, 1, 1]}, "cuts: edges go up, from 0 to 1."),
    "unknown key": ({**PRODUCT, "cut": 1}, "unknown key 'cut'; did you mean 'cuts'?"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_parameterisation_is_refused_with_its_sentence(case):
    value, sentence = BAD[case]
    problems = []
    names = "abcdefgh" if case == "too many combinations" else "ab"
    parents = tuple((name, ("no", "yes")) for name in names)
    domain = Domain(child="y", states=("no", "yes"), parents=parents)
    cpd = read_cpt(Section(value, "model.toml", "chance.y.cpt", problems), domain)
    assert cpd is None
    assert sentence in "\n".join(map(str, problems))


@pytest.mark.parametrize("value", [RANKED, NOISY, PRODUCT])
def test_the_sound_ones_are_read(value):
    problems = []
    parents = (("a", ("no", "yes")), ("b", ("no", "yes")))
    domain = Domain(child="y", states=("no", "yes"), parents=parents)
    cpd = read_cpt(Section(value, "model.toml", "chance.y.cpt", problems), domain)
    assert problems == []
    table = cpd.table(cpd.placeholder)
    assert np.abs(table.sum(axis=-1) - 1).max() < 1e-12
