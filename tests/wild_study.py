"""Three small studies in which one first may ask, then acts on the answer: rules, not options.

``wildcatter`` is Raiffa's driller in thousands of dollars, one set of numbers; ``report`` is a
launch with market research that two experts judge, on 0 to 100; ``clinic`` diagnoses and then
treats, by four experts with ranges, under two structures and two sets of weights.

``by_hand`` is their judge: every plan with its worth, by enumeration, nothing of the solver's.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bayesnet.study.model import UtilityNode
from bayesnet.study.study import Study

HEAD = """\
format = "collective-resolve/model"
version = 1
[model]
id = "{id}"
title = "{title}"
question = "{question}"
decision_maker = "{who}"
as_of = 2026-12-01
horizon_end = 2027-12-01
source = "a textbook"
recall = "perfect"
{more}
"""
WILDCATTER = """\
value_unit = "k$"
default_weights = "money"
[decision.test]
label = "Seismic test"
states = ["no", "yes"]
[decision.drill]
label = "Drilling"
states = ["no", "yes"]
informed_by = ["test", "result"]
[chance.oil]
label = "Oil"
role = "context"
states = ["dry", "wet", "soaking"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.5, 0.3, 0.2] }} ] }}
[chance.result]
label = "Result"
role = "indicator"
states = ["none", "diffuse", "open", "closed"]
parents = ["test", "oil"]
[chance.result.cpt]
method = "table"
rows = [
  {{ when = ["no", "dry"], p = [1, 0, 0, 0] }},
  {{ when = ["no", "wet"], p = [1, 0, 0, 0] }},
  {{ when = ["no", "soaking"], p = [1, 0, 0, 0] }},
  {{ when = ["yes", "dry"], p = [0, 0.6, 0.3, 0.1] }},
  {{ when = ["yes", "wet"], p = [0, 0.3, 0.4, 0.3] }},
  {{ when = ["yes", "soaking"], p = [0, 0.1, 0.4, 0.5] }},
]
[utility.profit]
label = "Profit"
parents = ["drill", "oil"]
table = [
  {{ when = ["no", "dry"], value = 0 }},
  {{ when = ["no", "wet"], value = 0 }},
  {{ when = ["no", "soaking"], value = 0 }},
  {{ when = ["yes", "dry"], value = -70 }},
  {{ when = ["yes", "wet"], value = 50 }},
  {{ when = ["yes", "soaking"], value = 200 }},
]
[utility.price]
label = "Price of the test"
parents = ["test"]
table = [ {{ when = ["no"], value = 0 }}, {{ when = ["yes"], value = {price} }} ]
[[outcome]]
id = "oil"
label = "There is oil"
node = "oil"
states = ["wet", "soaking"]
better = "higher"
[weights.money]
label = "Money alone"
profit = 1
price = 1
"""
REPORT = """\
default_weights = "even"
[decision.buy]
label = "Market research"
states = ["no", "yes"]
[decision.launch]
label = "Launch"
states = ["no", "yes"]
informed_by = ["buy", "advice"]
[chance.market]
label = "Market"
role = "context"
states = ["weak", "strong"]
parents = []
cpt = { method = "table", rows = [ { when = [], p = [0.5, 0.5] } ] }
[chance.advice]
label = "Advice"
role = "indicator"
states = ["none", "against", "for"]
parents = ["buy", "market"]
[chance.advice.cpt]
method = "table"
asked = false
rows = [
  { when = ["no", "weak"], p = [1, 0, 0] },
  { when = ["no", "strong"], p = [1, 0, 0] },
  { when = ["yes", "weak"], p = [0, 0.8, 0.2] },
  { when = ["yes", "strong"], p = [0, 0.1, 0.9] },
]
[utility.success]
label = "Success"
parents = ["launch", "market"]
table = [
  { when = ["no", "weak"], value = 50 },
  { when = ["no", "strong"], value = 40 },
  { when = ["yes", "weak"], value = 0 },
  { when = ["yes", "strong"], value = 100 },
]
[utility.ease]
label = "Ease"
[utility.ease.scores]
buy = { no = 100, yes = 0 }
[[outcome]]
id = "strong"
label = "The market is strong"
node = "market"
states = ["strong"]
better = "higher"
[weights.even]
label = "Success first"
success = 0.9
ease = 0.1
"""
CLINIC = """\
default_weights = "health"
[decision.examine]
label = "Examination"
states = ["none", "quick", "thorough"]
[decision.treat]
label = "Treatment"
states = ["wait", "drug", "operate"]
informed_by = ["examine", "finding"]
[chance.disease]
label = "Disease"
role = "context"
states = ["absent", "present"]
parents = []
cpt = { method = "table", rows = [ { when = [], p = [0.6, 0.4] } ] }
[chance.finding]
label = "Finding"
role = "indicator"
states = ["nothing", "negative", "positive"]
parents = ["examine", "disease"]
[chance.finding.cpt]
method = "table"
asked = false
rows = [
  { when = ["none", "absent"], p = [1, 0, 0] },
  { when = ["none", "present"], p = [1, 0, 0] },
  { when = ["quick", "absent"], p = [0, 0.7, 0.3] },
  { when = ["quick", "present"], p = [0, 0.3, 0.7] },
  { when = ["thorough", "absent"], p = [0, 0.95, 0.05] },
  { when = ["thorough", "present"], p = [0, 0.1, 0.9] },
]
[chance.recovery]
label = "Recovery"
role = "outcome"
states = ["slow", "full"]
parents = ["disease", "treat"]
[chance.recovery.cpt]
method = "table"
rows = [
  { when = ["absent", "wait"], p = [0.02, 0.98] },
  { when = ["absent", "drug"], p = [0.1, 0.9] },
  { when = ["absent", "operate"], p = [0.4, 0.6] },
  { when = ["present", "wait"], p = [0.9, 0.1] },
  { when = ["present", "drug"], p = [0.5, 0.5] },
  { when = ["present", "operate"], p = [0.2, 0.8] },
]
[utility.health]
label = "Health"
[utility.health.scores]
recovery = { slow = 0, full = 100 }
[utility.comfort]
label = "Comfort"
[utility.comfort.scores]
examine = { none = 100, quick = 90, thorough = 0 }
[[arc]]
from = "disease"
to = "recovery"
claim = "Who is ill recovers slowly."
[[outcome]]
id = "slow"
label = "Slow recovery"
node = "recovery"
states = ["slow"]
better = "lower"
[[outcome]]
id = "present"
label = "The disease is there"
node = "disease"
states = ["present"]
better = "lower"
[weights.health]
label = "Health first"
health = 0.9
comfort = 0.1
[weights.comfort]
label = "Comfort counts"
health = 0.5
comfort = 0.5
"""
SCENARIOS = """\
format = "collective-resolve/scenarios"
version = 1
reference = "S0"
[scenario.S0]
label = "As now"
set = {{ {first} = "{no}", {second} = "{wait}" }}
[scenario.S1]
label = "To act without asking"
set = {{ {second} = "{act}" }}
"""
PLAN = """\
format = "collective-resolve/elicitation"
version = 1
pooling = "linear"
weights = "equal"
lexicon = "ICD-203"
unit = "probability"
[round.1]
label = "First round"
"""
LEARNT_LESS = """\
format = "collective-resolve/structure"
version = 1
id = "B"
label = "treatment counts less"
text = "What is done changes less than the argument has it."
[[attenuate]]
node = "recovery"
parents = ["treat"]
keep = 0.3
"""
REPORT_SAID = {"A": {"market[]": (0.5,)}, "B": {"market[]": (0.9,)}}
"""The second component of each answer, its best value; for the clinic with low and high."""
CLINIC_SAID = {
    who: {
        "disease[]": (ill - 0.1, ill, ill + 0.1),
        "recovery[disease=absent, treat=wait]": (0.9, 0.97, 0.99),
        "recovery[disease=absent, treat=drug]": (0.8, 0.9, 0.95),
        "recovery[disease=absent, treat=operate]": (0.5, 0.6, 0.7),
        "recovery[disease=present, treat=wait]": (0.05, 0.1, 0.2),
        "recovery[disease=present, treat=drug]": (drug - 0.1, drug, drug + 0.1),
        "recovery[disease=present, treat=operate]": (0.7, 0.8, 0.9),
    }
    for who, ill, drug in (
        ("A", 0.3, 0.5),
        ("B", 0.4, 0.5),
        ("C", 0.45, 0.4),
        ("D", 0.85, 0.85),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wild:
    """One study: whether to ask, what to do then, what is so, and what is learned of it."""

    name: str
    ask: str
    act: str
    learned: str


WILD = {
    "wildcatter": Wild(name="wildcatter", ask="test", act="drill", learned="result"),
    "report": Wild(name="report", ask="buy", act="launch", learned="advice"),
    "clinic": Wild(name="clinic", ask="examine", act="treat", learned="finding"),
}


def write_wild(folder: Path, name: str, price: float = 10) -> Path:
    """Write a study's folder, the experts' answers frozen; price: of the driller's test."""
    folder.mkdir(parents=True)
    _MAKERS[name](folder, price)
    return folder


