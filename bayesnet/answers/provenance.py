"""Say where a number comes from: every answer carries its provenance."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from bayesnet.study.view import StudyView

NO_NUMBERS = "no numbers yet"
"""Stands for the priors of a diagram of which nothing has been asked."""
HASH_SHOWN = 8
"""Characters of a hash that a person reads or says aloud."""


def software() -> str:
    """Return name and version of this program."""
    try:
        return f"collective-resolve {version('collective-resolve')}"
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "collective-resolve (not installed)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What an answer was computed from.

    priors: the version's name; experts: how many it holds; pooling: the rule they were pooled by.
    weighting: where their weights come from.
    structure: id and label; compared_with: the scenario that differences are against, or empty.
    draws: how many worlds were drawn, from which seed and how; empty where none were.
    pooled: what was pooled: the experts' rows, before the pool is asked, or their answers.
    """

    study: str
    model_sha256: str
    priors: str
    priors_sha256: str
    experts: int
    pooling: str
    weighting: str
    structure: str
    scenario: str
    compared_with: str
    illustrative: bool
    software: str
    draws: str = ""
    pooled: str = "rows"

    @property
    def under(self) -> str:
        """Return ``Structure A (its label)``, or ``Structures A, B``, as a sentence begins."""
        alone = "(" in self.structure or "," not in self.structure
        return f"Structure{'' if alone else 's'} {self.structure}"

    def line(self) -> str:
        """Return one line to print below a table or a picture."""
        priors = self.priors
        if self.priors_sha256:
            priors += f" ({self.priors_sha256[:HASH_SHOWN]})"
        who = "1 set of numbers" if self.experts else ""
        if self.experts > 1:
            pool = f"{self.pooling} pool of the {self.pooled}, {self.weighting} weights"
            who = f"{self.experts} experts, {pool}"
        hashed = self.model_sha256[:HASH_SHOWN]
        parts = [
            self.study + (f" (model {hashed})" if hashed else ""),
            priors,
            *([who] if who else []),
            f"{self.under[0].lower()}{self.under[1:]}",
            *([self.draws] if self.draws else []),
            self.software,
        ]
        return "; ".join(parts)

    def document(self) -> Mapping[str, str]:
        """Return every entry as text, to be put inside pictures and files."""
        usual = {"draws": "", "pooled": "rows"}
        entries = {name: str(getattr(self, name)) for name in self.__dataclass_fields__}
        return {name: entry for name, entry in entries.items() if usual.get(name) != entry}


def of_answers(origin: Provenance) -> Provenance:
    """Return the provenance of a weighted mean of experts' own answers, whatever pools the rows."""
    return dataclasses.replace(origin, pooled="answers", pooling="linear")


def across(origin: Provenance, structures: Sequence[str], draws: str = "") -> Provenance:
    """Return the provenance of an answer over several structures, or over draws, or both.

    A drawn world is one expert's, picked by weight, whatever the rule of record: so it says where
    that is no linear pool.
    """
    named = origin.structure if len(structures) == 1 else ", ".join(structures)
    if draws and origin.experts > 1 and origin.pooling != "linear":
        draws += ", of single experts' worlds and not of the pool"
    return dataclasses.replace(origin, structure=named, draws=draws)


def provenance(view: StudyView, *, scenario: str = "", compared_with: str = "") -> Provenance:
    """Return the provenance of an answer about ``study`` under ``structure``."""
    bare = view.study.unanswered and not any(view.study.priors.judgements.values())
    return Provenance(
        study=view.study.diagram.id,
        model_sha256=view.study.model_sha256,
        priors=NO_NUMBERS if bare else view.study.priors.name,
        priors_sha256=view.study.priors.sha256,
        experts=0 if bare else len(view.study.priors.experts),
        pooling=view.study.priors.rule.label,
        weighting=view.study.priors.rule.weighting,
        structure=f"{view.structure} ({view.drawing.label})",
        scenario=scenario,
        compared_with=compared_with,
        illustrative=view.illustrative,
        software=software(),
    )
