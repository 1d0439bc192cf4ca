"""Write one expert's own page of feedback: the group's answers beside what the expert said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from diagrams.network.wording import plain as in_words
from elicitation.questionnaire.parameter_words import short, situation
from elicitation.record.decoding import plain
from elicitation.record.responses import Component, Estimate, Judgement, Key
from elicitation.record.roster import Person, without_names
from elicitation.reporting.feedback import FEWEST, Pack, Question

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter


def own_page(
    pack: Pack,
    expert: str,
    own: Mapping[Key, Judgement],
    asked: Sequence[Parameter],
    labels: Mapping[str, str],
    people: Sequence[Person] = (),
) -> bytes:
    """Return one expert's page in Markdown: the group's answers beside the expert's own.

    own: the expert's answers as they stand, as probabilities; asked: what the expert is asked;
    labels: of nodes; people: whose names are taken out of the expert's reasons, as out of the
    group's.
    """
    wanted = {parameter.key: parameter for parameter in asked}
    lines = [
        f"# Feedback on round {pack.number}, for {expert} alone",
        "",
        "Answers of all experts who were asked, by number; nobody is named. What fewer than "
        f"{FEWEST} experts answered is not shown.",
    ]
    if pack.illustrative:
        lines += ["", "Some of the answers are illustrative placeholders."]
    for question in pack.questions:
        if question.key in wanted:
            mine = own.get(question.key)
            lines += ["", *_headed(wanted[question.key], labels), *_section(question, mine, people)]
    return ("\n".join(lines) + "\n").encode()


def _headed(asked: Parameter, labels: Mapping[str, str]) -> list[str]:
    """Return the heading in words; the key is what the form has for it."""
    when = situation(asked, labels)
    where = f"Where {when}. " if when else ""
    return [f"## {short(asked, labels)}", "", f"{where}In the form: `{asked.key}`.", ""]


def _section(question: Question, own: Judgement | None, people: Sequence[Person]) -> list[str]:
    lines = []
    for component in question.components:
        name = "number" if component == "value" else in_words(component)
        mine = "not answered" if own is None else span(own.answers[component], question)
        lines.append(f"- {name}: you {mine}" + _group(question, component))
    if own is not None and own.reason:
        lines += ["", f"Your reason: {_line(without_names(own.reason, people))}"]
    if not question.answers:
        lines += ["", f"{question.count} answered: withheld." if question.count else "No answers."]
        return lines
    heads = " | ".join(in_words(component) for component in question.components)
    lines += ["", f"| {heads} | reason |", "|---" * (len(question.components) + 1) + "|"]
    for answer in question.answers:
        cells = " | ".join(span(answer.estimates[c], question) for c in question.components)
        lines.append(f"| {cells} | {_line(answer.reason).replace('|', '/')} |")
    return lines


def _group(question: Question, component: Component) -> str:
    if not question.answers:
        return ""
    low, median, high = (_said(number, question) for number in question.numbers(component))
    return f"; the group {low} to {high}, median {median}"


def span(estimate: Estimate, question: Question) -> str:
    """Return an estimate as people read it: ``20 % (10 to 30)``, or a plain number."""
    said = _said(estimate.best, question)
    unit = " %" if _is_share(question) else ""
    if estimate.low is None or estimate.high is None:
        return said + unit
    return f"{said}{unit} ({_said(estimate.low, question)} to {_said(estimate.high, question)})"


def _is_share(question: Question) -> bool:
    return question.components != ("value",)


def shown(number: Decimal, question: Question) -> str:
    """Return one number of the group's answers: ``20 %``, or a plain number."""
    return _said(number, question) + (" %" if _is_share(question) else "")


def _said(number: Decimal, question: Question) -> str:
    """Return a share in percent to one digit after the point, or a plain number to three."""
    shown, digit = (number * 100, "0.1") if _is_share(question) else (number, "0.001")
    rounded = shown.quantize(Decimal(digit))
    return plain(rounded.normalize()) if rounded else "0"


def _line(text: str) -> str:
    return " ".join(text.split())
