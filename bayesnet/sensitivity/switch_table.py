"""Say switch points to people: where each number is, where the plan switches, who says what."""

from __future__ import annotations

from collections.abc import Sequence

from bayesnet.kinds import CHANGES, ENTRY, Kind, Style
from bayesnet.number_words import percent
from bayesnet.rounding import PROBABILITY, places
from bayesnet.sensitivity.digits import LEAST, switch_digits
from bayesnet.sensitivity.thresholds import Threshold
from bayesnet.study.model import InfluenceDiagram
from bayesnet.table import Column, ResultTable


def switch_table(
    switches: Sequence[Threshold], diagram: InfluenceDiagram, least: int = PROBABILITY
) -> ResultTable:
    """Return a row for each switch; digits are those at which number and switch point differ.

    least: digits of a probability or weight, where fewer would tell them apart.
    """

    def at(switch: Threshold, value: float, style: Style) -> str:
        return style.figure(value, switch_digits(switch, diagram, least))

    now = Kind(lambda switch, style: at(switch, switch.at, style), numeric=True)
    then = Kind(lambda switch, style: at(switch, switch.to, style), numeric=True)
    far = Kind(lambda switch, style: _far(switch, diagram, style))
    return ResultTable(
        columns=[
            Column("name", "Number", ENTRY, [switch.name for switch in switches]),
            Column("at", "Now", now, switches),
            Column("to", "Switches at", then, switches),
            Column("distance", "Distance", far, switches),
            Column("reach", _whose(switches), Kind(_reach), switches),
            Column("change", "Then", CHANGES, [switch.changes for switch in switches]),
        ]
    )


def _far(switch: Threshold, diagram: InfluenceDiagram, style: Style) -> str:
    if switch.kind == "table":
        return f"{percent(switch.distance)} of the way"
    if switch.kind == "score":
        digits = switch_digits(switch, diagram)
        return f"{style.figure(switch.distance, digits)} {diagram.unit}"
    digits = max(LEAST, places(0.0, [switch.distance]))
    unit = "in probability" if switch.kind == "row" else "in weight"
    return f"{style.figure(switch.distance, digits)} {unit if switch.certain else 'log-odds'}"


def _whose(switches: Sequence[Threshold]) -> str | None:
    """Return who says anything of the numbers that switch the plan; None for nobody."""
    asked = {switch.kind for switch in switches if switch.lowest is not None}
    experts = "Experts" if asked & {"row", "table"} else ""
    sets = "weight sets" if "weight" in asked else ""
    said = " or ".join(filter(None, (experts, sets)))
    return said[:1].upper() + said[1:] or None


def _reach(switch: Threshold, style: Style) -> str:
    """Return how far those go who say anything, and how many of them reach the switch."""
    if switch.lowest is None or switch.highest is None:
        return style.none
    if switch.kind == "table":
        return "that expert is beyond it"
    digits = max(LEAST, places(0.0, [switch.lowest - switch.to, switch.highest - switch.to]))
    low, high = (style.figure(end, digits) for end in (switch.lowest, switch.highest))
    where = low if low == high else f"{low} to {high}"
    reach = "reach it" if switch.ranged and switch.beyond != 1 else "reaches it"
    count = f"{switch.beyond} of {switch.others} {reach if switch.ranged else 'beyond it'}"
    return f"{where}; {count}" if switch.beyond else where
