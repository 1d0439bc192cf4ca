"""Put together all that stands on the page, as frozen values, without the web framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bayesnet.edits.checked import Draft, draft_of
from bayesnet.edits.texts import Texts
from bayesnet.errors import Problem
from bayesnet.messages.language import translated
from bayesnet.study.model import InfluenceDiagram, Name
from diagrams.selectable import placed, selectable
from elicitation.workshop.modelling.beside import Beside, beside_of
from elicitation.workshop.modelling.cost import Cost, cost_of, plan_of
from elicitation.workshop.modelling.locks import Lock, locked_nodes
from elicitation.workshop.modelling.methods import METHODS
from elicitation.workshop.modelling.panel import Panel, panel_of
from elicitation.workshop.modelling.picture import Believed, believed, picture_of
from elicitation.workshop.modelling.session import ModelSession
from elicitation.workshop.page_words import Words, on_page, to_mend

LARGE = 120
"""Nodes from which on the page says that it is slow."""
TABS = ("node", "counts", "whatifs", "structures", "people", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something still open or wrong, in words, and the node that it is about; empty for none."""

    words: str
    node: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that stands on the page.

    mark: which files it was made from. picture: SVG, empty where the diagram cannot be drawn.
    broken: what contradicts itself; open: what is still to be filled in; doubts: warnings.
    over: experts whose questions take longer than the plan allows, and how many minutes.
    bars: whose decisions the bars take; empty for every option alike.
    """

    title: str
    mark: str
    show: str
    chosen: Name
    picture: str
    nodes: tuple[tuple[Name, str, str], ...]
    panel: Panel | None
    beside: Beside | None
    broken: tuple[ToDo, ...]
    open: tuple[ToDo, ...]
    doubts: tuple[ToDo, ...]
    cost: Cost | None
    over: tuple[str, ...]
    bars: str
    can_undo: bool
    can_redo: bool
    lock: Lock | None
    large: bool
    study: str
    methods: tuple[tuple[str, str], ...] = tuple(METHODS.items())


def page_of(session: ModelSession, show: str, chosen: Name) -> Page:
    """Return the page with one node chosen and one tab shown. Raises StudyError."""
    history = session.history  # read once: the mark is of the very files that are shown
    texts, draft = history.now, draft_of(history.now)
    diagram = draft.diagram
    words = words_in(draft, texts)
    known = believed(draft)
    cost = cost_of(draft, texts)
    lock = session.locked
    fixed = locked_nodes(texts) if lock and diagram else frozenset()
    judgements = cost.by_node.get(chosen, 0) if cost else 0
    panel = panel_of(draft, texts, chosen, known.beliefs, judgements, locked=chosen in fixed)
    return Page(
        title=diagram.title if diagram else session.folder.name,
        mark=session.mark(texts),
        show=show if show in TABS else TABS[0],
        chosen=panel.name if panel else "",
        picture=drawn(session, draft, texts, chosen, known),
        nodes=_nodes(diagram),
        panel=panel,
        beside=beside_of(draft, texts, show),
        broken=_listed(draft.broken, words),
        open=_listed(draft.unfinished, words),
        doubts=_listed([p for p in draft.problems if p.severity == "warning"], words),
        cost=cost,
        over=_over(cost, words),
        bars=known.scenario.label if known.scenario else "",
        can_undo=history.can_undo,
        can_redo=history.can_redo,
        lock=lock,
        large=diagram is not None and len(diagram.nodes) > LARGE,
        study=session.folder.resolve().name,
    )


def drawn(
    session: ModelSession,
    draft: Draft,
    texts: Texts,
    chosen: Name,
    known: Believed | None = None,
) -> str:
    """Return the picture, its nodes where they stood before; empty where it cannot be drawn.

    texts: of the files as they stand, which say where people placed nodes. known: what is
    believed, if that was asked already.
    """
    if draft.diagram is None or draft.broken or not draft.diagram.nodes:
        return ""
    picture = picture_of(draft, known or believed(draft))
    session.standing = placed(picture, session.places(texts), session.standing)
    layout = session.standing.layout

    def address(name: Name) -> str:
        return f"/?node={name}"

    about = translated("Influence diagram")
    return selectable(picture, layout, address, chosen=chosen, about=about)


def words_in(draft: Draft, texts: Texts) -> Words:
    """Return what names are called on the page."""
    if draft.diagram is None:
        return Words()
    plan = plan_of(draft, texts)
    people = {id_: expert.label for id_, expert in plan.experts.items()} if plan else {}
    return Words(nodes=draft.diagram.labels, people=people)


def told(problems: Sequence[Problem], words: Words) -> tuple[str, ...]:
    """Return what is refused, in words of the page."""
    return tuple(dict.fromkeys(on_page(problem, words) for problem in problems))


def _listed(problems: Sequence[Problem], words: Words) -> tuple[ToDo, ...]:
    found: dict[str, ToDo] = {}
    for problem in problems:
        text = on_page(problem, words) if words.nodes else to_mend(problem)
        parts = problem.place.path.split(".")
        node = parts[1] if len(parts) > 1 and parts[1] in words.nodes else ""
        found.setdefault(text, ToDo(words=text, node=node))
    return tuple(found.values())


def _over(cost: Cost | None, words: Words) -> tuple[str, ...]:
    experts = cost.experts if cost else ()
    return tuple(f"{words.person(e.who)} ({e.minutes:.0f} min)" for e in experts if e.over)


def _nodes(diagram: InfluenceDiagram | None) -> tuple[tuple[Name, str, str], ...]:
    """Return name, label and kind of every node."""
    if diagram is None:
        return ()
    kinds = {
        **dict.fromkeys(diagram.decisions, "decision"),
        **dict.fromkeys(diagram.chance, "chance"),
    }
    return tuple((n, label, kinds.get(n, "utility")) for n, label in diagram.labels.items())
