"""Answers are worked out again from what was typed, and an edited one is found by its file."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from bayesnet.cpds.parameter import Domain
from bayesnet.cpds.ranked import Ranked
from bayesnet.cpds.table import FullTable
from bayesnet.errors import errors_in
from bayesnet.folder.versions import LEDGER
from bayesnet.messages.facts import Question
from elicitation.intake.reading import read_form
from elicitation.intake.retyped import unlike_typed
from elicitation.questionnaire.lexicons import lexicons
from elicitation.record.ledger import Event, line_of, next_entry, sha256_of
from elicitation.record.records import read_response, response_path, write_response
from elicitation.record.responses import Response
from elicitation.store.recording import Snapshot, snapshot, submit
from elicitation.versions.verification import verify
from tests.elicitation.small_records import MODEL, clock, pool, start
from tests.elicitation.small_records import PARAMETERS as SMALL

_TIDE = Domain(child="tide", states=("low", "mid", "high"), parents=())
_ROWS = tuple((name, ("no", "yes")) for name in "abc")
_WET = Ranked(
    domain=Domain(child="wet", states=("dry", "wet"), parents=_ROWS),
    placeholder={},
    expression="wmean",
    variant="midpoint",
)
PARAMETERS = (*SMALL, *FullTable(domain=_TIDE, placeholder={}).parameters(), *_WET.parameters())
FORMS = {
    "four_point": "component,low,best,high,confidence\nrain[],no,,,,\nrain[],yes,20,30,50,60",
    "scale": "component,word\nrain[],no,very likely\nrain[],yes,",
    "point": "component,best\nrain[],no,80\nrain[],yes,",
    "roulette": "component,chips_30_40,chips_40_50\nrain[],no,,\nrain[],yes,4,6",
    "quantiles": "component,q5,q50,q95\ntide[],low,10,22,40\ntide[],mid,20,30,40\n"
    "tide[],high,30,50,70",
    "three_point": "component,low,best,high\ntide[],low,30,40,50\ntide[],mid,10,30,40\n"
    "tide[],high,10,24,30",
    "pairwise": "component,best\nwet.weight[a],vs b,3\nwet.weight[a],vs c,5\nwet.weight[b],vs c,2",
}


def answered(kind: str) -> Response:
    """Return a response of one answer, or of the weights of one node, in percent."""
    form, problems = read_form(
        f"question,{FORMS[kind]}".encode(),
        file="f.csv",
        parameters=PARAMETERS,
        unit="percent",
        lexicon=lexicons()["ICD-203"],
        repair="scale" if kind == "three_point" else "",
    )
    assert form is not None, errors_in(problems)
    assert {j.typed.kind for j in form.judgements if j.typed} == {kind}
    return Response(
        study="small",
        model_sha256=sha256_of(MODEL),
        expert="E01",
        round=1,
        unit="percent",
        illustrative=False,
        judgements=form.judgements,
    )


def moved(response: Response, by: str) -> Response:
    """Return the response with the first answer's first number moved and what was typed left."""
    first, *others = response.judgements
    (name, estimate), *rest = first.answers.items()
    estimate = dataclasses.replace(estimate, best=estimate.best + Decimal(by))
    first = dataclasses.replace(first, answers={name: estimate, **dict(rest)})
    return dataclasses.replace(response, judgements=(first, *others))


@pytest.mark.parametrize("kind", FORMS)
def test_every_type_is_worked_out_again_and_a_moved_answer_is_found(kind: str) -> None:
    response = answered(kind)
    known = list(lexicons().values())
    assert unlike_typed(response, PARAMETERS, known) == ()
    edited = moved(response, "0.001")
    assert unlike_typed(edited, PARAMETERS, known) == (response.judgements[0].question,)
    assert unlike_typed(edited, (), known) == ()  # what is not asked any more is passed over


def test_a_word_may_be_of_any_lexicon() -> None:
    response = answered("scale")
    assert unlike_typed(response, PARAMETERS, [lexicons()["IPCC-AR5"]]) == ("rain[]",)
    order = [lexicons()["IPCC-AR5"], lexicons()["ICD-203"]]
    assert unlike_typed(response, PARAMETERS, order) == ()


def test_an_answer_that_is_not_what_was_typed_makes_is_found_though_every_hash_fits(
    tmp_path: Path,
) -> None:
    """Somebody changed an answer, named the file by its new hash and wrote the ledger anew."""
    submit(start(tmp_path), answered("four_point"), now=clock)
    honest = snapshot(tmp_path)
    assert verify(honest, parameters=PARAMETERS, pool=pool).problems == ()
    (old,) = [path for path in honest.files if path.startswith("responses/")]
    response, _ = read_response(honest.files[old], file=old)
    assert response is not None
    edited = moved(response, "1")
    content = write_response(edited)
    path = response_path(edited, content)
    entry = json.loads(honest.files[LEDGER].splitlines()[-1])
    event = Event(kind="submission", path=path, sha256=sha256_of(content))
    ledger = line_of(next_entry([], event, at=entry["at"]))
    files = {name: text for name, text in honest.files.items() if name != old}
    forged: Snapshot = dataclasses.replace(honest, files={**files, path: content, LEDGER: ledger})
    (problem,) = verify(forged, parameters=PARAMETERS, pool=pool).problems
    assert problem.place.file == path
    told = (problem.code, problem.facts["question"])
    assert told == ("verify.answer-not-what-typed-makes", Question("rain[]"))
    other = dataclasses.replace(forged, files={**forged.files, "model.toml": MODEL + b"# edited\n"})
    assert verify(other, parameters=PARAMETERS, pool=pool).problems == ()  # not worked out again
