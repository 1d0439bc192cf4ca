"""The command ``resolve decide``: the best plan, how close the next one is, and for whom."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import click

from bayesnet.answers.provenance import provenance
from bayesnet.answers.recommend import (
    Choice,
    Recommendation,
    attribute_digits,
    decision_problem,
    digits_of,
    recommend,
    solving,
)
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.cli.workers import progress_bar
from bayesnet.decisions.solve import solve
from bayesnet.decisions.table import DecisionTable, InformationState, decision_table
from bayesnet.errors import StudyError, problem_at
from bayesnet.kinds import TYPED, decimals, span
from bayesnet.messages.remedies import did_you_mean
from bayesnet.plurals import many
from bayesnet.rounding import figures, places, written
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.named import deciding
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable

AGREE = "Agree: experts by whose own numbers it leads."
TIE = "some expert prefers it, or the experts' leads differ by more than the lead"
SCHEMA = "collective-resolve/decide/2"


@click.command()
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@click.option(
    "--table",
    "decision",
    default="",
    metavar="DECISION",
    help="Every option's worth in every state of information that the plan can meet.",
)
@format_option
@source_options
@refusing
def decide(weights: str, decision: str, form: str, source: Source) -> None:
    """Give the best plan by expected utility, with its ties.

    What the reference scenario has seen is taken as known.
    """
    view = deciding(opened(source), weights, place="--weights")
    if decision:
        _publish_table(view, decision, form)
        return
    with progress_bar("Solving with each option") as progress:
        answer = recommend(view, progress)
    shown, rest = worded_table(answer, view.study), document_of(answer)
    if view.drawing.agents:  # the plan is against them as they were assumed
        shown = dataclasses.replace(shown, below=[*shown.below, view.diagram.reaction])
    publish(form, shown, answer.frame, answer.provenance, view.study.diagram.notice, rest)


def _publish_table(view: StudyView, decision: str, form: str) -> None:
    diagram = view.diagram
    if decision not in diagram.decisions:
        remedy = did_you_mean(decision, diagram.decisions)
        raise StudyError([problem_at("", "--table", "ask.no-decision", remedy, word=decision)])
    problem = decision_problem(view).world(0)
    with solving(diagram):
        table = decision_table(problem, solve(problem).strategy, decision)
    publish(
        form,
        _options_table(diagram, table),
        lambda: table.table(diagram.states).frame(),
        provenance(view),
        view.study.diagram.notice,
    )


def _options_table(diagram: InfluenceDiagram, table: DecisionTable) -> ResultTable:
    options = diagram.states[table.decision]
    seen = {name: {state.known[name] for state in table.states} for name in table.states[0].known}
    same = [f"{n}={diagram.states[n][min(s)]}" for n, s in seen.items() if len(s) == 1]
    never = [options[option] for option in table.never_best]
    dominated = [f"{options[o]} (by {options[by]})" for o, by in table.dominated.items()]
    return dataclasses.replace(
        table.table(diagram.states, worth_digits(table, diagram)),
        above=[
            f"{diagram.labels[table.decision]}: what each option is worth, {diagram.scale}, the "
            "best plan being followed before and after."
            + (f" In every case: {', '.join(same)}." if same else "")
        ],
        below=[
            f"Never the best: {', '.join(never) or 'none'}. "
            f"Dominated everywhere: {', '.join(dominated) or 'none'}."
        ],
    )


def worth_digits(table: DecisionTable, diagram: InfluenceDiagram) -> int:
    """Return the digits with which every option's worth differs from the best where it does."""
    worth = [[w for w in state.worth if w is not None] for state in table.states]
    apart = [
        max(row) - w
        for row, state in zip(worth, table.states, strict=True)
        for w, option in zip(row, _allowed(state), strict=True)
        if option not in state.ties
    ]
    return places(diagram.largest(w for row in worth for w in row), apart)


def _allowed(state: InformationState) -> list[int]:
    return [option for option, worth in enumerate(state.worth) if worth is not None]


