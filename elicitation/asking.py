"""Ask one question after another and check every answer at once; the terminal is only a mouth.

Nothing is recorded here. Whoever asks hands in how to say a line and how to get a reply; the
answers come back as the same judgements that a form makes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bayesnet.errors import errors_in
from elicitation.checks import Doubt, States, doubts
from elicitation.form_checks import Line, Reading, judge
from elicitation.form_lines import line_of
from elicitation.form_sums import top
from elicitation.question_types import BINS, TYPES
from elicitation.questions import Question
from elicitation.responses import Judgement, Key, in_probability

Say: TypeAlias = Callable[[str], None]
Reply: TypeAlias = Callable[[str], str]

HELP = "Enter alone skips a question, ? shows the definitions, < goes back, . stops."
NONE = "-"
"""Leaves one cell blank, where Enter would skip the question."""
SKIP, DEFINE, BACK, STOP, SWAP = "", "?", "<", ".", "swap"
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
    print a line and get one; a reply may be typed wrongly any number of times.
    """

    reading: Reading
    model: States
    own: Mapping[Key, Judgement]
    say: Say
    reply: Reply


def ask(asked: Sequence[Question], session: Session) -> tuple[tuple[Judgement, ...], bool]:
    """Return the answers, in the order of the questions, and whether the end was reached."""
    session.say(HELP)
    answers: dict[Key, Judgement] = {}
    hinted: set[str] = set()
    place = 0
    while place < len(asked):
        question = asked[place]
        _put(question, f"{place + 1} of {len(asked)}", hinted, session)
        try:
            judgement = _answered(question, session)
        except _Turned as turned:
            if turned.command == STOP:
                break
            place += {SKIP: 1, BACK: -1}.get(turned.command, 0)
            place = max(place, 0)
            if turned.command == DEFINE:
                for definition in question.wording.definitions:
                    session.say(f"  {definition}")
            continue
        _shown(question, judgement, session)
        answers.pop(question.key, None)  # the latest answer comes last
        answers[question.key] = judgement
        _ask_back(question, answers, session)
        place += 1
    found = tuple(answers[q.key] for q in asked if q.key in answers)
    return found, place >= len(asked)


def _put(question: Question, progress: str, hinted: set[str], session: Session) -> None:
    session.say(f"\n[{progress}] {question.wording.text}")
    if question.type not in hinted and question.wording.hint:
        hinted.add(question.type)
        session.say(f"  {question.wording.hint}")
    earlier = session.own.get(question.key)
    if earlier is not None:
        shown = ", ".join(f"{name} {e.best:f}" for name, e in earlier.answers.items())
        session.say(f"  Your answer so far: {shown}. Enter keeps it.")


def _shown(question: Question, judgement: Judgement, session: Session) -> None:
    """Say what follows from an answer: the other state's share, the word for a number."""
    names, lexicon = question.parameter.components, session.reading.lexicon
    best = [judgement.answers[name].best for name in names]
    if len(names) == 2:  # noqa: PLR2004 - the other one
        session.say(f"  So {names[0]} {best[0]:f}.")
    if question.type == "scale" and lexicon is not None:
        for name, number in zip(names, best, strict=True):
            caption = lexicon.caption(float(number / top(session.reading.unit) * 100))
            session.say(f"  {name} {number:f}: {caption or 'no term'} ({lexicon.id}).")


def _answered(question: Question, session: Session) -> Judgement:
    """Return the answer to one question, asked again until it is sound."""
    components = question.parameter.components
    # of two states the last is asked and the other follows
    spoken = components[-1:] if len(components) == 2 else components  # noqa: PLR2004
    reason = ""
    lines = _lines(question, spoken, reason, session)
    while True:
        judgement, problems = judge(lines, question.parameter, session.reading)
        for problem in problems:
            session.say(f"  {problem.message} {problem.remedy}")
        if errors_in(problems) or judgement is None:
            lines = _lines(question, spoken, reason, session)
            continue
        if problems and not reason:
            reason = session.reply("  Say why, or Enter to leave it so: ").strip()
            if reason:
                lines = [dataclasses.replace(line, reason=reason) for line in lines]
                continue
        return judgement


def _lines(question: Question, spoken: Sequence[str], reason: str, session: Session) -> list[Line]:
    """Return what is typed for every component, as the lines of a form."""
    found = []
    for component in question.parameter.components:
        cells: dict[str, str] = {}
        if component in spoken:
            cells = _cells(question, component, session, first=component == spoken[0])
        said = {"question": question.key, "component": component, "reason": reason}
        found.append(line_of({**cells, **said}, file=FILE, place=question.key, joint=", "))
    return found


def _cells(question: Question, component: str, session: Session, *, first: bool) -> dict[str, str]:
    name = "" if component == "value" else f"{component}: "

    def typed(prompt: str, *, may_turn: bool) -> str:
        text = session.reply(f"  {name}{prompt}: ").strip()
        if may_turn and text in (SKIP, DEFINE, BACK, STOP):
            raise _Turned(text)
        return "" if text == NONE else text

    if question.type == "roulette":
        chips = typed("chips in the ten tenths, such as 0 0 2 5 3 0 0 0 0 0", may_turn=first)
        return dict(zip(BINS, chips.split(), strict=False))
    if question.type == "scale":
        text = typed("word or number", may_turn=first)
        return {"best" if text[:1] in "0123456789.," else "word": text}
    columns = TYPES[question.type].columns
    if columns == ("best",):
        return {"best": typed("your answer", may_turn=first)}
    return {column: typed(column, may_turn=first and column == columns[0]) for column in columns}


def _ask_back(question: Question, answers: dict[Key, Judgement], session: Session) -> None:
    """Ask about every doubt that the newest answer raises, and take a reason or a swap."""
    unit = session.reading.unit
    fresh = {key: in_probability(j, unit) for key, j in answers.items()}
    earlier = [judgement for key, judgement in session.own.items() if key not in fresh]
    for doubt in doubts((*earlier, *fresh.values()), session.model):
        if question.key not in doubt.questions:
            continue
        session.say(f"  {doubt}")
        swappable = doubt.kind == "order" and all(key in answers for key in doubt.questions)
        swap = f", '{SWAP}'" if swappable else ""
        said = session.reply(f"  Why{swap}, or Enter to leave it so: ").strip()
        if swappable and said == SWAP:
            _swap(doubt, answers)
            return
        if said:
            answers[question.key] = dataclasses.replace(answers[question.key], reason=said)
            return


def _swap(doubt: Doubt, answers: dict[Key, Judgement]) -> None:
    one, other = (answers[key] for key in doubt.questions)
    answers[one.question] = dataclasses.replace(other, question=one.question)
    answers[other.question] = dataclasses.replace(one, question=other.question)
