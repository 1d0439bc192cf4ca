"""Check the lines of one question against each other and make a judgement of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bayesnet.errors import Problem, errors_in, problem_at, warning_at
from bayesnet.messages.facts import Fact, LineNumber, Question, State, items, phrase
from bayesnet.messages.remedies import Remedy, did_you_mean
from bayesnet.study.lexicon import Lexicon, percent
from elicitation.intake.numerals import PLAIN_NUMBER, Unread, read_number
from elicitation.intake.reductions import Missing, Unusable, reduce
from elicitation.intake.repairs import repaired
from elicitation.intake.sums import (
    Fault,
    certainty,
    distribution_faults,
    number_faults,
    number_slips,
    outside_faults,
    short,
    slips,
    top,
)
from elicitation.intake.word_shares import shared_out, the_rest
from elicitation.questionnaire.question_types import COLUMNS, TYPES, kinds_of
from elicitation.record.decoding import cut, decimal_of, unwritable
from elicitation.record.responses import Component, Estimate, Judgement, Typed, Unit

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

NEAR_ONE = Decimal("0.05")
"""Medians of single states need not sum to 1; up to so much they are scaled as part of the answer
(O'Hagan & Oakley's SHELF warns from there on)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the numbers of a form are meant.

    unit: of the distributions. lexicon: of the words. repair: consented to, or empty.
    recorded: whether the cells are those of a record, which were taken with a comma for the point.
    """

    unit: Unit
    lexicon: Lexicon | None = None
    repair: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a form says about one component of one question, as typed.

    more: cells of other columns than low, best and high, by the names in ``question_types``.
    file, place, joint: where it stands; a cell of it is ``place + joint + column``.
    """

    question: str
    component: str
    low: str
    best: str
    high: str
    reason: str
    file: str
    place: str
    joint: str
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """Return what was typed by column, blank cells left out."""
        typed = {"low": self.low, "best": self.best, "high": self.high, **self.more}
        return {c: typed[c].strip() for c in COLUMNS if typed.get(c, "").strip()}

    @property
    def is_blank(self) -> bool:
        """Return whether no number was typed."""
        return not self.cells

    def at(self) -> Fact:
        """Return where the line stands, as a fact of what is wrong on another one."""
        number = self.place.removeprefix("line ")
        return LineNumber(int(number)) if number.isdecimal() else self.place

    def problem(
        self,
        column: str,
        code: str,
        /,
        *remedies: Remedy,
        **facts: Fact,
    ) -> Problem:
        """Return a problem at a cell of this line, or at the line itself for an empty column."""
        return problem_at(self.file, self.path(column), code, *remedies, **facts)

    def warning(self, column: str, code: str, /, **facts: Fact) -> Problem:
        """Return a warning at a cell of this line."""
        return warning_at(self.file, self.path(column), code, **facts)

    def path(self, column: str) -> str:
        """Return the place of a cell of this line, or of the line itself for an empty column."""
        return f"{self.place}{self.joint}{column}" if column else self.place


def judge(
    lines: Sequence[Line], parameter: Parameter, reading: Reading
) -> tuple[Judgement | None, tuple[Problem, ...]]:
    """Return the judgement that the lines of one question make, and everything wrong with them.

    None when any of it is an error, or when no number was typed at all: a form may be partial.
    """
    in_percent = reading.unit == "percent" and parameter.kind == "distribution"
    lines = [_without_signs(line, in_percent=in_percent) for line in lines]
    if all(line.is_blank for line in lines):
        dropped = [line for line in lines if line.reason.strip()]
        return None, tuple(
            line.warning("reason", "form.reason-without-number-not-recorded")
            for line in dropped[:1]
        )
    problems: list[Problem] = []
    kind = _kind(lines, problems)
    if kind and not reading.recorded:
        problems += _beside(lines, kind)
    answers = _estimates(lines, parameter, kind, reading, problems) if kind else {}
    reason = reason_of(lines, problems)
    if errors_in(problems):
        return None, tuple(problems)
    ordered = {name: answers[name] for name in parameter.components}
    complemented = any(line.is_blank for line in lines)
    sound: Mapping[Component, Estimate] = ordered
    faults: list[Fault] = []
    if kind == "scale" and not complemented and not reading.repair:
        sound, faults = _words_shared(lines, ordered, top(reading.unit))
    repair = ""
    if not faults:
        sound, repair, faults = _sound(sound, parameter, kind, reading, explained=bool(reason))
    problems += [_placed(fault, lines, parameter) for fault in faults]
    if errors_in(problems):
        return None, tuple(problems)
    typed = None
    if kind not in ("point", "three_point") or complemented or repair:
        cells = {line.component.strip(): line.cells for line in lines}
        typed = Typed(kind=kind, unit=reading.unit, cells=cells, repair=repair)
    judgement = Judgement(question=parameter.key, answers=sound, reason=reason, typed=typed)
    return judgement, tuple(problems)


