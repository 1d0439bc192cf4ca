"""Read ``priors/NNNN.json``, a frozen version of the priors, and write its pooled tables."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from bayesnet.cpds.parameter import Cpd, Parameter, of_question
from bayesnet.errors import Place, Problem, errors_in, problem_at, warning_at
from bayesnet.formats.priors_mismatch import Mismatch, mismatches, node_of
from bayesnet.messages.facts import phrase
from bayesnet.study.pools import EPSILON, POOLINGS, PoolRule
from bayesnet.study.priors import Judgement, Priors, expert_tables, node_weights

FORMAT = "collective-resolve/priors"
VERSIONS = (1, 2)
"""In version 1 the pool is linear, and what was filled in for experts not asked counts in it."""


def read_priors(
    text: str,
    cpds: Mapping[str, Cpd],
    on_agents: Sequence[Parameter] = (),
    *,
    file: str,
    sha256: str,
) -> tuple[Priors | None, tuple[Problem, ...]]:
    """Return the priors of one frozen file and all problems; None if any is an error.

    Every answer is checked against the model's questions as it stands now: an answer to a question
    the model no longer asks is a warning, a question without an answer an error. on_agents: what
    may have been asked of who else decides; where it was not, the numbers of the file stand.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return None, (problem_at(file, "", "priors.not-json", error=str(error)),)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return None, (problem_at(file, "", "priors.not-priors-file"),)
    if document.get("version") not in VERSIONS:
        return None, (
            problem_at(
                file,
                "version",
                "priors.version-not-program-reads",
                version=str(document.get("version")),
            ),
        )
    try:
        priors, problems = _priors(document, cpds, on_agents, file, sha256)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        return None, (
            problem_at(
                file, "", "priors.file-damaged", kind=type(error).__name__, error=str(error)
            ),
        )
    return (None if errors_in(problems) else priors), problems


def priors_in(
    document: Mapping[str, Any], components: Mapping[str, tuple[str, ...]], sha256: str = ""
) -> Priors:
    """Return the priors that a file's document holds, its numbers as texts.

    components: of every question; an answer to another, or with other parts, is left out.
    """
    return Priors(
        number=int(document["number"]),
        sha256=sha256,
        created_at=str(document["created_at"]),
        reason=str(document["reason"]),
        illustrative=bool(document["illustrative"]),
        model_sha256=str(document["model_sha256"]),
        weights={expert: float(document["weights"][expert]) for expert in document["experts"]},
        judgements={
            expert: {
                key: _judgement(answer, components[key])
                for key, answer in answers.items()
                if key in components and {*answer} == {*components[key]}
            }
            for expert, answers in document["experts"].items()
        },
        rule=_rule(document),
        not_asked=_not_asked(document),
    )


def _priors(
    document: Mapping[str, Any],
    cpds: Mapping[str, Cpd],
    on_agents: Sequence[Parameter],
    file: str,
    sha256: str,
) -> tuple[Priors, tuple[Problem, ...]]:
    components = {p.key: p.components for cpd in cpds.values() for p in cpd.parameters()}
    components |= {p.key: p.components for p in on_agents}
    priors = priors_in(document, components, sha256)
    found: list[tuple[str, Problem]] = []
    for expert, answers in document["experts"].items():
        names = {key: tuple(answer) for key, answer in answers.items()}
        unlike = mismatches(names, cpds, {p.node for p in on_agents})
        found += [(expert, _unknown(each, file)) for each in unlike]
        nodes = {each.node for each in unlike}
        gone = [key for key in answers if key not in components and node_of(key) not in nodes]
        if gone:
            found.append((expert, _no_longer_asked(gone, file)))
        sound = {name: cpd for name, cpd in cpds.items() if name not in nodes}
        own = priors.judgements[expert]
        found += [(expert, problem) for problem in _unsound(sound, own, file)]
        found += [(expert, problem) for problem in _outside(on_agents, own, file)]
    problems = _together(found, len(priors.judgements))
    if not priors.judgements:
        problems.append(problem_at(file, "experts", "priors.no-expert"))
    return priors, tuple(problems)


