"""Write the plan that a study begins with where nobody has made one yet."""

from __future__ import annotations

EXPERTS = 6
PLAN = """\
# Who is asked what, in which rounds, and how the answers are combined; fixed before round 1.

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


def first_plan() -> str:
    """Return ``elicitation.toml`` for six experts under pseudonyms."""
    experts = [f"E{number:02d}" for number in range(1, EXPERTS + 1)]
    return PLAN + "\n".join(f'[expert.{e}]\nlabel = "{e}"\n' for e in experts)
