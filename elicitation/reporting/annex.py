"""Put together what a report's annex says of the people, from what was recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.versions import LEDGER
from bayesnet.rounding import steady
from diagrams.report import people
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.parameter_words import short, situation
from elicitation.questionnaire.questions import Question
from elicitation.record.frozen import Frozen, read_frozen
from elicitation.record.ledger import Entry, read_ledger
from elicitation.record.responses import Judgement, Key, Response, answering, standing_judgements
from elicitation.record.roster import Person, without_names
from elicitation.reporting.annex_changes import Effects, told_versions, words_of
from elicitation.reporting.annex_rounds import (
    dissents,
    groups,
    missing,
    round_of,
    rulings,
    small_panels,
)
from elicitation.reporting.feedback import FEWEST
from elicitation.store.recorded import recorded_responses
from elicitation.store.recording import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Annexed:
    """What an annex is made from besides the records.

    questions: as they were put. labels: of every node. version: of the priors; 0 for everything
    recorded by now. people: whose names are taken out of every text. effects: what each move since
    the version before does to the outcomes.
    """

    plan: ElicitationPlan
    questions: Sequence[Question]
    labels: Mapping[str, str]
    version: int
    people: Collection[Person] = ()
    effects: Effects = field(default_factory=dict)


def annex(taken: Snapshot, about: Annexed) -> people.ElicitationRecord:
    """Return the record behind a version of the priors; raises StudyError if it is not intact.

    A panel of fewer than three would say who somebody is. Such panels are counted together, and
    what they alone were asked stands without pseudonyms.
    """
    entries, problems = read_ledger(taken.files[LEDGER]) if LEDGER in taken.files else ((), ())
    found = [*taken.problems, *problems]
    responses = recorded_responses(taken, entries, found)
    frozen = [_frozen(taken, entry, found) for entry in entries if entry.type == "priors"]
    if found:
        raise StudyError(found)
    plan, version = about.plan, about.version
    versions = [one for one in frozen if one is not None]
    own = {path for one in versions if one.number == version for path, _ in one.responses}
    used = [r for entry, r in responses.items() if not version or entry.path in own]
    withheld = _withheld(plan, about.questions)
    questions = tuple(_questions(about, used, withheld))
    small = small_panels(plan)
    return people.ElicitationRecord(
        experts=tuple(
            people.Viewpoint(
                id=name,
                label=expert.label,
                position=expert.position,
                panels=tuple(plan.panels[p].label for p in expert.panels if p not in small),
                illustrative=expert.illustrative,
            )
            for name, expert in plan.experts.items()
        ),
        panels=tuple(panel.label for panel in plan.panels.values()),
        groups=groups(plan),
        withheld=bool(small),
        rounds=tuple(round_of(number, plan, used, entries) for number in plan.rounds),
        questions=questions,
        versions=tuple(
            told_versions(versions, version, entries, words_of(questions, withheld), about.effects)
        ),
        departures=tuple(_departures(questions, plan.experts)),
        dissents=tuple(dissents(entries, about.people)),
        missing=tuple(missing(entries, about.questions, about.labels, about.people, withheld)),
        pooling=plan.rule.label,
        weights=plan.rule.weighting,
        head=entries[-1].hash if entries else "",
        rulings=tuple(rulings(entries, about.people)),
    )


def _frozen(taken: Snapshot, entry: Entry, problems: list[Problem]) -> Frozen | None:
    if entry.path not in taken.files or taken.sha256(entry.path) != entry.sha256:
        problems.append(problem_at(entry.path, "", "people.not-file-frozen"))
        return None
    frozen, wrong = read_frozen(taken.files[entry.path], file=entry.path)
    problems += wrong
    return frozen


def _withheld(plan: ElicitationPlan, questions: Sequence[Question]) -> frozenset[Key]:
    """Return the questions that panels leave to so few that an answer would tell who gave it."""
    parameters = [parameter for question in questions for parameter in question.parameters]
    asked = {parameter.key: 0 for parameter in parameters}
    for expert in plan.experts:
        for parameter in plan.asked_of(expert, parameters):
            asked[parameter.key] += 1
    everybody = len(plan.experts)
    return frozenset(key for key, count in asked.items() if count < min(FEWEST, everybody))


def _questions(
    about: Annexed, used: Sequence[Response], withheld: frozenset[Key]
) -> Iterator[people.Question]:
    """Yield every question that makes a table, and of the checks those that somebody answered."""
    asked = [parameter for question in about.questions for parameter in question.parameters]
    standing = {e: answering(own, asked) for e, own in standing_judgements(used).items()}
    last: dict[tuple[str, Key], int] = {}
    for response in sorted(used, key=lambda r: (r.round, r.seq)):
        last |= {(response.expert, j.question): response.round for j in response.judgements}
    for question in about.questions:
        for parameter in question.parameters:
            said = tuple(
                people.Said(
                    expert="" if parameter.key in withheld else expert,
                    round=last[expert, parameter.key],
                    answers=_answers(own[parameter.key], parameter.components),
                    reason=without_names(own[parameter.key].reason, about.people),
                )
                for expert, own in standing.items()
                if parameter.key in own
            )
            if said or not question.is_check:
                yield people.Question(
                    key=parameter.key,
                    node=parameter.node,
                    wording=question.wording.text,
                    short=short(parameter, about.labels),
                    situation=situation(parameter, about.labels),
                    kind=parameter.kind,
                    components=parameter.components,
                    said=said,
                )


def _answers(judgement: Judgement, components: Sequence[str]) -> tuple[people.ExpertEstimate, ...]:
    given = [judgement.answers[name] for name in components if name in judgement.answers]
    return tuple(people.ExpertEstimate(best=e.best, low=e.low, high=e.high) for e in given)


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
            yield max(found, key=lambda d: steady(abs(d.own - d.others)))
