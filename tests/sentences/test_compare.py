"""Every sentence and cell of ``compare``: what moves, for whom, under which structure, in draws."""

from __future__ import annotations

import itertools
import re
from functools import cached_property

import numpy as np
import pytest

from bayesnet.study.draws import draw
from bayesnet.sweep import Sampling, chunks
from tests.sentences.claims import Judge, claim, close
from tests.sentences.common import COMMON
from tests.sentences.notes import NOTES
from tests.sentences.printed import run
from tests.sentences.small import small_study
from tests.sentences.test_whatif import agrees, spans
from tests.sentences.truth import Truth

SAME = 5e-4
STUDIES = 60
DRAWS = 12


def signs_of(values):
    """Which ways some changes go, as far as three digits show."""
    return {int(v > SAME) - int(v < -SAME) for v in np.ravel(values)}


def barely(values):
    """Whether some change is so near the size that shows that rounding decides."""
    return bool((np.abs(np.abs(np.ravel(values)) - SAME) < 1e-9).any())


class Compared:
    """Every outcome of every scenario, by structure and world, and in every draw."""

    def __init__(self, truth, structures, draws):
        self.truth, self.structures, self.draws = truth, structures, draws
        book = truth.study.book
        self.scenarios = {name: truth.full(name) for name in book.scenarios}
        self.other = {name: book.comparison(s) or None for name, s in self.scenarios.items()}

    def level(self, name, outcome):
        """Shape (structures, worlds)."""
        scenario = self.scenarios[name]
        return np.array([self.truth.outcome(s, scenario, outcome) for s in self.structures])

    def change(self, name, outcome):
        return self.level(name, outcome) - self.level(self.other[name], outcome)

    @cached_property
    def networks(self):
        study = self.truth.study
        (chunk,) = chunks(Sampling(draws=self.draws, seed=1, coherent=True))
        drawn = draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=True)
        return [study.drawn(s, drawn) for s in self.structures]

    def drawn(self, name, outcome):
        """Shape (structures, draws)."""
        return np.array(
            [
                np.broadcast_to(
                    self.truth.outcome(s, self.scenarios[name], outcome, network), (self.draws,)
                )
                for s, network in zip(self.structures, self.networks, strict=True)
            ]
        )

    def drawn_change(self, name, outcome):
        return self.drawn(name, outcome) - self.drawn(self.other[name], outcome)

    def pooled_answers(self, name, outcome):
        return float(self.level(name, outcome)[0, 1:] @ self.truth.study.weights)


# ------------------------------------------------------------------------------------ sentences


@claim(
    r"(?P<name>S\d) against (?P<other>S\d): "
    r"(?:(?P<who>every expert|the one set of numbers) agrees(?: under all (?P<count>\d+) structures)?"
    r" that it (?P<agreed>.+?\))|(?P<nothing>nothing moves[\w ]*))\."
    r"(?: No agreed sign: (?P<split>.+?\))\.)?(?: No visible change: (?P<same>.+)\.)?"
)
def what_moves(truth, name, other, who, count, agreed, nothing, split, same):
    said, experts = truth.said, len(truth.experts)
    assert said.other[name] == other
    changes = {o.label: said.change(name, o) for o in truth.diagram.outcomes}
    if any(barely(values) for values in changes.values()):
        return
    one_way = {label for label, v in changes.items() if signs_of(v) in ({-1}, {1})}
    still = {label for label, v in changes.items() if signs_of(v) == {0}}
    told = dict(re.findall(r"'([^']+)' \(((?:[^()]|\([^()]*\))*)\)", agreed or ""))
    assert set(told) == one_way, (told, one_way)
    assert set(same.split(", ") if same else ()) == still
    assert set(re.findall(r"'([^']+)'", split or "")) == set(changes) - one_way - still
    if agreed:
        assert who == ("every expert" if experts > 1 else "the one set of numbers")
        assert (count or "1") == str(len(said.structures))
        agreed_holds(truth, name, agreed, changes)
    else:
        assert ("everybody" in nothing) == (experts > 1)
        assert experts > 1 or ("structure" in nothing) == (len(said.structures) > 1)
    for label, reason in re.findall(r"'([^']+)' \(((?:[^()]|\([^()]*\))*)\)", split or ""):
        reason_holds(truth, reason, changes[label])


