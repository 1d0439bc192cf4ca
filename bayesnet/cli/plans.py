"""The command ``resolve plans``: all plans side by side, which are ever best, which regret what."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import click

from bayesnet.answers.policy import Policy
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.kinds import TEXT
from bayesnet.number_words import ROUNDING, percent
from bayesnet.plurals import many
from bayesnet.rounding import places, written
from bayesnet.sensitivity.horizon import horizon_warnings
from bayesnet.sensitivity.prospects import Prospect, Prospects, find_prospects
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.named import deciding
from bayesnet.table import Column, ResultTable

SCHEMA = "collective-resolve/plans/2"
SELDOM = 0.005
"""A rule that is best in a smaller share of the draws is printed with --all alone."""
MOST_RULES = 8
"""Rules for weights that nobody holds are printed up to so many."""


def document_of(answer: Prospects) -> dict[str, object]:
    """Return what JSON holds beside the rows: each plan's rules whole, and what the list is."""
    fixed = answer.best_fixed
    return {
        "schema": SCHEMA,
        "plans": [
            {name: policy.document() for name, policy in prospect.plan.items()}
            for prospect in answer.prospects
        ],
        "fixed_plans": {"number": answer.fixed, "all_listed": answer.whole},
        "best_fixed": fixed and {**fixed[0], "expected": fixed[1], "loses": answer.fixed_loss},
        "best_for_all_weights": answer.complete,
        "regret_against": "the best plan" if answer.solved else "the best plan listed",
        "best_is_not_listed": answer.others,
    }


def _worded_table(answer: Prospects, diagram: InfluenceDiagram, everything: bool) -> ResultTable:
    shown = [p for p in answer.prospects if everything or is_shown(answer, p)]
    names, digits = list(answer.best.plan), digits_of(answer, diagram)
    table = answer.table(shown, diagram.labels, (attribute_digits(answer, diagram), digits))
    spared = answer.spared_options()
    over = answer.best.regret is not None
    hidden = len(answer.prospects) - len(shown)
    plans_ = [plan_text(prospect.plan) + _mark(answer, prospect) for prospect in shown]
    return dataclasses.replace(
        table,
        columns=[Column("", "Plan", TEXT, plans_), *table.columns],
        above=[
            *best_sentences(answer, diagram, digits),
            *_list_sentences(answer),
            *([f"Options in the order: {', '.join(names)}."] if len(names) > 1 else []),
        ],
        below=[
            *(
                [
                    "Whatever the weights, a best plan does without "
                    + ", ".join(f"{name}={state}" for name, state in spared)
                    + "."
                ]
                if spared
                else []
            ),
            *([f"Not shown: {many(hidden, 'plan')}; --all shows them, too."] if hidden else []),
            *([_over_draws(answer)] if over else []),
            *_dominated(answer, shown),
            f"Weights: {diagram.weight_sets[answer.weights].label}.",
            *horizon_warnings(diagram),
        ],
    )


def _dominated(answer: Prospects, shown: Sequence[Prospect]) -> list[str]:
    """Return which of the plans shown another dominates by the whole distribution of utility."""
    words = {"first": "likes more", "second": "likes more and dislikes risk"}
    return [
        f"Nobody who {words[found[1]]} takes {plan_text(plan.plan)}: "
        f"{plan_text(answer.prospects[found[0]].plan)} is better in distribution, too."
        for plan, found in zip(answer.prospects, answer.dominators, strict=False)
        if found and plan in shown
    ]


def is_shown(answer: Prospects, prospect: Prospect) -> bool:
    """Return whether a plan is worth a line: it is best for somebody, or the best fixed one.

    Rules that depend on what is seen and are best for some weights, which nobody holds, only where
    they are few.
    """
    if prospect is answer.best or (prospect.chance_best or 0.0) >= SELDOM:
        return True
    if answer.best_fixed and prospect.fixed == answer.best_fixed[0]:
        return True
    rules = [p for p in answer.prospects if p.best_for is not None and p.fixed is None]
    few = len(rules) <= MOST_RULES
    return prospect.best_for is not None and (few or prospect.fixed is not None)


def plan_text(plan: Mapping[Name, Policy]) -> str:
    """Return a plan in a line: each decision's rule; one with conditions stands in brackets."""
    several = len(plan) > 1
    return ", ".join(
        f"({policy.text()})" if several and policy.always is None else policy.text()
        for policy in plan.values()
    )


def digits_of(answer: Prospects, diagram: InfluenceDiagram) -> int:
    """Return the digits of expected utilities and regrets: the best plan's lead shows."""
    gaps = [answer.best.expected - p.expected for p in answer.prospects if is_shown(answer, p)]
    behind = [gap for gap in gaps if gap > answer.resolution]
    most = diagram.largest(p.expected for p in answer.prospects)
    return places(most, [min(behind, default=0.0), answer.fixed_loss])


