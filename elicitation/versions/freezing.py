"""Freeze the answers there are into the next version of the priors, never over an older one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bayesnet.errors import Problem, StudyError, errors_in, problem_at, unplaced, warning_at
from bayesnet.messages.facts import Expert, Fact, Node, Question, items, phrase
from bayesnet.messages.facts import experts as experts_named
from bayesnet.study.priors import Priors
from elicitation.classical.seeds import SeedSet
from elicitation.plan.protocol import FILE as PLAN
from elicitation.plan.protocol import ElicitationPlan
from elicitation.plan.weighing import weigh
from elicitation.record.frozen import Frozen, priors_of, write_frozen
from elicitation.record.ledger import Entry
from elicitation.record.responses import Component, Estimate, Key, Response, standing_judgements
from elicitation.rounds.attendance import Excused, excused
from elicitation.rounds.rule_of_record import rule_of, rule_problems
from elicitation.store.recorded import recorded_responses
from elicitation.store.recording import MODEL, Clock, Receipt, Snapshot, add_priors

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

Pool: TypeAlias = Callable[[Priors], Mapping[str, Any]]
Answers: TypeAlias = Mapping[Key, Mapping[Component, Estimate]]
FIRST = 3
"""So many of the questions that are not answered are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to freeze.

    study, model_sha256: of the model that ``parameters``, the questions put to experts, are of.
    allow_absent: leave out, with a warning, experts who have not answered all they were asked.
    seeds: the questions that performance weights are made from, if the study has any.
    """

    study: str
    model_sha256: str
    plan: ElicitationPlan
    parameters: Sequence[Parameter]
    reason: str
    allow_absent: bool = False
    seeds: SeedSet | None = None


def freeze(
    folder: Path, request: Request, *, pool: Pool, now: Clock
) -> tuple[Receipt, tuple[Problem, ...]]:
    """Record the next version and return its receipt and all warnings.

    pool: computes each node's pooled table, as ``bayesnet.formats.priors_json.pool_document`` does;
    it may raise StudyError where the answers make no tables. Raises StudyError, with nothing
    changed, when answers are missing, or anything recorded is not as the ledger has it.
    """
    warnings: list[Problem] = []

    def make(taken: Snapshot, entries: tuple[Entry, ...], at: str) -> tuple[bytes, str]:
        frozen, problems = freeze_value(taken, entries, request, at=at)
        if frozen is None:
            raise StudyError(problems)
        warnings.extend(problems)
        tables = pool(priors_of(frozen, request.parameters))
        absent = [expert for expert in request.plan.experts if expert not in frozen.experts]
        note = "; absent: ".join(filter(None, (frozen.reason, ", ".join(absent))))
        return write_frozen(dataclasses.replace(frozen, pool=tables)), note

    return add_priors(folder, make, now=now), tuple(warnings)


def freeze_value(
    taken: Snapshot, entries: Sequence[Entry], request: Request, *, at: str
) -> tuple[Frozen | None, tuple[Problem, ...]]:
    """Return the next version, its pool still empty, and all problems; None if any is an error."""
    problems: list[Problem] = []
    if not request.reason.strip():
        problems.append(unplaced("version.without-reason"))
    if taken.sha256(MODEL) != request.model_sha256:
        problems.append(problem_at(MODEL, "", "version.model-changed-meanwhile"))
    problems += rule_problems(entries, rule_of(request.plan, request.seeds))
    recorded = recorded_responses(taken, entries, problems)
    _check_models(recorded, request, problems)
    standing = standing_judgements(recorded.values())
    experts = _complete_experts(standing, request, excused(entries), problems)
    if not experts and not errors_in(problems):
        problems.append(unplaced("version.nobody-answered-all"))
    if errors_in(problems):
        return None, tuple(problems)
    try:
        weighed = weigh(request.plan, list(experts), standing, request.seeds)
    except StudyError as refusal:
        return None, (*problems, *refusal.problems)
    problems += weighed.warnings
    filled, not_asked = _fill(experts, weighed.weights, request, problems)
    if errors_in(problems):
        return None, tuple(problems)
    rule = request.plan.rule
    versions = [entry for entry in entries if entry.type == "priors"]
    frozen = Frozen(
        number=len(versions) + 1,
        study=request.study,
        illustrative=any(r.illustrative for r in recorded.values() if r.expert in experts),
        created_at=at,
        reason=request.reason.strip(),
        previous_sha256=versions[-1].sha256 if versions else "",
        model_sha256=request.model_sha256,
        elicitation_sha256=taken.sha256(PLAN),
        pooling=rule.pooling,
        weighting=rule.weighting,
        epsilon=str(rule.epsilon) if rule.pooling == "log" else "",
        performance=weighed.performance,
        weights=weighed.weights,
        responses=tuple((e.path, e.sha256) for e, r in recorded.items() if r.expert in experts),
        experts=filled,
        not_asked=not_asked,
    )
    return frozen, tuple(problems)


def _check_models(
    recorded: Mapping[Entry, Response], request: Request, problems: list[Problem]
) -> None:
    """Report responses to another study, and warn of those to an older text of this model."""
    strangers = sorted({r.expert for r in recorded.values()} - request.plan.experts.keys())
    problems += [
        warning_at(PLAN, "", "version.stranger-left-out", expert=Expert(expert))
        for expert in strangers
    ]
    for entry, response in recorded.items():
        if response.study != request.study:
            facts = {"study": response.study, "own": request.study}
            problems.append(problem_at(entry.path, "", "version.answers-another-study", **facts))
    older = sum(r.model_sha256 != request.model_sha256 for r in recorded.values())
    if older:
        facts = {"older": str(older), "responses": str(len(recorded))}
        problems.append(warning_at(MODEL, "", "version.answers-to-earlier-model", **facts))


def _complete_experts(
    standing: Mapping[str, Mapping[Key, Any]],
    request: Request,
    why_not: Excused,
    problems: list[Problem],
) -> dict[str, Answers]:
    """Return the answers of those experts who answered all they are asked; report the others.

    A question that an expert abstains on counts as one that was not put to them.
    """
    complete: dict[str, Answers] = {}
    owing: dict[tuple[int, int, tuple[Key, ...]], list[str]] = {}
    for expert in request.plan.experts:
        own = standing.get(expert, {})
        asked = request.plan.asked_of(expert, request.parameters)
        answered = {
            parameter.key: own[parameter.key].answers
            for parameter in asked
            if parameter.key in own
            and own[parameter.key].answers.keys() == set(parameter.components)
        }
        abstains = why_not.abstentions.get(expert, {})
        missing = [p.key for p in asked if p.key not in answered and p.key not in abstains]
        if answered and not missing:
            complete[expert] = answered
            continue
        why = why_not.missing.get(expert, "")
        if request.allow_absent or why or not missing:
            code = "version.left-out" if why else "version.absent"
            code = code if missing else "version.abstains-on-all"
            facts = {
                "expert": Expert(expert),
                "why": why,
                **_unanswered(missing[:FIRST], len(missing), len(asked)),
            }
            problems.append(warning_at("responses", "", code, **facts))
        else:
            first = tuple(missing[:FIRST])
            owing.setdefault((len(missing), len(asked), first), []).append(expert)
    for (count, of, first), who in owing.items():  # twelve who stopped at the same are one sentence
        facts = {"experts": experts_named(who, "and"), **_unanswered(first, count, of)}
        problems.append(problem_at("responses", "", "version.answers-owed", **facts))
    return complete


def _unanswered(first: Sequence[Key], count: int, asked: int) -> dict[str, Fact]:
    """Return how many of the questions asked are not answered, and which come first."""
    keys = items(map(Question, first))
    shown = phrase("version.first-of-many", first=keys) if count > len(first) else keys
    return {"count": count, "asked": asked, "first": shown}


def _fill(
    experts: Mapping[str, Answers],
    weights: Mapping[str, Decimal],
    request: Request,
    problems: list[Problem],
) -> tuple[dict[str, Answers], dict[str, tuple[Key, ...]]]:
    """Return every expert's answers with the mean of the others where they are not asked.

    So every expert has a whole table to answer from; the pool is that of those who were asked.
    """
    means: dict[Key, Mapping[Component, Estimate]] = {}
    for parameter in request.parameters:
        asked = {expert: own for expert, own in experts.items() if parameter.key in own}
        counted = [(weights[expert], own[parameter.key]) for expert, own in asked.items()]
        if not any(weight for weight, _ in counted):
            code = "version.nobody-weighed-asked" if asked else "version.nobody-asked"
            about: dict[str, Fact] = {
                "node": Node(parameter.node),
                "question": Question(parameter.key),
            }
            problems.append(problem_at(PLAN, "", code, **about))
        elif len(asked) < len(experts):
            means[parameter.key] = {name: _mean(counted, name) for name in parameter.components}
    filled: dict[str, Answers] = {expert: {**means, **own} for expert, own in experts.items()}
    gaps = {expert: tuple(k for k in means if k not in own) for expert, own in experts.items()}
    return filled, {expert: keys for expert, keys in gaps.items() if keys}


def _mean(
    answers: Sequence[tuple[Decimal, Mapping[Component, Estimate]]], name: Component
) -> Estimate:
    largest = max(weight for weight, _ in answers)  # equal weights become 1 and add no digits
    shares = [weight / largest for weight, _ in answers]
    total = sum(
        (s * own[name].best for s, (_, own) in zip(shares, answers, strict=True)), Decimal(0)
    )
    return Estimate(best=total / sum(shares, Decimal(0)))
