"""Ask one question after another and check every answer at once; the terminal is only a mouth.

Nothing is recorded here. Whoever asks hands in how to say a line and how to get a reply; the
answers come back as the same judgements that a form makes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bayesnet.errors import Problem, errors_in
from bayesnet.plurals import listed
from diagrams.network.wording import labelled, plain, worded
from elicitation.checks.checks import Doubt, States, doubts
from elicitation.intake.cell_checks import cell_faults
from elicitation.intake.levelling import LEVELLED, cause_of, chain, in_words, levelled
from elicitation.intake.line_checks import Line, Reading
from elicitation.intake.lines import line_of
from elicitation.intake.reading import judgements_of
from elicitation.intake.sums import short, times, top
from elicitation.questionnaire.question_types import BINS, TYPES
from elicitation.questionnaire.question_words import comparison, parts_of
from elicitation.questionnaire.questions import Question
from elicitation.record.decoding import unwritable
from elicitation.record.responses import Judgement, Key, in_probability

Say: TypeAlias = Callable[[str], None]
Reply: TypeAlias = Callable[[str], str]

HELP = "Enter alone skips a question, ? shows the definitions, < goes back, . stops."
NONE = "-"
"""Leaves one cell blank, where Enter would skip the question."""
LEFT_BLANK = f"Type {NONE} for one that you leave out."
SKIP, DEFINE, BACK, STOP, SWAP, LEVEL = "", "?", "<", ".", "swap", "level"
FILE = "terminal"


class _Turned(Exception):
    """Raised where one of the commands was typed in place of an answer."""

    def __init__(self, command: str) -> None:
        super().__init__(command)
        self.command = command


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What an asking needs.

    own: the expert's answers so far, as probabilities, shown and compared with. say, reply: how to
    print a line and get one; a reply may be typed wrongly any number of times. labels: of nodes.
    given: fills up with the answers, so that whoever asks has them when a reply never comes.
    """

    reading: Reading
    model: States
    own: Mapping[Key, Judgement]
    say: Say
    reply: Reply
    labels: Mapping[str, str] = field(default_factory=dict)
    given: dict[Key, Judgement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What was answered, in the order of the questions.

    judgements: as they were typed. levelled: those that take the place of some of them, to be
    recorded after them. finished: whether the end was reached.
    """

    judgements: tuple[Judgement, ...]
    levelled: tuple[Judgement, ...]
    finished: bool


def ask(asked: Sequence[Question], session: Session) -> Replies:
    """Put the questions, one after another, and return what was answered."""
    session.say(HELP)
    answers = session.given
    typed: dict[Key, Judgement] = {}  # what stood where an answer was levelled
    told: set[str] = set()
    place = 0
    while place < len(asked):
        question = asked[place]
        _put(question, f"{place + 1} of {len(asked)}", told, session)
        try:
            judgements = _answered(question, session)
        except _Turned as turned:
            if turned.command == STOP:
                break
            place += {SKIP: 1, BACK: -1}.get(turned.command, 0)
            place = max(place, 0)
            if turned.command == DEFINE:
                for definition in question.wording.definitions:
                    session.say(f"  {definition}")
            continue
        for judgement in judgements:
            _put_last(judgement, answers)
            typed.pop(judgement.question, None)
        _shown(question, judgements, session)
        _ask_back(question, answers, typed, session)
        place += 1
    keys = [parameter.key for question in asked for parameter in question.parameters]
    return Replies(
        judgements=tuple(typed.get(key, answers[key]) for key in keys if key in answers),
        levelled=tuple(answers[key] for key in keys if key in typed),
        finished=place >= len(asked),
    )


def _put_last(judgement: Judgement, answers: dict[Key, Judgement]) -> None:
    """Put an answer in the place of an earlier one; the latest answer comes last."""
    answers.pop(judgement.question, None)
    answers[judgement.question] = judgement


def _put(question: Question, progress: str, told: set[str], session: Session) -> None:
    """Say a question, with the hint and the definitions that were not given yet."""
    words = question.wording
    session.say(f"\n[{progress}] {words.text}")
    blank = LEFT_BLANK if question.type == "quantiles" else ""
    hints = (words.hint, blank, *words.definitions)
    fresh = [text for text in hints if text and text not in told]
    told.update(fresh)
    for text in fresh:
        session.say(f"  {text}")
    earlier = session.own.get(question.key)
    if earlier is not None and not question.pairs:
        scale = times(earlier.answers, session.reading.unit)
        shown = ", ".join(f"{plain(n)} {short(e.best * scale)}" for n, e in earlier.answers.items())
        session.say(f"  Your answer so far: {shown}. Enter keeps it.")


def _shown(question: Question, judgements: Sequence[Judgement], session: Session) -> None:
    """Say what follows: the other state's share, the word for a number, the weights of pairs."""
    if question.pairs:
        weights = [
            f"{worded(parts_of(j.question).inside, session.labels)} {j.answers['value'].best:f}"
            for j in judgements
        ]
        session.say(f"  So the weights are {listed(weights)}.")
        return
    names, lexicon = question.parameter.components, session.reading.lexicon
    best = [judgements[0].answers[name].best for name in names]
    if len(names) == 2:  # noqa: PLR2004 - the other one
        session.say(f"  So {plain(names[0])} {best[0]:f}.")
    if question.type == "scale" and lexicon is not None:
        for name, number in zip(names, best, strict=True):
            words = lexicon.beside(float(number / top(session.reading.unit)))
            session.say(f"  {plain(name)} {number:f}: {words} ({lexicon.name}).")


def _answered(question: Question, session: Session) -> tuple[Judgement, ...]:
    """Return the answer to one question, asked again until it is sound."""
    lines = _lines(question, session)
    explained = False
    while True:
        problems: list[Problem] = []
        judgements = judgements_of(lines, question.parameters, session.reading, problems)
        for problem in problems:
            session.say(f"  {labelled(session.labels).sentence(problem)}")
        if errors_in(problems) or not judgements:
            lines = _lines(question, session)
            continue
        if problems and not explained:
            reason = _reason("Say why, or Enter to leave it so", session)
            explained = bool(reason)
            if explained:
                lines = [dataclasses.replace(line, reason=reason) for line in lines]
                continue
        return judgements


def _reason(prompt: str, session: Session) -> str:
    while True:
        reason = session.reply(f"  {prompt}: ").strip()
        why = unwritable(reason)
        if not why:
            return reason
        session.say(f"  That {labelled(session.labels).phrase(why)}. Type it again.")


def _lines(question: Question, session: Session) -> list[Line]:
    """Return what is typed, as the lines of a form; of two states the last is asked."""
    lines = question.lines
    halved = not question.pairs and len(lines) == 2  # noqa: PLR2004 - the other one follows
    spoken = lines[-1:] if halved else lines
    found = []
    for key, component in lines:
        cells: dict[str, str] = {}
        if (key, component) in spoken:
            name = _name(key, component, question, session.labels)
            cells = _cells(question, name, session, first=(key, component) == spoken[0])
        said = {"question": key, "component": component}
        found.append(line_of({**cells, **said}, file=FILE, place=key, joint=", "))
    return found


def _name(key: str, component: str, question: Question, labels: Mapping[str, str]) -> str:
    """Return what stands before a prompt, for one of several lines."""
    if question.pairs:
        return f"{comparison(key, component, labels)}: "
    return "" if component == "value" else f"{plain(component)}: "


def _cells(question: Question, name: str, session: Session, *, first: bool) -> dict[str, str]:
    def typed(prompt: str, *, may_turn: bool, column: str = "") -> str:
        while True:
            text = session.reply(f"  {name}{prompt}: ").strip()
            if may_turn and text in (SKIP, DEFINE, BACK, STOP):
                raise _Turned(text)
            if text in ("", NONE):
                return ""
            unit = session.reading.unit
            faults = cell_faults(text, column, question, unit) if column else ()
            if not faults:
                return text
            session.say(f"  {' '.join(map(labelled(session.labels).sentence, faults))}")

    if question.type == "roulette":
        while True:
            chips = typed(
                "chips in ten tenths, such as 0 0 2 5 3 0 0 0 0 0", may_turn=first
            ).split()
            if len(chips) == len(BINS):
                return dict(zip(BINS, chips, strict=True))
            session.say(f"  These are {len(chips)} numbers, not ten.")
    if question.type == "scale":
        text = typed("word or number", may_turn=first)
        return {"best" if text[:1] in "0123456789.," else "word": text}
    columns = TYPES[question.type].columns
    if columns == ("best",):
        return {"best": typed("your answer", may_turn=first, column="best")}
    return {
        column: typed(column, may_turn=first and column == columns[0], column=column)
        for column in columns
    }


def _ask_back(
    question: Question,
    answers: dict[Key, Judgement],
    typed: dict[Key, Judgement],
    session: Session,
) -> None:
    """Ask about every doubt that the newest answer raises, and take a reason or a repair."""
    unit = session.reading.unit
    fresh = {key: in_probability(j, unit) for key, j in answers.items()}
    earlier = [judgement for key, judgement in session.own.items() if key not in fresh]
    for doubt in doubts((*earlier, *fresh.values()), session.model):
        if question.key not in doubt.questions:
            continue  # said before
        session.say(f"  {labelled(session.labels).sentence(doubt)}")
        swappable = doubt.kind == "order" and all(key in answers for key in doubt.questions)
        level = _level(doubt, answers, session) if swappable else ()
        offers = "".join(
            f", '{word}'" for word, offered in ((SWAP, swappable), (LEVEL, level)) if offered
        )
        said = _reason(f"Why{offers}, or Enter to leave it so", session)
        if swappable and said == SWAP:
            _swap(doubt, answers)
            return
        if level and said == LEVEL:
            for judgement in level:
                typed.setdefault(judgement.question, answers[judgement.question])
                _put_last(judgement, answers)
            return
        if said:
            answers[question.key] = dataclasses.replace(answers[question.key], reason=said)
            return


def _level(
    doubt: Doubt, answers: Mapping[Key, Judgement], session: Session
) -> tuple[Judgement, ...]:
    """Say what levelling would make of a doubt's rows and return those that it moves.

    None where one of the rows was answered earlier: what is recorded is not changed here.
    """
    model, whole = session.model, top(session.reading.unit)
    order = model.states[cause_of(doubt.questions)]
    keys = chain(doubt, {*session.own, *answers}, order)
    if not all(key in answers for key in keys):
        return ()
    rows = [answers[key] for key in keys]
    states = model.states[parts_of(keys[0]).node]
    made = levelled(rows, states, whole)
    told = in_words(made, states, called=lambda cause: worded(cause, session.labels))
    session.say(f"  '{LEVEL}' makes it: {told}.")
    return tuple(
        dataclasses.replace(new, reason=LEVELLED)
        for new, old in zip(made, rows, strict=True)
        if new != old
    )


def _swap(doubt: Doubt, answers: dict[Key, Judgement]) -> None:
    one, other = (answers[key] for key in doubt.questions)
    answers[one.question] = dataclasses.replace(other, question=one.question)
    answers[other.question] = dataclasses.replace(one, question=other.question)
