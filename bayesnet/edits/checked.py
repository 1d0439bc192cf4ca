"""Make an edit unless it breaks what was sound: a draft may be unfinished, never contradictory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.cpds.table import blank_table
from bayesnet.edits.texts import MODEL, Edit, Texts
from bayesnet.edits.toml_text import BOM
from bayesnet.errors import Problem, StudyError, errors_in
from bayesnet.formats.model_toml import read_draft
from bayesnet.formats.study_toml import WrittenBeside, read_beside
from bayesnet.study.model import InfluenceDiagram

_OPEN = "model.model-no-uncertain-node-no"
"""What a diagram lacks that is being drawn, besides numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A study as far as it is written.

    diagram: None where ``model.toml`` cannot be read at all. cpds: of nodes whose table is whole.
    beside: None while the diagram contradicts itself. problems: everything that is said of it.
    """

    diagram: InfluenceDiagram | None
    cpds: Mapping[str, Cpd]
    beside: WrittenBeside | None
    problems: tuple[Problem, ...]

    @property
    def unfinished(self) -> tuple[Problem, ...]:
        """Return what is still to be done before anything can be asked of it."""
        return tuple(p for p in errors_in(self.problems) if is_unfinished(p))

    @property
    def broken(self) -> tuple[Problem, ...]:
        """Return what contradicts itself."""
        return tuple(p for p in errors_in(self.problems) if not is_unfinished(p))


def is_unfinished(problem: Problem) -> bool:
    """Return whether a problem is no more than something still to be filled in."""
    if problem.place.file != MODEL:
        return False
    path = problem.place.path
    table = path.startswith("chance.") and ".cpt" in path
    return table or path.startswith(("utility.", "weights")) or problem.code == _OPEN


def draft_of(texts: Texts) -> Draft:
    """Return what the texts of a study say, as far as they go."""
    return _draft(tuple(texts.items()))


@lru_cache(maxsize=8)
def _draft(items: tuple[tuple[str, str], ...]) -> Draft:
    texts = {name: text.removeprefix(BOM) for name, text in items}
    diagram, cpds, problems = read_draft(texts[MODEL], MODEL)
    draft = Draft(diagram=diagram, cpds=cpds, beside=None, problems=problems)
    if diagram is None or draft.broken:
        return draft
    beside, found = read_beside(texts, diagram, whole_tables(diagram, cpds))
    return Draft(diagram=diagram, cpds=cpds, beside=beside, problems=(*problems, *found))


def made(edit: Edit, texts: Texts) -> Texts:
    """Return the texts with the edit made.

    Raises StudyError where it makes no sense, or with what it would break: a claim about a node
    that is taken out, a state that a scenario sets.
    """
    fresh = edit.change(texts)
    check_whole(texts, fresh)
    return fresh


def check_whole(before: Texts, after: Texts) -> None:
    """Raise StudyError where a change breaks what was sound."""
    known = Counter(map(_gist, draft_of(before).broken))
    broken = [p for p in draft_of(after).broken if not known[_gist(p)]]
    if broken:
        raise StudyError(broken)


def _gist(problem: Problem) -> str:
    """Return what a problem says, wherever in its file it stands by now."""
    return f"{problem.place.file} {problem.code} {sorted(problem.facts.items(), key=str)}"


def whole_tables(diagram: InfluenceDiagram, cpds: Mapping[str, Cpd]) -> Mapping[str, Cpd]:
    """Return a table for every node, so that what stands beside the model can be read."""
    return {
        name: cpds[name]
        if name in cpds
        else blank_table(
            Domain(
                child=name,
                states=node.states,
                parents=tuple((parent, diagram.states[parent]) for parent in node.parents),
            )
        )
        for name, node in diagram.chance.items()
    }
