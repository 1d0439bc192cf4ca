"""Freeze the answers there are into the next version of the priors, never over an older one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bayesnet.errors import Problem, StudyError, errors_in
from bayesnet.mentions import mention, mentions
from bayesnet.plurals import listed
from bayesnet.study.priors import Priors
from elicitation.classical.seeds import SeedSet
from elicitation.plan.protocol import ElicitationPlan
from elicitation.plan.weighing import weigh
from elicitation.record.frozen import Frozen, priors_of, write_frozen
from elicitation.record.ledger import Entry
from elicitation.record.responses import Component, Estimate, Key, Response, standing_judgements
from elicitation.rounds.attendance import Excused, excused
from elicitation.store.recorded import recorded_responses
from elicitation.store.recording import MODEL, PLAN, Clock, Receipt, Snapshot, add_priors

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

Pool: TypeAlias = Callable[[Priors], Mapping[str, Any]]
Answers: TypeAlias = Mapping[Key, Mapping[Component, Estimate]]
_OWING = (
    "Submit them, say why not ('resolve absent', 'resolve abstain'), or freeze with those absent "
    "left out (--allow-absent)."
)


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
        problems.append(_problem("", "a version needs a reason.", "Say why it is frozen."))
    if taken.sha256(MODEL) != request.model_sha256:
        message = "the file changed while the version was being made."
        problems.append(_problem(MODEL, message, "Run the command again."))
    recorded = recorded_responses(taken, entries, problems)
    _check_models(recorded, request, problems)
    standing = standing_judgements(recorded.values())
    experts = _complete_experts(standing, request, excused(entries), problems)
    if not experts and not errors_in(problems):
        problems.append(
            _problem("", "nobody has answered all they were asked.", "Ask, then freeze.")
        )
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


def _problem(file: str, message: str, remedy: str) -> Problem:
    return Problem(file=file, path="", message=message, remedy=remedy)


def _check_models(
    recorded: Mapping[Entry, Response], request: Request, problems: list[Problem]
) -> None:
    """Report responses to another study, and warn of those to an older text of this model."""
    strangers = sorted({r.expert for r in recorded.values()} - request.plan.experts.keys())
    for expert in strangers:
        message = f"the answers of '{mention(expert)}', who is not in it, are left out."
        warning = _problem(PLAN, message, "Add the expert, or leave it so.")
        problems.append(dataclasses.replace(warning, severity="warning"))
    for entry, response in recorded.items():
        if response.study != request.study:
            message = f"this answers the study '{response.study}', not '{request.study}'."
            problems.append(_problem(entry.path, message, "Start a study of its own for it."))
    older = sum(r.model_sha256 != request.model_sha256 for r in recorded.values())
    if older:
        message = f"{older} of {len(recorded)} responses answered an earlier text of the model."
        warning = _problem(MODEL, message, "Make sure that no definition they used has changed.")
        problems.append(dataclasses.replace(warning, severity="warning"))


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
    owing: dict[str, list[str]] = {}
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
        first = ", ".join(mentions(missing[:3])) + (", ..." if len(missing) > 3 else "")  # noqa: PLR2004
        count = f"{len(missing)} of the {len(asked)} questions that tables are made from"
        why = why_not.missing.get(expert, "")
        if request.allow_absent or why or not missing:
            absent = f"{mention(expert)} is absent: {count} are not answered ({first})."
            absent = f"{mention(expert)} is left out ({why})." if why else absent
            absent = absent if missing else f"{mention(expert)} abstains on every question."
            problems.append(Problem(file="responses", path="", message=absent, severity="warning"))
        else:
            owing.setdefault(f"not answered {count} ({first}).", []).append(expert)
    for what, who in owing.items():  # twelve who stopped at the same question are one sentence
        message = f"{listed(mentions(who))} {'has' if len(who) == 1 else 'have'} {what}"
        problems.append(Problem(file="responses", path="", message=message, remedy=_OWING))
    return complete


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
            who = "is asked about" if not asked else "with a weight is asked about"
            node, key = mention(parameter.node), mention(parameter.key)
            message = f"nobody in this version {who} {node} ({key})."
            problems.append(_problem(PLAN, message, "Put the node in a panel that has answered."))
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
