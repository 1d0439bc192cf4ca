"""Write a game as Gambit's extensive form (.efg, format 2), for others to check and solve.

Source: Gambit documentation, "The extensive game (.efg) file format".
"""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.adversary.game import CHANCE, Game

PARTS = 10**12
"""Probabilities are whole parts of it, so that they sum to exactly 1."""


def write(game: Game) -> str:
    """Return the text of the file; payoffs with every digit, chances to 12 digits."""
    players = " ".join(_quoted(player) for player in game.players)
    head = [f"EFG 2 R {_quoted(game.title)} {{ {players} }}", '""', ""]
    return "\n".join([*head, *_lines(game)]) + "\n"


def _lines(game: Game) -> Iterator[str]:
    """Yield a line for each node of the tree, each before those below it."""
    sets: dict[tuple[object, ...], int] = {}
    counts: dict[int, int] = {}
    leaves = 0
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        at = waiting.pop()
        here = dict(zip(game.order, at, strict=False))
        if len(at) == len(game.order):
            leaves += 1
            paid = ", ".join(repr(amount) for amount in game.paid(here))
            yield f't "" {leaves} "" {{ {paid} }}'
            continue
        name = game.order[len(at)]
        mover = game.mover[name]
        known = tuple(here[parent] for parent in game.known[name])
        if (name, known) not in sets:
            counts[mover] = counts.get(mover, 0) + 1
            sets[name, known] = counts[mover]
        number = sets[name, known]
        states = game.states[name]
        if mover == CHANCE:
            parts = _parts(game.tables[name][known].tolist())
            moves = " ".join(
                f"{_quoted(s)} {part}/{PARTS}" for s, part in zip(states, parts, strict=True)
            )
            yield f'c "" {number} {_quoted(game.labels[name])} {{ {moves} }} 0'
        else:
            moves = " ".join(_quoted(state) for state in states)
            yield f'p "" {mover + 1} {number} {_quoted(game.labels[name])} {{ {moves} }} 0'
        waiting += [(*at, state) for state in reversed(range(len(states)))]


def _parts(chances: list[float]) -> list[int]:
    """Return probabilities as whole parts that sum to all; the largest takes what is left."""
    parts = [round(chance * PARTS) for chance in chances]
    parts[parts.index(max(parts))] += PARTS - sum(parts)
    return parts


def _quoted(text: str) -> str:
    return '"' + " ".join(text.replace("\\", "/").replace('"', "'").split()) + '"'
