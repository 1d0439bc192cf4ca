"""Write ``model.toml`` and ``scenarios.toml`` of a diagram whose names a study can hold."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Collection, Iterator, Sequence

from bayesnet.interchange.diagram import (
    Chance,
    Decision,
    Diagram,
    Name,
    NoisyLinks,
    Utility,
)
from bayesnet.interchange.study_out import BY, ILLUSTRATIVE, SETTLED

YEAR = dt.timedelta(days=365)
MOST_OUTCOMES = 12
UNNAMED = ("", "unknown", "diagram", "anonymousBN")
"""What tools write where a network has no name."""
_BY = re.compile(rf"{BY}(\d{{4}}-\d{{2}}-\d{{2}})\.")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
MARK = "  # fill in: false once these numbers are final"
HEAD = """\
# Made of {source}. Everything that file did not say is marked with "fill in": who decides, until
# when, what every node means and who settles it.

format = "collective-resolve/model"
version = 1
"""


def text(value: str) -> str:
    """Return a text as TOML writes it, on one line."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """Return a key as TOML writes it: bare where it can be."""
    return name if _BARE.fullmatch(name) else text(name)


def number(value: float) -> str:
    """Return a number as TOML writes it, so that reading it gives the same one."""
    return repr(float(value)).replace("e+", "e")


def listed(values: Sequence[str]) -> str:
    """Return a list of texts."""
    return f"[{', '.join(map(text, values))}]"


def model_text(
    diagram: Diagram,
    *,
    source: str,
    today: dt.date,
    final: bool,
    settable: Collection[Name] = (),
) -> str:
    """Return ``model.toml``; values are in the units of the file, their weights any numbers.

    final: whether the file's numbers are those to answer with; else they are marked as placeholders
    until somebody says so. Where the file has none at all, there is nothing to mark.
    settable: uncertain nodes that somebody could make so.
    """
    title = source if diagram.name in UNNAMED else diagram.name
    lines = [HEAD.format(source=source.replace("\n", " ")), "[model]"]
    lines.append(f"id = {text(re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-') or 'imported')}")
    lines.append(f"title = {text(title)}")
    question, notice = _comment(diagram.comment)
    as_of, end = _horizon(diagram, today)
    lines.append(f"question = {text(question or 'fill in: what is to be decided?')}")
    lines.append('decision_maker = "fill in: who decides?"')
    lines.append(f"as_of = {as_of.isoformat()}  # fill in")
    lines.append(f"horizon_end = {end.isoformat()}  # fill in")
    lines.append(f"source = {text(f'imported from {source}')}")
    lines.append(f'recall = "{diagram.recall}"')
    marked = not final and len(diagram.blank) < len(diagram.chance) + len(diagram.utilities)
    lines.append(f"illustrative = {'true' if marked else 'false'}{MARK if marked else ''}")
    if marked:
        undeclared = f"Numbers as they stood in {source}, which nobody has declared final."
        lines.append(f"notice = {text(notice or undeclared)}")
    if diagram.utilities:
        lines.append('value_unit = "units of the imported file"  # fill in, e.g. "euro"')
        lines.append('default_weights = "imported"')
    for decision in diagram.decisions.values():
        lines += ["", *_decision(decision)]
    for chance in diagram.chance.values():
        lines += ["", *_chance(diagram, chance, settable=chance.name in settable)]
    for utility in diagram.utilities.values():
        lines += ["", *_utility(diagram, utility)]
    for chance in _ends(diagram):
        lines += ["", *_outcome(chance)]
    if diagram.utilities:
        labels = [total.label for total in diagram.sums.values()]
        label = labels[0] if len(labels) == 1 else "as in the imported file"
        lines += ["", "[weights.imported]", f"label = {text(label)}"]
        lines += [f"{key(name)} = {number(share)}" for name, share in diagram.shares.items()]
    return "\n".join([*lines, ""])


def _comment(comment: str) -> tuple[str, str]:
    """Return the question, and the notice that a study of ours wrote below it."""
    lines = comment.split("\n")
    notices = [line for line in lines if line.startswith(ILLUSTRATIVE)]
    question = "\n".join(line for line in lines if line not in notices)
    return question, " ".join(line.removeprefix(ILLUSTRATIVE).strip() for line in notices)


def _horizon(diagram: Diagram, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that anything is settled on, or the year from today."""
    days = sorted(
        dt.date.fromisoformat(found)
        for node in diagram.nodes.values()
        for found in _BY.findall(node.comment)
        if _is_date(found)
    )
    if not days:
        return today, today + YEAR
    return days[0], max(days[-1], days[0] + dt.timedelta(days=1))


