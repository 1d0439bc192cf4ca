"""Write the plan that a study begins with where nobody has made one yet."""

from __future__ import annotations

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


def first_plan(plan: str = PLAN) -> str:
    """Return ``elicitation.toml`` for six experts who have answered nothing yet.

    plan: what else it says; of a whole plan its own experts and opening comment are left out.
    Answers are in percent: questions ask how many out of 100.
    """
    settled = plan[plan.index("format = ") :].partition("[expert.")[0].rstrip()
    settled = settled.replace('unit = "probability"', 'unit = "percent"')
    experts = [f"E{number:02d}" for number in range(1, EXPERTS + 1)]
    asked = "\n".join(f'[expert.{e}]\nlabel = "{e}"\n' for e in experts)
    return f"{HEAD}\n{settled}\n\n{asked}"
