"""An answer may be given in many ways: what was typed is kept, best, low and high follow from it."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.cpds.parameter import Domain
from bayesnet.cpds.ranked import Ranked
from bayesnet.cpds.table import FullTable
from bayesnet.errors import errors_in
from elicitation.intake.reading import read_form
from elicitation.intake.reductions import reduce
from elicitation.intake.repairs import REPAIRS, projected, repaired, scaled
from elicitation.questionnaire.lexicons import lexicons
from elicitation.questionnaire.pairwise import weigh
from elicitation.questionnaire.question_types import BINS, COLUMNS, TYPES
from elicitation.record.records import read_response, write_response
from elicitation.record.responses import Estimate, Typed
from tests.elicitation.small_records import PARAMETERS as SMALL
from tests.elicitation.small_records import response

_THREE = Domain(child="tide", states=("low", "mid", "high"), parents=())
_WET = Domain(
    child="wet",
    states=("no", "yes"),
    parents=tuple((name, ("no", "yes")) for name in ("a", "b", "c")),
)
RANKED = Ranked(domain=_WET, placeholder={}, expression="wmean", variant="midpoint")
PARAMETERS = (*SMALL, *FullTable(domain=_THREE, placeholder={}).parameters(), *RANKED.parameters())
ICD = lexicons()["ICD-203"]


def read(lines, header="question,component,best", unit="probability", repair=""):
    """Return the judgements of a CSV form by question and what is said of it."""
    content = "\n".join([header, *lines]).encode()
    form, problems = read_form(
        content, file="f.csv", parameters=PARAMETERS, unit=unit, lexicon=ICD, repair=repair
    )
    assert (form is None) == bool(errors_in(problems)), problems
    judgements = {} if form is None else {j.question: j for j in form.judgements}
    return judgements, [str(problem) for problem in problems]


def numbers(**cells):
    return {name: Decimal(str(cell)) for name, cell in cells.items()}


def three(estimate):
    return tuple(
        None if n is None else float(n) for n in (estimate.low, estimate.best, estimate.high)
    )


# ------------------------------------------------------------------------------------ reductions


def test_idea_intervals_are_stretched_to_ninety_percent():
    """Hemming et al. (2018): L .2, B .3, U .5, confidence 60 -> (.15, .60); clamped: (.01, .64)."""
    one = Decimal(1)
    plain = reduce("four_point", numbers(low=0.2, best=0.3, high=0.5, confidence=60), "", one, None)
    assert three(plain) == (0.15, 0.3, 0.6)
    wide = reduce("four_point", numbers(low=0.05, best=0.1, high=0.4, confidence=50), "", one, None)
    assert three(wide) == (0.01, 0.1, 0.64)
    held = reduce("four_point", numbers(low=1, best=5, high=90, confidence=50), "", 100 * one, None)
    assert three(held) == (0, 5, 100)


def test_quantiles_are_taken_as_given_and_quartiles_are_stretched():
    one = Decimal(1)
    whole = numbers(q5=0.1, q50=0.25, q95=0.5)
    assert three(reduce("quantiles", whole, "", one, None)) == (0.1, 0.25, 0.5)
    quartiles = reduce("quantiles", numbers(q25=0.3, q50=0.4, q75=0.5), "", one, None)
    assert three(quartiles) == pytest.approx((0.4 - 0.24387, 0.4, 0.4 + 0.24387))


def test_the_median_of_chips_lies_where_half_of_them_are_below():
    """2, 5 and 3 chips in 10-20, 20-30, 30-40 %: half of ten is three fifths into the second."""
    chips = numbers(chips_10_20=2, chips_20_30=5, chips_30_40=3)
    assert three(reduce("roulette", chips, "", Decimal(100), None)) == pytest.approx(
        (12.5, 26, 38.3333), abs=1e-4
    )


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10).filter(lambda c: sum(c) > 4))
def test_roulette_quantiles_rise_and_stay_on_the_scale(chips):
    cells = {name: Decimal(n) for name, n in zip(BINS, chips, strict=True) if n}
    low, best, high = three(reduce("roulette", cells, "", Decimal(1), None))
    assert 0 <= low <= best <= high <= 1
    mirrored = {name: Decimal(n) for name, n in zip(BINS, chips[::-1], strict=True) if n}
    other = three(reduce("roulette", mirrored, "", Decimal(1), None))
    if len(cells) == 1:  # otherwise a median between two bins may be either edge
        assert other == pytest.approx((1 - high, 1 - best, 1 - low), abs=1e-5)


def test_a_word_is_its_range_and_a_number_beside_it_counts():
    word = reduce("scale", {}, "Unlikely", Decimal(100), ICD)
    assert three(word) == (20, 32.5, 45)
    both = reduce("scale", numbers(best=30), "improbable", Decimal(100), ICD)
    assert three(both) == (20, 30, 45)


# ------------------------------------------------------------------------------------------ forms


def test_every_type_comes_in_by_the_same_form():
    bins = dict.fromkeys(BINS, "")
    columns = ",".join(["question,component", *COLUMNS, "reason"])

    def line(question, component, **cells):
        return ",".join(
            [
                question,
                component,
                *({**dict.fromkeys(COLUMNS, ""), **cells}[c] for c in COLUMNS),
                "",
            ]
        )

    judgements, said = read(
        [
            line("rain[]", "no"),
            line("rain[]", "yes", low="0.2", best="0.3", high="0.5", confidence="60"),
            line("flood[rain=no]", "no", word="very likely"),
            line("flood[rain=no]", "yes"),
            line("flood[rain=yes]", "no"),
            line("flood[rain=yes]", "yes", **{**bins, "chips_30_40": "4", "chips_40_50": "6"}),
            line("tide[]", "low", q5="0.1", q50="0.22", q95="0.4"),
            line("tide[]", "mid", q25="0.2", q50="0.3", q75="0.4"),
            line("tide[]", "high", q5="0.3", q50="0.5", q95="0.7"),
        ],
        columns,
    )
    assert said == []
    kinds = {key: j.typed.kind for key, j in judgements.items()}
    assert kinds == {
        "rain[]": "four_point",
        "flood[rain=no]": "scale",
        "flood[rain=yes]": "roulette",
        "tide[]": "quantiles",
    }
    rain = judgements["rain[]"]
    assert three(rain.answers["yes"]) == (0.15, 0.3, 0.6)
    assert three(rain.answers["no"]) == (0.4, 0.7, 0.85)  # the complement
    assert rain.typed.cells == {
        "no": {},
        "yes": {"low": "0.2", "best": "0.3", "high": "0.5", "confidence": "60"},
    }
    tide = judgements["tide[]"].answers  # medians of .22, .3 and .5 are scaled to sum to 1
    assert sum(answer.best for answer in tide.values()) == 1
    assert float(tide["high"].best) == pytest.approx(0.5 / 1.02, abs=1e-6)


def test_what_was_typed_is_what_is_recorded_and_read_back():
    judgements, _ = read(["rain[],no,", "rain[],yes,0.3"])
    assert judgements["rain[]"].typed == Typed(
        kind="point", unit="probability", cells={"no": {}, "yes": {"best": "0.3"}}
    )
    record = dataclasses.replace(
        response(), seq=1, entered_at="2026-11-23T10:00:00Z", judgements=tuple(judgements.values())
    )
    assert read_response(write_response(record), file="r.json") == (record, ())
    plain = json.loads(
        write_response(dataclasses.replace(record, judgements=response().judgements))
    )
    assert "typed" not in plain["judgements"][0]  # low, best and high are what was typed


TYPED_WRONG = [
    ({"kind": "point"}, "is not what was typed"),
    ({"kind": 1, "unit": "percent", "cells": {}, "repair": ""}, "is not text"),
    ({"kind": "point", "unit": "chips", "cells": {}, "repair": ""}, "has no unit"),
    ({"kind": "point", "unit": "percent", "cells": {"a": {"best": 1}}, "repair": ""}, "not text"),
]


@pytest.mark.parametrize(("typed", "sentence"), TYPED_WRONG)
def test_a_damaged_typed_answer_is_refused(typed, sentence):
    record = dataclasses.replace(response(), seq=1, entered_at="2026-11-23T10:00:00Z")
    document = json.loads(write_response(record))
    document["judgements"][0]["typed"] = typed
    found, problems = read_response(json.dumps(document).encode(), file="r.json")
    assert found is None
    assert sentence in str(problems[0])


WRONG = [
    ("question,component,low,best,high,q50", ["rain[],no,0.1,0.2,0.3,", "rain[],yes,,,,0.4"],
     "f.csv: line 3: this is answered both as three_point and quantiles. Keep the columns of one."),
    ("question,component,low,best,high,confidence", ["rain[],no,0.1,0.2,0.3,0.9", "rain[],yes,,,,"],
     "f.csv: line 2, confidence: confidence 0.9 is outside 50 to 100 %."),
    ("question,component,best,confidence", ["rain[],no,0.2,90", "rain[],yes,,"],
     "f.csv: line 2, low: 'no' has no low value. Fill it in, or leave the whole question blank."),
    ("question,component,q5,q50", ["rain[],no,0.1,0.2", "rain[],yes,,"],
     "f.csv: line 2, q5: there is no pair of quantiles around the middle one. Give q5 and q95, or"),
    ("question,component,q25,q50,q75", ["rain[],no,0.1,0.3,0.2", "rain[],yes,,,"],
     "f.csv: line 2, q75: q75 0.2 is below the quantile before it, 0.3. Quantiles go upwards."),
    ("question,component,chips_0_10", ["rain[],no,2", "rain[],yes,"],
     "f.csv: line 2, chips_0_10: 2 chips say too little. Place at least 5; 10 or 20 are usual."),
    ("question,component,chips_0_10", ["rain[],no,5.5", "rain[],yes,"],
     "f.csv: line 2, chips_0_10: 5.5 is not a number of chips. Chips are whole."),
    ("question,component,word", ["rain[],no,perhaps", "rain[],yes,"],
     "f.csv: line 2, word: 'perhaps' is no word of ICD-203 (US, 2015). Its words: almost no chance"),
    ("question,component,best", ["rain[],no,20", "rain[],yes,"],
     "f.csv: line 2, best: 20 is outside 0 to 1. Did you mean 0.2, which is 20 %? Type 0.2."),
    ("question,component,best", ["tide[],low,10", "tide[],mid,0.2", "tide[],high,0.3"],
     "f.csv: line 2, best: 10 is outside 0 to 1. Did you mean 0.1, which is 10 %? Type 0.1."),
]  # fmt: skip


@pytest.mark.parametrize(("header", "lines", "sentence"), WRONG, ids=range(len(WRONG)))
def test_each_mistake_has_its_sentence(header, lines, sentence):
    judgements, said = read(lines, header)
    assert judgements == {}
    assert any(text.startswith(sentence) for text in said), said


def test_confidence_is_in_percent_whatever_the_unit_and_may_say_so():
    header = "question,component,low,best,high,confidence"
    judgements, _ = read(["rain[],no,0.2,0.3,0.4,90 %", "rain[],yes,,,,"], header)
    assert float(judgements["rain[]"].answers["no"].low) == 0.2


def test_doubts_are_asked_back_and_do_not_block():
    judgements, said = read(
        ["rain[],no,60,unlikely", "rain[],yes,,"], "question,component,best,word", "percent"
    )
    assert float(judgements["rain[]"].answers["no"].best) == 60
    assert said == [
        "f.csv: line 2, word: you call it 'unlikely' (20-45 %) and say 60 %. "
        "The number counts. Mend one of them."
    ]
    _, said = read(["rain[],no,0.9", "rain[],yes,99.1"], unit="percent")
    assert said == [
        "f.csv: line 2, best: 0.9 % is less than one in a hundred; did you mean 90? "
        "Type that, or say why."
    ]
    header = "question,component,low,best,high,confidence"
    _, said = read(["rain[],no,1,5,90,50", "rain[],yes,,,,"], header, "percent")
    assert "stretched to 90 %, your range would pass 100 and is held there." in said[1]


# ---------------------------------------------------------------------------------------- repairs


def test_repairs_worked_examples():
    v = [Decimal(x) for x in ("0.5", "0.4", "0.3")]
    assert [float(x) for x in scaled(v)] == pytest.approx([5 / 12, 1 / 3, 0.25])
    assert [float(x) for x in projected(v)] == pytest.approx([0.4333333, 0.3333333, 0.2333333])
    negative = [Decimal(x) for x in ("0.9", "0.4", "-0.1")]
    assert [str(x) for x in projected(negative)] == ["0.75", "0.25", "0"]


def test_a_repair_needs_consent_and_keeps_what_was_typed():
    lines = ["tide[],low,0.3,0.4,0.5", "tide[],mid,0.1,0.3,0.4", "tide[],high,0.1,0.24,0.3"]
    header = "question,component,low,best,high"
    judgements, said = read(lines, header)
    assert judgements == {}
    assert said == [
        "f.csv: line 2, tide[]: The best values sum to 0.94, not 1. Add 0.06, or scale."
    ]
    judgements, said = read(lines, header, repair="scale")
    tide = judgements["tide[]"]
    assert said == [
        "f.csv: line 2, tide[]: this was repaired (scale) from a sum of 0.94. "
        "What was typed is kept beside it."
    ]
    assert sum(e.best for e in tide.answers.values()) == 1
    assert float(tide.answers["low"].best) == pytest.approx(0.4 / 0.94, abs=1e-6)
    assert float(tide.answers["low"].low) == pytest.approx(0.3 / 0.94, abs=1e-6)
    assert tide.typed.repair == "scale"
    assert tide.typed.cells["low"] == {"low": "0.3", "best": "0.4", "high": "0.5"}
    sound, _ = read(["rain[],no,0.4", "rain[],yes,0.6"], repair="scale")
    assert sound["rain[]"].typed is None  # nothing was repaired


def test_consent_to_scale_is_none_to_change_the_unit():
    judgements, said = read(["rain[],no,60", "rain[],yes,34"], repair="scale")
    assert judgements == {}
    assert "did you mean percent? Then say unit percent and add 6, or scale." in said[0]


def test_projection_mends_what_is_below_nought():
    lines = ["tide[],low,0.9", "tide[],mid,0.4", "tide[],high,-0.1"]
    assert "-0.1 is outside 0 to 1" in read(lines)[1][0]
    judgements, _ = read(lines, repair="project")
    assert [str(e.best) for e in judgements["tide[]"].answers.values()] == ["0.75", "0.25", "0"]


@given(
    st.lists(st.decimals(0, 1, places=3), min_size=2, max_size=5).filter(lambda v: max(v) > 0),
    st.sampled_from(sorted(REPAIRS)),
    st.sampled_from([1, 100]),
)
def test_repaired_answers_are_distributions_and_sound_ones_stay(values, repair, whole):
    answers = {f"s{i}": Estimate(best=v * whole) for i, v in enumerate(values)}
    mended = repaired(answers, Decimal(whole), repair)
    assert sum(e.best for e in mended.values()) == whole
    assert all(0 <= e.best <= whole for e in mended.values())
    again = repaired(mended, Decimal(whole), repair)
    assert all(abs(again[n].best - mended[n].best) <= Decimal("2e-6") * whole for n in mended)
    order = sorted(mended, key=lambda name: (answers[name].best, name))
    assert all(
        mended[a].best <= mended[b].best + Decimal("1e-4") * whole for a, b in pairwise(order)
    )


# --------------------------------------------------------------------------------------- pairwise


def test_pairs_that_agree_give_their_proportions_back():
    weighing = weigh("abc", {("a", "b"): 2, ("a", "c"): 4, ("b", "c"): 2})
    assert weighing.weights == pytest.approx((4 / 7, 2 / 7, 1 / 7))
    assert weighing.ratio == pytest.approx(0, abs=1e-12)
    turned = weigh("abc", {("b", "a"): 0.5, ("c", "a"): 0.25, ("c", "b"): 0.5})
    assert turned.weights == pytest.approx(weighing.weights)


def test_consistency_ratio_worked_by_hand():
    """3, 5, 2: column-normalised row means (.6479, .2299, .1222); CR = .0032."""
    weighing = weigh("abc", {("a", "b"): 3, ("a", "c"): 5, ("b", "c"): 2})
    assert [round(w, 4) for w in weighing.weights] == [0.6479, 0.2299, 0.1222]
    assert round(weighing.ratio, 4) == 0.0032
    circular = weigh("abc", {("a", "b"): 3, ("b", "c"): 3, ("c", "a"): 3})
    assert not circular.consistent


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_comparisons_of_known_weights_give_them_back(weights):
    names = [f"n{i}" for i in range(len(weights))]
    times = {
        (a, b): weights[i] / weights[j]
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i < j
    }
    weighing = weigh(names, times)
    assert weighing.weights == pytest.approx([w / sum(weights) for w in weights])
    assert weighing.ratio == pytest.approx(0, abs=1e-9)


def test_weights_may_be_given_by_comparing_causes():
    lines = ["wet.weight[a],vs b,3", "wet.weight[a],vs c,5", "wet.weight[b],vs c,2"]
    judgements, said = read(lines)
    assert said == []
    best = [float(judgements[f"wet.weight[{n}]"].answers["value"].best) for n in "abc"]
    assert best == [0.647947, 0.229871, 0.122182]
    assert judgements["wet.weight[a]"].typed == Typed(
        kind="pairwise",
        unit="probability",
        cells={"vs b": {"best": "3"}, "vs c": {"best": "5"}},
    )


PAIRS_WRONG = [
    (["wet.weight[a],vs b,3"], "the comparison of a vs c and b vs c is missing."),
    (["wet.weight[a],vs d,3"], "'d' is not compared with a. Known: b, c."),
    (["wet.weight[a],vs b,3", "wet.weight[b],vs a,3"], "b and a are compared already."),
    (["wet.weight[a],vs b,0"], "'0' is not a number from 0.1 to 10."),
    (
        ["wet.weight[a],value,2", "wet.weight[a],vs b,3"],
        "wet.weight[a] is answered both as a number and by comparisons.",
    ),
]


@pytest.mark.parametrize(("lines", "sentence"), PAIRS_WRONG)
def test_incomplete_comparisons_are_refused(lines, sentence):
    _, said = read(lines)
    assert any(sentence in text for text in said), said


def test_comparisons_in_a_circle_are_asked_back():
    lines = ["wet.weight[a],vs b,3", "wet.weight[b],vs c,3", "wet.weight[c],vs a,3"]
    judgements, said = read(lines)
    assert len(judgements) == 3
    assert (
        "disagree with each other (consistency ratio 1.15, above 0.10). Intended? Say why"
        in said[0]
    )


def test_a_type_is_data():
    for kind in TYPES.values():
        assert set(kind.columns) <= set(COLUMNS)
        assert kind.seconds > 0
        assert kind.hint.endswith(".")
