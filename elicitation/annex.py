"""Put together what a report's annex says of the people, from what was recorded."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from bayesnet.errors import Problem, Refused
from diagrams.report import people
from elicitation.frozen import Frozen, read_frozen
from elicitation.history import Change, Difference, difference, sentences
from elicitation.ledger import LEDGER, Entry, read_ledger
from elicitation.recorded import recorded_responses
from elicitation.responses import Estimate, Judgement, Key, Response, standing_judgements

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter
    from elicitation.protocol import ElicitationPlan
    from elicitation.store import Snapshot

Words: TypeAlias = Callable[[Change], tuple[str, str]]
"""Of a change: which number it is about, and the reason given with it."""
_SETTING = re.compile(r"\b([A-Za-z]\w*)=(\w+)")


def annex(
    taken: Snapshot,
    plan: ElicitationPlan,
    parameters: Sequence[Parameter],
    labels: Mapping[str, str],
    version: int,
) -> people.ElicitationRecord:
    """Return the record behind a version of the priors; raises Refused if it is not intact.

    labels: of every node. version: 0 for everything recorded by now.
    """
    entries, problems = read_ledger(taken.files[LEDGER]) if LEDGER in taken.files else ((), ())
    found = [*taken.problems, *problems]
    responses = recorded_responses(taken, entries, found)
    frozen = [_frozen(taken, entry, found) for entry in entries if entry.type == "priors"]
    if found:
        raise Refused(found)
    versions = [one for one in frozen if one is not None]
    own = {path for one in versions if one.number == version for path, _ in one.responses}
    used = [r for entry, r in responses.items() if not version or entry.path in own]
    questions = tuple(_questions(parameters, used, labels))
    return people.ElicitationRecord(
        experts=tuple(
            people.Viewpoint(
                id=name,
                label=expert.label,
                position=expert.position,
                panels=tuple(plan.panels[panel].label for panel in expert.panels),
                illustrative=expert.illustrative,
            )
            for name, expert in plan.experts.items()
        ),
        rounds=tuple(_round(number, plan, used) for number in plan.rounds),
        questions=questions,
        versions=tuple(_versions(versions, version, entries, _words(questions, labels))),
        departures=tuple(_departures(questions, plan.experts)),
        pooling=plan.rule.label,
        weights=plan.rule.weighting,
        head=entries[-1].hash if entries else "",
    )


def _frozen(taken: Snapshot, entry: Entry, problems: list[Problem]) -> Frozen | None:
    if entry.path not in taken.files or taken.sha256(entry.path) != entry.sha256:
        message = "this is not the file that was frozen."
        remedy = "Bring it back from a copy; 'resolve verify' checks all."
        problems.append(Problem(file=entry.path, path="", message=message, remedy=remedy))
        return None
    frozen, wrong = read_frozen(taken.files[entry.path], file=entry.path)
    problems += wrong
    return frozen


def _round(number: int, plan: ElicitationPlan, used: Iterable[Response]) -> people.Round:
    own = [response for response in used if response.round == number]
    answered: dict[str, int] = {}
    for response in own:
        answered[response.expert] = answered.get(response.expert, 0) + len(response.judgements)
    moments = sorted(response.entered_at for response in own)
    return people.Round(
        number=number,
        label=plan.rounds[number],
        answered=answered,
        absent=tuple(expert for expert in plan.experts if expert not in answered),
        first=moments[0] if moments else "",
        last=moments[-1] if moments else "",
    )


def _questions(
    parameters: Sequence[Parameter], used: Sequence[Response], labels: Mapping[str, str]
) -> Iterable[people.Question]:
    standing = standing_judgements(used)
    last: dict[tuple[str, Key], int] = {}
    for response in sorted(used, key=lambda r: (r.round, r.seq)):
        last |= {(response.expert, j.question): response.round for j in response.judgements}
    for parameter in parameters:
        yield people.Question(
            key=parameter.key,
            node=parameter.node,
            wording=wording(parameter, labels),
            situation=situation(parameter, labels),
            kind=parameter.kind,
            components=parameter.components,
            said=tuple(
                people.Said(
                    expert=expert,
                    round=last[expert, parameter.key],
                    answers=_answers(own[parameter.key], parameter.components),
                    reason=own[parameter.key].reason,
                )
                for expert, own in standing.items()
                if parameter.key in own
            ),
        )


def _answers(judgement: Judgement, components: Sequence[str]) -> tuple[people.Estimate, ...]:
    given = [judgement.answers[name] for name in components if name in judgement.answers]
    return tuple(people.Estimate(best=e.best, low=e.low, high=e.high) for e in given)


def situation(parameter: Parameter, labels: Mapping[str, str]) -> str:
    """Return when a question applies, with labels and states in words; empty for always."""
    if parameter.text == "whatever else":
        return ""

    def plain(match: re.Match[str]) -> str:
        return f"{labels.get(match[1], match[1])} is {match[2].replace('_', ' ')}"

    said = _SETTING.sub(plain, parameter.text)
    return said if ";" in said else said.replace(", ", " and ")


def wording(parameter: Parameter, labels: Mapping[str, str]) -> str:
    """Return the question as it was put, with labels and states in words."""
    name = labels[parameter.node]
    if parameter.kind == "number":
        what = parameter.text
        for node in sorted(labels, key=len, reverse=True):
            what = what.replace(node, labels[node])
        return f"{name}: {what}"
    when = situation(parameter, labels)
    return f"How probable is each state of {name}{f' when {when}' if when else ''}?"


def _versions(
    versions: Sequence[Frozen], shown: int, entries: Sequence[Entry], words: Words
) -> Iterable[people.Version]:
    hashes = {entry.path: entry.sha256 for entry in entries}
    before: Frozen | None = None
    for one in versions:
        if shown and one.number > shown:
            break
        yield people.Version(
            number=one.number,
            created_at=one.created_at,
            reason=one.reason,
            sha256=hashes[f"priors/{one.number:04d}.json"],
            notes=_notes(difference(before, one)) if before else (),
            moves=tuple(_moves(difference(before, one), words)) if before else (),
        )
        before = one


def _notes(found: Difference) -> tuple[str, ...]:
    """Return who came and went, and how weights changed."""
    if not (found.added or found.removed or found.weights):
        return ()
    return sentences(dataclasses.replace(found, changes=()))


def _moves(found: Difference, words: Words) -> Iterable[people.Move]:
    """Return one move for each expert and question, about the component that moved most."""
    told = set()
    for change in found.changes:
        if (change.expert, change.question) in told:
            continue
        told.add((change.expert, change.question))
        quantity, reason = words(change)
        yield people.Move(
            expert=change.expert,
            quantity=quantity,
            before=_as_text(change.before, alone=bool(change.size)),
            after=_as_text(change.after, alone=bool(change.size)),
            reason=reason,
        )


def _as_text(estimate: Estimate | None, *, alone: bool) -> str:
    """Return the best value, with its range unless the value alone says what moved."""
    if estimate is None:
        return ""
    if alone or estimate.low is None or estimate.high is None:
        return _digits(estimate.best)
    reach = f"{_digits(estimate.low)}\N{EN DASH}{_digits(estimate.high)}"
    return f"{_digits(estimate.best)}\N{NO-BREAK SPACE}({reach})"


def _digits(number: Decimal) -> str:
    """Return the number with two digits after the point, or all of them where there are more."""
    short = number.quantize(Decimal("0.01"))
    return f"{short if short == number else number:f}"


def _words(questions: Sequence[people.Question], labels: Mapping[str, str]) -> Words:
    """Return a function that says which number changed, and why by the expert's own words."""
    known = {question.key: question for question in questions}

    def words(change: Change) -> tuple[str, str]:
        question = known.get(change.question)
        if question is None:  # of a model before this one
            return change.question, ""
        reasons = [said.reason for said in question.said if said.expert == change.expert]
        when = f", when {question.situation}" if question.situation else ""
        what = f"{labels[question.node]}: {change.component.replace('_', ' ')}{when}"
        return (question.wording if question.kind == "number" else what), "".join(reasons)

    return words


def _departures(
    questions: Sequence[people.Question], experts: Iterable[str]
) -> Iterable[people.Departure]:
    """Return for each expert the probability furthest from the mean of everybody else's."""
    for expert in experts:
        found: list[people.Departure] = []
        for question in questions:
            if question.kind != "distribution":
                continue
            own = [said for said in question.said if said.expert == expert]
            others = [said for said in question.said if said.expert != expert]
            if not own or not others:
                continue
            for index, component in enumerate(question.components):
                mean = sum(float(said.answers[index].best) for said in others) / len(others)
                found.append(
                    people.Departure(
                        expert=expert,
                        question=question,
                        component=component,
                        own=float(own[0].answers[index].best),
                        others=mean,
                        reason=own[0].reason,
                    )
                )
        if found:
            yield max(found, key=lambda d: abs(d.own - d.others))
