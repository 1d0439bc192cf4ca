"""Make a study's files of a diagram: what the file did not say is filled in and marked as such.

Node names become words of letters, digits and _; states lose what a judgement's key could not hold.
The names that were are kept as labels. A node of a single state says nothing and is left out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from bayesnet.errors import Problem, StudyError, errors_in, problem_at, unplaced
from bayesnet.formats.cpt_toml import MOST_ROWS
from bayesnet.formats.graph_checks import UNSAFE_IN_STATE
from bayesnet.formats.layout_json import FARTHEST, FILE, VIEWS, write_centres
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.formats.section import MAX_CHARACTERS
from bayesnet.interchange.diagram import (
    Chance,
    Decision,
    Diagram,
    Name,
    Node,
    NoisyLinks,
    Position,
    State,
    Utility,
    WeightedSum,
    parents_of,
    turned,
)
from bayesnet.interchange.losses import Losses, note
from bayesnet.interchange.names import study_name, unique
from bayesnet.interchange.study_text import model_text, scenarios_text
from bayesnet.messages.facts import items
from bayesnet.messages.remedies import did_you_mean

MODEL = "model.toml"
SCENARIOS = "scenarios.toml"
SIGNS = {">=": "at least ", "<=": "at most "}
"""What is lost with a sign that a judgement's key cannot hold, in words."""


def files_of(
    diagram: Diagram,
    *,
    source: str,
    today: dt.date,
    final: bool = False,
    settable: Sequence[str] = (),
) -> tuple[Mapping[str, str], Losses]:
    """Return the text of each file of a new study, and what is lost or changed on the way.

    source: the name of the file the diagram was read from. final: whether its numbers are no
    placeholders. settable: names or labels of the uncertain nodes that somebody could make so;
    without any, those without causes. Raises StudyError for one that is not there.
    """
    chosen = _settable(diagram, settable)
    lost: list[Losses] = []
    whole = turned(diagram, falling=False)
    reversed_ = [n for n, node in diagram.chance.items() if node.states != whole.states[n]]
    if reversed_:
        lost.append((note("file.order-reversed", nodes=items(reversed_)),))
    whole, dropped = _without_constants(whole)
    if dropped:
        lost.append((note("file.left-out-single-state-says", dropped=items(dropped)),))
    if len(whole.sums) > 1 or any(
        set(t.weights) - set(whole.utilities) for t in whole.sums.values()
    ):
        lost.append((note("file.sums-flattened", sums=items(whole.sums)),))
    named, renamed = _named(whole)
    lost.append(renamed)
    if max(_rows(whole).values(), default=0) > MOST_ROWS:
        raise _too_large(whole)
    pairs = zip(whole.nodes, named.nodes, strict=True)
    files: dict[str, str] = {
        MODEL: model_text(
            named,
            source=source,
            today=today,
            final=final,
            settable=[new for old, new in pairs if old in chosen],
        ),
        SCENARIOS: scenarios_text(named),
    }
    if len(files[MODEL]) > MAX_CHARACTERS:
        raise _too_large(whole)
    centres = _centres(named)
    if centres:
        files[FILE] = write_centres(dict.fromkeys(VIEWS, centres))
    return files, tuple(entry for losses in lost for entry in losses)


