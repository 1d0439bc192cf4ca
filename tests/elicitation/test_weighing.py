"""The pool and the weights fixed in elicitation.toml go into every version, and are recomputed."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bayesnet.errors import StudyError
from bayesnet.formats.priors_json import read_priors
from bayesnet.study.pools import PoolRule, log_pool, median_pool
from bayesnet.study.priors import expert_tables
from elicitation.classical.seeds import SeedSet, read_seeds, seed_key
from elicitation.intake.reading import read_form
from elicitation.plan.protocol import read_plan
from elicitation.plan.weighing import performance_of
from elicitation.record.frozen import priors_of, read_frozen, write_frozen
from elicitation.record.responses import Response
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot, submit
from elicitation.versions.freezing import freeze
from elicitation.versions.verification import Verification, verify
from tests.elicitation.small_records import (
    CPDS,
    NODES,
    PARAMETERS,
    PLAN,
    clock,
    plan,
    pool,
    rain,
    refusal,
    request,
    response,
    start,
)

SEEDS = """\
format = "collective-resolve/seeds"
version = 1
quantiles = [0.05, 0.5, 0.95]
[seed.S01]
text = "How many days it rained last year"
unit = "days"
source = "the station's record"
realisation = 120
[seed.S02]
text = "The share of gauges that failed"
unit = "probability"
scale = "probability"
source = "the maintenance log"
realisation = 0.1
[seed.S03]
text = "Damage of the largest flood"
unit = "million"
scale = "log"
source = "the insurers"
realisation = 40
[seed.S04]
text = "Next year's rain, against this one's"
unit = "mm"
source = "the station, next year"
"""
GOOD = {"S01": (100, 121, 150), "S02": (0.05, 0.11, 0.2), "S03": (10, 39, 90), "S04": (-50, 0, 50)}
FAR = {"S01": (10, 20, 30), "S02": (0.4, 0.5, 0.6), "S03": (100, 200, 300), "S04": (-20, 0, 20)}
LOG = PLAN.replace('pooling = "linear"', 'pooling = "log"\nepsilon = 0.01')
MEDIAN = PLAN.replace('pooling = "linear"', 'pooling = "median"')
BY_SCORE = PLAN.replace('weights = "equal"', 'weights = "performance"')


def user(*weights: str) -> str:
    text = PLAN.replace('weights = "equal"', 'weights = "user"')
    for label, weight in zip(("First", "Second"), weights, strict=True):
        text = text.replace(f'label = "{label}"', f'label = "{label}"\nweight = {weight}')
    return text


def seed_set(text: str = SEEDS) -> SeedSet:
    found, problems = read_seeds(text)
    assert found is not None, problems
    return found


def seed_form(expert: str, answers: dict[str, tuple[float, ...]]) -> Response:
    seeds = seed_set()
    lines = ["question,component,low,best,high,reason"]
    for seed in seeds.seeds:
        for quantile, value in zip(seeds.quantiles, answers.get(seed.id, ()), strict=False):
            lines.append(f"{seed_key(seed, quantile)},value,,{value},,")
    read, problems = read_form(
        "\n".join(lines).encode(), file="seeds.csv", parameters=seeds.parameters()
    )
    assert read is not None, problems
    return dataclasses.replace(response(expert), judgements=read.judgements)


def study(folder: Path, text: str) -> Path:
    """A study under that plan; the second expert sees more rain."""
    start(folder)
    (folder / "elicitation.toml").write_text(text, "utf-8")
    for expert in ("E01", "E02"):
        submit(folder, response(expert), now=clock)
    submit(folder, rain("0.9", "E02"), now=clock)
    return folder


def frozen(folder: Path, text: str, seeds: SeedSet | None = None) -> dict[str, Any]:
    asked = dataclasses.replace(request(text), seeds=seeds)
    receipt, _ = freeze(folder, asked, pool=pool, now=clock)
    found: dict[str, Any] = json.loads((folder / receipt.path).read_bytes())
    return found


def checked(folder: Path, text: str, seeds: SeedSet | None = None) -> Verification:
    return verify(snapshot(folder), parameters=PARAMETERS, pool=pool, plan=plan(text), seeds=seeds)


def mistakes(text: str) -> list[str]:
    found, problems = read_plan(text, NODES)
    assert found is None
    return [str(problem) for problem in problems]


# ------------------------------------------------------------------------------------- the pool


@pytest.mark.parametrize(("text", "by_hand"), [(LOG, log_pool), (MEDIAN, median_pool)])
def test_the_pool_fixed_in_advance_is_frozen_answered_from_and_verified(tmp_path, text, by_hand):
    folder = study(tmp_path, text)
    found = frozen(folder, text)
    assert found["version"] == 2
    content = (folder / "priors/0001.json").read_text()
    priors, problems = read_priors(content, CPDS, file="priors/0001.json", sha256="")
    assert not problems
    assert priors.rule == plan(text).rule
    tables = expert_tables(CPDS, priors)["rain"]
    epsilon = {"epsilon": 0.01} if text is LOG else {}
    expected = by_hand(tables, np.ones(2), **epsilon)
    assert [float(x) for x in found["pool"]["rain"]["rows"][0]] == pytest.approx(expected)
    kept, _ = read_frozen(content.encode(), file="")
    assert priors_of(kept, PARAMETERS).rule == priors.rule
    assert write_frozen(kept) == content.encode()
    assert checked(folder, text).problems == ()


def test_a_version_pooled_by_another_rule_than_the_plan_s_is_found(tmp_path):
    folder = study(tmp_path, LOG)
    frozen(folder, LOG)
    assert [str(problem) for problem in checked(folder, MEDIAN).problems] == [
        "priors/0001.json: pooling: its pool is log (epsilon 0.01), not the median of "
        "elicitation.toml. Bring the file back from a copy, or see 'resolve recover'."
    ]


def test_what_the_first_format_says_is_a_linear_pool_in_which_all_that_is_filled_in_counts(
    tmp_path,
):
    """The shipped versions are of the first format; so is one with a panel."""
    text = {
        **frozen(study(tmp_path, PLAN), PLAN),
        "version": 1,
        "not_asked": {"E02": ["damage.spread"]},
    }
    del text["weighting"]
    priors, problems = read_priors(json.dumps(text), CPDS, file="", sha256="")
    assert not problems
    assert priors.rule == PoolRule()
    assert priors.not_asked == {}
    kept, _ = read_frozen(json.dumps(text).encode(), file="")
    assert kept.version == 1
    assert priors_of(kept, PARAMETERS).not_asked == {}
    for later in ("weighting", "epsilon", "performance"):
        _, problems = read_frozen(json.dumps({**text, later: "x"}).encode(), file="p.json")
        assert "version 1 has a linear pool alone" in str(problems[0])


# ------------------------------------------------------------------------------- weights by the user


def test_the_user_s_weights_are_scaled_and_0_leaves_an_expert_out(tmp_path):
    folder = study(tmp_path, user("3", "1"))
    assert frozen(folder, user("3", "1"))["weights"] == {
        "E01": "0.7500000000000000",
        "E02": "0.2500000000000000",
    }
    assert checked(folder, user("3", "1")).problems == ()
    (folder / "elicitation.toml").write_text(user("3", "0"), "utf-8")
    found = frozen(folder, user("3", "0"))
    assert found["weights"]["E02"] == "0.0000000000000000"
    rows = found["pool"]["rain"]["rows"][0]
    assert [float(cell) for cell in rows] == pytest.approx([0.7, 0.3])
    assert checked(folder, user("3", "0")).problems == ()


def test_weights_that_say_nothing_or_have_no_effect_are_reported():
    assert mistakes(user("3", "-1")) == [
        "elicitation.toml: expert.E02.weight: -1 is not 0 to 1000000. Any scale will do."
    ]
    assert mistakes(user("0", "0")) == [
        "elicitation.toml: weights: every expert's weight is 0. Give at least one a weight."
    ]
    missing = user("3", "1").replace("weight = 1\n", "")
    assert mistakes(missing) == [
        "elicitation.toml: expert.E02.weight: this key is missing: weights are the user's. "
        "Add weight = ... (0 leaves them out)."
    ]
    useless = PLAN.replace('label = "First"', 'label = "First"\nweight = 2')
    assert mistakes(useless) == [
        "elicitation.toml: expert.E01.weight: this has no effect: weights are equal. "
        'Say weights = "user", or drop the key.'
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LOG.replace("0.01", "0.2"), "epsilon: 0.2 is not above 0 and up to 0.05."),
        (LOG.replace('"log"', '"median"'), "epsilon: a median pool has no epsilon. Leave it out."),
        (BY_SCORE + "[performance]\ncut_off = 1", "performance.cut_off: 1 is not 0 or above and"),
        (BY_SCORE + "[performance]\novershoot = 0", "performance.overshoot: 0 is not above 0"),
        (BY_SCORE + "[performance]\npower = 2", "performance.power: 2 is not above 0 and up to 1."),
        (BY_SCORE + "[performance]\ncutoff = 0.1", "performance.cutoff: unknown key 'cutoff';"),
    ],
)
def test_every_part_of_the_rule_is_checked(text, sentence):
    assert any(sentence in problem for problem in mistakes(text))


# ----------------------------------------------------------------------------- weights by performance


def scored(folder: Path) -> Path:
    study(folder, BY_SCORE)
    submit(folder, seed_form("E01", GOOD), now=clock)
    submit(folder, seed_form("E02", FAR), now=clock)
    return folder


def test_performance_weights_are_made_from_the_recorded_seed_answers(tmp_path):
    folder = scored(tmp_path)
    found = frozen(folder, BY_SCORE, seed_set())
    assert found["weighting"] == "performance"
    scores = found["performance"]["scores"]
    assert float(scores["E01"]["calibration"]) > 0.2 > float(scores["E02"]["calibration"])
    assert found["weights"] == {"E01": "1.0000000000000000", "E02": "0.0000000000000000"}
    assert found["performance"]["seeds_sha256"] == seed_set().sha256
    assert checked(folder, BY_SCORE, seed_set()).problems == ()
    content = (folder / "priors/0001.json").read_bytes()
    assert write_frozen(read_frozen(content, file="")[0]) == content


def test_a_cut_off_of_0_keeps_everybody(tmp_path):
    text = BY_SCORE + "[performance]\ncut_off = 0\n"
    folder = scored(tmp_path)
    (folder / "elicitation.toml").write_text(text, "utf-8")
    weights = frozen(folder, text, seed_set())["weights"]
    assert 0 < float(weights["E02"]) < 0.05
    assert checked(folder, text, seed_set()).problems == ()


def test_weights_are_recomputed_with_the_same_seeds_and_noted_with_others(tmp_path):
    folder = scored(tmp_path)
    frozen(folder, BY_SCORE, seed_set())
    text = SEEDS.replace("realisation = 120", "realisation = 20")
    text = text.replace("realisation = 0.1", "realisation = 0.5")
    other = seed_set(text.replace("realisation = 40", "realisation = 190"))
    notes = [str(note) for note in checked(folder, BY_SCORE, other).notes]
    assert notes == [
        "priors/0001.json: its weights were made with another seeds.toml and were not recomputed."
    ]
    lied = dataclasses.replace(other, sha256=seed_set().sha256)
    assert [str(problem) for problem in checked(folder, BY_SCORE, lied).problems] == [
        "priors/0001.json: weights: the weights are not those that the rule gives for the answers. "
        "Bring the file back from a copy, or see 'resolve recover'."
    ]


def test_without_seeds_or_answers_nothing_is_frozen_by_performance(tmp_path):
    folder = study(tmp_path, BY_SCORE)
    asked = request(BY_SCORE)
    said = refusal(freeze, folder, asked, pool=pool, now=clock)
    assert said.startswith("seeds.toml: the file is missing, so nobody can be scored.")
    asked = dataclasses.replace(asked, seeds=seed_set())
    said = refusal(freeze, folder, asked, pool=pool, now=clock)
    assert "nobody has answered a seed question." in said
    submit(folder, seed_form("E01", {**GOOD, "S01": (150, 121, 100)}), now=clock)
    said = refusal(freeze, folder, asked, pool=pool, now=clock)
    assert said.startswith(
        "responses: E01: the quantiles of S01 do not rise: 150, 121, 100. "
        "Submit all quantiles of that seed again."
    )
    submit(folder, seed_form("E01", GOOD), now=clock)
    found = frozen(folder, BY_SCORE, seed_set())
    assert found["weights"]["E02"] == "0.0000000000000000"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"S02": (0.05, 0.1, 1)}, "the quantiles of S02 leave the scale 'probability'"),
        ({"S01": (100,)}, "1 of 3 quantiles of S01 are answered."),
    ],
)
def test_seed_answers_that_are_no_quantiles_are_reported(tmp_path, answers, sentence):
    folder = study(tmp_path, BY_SCORE)
    submit(folder, seed_form("E01", {**GOOD, **answers}), now=clock)
    asked = dataclasses.replace(request(BY_SCORE), seeds=seed_set())
    assert sentence in refusal(freeze, folder, asked, pool=pool, now=clock)


def test_the_file_of_seeds_is_read_whole():
    text = SEEDS.replace("[0.05, 0.5, 0.95]", "[0.5, 0.05]").replace("seed.S01", 'seed."1"')
    text = text.replace("realisation = 40", "realisation = -4")
    found, problems = read_seeds(text)
    assert found is None
    assert [str(problem) for problem in problems] == [
        "seeds.toml: quantiles: quantiles are two or more that rise between 0 and 1. "
        "Write quantiles = [0.05, 0.5, 0.95].",
        "seeds.toml: seed.1: '1' cannot be a seed's id. Use up to 32 letters, digits, '_' and '-', "
        "the first a letter, such as S01.",
        "seeds.toml: seed.S03.realisation: -4 is outside 0 to inf of the scale 'log'. "
        "Mend the number or the scale.",
    ]


def test_a_seed_is_asked_in_words_that_say_the_quantile():
    first = seed_set().parameters()[0]
    assert first.key == "seed.S01[0.05]"
    assert first.text == (
        "How many days it rained last year (days): you are 5 % sure that it is not above"
    )
    assert Decimal(repr(first.lower)) == Decimal("-Infinity")


def test_one_experts_slip_stops_nobody_from_being_scored_but_every_weight_of_record(tmp_path):
    folder = study(tmp_path, BY_SCORE)
    submit(folder, seed_form("E01", GOOD), now=clock)
    submit(folder, seed_form("E02", {**GOOD, "S01": (150, 121, 100)}), now=clock)
    standing = current_answers(snapshot(folder))
    done, warnings = performance_of(plan(BY_SCORE), standing, seed_set(), lenient=True)
    assert done.model.assessment.answered.sum() == 2 * len(GOOD) - 1
    assert done.model.assessment.number == 2  # of the three whose answers are known
    (warning,) = warnings
    assert "The answer is left out, and all are scored as if on a seed less." in str(warning)
    with pytest.raises(StudyError, match="the quantiles of S01 do not rise"):
        performance_of(plan(BY_SCORE), standing, seed_set())