def _wildcatter(folder: Path, price: float) -> None:
    head = HEAD.format(
        id="wildcatter",
        title="The oil wildcatter",
        question="Test, and then drill?",
        who="a driller",
        more="",
    )
    _files(folder, head + WILDCATTER.format(price=-price), ("test", "no", "drill", "no", "yes"))


def _report(folder: Path, _: float) -> None:
    head = HEAD.format(
        id="launch",
        title="A launch",
        question="Ask the market, and then launch?",
        who="a firm",
        more="",
    )
    _files(folder, head + REPORT, ("buy", "no", "launch", "no", "yes"))
    _asked(folder, REPORT_SAID)


def _clinic(folder: Path, _: float) -> None:
    head = HEAD.format(
        id="clinic",
        title="A clinic",
        question="Examine, and then treat?",
        who="a doctor",
        more="",
    )
    _files(folder, head + CLINIC, ("examine", "none", "treat", "wait", "operate"))
    (folder / "structures").mkdir()
    (folder / "structures" / "B.toml").write_text(LEARNT_LESS, "utf-8")
    _asked(folder, CLINIC_SAID)


_MAKERS = {"wildcatter": _wildcatter, "report": _report, "clinic": _clinic}


def _files(folder: Path, model: str, named: tuple[str, str, str, str, str]) -> None:
    first, no, second, wait, act = named
    (folder / "model.toml").write_text(model, "utf-8")
    text = SCENARIOS.format(first=first, no=no, second=second, wait=wait, act=act)
    (folder / "scenarios.toml").write_text(text, "utf-8")