def agreed_holds(truth, name, agreed, changes):
    sizes = []
    for verb, label, number in re.findall(r"(raises|lowers) '([^']+)' \(([^)]*)\)", agreed):
        value, _, reach = number.partition(", 5-95 % ")
        pooled = changes[label][0, 0]
        assert close(value, pooled), (label, value)
        assert (pooled > 0) == (verb == "raises"), label
        sizes.append(abs(pooled))
        assert bool(reach) == bool(truth.said.draws)
        if reach:
            quantiles_hold(reach, truth.said.drawn_change(name, truth.by_label(label)))
    assert len(sizes) == agreed.count("' (")
    assert all(a >= b - 1e-12 for a, b in itertools.pairwise(sizes)), agreed


def quantiles_hold(text, values):
    low, _, high = text.partition(" to ")
    quantiles = np.quantile(values, (0.05, 0.95))
    assert close(low, quantiles[0]), (text, quantiles)
    assert close(high or low, quantiles[1]), (text, quantiles)


def reason_holds(truth, reason, changes):
    """Why there is no agreed sign: experts differ, or structures do; what is told must differ."""
    differ = False
    for part in reason.split("; "):
        if part.startswith("structures disagree: "):
            values = dict(p.rsplit(" ", 1) for p in part.split(": ", 1)[1].split(", "))
            assert list(values) == list(truth.said.structures)
            for value, pooled in zip(values.values(), changes[:, 0], strict=True):
                assert close(value, pooled)
            differ = True
            assert len({int(v > SAME) - int(v < -SAME) for v in changes[:, 0]}) > 1, part
            continue
        if part.startswith("the pooled rows "):
            assert close(part.rsplit(" ", 1)[1], changes[0, 0]), part
            differ = differ or len(signs_of(changes[0])) > 1
            continue
        under = re.fullmatch(r"(.+?) under (\w+)", part)
        structure = truth.said.structures.index(under[2]) if under else 0
        assert agrees(under[1] if under else part, changes[structure, 1:]), part
        differ = differ or len(signs_of(changes[structure, 1:])) > 1
        differ = differ or (structure > 0 and signs_of(changes[structure]) != signs_of(changes[0]))
    assert differ, f"a reason that shows no disagreement: {reason}"


@claim(r"Differences, each within one world:|Levels:")
def headings(truth):
    return True


@claim(r"Change: under the first structure\.")
def change_is(truth):
    return len(truth.said.structures) > 1 and len(truth.experts) == 1


@claim(r"Change, experts: of the pooled rows, and of each expert, under the first structure\.")
def change_of_experts_is(truth):
    return len(truth.experts) > 1


@claim(
    r"Range: 5 % to 95 % of all draws under all structures asked\.(?P<spread> Spread: how much .*)?"
)
def range_is(truth, spread):
    return bool(truth.said.draws) and (spread is not None) == (len(truth.experts) > 1)


@claim(
    r"(?:In (?P<closer>no|\d+)(?: of (?P<count>\d+))? visible differences? (?:do )?the experts lies? "
    r"closer together than in the level(?: itself)?\. )?Pooled rows: .*"
)
def narrowed(truth, closer, count):
    said, found, some = truth.said, 0, 0
    for name, other in said.other.items():
        for outcome in truth.diagram.outcomes if other else ():
            change, level = said.change(name, outcome)[0], said.level(name, outcome)[0]
            if barely(change):
                return
            if np.abs(change).max() <= SAME:
                continue
            some += 1
            apart = np.ptp(level[1:]) - SAME - np.ptp(change[1:])
            if abs(apart) < 1e-9:
                return
            found += bool(apart > 0)
    if closer is None:
        assert some == 0
    elif closer == "no":
        assert found == 0
        assert some > 0
    else:
        assert (found, some) == (int(closer), int(count or 0)), (found, some)


