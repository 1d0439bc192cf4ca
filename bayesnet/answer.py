"""Say where a number comes from: every answer carries its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from bayesnet.study import Study

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

    def line(self) -> str:
        """Return one line to print below a table or a picture."""
        priors = self.priors
        if self.priors_sha256:
            priors += f" ({self.priors_sha256[:HASH_SHOWN]})"
        who = "1 set of numbers" if self.experts == 1 else f"{self.experts} experts"
        parts = [
            f"{self.study} (model {self.model_sha256[:HASH_SHOWN]})",
            priors,
            who
            if self.experts == 1
            else f"{who}, {self.pooling} pool of the rows, {self.weighting} weights",
            f"structure {self.structure}",
            self.software,
        ]
        return "; ".join(parts)

    def document(self) -> Mapping[str, str]:
        """Return every entry as text, to be put inside pictures and files."""
        entries = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: str(entry) for name, entry in entries.items()}


def provenance(
    study: Study, structure: str, *, scenario: str = "", compared_with: str = ""
) -> Provenance:
    """Return the provenance of an answer about ``study`` under ``structure``."""
    return Provenance(
        study=study.diagram.id,
        model_sha256=study.model_sha256,
        priors=study.priors.name,
        priors_sha256=study.priors.sha256,
        experts=len(study.priors.experts),
        pooling=study.priors.rule.label,
        weighting=study.priors.rule.weighting,
        structure=f"{structure} ({study.structures[structure].label})",
        scenario=scenario,
        compared_with=compared_with,
        illustrative=study.illustrative,
        software=software(),
    )
