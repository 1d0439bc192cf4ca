"""Read ``seeds.toml``, questions whose answers are or will be known, and the answers to them.

A seed question is put to every expert in an ordinary form, a line for each quantile, and its
answers are recorded with all others. Experts see the question, the facilitator keeps the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import cast

import numpy as np

from bayesnet.cpds.parameter import Parameter
from bayesnet.errors import Problem, errors_in, problem_at, warning_at
from bayesnet.formats.section import Section, read_document
from bayesnet.messages.facts import Fact, items, phrase
from elicitation.classical.assessment import SCALES, Assessment, Scale
from elicitation.questionnaire.question_words import SEED
from elicitation.record.responses import Judgement, Key

SEEDS = "seeds.toml"
FORMAT = "collective-resolve/seeds"
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
LIMITS: Mapping[Scale, tuple[float, float]] = {
    "uniform": (-np.inf, np.inf),
    "log": (0.0, np.inf),
    "probability": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One question with a known answer; realisation is None until it is known."""

    id: str
    text: str
    unit: str
    scale: Scale
    source: str
    realisation: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSet:
    """All seed questions; quantiles: which ones experts give, as typed. sha256: of the text."""

    quantiles: tuple[Decimal, ...]
    seeds: tuple[Seed, ...]
    sha256: str

    def parameters(self) -> tuple[Parameter, ...]:
        """Return a question for each quantile of each seed, as forms ask them."""
        return tuple(
            Parameter(
                key=seed_key(seed, quantile),
                node=SEED,
                kind="number",
                components=("value",),
                lower=LIMITS[seed.scale][0],
                upper=LIMITS[seed.scale][1],
                text=f"{seed.text} ({seed.unit}): you are {(100 * quantile).normalize():f} % sure "
                "that it is not above",
            )
            for seed in self.seeds
            for quantile in self.quantiles
        )


def seed_key(seed: Seed, quantile: Decimal) -> Key:
    """Return the key of one quantile, for example ``seed.S01[0.05]``."""
    return f"{SEED}.{seed.id}[{quantile}]"


def read_seeds(text: str, file: str = SEEDS) -> tuple[SeedSet | None, tuple[Problem, ...]]:
    """Return the seed questions and all problems; None if any of them is an error."""
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return None, tuple(problems)
    top.text("format")  # both checked already; asked for, so that they are not unknown keys
    top.whole("version", required=False)
    quantiles = top.numbers("quantiles")
    rising = all(low < high for low, high in pairwise((Decimal(0), *quantiles, Decimal(1))))
    if top.has("quantiles") and not (len(quantiles) > 1 and rising):
        top.problem("quantiles", "seed.quantiles-two-more-rise-between")
    seeds = [_seed(name, section) for name, section in top.sections("seed", required=True).items()]
    top.finish()
    found = SeedSet(
        quantiles=quantiles,
        seeds=tuple(seeds),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return (None if errors_in(problems) else found), tuple(problems)


def _seed(name: str, section: Section) -> Seed:
    if not ID.fullmatch(name):
        section.problem("", "seed.cannot-seed-s-id", name=name)
    seed = Seed(
        id=name,
        text=section.text("text"),
        unit=section.text("unit"),
        scale=cast(Scale, section.choice("scale", SCALES, required=False, default="uniform")),
        source=section.text("source"),
        realisation=section.number("realisation", required=False)
        if section.has("realisation")
        else None,
    )
    section.finish()
    low, high = LIMITS[seed.scale]
    if seed.realisation is not None and not _inside(seed.realisation, seed.scale, ends=True):
        section.problem(
            "realisation",
            "seed.outside-scale",
            realisation=seed.realisation,
            range=low,
            high=high,
            scale=seed.scale,
        )
    return seed


def _inside(number: Decimal, scale: Scale, *, ends: bool = False) -> bool:
    """Return whether a number lies on the scale; ends: whether 0 and 1 may be probabilities."""
    low, high = LIMITS[scale]
    return low < number < high or (ends and scale == "probability" and number in (0, 1))


Standing = Mapping[str, Mapping[Key, Judgement]]


def assessment_of(
    seeds: SeedSet, standing: Standing, *, lenient: bool = False
) -> tuple[Assessment | None, tuple[Problem, ...]]:
    """Return what the experts answered, and all problems; None if any of them is an error.

    standing: each expert's answers by key, of all questions. lenient: whether answers that cannot
    be scored are left out with a warning, so that one expert's slip does not stop the others; what
    weights are made of is never so. Whoever answered no seed with a known
    answer is left out with a warning; so are seeds that nobody answered.
    """
    problems: list[Problem] = []
    known = {seed.id for seed in seeds.seeds if seed.realisation is not None}
    answers = {
        expert: _answers(seeds, own, expert, problems, lenient=lenient)
        for expert, own in standing.items()
    }
    for expert, own in list(answers.items()):
        if not known & own.keys():
            del answers[expert]
            problems.append(warning_at("responses", expert, "seed.no-seed-question-known-answer"))
    if not known:
        problems.append(problem_at(SEEDS, "seed", "seed.no-seed-realisation-so-nobody"))
    elif not answers and not errors_in(problems):
        problems.append(problem_at("responses", "", "seed.nobody-answered-seed-question"))
    if errors_in(problems):
        return None, tuple(problems)
    asked = [seed for seed in seeds.seeds if any(seed.id in own for own in answers.values())]
    missing = [np.nan] * len(seeds.quantiles)
    assessment = Assessment(
        experts=tuple(answers),
        items=tuple(seed.id for seed in asked),
        scales=tuple(seed.scale for seed in asked),
        probabilities=np.array([float(quantile) for quantile in seeds.quantiles]),
        quantiles=np.array(
            [[own.get(seed.id, missing) for seed in asked] for own in answers.values()]
        ),
        realisations=np.array(
            [np.nan if s.realisation is None else float(s.realisation) for s in asked]
        ),
    )
    return assessment, tuple(problems)


def _answers(
    seeds: SeedSet,
    own: Mapping[Key, Judgement],
    expert: str,
    problems: list[Problem],
    *,
    lenient: bool,
) -> dict[str, list[float]]:
    """Return an expert's quantiles by seed, and report those that are none."""
    found = {}
    for seed in seeds.seeds:
        keys = [seed_key(seed, quantile) for quantile in seeds.quantiles]
        given = [own[key].answers["value"].best for key in keys if key in own]
        if not given:
            continue
        code = ""
        if len(given) < len(keys):
            code = "seed.quantiles-missing"
        elif not all(low < high for low, high in pairwise(given)):
            code = "seed.quantiles-fall"
        elif not all(_inside(number, seed.scale) for number in given):
            code = "seed.quantiles-off-the-scale"
        if code:
            facts: dict[str, Fact] = {"seed": seed.id, "scale": seed.scale, "numbers": items(given)}
            counted = {"count": len(given), "asked": len(keys)}
            problem = problem_at("responses", expert, code, **facts, **counted)
            if lenient:
                what = phrase(code, **facts, **counted)
                problems.append(warning_at("responses", expert, "seed.answer-left-out", what=what))
                continue
            problems.append(problem)
        found[seed.id] = [float(number) for number in given]
    return found