def _rows(diagram: Diagram) -> Mapping[Name, int]:
    """Return how many situations each uncertain node has a distribution for."""
    return {n: node.table.size // len(node.states) for n, node in diagram.chance.items()}


def _too_large(diagram: Diagram) -> StudyError:
    """Return the refusal of a diagram whose tables no study holds, in the words of its file."""
    cells = {name: node.table.size for name, node in diagram.chance.items()}
    cells |= {name: node.values.size for name, node in diagram.utilities.items()}
    worst = max(cells, key=cells.__getitem__)
    problem = unplaced(
        "file.more-numbers-than-a-study",
        name=worst,
        cells=sum(cells.values()),
        largest=cells[worst],
    )
    return StudyError([problem])


def _settable(diagram: Diagram, wanted: Sequence[str]) -> Collection[Name]:
    """Return the nodes that can be set, by name."""
    if not wanted:
        return [name for name, node in diagram.chance.items() if not node.parents]
    known = {node.label: name for name, node in diagram.chance.items() if node.label}
    known |= {name: name for name in diagram.chance}
    wrong = [word for word in wanted if word not in known]
    if wrong:
        raise StudyError(
            problem_at("", "--settable", "file.no-uncertain-node", did_you_mean(w, known), word=w)
            for w in wrong
        )
    return [known[word] for word in wanted]


def _centres(diagram: Diagram) -> Mapping[Name, Position]:
    """Return where the nodes stand, moved together to where a picture begins."""
    places = {n: node.position for n, node in diagram.nodes.items() if node.position is not None}
    left = min((x for x, _ in places.values()), default=0.0)
    top = min((y for _, y in places.values()), default=0.0)
    dx, dy = max(0.0, -left), max(0.0, -top)
    moved = {name: (x + dx, y + dy) for name, (x, y) in places.items()}
    far = any(max(place) > FARTHEST for place in moved.values())
    return {} if far else moved


def unsound(files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what makes the files no study: a diagram may be too large for one."""
    diagram, _, problems = read_model(files[MODEL])
    if diagram is None:
        return errors_in(problems)
    _, more = read_scenarios(files[SCENARIOS], diagram)
    return errors_in(more)


def _without_constants(diagram: Diagram) -> tuple[Diagram, list[Name]]:
    """Return the diagram without nodes of one state, their axes taken out of every table."""
    gone = [name for name, states in diagram.states.items() if len(states) == 1]
    if not gone:
        return diagram, []
    nodes: dict[Name, Node] = {}
    for name, node in diagram.nodes.items():
        if name in gone:
            continue
        parents = parents_of(node)
        kept = tuple(parent for parent in parents if parent not in gone)
        axes = tuple(axis for axis, parent in enumerate(parents) if parent in gone)
        match node:
            case Decision():
                nodes[name] = dataclasses.replace(node, informed_by=kept)
            case Utility():
                values = np.squeeze(node.values, axis=axes)
                nodes[name] = dataclasses.replace(node, parents=kept, values=values)
            case Chance():
                table = np.squeeze(node.table, axis=axes)
                noisy = node.noisy if kept == parents else None
                nodes[name] = dataclasses.replace(node, parents=kept, table=table, noisy=noisy)
            case _:
                nodes[name] = node
    return dataclasses.replace(diagram, nodes=nodes), gone


def state_word(text: str) -> str:
    """Return a state as a judgement's key can hold it: its label keeps the signs."""
    for sign, words in SIGNS.items():
        text = text.replace(sign, words)
    return " ".join(UNSAFE_IN_STATE.sub(" ", text).split()) or "state"


def _state_labels(states: Mapping[State, State]) -> tuple[str, ...]:
    """Return the states as they were, if any was changed: no two alike, none of them empty."""
    labels = unique(states, lambda old: " ".join(old.split()) or states[old])
    return (
        tuple(labels.values())
        if any(new != label for new, label in zip(states.values(), labels.values(), strict=True))
        else ()
    )


def _named(diagram: Diagram) -> tuple[Diagram, Losses]:
    """Return the diagram with names and states that a study can hold."""
    new = unique(diagram.nodes, study_name)
    taken = set(new.values())

    def state(text: str) -> str:
        clean = state_word(text)
        return f"{clean} state" if clean in taken else clean

    states = {name: unique(those, state) for name, those in diagram.states.items()}
    nodes: dict[Name, Node] = {}
    for name, node in diagram.nodes.items():
        label = node.label or name
        match node:
            case Decision():
                known = tuple(new[parent] for parent in node.informed_by)
                changed: Node = dataclasses.replace(
                    node,
                    states=tuple(states[name].values()),
                    state_labels=_state_labels(states[name]),
                    informed_by=known,
                )
            case WeightedSum():
                weights = {new[part]: weight for part, weight in node.weights.items()}
                changed = dataclasses.replace(node, weights=weights)
            case Utility():
                parents = tuple(new[parent] for parent in node.parents)
                changed = dataclasses.replace(node, parents=parents)
            case Chance():
                changed = dataclasses.replace(
                    node,
                    states=tuple(states[name].values()),
                    state_labels=_state_labels(states[name]),
                    parents=tuple(new[parent] for parent in node.parents),
                    noisy=_noisy(node.noisy, new, states),
                )
        nodes[new[name]] = dataclasses.replace(changed, name=new[name], label=label)
    lost = [
        note("file.renamed" if node.label else "file.renamed-label-kept", old=name, new=new[name])
        for name, node in diagram.nodes.items()
        if new[name] != name
    ]
    lost += [
        note("file.state-called-study-label", old=old, new=new[name], text=text)
        for name, those in states.items()
        for old, text in those.items()
        if old != text
    ]
    return dataclasses.replace(diagram, nodes=nodes), tuple(lost)


def _noisy(
    noisy: NoisyLinks | None,
    new: Mapping[Name, Name],
    states: Mapping[Name, Mapping[State, State]],
) -> NoisyLinks | None:
    if noisy is None:
        return None
    links = {(new[p], states[p][s]): row for (p, s), row in noisy.links.items()}
    return dataclasses.replace(noisy, links=links)