def document_of(answer: Recommendation) -> dict[str, object]:
    """Return what JSON holds beside the rows: each decision's rule, its rival, the plan's worth.

    ``schema`` names this layout; it changes when a key changes its meaning or goes.
    """
    worlds = list(answer.plans)

    def by_world(values: Sequence[float]) -> dict[str, float]:
        return dict(zip(worlds, values, strict=False))

    return {
        "schema": SCHEMA,
        "expected": by_world(answer.expected),
        "upper_bound": answer.upper_bound,
        "attributes": dict(answer.by_attribute),
        "known": dict(answer.findings),
        "weights": answer.weights,
        "decisions": [
            {
                "decision": choice.decision,
                "rule": choice.policy.text(),
                "cases": choice.policy.document(),
                "situations": situations_of(answer, choice),
                "best_fixed": {"option": choice.best_fixed, "loses": choice.fixed_loss},
                "rival": None
                if choice.rival is None
                else {
                    "rule": choice.rival.text(),
                    "cases": choice.rival.document(),
                    "expected": by_world(choice.rival_expected),
                    "lead": by_world(choice.gaps),
                },
                "tie": choice.is_tie,
                "closest": None
                if choice.closest is None
                else {
                    "known": _named(answer, choice.closest.situation),
                    "option": choice.options[choice.closest.option],
                    "loses": choice.closest.loses,
                },
            }
            for choice in answer.choices
        ],
        "plans": {
            world: {decision: policy.text() for decision, policy in plan.items()}
            for world, plan in answer.plans.items()
        },
    }


def situations_of(answer: Recommendation, choice: Choice) -> list[dict[str, object]]:
    """Return the conditional policy whole: every situation, what is best there, every worth."""
    return [
        {
            "known": _named(answer, state),
            "probability": state.probability,
            "option": choice.options[state.option],
            "ties": [choice.options[option] for option in state.ties],
            "worth": dict(zip(choice.options, state.worth, strict=True)),
        }
        for state in answer.tables[choice.decision].states
    ]


def _named(answer: Recommendation, state: InformationState) -> dict[Name, State]:
    return {name: answer.states[name][at] for name, at in state.known.items()}


def worded_table(answer: Recommendation, study: Study) -> ResultTable:
    """Return a row for each decision, and below it what the plan is worth and how near others."""
    labels, diagram = study.diagram.labels, study.diagram
    digits = digits_of(answer, diagram)
    known = ", ".join(f"{name}={state}" for name, state in answer.findings.items())
    weights = diagram.weight_sets[answer.weights]
    own = f" (experts' own best plans {span(decimals(digits)).text(answer.expected[1:], TYPED)})"
    attributes = ", ".join(
        f"{labels[n]} {written(v, attribute_digits(answer, diagram))}"
        for n, v in answer.by_attribute.items()
    )
    return dataclasses.replace(
        answer.by_decision(diagram),
        above=[
            f"{diagram.question}",
            f"Weights: {weights.label}." + (f" Already known: {known}." if known else ""),
        ],
        below=[
            f"Expected utility {written(answer.expected[0], digits)} {diagram.scale}"
            f"{own if study.several else ''}: {attributes}.",
            *_searched(answer, diagram, digits),
            *(line for c in answer.choices for line in rule_sentences(answer, c, diagram)),
            "Lead: what the best plan without an option that the best rule takes would lose, in "
            f"{diagram.points}." + (f" {AGREE} A tie: {TIE}." if study.several else ""),
        ],
    )


def rule_sentences(
    answer: Recommendation, choice: Choice, diagram: InfluenceDiagram
) -> Iterator[str]:
    """Yield what a fixed option would cost, and in which situation the choice is closest.

    Of a decision that is the same in every case only situations are told in which another option
    is as good.
    """
    label, digits = diagram.labels[choice.decision], digits_of(answer, diagram)
    rival = choice.rival.always if choice.rival else None
    if choice.policy.always is None and rival != choice.best_fixed:  # else the table says it
        cost = f"would lose {written(choice.fixed_loss, digits)} {diagram.unit}"
        cost = cost if choice.fixed_loss else "would be as good"
        yield f"{label}: always {choice.best_fixed}, the best single option, {cost}."
    table = answer.tables[choice.decision]
    level = [state for state in table.states if len(state.ties) > 1]
    if level and len(table.states) > 1:
        share = sum(state.probability for state in level)
        yield (
            f"{label}: in {many(len(level), 'situation')} of {len(table.states)} (probability "
            f"{figures(share, 2)}) another option is exactly as good."
        )
    call = choice.closest
    if (
        choice.policy.always is None
        and call is not None
        and call.loses > choice.resolution  # less could not be told from rounding
        and not level
    ):
        where = " and ".join(f"{n}={answer.states[n][s]}" for n, s in call.situation.known.items())
        yield (
            f"{label}: the closest call is {choice.options[call.option]} if {where} (probability "
            f"{figures(call.situation.probability, 2)}): it would lose "
            f"{written(call.loses, digits)} {diagram.unit} on the whole."
        )


def _searched(answer: Recommendation, diagram: InfluenceDiagram, digits: int) -> list[str]:
    """Return how much better another plan could be, where the search could not prove the best."""
    if not answer.room:
        return []
    return [
        f"The best plan that was found, not proved the best: another could be better by at most "
        f"{written(answer.room, digits)} {diagram.unit}."
    ]
