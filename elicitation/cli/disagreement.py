"""The command ``resolve disagreement``: where experts are apart, and whether it matters."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.answers.policy import Policy
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.kinds import PROBABILITY, TYPED, span
from bayesnet.plurals import many
from bayesnet.study.named import reference_or
from bayesnet.study.study import Study
from bayesnet.table import ResultTable
from elicitation.scoring.study_disagreement import Disagreement
from elicitation.scoring.study_disagreement import disagreement as measure


@click.command()
@click.option("--scenario", default="", metavar="NAME", help="The reference scenario by default.")
@format_option
@source_options
@refusing
def disagreement(scenario: str, form: str, source: Source) -> None:
    """Measure how far experts are apart.

    Node by node, the most disputed first. The last lines say what it comes to: each expert's own
    outcomes, and their own best plan.
    """
    view = opened(source)
    study = view.study
    answer = measure(view, reference_or(study.book, scenario, "--scenario"))
    rest = {
        "outcomes": {
            one.outcome: dict(zip(answer.experts, one.by_expert, strict=True))
            for one in answer.outcomes
        },
        "plans": {
            world: {decision: policy.text() for decision, policy in plan.items()}
            for world, plan in answer.plans.items()
        },
        "rules": {
            world: {decision: policy.document() for decision, policy in plan.items()}
            for world, plan in answer.plans.items()
        },
    }
    table = _worded_table(answer, study)
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


def _worded_table(answer: Disagreement, study: Study) -> ResultTable:
    """Return a row for each node, the most disputed first, and what it comes to below."""
    return dataclasses.replace(
        answer.table(study.diagram.labels),
        above=[f"{many(len(answer.experts), 'expert')}, most disputed first"],
        below=[
            "JSD: mean Jensen-Shannon divergence of the rows, in nats, of the most possible, and "
            "in the most disputed row. TV: mean total variation of two experts. Order: Kendall's "
            "W, 1 where all put the rows in the same order. n: the Dirichlet of so many cases "
            "spreads as the experts do (1 to 200). Furthest: from the pool, in nats.",
            f"What it comes to ({answer.provenance.scenario}):",
            *(
                f"  {one.label}: pool {PROBABILITY.text(one.pool, TYPED)}, "
                f"experts {span(PROBABILITY).text(one.by_expert, TYPED)}, "
                f"standard deviation {PROBABILITY.text(one.deviation, TYPED)}"
                for one in answer.outcomes
            ),
            *_plans(answer, study),
        ],
    )


def _plans(answer: Disagreement, study: Study) -> list[str]:
    """Return a line for each decision: who would do what by their own numbers."""
    lines = []
    for decision in study.diagram.decisions if answer.plans else ():
        who: list[tuple[Policy, list[str]]] = []
        for expert in answer.experts:
            rule = answer.plans[expert][decision]
            same = next((e for policy, e in who if not policy.differs(rule)), None)
            if same is None:
                who.append((rule, [expert]))
            else:
                same.append(expert)
        shown = [
            f"{rule.text()} ({len(experts)}: {', '.join(experts)})"
            for rule, experts in sorted(who, key=lambda item: -len(item[1]))
        ]
        told = (
            f"all {len(answer.experts)} choose {who[0][0].text()}"
            if len(who) == 1
            else "; ".join(shown)
        )
        lines.append(f"  {study.diagram.labels[decision]}: {told}")
    return lines
