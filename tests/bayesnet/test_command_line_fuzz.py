"""The analyst's commands on studies drawn at random: an answer or a refusal, never anything else.

The suite asks 150 questions. A long campaign asks as many as are wanted, from any seed on:

    FUZZ_RUNS=5000 FUZZ_FIRST=1000 ./run test tests/bayesnet/test_command_line_fuzz.py

A failure names its seed; ``drawn_study.write(drawn(seed), seed, folder)`` makes its study.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re

import numpy as np
import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.bayesnet.drawn_study import drawn, write

RUNS = int(os.environ.get("FUZZ_RUNS", "150"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
FORMATS = ("table", "json", "csv", "markdown")
NOT_A_NUMBER = re.compile(r"(?<![A-Za-z_])[-+]?(nan|inf|infinity)(?![A-Za-z_])", re.IGNORECASE)
INTERNAL = re.compile(
    r"Traceback|cannot reshape|KeyError|IndexError|ValueError|array of size|array\(|dtype|"
    r"object at 0x|np\.float|float64|<class|NoneType|Warning|probability 0: \{"
)
COMMANDS = 12


def learned(study, rng, chance):
    """Two chance nodes, where there are two: one seen, one more or less likely than it was."""
    seen, likely = (str(name) for name in rng.permutation([*chance, *chance[:1]])[:2])
    words = ["--seen", f"{seen}={rng.choice(study.states[seen])}"]
    if likely == seen:
        return words
    size = len(study.states[likely])
    ratio = ":".join(str(w) for w in rng.choice(["1", "3", "0", "1e-200", "1e9"], size=size))
    marginal = ",".join(map(repr, [0.25, 0.75, *[0.0] * size][:size]))
    return [*words, "--likely", f"{likely}={rng.choice([ratio, marginal])}"]


def questions(study, seed):
    """The commands asked of one study, each in a form of its own."""
    rng = np.random.default_rng((seed, 2))

    def pair(names):
        name = str(rng.choice(names))
        return f"{name}={rng.choice(study.states[name])}"

    def entry():
        node = str(rng.choice(chance))
        parents = study.parents.get(node, ())
        at = ", ".join(f"{p}={rng.choice(study.states[p])}" for p in parents)
        return f"{node}[{at}]={rng.choice(study.states.get(node, ('no',)))}"

    everything = [*study.states]
    chance = [*study.chance] or everything
    can_be_set = [*study.decisions, *study.settable] or everything
    quantity = str(rng.choice(["utility", "gap", *chance]))
    by = str(rng.choice(["row", "question", "table", "node", "assumption", "expert", "weight"]))
    moved = str(rng.choice(["experts", "ranges", "swing", "draws"]))
    draws = ("--draws", str(rng.choice(["0", "40"])))
    asked = [
        ("decide",),
        ("decide", "--table", (study.decisions or ("d0",))[-1]),
        ("switch",),
        ("switch", "--by", str(rng.choice(["row", "table", "weight", "score"]))),
        ("plans", *draws),
        ("learn", "--draws", "0"),
        ("whatif", "--set", pair(can_be_set)),
        ("whatif", "other", *learned(study, rng, chance)),
        ("drivers", "--by", by, "--range", moved, "--on", quantity, *draws),
        ("sensitivity", *(entry() for _ in range(rng.integers(1, 3))), "--on", quantity),
        ("explain", "other", "--against", "so"),
        ("compare", "other", "--against", "so", *draws),
    ]
    forms = itertools.islice(itertools.cycle(FORMATS), seed % 4, None)
    assert len(asked) == COMMANDS
    return [(*words, "--format", form) for words, form in zip(asked, forms, strict=False)]


def faults(result, form):
    """What is wrong with what a command printed, as sentences."""
    printed = result.stdout + result.stderr
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        yield f"raised {result.exception!r}"
    if result.exit_code not in (0, 2):
        yield f"ended with {result.exit_code}"
    if NOT_A_NUMBER.search(printed):
        yield "prints what is not a number"
    if INTERNAL.search(printed):
        yield f"prints an internal message: {INTERNAL.search(printed)[0]}"
    if result.exit_code == 2:
        if not re.search(r"^(error: |Error: )", result.stderr, re.MULTILINE):
            yield "refuses without saying why"
        if result.stdout:
            yield "answers and refuses"
    if result.exit_code == 0:
        if not result.stdout.strip():
            yield "prints nothing"
        yield from malformed(result.stdout, form)


def malformed(printed, form):
    def refuse(word):
        raise ValueError(word)

    if form == "json":
        try:
            json.loads(printed, parse_constant=refuse)
        except ValueError as error:
            yield f"is not JSON: {error}"
    if form == "csv":
        widths = {len(row) for row in csv.reader(io.StringIO(printed))}
        if len(widths) != 1:
            yield f"has rows of {widths} columns"


@pytest.mark.parametrize("seed", range(FIRST, FIRST + -(-RUNS // COMMANDS)))
def test_a_drawn_study_is_answered_or_refused_in_words(seed, tmp_path):
    study = drawn(seed)
    write(study, seed, tmp_path)
    found = []
    for words in questions(study, seed):
        result = CliRunner().invoke(main, [*words, "--study", str(tmp_path)])
        found += [f"{' '.join(words)}: {fault}" for fault in faults(result, words[-1])]
    assert found == [], f"seed {seed}"
