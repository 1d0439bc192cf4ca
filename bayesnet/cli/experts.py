"""The command ``resolve experts``: who differs, over what; and the sheet of what to discuss."""

from __future__ import annotations

import dataclasses
import math

import click

from bayesnet.answers.policy import Policy
from bayesnet.answers.recommend import solving
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.cli.workers import progress_bar
from bayesnet.kinds import PROBABILITY, TEXT, TYPED, decimals
from bayesnet.number_words import percent
from bayesnet.plurals import many
from bayesnet.rounding import places, steady, written
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.named import deciding
from bayesnet.study.study import Study
from bayesnet.table import Column, ResultTable
from bayesnet.uncertainty.agenda import Agenda, Topic
from bayesnet.uncertainty.disagreement import Disagreement, Parting, disagreement

WIDEST = 4
"""Implications that are printed; the other formats have all."""
FIRST = 12
"""Questions whose numbers say how many digits all of them need."""
LEAST = 1e-4
"""Share of the utilities' scale below which a shift is printed as 0."""
SHARE = 0.1
"""A table that takes less of a split away is not named."""


@click.command()
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@format_option
@source_options
@refusing
def experts(weights: str, form: str, source: Source) -> None:
    """Say how the experts differ, and which table parts them.

    Camps by what their networks imply, each one's best plan, what agreement would change.
    """
    view = opened(source)
    if view.decides or weights:
        view = deciding(view, weights, place="--weights")
    study = view.study
    with solving(study.diagram), progress_bar("Sharing each table") as progress:
        answer = disagreement(view, progress)
    rest = {
        "partings": [
            {
                "node": p.node,
                "split": p.split,
                "spread": p.spread,
                "lead": p.lead,
                "turns": {
                    expert: {d: [old.text(), new.text()] for d, (old, new) in turn.items()}
                    for expert, turn in p.turns.items()
                },
            }
            for p in answer.partings
        ],
        "pool": {decision: policy.text() for decision, policy in answer.pool.items()},
        "plans": {
            expert: {d: policy.document() for d, policy in plan.items()}
            for expert, plan in {"pool": answer.pool, **answer.plans}.items()
        },
        "silhouette": answer.silhouette,
    }
    tables = [_camps(answer, study.diagram), _partings(answer, study.diagram)]
    publish(form, tables, answer.frame, answer.provenance, study.diagram.notice, rest)


def _camps(answer: Disagreement, diagram: InfluenceDiagram) -> ResultTable:
    """Return a row for each expert: camp, best plan, and what experts differ on most."""
    pool = ", ".join(f"{d}={p.text()}" for d, p in answer.pool.items())
    most = min(WIDEST, len(answer.implications))
    said = f"Shown: the {most} implications that the experts' own networks differ on most."
    return dataclasses.replace(
        answer.by_camp(WIDEST),
        above=[
            *camp_sentences(answer, diagram),
            *(["", f"Best plan of the pool: {pool}."] if pool else []),
        ],
        below=[said],
    )


def _partings(answer: Disagreement, diagram: InfluenceDiagram) -> ResultTable:
    """Return a row for each table: what of the experts' differences goes with it."""
    below = "Split: between the two widest camps. Spread: between all experts."
    if answer.pool:
        below += (
            " Lead left: of the best plan over any other if all take over one expert's table, at "
            f"the worst of them, in {diagram.points}; each expert's own network answers, and the "
            f"answers are pooled linearly. {chosen_from(answer.compared)}"
        )
    return dataclasses.replace(
        answer.by_parting(lead_digits(answer, diagram) + 1),  # how far they differ shows, too
        above=["What goes if everybody has the pool's table:"],
        below=[below],
    )


def lead_digits(answer: Disagreement, diagram: InfluenceDiagram) -> int:
    """Return the digits of leads: the smallest that is not 0 shows."""
    leads = [abs(p.lead) for p in answer.partings if p.lead]
    return places(diagram.largest(leads), [min(leads, default=0.0)])


def camp_sentences(answer: Disagreement, diagram: InfluenceDiagram) -> list[str]:
    """Return how the experts differ, as a person would say it."""
    said = []
    if len(answer.camps) == 1:
        said.append("The experts form no clear camps: what they imply differs by degrees.")
    else:
        camps = "; ".join(", ".join(camp) for camp in answer.camps)
        said.append(f"What their networks imply puts the experts into camps: {camps}.")
    main = [p for p in answer.partings if p.split >= SHARE][:3]
    if main:
        listed = ", ".join(f"{p.node} ({percent(p.split)})" for p in main)
        said.append(f"The widest split would go, if all shared the pool's table, by {listed}.")
    return [*said, *(_plan_sentences(answer, diagram) if answer.pool else [])]


