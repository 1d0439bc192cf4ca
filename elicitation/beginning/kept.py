"""Keep the parts of a shipped study that somebody wants for a study of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bayesnet.folder.reading import model_alone
from elicitation.plan.first_plan import PLAN, first_plan
from elicitation.plan.protocol import read_plan
from elicitation.plan.sharing import placed_experts, shared_out
from elicitation.study import opened_on

if TYPE_CHECKING:
    from elicitation.store.init import File

PARTS: Mapping[str, str] = {
    "sources": "what is claimed of every arrow, and the paragraphs and assumptions behind it",
    "scenarios": "its what-ifs; else the reference alone",
    "claims": "what it says of the world, as checks",
    "structures": "the other ways to draw it",
    "panels": "who is asked what; else all is shared out anew",
}
"""What may be kept beside nodes, arcs and numbers, by name."""
_RECORD = ("responses", "priors", "ledger.jsonl", "README.md")
"""What experts have said, and the page about it: never kept."""
_OF = {"propositions.toml": "claims", "structures": "structures", "report.toml": "sources"}


def asked_anew(shipped: Iterable[File], parts: Collection[str]) -> Iterator[File]:
    """Yield the files of a study whose experts have said nothing yet, with the parts to be kept."""
    files = {path: content for path, content in shipped if path[0] not in _RECORD}
    texts = {name: files[name,].decode("utf-8") for name in ("model.toml", "elicitation.toml")}
    model = texts["model.toml"]
    if not {"sources", "structures"} <= {*parts}:
        model = _model(model, parts)
    plan = _plan(model, texts["elicitation.toml"] if "panels" in parts else PLAN)
    for path, content in files.items():
        if path == ("model.toml",):
            yield path, model.encode("utf-8")
        elif path == ("elicitation.toml",):
            yield path, plan.encode("utf-8")
        elif path == ("scenarios.toml",) and "scenarios" not in parts:
            yield path, _reference(content.decode("utf-8")).encode("utf-8")
        elif _OF.get(path[0], "") in ("", *parts):
            yield path, content


def _model(text: str, parts: Collection[str]) -> str:
    import tomlkit  # noqa: PLC0415 - only who begins a study waits for it

    document: Any = tomlkit.parse(text)
    if "structures" not in parts:
        for assumption in document.get("assumption", ()):
            assumption.pop("structure", None)
    if "sources" not in parts:
        document.pop("arc", None)
        document.pop("assumption", None)
        for kind in ("decision", "chance", "utility"):
            for node in document[kind].values():
                node.pop("article", None)
    return tomlkit.dumps(document)


def _reference(text: str) -> str:
    import tomlkit  # noqa: PLC0415

    document: Any = tomlkit.parse(text)
    for name in [name for name in document["scenario"] if name != document["reference"]]:
        document["scenario"].pop(name)
    return tomlkit.dumps(document)


def _plan(model: str, plan: str) -> str:
    """Return the plan for experts who have said nothing, nobody asked for longer than its budget.

    Where everybody can be asked everything in that time, it has no panels but those it names.
    """
    study = model_alone(model)
    first = first_plan(plan)
    settled, _ = read_plan(first, list(study.diagram.chance)) if study else (None, ())
    if study is None or settled is None:
        return first
    panels = shared_out(settled, opened_on(study, settled).asked())
    return first_plan(plan, panels, placed_experts(panels)) if panels else first
