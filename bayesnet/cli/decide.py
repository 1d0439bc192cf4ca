"""The command ``resolve decide``: the best plan, how close the next one is, and for whom."""

from __future__ import annotations

import click

from bayesnet.answer import Provenance, provenance
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.decisions.solve import solve
from bayesnet.decisions.table import DecisionTable, decision_table
from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.model import InfluenceDiagram
from bayesnet.recommend import Choice, Recommendation, decision_problem, recommend, solving
from bayesnet.study import Study


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
    study, structure = opened(source)
    weights = known_weights(study, weights)
    if decision:
        _publish_table(study, structure, weights, decision, form)
        return
    answer = recommend(study, structure, weights, known_before(study))
    frame = answer.frame() if form in ("csv", "json") else None
    publish(form, sheet_of(answer, study), frame, answer.provenance)


def _publish_table(study: Study, structure: str, weights: str, decision: str, form: str) -> None:
    diagram = study.structures[structure].diagram
    if decision not in diagram.decisions:
        remedy = did_you_mean(decision, diagram.decisions)
        message = f"there is no decision '{decision}';"
        raise Refused([Problem(file="", path="--table", message=message, remedy=remedy)])
    problem = decision_problem(study, structure, weights, known_before(study)).world(0)
    with solving(diagram):
        table = decision_table(problem, solve(problem).strategy, decision)
    told = provenance(study, structure)
    frame = table.frame(diagram.states) if form in ("csv", "json") else None
    publish(form, _table_sheet(study, diagram, table, told), frame, told)


def _table_sheet(
    study: Study, diagram: InfluenceDiagram, table: DecisionTable, told: Provenance
) -> Sheet:
    options = diagram.states[table.decision]
    seen = {name: {state.known[name] for state in table.states} for name in table.states[0].known}
    known = [name for name, states in seen.items() if len(states) > 1]
    same = [f"{n}={diagram.states[n][min(s)]}" for n, s in seen.items() if len(s) == 1]
    rows = [
        [
            *(diagram.states[name][state.known[name]] for name in known),
            f"{state.probability:.3f}",
            *("-" if worth is None else f"{worth:.1f}" for worth in state.worth),
            " or ".join(options[option] for option in state.ties),
        ]
        for state in table.states
    ]
    never = [options[option] for option in table.never_best]
    dominated = [f"{options[o]} (by {options[by]})" for o, by in table.dominated.items()]
    return Sheet(
        heads=[*known, "Probability", *options, "Choice"],
        rows=rows,
        right=frozenset(range(len(known), len(known) + 1 + len(options))),
        above=[
            f"{diagram.labels[table.decision]}: what each option is worth, {diagram.scale}, the "
            "best plan being followed before and after."
            + (f" In every case: {', '.join(same)}." if same else "")
        ],
        below=[
            f"Never the best: {', '.join(never) or 'none'}. "
            f"Dominated everywhere: {', '.join(dominated) or 'none'}."
        ],
        footer=below(told, study.diagram.notice),
    )


def known_weights(study: Study, wanted: str, instead: str = "") -> str:
    """Return the id of the weight set; raises Refused if there is none of that name.

    instead: what can be asked where nothing is to be decided.
    """
    sets = study.diagram.weight_sets
    if not (study.diagram.decisions and sets):
        message = "the model has no decisions or no values, so there is nothing to decide."
        raise Refused([Problem(file="model.toml", path="", message=message, remedy=instead)])
    if wanted and wanted not in sets:
        message, remedy = f"there is no weight set '{wanted}';", did_you_mean(wanted, sets)
        raise Refused([Problem(file="", path="--weights", message=message, remedy=remedy)])
    return wanted or study.diagram.default_weights


def known_before(study: Study) -> dict[str, str]:
    """Return what the reference scenario has seen: known before the first decision."""
    return dict(study.book.full(study.book.reference).seen) if study.book.reference else {}


def sheet_of(answer: Recommendation, study: Study) -> Sheet:
    """Return a row for each decision: what to do, instead of what, and how sure that is."""
    labels = study.diagram.labels
    rows = [
        [
            labels[choice.decision],
            _advice(answer, choice),
            f"{choice.rival}",
            f"{choice.gaps[0]:+.1f}",
            *([_reach(choice)] if study.several else []),
            _verdict(choice),
        ]
        for choice in answer.choices
    ]
    known = ", ".join(f"{name}={state}" for name, state in answer.findings.items())
    weights = study.diagram.weight_sets[answer.weights]
    own = (
        f"experts' own best plans {min(answer.expected[1:]):.1f} to {max(answer.expected[1:]):.1f}"
    )
    tie = "some expert prefers it, or the experts' leads differ by more than the lead"
    attributes = ", ".join(f"{labels[n]} {v:.0f}" for n, v in answer.by_attribute.items())
    return Sheet(
        heads=[
            *("Decision", "Best plan", "Next best", "Lead"),
            *(["By expert"] if study.several else []),
            "Verdict",
        ],
        rows=rows,
        right=frozenset({3}),
        above=[
            f"{study.diagram.question}",
            f"Weights: {weights.label}." + (f" Already known: {known}." if known else ""),
        ],
        below=[
            f"Expected utility {answer.expected[0]:.1f} {study.diagram.scale}"
            f"{f' ({own})' if study.several else ''}: {attributes}.",
            "Lead: what the next best option, always taken, would lose, "
            f"in {study.diagram.points}." + (f" A tie: {tie}." if study.several else ""),
        ],
        footer=below(answer.provenance, study.diagram.notice),
    )


def _advice(answer: Recommendation, choice: Choice) -> str:
    rules = answer.rules[choice.decision]
    if len({rule.option for rule in rules}) == 1:
        return rules[0].option
    return "; ".join(
        f"{rule.option} if {', '.join(f'{n}={s}' for n, s in rule.known.items())}" for rule in rules
    )


def _reach(choice: Choice) -> str:
    low, high = min(choice.gaps[1:]), max(choice.gaps[1:])
    return f"{low:+.1f}" if round(low, 1) == round(high, 1) else f"{low:+.1f} to {high:+.1f}"


def _verdict(choice: Choice) -> str:
    total = len(choice.gaps) - 1
    if total == 1:
        return "tie" if choice.is_tie else "best"
    count = f"{choice.supporters} of {total} agree"
    return f"tie ({count})" if choice.is_tie else count
