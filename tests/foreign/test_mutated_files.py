"""A thousand broken files of each format: problems with a place, or a sound diagram; nothing else."""

from __future__ import annotations

import re
import resource

import numpy as np
import pytest

from bayesnet.errors import errors_in
from bayesnet.foreign.diagram import parents_of
from bayesnet.foreign.files import FORMATS, read_file
from bayesnet.foreign.losses import decided
from bayesnet.foreign.problems import network_of
from bayesnet.inference.query import posteriors
from tests.foreign.diagrams import (
    published,
    random_chance_diagram,
    random_diagram,
    with_noisy_and_weights,
)

FILES = 1000
KILOBYTES = 100_000
SNIPPETS = (
    *("(", ")", "{", "}", "[", "]", ";", ",", "|", "=", '"', "<", ">", "</", "/>", "&", "&lt;"),
    *(
        "%",
        "//",
        "/*",
        "*/",
        "\\",
        "\x00",
        "\ud7ff",
        "nan",
        "inf",
        "-1",
        "1e308",
        "1e999",
        "999999999",
    ),
    *("0", "-0.5", "0.5 0.5", "#0", "@imposs", "node", "potential", "states", "data", "parents"),
    *("<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!-- ", "<![CDATA[", "<?xml?>", "\n", " ", "ü", "한글"),
    *(
        "continuous",
        "functable",
        "numstates = 999999999;",
        "class",
        "(" * 99 + "{" * 99,
        "mau",
        "noisymax",
        "Uniform",
    ),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"\w+")


def originals(form):
    """Texts of the format that are sound."""
    diagrams = [published("oil_wildcatter"), with_noisy_and_weights(), random_diagram(5, "limited")]
    if not FORMATS[form].decisions:
        fixed, _ = decided(with_noisy_and_weights(), {"d": "d0"})
        diagrams = [fixed, random_chance_diagram(1), random_chance_diagram(2)]
    return [FORMATS[form].write(diagram)[0] for diagram in diagrams]


def mutated(text, rng):
    """The text with one to four things done to it that happen to files, and worse."""
    for _ in range(rng.choice([1, 1, 2, 4])):
        at = int(rng.integers(len(text) + 1))
        to = at + int(rng.integers(1, 40))
        match rng.integers(8):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + text[at:to] * int(rng.integers(2, 20)) + text[to:]
            case 2:
                text = text[:at] + SNIPPETS[rng.integers(len(SNIPPETS))] + text[at:]
            case 3:
                text = text[:at]
            case 4:
                lines = text.split("\n")
                a, b = rng.integers(0, len(lines), size=2)
                lines[a], lines[b] = lines[b], lines[a]
                text = "\n".join(lines)
            case 5 | 6:
                pattern = _NUMBER if rng.random() < 0.6 else _WORD
                found = list(pattern.finditer(text))
                if found:
                    one, other = (found[i] for i in rng.integers(0, len(found), size=2))
                    new = other[0] if rng.random() < 0.5 else SNIPPETS[rng.integers(len(SNIPPETS))]
                    text = text[: one.start()] + new + text[one.end() :]
            case _:
                text = text[:at] + chr(int(rng.integers(1, 0x2FFF))) + text[at + 1 :]
    return text


def assert_sound(diagram):
    """Whatever was read makes sense as a diagram and can be asked."""
    seen = set()
    for name, node in diagram.nodes.items():
        assert set(parents_of(node)) <= seen
        seen.add(name)
    for node in diagram.chance.values():
        shape = (*(diagram.sizes[parent] for parent in node.parents), len(node.states))
        assert node.table.shape == shape
        assert (node.table >= 0).all()
        np.testing.assert_allclose(node.table.sum(axis=-1), 1, rtol=0, atol=1e-9)
        assert len(set(node.states)) == len(node.states) >= 1
    for node in diagram.utilities.values():
        assert node.values.shape == tuple(diagram.sizes[parent] for parent in node.parents)
        assert np.isfinite(node.values).all()
    if not diagram.decisions:
        posteriors(network_of(diagram))


@pytest.mark.parametrize("form", FORMATS)
def test_a_thousand_mutated_files(form):
    rng = np.random.default_rng(20)
    texts = originals(form)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = refused = 0
    for number in range(FILES):
        text = mutated(texts[number % len(texts)], rng)
        diagram, problems = read_file(text.encode("utf-8", "surrogatepass"), f"x.{form}")
        assert (diagram is None) == bool(errors_in(problems)), text
        assert all(problem.message and problem.file for problem in problems)
        if diagram is None:
            refused += 1
        else:
            read += 1
            assert_sound(diagram)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES
    assert refused > FILES / 4
    assert read > FILES / 50
