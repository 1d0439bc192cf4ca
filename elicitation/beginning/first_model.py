"""Write the first sketch of a study: a small sound ``model.toml`` that people go on with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bayesnet.interchange.names import study_name
from bayesnet.interchange.study_text import YEAR, key, text
from bayesnet.interchange.study_text import listed as toml_list
from elicitation.beginning.five_answers import (
    CHOICE,
    FiveAnswers,
    Names,
    labels_where_changed,
    names_of,
)
from elicitation.plan.first_plan import first_plan

HEAD = """\
# A first sketch, made of five answers. No number in it is anybody's yet: 0.5 says that nobody was
# asked. Change the rows, or have experts asked: resolve form. Every key: resolve docs.
format = "collective-resolve/model"
version = 1
"""
SCENARIOS = """\
# What-ifs by name. All are compared with the reference; set is what we make so, seen what we learn.
format = "collective-resolve/scenarios"
version = 1
"""
WHOLE = 100
EXPERTS = ("E01", "E02", "E03", "E04")


def first_files(answers: FiveAnswers, today: dt.date) -> Mapping[str, str]:
    """Return the text of every file of a new study; the answers have to be whole."""
    names = names_of(answers)
    return {
        "model.toml": "\n".join(_model(answers, names, today)) + "\n",
        "scenarios.toml": "\n".join(_scenarios(answers, names)) + "\n",
        "elicitation.toml": first_plan(experts=dict.fromkeys(EXPERTS, "")),
    }


def _model(answers: FiveAnswers, names: Names, today: dt.date) -> Iterator[str]:
    yield HEAD
    yield "[model]"
    yield f"id = {text(study_name(answers.question).lower())}"
    yield f"question = {text(answers.question)}"
    yield f"decision_maker = {text(answers.decision_maker)}"
    yield f"as_of = {today}"
    yield f"horizon_end = {today + YEAR}  # by when it is settled what happened"
    yield "illustrative = true  # false once these numbers are those to answer with"
    yield ""
    yield f"[decision.{CHOICE}]"
    yield f"states = {toml_list(names.options)}"
    if labels := labels_where_changed(answers.options, names.options):
        yield f"state_labels = {toml_list(labels)}"
    for name, label in zip(names.events, answers.events, strict=True):
        yield from _event(name, label, names)
    for name, label in zip(names.counts, answers.counts, strict=True):
        yield from _value(name, label, answers, names)
    for name, label in zip(names.events, answers.events, strict=True):
        better = "lower" if label in answers.wrong else "higher"
        yield ""
        yield "[[outcome]]  # what answers are given in"
        yield f"label = {text(label)}"
        yield f'node = {text(name)}\nstates = ["yes"]\nbetter = "{better}"'
    yield ""
    yield "[weights.alike]  # how much each value counts; they sum to 1"
    yield 'label = "All count alike"'
    for name, share in zip(names.counts, _shares(len(names.counts)), strict=True):
        yield f"{key(name)} = {share}"


def _event(name: str, label: str, names: Names) -> Iterator[str]:
    yield ""
    yield f"[chance.{key(name)}]"
    yield f"label = {text(label)}"
    yield 'definition = ""  # what exactly, by whose count: could a stranger settle it?'
    yield 'states = ["no", "yes"]'
    yield f'parents = ["{CHOICE}"]  # what makes it more or less likely'
    yield "cpt.rows = [  # for each option the probability of no, then of yes"
    for option in names.options:
        yield f"  {{ when = {toml_list([option])}, p = [0.5, 0.5] }},"
    yield "]"


def _value(name: str, label: str, answers: FiveAnswers, names: Names) -> Iterator[str]:
    """Yield a value to which every event counts the same, and no option by itself."""
    share = WHOLE // (len(answers.events) + 1)
    yield ""
    yield f"[utility.{key(name)}]"
    yield f"label = {text(label)}"
    yield f"[utility.{key(name)}.scores]  # points of {WHOLE} that add up"
    points = ", ".join(f"{key(option)} = {share}" for option in names.options)
    yield f"{CHOICE} = {{ {points} }}"
    for event, told in zip(names.events, answers.events, strict=True):
        no, yes = (share, 0) if told in answers.wrong else (0, share)
        yield f"{key(event)} = {{ no = {no}, yes = {yes} }}"


def _shares(number: int) -> list[Decimal]:
    """Return even weights of two digits that sum to 1."""
    cents = [WHOLE // number + (index < WHOLE % number) for index in range(number)]
    return [Decimal(cent) / WHOLE for cent in cents]


def _scenarios(answers: FiveAnswers, names: Names) -> Iterator[str]:
    ids = [f"S{index}" for index in range(len(names.options))]
    yield SCENARIOS + f'reference = "{ids[0]}"'
    for id_, option, label in zip(ids, names.options, answers.options, strict=True):
        yield f"\n[scenario.{id_}]\nlabel = {text(label)}\nset = {{ {CHOICE} = {text(option)} }}"