def _rule(document: Mapping[str, Any]) -> PoolRule:
    if document["version"] == 1:
        return PoolRule()
    if document["pooling"] not in POOLINGS:
        raise ValueError(f"no pool '{document['pooling']}'")
    return PoolRule(
        pooling=str(document["pooling"]),
        weighting=str(document["weighting"]),
        epsilon=float(document.get("epsilon", EPSILON)),
    )


def _not_asked(document: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    listed = {} if document["version"] == 1 else document.get("not_asked", {})
    return {expert: frozenset(keys) for expert, keys in listed.items()}


def _judgement(answer: Mapping[str, Mapping[str, str]], components: tuple[str, ...]) -> Judgement:
    def numbers(which: str) -> tuple[Decimal, ...] | None:
        if not all(which in answer[component] for component in components):
            return None
        return tuple(Decimal(answer[component][which]) for component in components)

    best = numbers("best")
    if best is None:
        raise KeyError("best")
    return Judgement(best=best, low=numbers("low"), high=numbers("high"))


def _no_longer_asked(gone: Sequence[str], file: str) -> Problem:
    code = "priors.no-longer-asks-several" if len(gone) > 1 else "priors.no-longer-asks"
    return warning_at(file, "", code, question=gone[0], others=len(gone) - 1)


def _together(found: Sequence[tuple[str, Problem]], many: int) -> list[Problem]:
    """Return the problems of the experts, one that several have said once with all their names.

    many: how many experts there are; what all of them have is the file's, and names nobody.
    """
    who: dict[Problem, list[str]] = {}
    for expert, problem in found:
        who.setdefault(problem, []).append(expert)
    return [
        problem
        if len(experts) == many > 1
        else dataclasses.replace(
            problem, place=Place(problem.place.file, f"experts.{', '.join(experts)}")
        )
        for problem, experts in who.items()
    ]


def _unknown(each: Mismatch, file: str) -> Problem:
    return problem_at(file, "", each.what.code, **each.what.facts)


def _unsound(cpds: Mapping[str, Cpd], own: Mapping[str, Judgement], file: str) -> list[Problem]:
    found = []
    for cpd in cpds.values():
        keys = [parameter.key for parameter in cpd.parameters()]
        if not cpd.asked or not keys:
            continue
        found += [
            problem_at(file, "", "priors.unsound", what=wrong)
            for wrong in cpd.check(
                {key: own[key].best if key in own else cpd.placeholder[key] for key in keys}
            )
        ]
    return found


def _outside(
    asked: Sequence[Parameter], own: Mapping[str, Judgement], file: str
) -> Iterator[Problem]:
    """Yield the answers on agents that are no number within the bounds of their question."""
    for parameter in asked:
        answer = own.get(parameter.key)
        for number in (*answer.best, *(answer.low or ()), *(answer.high or ())) if answer else ():
            if not parameter.lower <= number <= parameter.upper:
                bounds = {"low": parameter.lower, "high": parameter.upper}
                wrong = phrase("table.outside", number=number, **bounds)
                what = of_question(parameter.key, wrong)
                yield problem_at(file, "", "priors.unsound", what=what)


def pool_document(cpds: Mapping[str, Cpd], priors: Priors) -> dict[str, Any]:
    """Return the pool of every table by the rule of record, rows in the order of parents' states.

    Numbers are decimal strings of 12 digits after the point: enough to recompute and compare.
    """
    document = {}
    for name, tables in expert_tables(cpds, priors).items():
        pooled = priors.rule.pool(tables, node_weights(cpds[name], priors))
        rows = pooled.reshape(-1, pooled.shape[-1])
        document[name] = {
            "parents": [parent for parent, _ in cpds[name].domain.parents],
            "rows": [[f"{value:.12f}" for value in row] for row in rows.tolist()],
        }
    return document
