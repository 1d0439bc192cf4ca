"""Read and write the files of Excalibur: assessments (``.dtt``) and realisations (``.rls``).

Both are text in columns, as Excalibur (TU Delft, Lighttwist) writes them and anduryl reads them: an
expert's number and name, an item's number and name, ``UNI`` or ``LOG``, one number a quantile, and
the question. Numbers from -1000 to -990 stand for none. Names have 8 and 14 characters. An item on
the scale of probabilities is written as ``UNI``, which has no other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.errors import Problem, problem_at
from elicitation.classical.assessment import Assessment, Scale

NONE = -999.5
EXPERT, ITEM = 8, 14
"""How many characters names have."""
_LINE = re.compile(
    r"\s*(?P<at>\d+) (?P<expert>.{8}) *(?P<number>\d+) (?P<item>.{14,}?) (?P<scale>uni|log)"
    r"\s+(?P<rest>.*)",
    re.IGNORECASE,
)
_TRUE = re.compile(
    r"\s*(?P<number>\d+) +(?P<item>\S.*?) +(?P<value>[-+]?\d[-+.\dE]*) +(?:uni|log)(?P<rest>.*)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"QU=(?P<percents>[\d.\s]+)")
MAX_CELLS = 2_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Exchanged:
    """What another program's file holds: an assessment, and the items' questions in their order."""

    assessment: Assessment
    questions: tuple[str, ...]


def read_excalibur(
    dtt: str, rls: str, *, file: str
) -> tuple[Exchanged | None, tuple[Problem, ...]]:
    """Return what the two texts hold, and all problems; None if any of them is an error.

    rls: empty where there is no such file; then no true value is known.
    """
    problems: list[Problem] = []
    lines = [(number, line) for number, line in enumerate(dtt.splitlines(), 1) if line.strip()]
    head = _HEAD.search(lines[0][1]) if lines else None
    if head is None:
        return None, (problem_at(file, "line 1", "exchange.no-quantiles-named"),)
    levels = np.array([float(percent) / 100 for percent in head["percents"].split()])
    if not (np.diff(levels, prepend=0.0, append=1.0) > 0).all():
        return None, (problem_at(file, "line 1", "exchange.levels-do-not-rise", top=100),)
    cells: dict[tuple[str, str], list[float]] = {}
    scales: dict[str, Scale] = {}
    questions: dict[str, str] = {}
    for number, line in lines[1:]:
        match = _LINE.match(line)
        numbers = _numbers(match["rest"], len(levels)) if match else None
        if match is None or numbers is None:
            code = "exchange.not-a-line-of-quantiles"
            problems.append(problem_at(file, f"line {number}", code, count=len(levels)))
            continue
        expert, item = match["expert"].strip(), match["item"].strip()
        if (expert, item) in cells:
            code = "exchange.answered-twice"
            problems.append(problem_at(file, f"line {number}", code, expert=expert, item=item))
        cells[expert, item] = numbers
        scales[item] = "log" if match["scale"].lower() == "log" else "uniform"
        text = " ".join(match["rest"].split()[len(levels) :])
        questions[item] = questions.get(item) or text
    truths = dict(_truths(rls, questions, file, problems))
    if not cells and not problems:
        problems.append(problem_at(file, "", "exchange.nobody-answers"))
    if problems:
        return None, tuple(problems)
    return _exchanged(levels, cells, scales, truths, questions), ()


def _numbers(text: str, count: int) -> list[float] | None:
    try:
        found = [float(part) for part in text.split()[:count]]
    except ValueError:
        return None
    return found if len(found) == count and np.isfinite(found).all() else None


def _known(number: float) -> float:
    return np.nan if -1000 <= number <= -990 else number  # noqa: PLR2004 - Excalibur's own


def _truths(
    rls: str, questions: dict[str, str], file: str, problems: list[Problem]
) -> Iterator[tuple[str, float]]:
    """Yield the true values by item, and take the questions over, which are whole here."""
    for number, line in enumerate(rls.splitlines(), 1):
        if not line.strip():
            continue
        match = _TRUE.match(line)
        values = _numbers(match["value"], 1) if match else None
        if match is None or values is None:
            problems.append(problem_at(file, f".rls line {number}", "exchange.no-true-value"))
            continue
        item = match["item"].strip()
        questions[item] = " ".join(match["rest"].split()) or questions.get(item, "")
        yield item, _known(values[0])


def _exchanged(
    levels: np.ndarray,
    cells: Mapping[tuple[str, str], Sequence[float]],
    scales: Mapping[str, Scale],
    truths: Mapping[str, float],
    questions: Mapping[str, str],
) -> Exchanged:
    experts, items = (tuple(dict.fromkeys(key[at] for key in cells)) for at in (0, 1))
    missing = [NONE] * len(levels)
    said = np.array([[cells.get((e, i), missing) for i in items] for e in experts])
    whole = ~((said >= -1000) & (said <= -990)).any(axis=-1, keepdims=True)  # noqa: PLR2004
    return Exchanged(
        assessment=Assessment(
            experts=experts,
            items=items,
            scales=tuple(scales[item] for item in items),
            probabilities=levels,
            quantiles=np.where(whole, said, np.nan),
            realisations=np.array([truths.get(item, np.nan) for item in items]),
        ),
        questions=tuple(questions.get(item, "") for item in items),
    )


def write_excalibur(one: Exchanged) -> tuple[str, str]:
    """Return the texts of ``.dtt`` and ``.rls``. Numbers keep all the digits that they have.

    Names that are too long are cut, and numbered where that would make two of them one.
    """
    assessment = one.assessment
    experts, items = _short(assessment.experts, EXPERT), _short(assessment.items, ITEM)
    scales = ["LOG" if scale == "log" else "UNI" for scale in assessment.scales]
    percents = "  ".join(f"{100 * level:g}".rjust(2) for level in assessment.probabilities)
    dtt = [f"* CLASS ASCII OUTPUT FILE. NQ={len(assessment.probabilities):4d}   QU=  {percents}"]
    for e, expert in enumerate(experts, 1):
        for i, item in enumerate(items, 1):
            numbers = " ".join(map(_number, assessment.quantiles[e - 1, i - 1]))
            place = f" {e:4d} {expert:>{EXPERT}} {i:4d} {item:>{ITEM}} {scales[i - 1]}"
            dtt.append(f"{place} {numbers}  {one.questions[i - 1]}")
    rls = [
        f" {i:4d} {item:>{ITEM}} {_number(truth)} {scale}  {question}"
        for i, (item, truth, scale, question) in enumerate(
            zip(items, assessment.realisations, scales, one.questions, strict=True), 1
        )
    ]
    return "\n".join([*dtt, ""]), "\n".join([*rls, ""])


def _number(value: float) -> str:
    """Return a number as Excalibur writes it, with more digits where it has them."""
    value = NONE if np.isnan(value) else float(value)
    digits = next((d for d in range(5, 17) if float(f"{value:.{d}E}") == value), 17)
    mantissa, _, exponent = f"{value: .{digits}E}".partition("E")
    return f"{mantissa}E{exponent[0]}{int(exponent[1:]):04d}"


def _short(names: Sequence[str], width: int) -> list[str]:
    cut = [name[:width].strip() for name in names]
    return [
        name if cut.count(name) == 1 else f"{name[: width - 4].strip()}{place:04d}"
        for place, name in enumerate(cut, 1)
    ]
