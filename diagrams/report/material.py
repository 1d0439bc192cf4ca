"""Hold all that the sections of a report are written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bayesnet.answers.judgement_effects import JudgementEffects
from bayesnet.answers.recommend import digits_of
from bayesnet.kinds import Style
from bayesnet.number_words import utility
from bayesnet.study.lexicon import Lexicon
from bayesnet.study.priors import POOL
from bayesnet.study.study import Study
from diagrams.canvas.provenance import Stamp
from diagrams.network.wording import change_words
from diagrams.report.blocks import Figure
from diagrams.report.gather import Answers
from diagrams.report.outline import Outline
from diagrams.report.people import ElicitationRecord, Pool
from diagrams.report.words import EN_DASH, FIXED, number_words, plain, rule_words

WITHHELD = "withheld"
"""Stands for a pseudonym that would say who somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Answers, records and pictures about one study, and what its author wants said.

    record: None where nobody was asked. figures: by the place that ``Plate`` speaks of.
    pools: of every outcome under the reference, the rule of record first; none where nobody was
    asked. pool_notes: what a reader must know of them. moves: what the newest version of the priors
    changed, None where there is no version before. inputs: hashes of the study's other files.
    """

    answers: Answers
    record: ElicitationRecord | None = None
    figures: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    pools: Sequence[Pool] = ()
    pool_notes: Sequence[str] = ()
    moves: JudgementEffects | None = None
    lexicon: Lexicon
    outline: Outline = field(default_factory=Outline)
    inputs: Stamp = field(default_factory=dict)

    @property
    def study(self) -> Study:
        """Return the study that the answers are about."""
        return self.answers.study

    @property
    def digits(self) -> int:
        """Return the digits of every expected utility in the report: each lead of the plan shows.

        One after the point where nothing is decided.
        """
        return digits_of(self.answers.plan, self.study.diagram) if self.answers.plan else 1

    @property
    def rounding(self) -> float:
        """Return the difference of expected utility below which there is only rounding."""
        choices = self.answers.plan.choices if self.answers.plan else ()
        return max((choice.resolution for choice in choices), default=0.0)

    @property
    def least(self) -> float:
        """Return the difference of expected utility below which it prints as none."""
        return 0.5 * 10.0**-self.digits

    def worth(self, value: float, *, signed: bool = False) -> str:
        """Return an expected utility, or a difference of two, as the whole report writes it."""
        return utility(value, self.digits, signed=signed)

    @property
    def style(self) -> Style:
        """Return how the report writes an answer's table."""
        diagram = self.study.diagram
        labels, arrow = diagram.labels, "\N{RIGHTWARDS ARROW}"
        worlds = self.study.worlds
        return Style(
            prose=True,
            none=EN_DASH,
            gap=FIXED,
            name=lambda name: labels.get(name, plain(name)),
            number=lambda name: number_words(name, labels),
            person=lambda name: self.name(name) if name in worlds else plain(name),
            rule=lambda rule: rule_words(rule, diagram),
            changes=lambda changes: change_words(changes, diagram, arrow),
        )

    def name(self, expert: str) -> str:
        """Return what the report calls an expert: never more than the pseudonym's label."""
        if expert == POOL:
            return "The pool"
        if not expert:
            return WITHHELD
        labels = {e.id: e.label for e in self.record.experts} if self.record else {}
        return labels.get(expert, expert.replace("_", " "))
