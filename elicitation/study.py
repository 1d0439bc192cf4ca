"""Read what the recording commands need: the model, the plan, the questions and the pool."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bayesnet.cpds.parameter import Parameter
from bayesnet.cpds.table import fixed_rows
from bayesnet.errors import Problem, StudyError, errors_in, problem_at
from bayesnet.folder.files import read_text
from bayesnet.folder.reading import load_study, model_alone
from bayesnet.formats.priors_json import pool_document
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.lexicon import Lexicon
from bayesnet.study.priors import Priors
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from elicitation.checks.checks import States, model_states
from elicitation.classical.seeds import SEEDS, SeedSet, read_seeds
from elicitation.plan.protocol import FILE as PLAN
from elicitation.plan.protocol import ElicitationPlan, read_plan
from elicitation.plan.seed_questions import seed_questions
from elicitation.questionnaire.agent_questions import agent_questions
from elicitation.questionnaire.cross_checks import cross_checks
from elicitation.questionnaire.directions import falling_nodes
from elicitation.questionnaire.lexicons import lexicons
from elicitation.questionnaire.questions import Question, questions
from elicitation.questionnaire.wording import Setting
from elicitation.record.ledger import Entry
from elicitation.record.responses import Judgement, Key, Response, Unit, answering
from elicitation.store.recorded import entries_of, recorded_responses
from elicitation.store.recording import snapshot
from elicitation.versions.freezing import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Elicitation:
    """A study's model and plan.

    parameters: the questions that tables and forecasts of agents are made from; checks: those that
    check their answers; seeds: those with known answers, if there are any. settled: rows that the
    model fixes at 0 and 1, which nobody is asked about.
    """

    study: Study
    plan: ElicitationPlan
    parameters: tuple[Parameter, ...]
    checks: tuple[Parameter, ...] = ()
    seeds: SeedSet | None = None
    settled: tuple[Parameter, ...] = ()

    def questions_to(self, expert: str) -> tuple[Parameter, ...]:
        """Return what a form of that expert may answer, seed questions last."""
        return (*self.plan.asked_of(expert, (*self.parameters, *self.checks)), *self.known)

    def answering(self, own: Mapping[Key, Judgement]) -> Mapping[Key, Judgement]:
        """Return those of an expert's answers that are to questions as they are asked now."""
        return answering(own, (*self.parameters, *self.checks, *self.known))

    @property
    def known(self) -> tuple[Parameter, ...]:
        """Return the questions whose answers are or will be known, put to everybody."""
        return self.seeds.parameters() if self.seeds else ()

    def asked(self, expert: str = "") -> tuple[Question, ...]:
        """Return the questions with their wording, in order; of everybody if no expert is named."""
        chosen = (*self.parameters, *self.checks)
        chosen = self.plan.asked_of(expert, chosen) if expert else chosen
        given = self.reference
        setting = Setting(
            unit=self.plan.unit,
            reference=(*given.set.items(), *given.seen.items()) if given else (),
            lexicon=self.lexicon,
        )
        study, plan = self.study, self.plan.questions
        on_nodes = [p for p in chosen if p.node in study.cpds]
        on_agents = [p for p in chosen if p.node not in study.cpds]
        return (
            *questions(study.diagram, study.cpds, on_nodes, plan, setting),
            *agent_questions(study.agents, study.diagram, on_agents, plan),
            *(seed_questions(self.seeds) if self.seeds else ()),
        )

    @property
    def model(self) -> States:
        """Return the states and directions that answers are checked against."""
        return model_states(self.study.diagram, self.falling)

    @property
    def reference(self) -> Scenario | None:
        """Return the scenario that nodes are asked for all in all under; None if there is none."""
        book = self.study.book
        return book.full(book.reference) if book.reference else None

    @property
    def lexicon(self) -> Lexicon:
        """Return the lexicon that words are taken from."""
        return lexicons()[self.plan.lexicon]

    @property
    def falling(self) -> frozenset[str]:
        """Return the nodes whose first state is the highest."""
        return falling_nodes(self.study.diagram, self.study.cpds, self.plan.questions.falling)

    def response(
        self,
        expert: str,
        number: int,
        judgements: Sequence[Judgement],
        *,
        unit: Unit,
        mode: str,
        entered_by: Literal["expert", "facilitator"] = "expert",
        reason: str = "",
    ) -> Response:
        """Return an expert's answers in a round, as they are handed to the record."""
        return Response(
            study=self.study.diagram.id,
            model_sha256=self.study.model_sha256,
            expert=expert,
            round=number,
            unit=unit,
            illustrative=self.plan.experts[expert].illustrative,
            judgements=tuple(judgements),
            entered_by=entered_by,
            mode=mode,
            reason=reason,
        )

    def request(self, reason: str, *, allow_absent: bool) -> Request:
        """Return what to freeze: the answers that stand, for that reason."""
        return Request(
            study=self.study.diagram.id,
            model_sha256=self.study.model_sha256,
            plan=self.plan,
            parameters=self.parameters,
            reason=reason,
            allow_absent=allow_absent,
            seeds=self.seeds,
        )

    def pool(self, priors: Priors) -> Mapping[str, Any]:
        """Return the pool of every table, as a frozen version keeps it.

        Raises StudyError where an expert's answers make no table, so that nothing is frozen.
        """
        problems = [
            problem_at("responses", expert, "version.makes-no-table", what=wrong)
            for expert, answers in priors.judgements.items()
            for cpd in self.study.cpds.values()
            if cpd.asked
            and all(p.key in answers for p in cpd.parameters() if p.key not in fixed_rows(cpd))
            for wrong in cpd.check(
                {
                    p.key: answers[p.key].best if p.key in answers else cpd.placeholder[p.key]
                    for p in cpd.parameters()
                }
            )
        ]
        if problems:
            raise StudyError(problems)
        return pool_document(self.study.cpds, priors)


