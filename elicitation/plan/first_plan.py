"""Write the plan that a study begins with where nobody has made one yet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from elicitation.plan.protocol import Panel

EXPERTS = 6
HEAD = """\
# Who is asked what, in which rounds, and how the answers are combined; fixed before round 1.
# Experts stand under pseudonyms; names go into the private roster: resolve roster add NAME.
"""
PLAN = """\
format = "collective-resolve/elicitation"
version = 1
pooling = "linear"
weights = "equal"
lexicon = "ICD-203"
unit = "percent"

[round.1]
label = "Private first round"

[round.2]
label = "After discussion"

# Everybody is asked everything. To ask a group less, name its nodes,
#   [panel.north]
#   label = "The north"
#   nodes = ["one", "another"]
# and give its experts panels = ["north"].

"""


def first_plan(
    plan: str = PLAN,
    panels: Mapping[str, Panel] = MappingProxyType({}),
    experts: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return ``elicitation.toml`` for six experts who have answered nothing yet.

    plan: what else it says; of a whole plan its own experts and opening comment are left out.
    panels: in the place of those in it, with the panel of every expert, of whom there may then be
    any number. Answers are in percent: questions ask how many out of 100.
    """
    import tomlkit  # noqa: PLC0415 - only who begins a study waits for it

    document = tomlkit.parse(plan[plan.index("format = ") :])
    document["unit"] = "percent"
    for left_out in ("expert", *(("panel",) if panels else ())):
        document.pop(left_out, None)
    if panels:
        document["panel"] = {id_: _panel(panel) for id_, panel in panels.items()}
    ids = experts or {f"E{number:02d}": "" for number in range(1, EXPERTS + 1)}
    document["expert"] = {id_: _expert(id_, panel) for id_, panel in ids.items()}
    return HEAD + tomlkit.dumps(document)


def _panel(panel: Panel) -> dict[str, str | list[str]]:
    return {"label": panel.label, "nodes": list(panel.nodes)}


def _expert(id_: str, panel: str) -> dict[str, str | list[str]]:
    return {"label": id_, **({"panels": [panel]} if panel else {})}
