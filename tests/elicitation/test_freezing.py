"""A frozen version holds what each expert says by then, and is never written over."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bayesnet.errors import StudyError
from bayesnet.formats.priors_json import read_priors
from elicitation.record.frozen import read_frozen, write_frozen
from elicitation.record.ledger import sha256_of
from elicitation.store.recording import submit
from elicitation.versions.freezing import freeze
from tests.elicitation.small_records import (
    COMPLETE,
    CPDS,
    PLAN,
    checked,
    clock,
    frozen_study,
    pool,
    rain,
    request,
    response,
    start,
)

PANEL = '[expert.E03]\nlabel = "Third"\npanels = ["water"]\n'
WATER = b"".join(
    line for line in COMPLETE.splitlines(keepends=True) if not line.startswith(b"damage")
)


def document(folder: Path, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"priors/{number:04d}.json").read_bytes())
    return found


def test_the_second_version_follows_the_first(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    first, second = document(tmp_path, 1), document(tmp_path, 2)
    assert (first["number"], second["number"]) == (1, 2)
    assert first["previous_sha256"] == ""
    content = (tmp_path / "priors/0001.json").read_bytes()
    assert second["previous_sha256"] == sha256_of(content)
    assert first["experts"]["E01"]["rain[]"]["yes"] == {"low": "0.2", "best": "0.30", "high": "0.4"}
    assert second["experts"]["E01"]["rain[]"]["yes"] == {"best": "0.45"}
    assert second["experts"]["E01"]["flood[rain=no]"]["yes"] == {"best": "0.05"}
    assert len(second["responses"]) == len(first["responses"]) + 1 == 3
    assert second["pool"]["rain"] == {
        "parents": [],
        "rows": [["0.625000000000", "0.375000000000"]],
    }
    assert first["weights"] == {"E01": "0.5000000000000000", "E02": "0.5000000000000000"}
    assert not first["illustrative"]
    assert "not_asked" not in first


def test_the_file_is_one_that_the_numbers_read(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    content = (tmp_path / "priors/0002.json").read_bytes()
    priors, problems = read_priors(content.decode(), CPDS, file="p", sha256=sha256_of(content))
    assert priors is not None
    assert problems == ()
    assert priors.judgements["E01"]["rain[]"].best == (Decimal("0.55"), Decimal("0.45"))
    frozen, wrong = read_frozen(content, file="p")
    assert frozen is not None
    assert wrong == ()
    assert write_frozen(frozen) == content


@pytest.mark.parametrize("count", [1, 3, 6, 7, 12])
def test_equal_weights_sum_to_one(tmp_path: Path, count: int) -> None:
    start(tmp_path)
    text = PLAN[: PLAN.index("[expert.E01]")]
    for number in range(1, count + 1):
        submit(tmp_path, response(f"E{number:02d}"), now=clock)
        text += f'[expert.E{number:02d}]\nlabel = "x"\n'
    freeze(tmp_path, request(text), pool=pool, now=clock)
    weights = [float(weight) for weight in document(tmp_path, 1)["weights"].values()]
    total = sum(weights)
    assert sum(weight / total for weight in weights) == pytest.approx(1, abs=1e-15)
    assert len(set(weights)) == 1


def refusal(folder: Path, **changes: Any) -> list[str]:
    before = sorted(path.name for path in folder.rglob("*"))
    with pytest.raises(StudyError) as caught:
        freeze(folder, request(**changes), pool=pool, now=clock)
    assert [p for p in sorted(path.name for path in folder.rglob("*")) if p not in before] in (
        [],
        [".lock", "ledger.jsonl"],
    )
    return [str(problem) for problem in caught.value.problems if problem.severity == "error"]


def test_what_is_missing_is_listed(tmp_path: Path) -> None:
    start(tmp_path)
    (together,) = refusal(tmp_path)  # those who owe the same are one sentence
    assert together.startswith(
        "responses: E01 and E02 have not answered 5 of the 5 questions that tables are made from (rain[],"
    )
    submit(tmp_path, rain("0.2"), now=clock)
    assert refusal(tmp_path, reason=" ") == [
        "a version needs a reason. Say why it is frozen.",
        "responses: E01 has not answered 4 of the 5 questions that tables are made from (flood[rain=no], flood[rain=yes], "
        "damage.weight[flood], ...). Submit them, say why not ('resolve absent', 'resolve abstain'), or freeze with those absent left out (--allow-absent).",
        "responses: E02 has not answered 5 of the 5 questions that tables are made from (rain[], flood[rain=no], "
        "flood[rain=yes], ...). Submit them, say why not ('resolve absent', 'resolve abstain'), or freeze with those absent left out (--allow-absent).",
    ]
    assert refusal(tmp_path, allow_absent=True) == [
        "nobody has answered all they were asked. Ask, then freeze."
    ]


def test_the_absent_may_be_left_out_and_the_ledger_says_so(tmp_path: Path) -> None:
    start(tmp_path)
    submit(tmp_path, response("E01"), now=clock)
    submit(tmp_path, rain("0.2", expert="E02"), now=clock)
    _, warnings = freeze(tmp_path, request(allow_absent=True), pool=pool, now=clock)
    assert [str(warning) for warning in warnings] == [
        "responses: E02 is absent: 4 of the 5 questions that tables are made from are not answered (flood[rain=no], "
        "flood[rain=yes], damage.weight[flood], ...)."
    ]
    found = document(tmp_path, 1)
    assert list(found["experts"]) == ["E01"]
    assert len(found["responses"]) == 1
    assert b'"note":"end of round; absent: E02"' in (tmp_path / "ledger.jsonl").read_bytes()


def test_percent_is_frozen_as_probability(tmp_path: Path) -> None:
    start(tmp_path)
    submit(tmp_path, response("E01"), now=clock)
    submit(tmp_path, response("E02"), now=clock)
    estimate = rain("0.30").judgements[0].answers["yes"]
    judgement = dataclasses.replace(
        rain("0.30").judgements[0],
        answers={
            "no": dataclasses.replace(estimate, best=Decimal("62.5")),
            "yes": dataclasses.replace(estimate, best=Decimal("37.5")),
        },
    )
    percent = dataclasses.replace(rain("0.3"), unit="percent", judgements=(judgement,))
    submit(tmp_path, percent, now=clock)
    freeze(tmp_path, request(), pool=pool, now=clock)
    assert document(tmp_path, 1)["experts"]["E01"]["rain[]"]["yes"] == {"best": "0.375"}
    assert checked(tmp_path).problems == ()


def test_an_expert_of_one_panel_does_not_move_the_other_nodes(tmp_path: Path) -> None:
    start(tmp_path)
    submit(tmp_path, response("E01"), now=clock)
    submit(tmp_path, response("E02"), now=clock)
    other = WATER.replace(b"0.70", b"0.75").replace(b"0.30", b"0.25")
    submit(tmp_path, response("E03", content=other), now=clock)
    freeze(tmp_path, request(PLAN + PANEL), pool=pool, now=clock)
    found = document(tmp_path, 1)
    assert found["not_asked"] == {"E03": ["damage.weight[flood]", "damage.spread"]}
    assert found["experts"]["E03"]["damage.spread"] == {"value": {"best": "0.25"}}
    assert found["experts"]["E03"]["rain[]"]["yes"]["best"] == "0.25"
    assert checked(tmp_path).problems == ()


def test_a_node_that_nobody_is_asked_about_stops_it(tmp_path: Path) -> None:
    text = PLAN[: PLAN.index("[expert.E01]")] + PANEL
    start(tmp_path)
    submit(tmp_path, response("E03", content=WATER), now=clock)
    assert refusal(tmp_path, text=text)[0] == (
        "elicitation.toml: nobody in this version is asked about damage (damage.weight[flood]). "
        "Put the node in a panel that has answered."
    )


def test_a_model_that_changed_is_said(tmp_path: Path) -> None:
    start(tmp_path)
    submit(tmp_path, response("E01"), now=clock)
    (tmp_path / "model.toml").write_text("# changed\n")
    assert refusal(tmp_path)[0] == (
        "model.toml: the file changed while the version was being made. Run the command again."
    )


def test_responses_to_an_earlier_model_or_by_strangers_are_warned_of(tmp_path: Path) -> None:
    start(tmp_path)
    submit(tmp_path, response("E01"), now=clock)
    submit(tmp_path, dataclasses.replace(response("E02"), model_sha256="0" * 64), now=clock)
    submit(tmp_path, rain("0.2", expert="E09"), now=clock)
    _, warnings = freeze(tmp_path, request(), pool=pool, now=clock)
    assert [str(warning) for warning in warnings] == [
        "elicitation.toml: the answers of 'E09', who is not in it, are left out. "
        "Add the expert, or leave it so.",
        "model.toml: 1 of 3 responses answered an earlier text of the model. "
        "Make sure that no definition they used has changed.",
    ]


def test_a_response_that_is_not_intact_stops_it(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    first, second = sorted(tmp_path.glob("responses/E0*/r1-*.json"))
    first.write_bytes(first.read_bytes().replace(b"0.70", b"0.71"))
    second.unlink()
    assert refusal(tmp_path)[:2] == [
        f"responses/E01/{first.name}: the response is not the file that was recorded. "
        "Bring it back from a copy; 'resolve verify' checks all.",
        f"responses/E02/{second.name}: the response is missing. "
        "Bring it back from a copy; 'resolve verify' checks all.",
    ]


def test_freezing_again_never_writes_over_a_version(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("priors/*.json")}
    receipt, _ = freeze(tmp_path, request(), pool=pool, now=clock)
    assert receipt.path == "priors/0003.json"
    for path, content in before.items():
        assert path.read_bytes() == content


def test_answers_that_make_no_table_freeze_nothing(tmp_path: Path) -> None:
    def refusing(_: object) -> dict[str, object]:
        raise StudyError([])

    frozen_study(tmp_path)
    with pytest.raises(StudyError):
        freeze(tmp_path, request(), pool=refusing, now=clock)
    assert len(list(tmp_path.glob("priors/*"))) == 2