def open_elicitation(folder: Path) -> tuple[Elicitation, tuple[Problem, ...]]:
    """Return the elicitation of a study and the warnings; raises StudyError with every error."""
    opened, problems = _opened(folder)
    if opened is None or errors_in(problems):
        raise StudyError(problems)
    return opened, tuple(problems)


def open_for_the_record(folder: Path) -> tuple[Elicitation, tuple[Problem, ...]]:
    """Return what a record is verified against, and the errors in files that it does not hang on.

    A model that was edited may leave scenarios or propositions behind that do not fit it; the
    record has to be verified all the same. Raises StudyError where model, plan or seeds are
    unsound.
    """
    opened, problems = _opened(folder)
    if opened is None:
        raise StudyError(problems)
    return opened, errors_in(problems)


def _opened(folder: Path) -> tuple[Elicitation | None, list[Problem]]:
    """Return model, plan and seeds, None if one is unsound, and all problems of the study."""
    study, found = load_study(folder, "placeholder")
    problems = list(found)
    if not (folder / "model.toml").exists():
        return None, problems  # the other files would only be missing, too
    text = read_text(folder, "model.toml", []) if study is None else None
    study = study or (model_alone(text) if text is not None else None)
    plan = plan_in(folder, study, problems)
    before = len(errors_in(problems))
    seeds = seeds_in(folder, problems)
    if study is None or plan is None or len(errors_in(problems)) > before:
        return None, problems
    return opened_on(study, plan, seeds), problems


def opened_on(study: Study, plan: ElicitationPlan, seeds: SeedSet | None = None) -> Elicitation:
    """Return the elicitation of a model by a plan."""
    wanted = [(cpd, p) for cpd in study.cpds.values() if cpd.asked for p in cpd.parameters()]
    on_agents = agent_parameters(study.agents) if plan.questions.agents else ()
    return Elicitation(
        study=study,
        plan=plan,
        parameters=(*(p for cpd, p in wanted if p.key not in fixed_rows(cpd)), *on_agents),
        checks=cross_checks(study.cpds, plan.questions),
        seeds=seeds,
        settled=tuple(p for cpd, p in wanted if p.key in fixed_rows(cpd)),
    )


def plan_in(folder: Path, study: Study | None, problems: list[Problem]) -> ElicitationPlan | None:
    """Return the study's plan; without a sound model it is only looked for."""
    text = read_text(folder, PLAN, problems)
    if study is None or text is None:
        return None
    agents = dict.fromkeys(agent.id for agent in study.agents)
    plan, wrong = read_plan(text, list(study.diagram.chance), agents=list(agents))
    problems += wrong
    return plan


def seeds_in(folder: Path, problems: list[Problem]) -> SeedSet | None:
    """Return the study's seed questions, None if it has none or they are not sound."""
    if not (folder / SEEDS).exists():
        return None
    text = read_text(folder, SEEDS, problems)
    if text is None:
        return None
    seeds, wrong = read_seeds(text)
    problems += wrong
    return seeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A study's model and plan, and all that is recorded in it.

    responses: those that count, in the ledger's order.
    """

    study: Study
    plan: ElicitationPlan
    parameters: tuple[Parameter, ...]
    entries: tuple[Entry, ...]
    responses: Mapping[Entry, Response]


def open_record(folder: Path) -> Record:
    """Return the record of a study; raises StudyError with everything in it that is damaged."""
    opened, _ = open_elicitation(folder)
    taken = snapshot(folder)
    problems = list(taken.problems)
    entries = entries_of(taken)
    responses = recorded_responses(taken, entries, problems)
    if problems:
        raise StudyError(problems)
    return Record(
        study=opened.study,
        plan=opened.plan,
        parameters=opened.parameters,
        entries=entries,
        responses=responses,
    )


def known_expert(opened: Elicitation, expert: str) -> None:
    """Raise StudyError for an expert who is not in the plan; an empty id is nobody."""
    if expert and expert not in opened.plan.experts:
        raise StudyError(
            p for p in opened.plan.entry_problems(expert, 1) if p.place.path == "expert"
        )


def known_node(opened: Elicitation, node: str) -> None:
    """Raise StudyError for a node of which nothing is asked; an empty name is none."""
    nodes = list(dict.fromkeys(p.node for p in (*opened.parameters, *opened.known)))
    if node and node not in nodes:
        raise StudyError(
            [
                problem_at(
                    "", "--node", "people.nothing-asked-about", did_you_mean(node, nodes), word=node
                )
            ]
        )


def clock() -> dt.datetime:
    """Return the time now, in UTC."""
    return dt.datetime.now(dt.UTC)
