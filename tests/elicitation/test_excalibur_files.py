"""Excalibur's and anduryl's files in and out: every number, name and question as it was.

The excerpts have the shapes of public files (TU Delft's expert judgment data base, as it comes with
anduryl): columns, tabs between quantiles, small letters, -999.5 for nothing, questions.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from elicitation.classical.anduryl import read_anduryl, write_anduryl
from elicitation.classical.assessment import Assessment
from elicitation.classical.excalibur import Exchanged, read_excalibur, write_excalibur
from elicitation.cli import main
from tests.oracles import tobacco

DTT = (
    "* CLASS ASCII OUTPUT FILE. NQ=   3   QU=   5  50  95\n"
    "    1      Ex1    1   $TAdProm2005 UNI  5.00000E+0000  2.50000E+0001  5.00000E+0001   amount spent\n"
    "    1      Ex1    2    Question 1b log -9.99500E+0002 -9.99500E+0002 -9.99500E+0002\n"
    "    2   Ex two    1   $TAdProm2005 uni \t1.00E+00\t1.00E+01\t2.50E+01\n"
    "    2   Ex two    2    Question 1b LOG  1.00000E-0003  1.50000E+0001  2.50000E+0001\n"
)
RLS = (
    "    1   $TAdProm2005  1.31100E+0001 UNI                   amount (billion $) spent\n"
    "    2    Question 1b -9.99500E+0002 log\n"
)


def same(one: Exchanged, other: Exchanged | None) -> bool:
    assert other is not None
    first, second = one.assessment, other.assessment
    arrays = ("quantiles", "realisations", "probabilities")
    return (
        all(
            np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)
            for name in arrays
        )
        and (first.experts, first.items, first.scales)
        == (second.experts, second.items, second.scales)
        and one.questions == other.questions
    )


def test_what_the_columns_say() -> None:
    found, problems = read_excalibur(DTT, RLS, file="a.dtt")
    assert found is not None, problems
    one = found.assessment
    assert (one.experts, one.items) == (("Ex1", "Ex two"), ("$TAdProm2005", "Question 1b"))
    assert one.scales == ("uniform", "log")
    assert one.probabilities.tolist() == [0.05, 0.5, 0.95]
    assert one.quantiles[0, 0].tolist() == [5.0, 25.0, 50.0]
    assert np.isnan(one.quantiles[0, 1]).all()
    assert one.quantiles[1, 1].tolist() == [0.001, 15.0, 25.0]
    assert one.realisations[0] == 13.11
    assert np.isnan(one.realisations[1])
    assert found.questions == ("amount (billion $) spent", "")
    for again in (
        read_excalibur(*write_excalibur(found), file="b.dtt")[0],
        read_anduryl(write_anduryl(found), file="b.json")[0],
    ):
        assert same(found, again)


def test_a_line_is_written_as_excalibur_writes_it() -> None:
    one = Exchanged(
        assessment=Assessment(
            experts=("Ex1",),
            items=("$TAdProm2005",),
            scales=("uniform",),
            probabilities=tobacco.PROBABILITIES,
            quantiles=tobacco.QUANTILES[:1, :1],
            realisations=np.array([13.11]),
        ),
        questions=("amount",),
    )
    dtt, rls = write_excalibur(one)
    head, line = dtt.splitlines()
    assert head == "* CLASS ASCII OUTPUT FILE. NQ=   5   QU=   5  25  50  75  95"
    assert line.startswith(
        "    1      Ex1    1   $TAdProm2005 UNI  5.00000E+0000  1.20000E+0001  2.50000E+0001  "
        "3.50000E+0001  5.00000E+0001 "
    )
    assert rls.startswith("    1   $TAdProm2005  1.31100E+0001 UNI ")


NAMES = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=8)
NUMBERS = st.floats(min_value=1e-6, max_value=1e9, allow_nan=False)


@given(
    st.lists(NAMES, min_size=1, max_size=3, unique=True),
    st.lists(NAMES, min_size=1, max_size=3, unique=True),
    st.data(),
)
def test_every_double_comes_back(experts, items, data) -> None:
    cell = st.lists(NUMBERS, min_size=3, max_size=3).map(sorted) | st.just([np.nan] * 3)
    said = [[data.draw(cell) for _ in items] for _ in experts]
    truths = [data.draw(NUMBERS | st.just(np.nan)) for _ in items]
    one = Exchanged(
        assessment=Assessment(
            experts=tuple(experts),
            items=tuple(items),
            scales=tuple(data.draw(st.sampled_from(["uniform", "log"])) for _ in items),
            probabilities=np.array([0.05, 0.5, 0.95]),
            quantiles=np.array(said),
            realisations=np.array(truths),
        ),
        questions=tuple(
            data.draw(st.sampled_from(["", "how many?", "a UNI in it"])) for _ in items
        ),
    )
    assert same(one, read_excalibur(*write_excalibur(one), file="a.dtt")[0])
    assert same(one, read_anduryl(write_anduryl(one), file="a.json")[0])


def test_long_names_stay_apart() -> None:
    one = Exchanged(
        assessment=Assessment(
            experts=("deterrent_dominant", "deterrent_other"),
            items=("S01",),
            scales=("uniform",),
            probabilities=np.array([0.05, 0.5, 0.95]),
            quantiles=np.array([[[1.0, 2, 3]], [[2.0, 3, 4]]]),
            realisations=np.array([2.0]),
        ),
        questions=("",),
    )
    again = read_excalibur(*write_excalibur(one), file="a.dtt")[0]
    assert again is not None
    assert again.assessment.experts == ("dete0001", "dete0002")
    assert np.array_equal(again.assessment.quantiles, one.assessment.quantiles)


@pytest.mark.parametrize(
    ("dtt", "rls", "said"),
    [
        ("", "", "line 1: the first line does not name the quantiles"),
        ("QU= 50 5\n", "", "the quantiles do not rise between 0 and 100"),
        (DTT.replace("2.50E+01", "nan"), RLS, "line 4: this is no line of 3 quantiles"),
        (DTT + DTT.splitlines()[1] + "\n", RLS, "line 6: Ex1 answers $TAdProm2005 twice"),
        (DTT, "1 x\n", ".rls line 1: this line of the .rls file has no true value"),
        (DTT.splitlines()[0], "", "nobody answers anything in it"),
    ],
)
def test_what_is_no_such_file_is_named(dtt: str, rls: str, said: str) -> None:
    found, problems = read_excalibur(dtt, rls, file="a.dtt")
    assert found is None
    assert said in " ".join(map(str, problems))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("items"), "items: there is no such table"),
        (
            lambda d: d["assessments"]["Ex1"].update(S1=None),
            "assessments.Ex1.S1: this is no list of a number",
        ),
        (lambda d: d["items"]["S1"].update(scale="cubic"), "the scale is neither 'uni' nor 'log'"),
        (lambda d: d["items"]["S1"].update(quantiles=[0.5, 0.1]), "do not rise between 0 and 1"),
        (lambda d: d["assessments"]["Ex1"].update(S1=["1", 2, 3]), "this is no list of numbers"),
    ],
)
def test_what_is_no_project_of_anduryl_is_named(change, said: str) -> None:
    document = {
        "version": "1.2.1",
        "experts": {"Ex1": {"name": "Ex1"}},
        "items": {"S1": {"realization": 2.0, "scale": "uni", "quantiles": [0.05, 0.5, 0.95]}},
        "assessments": {"Ex1": {"S1": [1, 2, 3]}},
    }
    assert read_anduryl(json.dumps(document), file="a.json")[0] is not None
    change(document)
    found, problems = read_anduryl(json.dumps(document), file="a.json")
    assert found is None
    assert said in " ".join(map(str, problems))


def run(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["performance", *map(str, words)])
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_the_command_scores_a_file_and_writes_the_other_kind(tmp_path: Path) -> None:
    one = Exchanged(
        assessment=Assessment(
            experts=tobacco.EXPERTS,
            items=tobacco.ITEMS,
            scales=("uniform",) * 10,
            probabilities=tobacco.PROBABILITIES,
            quantiles=tobacco.QUANTILES,
            realisations=tobacco.REALISATIONS,
        ),
        questions=("",) * 10,
    )
    dtt, rls = write_excalibur(one)
    (tmp_path / "t.dtt").write_text(dtt, "utf-8")
    assert "no item has a true value. Is the .rls beside it?" in run(
        "--of", tmp_path / "t.dtt", code=2
    )
    (tmp_path / "t.RLS").write_text(rls, "utf-8")
    assert "Ex1 10 0.037 0.93 0.034" in run("--of", tmp_path / "t.dtt")
    assert "without expert Ex7 0.440" in run("--of", tmp_path / "t.dtt", "--table", "robustness")
    assert "Ex7 Mean" in run("--of", tmp_path / "t.dtt", "--table", "discrepancy")
    assert "all 45 splits into 8" in run("--of", tmp_path / "t.dtt", "--table", "validation")
    run("--of", tmp_path / "t.dtt", "--write", tmp_path / "t.json")
    assert run("--of", tmp_path / "t.json", "--format", "csv") == run(
        "--of", tmp_path / "t.dtt", "--format", "csv"
    )
    assert "nothing was overwritten" in run(
        "--of", tmp_path / "t.dtt", "--write", tmp_path / "t.json", code=2
    )
    (tmp_path / "t.txt").write_text(dtt, "utf-8")
    assert "End the name in .dtt" in run("--of", tmp_path / "t.txt", code=2)


def test_answers_that_do_not_rise_are_named_and_nothing_is_scored(tmp_path: Path) -> None:
    (tmp_path / "a.dtt").write_text(DTT.replace("1.00E+01", "1.00E+00"), "utf-8")
    (tmp_path / "a.rls").write_text(RLS, "utf-8")
    said = run("--of", tmp_path / "a.dtt", code=2)
    assert "Ex two's quantiles of $TAdProm2005 do not rise." in said
