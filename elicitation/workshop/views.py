"""What an expert's pages show, as frozen values; nothing here knows of the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from diagrams.network.wording import in_a_sentence
from diagrams.network.wording import plain as in_words
from elicitation.checks.checks import Doubt
from elicitation.intake.line_checks import Reading
from elicitation.intake.reading import judgements_of
from elicitation.intake.sums import short, times, top
from elicitation.questionnaire.question_types import COLUMN_LABELS, TYPES
from elicitation.questionnaire.question_words import comparison, parts_of
from elicitation.questionnaire.questions import Question
from elicitation.record.responses import Estimate, Judgement, Key, Unit
from elicitation.rounds.attendance import abstentions
from elicitation.rounds.progress import Progress, progress
from elicitation.rounds.rounds import was_reopened
from elicitation.workshop.answers import Outcome, Sent, field, lines_of, spoken, token
from elicitation.workshop.consent import Offer, levelling
from elicitation.workshop.session import WorkshopSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field: its name, what stands over it, what was typed, what is wrong with that.

    recorded: what stands in the record for it, as it would be typed; empty where nothing does.
    words: of the scale, to choose one beside the number; choices: (number, words) instead of it.
    """

    name: str
    label: str
    value: str
    wrong: str
    recorded: str
    words: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The fields of one state, or of one pair of causes."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBack:
    """A doubt in words; of two rows in the wrong order also the other one and what levels them."""

    text: str
    other: Key = ""
    level: Offer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question as it is put to one expert.

    number: its place, from 1, of total; done: how many are answered or abstained from.
    whole: what the best values sum to, in the unit; empty for plain numbers. rest: the state that
    takes what is left. earlier: the answer that stands, in lines. base, model: see ``Sent``.
    stale: what was recorded meanwhile from another device, in lines. reason_needed: for a
    correction in a reopened round; change_needs_reason: where another round has an answer.
    """

    number: int
    total: int
    done: int
    round: int | None
    key: Key
    node: str
    situation: str
    question: str
    hint: str
    definitions: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: str
    unit: str
    rest: str
    reason: str
    reason_needed: bool
    change_needs_reason: bool
    earlier: tuple[str, ...]
    earlier_reason: str
    kept_in_round: bool
    abstains: str
    base: str
    model: str
    status: str = ""
    problems: tuple[str, ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()
    asked_back: tuple[AskedBack, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def first_wrong(self) -> str:
        """Return the name of the first field in which something is wrong, or nothing."""
        wrong = (cell.name for row in self.rows for cell in row.cells if cell.wrong)
        return next(wrong, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node's questions on the expert's first page: (number, situation, state) of each."""

    label: str
    questions: tuple[tuple[int, str, str], ...]

    @property
    def done(self) -> int:
        """Return how many need nothing more."""
        return sum(state != "open" for _, _, state in self.questions)

    def holds(self, number: int) -> bool:
        """Return whether the question of that number is one of them."""
        return any(number == own for own, _, _ in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An expert's first page. following: number of the next open question, 0 if there is none."""

    expert: str
    round: int | None
    round_label: str
    nodes: tuple[Node, ...]
    done: int
    total: int
    minutes: int
    following: int


def states(desk: WorkshopSession, expert: str) -> tuple[Progress, ...]:
    """Return for each of the expert's questions whether it is answered, abstained or open.

    In the round that is open; between rounds, by now.
    """
    number = desk.round
    here = desk.standing(expert, rounds=(number,) if number else None)
    without = abstentions(desk.live.entries).get(expert, {})
    return progress(desk.asked(expert), here, without)


def following(found: Sequence[str], after: int) -> int:
    """Return the number of the next open question after that one, or 0."""
    order = [*range(after, len(found)), *range(min(after, len(found)))]
    return next((place + 1 for place in order if found[place] == "open"), 0)


def home(desk: WorkshopSession, expert: str) -> Home:
    """Return an expert's first page."""
    asked, found = desk.asked(expert), states(desk, expert)
    labels, number = desk.opened.study.diagram.labels, desk.round
    nodes: dict[str, list[tuple[int, str, str]]] = {}
    for place, (question, state) in enumerate(zip(asked, found, strict=True), 1):
        words = question.wording
        told = words.situation or words.question
        name = question.parameter.node
        nodes.setdefault(labels.get(name, name), []).append((place, told, state))
    left = sum(q.seconds for q, state in zip(asked, found, strict=True) if state == "open")
    return Home(
        expert=expert,
        round=number,
        round_label=desk.opened.plan.rounds[number] if number else "",
        nodes=tuple(Node(label=label, questions=tuple(qs)) for label, qs in nodes.items()),
        done=sum(state != "open" for state in found),
        total=len(asked),
        minutes=round(left / 60),
        following=following(found, 0),
    )


def question_page(
    desk: WorkshopSession,
    expert: str,
    number: int,
    sent: Sent | None = None,
    outcome: Outcome | None = None,
) -> QuestionPage:
    """Return a question's page, with what was sent and what became of it.

    After a stale form the page's base is the newer answer: to send it again is to choose it.
    """
    question = desk.asked(expert)[number - 1]
    opened, own, found = desk.opened, desk.standing(expert), states(desk, expert)
    unit, open_, diagram = opened.plan.unit, desk.round, opened.study.diagram
    outcome = outcome or Outcome(state="saved")
    reading = Reading(unit=unit, lexicon=opened.lexicon)
    if sent and sent.repair and outcome.state == "saved":
        sent = replace(sent, cells=_repaired(question, own, unit))
    wrong = {p.path: " ".join(filter(None, (p.message, p.remedy))) for p in outcome.problems}
    places = spoken(question)
    rows = tuple(
        Row(
            label=_row_label(question, place, diagram.labels),
            cells=_cells(question, place, sent, wrong, opened.lexicon.words, own, unit),
        )
        for place in places
    )
    names = {cell.name for row in rows for cell in row.cells}
    standing = own.get(question.key)
    here = desk.standing(expert, rounds=(open_,)) if open_ else {}
    shares = question.parameter.kind == "distribution" and not question.pairs
    components = question.parameter.components
    return QuestionPage(
        number=number,
        total=len(found),
        done=sum(state != "open" for state in found),
        round=open_,
        key=question.key,
        node=diagram.labels.get(question.parameter.node, question.parameter.node),
        situation=question.wording.situation,
        question=question.wording.question,
        hint=question.wording.hint,
        definitions=question.wording.definitions,
        rows=rows,
        whole=str(top(unit)) if shares and len(places) > 1 else "",
        unit=unit if shares else "",
        rest=in_words(components[0]) if shares and len(places) == 1 else "",
        reason=sent.reason if sent else "",
        reason_needed=bool(open_ and standing and was_reopened(desk.live.entries, open_)),
        change_needs_reason=question.key in desk.standing(expert, rounds=range(1, open_ or 1)),
        earlier=told(own, question, unit, diagram.labels),
        earlier_reason=standing.reason if standing else "",
        kept_in_round=question.key in here,
        abstains=abstentions(desk.live.entries).get(expert, {}).get(question.key, ""),
        base=token(own, question),
        model=opened.study.model_sha256[:16],
        status=outcome.state if sent else "",
        problems=tuple(text for path, text in wrong.items() if path not in names),
        repairs=tuple(_repairs(question, sent, outcome, reading)),
        asked_back=tuple(_asked_back(desk, expert, question, doubt) for doubt in outcome.doubts),
        stale=told(own, question, unit, diagram.labels) if outcome.state == "stale" else (),
    )


def _asked_back(desk: WorkshopSession, expert: str, question: Question, doubt: Doubt) -> AskedBack:
    text = in_a_sentence(doubt.sentence, desk.opened.study.diagram.labels)
    if doubt.kind != "order":
        return AskedBack(text=text)
    other = next((key for key in doubt.questions if key != question.key), "")
    return AskedBack(text=text, other=other, level=levelling(desk, expert, doubt))


def _row_label(question: Question, place: int, labels: Mapping[str, str]) -> str:
    key, component = question.lines[place]
    if question.pairs:
        return comparison(key, component, labels)
    return "Your answer" if component == "value" else in_words(component)


def _cells(
    question: Question,
    place: int,
    sent: Sent | None,
    wrong: Mapping[str, str],
    words: tuple[str, ...],
    own: Mapping[Key, Judgement],
    unit: Unit,
) -> tuple[Cell, ...]:
    columns = TYPES[question.type].columns
    single = columns == ("best",)
    key, component = question.lines[place]
    return tuple(
        Cell(
            name=field(place, column),
            label="Number" if single else COLUMN_LABELS[column],
            value=sent.cells.get(field(place, column), "") if sent else "",
            wrong=wrong.get(field(place, column), ""),
            recorded=_recorded(own.get(key), component, column, unit),
            words=words if column == "word" else (),
            choices=question.wording.choices,
        )
        for column in columns
    )


def _recorded(judgement: Judgement | None, component: str, column: str, unit: Unit) -> str:
    """Return what is recorded, as it would be typed into a field."""
    if judgement is None:
        return ""
    if judgement.typed is not None:
        same_unit = judgement.typed.unit == unit
        return judgement.typed.cells.get(component, {}).get(column, "") if same_unit else ""
    return _in_field(judgement, component, column, unit)


def _in_field(judgement: Judgement, component: str, column: str, unit: Unit) -> str:
    number = getattr(judgement.answers.get(component), column, None)
    return "" if number is None else short(number * times(judgement.answers, unit))


def _repairs(
    question: Question, sent: Sent | None, outcome: Outcome, reading: Reading
) -> Iterator[tuple[str, str]]:
    """Yield the repairs to be consented to where the sum alone is wrong, with their numbers."""
    offered = any(p.remedy.endswith("or scale.") for p in outcome.problems)
    if sent is None or outcome.state != "mend" or not offered:
        return
    whole = top(reading.unit)
    for name, words in (("scale", f"Scale to {whole}"), ("project", "Take the nearest")):
        lines = lines_of(question, sent)
        made = judgements_of(lines, question.parameters, replace(reading, repair=name), [])
        for judgement in made:
            numbers = [f"{in_words(s)} {short(e.best)}" for s, e in judgement.answers.items()]
            yield name, f"{words}: {', '.join(numbers)}"


def _repaired(question: Question, own: Mapping[Key, Judgement], unit: Unit) -> Mapping[str, str]:
    """Return what a repaired answer was made into, by field."""
    return {
        field(place, column): _in_field(own[question.key], component, column, unit)
        for place, (_, component) in enumerate(question.lines)
        for column in TYPES[question.type].columns
    }


def told(
    own: Mapping[Key, Judgement], question: Question, unit: Unit, labels: Mapping[str, str]
) -> tuple[str, ...]:
    """Return an answer, kept as probabilities, in lines such as ``wet: 30 (20 to 40)``.

    Of comparisons in pairs: the weights that came of them.
    """
    if question.pairs:
        weights = [
            (parts_of(p.key).inside, own[p.key]) for p in question.parameters if p.key in own
        ]
        return tuple(
            f"weight of {labels.get(cause, cause)}: {j.answers['value'].best:.3g}"
            for cause, j in weights
        )
    judgement = own.get(question.key)
    if judgement is None:
        return ()
    scale = times(judgement.answers, unit)
    lines = []
    chosen = dict(question.wording.choices)
    for name in question.parameter.components:
        said = _shown(judgement.answers[name], scale)
        said = chosen.get(said, said)
        lines.append(said if name == "value" else f"{in_words(name)}: {said}")
    return tuple(lines)


def _shown(estimate: Estimate, scale: Decimal) -> str:
    best = short(estimate.best * scale)
    if estimate.low is None or estimate.high is None:
        return best
    return f"{best} ({short(estimate.low * scale)} to {short(estimate.high * scale)})"
