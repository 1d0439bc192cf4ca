"""Doubts about several answers taken together: they are asked back, and never block.

An answer with a reason is explained: nobody asks twice. What a single answer may have wrong with it
is checked where forms are read: ``intake/line_checks.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, groupby, pairwise, permutations

from bayesnet.messages.facts import Fact, Node, Question, State, items, nodes, phrase
from bayesnet.messages.remedies import Remedy
from bayesnet.messages.terminal import terminal
from bayesnet.study.model import InfluenceDiagram
from elicitation.questionnaire.directions import directions
from elicitation.questionnaire.question_words import SEED, parts_of
from elicitation.record.decoding import plain
from elicitation.record.responses import Judgement, is_distribution

SAME = Decimal("1e-9")
MANY_HALVES = 3
"""So many answers that are all fifty-fifty look like no answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something to ask back.

    kind: ``order``, ``identical``, ``halves``, ``direction``, ``rank``, ``quantiles``, ``misfit``,
    ``method``, ``effect``, ``total``, ``dominated`` or ``sign``.
    questions: keys of the answers it is about. code and facts: what is asked, see ``Problem``.
    """

    kind: str
    questions: tuple[str, ...]
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    remedies: tuple[Remedy, ...] = ()

    def __str__(self) -> str:
        """Return what is asked, as at the terminal."""
        return terminal().sentence(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """States of every node, and the direction of every arc in their order (see ``directions``)."""

    states: Mapping[str, tuple[str, ...]]
    directions: Mapping[tuple[str, str], int]


def model_states(diagram: InfluenceDiagram, falling: frozenset[str]) -> States:
    """Return the states and directions that answers are checked against."""
    return States(states=diagram.states, directions=directions(diagram, falling))


def doubts(judgements: Sequence[Judgement], model: States) -> tuple[Doubt, ...]:
    """Return all doubts about one expert's answers, on whichever scale they are.

    They come in the order in which they were given: the later of two is the one that is explained.
    """
    rows = _rows(judgements)
    found = list(_halves(judgements))
    for own in rows.values():
        found += _identical(own)
    own_signs = {**model.directions, **stated_signs(judgements)}
    for node, own in rows.items():
        found += _reversals(node, own, States(states=model.states, directions=own_signs))
    return (*found, *_against_declared(judgements, model), *_ranks(judgements), *_seeds(judgements))


def stated_signs(judgements: Sequence[Judgement]) -> dict[tuple[str, str], int]:
    """Return the directions that the expert gave in so many words, by arc."""
    found = {}
    for judgement in judgements:
        parts = parts_of(judgement.question)
        if parts.part == "sign":
            found[parts.inside, parts.node] = int(judgement.answers["value"].best)
    return found


def _rows(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """Return the rows of tables by node, in the order answered; roots have none to compare."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        parts = parts_of(judgement.question)
        if parts.part == "" and parts.pairs:
            found.setdefault(parts.node, []).append(judgement)
    return found


def _best(judgement: Judgement) -> list[Decimal]:
    return [answer.best for answer in judgement.answers.values()]


def _halves(judgements: Sequence[Judgement]) -> Iterator[Doubt]:
    distributions = [j for j in judgements if is_distribution(j.answers)]
    even = [j for j in distributions if max(_best(j)) - min(_best(j)) <= SAME and not j.reason]
    if len(even) >= MANY_HALVES and 2 * len(even) > len(distributions):
        yield Doubt(
            kind="halves",
            questions=tuple(j.question for j in even),
            code="doubt.halves",
            facts={"even": len(even), "answers": len(distributions)},
        )


def _identical(rows: Sequence[Judgement]) -> Iterator[Doubt]:
    ordered = sorted((j for j in rows if not j.reason), key=_best)
    for _, same in groupby(ordered, key=_best):
        group = [j.question for j in same]
        if len(group) > 1 and len(rows) > 2:  # noqa: PLR2004 - of two rows, a cause without effect
            yield Doubt(
                kind="identical",
                questions=tuple(group),
                code="doubt.identical",
                facts={"questions": items(map(Question, group), "and")},
            )