def without_sign(typed: str, column: str, *, in_percent: bool) -> str:
    """Return a cell without a percent sign that only repeats the unit of its column."""
    number = typed.strip().removesuffix("%")
    meant = in_percent or column == "confidence"
    return number.strip() if meant and decimal_of(number) is not None else typed


def _without_signs(line: Line, *, in_percent: bool) -> Line:
    def bare(column: str, typed: str) -> str:
        return without_sign(typed, column, in_percent=in_percent)

    return replace(
        line,
        low=bare("low", line.low),
        best=bare("best", line.best),
        high=bare("high", line.high),
        more={column: bare(column, typed) for column, typed in line.more.items()},
    )


def _kind(lines: Iterable[Line], problems: list[Problem]) -> str:
    """Return the type of the answer, or an empty text when the columns filled in disagree."""
    found: dict[str, Line] = {}
    for line in lines:
        for kind in kinds_of(line.cells) if not line.is_blank else ():
            found.setdefault(kind, line)
    if "four_point" in found:
        found.pop("three_point", None)
    marked = [kind for kind in found if kind != "point"] or ["point"]
    if len(marked) > 1:
        names = items(marked[:2], "and")
        problems.append(found[marked[1]].problem("", "form.answered-both", names=names))
        return ""
    return marked[0]


def _beside(lines: Iterable[Line], kind: str) -> Iterator[Problem]:
    """Yield every filled cell that an answer of that type has no use for."""
    for line in lines:
        for column, typed in line.cells.items():
            if column not in TYPES[kind].columns:
                yield line.problem(column, "form.beside-another-type", typed=cut(typed), kind=kind)


def _estimates(
    lines: Sequence[Line],
    parameter: Parameter,
    kind: str,
    reading: Reading,
    problems: list[Problem],
) -> dict[str, Estimate]:
    answers: dict[str, Estimate] = {}
    places: dict[str, Fact] = {}
    blank: list[Line] = []
    for line in lines:
        component = line.component.strip()
        if component not in parameter.components:
            problems.append(
                line.problem(
                    "component",
                    "form.not-component",
                    did_you_mean(component, parameter.components, State),
                    word=cut(component),
                    question=Question(parameter.key),
                )
            )
        elif component in places:
            problems.append(
                line.problem(
                    "component",
                    "form.answered-already",
                    component=component,
                    at=places[component],
                )
            )
        else:
            places[component] = line.at()
            if line.is_blank and (len(parameter.components) == 2 or kind == "scale"):  # noqa: PLR2004
                blank.append(line)
                continue
            estimate = _estimate(line, kind, reading, problems)
            if estimate is not None:
                answers[component] = estimate
    if len(blank) > 1:  # one state takes what the others leave; of two nobody knows
        for line in blank:
            _estimate(line, kind, reading, problems)
    missing = [name for name in parameter.components if name not in places]
    if missing and not errors_in(problems):
        names = items(phrase("form.quoted-state", state=State(name)) for name in missing)
        problems.append(
            lines[0].problem("", "form.no-line", question=Question(parameter.key), names=names)
        )
    if blank and not errors_in(problems):
        faults = list(outside_faults(answers, reading.unit))
        problems += [_placed(fault, lines, parameter) for fault in faults]
        name, whole = blank[0].component.strip(), top(reading.unit)
        given = [*answers.values()]
        alone = len(given) == 1
        answers[name] = _complement(*given, whole=whole) if alone else the_rest(answers, whole)
        if answers[name].best < 0:
            others = short(whole - answers[name].best)
            problems.append(
                blank[0].problem("best", "form.others-over-whole", others=others, whole=whole)
            )
    return answers


def _complement(given: Estimate, *, whole: Decimal) -> Estimate:
    """Return the answer for the other one of two states."""
    low, high = given.low, given.high
    return Estimate(
        best=whole - given.best,
        low=None if high is None else whole - high,
        high=None if low is None else whole - low,
    )


