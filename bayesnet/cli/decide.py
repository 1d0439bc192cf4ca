"""The command ``resolve decide``: the best plan, how close the next one is, and for whom."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.folder import open_study
from bayesnet.cli.options import (
    format_option,
    known_structure,
    priors_option,
    refusing,
    structure_option,
    study_option,
    tell,
)
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.recommend import Choice, Recommendation, recommend
from bayesnet.study import Study


@click.command()
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@structure_option
@priors_option
@format_option
@study_option
@refusing
def decide(weights: str, structure: str, priors: str, form: str, folder: Path) -> None:
    """Give the best plan by expected utility, with its ties.

    What the reference scenario has seen is taken as known.
    """
    study, warnings = open_study(folder, priors)
    tell(warnings)
    structure = known_structure(structure, study.structures, study.diagram.structure)
    answer = recommend(study, structure, known_weights(study, weights), known_before(study))
    frame = answer.frame() if form in ("csv", "json") else None
    publish(form, sheet_of(answer, study), frame, answer.provenance)


def known_weights(study: Study, wanted: str) -> str:
    """Return the id of the weight set; raises Refused if there is none of that name."""
    sets = study.diagram.weight_sets
    if not (study.diagram.decisions and sets):
        message = "the model has no decisions or no values, so there is nothing to decide."
        raise Refused([Problem(file="model.toml", path="", message=message)])
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
            _reach(choice),
            _verdict(choice),
        ]
        for choice in answer.choices
    ]
    known = ", ".join(f"{name}={state}" for name, state in answer.findings.items())
    weights = study.diagram.weight_sets[answer.weights]
    experts = answer.expected[1:]
    attributes = ", ".join(f"{labels[n]} {v:.0f}" for n, v in answer.by_attribute.items())
    return Sheet(
        heads=["Decision", "Best plan", "Next best", "Lead", "By expert", "Verdict"],
        rows=rows,
        right=frozenset({3}),
        above=[
            f"{study.diagram.question}",
            f"Weights: {weights.label}." + (f" Already known: {known}." if known else ""),
        ],
        below=[
            f"Expected utility {answer.expected[0]:.1f} {study.diagram.scale} "
            f"(experts' own best plans {min(experts):.1f} to {max(experts):.1f}): {attributes}.",
            "Lead: what the next best option, always taken, would lose, "
            f"in {study.diagram.points}. A tie: "
            "some expert prefers it, or the experts' leads differ by more than the lead.",
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
    count = f"{choice.supporters} of {total} agree"
    return f"tie ({count})" if choice.is_tie else count
