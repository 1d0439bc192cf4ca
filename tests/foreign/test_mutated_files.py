"""A thousand broken files of each format: problems with a place, or a sound diagram; nothing else."""

from __future__ import annotations

import re
import resource

import numpy as np
import pytest

from bayesnet.errors import StudyError, errors_in
from bayesnet.inference.query import posteriors
from bayesnet.interchange.diagram import parents_of
from bayesnet.interchange.files import FORMATS, read_file
from bayesnet.interchange.losses import decided
from bayesnet.interchange.problems import network_of
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
    if diagram.blank:  # a table that was lost is to be asked, and no number is made up for it
        with pytest.raises(StudyError, match="no numbers yet"):
            network_of(diagram)
    elif not diagram.decisions:
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
        assert all(str(problem) and problem.place.file for problem in problems)
        if diagram is None:
            refused += 1
        else:
            read += 1
            assert_sound(diagram)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES
    assert refused > FILES / 4
    assert read > FILES / 50


def many(piece, between=""):
    """Half a megabyte of pieces, ``%d`` in them counted."""
    count = 500_000 // (len(piece) + 4)
    return between.join(piece.replace("%d", str(i)) for i in range(count))


BOMBS = {
    "states by number": ("dne", f"bnet b {{ {many('node n%d { kind = NATURE; numstates = 9999; };')} }};"),
    "a state for each row": ("dne", f"bnet b {{ node n {{ states = ({many('s%d', ',')}); functable = ({many('#1', ',')}); }}; }};"),
    "rows by number": ("dne", f"bnet b {{ node n {{ numstates = 2000; probs = ({many('#1', ',')}); }}; }};"),
    "open brackets": ("dne", "bnet b { node n { probs = " + "(" * 500_000),
    "open blocks": ("net", "net {} node a {" + "{" * 500_000),
    "many potentials": ("net", "net {} node a { states = (x y); }" + many("potential (a) { }")),
    "cycle": ("net", "net {}" + many("node n%d { states = (x); }") + many("potential (n%d | m) { }").replace("| m", "| n1")),
    "elements": ("xdsl", "<smile><nodes>" + many("<cpt/>") + "</nodes></smile>"),
    "depth": ("pgmx", "<ProbModelXML>" + "<a>" * 100_000),
    "entities": ("xdsl", '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><smile>&b;</smile>'),
    "results": ("xdsl", "<smile><nodes><deterministic id='d'>" + many("<state id='s%d' />") + "<resultingstates>" + many("s1", " ") + "</resultingstates></deterministic></nodes></smile>"),
    "parents": ("bifxml", "<BIF><NETWORK>" + many("<VARIABLE><NAME>n%d</NAME><OUTCOME>a</OUTCOME><OUTCOME>b</OUTCOME></VARIABLE>") + "<DEFINITION><FOR>n0</FOR>" + many("<GIVEN>n%d</GIVEN>") + "<TABLE>1</TABLE></DEFINITION></NETWORK></BIF>"),
    "defaults": ("bif", many("variable v%d { type discrete [ 2 ] { a, b }; }") + "".join(f"probability ( v{i} | {', '.join(f'v{j}' for j in range(100, 119))} ) {{ default 0.5, 0.5; }}" for i in range(90))),
    "sizes": ("uai", f"BAYES 90000 {many('9999', ' ')}"),
    "variables": ("uai", "BAYES 50000 " + "1 " * 50_000 + "50000 " + "".join(f"1 {i} " for i in range(50_000)) + "1 1.0 " * 49_999),
    "one long word": ("bif", "x" * 500_000),
    "one long string": ("net", 'net { name = "' + "\\\\" * 250_000),
    "slashes": ("bif", "/" * 500_000),
    "digits": ("uai", "BAYES " + "9" * 500_000),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_what_stands_for_more_than_it_is(name):
    """Files of half a megabyte that would take all memory or time if they were believed."""
    form, text = BOMBS[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    diagram, problems = read_file(text.encode(), f"x.{form}")
    assert diagram is None
    assert errors_in(problems)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 3 * KILOBYTES


def test_too_large_a_file_is_not_looked_into():
    for form in FORMATS:
        diagram, problems = FORMATS[form].read("x" * 20_000_001, f"x.{form}")
        assert diagram is None
        assert "larger than 20,000,000 characters" in str(problems[0])