def _reversals(node: str, rows: Sequence[Judgement], model: States) -> Iterator[Doubt]:
    """Yield rows that differ in one cause and are ordered against its direction.

    Ordered means first-order dominance: no state-or-higher may become less probable where the cause
    pushes up. The answer that moves most the wrong way is the one that is shown.
    """
    states = model.states[node]
    answered = {parts_of(row.question).pairs for row in rows}
    for one, other in combinations(rows, 2):
        order = ordering(one.question, other.question, model)
        # neighbours are enough: dominance is transitive
        if order is None or other.reason or order.between & answered:
            continue
        low, high = (one, other) if order.rises else (other, one)
        gaps = [
            _at_least(low, states, place) - _at_least(high, states, place)
            for place in range(1, len(states))
        ]
        if max(gaps) > SAME:
            place = 1 + gaps.index(max(gaps))
            yield _reversal(node, states, place, order.cause, (low, high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """How two rows of a node that differ in one cause are expected to lie.

    rises: whether the second is the higher one, by the direction of the cause. between: the
    situations that lie between the two.
    """

    cause: str
    rises: bool
    between: frozenset[tuple[tuple[str, str], ...]]


def ordering(one: str, other: str, model: States) -> Ordering | None:
    """Return how the rows of two keys of one node lie; None where no direction says so."""
    node, first, second = parts_of(one).node, dict(parts_of(one).pairs), dict(parts_of(other).pairs)
    changed = [name for name in first if first[name] != second.get(name)]
    sign = model.directions.get((changed[0], node), 0) if len(changed) == 1 else 0
    if not sign:
        return None
    cause, order = changed[0], model.states[changed[0]]
    start, end = order.index(first[cause]), order.index(second[cause])
    inside = order[min(start, end) + 1 : max(start, end)]
    return Ordering(
        cause=cause,
        rises=(end - start) * sign > 0,
        between=frozenset(tuple({**first, cause: state}.items()) for state in inside),
    )


def _at_least(row: Judgement, states: Sequence[str], place: int) -> Decimal:
    return sum((row.answers[state].best for state in states[place:]), Decimal(0))


def _reversal(
    node: str,
    states: Sequence[str],
    place: int,
    cause: str,
    rows: tuple[Judgement, Judgement],
) -> Doubt:
    """Return the doubt in words: the row that was expected to be lower comes first."""
    shown = []
    for row in rows:
        number = _at_least(row, states, place)
        whole = sum(_best(row))
        percent = plain((number * 100 / whole).quantize(Decimal("0.1")).normalize())
        shown.append((percent, dict(parts_of(row.question).pairs)[cause]))
    above = "doubt.state-alone" if place == len(states) - 1 else "doubt.state-or-more"
    rest = [
        phrase("doubt.node-is", node=Node(n), state=State(s))
        for n, s in parts_of(rows[0].question).pairs
        if n != cause
    ]
    return Doubt(
        kind="order",
        questions=(rows[0].question, rows[1].question),
        code="doubt.order-where" if rest else "doubt.order",
        facts={
            "what": phrase(above, node=Node(node), state=State(states[place])),
            "lower": shown[0][0],
            "cause": Node(cause),
            "lower_state": State(shown[0][1]),
            "higher": shown[1][0],
            "higher_state": State(shown[1][1]),
            "rest": items(rest, "and"),
        },
    )


def _against_declared(judgements: Sequence[Judgement], model: States) -> Iterator[Doubt]:
    """Yield directions that the expert gives the other way than the model declares them."""
    explained = {j.question for j in judgements if j.reason}
    for (cause, node), sign in stated_signs(judgements).items():
        declared = model.directions.get((cause, node), 0)
        key = f"{node}.sign[{cause}]"
        if sign and declared and sign != declared and key not in explained:
            states = model.states[node]
            towards = states[-1] if declared > 0 else states[0]
            yield Doubt(
                kind="direction",
                questions=(key,),
                code="doubt.direction",
                facts={
                    "cause": Node(cause),
                    "node": Node(node),
                    "towards": State(towards),
                    "end": State(model.states[cause][-1]),
                },
            )


def _ranks(judgements: Sequence[Judgement]) -> Iterator[Doubt]:
    """Yield causes that share a rank, or are ranked one way and weighed the other."""
    ranks: dict[str, dict[str, Judgement]] = {}
    weights: dict[str, dict[str, Judgement]] = {}
    for judgement in judgements:
        parts = parts_of(judgement.question)
        if parts.part in ("rank", "weight"):
            kept = ranks if parts.part == "rank" else weights
            kept.setdefault(parts.node, {})[parts.inside] = judgement
    for node, own in ranks.items():
        yield from _ties(node, own)
        for first, second in permutations(own, 2):
            pair = [weights.get(node, {}).get(name) for name in (first, second)]
            if None in pair or any(j.reason for j in pair if j is not None):
                continue
            heavy, light = (_best(j)[0] for j in pair if j is not None)
            if _best(own[first]) < _best(own[second]) and heavy < light:
                yield Doubt(
                    kind="rank",
                    questions=(f"{node}.weight[{first}]", f"{node}.weight[{second}]"),
                    code="doubt.rank-against-weight",
                    facts={
                        "first": Node(first),
                        "second": Node(second),
                        "node": Node(node),
                        "heavy": plain(heavy),
                        "light": plain(light),
                    },
                )


def _ties(node: str, own: Mapping[str, Judgement]) -> Iterator[Doubt]:
    """Yield the causes that are all put first: places further down may be shared."""
    first = min(_best(judgement)[0] for judgement in own.values())
    causes = [cause for cause, judgement in own.items() if _best(judgement)[0] == first]
    if len(causes) < 2 or any(own[cause].reason for cause in causes):  # noqa: PLR2004 - one leads
        return
    yield Doubt(
        kind="rank",
        questions=tuple(f"{node}.rank[{cause}]" for cause in causes),
        code="doubt.first-alike",
        facts={"causes": nodes(causes, "and"), "node": Node(node)},
    )


def _seeds(judgements: Sequence[Judgement]) -> Iterator[Doubt]:
    """Yield quantiles of seed questions that do not rise: no reason makes them scorable."""
    seeds: dict[str, list[tuple[Decimal, Judgement]]] = {}
    for judgement in judgements:
        parts = parts_of(judgement.question)
        if parts.part == SEED:
            levels = seeds.setdefault(parts.inside, [])
            levels += [(Decimal(level), judgement) for _, level in parts.pairs]
    for seed, answers in seeds.items():
        rising = sorted(answers, key=lambda pair: pair[0])
        for (lower, one), (upper, other) in pairwise(rising):
            small, large = _best(one)[0], _best(other)[0]
            if small >= large:
                yield Doubt(
                    kind="quantiles",
                    questions=(one.question, other.question),
                    code="doubt.quantiles",
                    facts={
                        "seed": seed,
                        "lower": _percent(lower),
                        "small": plain(small),
                        "upper": _percent(upper),
                        "large": plain(large),
                    },
                )


def _percent(level: Decimal) -> str:
    return plain((100 * level).normalize())
