"""Read seed questions and answers from Excalibur's and anduryl's files, and write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bayesnet.errors import StudyError, problem_at
from bayesnet.folder.files import write_new
from elicitation.classical.anduryl import read_anduryl, write_anduryl
from elicitation.classical.excalibur import Exchanged, read_excalibur, write_excalibur
from elicitation.store.files import bytes_of_form


def read_exchanged(path: Path) -> Exchanged:
    """Return what the file holds, a ``.dtt`` with the ``.rls`` beside it; raises StudyError."""
    kind = path.suffix.lower()
    text = _text(path)
    if kind == ".json":
        found, problems = read_anduryl(text, file=path.name)
    elif kind == ".dtt":
        beside = [path.with_suffix(end) for end in (".rls", ".RLS")]
        truths = next((other for other in beside if other.exists()), None)
        found, problems = read_excalibur(text, _text(truths) if truths else "", file=path.name)
    else:
        raise StudyError([problem_at(path.name, "", "exchange.no-such-kind", name=path.name)])
    if found is None:
        raise StudyError(problems)
    _sound(found, path.name)
    return found


def _text(path: Path) -> str:
    content = bytes_of_form(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")  # what Excalibur's own files are in


def _sound(found: Exchanged, file: str) -> None:
    """Raise StudyError where answers cannot be scored: falling quantiles, logarithms of 0."""
    one = found.assessment
    problems = []
    flat = (np.diff(one.quantiles, axis=-1) <= 0).any(axis=-1)
    log = np.array([scale == "log" for scale in one.scales])
    negative = (one.quantiles <= 0).any(axis=-1) & log
    for wrong, code in (
        (flat, "exchange.quantiles-do-not-rise"),
        (negative, "exchange.quantiles-not-above-0"),
    ):
        for expert, item in np.argwhere(wrong):
            whose, what = one.experts[expert], one.items[item]
            problems.append(problem_at(file, "", code, expert=whose, item=what))
    if not one.seeds.any():
        problems.append(problem_at(file, "", "exchange.no-item-has-a-true-value"))
    elif not one.number:
        problems.append(problem_at(file, "", "exchange.somebody-unscored"))
    if problems:
        raise StudyError(problems)


def write_exchanged(path: Path, one: Exchanged) -> tuple[Path, ...]:
    """Write the file, for ``.dtt`` the ``.rls`` with it, and return where; raises StudyError."""
    kind = path.suffix.lower()
    if kind == ".json":
        texts = {path: write_anduryl(one)}
    elif kind == ".dtt":
        dtt, rls = write_excalibur(one)
        texts = {path: dtt, path.with_suffix(".rls"): rls}
    else:
        raise StudyError([problem_at(path.name, "", "exchange.no-such-kind", name=path.name)])
    for place, text in texts.items():
        write_new(place, text.encode(), private=True)
    return tuple(texts)