def _plan_sentences(answer: Disagreement, diagram: InfluenceDiagram) -> list[str]:
    """Return who would choose otherwise, and what agreement would change."""
    said = []
    dissent = answer.dissenters
    total = len(answer.plans)
    if dissent:
        said.append(
            f"{len(dissent)} of {total} would choose another plan than the pool's: "
            f"{', '.join(dissent)}."
        )
    else:
        said.append(f"All {total} would choose the same plan: they differ in levels, not choice.")
    turning = [p for p in answer.partings if p.turns]
    if turning:
        said.append(f"Agreement could change the plan: {'; '.join(map(_turn, turning))}.")
    elif answer.partings:
        widest = max(abs(p.lead or 0.0) for p in answer.partings)
        near = min(
            answer.partings, key=lambda p: math.inf if p.lead is None else steady(p.lead, widest)
        )
        sentence = "Agreement on no single table would change the plan"
        if near.lead is not None:
            left = written(near.lead, lead_digits(answer, diagram)) if near.lead else "nothing"
            sentence += f"; nearest comes {near.node}, where {left} {diagram.scale} would be left "
            sentence += "of the lead"
            sentence = sentence if near.lead else sentence.replace(f" {diagram.scale}", "")
        said.append(f"{sentence}.")
    return said


def _turn(parting: Parting) -> str:
    told = [
        f"at {expert}'s {parting.node} "
        + ", ".join(f"{d} turns from {_rule(a)} to {_rule(b)}" for d, (a, b) in turn.items())
        for expert, turn in parting.turns.items()
    ]
    return "; ".join(told)


def _rule(policy: Policy) -> str:
    """Return a rule within a sentence, in brackets where it has conditions."""
    return policy.text() if policy.always is not None else f"({policy.text()})"


def chosen_from(plans: int) -> str:
    """Return from how many plans the best is chosen, and from which."""
    return (
        f"Chosen from: {many(plans, 'plan')}, the best for the pool and each expert, also with an "
        "option taken as given or ruled out."
    )


def agenda_table(answer: Agenda, study: Study, top: int) -> ResultTable:
    """Return a row for each question to be discussed, in order."""
    rows, worth = answer.topics[:top], decimals(agenda_digits(answer, study.diagram))
    leads = [
        f"{worth.text(t.lead, TYPED)} ± {worth.text(t.moves, TYPED)} {t.decision}"
        if t.decision
        else None
        for t in rows
    ]
    shifts = [
        f"± {PROBABILITY.text(t.shift, TYPED)} {t.outcome}" if t.outcome else None for t in rows
    ]
    below = (
        f"Worth: of settling whose answer holds, in {study.diagram.points}. Lead ±: how far "
        "the lead of the best plan over the best without one of its options shifts between the "
        f"experts' answers, all else as each one has it. {chosen_from(answer.plans)}"
    )
    if not answer.plans:
        below = "Outcome ±: how far the experts' answers shift it, all else as each one has it."
    return ResultTable(
        columns=[
            Column("", "", TEXT, range(1, len(rows) + 1)),
            Column("", "Discuss", TEXT, [_question(topic, study) for topic in rows]),
            Column("", "Answers", TEXT, [_answers(topic) for topic in rows]),
            Column("worth", "Worth" if answer.plans else None, worth, [t.worth for t in rows]),
            Column("", "Lead in danger" if answer.plans else None, TEXT, leads),
            Column("", "Outcome moved", TEXT, shifts),
        ],
        above=agenda_sentences(answer, study, top),
        below=[below],
    )


def agenda_digits(answer: Agenda, diagram: InfluenceDiagram) -> int:
    """Return the digits of worths, leads and what they shift by: what matters most shows."""
    first = answer.topics[:FIRST]
    most = diagram.largest(t.lead for t in first)
    shown = [n for t in first for n in (t.lead, t.moves, t.worth) if n > LEAST * (most or 1.0)]
    return places(most, [min(shown, default=0.0)])


def agenda_sentences(answer: Agenda, study: Study, top: int) -> list[str]:
    """Return what the agenda comes to, as a person would say it."""
    if not answer.topics:
        return ["The experts give the same answers: there is nothing to discuss."]
    first = answer.topics[0]
    asked = many(len(answer.topics), "question has", "questions have")
    asked += f" differing answers; here are the {top} to discuss."
    shown = asked if top < len(answer.topics) else asked.split(";", maxsplit=1)[0] + "."
    said = [f"{shown} First: {_question(first, study)}."]
    if not answer.plans:
        return said
    turning = [topic for topic in answer.topics if topic.switchers]
    if turning:
        said.append(f"On {len(turning)} of them agreement could change the plan.")
    else:
        sentence = "Agreement on no single question would change the plan."
        if first.decision:
            digits = agenda_digits(answer, study.diagram)
            sentence += (
                f" The lead most in danger is that at {first.decision}: "
                f"{written(first.lead, digits)} {study.diagram.scale}, shifted by "
                f"{written(first.moves, digits)}."
            )
        said.append(sentence)
    return said


def _question(topic: Topic, study: Study) -> str:
    """Return the question in words that can be read aloud and broken over lines."""
    label, text = study.diagram.labels[topic.question.node], topic.question.text
    return label if text == "whatever else" else f"{label}: {text}".replace("_", " ")


def _answers(topic: Topic) -> str:
    """Return the span of the experts' answers to the component they differ on most."""
    spans = [
        (max(values) - min(values), min(values), max(values), name)
        for name, values in zip(
            topic.question.components, zip(*topic.answers.values(), strict=True), strict=True
        )
    ]
    _, low, high, name = max(spans)
    span = f"{low:.3g} to {high:.3g}"
    return f"{name} {span}" if topic.question.kind == "distribution" else span
