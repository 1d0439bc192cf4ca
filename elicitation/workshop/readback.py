"""What an expert's own numbers imply, for that expert alone, and what to look at again."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.answers.beliefs import event_probability, unchecked_beliefs
from bayesnet.answers.proposition_results import proposition_results
from bayesnet.number_words import percent
from bayesnet.study.view import StudyView
from elicitation.checks.checks import Doubt
from elicitation.checks.coherence import alone, coherence, own_table
from elicitation.workshop.consent import Offer, scaling
from elicitation.workshop.page_words import page
from elicitation.workshop.session import WorkshopSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """An outcome by the expert's own numbers: a probability, and the words beside it."""

    label: str
    probability: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A doubt in words, what would settle it while a round is open, or why that cannot be.

    questions: numbers of the expert's questions that it is about.
    """

    text: str
    questions: tuple[int, ...]
    offer: Offer | None = None
    hindrance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readback:
    """What the answers imply together.

    scenario: label of the situation it is said in. missing: nodes whose number is still that of the
    model; bare: nodes that have none at all, so that nothing is implied. contradicted: claims that
    the numbers do not bear out. doubts: to be asked back gently.
    """

    scenario: str
    implied: tuple[Implied, ...]
    missing: tuple[str, ...]
    bare: tuple[str, ...]
    contradicted: tuple[str, ...]
    doubts: tuple[Again, ...]


def readback(desk: WorkshopSession, expert: str) -> Readback:
    """Return what the expert's standing answers imply under the reference scenario."""
    opened, own = desk.opened, desk.standing(expert)
    study, scenario = opened.study, opened.reference
    diagram, structure = study.diagram, study.diagram.structure
    mine = alone(study, own)
    implied: list[Implied] = []
    known = own and not mine.unanswered
    if scenario is not None and known and not {*diagram.decisions} - {*scenario.set}:
        outcomes = diagram.outcomes
        beliefs = unchecked_beliefs(
            StudyView(mine, structure), scenario, {o.node for o in outcomes}
        )
        for outcome in outcomes:
            number = float(event_probability(beliefs, diagram, outcome)[0])
            words = opened.lexicon.beside(number)
            implied.append(Implied(label=outcome.label, probability=percent(number), words=words))
    asked = {q.parameter.node for q in desk.asked(expert)} & {*study.cpds}
    missing = [
        diagram.labels[n]
        for n in study.cpds
        if n in asked and n not in mine.unanswered and own_table(study.cpds[n], own) is None
    ]
    bare = [diagram.labels[n] for n in mine.unanswered]
    contradicted: list[str] = []
    if known and not missing and study.propositions:
        found = proposition_results(mine, [structure]).findings
        contradicted = [f.proposition.text for f in found if not f.holds[0]]
    queue = coherence(study, opened.falling, {expert: own}, scenario)
    return Readback(
        scenario=scenario.label if scenario else "",
        implied=tuple(implied),
        missing=tuple(missing),
        bare=tuple(bare),
        contradicted=tuple(contradicted),
        doubts=tuple(_again(desk, expert, doubt) for doubt in queue.by_expert[expert]),
    )


def _again(desk: WorkshopSession, expert: str, doubt: Doubt) -> Again:
    text = page(desk.words).sentence(doubt)
    numbers = tuple(
        number
        for number, question in enumerate(desk.asked(expert), 1)
        if not {p.key for p in question.parameters}.isdisjoint(doubt.questions)
    )
    if doubt.kind != "total" or not desk.round:
        return Again(text=text, questions=numbers)
    offer, hindrance = scaling(desk, expert, doubt)
    return Again(text=text, questions=numbers, offer=offer, hindrance=hindrance)
