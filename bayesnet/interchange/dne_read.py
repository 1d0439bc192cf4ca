"""Read DNE, the text format of Netica.

Tables run over the parents as listed, then the child, the last fastest; a utility's values and a
deterministic node's states stand in ``functable``. Nothing is forgotten in Netica.

Source: Norsys, Netica file formats (DNET-1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Diagram, Recall
from bayesnet.interchange.draft import Draft, Findings, Kind, Unreadable, number, numbers, whole
from bayesnet.interchange.names import name_of
from bayesnet.interchange.tokens import Cursor, Token, cut, words
from bayesnet.messages.facts import items

IN_TITLE = "titled_"
"""What an identifier begins with whose name is too long for one: the name is the title."""
LIMITED = "// collective-resolve: each decision knows only what is drawn"
REMEMBERED = "// collective-resolve: drawn because nothing is forgotten:"
KINDS: Mapping[str, Kind] = {"NATURE": "chance", "DECISION": "decision", "UTILITY": "utility"}


@dataclass(slots=True)
class _Block:
    """The entries of one node, and where it begins."""

    line: int
    entries: dict[str, list[Token]]
    visual: dict[str, list[Token]] = field(default_factory=dict)


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; None if any of them is an error."""
    found = Findings(file=file)
    try:
        cursor = Cursor(cut(text, comments="slashes", signs="(){}=;,"))
        cursor.expect("bnet")
        name = cursor.next().text
        blocks: dict[str, _Block] = {}
        head = _block(cursor, blocks, name).entries
        cursor.take(";")
        if not cursor.done:
            cursor.fail("file.something-follows-network")
        named = {key: _name(key, block) for key, block in blocks.items()}
        drafts = [_draft(key, block, named, found) for key, block in blocks.items()]
        drafts = _without_constants(drafts, found)
        _states_as_tables(drafts, blocks, named, found)
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    _forget(text, drafts)
    recall: Recall = "limited" if LIMITED in text else "perfect"
    title = _said(head, "title") or name_of(name)
    diagram = assemble(drafts, found, name=title, recall=recall, comment=_said(head, "comment"))
    return diagram, tuple(found.problems)


def _block(cursor: Cursor, nodes: dict[str, _Block], name: str) -> _Block:
    """Return the entries up to the closing brace; nodes inside go into ``nodes``."""
    block = _Block(cursor.line, {})
    cursor.expect("{")
    while not cursor.take("}"):
        key = cursor.next()
        if key.text == ";" and not key.quoted:
            continue
        if cursor.take("="):
            block.entries[key.text] = _value(cursor)
            continue
        label = cursor.next()
        if key.text == "node":
            if label.text in nodes:
                raise Unreadable(f"line {label.line}", "file.node-already", name=label.text)
            nodes[label.text] = _Block(label.line, {})
            nodes[label.text] = _block(cursor, nodes, label.text)
        elif key.text == "visual":
            block.visual = _visual(cursor)
        elif cursor.is_next("{"):
            cursor.skip_block()
        else:
            cursor.fail("file.followed-neither-nor-block", text=key.text[:40])
    return block


def _value(cursor: Cursor) -> list[Token]:
    """Return the tokens up to the semicolon; blocks in between, as of fonts, are passed over."""
    found: list[Token] = []
    while not cursor.take(";"):
        if cursor.is_next("{"):
            cursor.skip_block()
        else:
            found.append(cursor.next())
    return found


def _visual(cursor: Cursor) -> dict[str, list[Token]]:
    entries: dict[str, list[Token]] = {}
    cursor.expect("{")
    while not cursor.take("}"):
        key = cursor.next()
        if cursor.take("="):
            entries[key.text] = _value(cursor)
        elif cursor.is_next("{"):
            cursor.skip_block()
    return entries


def _said(entries: Mapping[str, Sequence[Token]], key: str) -> str:
    return " ".join(token.text for token in entries.get(key, ()))


def _name(key: str, block: _Block) -> str:
    title = _said(block.entries, "title")
    return title if key.startswith(IN_TITLE) and title else name_of(key)


def _states(entries: Mapping[str, Sequence[Token]], place: str, found: Findings) -> tuple[str, ...]:
    ids = words(entries.get("states", ()))
    titles = _listed(entries.get("statetitles", ()))
    if ids:
        titles += [""] * (len(ids) - len(titles))
        pairs = zip(ids, titles, strict=False)
        return tuple(t if i.startswith(IN_TITLE) and t else name_of(i) for i, t in pairs)
    if "levels" in entries:
        levels = words(entries["levels"])
        if _said(entries, "discrete") == "FALSE":
            return tuple(f"{a} to {b}" for a, b in pairwise(levels))
        return tuple(t or level for level, t in _padded(levels, titles))
    count = whole(_said(entries, "numstates") or "0", place)
    found.spend(10 * max(0, count), place)  # a name takes the room of ten numbers
    return tuple(t or f"state{i}" for i, t in _padded(range(count), titles))


