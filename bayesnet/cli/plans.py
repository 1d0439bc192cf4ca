"""The command ``resolve plans``: all plans side by side, which are ever best, which regret what."""

from __future__ import annotations

import click

from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.model import InfluenceDiagram
from bayesnet.sensitivity.horizon import horizon_warnings
from bayesnet.sensitivity.prospects import Prospect, Prospects, find_prospects


@click.command()
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@click.option("--all", "everything", is_flag=True, help="Show plans that are never best, too.")
@sweep_options
@format_option
@source_options
@refusing
def plans(weights: str, everything: bool, sweep: Sweep, form: str, source: Source) -> None:
    """List all plans: who is ever best, how often, at what regret.

    A plan here takes one option at each decision, whatever is seen in between. With it come its
    attributes, its place on the Pareto front, its chance of being best over draws and its regret.
    """
    study, structure = opened(source)
    weights, known = known_weights(study, weights), known_before(study)
    sampling = sweep.sampling
    with sweep.running() as running:
        answer = find_prospects(study, structure, weights, known, sampling, **running)
    frame = answer.frame() if form in ("csv", "json") else None
    publish(form, _sheet(answer, study.diagram, everything), frame, answer.provenance)


def _sheet(answer: Prospects, diagram: InfluenceDiagram, everything: bool) -> Sheet:
    shown = [p for p in answer.prospects if everything or p.best_for is not None]
    names = list(answer.prospects[0].plan)
    attributes = list(answer.prospects[0].attributes)
    best = answer.prospects[0]
    efficient = sum(p.efficient for p in answer.prospects)
    ever = sum(p.best_for is not None for p in answer.prospects)
    never = answer.never_best_options()
    return Sheet(
        heads=[
            "Plan",
            *(diagram.labels[name] for name in attributes),
            "Utility",
            "P(best)",
            "Regret",
        ],
        rows=[
            [
                ", ".join(prospect.plan.values()) + _mark(prospect),
                *(f"{prospect.attributes[name]:.0f}" for name in attributes),
                f"{prospect.expected:.1f}",
                f"{prospect.chance_best:.2f}" if prospect.chance_best is not None else "",
                f"{prospect.regret:.1f}" if prospect.regret is not None else "",
            ]
            for prospect in shown
        ],
        right=frozenset(range(1, len(attributes) + 4)),
        above=[
            _best(best, diagram.unit),
            f"Of {len(answer.prospects)} plans {efficient} are efficient (no other is as good in "
            f"every attribute and better in one), and {ever} are the best for some weights; the "
            "rest are never the best, whatever the weights.",
            "Options in the order: " + ", ".join(names) + ".",
        ],
        below=[
            *(
                [
                    "In no plan that is best for any weights: "
                    + ", ".join(f"{name}={state}" for name, state in never)
                    + "."
                ]
                if never
                else []
            ),
            *(["P(best) and regret: over the draws."] if best.regret is not None else []),
            f"Weights: {diagram.weight_sets[answer.weights].label}.",
            *horizon_warnings(diagram),
        ],
        footer=below(answer.provenance, diagram.notice),
    )


def _best(best: Prospect, points: str) -> str:
    """Return the sentence that answers: the best plan, and how firmly it is the best."""
    plan = ", ".join(best.plan.values())
    if best.chance_best is None or best.regret is None:
        return f"The best plan is {plan}."
    text = f"{best.regret:.1f}"
    short = text if float(text) else "less than 0.1"
    return (
        f"The best plan, {plan}, is best in {best.chance_best:.0%} of the draws and falls short "
        f"of the best by {short} {points} on average."
    )


def _mark(prospect: Prospect) -> str:
    if prospect.best_for is not None:
        return ""
    return " (never best)" if prospect.efficient else " (inefficient)"