@claim(r"(?P<name>S\d), (?P<label>.+?)(?: beyond (?P<other>S\d))?: (?P<rest>nothing else|[^:]+)\.")
def beyond(truth, name, label, other, rest):
    said = truth.said
    scenario = said.scenarios[name]
    assert label == scenario.label
    assert said.other[name] == other
    old = said.scenarios[other] if other else None
    expected = {
        "set": {n: s for n, s in scenario.set.items() if not old or old.set.get(n) != s},
        "seen": {n: s for n, s in scenario.seen.items() if not old or old.seen.get(n) != s},
    }
    told = {"set": {}, "seen": {}}
    for part in rest.split("; ") if rest != "nothing else" else ():
        word, _, pairs = part.partition(" ")
        told[word] = dict(pair.split("=") for pair in pairs.split(", "))
    return told == expected


JUDGE = Judge(
    claims=(
        what_moves,
        headings,
        change_is,
        change_of_experts_is,
        range_is,
        narrowed,
        beyond,
        *NOTES,
        *COMMON,
    )
)


# ----------------------------------------------------------------------------------------- rows


def difference_holds(truth, row):
    said, outcome = truth.said, truth.by_label(row["Outcome"])
    name, _, other = row["Scenario"].partition(" - ")
    assert said.other[name] == other, row
    change = said.change(name, outcome)
    assert close(row["Change"], change[0, 0]), row
    assert ("Experts" in row) == (len(truth.experts) > 1), row
    if "Experts" in row and not barely(change):
        assert agrees(row["Experts"], change[0, 1:]), row
    if "Holds in" in row and not barely(change):
        ways = [int(v > SAME) - int(v < -SAME) for v in change[:, 0]]
        assert row["Holds in"] == f"{ways.count(ways[0])} of {len(ways)}", row
    if "Range" in row:
        quantiles_hold(row["Range"], said.drawn_change(name, outcome))


def level_holds(truth, row):
    said, outcome, name = truth.said, truth.by_label(row["Outcome"]), row["Scenario"]
    level = said.level(name, outcome)
    if row.get("Before", "-") != "-":
        assert close(row["Before"], said.level(said.other[name], outcome)[0, 0]), row
    if len(truth.experts) > 1:
        assert close(row["Pooled rows"], level[0, 0]), row
        assert close(row["Pooled answers"], said.pooled_answers(name, outcome)), row
        assert spans(row["Experts"], level[0, 1:]), row
    else:
        assert close(row["Now"], level[0, 0]), row
    if "Range" in row:
        quantiles_hold(row["Range"], said.drawn(name, outcome))


def heard(study, draws=0):
    """A study's scenarios side by side judged; None where one of them is rightly refused."""
    truth = Truth(study)
    structures = list(study.structures)
    truth.said = Compared(truth, structures, draws)
    truth.asked = list(truth.said.scenarios.values())
    truth.structure = structures[0]
    if not truth.diagram.outcomes:
        return None
    possible = all(
        np.isfinite(truth.said.level(name, o)).all()
        for name in truth.said.scenarios
        for o in truth.diagram.outcomes
    )
    printed = run(study, "compare", "--all-structures", "--draws", draws)
    if not possible or printed.code:
        assert printed.code == 2, printed.output
        assert "nan" not in printed.output, printed.output
        return None
    JUDGE.hear([line for line in printed.lines if line], truth)
    compared = [name for name, other in truth.said.other.items() if other]
    assert {line[:2] for line in printed.lines if re.match(r"S\d against ", line)} == set(compared)
    *differences, levels = printed.tables
    assert bool(differences) == bool(compared)
    for row in differences[0] if differences else ():
        difference_holds(truth, row)
    for row in levels:
        level_holds(truth, row)
    assert len(levels) == len(truth.asked) * len(truth.diagram.outcomes)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("draws", [0, DRAWS])
def test_compare_says_what_is_so(draws):
    answered = [heard(small_study(seed), draws) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 3