def _asked(folder: Path, said: Mapping[str, Mapping[str, tuple[float, ...]]]) -> None:
    """Submit and freeze every expert's answers; each question is one of two states."""
    from elicitation.cli import main  # noqa: PLC0415 - slow to import for those who only read

    states = {"market[]": ("weak", "strong"), "disease[]": ("absent", "present")}
    people = "".join(f'[expert.{who}]\nlabel = "Expert {who}"\n' for who in said)
    (folder / "elicitation.toml").write_text(PLAN + people, "utf-8")

    def done(*words: str) -> None:
        result = CliRunner().invoke(main, [*words, "--study", str(folder)])
        assert result.exit_code == 0, result.output

    for who, answers in said.items():
        lines = ["question,component,low,best,high,reason"]
        for key, numbers in answers.items():
            other, one = states.get(key, ("slow", "full"))
            back = [1 - number for number in reversed(numbers)]
            for component, values in ((other, back), (one, numbers)):
                low, best, high = values if len(values) > 1 else ("", values[0], "")
                cells = [f"{v:.2f}" if v != "" else "" for v in (low, best, high)]
                lines.append(f'"{key}",{component},{",".join(cells)},as seen')
        form = folder.parent / f"{folder.name}-{who}.csv"
        form.write_text("\n".join(lines) + "\n", "utf-8")
        done("submit", str(form), "--expert", who, "--round", "1")
    done("freeze", "--reason", "all are in")


def by_hand(
    study: Study, wild: Wild, structure: str = "", weights: str = "", world: int = 0
) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Return what every plan is worth, by what is asked and what is done after each answer.

    A plan is the option of asking with a pair of (answer, act) for each answer that can come.
    """
    diagram = study.diagram
    network = study.network(structure or diagram.structure)
    shares = diagram.weight_sets[weights or diagram.default_weights].weights
    names = list(diagram.chance)
    worths = {}
    for ask in diagram.states[wild.ask]:
        reach: dict[str, dict[str, float]] = {}
        for answer, act in itertools.product(
            diagram.states[wild.learned], diagram.states[wild.act]
        ):
            total = mass = 0.0
            for states in itertools.product(*(diagram.states[name] for name in names)):
                case = {**dict(zip(names, states, strict=True)), wild.ask: ask, wild.act: act}
                if case[wild.learned] != answer:
                    continue
                chance = 1.0
                for name in names:
                    table = network.tables[name]
                    cell = tuple(diagram.states[n].index(case[n]) for n in table.scope)
                    values = table.values[cell]
                    chance *= float(values[min(world, len(values) - 1)])
                mass += chance
                total += chance * sum(
                    float(shares[name]) * _worth(node, case)
                    for name, node in diagram.utilities.items()
                )
            if mass > 0:
                reach.setdefault(answer, {})[act] = total
        for acts in itertools.product(*reach.values()):
            done = tuple(zip(reach, acts, strict=True))
            worths[ask, done] = sum(reach[answer][act] for answer, act in done)
    return worths


def _worth(node: UtilityNode, case: Mapping[str, str]) -> float:
    if node.table:
        return float(node.table[tuple(case[parent] for parent in node.parents)])
    return sum(float(node.scores[parent][case[parent]]) for parent in node.parents)