def _about(node: Chance | Decision | Utility) -> list[str]:
    """Return label and definition; day and judge are read off the end of the comment."""
    definition, by, settled = [], "", ""
    for line in node.comment.split("\n"):
        day = _BY.fullmatch(line)
        if day and _is_date(day[1]):
            by = day[1]
        elif line.startswith(SETTLED):
            settled = line.removeprefix(SETTLED)
        else:
            definition.append(line)
    lines = [f"label = {text(node.label)}", f"definition = {text(chr(10).join(definition))}"]
    if by:
        lines.append(f"by = {by}")
    if settled:
        lines.append(f"settled_by = {text(settled)}")
    return lines


def _is_date(day: str) -> bool:
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _states(node: Chance | Decision) -> list[str]:
    labels = [f"state_labels = {listed(node.state_labels)}"] if node.state_labels else []
    return [f"states = {listed(node.states)}", *labels]


def _decision(node: Decision) -> list[str]:
    return [
        f"[decision.{key(node.name)}]",
        *_about(node),
        *_states(node),
        f"informed_by = {listed(node.informed_by)}",
    ]


def _chance(diagram: Diagram, node: Chance, *, settable: bool) -> list[str]:
    role = "mechanism" if node.parents else "context"
    lines = [
        f"[chance.{key(node.name)}]",
        *_about(node),
        *_states(node),
        f"parents = {listed(node.parents)}",
        f'role = "{role}"',
        *(["settable = true"] if settable else []),
    ]
    return [*lines, *cpt_lines(diagram, node)]


def cpt_lines(diagram: Diagram, node: Chance) -> list[str]:
    """Return the lines of the node's ``cpt`` table."""
    lines = [f"[chance.{key(node.name)}.cpt]"]
    if node.blank:
        return [*lines, 'method = "table"', "rows = []  # still to be asked"]
    if node.noisy is not None:
        return [*lines, *_noisy(node.noisy)]
    lines += ['method = "table"', "rows = ["]
    for case, row in zip(_cases(diagram, node.parents), _rows(node), strict=True):
        lines.append(f"  {{ when = {listed(case)}, p = {_numbers(row)} }},")
    return [*lines, "]"]


def _cases(diagram: Diagram, parents: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return itertools.product(*(diagram.states[parent] for parent in parents))


def _rows(node: Chance) -> list[list[float]]:
    rows: list[list[float]] = node.table.reshape(-1, len(node.states)).tolist()
    return rows


def _numbers(row: Sequence[float]) -> str:
    return f"[{', '.join(map(number, row))}]"


def _noisy(noisy: NoisyLinks) -> list[str]:
    lines = ['method = "noisy_max"', 'wording = "diez"', f"leak = {_numbers(noisy.leak)}"]
    lines.append("links = [")
    for (parent, state), row in noisy.links.items():
        where = f"parent = {text(parent)}, state = {text(state)}"
        lines.append(f"  {{ {where}, p = {_numbers(row)} }},")
    return [*lines, "]"]


def _utility(diagram: Diagram, node: Utility) -> list[str]:
    lines = [f"[utility.{key(node.name)}]", *_about(node), f"parents = {listed(node.parents)}"]
    if node.blank:
        return [*lines, "table = []  # fill in: what each case is worth"]
    lines.append("table = [")
    values = node.values.reshape(-1).tolist()
    for case, value in zip(_cases(diagram, node.parents), values, strict=True):
        lines.append(f"  {{ when = {listed(case)}, value = {number(value)} }},")
    return [*lines, "]"]


def _ends(diagram: Diagram) -> list[Chance]:
    """Return the nodes that answers are given in: what values count, or what leads nowhere."""
    counted = {parent for node in diagram.utilities.values() for parent in node.parents}
    inner = {parent for node in diagram.chance.values() for parent in node.parents}
    ends = [node for name, node in diagram.chance.items() if name in counted]
    ends = ends or [node for name, node in diagram.chance.items() if name not in inner]
    return ends[:MOST_OUTCOMES]


def _outcome(node: Chance) -> list[str]:
    first = (node.state_labels or node.states)[0]
    return [
        "[[outcome]]  # fill in: the states that matter, and whether fewer of them is better",
        f"id = {text(node.name)}",
        f"label = {text(f'{node.label}: {first}')}",
        f"node = {text(node.name)}",
        f"states = {listed(node.states[:1])}",
        'better = "higher"',
    ]


def scenarios_text(diagram: Diagram) -> str:
    """Return ``scenarios.toml``: a reference in which every decision takes its first option."""
    chosen = ", ".join(
        f"{key(name)} = {text(node.states[0])}" for name, node in diagram.decisions.items()
    )
    label = "Every decision takes its first option" if chosen else "As it is"
    lines = ['format = "collective-resolve/scenarios"', "version = 1", 'reference = "first"', ""]
    lines += ["[scenario.first]", f"label = {text(label)}"]
    if chosen:
        lines.append(f"set = {{ {chosen} }}")
    return "\n".join([*lines, ""])
