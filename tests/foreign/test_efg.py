"""Games as Gambit's files: read back by a reader of the tests' own, leaf by leaf."""

from __future__ import annotations

import dataclasses
import re
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.adversary.game import CHANCE, game_of
from bayesnet.errors import StudyError
from bayesnet.interchange.efg_write import write
from bayesnet.study.attributes import utility_terms
from elicitation.cli import main
from tests.bayesnet.two_agents import diagram, plain_value, random_tables, them, with_value
from tests.conftest import SHIPPED

TOKEN = re.compile(r'"[^"]*"|[{}]|[^\s{},]+')


def parsed(text):
    """Players and tree: (kind, player, infoset, [(action, chance or None, subtree)]) or payoffs."""
    lines = text.splitlines()
    head = TOKEN.findall(lines[0])
    players = [token.strip('"') for token in head[head.index("{") + 1 : head.index("}")]]
    rest = iter([line for line in lines[2:] if line])

    def node():
        tokens = TOKEN.findall(next(rest))
        inside = tokens[tokens.index("{") + 1 : tokens.index("}")]
        if tokens[0] == "t":
            return [Fraction(amount) for amount in inside]
        if tokens[0] == "c":
            moves = [
                (a.strip('"'), Fraction(p)) for a, p in zip(inside[::2], inside[1::2], strict=True)
            ]
            return ("c", 0, int(tokens[2]), [(a, p, node()) for a, p in moves])
        moves = [(a.strip('"'), None) for a in inside]
        return ("p", int(tokens[2]), int(tokens[3]), [(a, p, node()) for a, p in moves])

    tree = node()
    assert next(rest, None) is None
    return players, tree


def small_game(moves, seed):
    random = np.random.default_rng(seed)
    sizes = {name: int(random.integers(2, 4)) for name in (*moves, "z")}
    bare = diagram(moves, sizes)
    shape = tuple(bare.sizes[name] for name in bare.states)
    ours, theirs = random.normal(size=shape), random.normal(size=shape)
    whole = with_value(bare, ours)
    tables = random_tables(random, whole, 1)
    agent = them(whole, [plain_value("own", whole.states, theirs, 2.0)])
    game = game_of(whole, tables, [agent], utility_terms(whole, None))
    return game, whole, tables, ours, theirs


@pytest.mark.parametrize(
    "moves", [("d1", "a2"), ("c1", "a2", "d3"), ("a1", "c2", "d3", "a4")], ids="-".join
)
def test_a_game_is_read_back_leaf_by_leaf(moves):
    game, whole, tables, ours, theirs = small_game(moves, len(moves))
    players, tree = parsed(write(game))
    assert players == ["we", "They"]
    states = list(whole.states)
    leaves = 0
    infosets = {}

    def walk(node, known):
        nonlocal leaves
        if isinstance(node, list):
            leaves += 1
            at = tuple(known[name] for name in states)
            assert [float(amount) for amount in node] == pytest.approx(
                [ours[at], 2 * theirs[at]], abs=1e-12
            )
            return
        kind, player, number, branches = node
        name = game.order[len(known)]
        assert player == (0 if name[0] in "cz" else 1 if name[0] == "d" else 2)
        seen = tuple(known[parent] for parent in game.known[name])
        assert infosets.setdefault((kind, player, number), (name, seen)) == (name, seen)
        assert [action for action, _, _ in branches] == list(whole.states[name])
        if kind == "c":
            assert sum(p for _, p, _ in branches) == 1
            parents = tables[name].scope[:-1]
            row = tables[name].values[tuple(known[parent] for parent in parents)][:, 0]
            assert [float(p) for _, p, _ in branches] == pytest.approx(row, abs=1e-11)
        for state, (_, _, below) in enumerate(branches):
            walk(below, {**known, name: state})

    walk(tree, {})
    assert leaves == game.leaves == ours.size


def test_who_does_not_see_a_move_has_one_information_set():
    """They do not see what we do: one set for both of our options."""
    game = diagram(("d1", "a2"), {"d1": 2, "a2": 2, "z": 2})
    agent = them(game, [plain_value("own", ("a2", "z"), [[0, 1], [1, 0]])])

    blind = dataclasses.replace(
        agent, decisions=(dataclasses.replace(agent.decisions[0], knows=()),)
    )
    tables = random_tables(np.random.default_rng(0), game, 1)
    for chosen, sets in ((agent, 2), (blind, 1)):
        text = write(game_of(game, tables, [chosen], []))
        numbers = {line.split()[3] for line in text.splitlines() if line.startswith('p "" 2')}
        assert len(numbers) == sets


def test_a_large_game_is_refused_with_its_size():
    shown = CliRunner().invoke(
        main, ["export", "--format", "efg", "--structure", "E", "--study", str(SHIPPED)]
    )
    assert shown.exit_code == 2
    assert "leaves, more than 20,000." in shown.output
    none = CliRunner().invoke(main, ["export", "--format", "efg", "--study", str(SHIPPED)])
    assert "nobody but us decides under structure A." in none.output


def test_what_a_game_cannot_hold_is_refused():

    game, whole, tables, *_ = small_game(("d1", "a2"), 1)
    assert CHANCE not in {game.mover["d1"], game.mover["a2"]}
    agent = them(whole, [plain_value("own", ("a2", "z"), np.zeros((3, 3)))])
    own = dataclasses.replace(agent, beliefs={"z": None})
    with pytest.raises(StudyError, match="one prior for all"):
        game_of(whole, tables, [own], [])