def attribute_digits(answer: Prospects, diagram: InfluenceDiagram) -> int:
    """Return the digits of scores: none on 0 to 100, as many as they need in a unit."""
    most = max(abs(v) for p in answer.prospects for v in p.attributes.values())
    return places(most) if diagram.value_unit else 0


def best_sentences(answer: Prospects, diagram: InfluenceDiagram, digits: int) -> list[str]:
    """Return what answers: the best plan, how firmly it is the best, the best fixed beside it."""
    best, fixed = answer.best, answer.best_fixed
    plan = plan_text(best.plan)
    if best.chance_best is None or best.regret is None:
        said = [f"The best plan is {plan}."]
    else:
        short = shortfall(best.regret, answer.resolution, digits)
        level = "the best" if answer.solved else "the best plan listed"
        said = [
            f"The best plan, {plan}, is best in {percent(best.chance_best)} of the draws and falls "
            f"short of {level} by {short} {diagram.unit} on average."
        ]
    if best.fixed is None and fixed:
        options = ", ".join(fixed[0].values())
        cost = f"{written(answer.fixed_loss, digits)} {diagram.unit} less"
        said.append(
            f"The best plan of fixed options, {options}, "
            + (f"is worth {cost}." if answer.fixed_loss else "is worth as much.")
        )
    return said


def shortfall(value: float, rounding: float, digits: int) -> str:
    """Return a mean regret in words: nothing only if it is nothing."""
    if value <= rounding:
        return "0"
    text = written(value, digits)
    least = written(10.0**-digits, digits)
    return text if text != written(0.0, digits) else f"less than {least}"


def _list_sentences(answer: Prospects) -> list[str]:
    """Return what is listed, how much of it is efficient or ever the best, and what is proved."""
    rules = [p for p in answer.prospects if p.fixed is None]
    listed = len(answer.prospects)
    good = sum(p.efficient is True for p in answer.prospects)
    open_ = sum(p.efficient is None for p in answer.prospects)
    ever = sum(p.best_for is not None for p in answer.prospects)
    fixed = f"{many(answer.fixed, 'plan')} of fixed options"
    if not answer.whole:
        what = f"Of {fixed} and all rules those are listed that are best for somebody: {listed}."
    elif rules:
        what = f"Listed are {fixed} and {many(len(rules), 'rule')} that {_depend(len(rules))}."
    else:
        what = f"Listed are {fixed}: no rule that depends on what is seen is the best for anybody."
    efficient = f"{good} of them {'is' if good == 1 else 'are'} efficient (no plan at all is as "
    efficient += "good in every attribute and better in one)"
    efficient += f", {open_} more may be" if open_ else ""
    if not answer.complete:
        return [
            f"{what} {efficient}. Whether others would be the best for some weights was not "
            "settled."
        ]
    most = f"{ever} {'is' if ever == 1 else 'are'} the best for some weights"
    rest = "; the rest are never alone the best, whatever the weights" if ever < listed else ""
    return [f"{what} {efficient}, and {most}{rest}."]


def _depend(number: int) -> str:
    if number == 1:
        return "depends on what is seen and is best for somebody, for some weights or in a draw"
    return "depend on what is seen and are best for somebody, for some weights or in a draw"


def _over_draws(answer: Prospects) -> str:
    """Return over what P(best) and regret are, and what the list leaves out."""
    said = "P(best) and regret: over the draws"
    if not answer.solved:
        said += ", against the best plan listed"
    if answer.others and answer.others > ROUNDING:
        said += f"; in {percent(answer.others)} of them a rule without a figure here is the best"
    return f"{said}."


def _mark(answer: Prospects, prospect: Prospect) -> str:
    if prospect.best_for is not None:
        return ""
    if prospect.efficient is False:
        return " (inefficient)"
    return " (never alone best)" if answer.complete else ""


def ask(weights: str, sweep: Sweep, source: Source) -> Asked:
    """List all plans: who is ever best, how often, at what regret.

    Plans of fixed options take one option at each decision, whatever is seen in between; with them
    come the rules that depend on what is seen and are the best for somebody. Each has its
    attributes, its place on the Pareto front, its chance of being best over draws and its regret.
    """
    view = deciding(opened(source), weights, place="--weights")
    sampling = sweep.sampling
    with sweep.running() as running:
        answer = find_prospects(view, sampling, **running)
    return Asked(view, answer)


def show(asked: Asked, everything: bool, form: str) -> None:
    """Print the plans that are best for somebody, or all."""
    study, answer = asked.view.study, asked.answer
    table, rest = _worded_table(answer, study.diagram, everything), document_of(answer)
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


plans = Question(
    ask=ask,
    show=show,
    options=(
        click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml."),
        click.option(
            "--all", "everything", is_flag=True, help="Show plans that are best for nobody, too."
        ),
        sweep_options,
        source_options,
    ),
)
