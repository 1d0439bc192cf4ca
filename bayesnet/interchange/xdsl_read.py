"""Read XDSL, the format of GeNIe and SMILE.

Numbers run over the parents as listed, then the child, the last fastest. A noisy-MAX lists a column
for each parent's states from the strongest on (``strengths``), the last of them neutral, and the
leak at the end; its own states go from the highest to the lowest. Files that aGrUM wrote list the
parents the other way round, as aGrUM itself reads them.

Source: BayesFusion, GeNIe and SMILE manuals (XDSL, Noisy-MAX, Multi-attribute utility).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Diagram, NoisyLinks
from bayesnet.interchange.draft import (
    RECALL,
    REMEMBERED,
    Draft,
    Findings,
    Unreadable,
    numbers,
    whole,
)
from bayesnet.interchange.markup import Element, parse
from bayesnet.interchange.names import name_of
from bayesnet.messages.facts import items


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; None if any of them is an error."""
    found = Findings(file=file)
    try:
        root = parse(text, "smile")
        drafts = _drafts(root, found)
        name, comment = _extensions(root, drafts)
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    _agrums(root, drafts, found)
    said = {_property(element, RECALL) for element in _nodes(root)}
    recall = "limited" if "limited" in said else "perfect"
    _unread(root, found)
    diagram = assemble(
        list(drafts.values()),
        found,
        name=name,
        recall="limited" if recall == "limited" else "perfect",
        comment=comment,
    )
    return diagram, tuple(found.problems)


def _nodes(root: Element) -> Sequence[Element]:
    nodes = root.find("nodes")
    return nodes.children if nodes is not None else ()


def _drafts(root: Element, found: Findings) -> dict[str, Draft]:
    for element in root.all("dynamic"):
        found.error(element.place, "file.networks-unfold-time-not-read")
    drafts: dict[str, Draft] = {}
    for element in _nodes(root):
        if element.tag not in READERS:
            known = ", ".join(READERS)
            found.error(element.place, "file.element-kind-not-read", tag=element.tag, known=known)
            continue
        name = name_of(element.get("id"))
        draft = Draft(
            kind="chance",
            name=name,
            place=element.place,
            states=tuple(name_of(state.get("id")) for state in element.all("state")),
            parents=tuple(name_of(word) for word in element.words("parents")),
        )
        READERS[element.tag](element, draft, drafts, found)
        if name in drafts:
            found.error(element.place, "file.node-already", name=name)
        drafts[name] = draft
    return drafts


def _cpt(element: Element, draft: Draft, drafts: Mapping[str, Draft], found: Findings) -> None:
    if element.find("probabilities") is not None:
        draft.numbers = numbers(element.words("probabilities"), draft.place)


def _deterministic(
    element: Element, draft: Draft, drafts: Mapping[str, Draft], found: Findings
) -> None:
    results = []
    for word in element.words("resultingstates"):
        if name_of(word) not in draft.states:
            raise Unreadable(draft.place, "file.result-none-states", word=word)
        results.append(draft.states.index(name_of(word)))
    found.spend(len(results) * len(draft.states), draft.place)
    draft.numbers = np.ravel(np.eye(len(draft.states))[results]).tolist()


def _decision(element: Element, draft: Draft, drafts: Mapping[str, Draft], found: Findings) -> None:
    draft.kind = "decision"
    draft.remembered = frozenset(map(name_of, _property(element, REMEMBERED).split()))


def _utility(element: Element, draft: Draft, drafts: Mapping[str, Draft], found: Findings) -> None:
    draft.kind = "utility"
    if element.find("utilities") is not None:
        draft.numbers = numbers(element.words("utilities"), draft.place)


def _mau(element: Element, draft: Draft, drafts: Mapping[str, Draft], found: Findings) -> None:
    draft.kind = "sum"
    if element.find("weights") is None:
        raise Unreadable(draft.place, "file.value-combines-others-expression-only")
    weights = numbers(element.words("weights"), draft.place)
    if len(weights) != len(draft.parents):
        raise Unreadable(
            draft.place,
            "file.weights-values",
            weight_count=len(weights),
            parent_count=len(draft.parents),
        )
    draft.weights = dict(zip(draft.parents, weights, strict=True))


def _noisy(element: Element, draft: Draft, drafts: Mapping[str, Draft], found: Findings) -> None:
    size = len(draft.states)
    values = numbers(element.words("parameters"), draft.place)
    strengths = [whole(word, draft.place) for word in element.words("strengths")]
    links: dict[tuple[str, str], tuple[float, ...]] = {}
    at = 0
    for parent in draft.parents:
        states = drafts[parent].states if parent in drafts else ()
        order = strengths[at : at + len(states)]
        if sorted(order) != list(range(len(states))) or not states:
            raise Unreadable(draft.place, "file.strengths-do-not-order-states", parent=parent)
        for column, state in enumerate(order[:-1], start=at):
            links[parent, states[state]] = values[column * size : (column + 1) * size]
        at += len(states)
    if len(values) != (at + 1) * size:
        raise Unreadable(
            draft.place, "file.parameters-not", value_count=len(values), at=(at + 1) * size
        )
    draft.noisy = NoisyLinks(links=links, leak=values[at * size :], falling=True)


READERS: Mapping[str, Callable[[Element, Draft, Mapping[str, Draft], Findings], None]] = {
    "cpt": _cpt,
    "deterministic": _deterministic,
    "noisymax": _noisy,
    "decision": _decision,
    "utility": _utility,
    "mau": _mau,
}


def _property(element: Element, key: str) -> str:
    return next((p.text for p in element.all("property") if p.get("id") == key), "")


def _extensions(root: Element, drafts: Mapping[str, Draft]) -> tuple[str, str]:
    """Fill in labels, comments and positions, wherever the submodels put them.

    Returns the diagram's own name and comment.
    """
    genie = next(root.below("genie"), None)
    if genie is None:
        return root.get("id"), ""
    for element in genie.below("node"):
        draft = drafts.get(name_of(element.get("id")))
        if draft is None:
            continue
        draft.label, draft.comment = element.said("name"), element.said("comment")
        corners = numbers(element.words("position"), element.place)
        if len(corners) == 4:  # noqa: PLR2004 - left, top, right, bottom
            left, top, right, bottom = corners
            draft.position = ((left + right) / 2, (top + bottom) / 2)
    return genie.get("name") or root.get("id"), genie.said("comment")


def _agrums(root: Element, drafts: Mapping[str, Draft], found: Findings) -> None:
    """Set right the order of the parents in a file that aGrUM wrote."""
    genie = next(root.below("genie"), None)
    if genie is None or not genie.get("app").startswith("aGrUM"):
        return
    for draft in drafts.values():
        if draft.kind == "chance" and len(draft.parents) > 1:
            draft.axes = (*reversed(draft.parents), draft.name)
            found.note(draft.place, "file.agrum-wrote-first-parent-taken")


def _unread(root: Element, found: Findings) -> None:
    """Note what the file holds besides the diagram."""
    own = (RECALL, REMEMBERED)
    for element in _nodes(root):
        keys = [p.get("id") for p in element.all("property") if p.get("id") not in own]
        if keys:
            found.note(element.place, "file.user-properties-not-kept", keys=items(keys))
    submodels = [element.said("name") or element.get("id") for element in root.below("submodel")]
    if submodels:
        names = ", ".join(submodels)
        found.note("", "file.nodes-submodels-read-their-grouping", names=names)
    for element in root.children:
        if element.tag not in ("nodes", "extensions", "dynamic"):
            found.note(element.place, "file.element-not-read", tag=element.tag)
