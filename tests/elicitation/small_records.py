"""A study with two nodes and two experts, small enough to damage at every byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bayesnet.cpds.parameter import Cpd, Domain, Parameter
from bayesnet.cpds.ranked import Ranked
from bayesnet.cpds.table import FullTable
from bayesnet.errors import StudyError
from bayesnet.formats.priors_json import pool_document
from bayesnet.study.priors import Priors
from elicitation.intake.reading import Form, read_form
from elicitation.plan.protocol import ElicitationPlan, read_plan
from elicitation.record.ledger import sha256_of
from elicitation.record.responses import Estimate, Judgement, Response
from elicitation.store.recording import Receipt, snapshot, submit
from elicitation.versions.freezing import Request, freeze
from elicitation.versions.verification import Verification, verify

MODEL = b'format = "collective-resolve/model"\n'
NODES = ("rain", "flood", "damage")
PLAN = """\
format = "collective-resolve/elicitation"
version = 1
pooling = "linear"
weights = "equal"
lexicon = "ICD-203"
unit = "probability"
[round.1]
label = "Private first round"
[round.2]
label = "After discussion"
[panel.water]
label = "Water"
nodes = ["rain", "flood"]
[expert.E01]
label = "First"
[expert.E02]
label = "Second"
illustrative = true
"""

_RAIN = Domain(child="rain", states=("no", "yes"), parents=())
_FLOOD = Domain(child="flood", states=("no", "yes"), parents=(("rain", ("no", "yes")),))
_DAMAGE = Domain(child="damage", states=("low", "high"), parents=(("flood", ("no", "yes")),))
_HALF = (Decimal("0.5"), Decimal("0.5"))
CPDS: dict[str, Cpd] = {
    "rain": FullTable(domain=_RAIN, placeholder={"rain[]": _HALF}),
    "flood": FullTable(
        domain=_FLOOD, placeholder={"flood[rain=no]": _HALF, "flood[rain=yes]": _HALF}
    ),
    "damage": Ranked(
        domain=_DAMAGE,
        placeholder={"damage.weight[flood]": (Decimal(1),), "damage.spread": (Decimal("0.2"),)},
        expression="wmean",
        variant="midpoint",
    ),
}
PARAMETERS: tuple[Parameter, ...] = tuple(p for cpd in CPDS.values() for p in cpd.parameters())
COMPLETE = b"""question,component,low,best,high,reason
rain[],no,0.6,0.70,0.8,a dry month
rain[],yes,0.2,0.30,0.4,
flood[rain=no],no,,0.95,,
flood[rain=no],yes,,0.05,,
flood[rain=yes],no,,0.6,,
flood[rain=yes],yes,,0.4,,
damage.weight[flood],value,,2,,
damage.spread,value,,0.25,,
"""


def clock() -> dt.datetime:
    """Return always the same moment."""
    return dt.datetime(2026, 11, 23, 12, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def pool(priors: Priors) -> dict[str, object]:
    """Return the pooled tables, as the command line computes them."""
    return pool_document(CPDS, priors)


def plan(text: str = PLAN) -> ElicitationPlan:
    """Return the plan of the text, which must be sound."""
    found, problems = read_plan(text, NODES)
    assert found is not None, problems
    return found


def form(content: bytes = COMPLETE) -> Form:
    """Return the form of the bytes, which must be sound."""
    found, problems = read_form(content, file="form.csv", parameters=PARAMETERS)
    assert found is not None, problems
    return found


def response(expert: str = "E01", number: int = 1, content: bytes = COMPLETE) -> Response:
    """Return a response that is ready to be recorded."""
    answered = form(content)
    return Response(
        study="small",
        model_sha256=sha256_of(MODEL),
        expert=expert,
        round=number,
        unit=answered.unit,
        illustrative=False,
        judgements=answered.judgements,
    )


def rain(best: str, expert: str = "E01", number: int = 1) -> Response:
    """Return a response that answers only how likely rain is."""
    yes = Decimal(best)
    answers = {"no": Estimate(best=1 - yes), "yes": Estimate(best=yes)}
    judgement = Judgement(question="rain[]", answers=answers, reason="seen the sky")
    return Response(
        study="small",
        model_sha256=sha256_of(MODEL),
        expert=expert,
        round=number,
        unit="probability",
        illustrative=False,
        judgements=(judgement,),
    )


def request(
    text: str = PLAN, *, reason: str = "end of round", allow_absent: bool = False
) -> Request:
    """Return what to freeze in the small study."""
    return Request(
        study="small",
        model_sha256=sha256_of(MODEL),
        plan=plan(text),
        parameters=PARAMETERS,
        reason=reason,
        allow_absent=allow_absent,
    )


def start(folder: Path) -> Path:
    """Return the folder, made a study without any answer."""
    folder.mkdir(exist_ok=True)
    (folder / "model.toml").write_bytes(MODEL)
    (folder / "elicitation.toml").write_text(PLAN, "utf-8")
    return folder


def frozen_study(folder: Path) -> Path:
    """Return a study with three submissions and two frozen versions."""
    start(folder)
    submit(folder, response("E01"), now=clock)
    submit(folder, response("E02"), now=clock)
    freeze(folder, request(), pool=pool, now=clock)
    submit(folder, rain("0.45", number=2), now=clock)
    freeze(folder, request(reason="after discussion"), pool=pool, now=clock)
    return folder


def record(folder: Path, best: str = "0.25") -> Receipt:
    """Return the receipt of one more small submission."""
    return submit(folder, rain(best), now=clock)


def checked(folder: Path) -> Verification:
    """Return what a check of the whole study says."""
    return verify(snapshot(folder), parameters=PARAMETERS, pool=pool)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in the folder by path, the lock left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def refusal(call: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Return what a call that must be refused says."""
    with pytest.raises(StudyError) as caught:
        call(*args, **kwargs)
    return str(caught.value)