def _estimate(line: Line, kind: str, reading: Reading, problems: list[Problem]) -> Estimate | None:
    numbers: dict[str, Decimal] = {}
    before = len(problems)
    thousands = line.component.strip() == PLAIN_NUMBER and not reading.recorded
    for column, typed in line.cells.items():
        if column == "word":
            continue
        number = read_number(typed, thousands=thousands)
        if isinstance(number, Unread):
            problems.append(line.problem(column, number.code, **number.facts))
        else:
            numbers[column] = number
    if len(problems) > before:
        return None
    word = line.cells.get("word", "")
    kind = "point" if kind == "scale" and not word else kind
    try:
        estimate = reduce(kind, numbers, word, top(reading.unit), reading.lexicon)
        problems += _asked_back(line, kind, numbers, estimate, reading)
        return estimate
    except Missing as error:
        component = State(line.component.strip())
        problems.append(line.problem(error.column, error.code, component=component, **error.facts))
    except Unusable as error:
        problems.append(line.problem(error.column, error.code, **error.facts))
    return None


def _asked_back(
    line: Line, kind: str, numbers: Mapping[str, Decimal], estimate: Estimate, reading: Reading
) -> Iterator[Problem]:
    """Yield what an answer's type makes doubtful in it; nothing where a reason is given."""
    if line.reason.strip():
        return
    if kind == "four_point":
        for column, end in (("low", Decimal(0)), ("high", top(reading.unit))):
            if getattr(estimate, column) == end != numbers[column]:
                yield line.warning(column, "form.stretched-your-range-would-pass", end=end)
    term = reading.lexicon.term(line.cells["word"]) if kind == "scale" and reading.lexicon else None
    if term is not None and "best" in numbers and term.low < term.high:
        share = float(numbers["best"] / top(reading.unit))
        if not term.low <= share <= term.high:
            yield line.warning(
                "word",
                "form.you-call-say",
                word=term.word,
                range=percent(term.low, term.high),
                share=100 * share,
            )


def reason_of(lines: Sequence[Line], problems: list[Problem]) -> str:
    """Return the reasons given on the lines of a question, each once; report one not savable."""
    reason = " / ".join(dict.fromkeys(filter(None, (line.reason.strip() for line in lines))))
    if why := unwritable(reason):
        problems.append(lines[0].problem("reason", "form.reason-unwritable", why=why))
    return reason


def _sound(
    answers: Mapping[Component, Estimate],
    parameter: Parameter,
    kind: str,
    reading: Reading,
    *,
    explained: bool,
) -> tuple[Mapping[Component, Estimate], str, list[Fault]]:
    """Return the answers, repaired if that was consented to and needed, with the repair's name."""
    if parameter.kind == "number":
        faults = list(number_faults(parameter, answers["value"]))
        if not faults and not explained:
            faults += number_slips(parameter, answers["value"])
        return answers, "", faults
    whole, unit = top(reading.unit), reading.unit
    total = sum((answer.best for answer in answers.values()), Decimal(0))
    if TYPES[kind].separate and 0 < abs(total - whole) <= NEAR_ONE * whole:
        answers = repaired(answers, whole, "scale")
    faults = list(distribution_faults(answers, unit))
    projecting = reading.repair == "project" and all(f.column == "best" for f in faults)
    mendable = [f.kind == "sum" for f in faults] == [True] or (projecting and faults)
    if reading.repair and mendable and max(answer.best for answer in answers.values()) > 0:
        mended = repaired(answers, whole, reading.repair)
        facts: dict[str, Fact] = {"repair": reading.repair, "total": short(total)}
        note = Fault(code="form.repaired", facts=facts, kind="doubt")
        return mended, reading.repair, [note]
    if not faults and not explained:
        faults += [*slips(answers, unit), *certainty(parameter.key, answers, unit)]
    return answers, "", faults


def _words_shared(
    lines: Sequence[Line], answers: Mapping[Component, Estimate], whole: Decimal
) -> tuple[Mapping[Component, Estimate], list[Fault]]:
    """Return answers in words that share the whole; those that nearly do are scaled as ever."""
    total = sum((answer.best for answer in answers.values()), Decimal(0))
    words = any("word" in line.cells and "best" not in line.cells for line in lines)
    typed = {line.component.strip() for line in lines if "best" in line.cells}
    if not words or abs(total - whole) <= NEAR_ONE * whole:
        return answers, []
    return shared_out(answers, typed, whole)


def _placed(fault: Fault, lines: Sequence[Line], parameter: Parameter) -> Problem:
    """Return the fault as a problem at its cell; one of the whole question at its first line."""
    at = warning_at if fault.kind == "doubt" else problem_at
    first = lines[0]
    if fault.component or fault.column:
        by_component = {line.component.strip(): line for line in lines}
        line = by_component.get(fault.component, first)
        return at(line.file, line.path(fault.column), fault.code, **fault.facts)
    place = first.place + (f", {parameter.key}" if first.joint == ", " else "")
    return at(first.file, place, fault.code, **fault.facts)
