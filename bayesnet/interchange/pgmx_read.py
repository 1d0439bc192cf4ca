"""Read PGMX, the ProbModelXML format of OpenMarkov, versions 0.2 and 1.0.

Tables run over the variables as listed, the first fastest. ``InfluenceDiagram`` means that nothing
is forgotten, ``LIMID`` that what is drawn is known.

Source: Arias, Díez & Palacios (2011), ProbModelXML; OpenMarkov, its readers and networks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Diagram, NoisyLinks, Recall
from bayesnet.interchange.draft import Draft, Findings, Kind, Unreadable, number, numbers
from bayesnet.interchange.markup import Element, parse
from bayesnet.messages.facts import items

REMEMBERED = "remembered"
TYPES: Mapping[str, Recall] = {
    "BayesianNetwork": "perfect",
    "InfluenceDiagram": "perfect",
    "LIMID": "limited",
}
KINDS: Mapping[str, Kind] = {"chance": "chance", "decision": "decision", "utility": "utility"}
TABLES = ("Table", "ProbTable", "ExactDistr", "Uniform")
SUMS = ("Sum",)
MODELS = {"OR / MAX": False, "OR": False, "MAX": False, "AND / MIN": True, "AND": True, "MIN": True}
"""Whether a canonical model's states go from the highest to the lowest: MIN is MAX turned round."""


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; None if any of them is an error."""
    found = Findings(file=file)
    try:
        root = parse(text, "ProbModelXML")
        network = root.find("ProbNet")
        if network is None:
            raise Unreadable("", "file.no-probnet")
        if network.get("type") not in TYPES:
            raise Unreadable(
                network.place,
                "file.networks-type-not-read",
                what=network.get("type"),
                types=items(TYPES),
            )
        scales = _scales(root, network)
        drafts = _variables(network)
        _links(network, drafts)
        for element in _children(network, "Potentials", "Potential"):
            _potential(element, drafts, scales, found)
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    _unread(root, found)
    diagram = assemble(
        list(drafts.values()),
        found,
        name=_properties(network).get("Title", network.get("name")),
        recall=TYPES[network.get("type")],
        comment=network.said("Comment"),
    )
    return diagram, tuple(found.problems)


def _children(element: Element, outer: str, inner: str) -> Sequence[Element]:
    holder = element.find(outer)
    return list(holder.all(inner)) if holder is not None else []


def _properties(element: Element) -> dict[str, str]:
    return {
        child.get("name"): child.get("value")
        for child in _children(element, "AdditionalProperties", "Property")
    }


def _scales(root: Element, network: Element) -> Mapping[str, float]:
    """Return how much each criterion counts; raises Unreadable where they are not to be added."""
    criteria = [child.get("name") for child in _children(network, "DecisionCriteria", "Criterion")]
    if len(criteria) < 2:  # noqa: PLR2004 - nothing to be weighed
        return {}
    chosen = next(root.below("SelectedAnalysisType"), None)
    if chosen is None or chosen.text != "UNICRITERION":
        raise Unreadable(
            network.place, "file.values-several-criteria-not-added", criteria=items(criteria)
        )
    unicriterion = next(root.below("Unicriterion"), None)
    scales = list(unicriterion.below("Scale")) if unicriterion is not None else []
    return {e.get("Criterion"): number(e.get("Value"), e.place) for e in scales}


def _variables(network: Element) -> dict[str, Draft]:
    drafts: dict[str, Draft] = {}
    for element in _children(network, "Variables", "Variable"):
        name, role = element.get("name"), element.get("role")
        if role not in KINDS:
            raise Unreadable(element.place, "file.variables-role-not-read", role=role)
        if role != "utility" and element.get("type") not in ("finiteStates", "discretized"):
            raise Unreadable(
                element.place, "file.variable-without-states", what=element.get("type")
            )
        if name in drafts:
            raise Unreadable(element.place, "file.node-already", name=name)
        draft = Draft(kind=KINDS[role], name=name, place=element.place)
        if role != "utility":
            states = _children(element, "States", "State")
            draft.states = tuple(state.get("name") for state in states)
        properties = _properties(element)
        draft.label = properties.get("Title", "")
        draft.comment = element.said("Comment")
        draft.remembered = frozenset(properties.get(REMEMBERED, "").split("\n"))
        at = element.find("Coordinates")
        if at is not None:
            draft.position = (number(at.get("x"), at.place), number(at.get("y"), at.place))
        drafts[name] = draft
        criterion = element.find("Criterion")
        if criterion is not None:
            draft.weights = {"": 1.0, criterion.get("name"): 1.0}
    return drafts


def _links(network: Element, drafts: Mapping[str, Draft]) -> None:
    for element in _children(network, "Links", "Link"):
        ends = [child.get("name") for child in element.all("Variable")]
        if element.get("directed") == "false" or len(ends) != 2:  # noqa: PLR2004 - from and to
            raise Unreadable(element.place, "file.only-links-from-node-another")
        if any(element.all("Potential")) or any(element.all("RevealingConditions")):
            raise Unreadable(element.place, "file.links-restrictions-not-read")
        before, after = ends
        if after not in drafts:
            raise Unreadable(element.place, "file.no-such-node", child=after)
        drafts[after].parents = (*drafts[after].parents, before)


def _names(element: Element) -> list[str]:
    return [child.get("name") for child in _children(element, "Variables", "Variable")]


def _potential(
    element: Element, drafts: Mapping[str, Draft], scales: Mapping[str, float], found: Findings
) -> None:
    names, kind = _names(element), element.get("type")
    utility = element.find("UtilityVariable")
    child = utility.get("name") if utility is not None else (names or [""])[0]
    place = f"line {element.line}: <Potential> of '{child}'"
    if child not in drafts:
        raise Unreadable(place, "file.no-such-node", child=child)
    draft = drafts[child]
    axes = [name for name in names if name != child or draft.kind != "utility"]
    if draft.kind == "decision":
        found.note(place, "file.policy-kept-decision-not-read", child=child)
        return
    if set(axes) - {child} != set(draft.parents):
        raise Unreadable(place, "file.does-not-run-over-node")
    if draft.numbers is not None or draft.noisy is not None:
        raise Unreadable(place, "file.potential-already", child=child)
    if kind == "ICIModel":
        _canonical(element, draft, drafts)
    elif kind in SUMS and draft.kind == "utility":
        draft.kind = "sum"
        draft.weights = dict.fromkeys(draft.parents, 1.0)
    else:
        values = _values(element, draft, place, [drafts.get(a) for a in axes], found)
        share = _share(draft, scales)
        draft.numbers = [share * value for value in values] if share != 1 else values
        draft.axes = tuple(reversed(axes))
        if draft.kind == "chance":
            draft.parents = tuple(a for a in axes if a != child)


def _share(draft: Draft, scales: Mapping[str, float]) -> float:
    criterion = next((name for name in draft.weights if name), "")
    return scales.get(criterion, 1.0) if draft.kind == "utility" else 1.0


def _values(
    element: Element,
    draft: Draft,
    place: str,
    over: Sequence[Draft | None],
    found: Findings,
) -> Sequence[float]:
    kind = element.get("type")
    if kind == "Uniform" and draft.kind == "chance":
        cells = math.prod(len(axis.states) for axis in over if axis is not None)
        found.spend(cells, place)
        return [1 / max(1, len(draft.states))] * cells
    exact = kind == "UnivariateDistr" and element.get("distribution") == "Exact"
    if kind not in TABLES and not exact:
        raise Unreadable(place, "file.potentials-type-not-read", kind=kind)
    if exact and set(element.said("Functions").split()) - {'"1"'}:
        raise Unreadable(place, "file.values-depend-numbers-other-nodes")
    if element.find("Values") is None and element.find("Parameters") is None:
        raise Unreadable(place, "file.no-values")
    return numbers(element.words("Parameters" if exact else "Values"), place)


def _canonical(element: Element, draft: Draft, drafts: Mapping[str, Draft]) -> None:
    model = element.said("Model")
    place = f"line {element.line}: <Potential> of '{draft.name}'"
    if model not in MODELS:
        raise Unreadable(
            place, "file.canonical-models-kind-not-read", model=model, models=items(MODELS)
        )
    falling, size = MODELS[model], len(draft.states)
    nothing = [float(i == (size - 1 if falling else 0)) for i in range(size)]
    leak: tuple[float, ...] = tuple(nothing)
    links: dict[tuple[str, str], tuple[float, ...]] = {}
    given = set()
    for part in _children(element, "Subpotentials", "Potential"):
        names = [name for name in _names(part) if name != draft.name]
        values = numbers(part.words("Values"), place)
        if not names:
            leak = values
            continue
        parent = names[0]
        given.add(parent)
        states = drafts[parent].states if parent in draft.parents else ()
        if len(values) != size * len(states) or not states:
            raise Unreadable(place, "file.link-numbers", parent=parent, value_count=len(values))
        rows = {s: values[i * size : (i + 1) * size] for i, s in enumerate(states)}
        neutral = next((s for s, row in rows.items() if list(row) == nothing), None)
        links |= {(parent, s): row for s, row in rows.items() if s != neutral}
    missing = set(draft.parents) - given
    if missing:
        raise Unreadable(place, "file.no-link-given", missing=items(sorted(missing)))
    draft.noisy = NoisyLinks(links=links, leak=leak, falling=falling)


def _unread(root: Element, found: Findings) -> None:
    for tag in ("EvidenceCases", "Policies", "Agents"):
        for element in root.below(tag):
            found.note(element.place, "file.element-not-read", tag=tag)
