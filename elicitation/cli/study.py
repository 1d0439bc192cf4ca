"""Read what the recording commands need: the model, the plan, the questions and the pool."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bayesnet.cli.folder import load_study, read_text
from bayesnet.cpds.parameter import Parameter
from bayesnet.errors import Problem, Refused, errors_in
from bayesnet.formats.priors_json import pool_document
from bayesnet.priors import Priors
from bayesnet.study import Study
from elicitation.classical.seeds import SEEDS, SeedSet, Standing, read_seeds
from elicitation.ledger import Entry
from elicitation.protocol import ElicitationPlan, read_plan
from elicitation.recorded import entries_of, recorded_responses
from elicitation.responses import Response, standing_judgements
from elicitation.store import Snapshot, snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Elicitation:
    """A study's model and plan.

    parameters: the questions on the model that are put to experts; seeds: those with known answers.
    """

    study: Study
    plan: ElicitationPlan
    parameters: tuple[Parameter, ...]
    seeds: SeedSet | None = None

    def questions_to(self, expert: str) -> tuple[Parameter, ...]:
        """Return what a form of that expert may answer, seed questions last."""
        seeds = self.seeds.parameters() if self.seeds else ()
        return (*self.plan.asked_of(expert, self.parameters), *seeds)

    def pool(self, priors: Priors) -> Mapping[str, Any]:
        """Return the pool of every table, as a frozen version keeps it.

        Raises Refused where an expert's answers make no table, so that nothing is frozen.
        """
        problems = [
            Problem(file="responses", path=expert, message=sentence)
            for expert, answers in priors.judgements.items()
            for cpd in self.study.cpds.values()
            if cpd.asked and all(p.key in answers for p in cpd.parameters())
            for sentence in cpd.check({p.key: answers[p.key].best for p in cpd.parameters()})
        ]
        if problems:
            raise Refused(problems)
        return pool_document(self.study.cpds, priors)


def open_elicitation(folder: Path) -> tuple[Elicitation, tuple[Problem, ...]]:
    """Return the elicitation of a study and the warnings; raises Refused with every error."""
    study, found = load_study(folder, "placeholder")
    problems = list(found)
    text = read_text(folder, "elicitation.toml", problems)
    plan = None
    if study is not None and text is not None:
        plan, wrong = read_plan(text, list(study.diagram.chance))
        problems += wrong
    seeds = None
    if (folder / SEEDS).exists() and (seeds_text := read_text(folder, SEEDS, problems)) is not None:
        seeds, wrong = read_seeds(seeds_text)
        problems += wrong
    if study is None or plan is None or errors_in(problems):
        raise Refused(problems)
    asked = tuple(p for cpd in study.cpds.values() if cpd.asked for p in cpd.parameters())
    opened = Elicitation(study=study, plan=plan, parameters=asked, seeds=seeds)
    return opened, tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A study's model and plan, and all that is recorded in it.

    responses: those that count, in the ledger's order.
    """

    study: Study
    plan: ElicitationPlan
    parameters: tuple[Parameter, ...]
    taken: Snapshot
    entries: tuple[Entry, ...]
    responses: Mapping[Entry, Response]


def open_record(folder: Path) -> Record:
    """Return the record of a study; raises Refused with everything in it that is damaged."""
    opened, _ = open_elicitation(folder)
    taken = snapshot(folder)
    problems = list(taken.problems)
    entries = entries_of(taken)
    responses = recorded_responses(taken, entries, problems)
    if problems:
        raise Refused(problems)
    return Record(
        study=opened.study,
        plan=opened.plan,
        parameters=opened.parameters,
        taken=taken,
        entries=entries,
        responses=responses,
    )


def standing_answers(folder: Path) -> Standing:
    """Return what every expert of the plan says by now; raises Refused for a damaged record."""
    record = open_record(folder)
    standing = standing_judgements(record.responses.values())
    return {expert: standing.get(expert, {}) for expert in record.plan.experts}


def clock() -> dt.datetime:
    """Return the time now, in UTC."""
    return dt.datetime.now(dt.UTC)