def _padded(keys: Sequence[object], titles: Sequence[str]) -> list[tuple[str, str]]:
    more = [*titles, *[""] * (len(keys) - len(titles))]
    return [(str(key), title) for key, title in zip(keys, more, strict=False)]


def _listed(tokens: Sequence[Token]) -> list[str]:
    """Return the entries of a list in which nothing between two commas is an empty entry."""
    entries, now = [], ""
    for token in tokens:
        if token.quoted or token.text not in "(),":
            now = token.text
        elif token.text != "(":
            entries.append(now)
            now = ""
    return entries


def _draft(key: str, block: _Block, named: Mapping[str, str], found: Findings) -> Draft:
    entries, name = block.entries, named[key]
    place = f"line {block.line}: node '{name}'"
    kind = _said(entries, "kind") or "NATURE"
    if kind not in (*KINDS, "CONSTANT"):
        raise Unreadable(place, "file.nodes-kind-not-read", kind=kind[:40])
    if "delays" in entries:
        raise Unreadable(place, "file.networks-unfold-time-not-read")
    draft = Draft(kind=KINDS.get(kind, "utility"), name=name, place=place)
    if kind in ("NATURE", "DECISION"):
        draft.states = _states(entries, place, found)
    draft.parents = tuple(named.get(p, name_of(p)) for p in words(entries.get("parents", ())))
    title = _said(entries, "title")
    draft.label = "" if key.startswith(IN_TITLE) else title
    draft.comment = _said(entries, "comment")
    if kind != "DECISION" and "probs" in entries:
        draft.numbers = _probabilities(words(entries["probs"]), draft, found)
    draft.unread = "an equation" if "equation" in entries else ""
    center = numbers(words(block.visual.get("center", ())), place)
    if len(center) == 2:  # noqa: PLR2004 - x and y
        draft.position = (center[0], center[1])
    if kind != "CONSTANT" and "evidence" in entries:
        found.note(place, "file.finding-entered-not-kept", entries=_said(entries, "evidence"))
    lost = [
        t
        for i, t in zip(
            words(entries.get("states", ())), _listed(entries.get("statetitles", ())), strict=False
        )
        if t and not i.startswith(IN_TITLE)
    ]
    if lost:
        found.note(place, "file.states-titles-not-kept-their", lost=items(lost))
    return draft


def _probabilities(texts: Sequence[str], draft: Draft, found: Findings) -> list[float]:
    values: list[float] = []
    for text in texts:
        if text.startswith("#"):  # a row that is certain of one state
            state = whole(text[1:], draft.place)
            found.spend(len(draft.states), draft.place)
            values += [float(state == index) for index in range(len(draft.states))]
        else:
            values.append(0.0 if text == "@imposs" else number(text, draft.place))
    return values


def _without_constants(drafts: Sequence[Draft], found: Findings) -> list[Draft]:
    """Drop what Netica has for titles on the page; a constant that anything uses is not read."""
    kept = []
    used = {parent for draft in drafts for parent in draft.parents}
    for draft in drafts:
        constant = draft.kind == "utility" and not draft.parents and draft.numbers is None
        if constant and draft.name not in used:
            found.note(draft.place, "file.stands-alone-no-value-left")
        else:
            kept.append(draft)
    return kept


def _states_as_tables(
    drafts: Sequence[Draft],
    blocks: Mapping[str, _Block],
    named: Mapping[str, str],
    found: Findings,
) -> None:
    """Fill in the tables that ``functable`` gives: values, or a state for each row."""
    block_of = {named[key]: block for key, block in blocks.items()}
    for draft in drafts:
        entries = block_of[draft.name].entries
        if draft.numbers is not None or draft.kind == "decision" or "functable" not in entries:
            continue
        texts = words(entries["functable"])
        if draft.kind == "utility":
            draft.numbers = numbers(texts, draft.place)
            continue
        found.spend(len(texts) * len(draft.states), draft.place)
        ids = words(entries.get("states", ()))
        values: list[float] = []
        for text in texts:
            at = _state(text, ids, draft)
            values += [float(at == index) for index in range(len(draft.states))]
        draft.numbers = values


def _state(text: str, ids: Sequence[str], draft: Draft) -> int:
    if text.startswith("#"):
        return whole(text[1:], draft.place)
    if text in ids:
        return ids.index(text)
    if text in draft.states:
        return draft.states.index(text)
    raise Unreadable(draft.place, "file.function-gives-none-states", text=text[:40])


def _forget(text: str, drafts: Sequence[Draft]) -> None:
    """Mark the arcs that our own writer drew only because nothing is forgotten."""
    decisions = [draft for draft in drafts if draft.kind == "decision"]
    for line in text.splitlines():
        if line.strip().startswith(REMEMBERED):
            pair = line.partition(REMEMBERED)[2].split()
            if len(pair) == 2:  # noqa: PLR2004 - from and to, by place among the decisions
                before, after = (int(p) if p.isdigit() else math.inf for p in pair)
                if max(before, after) < len(decisions):
                    draft = decisions[int(after)]
                    draft.remembered |= {decisions[int(before)].name}
