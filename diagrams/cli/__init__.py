"""Commands of ``resolve`` that make pictures."""

COMMANDS = {
    "draw": "diagrams.cli.draw:draw",
    "trace": "diagrams.cli.trace:trace",
}
"""Where each command is found; a command's module is imported only when it is called."""

PLOTS = {
    "whatif": "diagrams.cli.plot_answers:whatif",
    "experts": "diagrams.cli.plot_answers:experts",
    "ranges": "diagrams.cli.plot_judgements:ranges",
    "movement": "diagrams.cli.plot_judgements:movement",
    "drivers": "diagrams.cli.plot_sensitivity:drivers",
    "sensitivity": "diagrams.cli.plot_sensitivity:sensitivity",
    "adversary": "diagrams.cli.plot_sensitivity:adversary",
    "pedigree": "diagrams.cli.plot_sensitivity:pedigree",
    "regions": "diagrams.cli.plot_plan:regions",
    "plans": "diagrams.cli.plot_draws:plans",
    "risk": "diagrams.cli.plot_plan:risk",
    "information": "diagrams.cli.plot_plan:information",
    "learn": "diagrams.cli.plot_draws:learn",
}
"""The commands of ``resolve plot``, named as those that print the same answer."""
